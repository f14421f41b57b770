package govml.eval_04_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.of_models
import data.govml.lib_test.without

worse := changed("/metrics/0/value", 0.85)

test_within_the_budget if {
	count(data.govml.eval_04.deny) == 0 with input as of_models(high, changed("/metrics/0/value", 0.902))
		with data.govml.parameters as {"regression_budget": 0.01}
}

test_worse if {
	members := data.govml.eval_04.deny with input as of_models(high, worse)
		with data.govml.parameters as {"regression_budget": 0.01}
	{member.pointer | some member in members} == {"/models/0/after/card/model-index/0/results/0/metrics/0"}
}

test_left_out if {
	count(data.govml.eval_04.deny) == 1 with input as of_models(high, without("/metrics/0"))
}

test_worse_already if {
	staged := [{"op": "add", "path": "/models/0/stages", "value": [{"stage": "prod", "version": "v1.3.0", "model": high}]}]
	count(data.govml.eval_04.deny) == 0 with input as json.patch(of_models(worse, worse), staged)
	count(data.govml.eval_04.deny) == 1 with input as json.patch(of_models(without("/metrics"), worse), staged)
}

test_directions if {
	names := ["roc_auc", "rocAuc", "log_loss", "precision_loss", "F1", "harm", "", null, "accuracy"]
	said := [way | some name in names; way := data.govml.eval_04.direction(name)]
		with data.govml.parameters as {"metric_directions": {"accuracy": "lower", "harm": "worse"}}
	said == ["higher", "higher", "lower", "lower", "higher", "unknown", "unknown", "unknown", "lower"]
}

test_budgets if {
	said := [most | some name in ["f1", "roc_auc", 3]; most := data.govml.eval_04.budget(name)]
		with data.govml.parameters as {"regression_budget": {"f1": 0.3, "*": 0.2}}
	said == [0.3, 0.2, 0.2]
	data.govml.eval_04.budget("f1") == 0.1 with data.govml.parameters as {"regression_budget": 0.1}
	data.govml.eval_04.budget("f1") == 0 with data.govml.parameters as {}
}
