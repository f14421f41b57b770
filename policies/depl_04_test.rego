package govml.depl_04_test

import data.govml.lib_test.deployment

test_logged if {
	count(data.govml.depl_04.deny) == 0 with input as deployment
}

test_off if {
	members := data.govml.depl_04.deny with input as json.patch(deployment, [{"op": "replace", "path": "/logging/enabled", "value": "true"}])
	{member.pointer | some member in members} == {"/logging/enabled"}
}

test_short if {
	members := data.govml.depl_04.deny with input as json.patch(deployment, [{"op": "replace", "path": "/logging/retention_days", "value": 179}])
	{member.pointer | some member in members} == {"/logging/retention_days"}
}

test_parameter if {
	count(data.govml.depl_04.deny) == 1 with input as deployment with data.govml.parameters as {"log_retention_days": 3650}
}

test_by_tier if {
	asked := json.patch(deployment, [{"op": "remove", "path": "/logging"}])
	limited := json.patch(asked, [{"op": "replace", "path": "/models/0/model/risk", "value": "limited"}])
	minimal := json.patch(asked, [{"op": "replace", "path": "/models/0/model/risk", "value": "minimal"}])
	count(data.govml.depl_04.deny) == 0 with input as limited
	count(data.govml.depl_04.warn) == 2 with input as limited
	count(data.govml.depl_04.deny) == 0 with input as minimal
	count(data.govml.depl_04.warn) == 0 with input as minimal
	count(data.govml.depl_04.deny) == 2 with input as json.patch(asked, [{"op": "remove", "path": "/models"}])
}

test_the_field_of_each_kind_is_named if {
	asked := json.patch(deployment, [{"op": "remove", "path": "/logging"}])
	{member.msg | some member in data.govml.depl_04.deny with input as object.union(asked, {"record": {"kind": "inference-service"}})} == {
		"spec.predictor.logger is missing; expected a logger",
		"the annotation govml/log-retention is missing or no duration; expected at least P180D",
	}
	{member.msg | some member in data.govml.depl_04.deny with input as object.union(asked, {"record": {"kind": "workload"}})} == {"no annotation govml/log-retention says that events are logged, and how long logs are kept; expected a duration"}
	{member.msg | some member in data.govml.depl_04.deny with input as object.union(asked, {"record": {"kind": "deployment"}})} == {
		"logging.enabled is missing; expected true",
		"logging.retention is missing or no duration; expected at least P180D",
	}
}
