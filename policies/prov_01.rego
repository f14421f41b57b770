# METADATA
# title: The training of the weights is proven
# description: >-
#   From tier limited on there is evidence of a training run that succeeded: SLSA provenance in a DSSE envelope, which
#   `govml train` writes. The rules PROV-06 to PROV-11, PROV-02 and PROV-03 say, in this order, what has to be true of
#   it; each speaks where the one before found something. A warning at tier limited.
# custom:
#   id: PROV-01
#   subject: model
#   tiers: [limited, high]
#   severity: error
#   controls:
#     - eu-ai-act 12.1
#     - eu-ai-act 17.1(c)
#     - nist-ai-rmf MEASURE-2.8
#     - iso-42001 A.6.2.3
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Train with govml and commit what it writes:
#
#     ```sh
#     govml train MODEL
#     git add evidence dvc.lock
#     ```
package govml.prov_01

import data.govml.evidence_lib.of
import data.govml.evidence_lib.present
import data.govml.evidence_lib.refusal
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/artifact"} if {
	count(of(present, "training")) == 0
	msg := sprintf("%s; expected evidence of a training run that succeeded", [refusal("training")])
}
