package govml.git_01_test

import data.govml.promotion_lib_test.promotion

test_signed if {
	count(data.govml.git_01.deny) == 0 with input as promotion
	count(data.govml.git_01.warn) == 0 with input as promotion
}

test_unsigned if {
	found := json.patch(promotion, [{"op": "replace", "path": "/unsigned", "value": [{"commit": "c3", "problem": "is not signed"}]}])
	count(data.govml.git_01.warn) == 1 with input as found with data.govml.parameters as {}
	count(data.govml.git_01.deny) == 1 with input as found with data.govml.parameters as {"signed_commits": ["high"]}
}

test_elsewhere if {
	members := data.govml.git_01.deny with input as json.patch(promotion, [{"op": "remove", "path": "/reachable"}])
	{member.pointer | some member in members} == {"/reachable"}
}
