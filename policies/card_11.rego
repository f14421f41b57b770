# METADATA
# title: A registered version keeps its weights
# description: >-
#   While a card states a version that is registered, its weights are those that the version was registered with, at
#   every tier. Digests agree when an algorithm is common to both and none differs. Where the digests at the commit of the
#   tag are not known, those of the base count, if its card states that version.
# custom:
#   id: CARD-11
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
#     State the next version, and register it once the change is merged:
#
#     ```yaml
#     governance:
#       version: 1.5.0
#     ```
package govml.card_11

import data.govml.lib.agree
import data.govml.lib.bare
import data.govml.lib.called
import data.govml.lib.digests
import data.govml.lib.models
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.shortened
import data.govml.lib.weights

deny contains {"msg": msg, "pointer": path(["models", i, "after", "card", "governance", "version"])} if {
	some i, model in models
	is_object(model.after)
	is_string(model.registered.version)
	not renewed(model)
	known := registered_weights(model)
	now := weights(model.after)
	count(known) > 0
	not agree(known, now)
	msg := sprintf(
		"version %s of %s is registered with other weights; expected those, or a new version",
		[shortened(model.registered.version), called(model)],
	)
}

# The card states another version. One that states none any more has not become another one.
renewed(model) if {
	real(model.after.card.governance.version)
	bare(model.after.card.governance.version) != bare(model.registered.version)
}

registered_weights(model) := digests(model.registered) if {
	count(digests(model.registered)) > 0
} else := weights(model.before) if {
	bare(model.before.card.governance.version) == bare(model.registered.version)
} else := {}
