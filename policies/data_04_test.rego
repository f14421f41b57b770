package govml.data_04_test

import data.govml.lib_test.data_set

test_complete if {
	count(data.govml.data_04.deny) == 0 with input as data_set
}

test_missing if {
	members := data.govml.data_04.deny with input as json.patch(data_set, [{"op": "remove", "path": "/card/governance/bias"}])
	{member.pointer | some member in members} == {"/card/governance/bias"}
}

test_odd if {
	count(data.govml.data_04.deny) == 1 with input as json.patch(data_set, [{"op": "replace", "path": "/card/governance/bias", "value": {"examined": true}}])
}

test_by_tier if {
	asked := json.patch(data_set, [{"op": "remove", "path": "/card/governance/bias"}])
	count(data.govml.data_04.warn) == 1 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "limited"}]}])
	count(data.govml.data_04.deny) == 0 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "limited"}]}])
	count(data.govml.data_04.warn) == 0 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "minimal"}]}])
	count(data.govml.data_04.deny) == 0 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "minimal"}]}])
	count(data.govml.data_04.deny) == 1 with input as json.patch(asked, [{"op": "remove", "path": "/used_by"}])
}

test_gaps if {
	count(data.govml.data_04.deny) == 1 with input as json.patch(data_set, [{"op": "remove", "path": "/card/governance/gaps"}])
}
