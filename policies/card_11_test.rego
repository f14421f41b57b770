package govml.card_11_test

import data.govml.lib_test.high
import data.govml.lib_test.of_models

weighted(hex) := object.union(high, {"artifact": {"path": "model.safetensors", "digests": {"md5": hex}}})

registered(change, digests) := json.patch(change, [{
	"op": "add", "path": "/models/0/registered",
	"value": {"version": "v1.4.0", "digests": digests},
}])

test_same_weights if {
	change := registered(of_models(weighted("a1"), weighted("b2")), {"md5": "b2"})
	count(data.govml.card_11.deny) == 0 with input as change
}

test_other_weights if {
	change := registered(of_models(weighted("a1"), weighted("b2")), {"md5": "a1"})
	members := data.govml.card_11.deny with input as change
	{member.pointer | some member in members} == {"/models/0/after/card/governance/version"}
}

test_weights_gone if {
	count(data.govml.card_11.deny) == 1 with input as registered(of_models(weighted("a1"), high), {"md5": "a1"})
}

test_new_version if {
	after := json.patch(weighted("b2"), [{"op": "replace", "path": "/card/governance/version", "value": "1.5.0"}])
	count(data.govml.card_11.deny) == 0 with input as registered(of_models(weighted("a1"), after), {"md5": "a1"})
}

test_digests_not_known if {
	count(data.govml.card_11.deny) == 1 with input as registered(of_models(weighted("a1"), weighted("b2")), {})
	count(data.govml.card_11.deny) == 0 with input as registered(of_models(high, weighted("b2")), {})
}
