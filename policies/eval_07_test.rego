package govml.eval_07_test

import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_given if {
	count(data.govml.eval_07.deny) == 0 with input as high
}

test_n_alone if {
	count(data.govml.eval_07.deny) == 0 with input as without("/metrics/0/interval")
}

test_neither if {
	asked := json.patch(high, [{"op": "remove", "path": "/metrics/0/interval"}, {"op": "remove", "path": "/metrics/0/n"}])
	members := data.govml.eval_07.deny with input as asked
	{member.pointer | some member in members} == {"/card/model-index"}
	low := json.patch(limited, [{"op": "remove", "path": "/metrics/0/interval"}, {"op": "remove", "path": "/metrics/0/n"}])
	count(data.govml.eval_07.deny) == 0 with input as low
	count(data.govml.eval_07.warn) == 1 with input as low
}

test_required if {
	count(data.govml.eval_07.deny) == 1 with input as high with data.govml.parameters as {"required_metrics": ["roc_auc", "f1"]}
}

test_odd_interval if {
	count(data.govml.eval_07.deny) == 1 with input as json.patch(without("/metrics/0/n"), [{"op": "replace", "path": "/metrics/0/interval", "value": ["a", "b"]}])
}
