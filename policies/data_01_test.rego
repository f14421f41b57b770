package govml.data_01_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_described if {
	count(data.govml.data_01.deny) == 0 with input as high
}

test_no_card if {
	members := data.govml.data_01.deny with input as without("/training/data/0/card")
	{member.pointer | some member in members} == {"/card/governance/training/data/0"}
}

test_no_origin if {
	members := data.govml.data_01.deny with input as without("/evaluation/data/0/card/governance/origin")
	{member.pointer | some member in members} == {"/evaluation/data/0/card/governance/origin"}
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/evaluation/data/0/card/governance"}])
	count(data.govml.data_01.deny) == 0 with input as asked
	count(data.govml.data_01.warn) == 3 with input as asked
}

test_card_is_text if {
	count(data.govml.data_01.deny) == 1 with input as changed("/evaluation/data/0/card", "loans")
}
