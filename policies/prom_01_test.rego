package govml.prom_01_test

import data.govml.promotion_lib_test.promotion

test_in_order if {
	count(data.govml.prom_01.deny) == 0 with input as promotion
}

test_too_early if {
	members := data.govml.prom_01.deny with input as json.patch(promotion, [{"op": "replace", "path": "/placements", "value": []}])
	{member.pointer | some member in members} == {"/after"}
}

test_nothing_is_no_stage if {
	members := data.govml.prom_01.deny with input as {}
	{member.pointer | some member in members} == {"/stage"}
}
