# METADATA
# title: An owner answers for the model
# description: >-
#   A card names a team or person who answers for the model, and how to reach them. A warning at tier minimal. Made-up
#   contacts such as `you@example.com` count as missing.
# custom:
#   id: CARD-03
#   subject: model
#   tiers: [minimal, limited, high]
#   severity: error
#   controls:
#     - eu-ai-act 13.3(a)
#     - eu-ai-act 17.1(m)
#     - nist-ai-rmf GOVERN-2.1
#     - iso-42001 A.3.2
#     - sr-11-7 VI.roles
#     - sr-26-2 governance
#   remediation: |-
#     Name the owner in the card:
#
#     ```yaml
#     governance:
#       owner: {team: credit-ml, contact: credit-ml@bank.example}
#     ```
package govml.card_03

import data.govml.lib.found
import data.govml.lib.limited_or_high
import data.govml.lib.reachable
import data.govml.lib.real
import data.govml.lib.tier

deny contains member if {
	limited_or_high
	some member in gaps
}

warn contains member if {
	tier == "minimal"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/owner/team"} if {
	not named
	msg := sprintf("governance.owner.team %s; expected the team or person who answers for the model", [found(owner, "team")])
}

# An owner without a name is one finding, not two.
gaps contains {"msg": msg, "pointer": "/card/governance/owner/contact"} if {
	named
	not contactable
	msg := sprintf(
		"governance.owner.contact %s; expected a mail address, channel or handle that reaches the owner",
		[found(owner, "contact")],
	)
}

default owner := {}

owner := input.card.governance.owner if is_object(input.card.governance.owner)

contactable if reachable(input.card.governance.owner.contact)

named if {
	real(input.card.governance.owner.team)
} else if {
	real(input.card.governance.owner.person)
}
