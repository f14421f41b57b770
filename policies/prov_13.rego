# METADATA
# title: Evidence of training is not too old
# description: >-
#   Where the parameter `evidence_max_age_days` gives a number of days, the run ended no longer ago. A warning at tier
#   limited.
# custom:
#   id: PROV-13
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-03
#   severity: error
#   controls: [eu-ai-act 9.2, nist-ai-rmf GOVERN-1.5, iso-42001 A.6.2.4, sr-11-7 V, sr-26-2 monitoring]
#   remediation: |-
#     Train again:
#
#     ```sh
#     govml train MODEL --force
#     git add evidence dvc.lock
#     ```
package govml.prov_13

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.file_of
import data.govml.evidence_lib.max_age
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.unchanged
import data.govml.evidence_lib.until
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

# The policy knows no time: the finding holds from the day on which the last evidence that counts is too old.
gaps contains {"msg": msg, "pointer": path(["evidence", nearest(unchanged, "training")]), "from": last} if {
	max_age
	count(of(unchanged, "training")) > 0
	last := max({until(each) | some each in of(unchanged, "training")})
	msg := sprintf("the evidence in %s counts until %s; expected evidence of a newer run", [file_of(entries[nearest(unchanged, "training")]), last])
}
