package govml.card_14_test

import data.govml.lib_test.high
import data.govml.lib_test.of_models

removed := {"kind": "change", "models": [{"name": "credit-risk", "before": high}]}

with_more(more) := {"kind": "change", "models": [object.union(removed.models[0], more)]}

test_kept if {
	count(data.govml.card_14.deny | data.govml.card_14.warn) == 0 with input as of_models(high, high)
}

test_not_used if {
	count(data.govml.card_14.deny) == 0 with input as removed
	count(data.govml.card_14.warn) == 1 with input as removed
}

test_in_use if {
	uses := [
		{"stages": [{"stage": "prod"}]},
		{"registered": {"version": "1.4.0"}},
		{"before": {"deployments": [{"name": "scoring"}]}},
	]
	every use in uses {
		members := data.govml.card_14.deny with input as with_more(use)
		{member.pointer | some member in members} == {"/models/0/before"}
	}
}

test_renamed if {
	renamed := json.patch(high, [{"op": "replace", "path": "/name", "value": "scoring"}])
	asked := of_models(high, renamed)
	count(data.govml.card_14.deny) == 0 with input as asked
	every use in [{"stages": [{"stage": "prod"}]}, {"registered": {"version": "1.4.0"}}] {
		used := {"kind": "change", "models": [object.union(asked.models[0], use)]}
		members := data.govml.card_14.deny with input as used
		{member.pointer | some member in members} == {"/models/0/after/card/governance/name"}
	}
}
