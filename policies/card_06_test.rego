package govml.card_06_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_06.deny) == 0 with input as high
	count(data.govml.card_06.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.card_06.deny with input as without("/card/governance/risks")
	{member.pointer | some member in members} == {"/card/governance/risks"}
}

test_placeholder if {
	count(data.govml.card_06.deny) == 1 with input as changed("/card/governance/risks", [])
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/risks"}])
	count(data.govml.card_06.deny) == 0 with input as asked
	count(data.govml.card_06.warn) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.card_06.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/risks"}])
}

test_no_mitigation if {
	members := data.govml.card_06.deny with input as without("/card/governance/risks/0/mitigation")
	{member.pointer | some member in members} == {"/card/governance/risks/0/mitigation"}
}

test_risk_is_text if {
	count(data.govml.card_06.deny) == 3 with input as changed("/card/governance/risks", ["drift"])
}
