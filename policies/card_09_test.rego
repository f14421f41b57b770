package govml.card_09_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_09.deny) == 0 with input as high
	count(data.govml.card_09.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.card_09.deny with input as without("/card/governance/energy")
	{member.pointer | some member in members} == {"/card/governance/energy"}
}

test_placeholder if {
	count(data.govml.card_09.deny) == 1 with input as changed("/card/governance/energy", {"not_applicable": "n/a"})
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/energy"}])
	count(data.govml.card_09.deny) == 0 with input as asked
	count(data.govml.card_09.warn) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.card_09.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/energy"}])
}

test_emissions if {
	count(data.govml.card_09.deny) == 0 with input as object.union(without("/card/governance/energy"), {"card": {"co2_eq_emissions": 12.5}})
}
