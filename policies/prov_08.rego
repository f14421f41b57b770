# METADATA
# title: The key of the evidence was valid and is not revoked
# description: >-
#   The key that signed is not in the file of revoked signers, and the run ended while the key was its principal's. As
#   nothing but the key vouches for the time, evidence counts no longer from the day on which the key's time ends. A
#   warning at tier limited.
# custom:
#   id: PROV-08
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-07
#   severity: error
#   controls:
#     - eu-ai-act 15.5
#     - eu-ai-act 17.1(c)
#     - nist-ai-rmf MEASURE-2.8
#     - iso-42001 A.6.2.3
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Sign new evidence with a key that is valid:
#
#     ```sh
#     govml train MODEL --force --key ~/.ssh/trainer
#     git add evidence dvc.lock
#     ```
package govml.prov_08

import data.govml.evidence_lib.holder
import data.govml.evidence_lib.key_end
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.refusal
import data.govml.evidence_lib.said
import data.govml.evidence_lib.signed
import data.govml.evidence_lib.trusted
import data.govml.evidence_lib.unchanged
import data.govml.lib.path
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(signed, "training")])} if {
	count(of(signed, "training")) > 0
	count(of(trusted, "training")) == 0
	msg := sprintf("%s; expected a key that was valid then and is not revoked", [refusal("training")])
}

# The policy knows no time: the finding holds from the day on which the last key that counts ends.
gaps contains {"msg": msg, "pointer": path(["evidence", nearest(unchanged, "training")]), "from": last} if {
	count(of(unchanged, "training")) > 0
	last := max({key_end(each) | some each in of(unchanged, "training")})
	last < "9999-12-31"
	who := said(holder(max(of(unchanged, "training"))), "name")
	msg := sprintf("the key of %s ended on %s; expected evidence by a key that is valid", [who, last])
}
