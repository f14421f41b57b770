# METADATA
# title: The data was examined for bias
# description: >-
#   A data card says what was examined for bias, what was found, and which gaps are known, when a model of tier high uses
#   the data, or no card says who does. A warning at tier limited. `examined: true` alone says too little. DATA-05 denies
#   data without a card.
# custom:
#   id: DATA-04
#   subject: data
#   tiers: [limited, high]
#   needs: [card]
#   severity: error
#   controls:
#     - eu-ai-act 10.2(f)
#     - eu-ai-act 10.2(g)
#     - eu-ai-act 10.2(h)
#     - nist-ai-rmf MEASURE-2.11
#     - iso-42001 A.7.4
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Record the examination and the gaps:
#
#     ```yaml
#     governance:
#       bias:
#         examined: Approval and default rates by age band and region.
#         findings: [Applicants under 25 are 4 % of the rows.]
#       gaps: [No applicants from the islands.]
#     ```
package govml.data_04

import data.govml.lib.data_tier
import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.has_card
import data.govml.lib.real
import data.govml.lib.section
import data.govml.lib.some_real

deny contains member if {
	has_card
	data_tier == "high"
	some member in gaps
}

warn contains member if {
	has_card
	data_tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/bias"} if {
	not examined
	msg := sprintf(
		"governance.bias %s; expected what was examined, in examined or findings",
		[found(governance, "bias")],
	)
}

gaps contains {"msg": msg, "pointer": "/card/governance/gaps"} if {
	not gaps_listed
	msg := sprintf("governance.gaps %s; expected a list of known gaps and shortcomings", [found(governance, "gaps")])
}

bias_headings := ["bias", "bias, risks, and limitations", "discussion of biases"]

examined if {
	real(input.card.governance.bias.examined)
} else if {
	some_real(input.card.governance.bias.examined)
} else if {
	some_real(input.card.governance.bias.findings)
} else if {
	section(bias_headings)
}

gaps_listed if {
	some_real(input.card.governance.gaps)
} else if {
	section(bias_headings)
} else if {
	section(["gaps", "known gaps", "limitations", "known limitations", "other known limitations"])
}
