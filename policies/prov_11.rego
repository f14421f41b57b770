# METADATA
# title: The training ran on what was committed
# description: >-
#   No tracked file differed from the commit when the run began. A warning at tier limited.
# custom:
#   id: PROV-11
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-02
#   severity: error
#   controls: [eu-ai-act 17.1(b), nist-ai-rmf GOVERN-1.4, iso-42001 A.6.1.3, sr-11-7 IV, sr-26-2 development]
#   remediation: |-
#     Commit first, then train:
#
#     ```sh
#     git commit --all
#     govml train MODEL --force
#     ```
package govml.prov_11

import data.govml.evidence_lib.clean
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.reached
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

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(reached, "training")])} if {
	count(of(reached, "training")) > 0
	count(of(clean, "training")) == 0
	msg := sprintf("%s; expected a run without changes that are not committed", [refusal("training")])
}
