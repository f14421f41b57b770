# METADATA
# title: Those who approve made nothing of it
# description: >-
#   Of the approvals that count, as many as the stage needs are by people who are not among the authors, committers,
#   co-authors and trainers of what changed since the version on the stage.
# custom:
#   id: APPR-02
#   subject: approvals
#   needs: [approvals that count]
#   severity: error
#   controls: [eu-ai-act 17.1(m), nist-ai-rmf MEASURE-1.3, iso-42001 A.3.2, sr-11-7 V, sr-26-2 validation]
#   remediation: |-
#     Ask somebody of the role who made nothing of this version:
#
#     ```sh
#     govml approve MODEL@VERSION --to STAGE
#     ```
package govml.appr_02

import data.govml.lib.shortened
import data.govml.lib.whole_number
import data.govml.promotion_lib.advice
import data.govml.promotion_lib.command
import data.govml.promotion_lib.filling
import data.govml.promotion_lib.needed
import data.govml.promotion_lib.number_of

# Where too few count at all, APPR-01 says so.
deny contains {"msg": msg, "pointer": "/approvals", "remediation": mend} if {
	some role, number in needed
	count(filling("role", role)) >= number
	had := filling("independent_role", role)
	count(had) < number
	msg := sprintf(
		"%s of %s approvals by %s are by people who made nothing of the version",
		[number_of(had), whole_number(number), shortened(role)],
	)
}

mend := advice(
	"Ask somebody of the role who made nothing of this version:",
	[command("approve", object.get(input, "stage", ""))],
)
