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

serving(models) := {"name": "scoring", "models": models}

known(name, tier) := {"name": name, "model": {"risk": tier}}

of_deployment(before, after) := {
	"kind": "change",
	"deployments": [{"name": "scoring", "before": serving(before), "after": serving(after)}],
}

test_served_instead if {
	asked := of_deployment([known("credit-risk", "high"), known("toy", "minimal")], [known("toy", "minimal")])
	members := data.govml.card_12.deny with input as asked
	{member.pointer | some member in members} == {"/deployments/0/after/models/0"}
	every member in members { contains(member.remediation, "\n  subject: deployment scoring\n") }
}

test_unknown_served_instead if {
	toy := known("toy", "minimal")
	count(data.govml.card_12.deny) == 1 with input as of_deployment([{"name": "x"}], [toy])
	count(data.govml.card_12.deny) == 0 with input as of_deployment([{"uri": "s3://x"}], [toy])
	count(data.govml.card_12.deny) == 0 with input as of_deployment([toy], [{"name": "x"}])
	count(data.govml.card_12.deny) == 0 with input as of_deployment([{"name": "toy"}], [toy])
}

test_new_or_gone_deployment if {
	asked := of_deployment([known("credit-risk", "high")], [known("toy", "minimal")])
	every side in ["before", "after"] {
		one := json.patch(asked, [{"op": "remove", "path": sprintf("/deployments/0/%s", [side])}])
		count(data.govml.card_12.deny) == 0 with input as one
	}
}

test_waiver_names_the_model if {
	members := data.govml.card_12.deny with input as of_models(high, limited)
	every member in members { contains(member.remediation, "\n  subject: model credit-risk\n") }
	hostile := json.patch(of_models(high, limited), [{"op": "replace", "path": "/models/0/name", "value": "a\n```\n# b"}])
	others := data.govml.card_12.deny with input as hostile
	every member in others { contains(member.remediation, "\n  subject: model NAME\n") }
}
