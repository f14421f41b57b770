package govml.prov_05_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.without

test_taken if {
	count(data.govml.prov_05.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_05.deny with input as without("/artifact/pickle") with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(without("/artifact/pickle"), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_05.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_05.warn) == 1 with input as asked with data.govml.parameters as parameters
}
