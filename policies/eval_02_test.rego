package govml.eval_02_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.of_models

better := changed("/metrics/0/value", 0.92)

looser := json.patch(better, [{"op": "replace", "path": "/card/governance/monitoring/drift/threshold", "value": 0.5}])

test_results_alone if {
	count(data.govml.eval_02.deny) == 0 with input as of_models(high, better)
}

test_threshold_alone if {
	count(data.govml.eval_02.deny) == 0 with input as of_models(better, looser)
}

test_both if {
	members := data.govml.eval_02.deny with input as of_models(high, looser)
	{member.pointer | some member in members} == {"/models/0/after/card/governance/monitoring/drift/threshold"}
}

test_parameters if {
	moved := {"parameters": {"before": {"slice_gap_budget": 0.1}, "after": {}}}
	members := data.govml.eval_02.deny with input as object.union(of_models(high, better), moved)
	{member.pointer | some member in members} == {"/parameters/after/slice_gap_budget"}
	count(data.govml.eval_02.deny) == 0 with input as object.union(of_models(high, high), moved)
}
