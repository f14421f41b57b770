package govml.prom_04_test

import data.govml.promotion_lib_test.promotion

test_nothing_is_waived if {
	count(data.govml.prom_04.deny) == 0 with input as promotion
}

test_not_granted if {
	waivers := [{"id": "a", "rule": "CARD-08", "approver": "x", "granted": true}, {"id": "b", "rule": "CARD-09", "approver": "x"}]
	members := data.govml.prom_04.deny with input as json.patch(promotion, [{"op": "add", "path": "/waivers", "value": waivers}])
	{member.pointer | some member in members} == {"/waivers/1"}
}
