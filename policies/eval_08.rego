# METADATA
# title: Test data is kept apart from training data
# description: >-
#   From tier limited on a model names its training and its evaluation data, both with digests of the same kind, and no
#   digest and no folder is in both. At tier minimal shared data is a warning. Data that can't be compared isn't known to
#   be apart. Where EVAL-03 takes evidence of an evaluation, it says that no row of the evaluation data is one of the
#   training data; otherwise that is a warning at tier limited.
# custom:
#   id: EVAL-08
#   subject: model
#   tiers: [minimal, limited, high]
#   needs: [training data, evaluation data]
#   severity: error
#   controls: [eu-ai-act 10.3, nist-ai-rmf MAP-2.3, iso-42001 A.7.4, sr-11-7 V.1, sr-26-2 validation]
#   remediation: |-
#     Split the data, track both parts in the same way (`dvc add data/train.csv data/test.csv`), and name both:
#
#     ```yaml
#     governance:
#       training: {data: [data/train.csv.dvc]}
#       evaluation: {data: [data/test.csv.dvc]}
#     ```
package govml.eval_08

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.file_of
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.unchanged
import data.govml.lib.at
import data.govml.lib.digests
import data.govml.lib.evaluation_data
import data.govml.lib.limited_or_high
import data.govml.lib.path
import data.govml.lib.shortened
import data.govml.lib.tier
import data.govml.lib.training_data
import data.govml.lib.whole_number

deny contains member if {
	limited_or_high
	some member in (shared | unidentified)
}

warn contains member if {
	tier == "minimal"
	some member in shared
}

deny contains member if {
	tier == "high"
	some member in mixed
}

warn contains member if {
	tier == "limited"
	some member in mixed
}

# Rows can be the same where the files are not: only evidence tells.
mixed contains {"msg": msg, "pointer": path(["evidence", nearest(unchanged, "evaluation")])} if {
	count(of(unchanged, "evaluation")) > 0
	not rows_apart
	entry := entries[nearest(unchanged, "evaluation")]
	msg := sprintf("the evidence in %s %s; expected rows that the model has not seen", [file_of(entry), overlap(entry)])
}

rows_apart if {
	some [i, _, _] in of(unchanged, "evaluation")
	entries[i].training_overlap.rows == 0
}

overlap(entry) := sprintf("finds %s of the evaluation rows among the training rows", [whole_number(entry.training_overlap.rows)]) if {
	is_number(entry.training_overlap.rows)
} else := "does not say how many of the evaluation rows are training rows"

unidentified contains {"msg": msg, "pointer": "/card/governance/training/data"} if {
	count(training_data) == 0
	msg := "governance.training.data names no data; expected the training data, to tell it from the evaluation data"
}

unidentified contains {"msg": msg, "pointer": "/card/governance/evaluation/data"} if {
	count(evaluation_data) == 0
	msg := "governance.evaluation.data names no data; expected the data that the metrics were measured on"
}

unidentified contains {"msg": msg, "pointer": at(set, path([side, "data", i]))} if {
	some side, sets in {"training": training_data, "evaluation": evaluation_data}
	known := identified(sets)
	some i, set in sets
	not known[i]
	msg := sprintf("the version of the %s data %s is not known; expected a path with a digest, from DVC or Git", [side, name_of(set)])
}

unidentified contains {"msg": msg, "pointer": at(evaluation_data[i], path(["evaluation", "data", i]))} if {
	some i, test in evaluated
	some j, train in trained
	object.keys(test) & object.keys(train) == set()
	msg := sprintf(
		"the evaluation data %s can't be compared with the training data %s; expected digests of the same kind",
		[name_of(evaluation_data[i]), name_of(training_data[j])],
	)
}

shared contains {"msg": msg, "pointer": at(evaluation_data[i], path(["evaluation", "data", i]))} if {
	some [i, j] in overlaps
	msg := sprintf(
		"the evaluation data %s is also training data %s; expected data that the model has not seen",
		[name_of(evaluation_data[i]), name_of(training_data[j])],
	)
}

overlaps contains [i, j] if {
	some i, test in evaluated
	some j, train in trained
	some algorithm, hex in test
	train[algorithm] == hex
}

overlaps contains [i, j] if {
	some i, _ in evaluated
	some j, _ in trained
	nested(evaluation_data[i].path, training_data[j].path)
}

evaluated := identified(evaluation_data)

trained := identified(training_data)

# Digests by index, of the data that has a path and a digest.
identified(sets) := {i: known |
	some i, set in sets
	is_string(set.path)
	known := digests(set)
	count(known) > 0
}

# One is the other, or lies in it. The slash keeps `data/train` and `data/train-2` apart.
nested(a, b) if {
	startswith(concat("", [a, "/"]), concat("", [b, "/"]))
} else if {
	startswith(concat("", [b, "/"]), concat("", [a, "/"]))
}

name_of(set) := shortened(set.name) if {
	is_string(set.name)
} else := "without a name"
