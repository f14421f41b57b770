package govml.mon_01_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.mon_01.deny) == 0 with input as high
	count(data.govml.mon_01.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.mon_01.deny with input as without("/card/governance/monitoring")
	{member.pointer | some member in members} == {"/card/governance/monitoring"}
}

test_placeholder if {
	count(data.govml.mon_01.deny) == 1 with input as changed("/card/governance/monitoring", "weekly")
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/monitoring"}])
	count(data.govml.mon_01.deny) == 0 with input as asked
	count(data.govml.mon_01.warn) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.mon_01.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/monitoring"}])
}

test_no_threshold if {
	members := data.govml.mon_01.deny with input as without("/card/governance/monitoring/drift/threshold")
	{member.pointer | some member in members} == {"/card/governance/monitoring/drift"}
}

test_thresholds if {
	count(data.govml.mon_01.deny) == 0 with input as object.union(without("/card/governance/monitoring/drift"), {"card": {"governance": {"monitoring": {"thresholds": {"roc_auc": 0.9}}}}})
}
