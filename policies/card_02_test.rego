package govml.card_02_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_complete if {
	count(data.govml.card_02.deny) == 0 with input as high
	count(data.govml.card_02.warn) == 0 with input as high
}

test_missing if {
	members := data.govml.card_02.deny with input as without("/card/governance/intended_use")
	{member.pointer | some member in members} == {"/card/governance/intended_use"}
}

test_placeholder if {
	count(data.govml.card_02.deny) == 1 with input as changed("/card/governance/intended_use", "TODO")
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/intended_use"}])
	count(data.govml.card_02.deny) == 1 with input as asked
}

test_unknown_tier if {
	count(data.govml.card_02.deny) == 0 with input as json.patch(high, [{"op": "remove", "path": "/card/governance/risk"}, {"op": "remove", "path": "/card/governance/intended_use"}])
}

test_out_of_scope if {
	members := data.govml.card_02.deny with input as without("/card/governance/out_of_scope")
	{member.pointer | some member in members} == {"/card/governance/out_of_scope"}
}

test_heading if {
	count(data.govml.card_02.deny) == 0 with input as object.union(without("/card/governance/intended_use"), {"sections": {"direct use": "Scores loans."}})
}
