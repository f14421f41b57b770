package govml.card_13_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.of_models
import data.govml.lib_test.without

test_same if {
	asked := of_models(high, high)
	count(data.govml.card_13.deny) == 0 with input as asked
	count(data.govml.card_13.warn) == 0 with input as asked
}

test_widened if {
	members := data.govml.card_13.deny with input as of_models(changed("/card/license", "cc-by-nc-4.0"), high)
	{member.pointer | some member in members} == {"/models/0/after/card/license"}
}

test_taken_away if {
	count(data.govml.card_13.deny) == 1 with input as of_models(changed("/card/license", "gpl-3.0"), without("/card/license"))
}

test_another if {
	asked := of_models(high, changed("/card/license", "mit"))
	count(data.govml.card_13.deny) == 0 with input as asked
	count(data.govml.card_13.warn) == 1 with input as asked
}

test_restrictions if {
	data.govml.card_13.restrictions({"card": {"license": ["lgpl-3.0", "cc0-1.0"]}}) == {"copyleft of the LGPL"}
	data.govml.card_13.restrictions({"card": {"license": "other", "license_name": "Acme-OpenRAIL"}}) == {
		"terms of its own",
		"use restrictions (RAIL)",
	}
	data.govml.card_13.restrictions({"card": "mit"}) == set()
}

advice(members) := [member.remediation | some member in members][0]

test_advice_fits if {
	nc := changed("/card/license", "cc-by-nc-4.0")
	denied := data.govml.card_13.deny with input as of_models(nc, high)
	contains(advice(denied), "gives more of them now")
	contains(advice(denied), "\n  subject: model credit-risk\n")
	warned := data.govml.card_13.warn with input as of_models(high, nc)
	contains(advice(warned), "every use made so far is allowed")
	loans := {"name": "loans", "before": {"card": {"license": "mit"}}, "after": {"card": {"license": "cc-by-nc-4.0"}}}
	of_data := data.govml.card_13.warn with input as {"kind": "change", "data": [loans]}
	contains(advice(of_data), "\n  subject: data loans\n")
}
