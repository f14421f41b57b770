# METADATA
# title: A model that is in use does not disappear
# description: >-
#   A change does not remove a model that is deployed, on a stage or registered: what ran has to stay on record. Nor does
#   it rename one that is on a stage or registered, as tags go by the name. The removal of any other model is a warning.
# custom:
#   id: CARD-14
#   subject: change
#   severity: error
#   controls:
#     - eu-ai-act 17.1(k)
#     - eu-ai-act 18.1
#     - nist-ai-rmf GOVERN-1.4
#     - iso-42001 A.6.2.8
#     - sr-11-7 VI.inventory
#     - sr-26-2 inventory
#   remediation: |-
#     Put the card back. To retire a model, first take it out of its deployments, in a change of its own, and out of its
#     stages and the registry, with tags on the commit of the version:
#
#     ```sh
#     git tag -a -m 'Out of production' \
#       'MODEL#STAGE!' 'MODEL@VERSION^{commit}'
#     git tag -a -m 'Retired' \
#       'MODEL@VERSION!' 'MODEL@VERSION^{commit}'
#     ```
package govml.card_14

import data.govml.lib.called
import data.govml.lib.changed_models
import data.govml.lib.models
import data.govml.lib.path

deny contains {"msg": msg, "pointer": path(["models", i, "before"])} if {
	some i, model in removed
	reasons := uses(model)
	count(reasons) > 0
	msg := sprintf("the change removes %s, which is %s; expected its card to stay", [called(model), concat(", ", reasons)])
}

warn contains {"msg": msg, "pointer": path(["models", i, "before"])} if {
	some i, model in removed
	count(uses(model)) == 0
	msg := sprintf("the change removes %s, which nothing is known to use", [called(model)])
}

deny contains {"msg": msg, "pointer": pointer, "remediation": renamed_advice} if {
	some i, model in changed_models
	is_string(model.before.name)
	not same_name(model)
	reasons := staged(model) | registered(model)
	count(reasons) > 0
	pointer := path(["models", i, "after", "card", "governance", "name"])
	msg := sprintf(
		"the change renames %s, which is %s, to %s; expected the name to stay",
		[called(model.before), concat(", ", reasons), called(model.after)],
	)
}

same_name(model) if model.after.name == model.before.name

renamed_advice := concat(" ", [
	"Put the name back: the registry knows the model's versions and stages by it. What is to go by another name is another",
	"model, with a card of its own; the card under the old name stays until that model is retired.",
])

removed[i] := model if {
	some i, model in models
	is_object(model.before)
	not kept(model)
}

kept(model) if is_object(model.after)

uses(model) := (deployed(model) | staged(model)) | registered(model)

deployed(model) := {"deployed"} if {
	is_array(model.before.deployments)
	count(model.before.deployments) > 0
} else := set()

staged(model) := {"on a stage"} if {
	is_array(model.stages)
	count(model.stages) > 0
} else := set()

registered(model) := {"registered"} if {
	is_object(model.registered)
} else := {"registered"} if {
	is_array(model.versions)
	count(model.versions) > 0
} else := set()
