package govml.eval_06_test

import data.govml.evidence_lib_test.evaluated
import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters

test_taken if {
	count(data.govml.eval_06.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.eval_06.deny with input as evaluated("robustness", []) with data.govml.parameters as parameters
	count(members) == 1
}
