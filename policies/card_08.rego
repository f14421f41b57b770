# METADATA
# title: Licences are given and allowed
# description: >-
#   A card gives a licence from the parameter `allowed_licences`. At tier high so does the card of each data set (a
#   warning below). A model made from another one should say that model's licence (a warning). `license: other` is
#   judged by its `license_name`.
# custom:
#   id: CARD-08
#   subject: model
#   tiers: [minimal, limited, high]
#   severity: error
#   controls: [nist-ai-rmf GOVERN-6.1, nist-ai-rmf MAP-4.1, iso-42001 A.10.3, sr-11-7 V.vendor, sr-26-2 vendor]
#   remediation: |-
#     Give the licence in the card, one that the policy allows; `other` with a name for one of your own:
#
#     ```yaml
#     license: other
#     license_name: acme-internal
#     ```
#
#     Or allow it in `govml.yaml`. The list takes the place of the shipped one, so name all that you allow:
#
#     ```yaml
#     parameters:
#       allowed_licences: [apache-2.0, mit, acme-internal]
#     ```
package govml.card_08

import data.govml.lib.card
import data.govml.lib.evaluation_data
import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.known_tier
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.shortened
import data.govml.lib.tier
import data.govml.lib.training_data
import data.govml.parameters

deny contains {"msg": msg, "pointer": "/card/license"} if {
	known_tier
	document := card
	not licensed(document)
	msg := sprintf("license %s; expected a licence that the policy allows", [licence_state(document)])
}

deny contains member if {
	tier == "high"
	some member in data_gaps
}

warn contains member if {
	known_tier
	tier != "high"
	some member in data_gaps
}

warn contains {"msg": msg, "pointer": "/card/base_model", "remediation": base_advice} if {
	known_tier
	some name in base_models
	not base_licensed
	msg := sprintf(
		"base_model is \"%s\", but governance.base_model_license %s; expected a licence that the policy allows",
		[shortened(name), found(governance, "base_model_license")],
	)
}

data_gaps contains {"msg": msg, "pointer": path(["training", "data", i, "card", "license"])} if {
	some i, set in training_data
	is_object(set.card)
	document := set.card
	not licensed(document)
	msg := sprintf("license of the training data %s %s; expected a licence that the policy allows", [name_of(set), licence_state(document)])
}

data_gaps contains {"msg": msg, "pointer": path(["evaluation", "data", i, "card", "license"])} if {
	some i, set in evaluation_data
	is_object(set.card)
	document := set.card
	not licensed(document)
	msg := sprintf("license of the evaluation data %s %s; expected a licence that the policy allows", [name_of(set), licence_state(document)])
}

licensed(document) if {
	is_string(document.license)
	document.license in allow_list
} else if {
	allowed(licence_name(document))
} else if {
	is_array(document.license)
	count(document.license) > 0
	every licence in document.license { allowed(licence) }
}

licence_name(document) := document.license_name if {
	document.license == "other"
	is_string(document.license_name)
} else := document.license

licence_state(document) := sprintf("is other and license_name %s", [found(document, "license_name")]) if {
	document.license == "other"
} else := found(document, "license")

allowed(licence) if {
	is_string(licence)
	lower(licence) in allow_list
} else if {
	"*" in allow_list
	real(licence)
}

default allow_list := []

allow_list := parameters.allowed_licences if is_array(parameters.allowed_licences)

base_models contains name if {
	name := card.base_model
	real(name)
}

base_models contains name if {
	is_array(card.base_model)
	some name in card.base_model
	real(name)
}

base_advice := concat("\n", [
	"Say in the card under which licence the base model is given; its own card says it:",
	"",
	"```yaml",
	"governance:",
	"  base_model_license: apache-2.0",
	"```",
	"",
	"A licence that is not allowed yet goes into `allowed_licences` of `govml.yaml`, beside those that are:",
	"",
	"```yaml",
	"parameters:",
	"  allowed_licences: [apache-2.0, mit, acme-internal]",
	"```",
])

base_licensed if licensed({"license": governance.base_model_license})

name_of(set) := shortened(set.name) if {
	is_string(set.name)
} else := "without a name"
