# METADATA
# title: Signed evidence says how robust the model is
# description: >-
#   At tier high the evidence of an evaluation has the result of a robustness test: the metrics under a disturbance. It
#   is evidence that EVAL-03 takes.
# custom:
#   id: EVAL-06
#   subject: model
#   tiers: [high]
#   needs: [evaluation evidence]
#   after: EVAL-03
#   severity: error
#   controls:
#     - eu-ai-act 15.4
#     - eu-ai-act 15.5
#     - nist-ai-rmf MEASURE-2.7
#     - iso-42001 A.6.2.4
#     - sr-11-7 V.1
#     - sr-26-2 validation
#   remediation: |-
#     Let the evaluation disturb its inputs, in the card, and run `govml evaluate`:
#
#     ```yaml
#     governance:
#       evaluation:
#         recompute: {noise: 0.1}
#     ```
package govml.eval_06

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.file_of
import data.govml.evidence_lib.members
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.unchanged
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.tier

deny contains {"msg": msg, "pointer": path(["evidence", nearest(unchanged, "evaluation")])} if {
	tier == "high"
	count(of(unchanged, "evaluation")) > 0
	not tested
	msg := sprintf(
		"the evidence in %s has no result of a robustness test; expected the metrics under a disturbance",
		[file_of(entries[nearest(unchanged, "evaluation")])],
	)
}

tested if {
	some [i, _, _] in of(unchanged, "evaluation")
	some result in members(entries[i], "robustness")
	real(result.method)
	is_object(result.metrics)
	some value in result.metrics
	is_number(value)
}
