# METADATA
# title: What is waived is granted by its approver
# description: >-
#   Every waiver that hides a finding of the version is granted: who it names as its approver has signed what it says into
#   the ledger. A waiver that was widened or prolonged since then is another one.
# custom:
#   id: PROM-04
#   subject: promotion
#   needs: [promotion, waivers]
#   severity: warning
#   controls: [eu-ai-act 17.1(k), nist-ai-rmf GOVERN-1.4, sr-11-7 VI, sr-26-2 governance]
#   remediation: |-
#     Ask the approver that the waiver names to sign it; `govml waiver list` shows which are granted:
#
#     ```sh
#     govml waiver grant PATH#N
#     ```
package govml.prom_04

import data.govml.lib.shortened
import data.govml.promotion_lib.advice
import data.govml.promotion_lib.is_rollback

deny contains {"msg": "which findings are waived is not known", "pointer": "/waivers"} if {
	not is_rollback
	not listed
}

# A rescue doesn't wait for signatures.
deny contains {"msg": msg, "pointer": sprintf("/waivers/%d", [i]), "remediation": mend} if {
	not is_rollback
	listed
	some i, waiver in input.waivers
	not granted(waiver)
	msg := sprintf("waiver %s of %s is not granted by %s", [
		named(waiver, "id"),
		named(waiver, "rule"),
		named(waiver, "approver"),
	])
	mend := advice("Ask its approver to sign it:", [sprintf("govml waiver grant %s", [place(waiver)])])
}

listed if is_array(input.waivers)

granted(waiver) if waiver.granted == true

named(waiver, field) := shortened(waiver[field]) if {
	is_string(waiver[field])
} else := "unknown"

# As in `promotion_lib.command`: a name that a shell may read as something else is left open.
place(waiver) := waiver.id if {
	is_string(waiver.id)
	regex.match(`^[A-Za-z0-9_.][A-Za-z0-9_./:-]{0,200}(#[0-9/]{1,20})?$`, waiver.id)
} else := "PATH#N"
