package govml.eval_09_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters

more := json.patch(evident, [{"op": "add", "path": "/evaluation/data/-", "value": {"name": "holdout", "path": "data/holdout.csv", "digests": {"md5": "ab"}}}])

test_all if {
	count(data.govml.eval_09.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_one_of_two if {
	count(data.govml.eval_09.deny) == 1 with input as more with data.govml.parameters as parameters
}

test_limited if {
	asked := json.patch(more, [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.eval_09.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.eval_09.warn) == 1 with input as asked with data.govml.parameters as parameters
}
