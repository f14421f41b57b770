# METADATA
# title: Evidence of training is signed by a key that is allowed
# description: >-
#   An SSH signature in the namespace `govml` holds, and its key stands in the file of allowed signers of the trusted
#   commit. Other signatures beside it don't matter, nor does the key id that an envelope states. A warning at tier
#   limited.
# custom:
#   id: PROV-07
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-06
#   severity: error
#   controls:
#     - eu-ai-act 12.1
#     - eu-ai-act 17.1(c)
#     - nist-ai-rmf MEASURE-2.8
#     - iso-42001 A.6.2.3
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Sign with a key that is allowed, or have its public half allowed in a change of its own, as a line of `allowed_signers`:
#
#     ```text
#     trainer@example.org namespaces="govml" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
#     ```
package govml.prov_07

import data.govml.evidence_lib.fitting
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.refusal
import data.govml.evidence_lib.signed
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

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(fitting, "training")])} if {
	count(of(fitting, "training")) > 0
	count(of(signed, "training")) == 0
	msg := sprintf("%s; expected a signature by a key of allowed_signers", [refusal("training")])
}
