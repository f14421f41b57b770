package govml.card_07_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_07.deny) == 0 with input as high
	count(data.govml.card_07.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.card_07.deny with input as without("/card/governance/oversight")
	{member.pointer | some member in members} == {"/card/governance/oversight"}
}

test_placeholder if {
	count(data.govml.card_07.deny) == 1 with input as changed("/card/governance/oversight", "none")
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/oversight"}])
	count(data.govml.card_07.deny) == 0 with input as asked
	count(data.govml.card_07.warn) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.card_07.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/oversight"}])
}

test_cannot_stop if {
	members := data.govml.card_07.deny with input as without("/card/governance/oversight/how_to_stop")
	{member.pointer | some member in members} == {"/card/governance/oversight/how_to_stop"}
}
