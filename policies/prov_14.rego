# METADATA
# title: Evidence stays with its weights
# description: >-
#   A change that leaves the weights of a model as they are leaves signed evidence about them in place. A warning where
#   the model is of tier limited before and after; not asked at tier minimal.
# custom:
#   id: PROV-14
#   subject: change
#   severity: error
#   controls:
#     - eu-ai-act 18.1
#     - nist-ai-rmf GOVERN-1.4
#     - iso-42001 A.6.2.8
#     - sr-11-7 VI.documentation
#     - sr-26-2 documentation
#   remediation: |-
#     Put the evidence back, as it was at the base, or sign the new one with a key that `allowed_signers` has:
#
#     ```sh
#     git checkout origin/main -- evidence/MODEL
#     ```
package govml.prov_14

import data.govml.evidence_lib.members
import data.govml.lib.called
import data.govml.lib.changed_models
import data.govml.lib.path
import data.govml.lib.tier_of
import data.govml.lib.weights

deny contains member if {
	some [i, kind] in lost
	"high" in risks(changed_models[i])
	member := finding(i, kind)
}

warn contains member if {
	some [i, kind] in lost
	"limited" in risks(changed_models[i])
	not grave(i)
	member := finding(i, kind)
}

grave(i) if "high" in risks(changed_models[i])

risks(model) := {tier_of(model.before), tier_of(model.after)}

finding(i, kind) := {
	"msg": sprintf("the %s evidence of %s that an allowed key signed is gone and its weights stay; expected that it stays, too", [kind, called(changed_models[i])]),
	"pointer": path(["models", i, "after", "card", "governance", "artifact"]),
}

lost contains [i, kind] if {
	some i, model in changed_models
	not other_weights(model)
	some kind in kinds(model.before)
	remaining := kinds(model.after)
	not kind in remaining
}

# Kinds of evidence about the weights that somebody who is allowed to has signed.
kinds(model) := {entry.kind |
	some entry in members(model, "evidence")
	entry.kind in {"training", "evaluation"}
	not entry.problem
	entry.artifact == true
	some signature in members(entry, "signatures")
	not signature.problem
	count(members(signature, "principals")) > 0
	signature.revoked == false
}

other_weights(model) if {
	before := weights(model.before)
	after := weights(model.after)
	some algorithm, hex in before
	is_string(after[algorithm])
	after[algorithm] != hex
}
