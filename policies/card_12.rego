# METADATA
# title: The risk tier is not lowered in passing
# description: >-
#   A change does not lower the risk tier of a model, nor take it away: fewer rules would then look at the very change
#   that does it. Lowering is a decision of its own, which somebody else takes before.
# custom:
#   id: CARD-12
#   subject: change
#   severity: error
#   controls:
#     - eu-ai-act 9.2(a)
#     - nist-ai-rmf MAP-1.5
#     - nist-ai-rmf GOVERN-1.3
#     - nist-ai-rmf GOVERN-1.4
#     - iso-42001 A.5.2
#     - sr-11-7 VI.inventory
#     - sr-26-2 inventory
#   remediation: |-
#     Leave the tier as it was. If the risk is lower now, get a waiver for this rule merged first, from whoever decides on
#     risk; a waiver in the same change does not count:
#
#     ```yaml
#     schema: govml.waiver/v1
#     waivers:
#     - rule: CARD-12
#       subject: model credit-risk
#       reason: The model only sorts a worklist since May; a person reads all of it.
#       approver: risk-office@bank.example
#       created: 2026-05-04
#       expires: 2026-06-04
#     ```
package govml.card_12

import data.govml.lib.called
import data.govml.lib.changed_models
import data.govml.lib.path
import data.govml.lib.tier_of

deny contains {"msg": msg, "pointer": path(["models", i, "after", "card", "governance", "risk", "tier"])} if {
	some i, model in changed_models
	rank[tier_of(model.before)] > rank[tier_of(model.after)]
	msg := sprintf(
		"the risk tier of %s goes from %s to %s; expected %s, as at the base",
		[called(model), tier_of(model.before), tier_of(model.after), tier_of(model.before)],
	)
}

rank := {"unknown": 0, "minimal": 1, "limited": 2, "high": 3}
