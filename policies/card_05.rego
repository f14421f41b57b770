# METADATA
# title: Limitations and foreseeable misuse are listed
# description: >-
#   A card of tier limited or high lists known limitations; at tier high also the misuse that can be foreseen (a warning
#   at tier limited). Placeholder text counts as missing.
# custom:
#   id: CARD-05
#   subject: model
#   tiers: [limited, high]
#   severity: error
#   controls:
#     - eu-ai-act 13.3(b)(iii)
#     - eu-ai-act 9.2(b)
#     - nist-ai-rmf MAP-2.2
#     - nist-ai-rmf MEASURE-2.5
#     - iso-42001 A.8.2
#     - sr-11-7 V.1
#     - sr-26-2 validation
#   remediation: |-
#     List at least one of each:
#
#     ```yaml
#     governance:
#       limitations: [trained on one market]
#       misuse: [ranking employees by the score of their household]
#     ```
package govml.card_05

import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.limited_or_high
import data.govml.lib.section
import data.govml.lib.some_real
import data.govml.lib.tier

deny contains {"msg": msg, "pointer": "/card/governance/limitations"} if {
	limited_or_high
	not limited
	msg := sprintf("governance.limitations %s; expected a list with at least one known limitation", [found(governance, "limitations")])
}

deny contains misuse_missing if tier == "high"

warn contains misuse_missing if tier == "limited"

misuse_missing := {"msg": msg, "pointer": "/card/governance/misuse"} if {
	not misuse
	msg := sprintf("governance.misuse %s; expected a list with at least one misuse that can be foreseen", [found(governance, "misuse")])
}

limited if {
	some_real(input.card.governance.limitations)
} else if {
	section(["limitations", "known limitations", "limitations and bias", "bias, risks, and limitations"])
}

misuse if {
	some_real(input.card.governance.misuse)
} else if {
	section(["misuse", "foreseeable misuse", "misuse and malicious use", "misuse, malicious use, and out-of-scope use"])
}
