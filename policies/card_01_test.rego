package govml.card_01_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.without

test_card if {
	count(data.govml.card_01.deny) == 0 with input as high
}

test_no_card if {
	members := data.govml.card_01.deny with input as without("/card")
	{member.pointer | some member in members} == {"/card"}
}

test_card_is_text if {
	count(data.govml.card_01.deny) == 1 with input as changed("/card", "license: mit")
}

test_no_input if {
	count(data.govml.card_01.deny) == 1 with input as {}
}
