# METADATA
# title: Enough people approved exactly this
# description: >-
#   As many principals of each role as the stage needs at this tier have approved the very report that is decided on, with
#   a key that is theirs and not revoked; none is counted twice. An approval that was withdrawn, has expired, or was
#   bound to something that has changed since doesn't count.
# custom:
#   id: APPR-01
#   subject: approvals
#   needs: [needed approvals]
#   severity: error
#   controls: [eu-ai-act 17.1(m), nist-ai-rmf GOVERN-2.1, iso-42001 A.3.2, sr-11-7 VI, sr-26-2 governance]
#   remediation: |-
#     Ask those who hold the missing roles to read the report and sign it:
#
#     ```sh
#     govml report MODEL@VERSION --to STAGE
#     govml approve MODEL@VERSION --to STAGE
#     ```
package govml.appr_01

import data.govml.lib.shortened
import data.govml.lib.whole_number
import data.govml.promotion_lib.advice
import data.govml.promotion_lib.command
import data.govml.promotion_lib.filling
import data.govml.promotion_lib.needed
import data.govml.promotion_lib.number_of

deny contains {"msg": "which approvals are needed is not known", "pointer": "/needed"} if {
	not told
}

deny contains {"msg": msg, "pointer": "/approvals", "remediation": mend} if {
	some role, number in needed
	had := filling("role", role)
	count(had) < number
	msg := sprintf("%s of %s approvals by %s count", [number_of(had), whole_number(number), shortened(role)])
}

# Each is a number from 1 on, so that none is passed over.
told if {
	is_object(input.needed)
	count(needed) == count(input.needed)
}

mend := advice(
	"Ask those who hold the missing roles to read the report and sign it:",
	[command(verb, object.get(input, "stage", "")) | some verb in ["report", "approve"]],
)
