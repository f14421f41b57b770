package govml.prov_02_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.trained

test_taken if {
	count(data.govml.prov_02.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_02.deny with input as trained("reachable", false) with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(trained("reachable", false), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_02.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_02.warn) == 1 with input as asked with data.govml.parameters as parameters
}
