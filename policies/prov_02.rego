# METADATA
# title: The training ran on a commit of this history
# description: >-
#   The commit that ran is the judged one or comes before it. A clone that is too shallow to tell is no proof. A warning
#   at tier limited.
# custom:
#   id: PROV-02
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-10
#   severity: error
#   controls: [eu-ai-act 17.1(b), nist-ai-rmf GOVERN-1.4, iso-42001 A.6.1.3, sr-11-7 IV, sr-26-2 development]
#   remediation: |-
#     Train on a commit of this branch; in a shallow clone fetch the history first:
#
#     ```sh
#     git fetch --unshallow
#     ```
package govml.prov_02

import data.govml.evidence_lib.built
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

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(built, "training")])} if {
	count(of(built, "training")) > 0
	count(of(reached, "training")) == 0
	msg := sprintf("%s; expected a commit in the history of what is judged", [refusal("training")])
}
