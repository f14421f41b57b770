# METADATA
# title: Preparation steps of the data are recorded
# description: >-
#   A data card lists the steps of preparation, such as labelling and cleaning, when a model of tier high uses the data,
#   or no card says who does. A warning at tier limited. DATA-05 denies data without a card.
# custom:
#   id: DATA-02
#   subject: data
#   tiers: [limited, high]
#   needs: [card]
#   severity: error
#   controls: [eu-ai-act 10.2(c), nist-ai-rmf MAP-2.3, iso-42001 A.7.6, sr-11-7 IV, sr-26-2 development]
#   remediation: |-
#     List the steps in order:
#
#     ```yaml
#     governance:
#       preparation:
#       - Loans without a decision were removed.
#       - Income was rounded to 100.
#     ```
package govml.data_02

import data.govml.lib.data_tier
import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.has_card
import data.govml.lib.section
import data.govml.lib.some_real

deny contains steps_missing if {
	has_card
	data_tier == "high"
}

warn contains steps_missing if {
	has_card
	data_tier == "limited"
}

steps_missing := {"msg": msg, "pointer": "/card/governance/preparation"} if {
	not recorded
	msg := sprintf(
		"governance.preparation %s; expected a list of the steps of labelling and cleaning",
		[found(governance, "preparation")],
	)
}

recorded if {
	some_real(input.card.governance.preparation)
} else if {
	section(["data collection and processing", "preparation", "data preparation", "preprocessing", "annotation process"])
}
