# METADATA
# title: The risk tier is set and explained
# description: >-
#   A card declares its risk tier (minimal, limited or high) and why, and agrees with the organisation's inventory where
#   the parameter `inventory` names the model. The other rules for models ask more of a higher tier and nothing of an
#   unknown one, so a card without a tier must not pass here: leave this rule on.
# custom:
#   id: CARD-04
#   subject: model
#   needs: [card]
#   severity: error
#   controls:
#     - eu-ai-act 9.2(a)
#     - nist-ai-rmf MAP-1.5
#     - nist-ai-rmf GOVERN-1.3
#     - iso-42001 A.5.2
#     - sr-11-7 VI.inventory
#     - sr-26-2 inventory
#   remediation: |-
#     Declare the tier and the reason for it:
#
#     ```yaml
#     governance:
#       risk:
#         tier: high   # minimal, limited or high
#         reason: Supports a human underwriter; never decides alone.
#     ```
#
#     The tier decides what else is asked: the rules for models ask nothing of a card without one, so more findings can
#     follow once it is set. `govml policy list` names the rules.
package govml.card_04

import data.govml.lib.found
import data.govml.lib.has_card
import data.govml.lib.known_tier
import data.govml.lib.real
import data.govml.lib.tier
import data.govml.lib.tiers
import data.govml.parameters

deny contains {"msg": msg, "pointer": "/card/governance/risk/tier"} if {
	has_card
	not known_tier
	msg := sprintf("governance.risk.tier %s; expected minimal, limited or high", [found(risk, "tier")])
}

deny contains member if {
	known_tier
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/risk/reason"} if {
	not explained
	msg := sprintf("governance.risk.reason %s; expected a sentence that says why the tier is %s", [found(risk, "reason"), tier])
}

gaps contains {"msg": msg, "pointer": "/card/governance/risk/tier"} if {
	listed := parameters.inventory[input.name]
	listed != tier
	msg := sprintf("governance.risk.tier is \"%s\"; the inventory of the policy says %s", [tier, inventory_says(listed)])
}

gaps contains {"msg": "the model has no name; the inventory of the policy can't be asked for its tier", "pointer": "/name"} if {
	is_object(parameters.inventory)
	count(parameters.inventory) > 0
	not named
}

default risk := {}

risk := input.card.governance.risk if is_object(input.card.governance.risk)

explained if real(input.card.governance.risk.reason)

named if is_string(input.name)

inventory_says(listed) := sprintf("\"%s\"", [listed]) if {
	listed in tiers
} else := "something that is no tier"
