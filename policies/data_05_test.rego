package govml.data_05_test

import data.govml.lib_test.data_set

test_declared if {
	count(data.govml.data_05.deny) == 0 with input as data_set
}

test_none_held if {
	count(data.govml.data_05.deny) == 0 with input as json.patch(data_set, [{"op": "replace", "path": "/card/governance/personal", "value": {"contains": false}}])
}

test_undeclared if {
	members := data.govml.data_05.deny with input as json.patch(data_set, [{"op": "remove", "path": "/card/governance/personal"}])
	{member.pointer | some member in members} == {"/card/governance/personal/contains"}
}

test_no_basis if {
	members := data.govml.data_05.deny with input as json.patch(data_set, [{"op": "remove", "path": "/card/governance/personal/legal_basis"}])
	{member.pointer | some member in members} == {"/card/governance/personal/legal_basis"}
}

test_text if {
	count(data.govml.data_05.deny) == 1 with input as json.patch(data_set, [{"op": "replace", "path": "/card/governance/personal/contains", "value": "no"}])
}

test_no_card if {
	members := data.govml.data_05.deny with input as json.patch(data_set, [{"op": "remove", "path": "/card"}])
	{member.pointer | some member in members} == {"/card"}
}
