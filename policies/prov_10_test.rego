package govml.prov_10_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.limited
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.trained

test_taken if {
	count(data.govml.prov_10.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_10.deny with input as trained("builder", "https://govml.dev/builders/local") with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(trained("builder", "https://govml.dev/builders/local"), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_10.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_10.warn) == 1 with input as asked with data.govml.parameters as parameters
}

test_the_local_builder_at_tier_limited if {
	asked := json.patch(limited, [{"op": "replace", "path": "/evidence/1/builder", "value": "https://govml.dev/builders/local"}])
	count(data.govml.prov_10.warn) == 0 with input as asked with data.govml.parameters as {}
}
