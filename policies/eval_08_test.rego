package govml.eval_08_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.without

test_apart if {
	count(data.govml.eval_08.deny) == 0 with input as high
}

test_same_digest if {
	members := data.govml.eval_08.deny with input as changed("/training/data/0/digests", high.evaluation.data[0].digests)
	{member.pointer | some member in members} == {"/card/governance/evaluation/data/0"}
}

test_inside if {
	count(data.govml.eval_08.deny) == 1 with input as changed("/training/data/0/path", "data")
}

test_beside if {
	count(data.govml.eval_08.deny) == 0 with input as changed("/training/data/0/path", "data/test")
}

test_no_data if {
	count(data.govml.eval_08.deny) == 2 with input as json.patch(high, [{"op": "remove", "path": "/training"}, {"op": "remove", "path": "/evaluation/data"}])
}

test_no_digest if {
	count(data.govml.eval_08.deny) == 1 with input as without("/evaluation/data/0/digests")
}

test_not_comparable if {
	count(data.govml.eval_08.deny) == 1 with input as changed("/training/data/0/digests", {"gitBlob": "a1"})
}

test_minimal if {
	asked := json.patch(high, [
		{"op": "replace", "path": "/card/governance/risk/tier", "value": "minimal"},
		{"op": "replace", "path": "/training/data/0/digests", "value": high.evaluation.data[0].digests},
	])
	count(data.govml.eval_08.deny) == 0 with input as asked
	count(data.govml.eval_08.warn) == 1 with input as asked
}
