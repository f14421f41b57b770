# METADATA
# title: The training read the data, base models and code that are there now
# description: >-
#   The files that the run read have the digests that are at these paths now, and the training data of the card are
#   among them. A lock file that changed since is a warning. A warning as a whole at tier limited.
# custom:
#   id: PROV-03
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-11
#   severity: error
#   controls:
#     - eu-ai-act 10.2
#     - eu-ai-act IV.2(d)
#     - nist-ai-rmf MAP-4.1
#     - nist-ai-rmf MANAGE-3.2
#     - iso-42001 A.7.5
#     - iso-42001 A.10.3
#     - sr-11-7 V.vendor
#     - sr-26-2 vendor
#   remediation: |-
#     Train again on what is there now:
#
#     ```sh
#     govml train MODEL
#     git add evidence dvc.lock
#     ```
package govml.prov_03

import data.govml.evidence_lib.clean
import data.govml.evidence_lib.entries
import data.govml.evidence_lib.inputs_of
import data.govml.evidence_lib.locks
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.refusal
import data.govml.evidence_lib.said
import data.govml.evidence_lib.same_bytes
import data.govml.evidence_lib.unchanged
import data.govml.lib.limited_or_high
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

warn contains {"msg": msg, "pointer": path(["evidence", nearest(unchanged, "training")])} if {
	limited_or_high
	count(of(unchanged, "training")) > 0
	not pinned
	changed := {said(each, "path") |
		some [i, _, _] in of(unchanged, "training")
		some each in stale_locks(i)
	}
	msg := sprintf("%s changed since the training; expected the packages that it ran with", [concat(", ", sort([each | some each in changed]))])
}

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(clean, "training")])} if {
	count(of(clean, "training")) > 0
	count(of(unchanged, "training")) == 0
	msg := sprintf("%s; expected that it read what is there now", [refusal("training")])
}

pinned if {
	some [i, _, _] in of(unchanged, "training")
	count(stale_locks(i)) == 0
}

stale_locks(i) := [each | some each in inputs_of(entries[i]); locks(each); not same_bytes(each)]
