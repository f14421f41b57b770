# METADATA
# title: The stage before has verified these weights
# description: >-
#   Where a stage comes after others, one of these has a signed verification summary of the very weights that are
#   promoted now, not older than `evidence_days` of the stage.
# custom:
#   id: DEPL-02
#   subject: promotion
#   needs: [promotion, stage before]
#   severity: error
#   controls: [eu-ai-act 9.8, eu-ai-act 17.1(d), nist-ai-rmf MANAGE-1.1, iso-42001 A.6.2.5, sr-11-7 V, sr-26-2 validation]
#   remediation: |-
#     Promote the version to the stage before again:
#
#     ```sh
#     govml promote MODEL@VERSION --to STAGE
#     ```
package govml.depl_02

import data.govml.lib.agree
import data.govml.lib.whole_number
import data.govml.promotion_lib.advice
import data.govml.promotion_lib.command
import data.govml.promotion_lib.digests_of
import data.govml.promotion_lib.evidence_days
import data.govml.promotion_lib.is_rollback
import data.govml.promotion_lib.placements
import data.govml.promotion_lib.weights

deny contains {"msg": "no stage before has verified these weights", "pointer": "/weights", "remediation": mend} if {
	not is_rollback
	not first
	count(before) > 0
	count(same) == 0
}

deny contains {"msg": msg, "pointer": "/evidence_days", "remediation": mend} if {
	not is_rollback
	not first
	count(same) > 0
	count(fresh) == 0
	msg := sprintf("the stage before verified these weights %s", [outside])
}

first if input.after == []

# Where there is none, PROM-01 denies.
before := {i |
	is_array(input.after)
	some i, placement in placements
	placement.stage in input.after
	placement.commit == input.commit
}

same := {i |
	some i in before
	agree(weights, digests_of(placements[i]))
} | {i |
	some i in before
	count(weights) == 0
	placements[i].weights == {}
}

# The ledger's clock may be a little ahead: around midnight it is tomorrow there. Nothing is promoted as of an earlier day
# than that, so those further ahead are of who asks about the past.
fresh := {i |
	some i in same
	is_number(placements[i].days)
	placements[i].days >= -1
	placements[i].days <= evidence_days
}

outside := "only after the day that is asked about" if {
	some i in same
	is_number(placements[i].days)
	placements[i].days < -1
} else := sprintf("more than %s days ago", [whole_number(evidence_days)])

mend := advice(
	"Promote the version to the stage before again:",
	[command("promote", stage_before)],
)

default stage_before := ""

stage_before := input.after[0] if {
	is_array(input.after)
	count(input.after) > 0
}
