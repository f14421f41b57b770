# METADATA
# title: Evidence of training is about these weights
# description: >-
#   The evidence names the digests of the weights that the card names. Digests agree when an algorithm is common to both
#   and none differs. A warning at tier limited.
# custom:
#   id: PROV-06
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   severity: error
#   controls:
#     - eu-ai-act 12.1
#     - eu-ai-act 17.1(c)
#     - nist-ai-rmf MEASURE-2.8
#     - iso-42001 A.6.2.3
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     The weights are others than those of the run, or the card names other ones. Train again, or take back the weights:
#
#     ```sh
#     govml train MODEL
#     git add evidence dvc.lock
#     ```
package govml.prov_06

import data.govml.evidence_lib.fitting
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.present
import data.govml.evidence_lib.refusal
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

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(present, "training")])} if {
	count(of(present, "training")) > 0
	count(of(fitting, "training")) == 0
	msg := sprintf("%s; expected evidence about the weights that the card names", [refusal("training")])
}
