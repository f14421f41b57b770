# METADATA
# title: A rollback goes to what was on the stage
# description: >-
#   The version of a rollback has been on the stage before, at this commit and with these weights, and isn't on it now.
# custom:
#   id: PROM-03
#   subject: promotion
#   needs: [rollback]
#   severity: error
#   controls: [eu-ai-act 14.4(e), nist-ai-rmf MANAGE-2.4, iso-42001 A.6.2.5]
#   remediation: |-
#     Name a version that was promoted to the stage; `govml ledger log` lists them. For any other, promote it:
#
#     ```sh
#     govml promote MODEL@VERSION --to STAGE
#     ```
package govml.prom_03

import data.govml.lib.agree
import data.govml.promotion_lib.advice
import data.govml.promotion_lib.command
import data.govml.promotion_lib.digests_of
import data.govml.promotion_lib.is_rollback
import data.govml.promotion_lib.placements
import data.govml.promotion_lib.stage
import data.govml.promotion_lib.weights

deny contains {"msg": msg, "pointer": "/placements", "remediation": mend} if {
	not is_promotion
	count(here) == 0
	msg := sprintf("the version has not been on %s at this commit", [stage])
}

deny contains {"msg": msg, "pointer": "/weights", "remediation": mend} if {
	not is_promotion
	count(here) > 0
	count(same) == 0
	msg := sprintf("the weights are not those that were on %s", [stage])
}

deny contains {"msg": msg, "pointer": "/placements"} if {
	is_rollback
	some i in here
	placements[i].holds == true
	msg := sprintf("the version is on %s already", [stage])
}

is_promotion if input.action == "promotion"

here := {i |
	some i, placement in placements
	placement.stage == input.stage
	placement.commit == input.commit
}

# A model without weights of its own has none to compare.
same := {i |
	some i in here
	agree(weights, digests_of(placements[i]))
} | {i |
	some i in here
	count(weights) == 0
	placements[i].weights == {}
}

mend := advice(
	"Name a version that was promoted to the stage; `govml ledger log` lists them. For any other, promote it:",
	[command("promote", object.get(input, "stage", ""))],
)
