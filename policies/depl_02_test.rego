package govml.depl_02_test

import data.govml.promotion_lib_test.promotion

test_verified if {
	count(data.govml.depl_02.deny) == 0 with input as promotion
}

test_other_weights if {
	members := data.govml.depl_02.deny with input as json.patch(promotion, [{"op": "replace", "path": "/weights/md5", "value": "d4"}])
	{member.pointer | some member in members} == {"/weights"}
}
