package govml.card_12_test

import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.of_models
import data.govml.lib_test.without

test_raised if {
	count(data.govml.card_12.deny) == 0 with input as of_models(limited, high)
}

test_lowered if {
	members := data.govml.card_12.deny with input as of_models(high, limited)
	{member.pointer | some member in members} == {"/models/0/after/card/governance/risk/tier"}
}

test_taken_away if {
	count(data.govml.card_12.deny) == 1 with input as of_models(limited, without("/card/governance/risk"))
}
