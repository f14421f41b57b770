package govml.card_04_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_04.deny) == 0 with input as high
}

test_missing if {
	members := data.govml.card_04.deny with input as without("/card/governance/risk")
	{member.pointer | some member in members} == {"/card/governance/risk/tier"}
}

test_unknown if {
	count(data.govml.card_04.deny) == 1 with input as changed("/card/governance/risk/tier", ["high"])
}

test_no_reason if {
	members := data.govml.card_04.deny with input as changed("/card/governance/risk/reason", "n/a")
	{member.pointer | some member in members} == {"/card/governance/risk/reason"}
}

test_inventory if {
	parameters := {"inventory": {"credit-risk": "limited"}}
	count(data.govml.card_04.deny) == 1 with input as high with data.govml.parameters as parameters
	count(data.govml.card_04.deny) == 0 with input as limited with data.govml.parameters as parameters
	count(data.govml.card_04.deny) == 1 with input as without("/name") with data.govml.parameters as parameters
}

test_no_card if {
	count(data.govml.card_04.deny) == 0 with input as without("/card")
}
