# METADATA
# title: Evidence of training was made for this model and repository
# description: >-
#   The evidence names this model and, where the parameter `repository` names one, this repository. So evidence can't be
#   taken over from elsewhere. A warning at tier limited.
# custom:
#   id: PROV-09
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-08
#   severity: error
#   controls:
#     - eu-ai-act 15.5
#     - eu-ai-act 17.1(c)
#     - nist-ai-rmf MEASURE-2.8
#     - iso-42001 A.6.2.3
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Train this model in this repository, or correct `repository` under `parameters` in `govml.yaml`:
#
#     ```sh
#     govml train MODEL
#     ```
package govml.prov_09

import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.own
import data.govml.evidence_lib.refusal
import data.govml.evidence_lib.trusted
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

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(trusted, "training")])} if {
	count(of(trusted, "training")) > 0
	count(of(own, "training")) == 0
	msg := sprintf("%s; expected evidence that was made for this model in this repository", [refusal("training")])
}
