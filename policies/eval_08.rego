# METADATA
# title: Test data is kept apart from training data
# description: >-
#   From tier limited on a model names its training and its evaluation data, both with digests of the same kind, and no
#   digest and no folder is in both. At tier minimal shared data is a warning. Data that can't be compared isn't known to
#   be apart.
# custom:
#   id: EVAL-08
#   subject: model
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

import data.govml.lib

deny contains member if {
	lib.limited_or_high
	some member in shared
}

warn contains member if {
	lib.tier == "minimal"
	some member in shared
}

deny contains {"msg": msg, "pointer": "/card/governance/training/data"} if {
	lib.limited_or_high
	count(lib.training_data) == 0
	msg := "governance.training.data names no data; expected the training data, to tell it from the evaluation data"
}

deny contains {"msg": msg, "pointer": "/card/governance/evaluation/data"} if {
	lib.limited_or_high
	count(lib.evaluation_data) == 0
	msg := "governance.evaluation.data names no data; expected the data that the metrics were measured on"
}

deny contains {"msg": msg, "pointer": lib.at(set, lib.path([side, "data", i]))} if {
	lib.limited_or_high
	some side, sets in {"training": lib.training_data, "evaluation": lib.evaluation_data}
	some i, set in sets
	not identified(set)
	msg := sprintf("the version of the %s data %s is not known; expected a path with a digest, from DVC or Git", [side, name_of(set)])
}

deny contains {"msg": msg, "pointer": lib.at(test, lib.path(["evaluation", "data", i]))} if {
	lib.limited_or_high
	some i, test in lib.evaluation_data
	identified(test)
	some train in lib.training_data
	identified(train)
	not comparable(train, test)
	msg := sprintf("the evaluation data %s can't be compared with the training data %s; expected digests of the same kind", [name_of(test), name_of(train)])
}

shared contains {"msg": msg, "pointer": lib.at(test, lib.path(["evaluation", "data", i]))} if {
	some i, test in lib.evaluation_data
	some train in lib.training_data
	overlap(train, test)
	msg := sprintf("the evaluation data %s is also training data %s; expected data that the model has not seen", [name_of(test), name_of(train)])
}

overlap(train, test) if {
	some algorithm, hex in lib.digests(train)
	lib.digests(test)[algorithm] == hex
}

overlap(train, test) if {
	is_string(train.path)
	is_string(test.path)
	inside(train.path, test.path)
}

overlap(train, test) if {
	is_string(train.path)
	is_string(test.path)
	inside(test.path, train.path)
}

# The slash keeps `data/train` and `data/train-2` apart.
inside(folder, path) if startswith(concat("", [path, "/"]), concat("", [folder, "/"]))

identified(set) if {
	is_string(set.path)
	count(lib.digests(set)) > 0
}

comparable(train, test) if {
	some algorithm, _ in lib.digests(train)
	lib.digests(test)[algorithm]
}

name_of(set) := lib.shortened(set.name) if {
	is_string(set.name)
} else := "without a name"
