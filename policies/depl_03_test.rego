package govml.depl_03_test

import data.govml.lib_test.deployment

test_named if {
	count(data.govml.depl_03.deny) == 0 with input as deployment
}

test_missing if {
	members := data.govml.depl_03.deny with input as json.patch(deployment, [{"op": "remove", "path": "/rollback"}])
	{member.pointer | some member in members} == {"/rollback/version"}
}

test_same if {
	count(data.govml.depl_03.deny) == 1 with input as json.patch(deployment, [{"op": "replace", "path": "/rollback/version", "value": "v1.4.0"}])
}

test_number if {
	count(data.govml.depl_03.deny) == 1 with input as json.patch(deployment, [{"op": "replace", "path": "/rollback/version", "value": 1.3}])
}

test_by_tier if {
	asked := json.patch(deployment, [{"op": "remove", "path": "/rollback"}])
	limited := json.patch(asked, [{"op": "replace", "path": "/models/0/model/risk", "value": "limited"}])
	minimal := json.patch(asked, [{"op": "replace", "path": "/models/0/model/risk", "value": "minimal"}])
	count(data.govml.depl_03.deny) == 0 with input as limited
	count(data.govml.depl_03.warn) == 1 with input as limited
	count(data.govml.depl_03.deny) == 0 with input as minimal
	count(data.govml.depl_03.warn) == 0 with input as minimal
	count(data.govml.depl_03.deny) == 1 with input as json.patch(asked, [{"op": "remove", "path": "/models"}])
}

test_the_annotation_is_named if {
	asked := object.union(json.patch(deployment, [{"op": "remove", "path": "/rollback"}]), {"record": {"kind": "workload"}})
	some member in data.govml.depl_03.deny with input as asked
	startswith(member.msg, "the annotation govml/rollback-to is missing")
}
