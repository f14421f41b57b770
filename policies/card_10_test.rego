package govml.card_10_test

import data.govml.lib_test.high
import data.govml.lib_test.of_models

recorded := object.union(high, {"record": {"blob": "a1"}})

retrained := json.patch(recorded, [{"op": "replace", "path": "/training/data/0/digests/md5", "value": "a1"}])

test_another_card if {
	after := object.union(retrained, {"record": {"blob": "b2"}})
	count(data.govml.card_10.deny) == 0 with input as of_models(recorded, after)
}

test_the_same_card if {
	members := data.govml.card_10.deny with input as of_models(recorded, retrained)
	{member.pointer | some member in members} == {"/models/0/after/card/governance/training/data/0"}
}

test_a_card_without_a_record if {
	count(data.govml.card_10.deny) == 1 with input as of_models(recorded, object.remove(retrained, ["record"]))
}

test_minimal if {
	after := json.patch(retrained, [{"op": "replace", "path": "/card/governance/risk/tier", "value": "minimal"}])
	count(data.govml.card_10.deny) == 0 with input as of_models(recorded, after)
	count(data.govml.card_10.warn) == 1 with input as of_models(recorded, after)
}
