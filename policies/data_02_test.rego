package govml.data_02_test

import data.govml.lib_test.data_set

test_complete if {
	count(data.govml.data_02.deny) == 0 with input as data_set
}

test_missing if {
	members := data.govml.data_02.deny with input as json.patch(data_set, [{"op": "remove", "path": "/card/governance/preparation"}])
	{member.pointer | some member in members} == {"/card/governance/preparation"}
}

test_odd if {
	count(data.govml.data_02.deny) == 1 with input as json.patch(data_set, [{"op": "replace", "path": "/card/governance/preparation", "value": ["todo"]}])
}

test_a_placeholder_is_called_one if {
	members := data.govml.data_02.deny with input as json.patch(data_set, [{"op": "replace", "path": "/card/governance/preparation", "value": ["None."]}])
	some member in members
	startswith(member.msg, "governance.preparation holds only a placeholder, \"None.\"; expected a list")
}

test_by_tier if {
	asked := json.patch(data_set, [{"op": "remove", "path": "/card/governance/preparation"}])
	count(data.govml.data_02.warn) == 1 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "limited"}]}])
	count(data.govml.data_02.deny) == 0 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "limited"}]}])
	count(data.govml.data_02.warn) == 0 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "minimal"}]}])
	count(data.govml.data_02.deny) == 0 with input as json.patch(asked, [{"op": "replace", "path": "/used_by", "value": [{"risk": "minimal"}]}])
	count(data.govml.data_02.deny) == 1 with input as json.patch(asked, [{"op": "remove", "path": "/used_by"}])
}
