package govml.prom_03_test

import data.govml.promotion_lib_test.promotion

test_a_promotion_is_no_rollback if {
	count(data.govml.prom_03.deny) == 0 with input as promotion
}

test_never_there if {
	members := data.govml.prom_03.deny with input as json.patch(promotion, [{"op": "replace", "path": "/action", "value": "rollback"}])
	{member.pointer | some member in members} == {"/placements"}
}
