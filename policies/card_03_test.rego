package govml.card_03_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_03.deny) == 0 with input as high
	count(data.govml.card_03.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.card_03.deny with input as without("/card/governance/owner/team")
	{member.pointer | some member in members} == {"/card/governance/owner/team"}
}

test_placeholder if {
	count(data.govml.card_03.deny) == 1 with input as changed("/card/governance/owner/team", "TODO")
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/owner/team"}])
	count(data.govml.card_03.deny) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.card_03.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/owner/team"}])
}

test_contact if {
	members := data.govml.card_03.deny with input as changed("/card/governance/owner/contact", "you@example.com")
	{member.pointer | some member in members} == {"/card/governance/owner/contact"}
}

test_minimal if {
	asked := json.patch(high, [
		{"op": "replace", "path": "/card/governance/risk/tier", "value": "minimal"},
		{"op": "remove", "path": "/card/governance/owner"},
	])
	count(data.govml.card_03.deny) == 0 with input as asked
	count(data.govml.card_03.warn) == 1 with input as asked
}
