package govml.appr_02_test

import data.govml.promotion_lib_test.approvals

test_independent if {
	count(data.govml.appr_02.deny) == 0 with input as approvals
}

test_author if {
	made := json.patch(approvals, [{"op": "remove", "path": "/approvals/0/independent_role"}])
	count(data.govml.appr_02.deny) == 1 with input as made
}

test_too_few_is_for_another_rule if {
	count(data.govml.appr_02.deny) == 0 with input as json.patch(approvals, [{"op": "remove", "path": "/approvals/0"}])
}
