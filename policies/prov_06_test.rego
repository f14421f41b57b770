package govml.prov_06_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.trained

test_taken if {
	count(data.govml.prov_06.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_06.deny with input as trained("artifact", false) with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(trained("artifact", false), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_06.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_06.warn) == 1 with input as asked with data.govml.parameters as parameters
}
