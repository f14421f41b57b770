# METADATA
# title: The evaluation used all the data that the card names
# description: >-
#   The evidence of an evaluation read every evaluation data set of the card, at the version that is there now. It is
#   evidence that EVAL-03 takes. A warning at tier limited.
# custom:
#   id: EVAL-09
#   subject: model
#   tiers: [limited, high]
#   needs: [evaluation evidence, evaluation data]
#   after: EVAL-03
#   severity: error
#   controls: [eu-ai-act 15.3, nist-ai-rmf MEASURE-2.3, iso-42001 A.7.5, sr-11-7 V.3, sr-26-2 validation]
#   remediation: |-
#     Evaluate again, on what the card names:
#
#     ```sh
#     govml evaluate MODEL
#     git add evidence
#     ```
package govml.eval_09

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.file_of
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.read_by
import data.govml.evidence_lib.unchanged
import data.govml.lib.at
import data.govml.lib.evaluation_data
import data.govml.lib.path
import data.govml.lib.path_of
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": at(evaluation_data[n], path(["evaluation", "data", n]))} if {
	count(of(unchanged, "evaluation")) > 0
	not covered
	some n, set in evaluation_data
	entry := entries[nearest(unchanged, "evaluation")]
	not read_by(entry, set)
	msg := sprintf("the evidence in %s is not of an evaluation on %s; expected one on all evaluation data", [file_of(entry), path_of(set)])
}

covered if {
	some [i, _, _] in of(unchanged, "evaluation")
	every set in evaluation_data { read_by(entries[i], set) }
}
