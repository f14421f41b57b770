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
	every member in members {
		contains(member.remediation, "promotion.stages")
	}
}

test_where_it_is_there_is_nothing_to_do if {
	change := [
		{"op": "replace", "path": "/placements/0/stage", "value": promotion.stage},
		{"op": "replace", "path": "/placements/0/holds", "value": true},
	]
	members := data.govml.prom_01.deny with input as json.patch(promotion, change)
	advice := {member.remediation | some member in members; member.pointer == "/placements"}
	advice == {"There is nothing to do; `govml ledger log` tells when it got there."}
}
