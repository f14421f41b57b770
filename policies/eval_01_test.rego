package govml.eval_01_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.eval_01.deny) == 0 with input as high
	count(data.govml.eval_01.warn) == 0 with input as high
}

test_no_metrics if {
	members := data.govml.eval_01.deny with input as without("/metrics")
	{member.pointer | some member in members} == {"/card/model-index"}
}

test_value_is_text if {
	count(data.govml.eval_01.deny) == 1 with input as changed("/metrics/0/value", "0.9")
}

test_no_revision if {
	count(data.govml.eval_01.deny) == 1 with input as without("/metrics/0/revision")
	asked := json.patch(limited, [{"op": "remove", "path": "/metrics/0/revision"}])
	count(data.govml.eval_01.deny) == 0 with input as asked
	count(data.govml.eval_01.warn) == 1 with input as asked
}

test_required if {
	parameters := {"required_metrics": ["roc_auc", "recall"]}
	count(data.govml.eval_01.deny) == 1 with input as high with data.govml.parameters as parameters
}

test_required_by_tier if {
	parameters := {"required_metrics": {"high": ["recall"], "limited": ["roc_auc"]}}
	count(data.govml.eval_01.deny) == 1 with input as high with data.govml.parameters as parameters
	count(data.govml.eval_01.deny) == 0 with input as limited with data.govml.parameters as parameters
}

test_minimal if {
	asked := json.patch(high, [
		{"op": "replace", "path": "/card/governance/risk/tier", "value": "minimal"},
		{"op": "remove", "path": "/metrics"},
	])
	count(data.govml.eval_01.deny) == 0 with input as asked
	count(data.govml.eval_01.warn) == 1 with input as asked
}

test_one_does_not_count if {
	metric := {"name": "f1", "value": 0.8, "at": "/card/model-index/0"}
	members := data.govml.eval_01.warn with input as json.patch(high, [{"op": "add", "path": "/metrics/1", "value": metric}])
	{member.msg | some member in members} == {"the metric f1 does not count: dataset is missing, revision is missing, split is missing"}
}
