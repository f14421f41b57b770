package govml.card_05_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_05.deny) == 0 with input as high
	count(data.govml.card_05.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.card_05.deny with input as without("/card/governance/limitations")
	{member.pointer | some member in members} == {"/card/governance/limitations"}
}

test_placeholder if {
	count(data.govml.card_05.deny) == 1 with input as changed("/card/governance/limitations", ["TBD"])
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/limitations"}])
	count(data.govml.card_05.deny) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.card_05.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/limitations"}])
}

test_misuse if {
	members := data.govml.card_05.deny with input as changed("/card/governance/misuse", [])
	{member.pointer | some member in members} == {"/card/governance/misuse"}
}
