package govml.eval_05_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_close if {
	count(data.govml.eval_05.deny) == 0 with input as high
	count(data.govml.eval_05.warn) == 0 with input as high with data.govml.parameters as {"slice_gap_budget": 0.1}
}

test_missing if {
	members := data.govml.eval_05.deny with input as without("/card/governance/evaluation/slices")
	{member.pointer | some member in members} == {"/card/governance/evaluation/slices"}
}

test_limited if {
	count(data.govml.eval_05.deny) == 0 with input as json.patch(limited, [{"op": "remove", "path": "/card/governance/evaluation/slices"}])
}

test_listed if {
	parameters := {"slices": {"age": ["under-25", "25-and-over"]}, "slice_gap_budget": 0.005}
	count(data.govml.eval_05.deny) == 1 with input as high with data.govml.parameters as parameters
	count(data.govml.eval_05.deny) == 2 with input as without("/card/governance/evaluation/slices/0/values/under-25") with data.govml.parameters as {"slices": {"age": ["25-and-over"]}}
}

test_at_the_budget if {
	count(data.govml.eval_05.warn) == 0 with input as high with data.govml.parameters as {"slice_gap_budget": 0.01}
}

test_attribute if {
	count(data.govml.eval_05.deny) == 1 with input as limited with data.govml.parameters as {"slices": ["region"]}
}

test_unusable if {
	count(data.govml.eval_05.deny) == 1 with input as changed("/card/governance/evaluation/slices/0/values", {"a": 1})
}

test_odd_parameters if {
	odd := [7, "age", null, [1], {"age": 7}, [["age"]]]
	every value in odd { count(data.govml.eval_05.deny) == 0 with input as high with data.govml.parameters as {"slices": value} }
}
