package govml.appr_01_test

import data.govml.promotion_lib_test.approvals

test_both if {
	count(data.govml.appr_01.deny) == 0 with input as approvals
}

test_one_is_missing if {
	count(data.govml.appr_01.deny) == 1 with input as json.patch(approvals, [{"op": "remove", "path": "/approvals/0"}])
}

test_what_is_needed_is_known if {
	members := data.govml.appr_01.deny with input as json.patch(approvals, [{"op": "remove", "path": "/needed"}])
	{member.pointer | some member in members} == {"/needed"}
}
