package govml.prov_03_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.trained

test_taken if {
	count(data.govml.prov_03.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_03.deny with input as trained("inputs/1/now/md5", "11") with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(trained("inputs/1/now/md5", "11"), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_03.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_03.warn) == 1 with input as asked with data.govml.parameters as parameters
}

test_a_lock_file_may_change if {
	asked := trained("inputs/2/now", {})
	count(data.govml.prov_03.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_03.warn) == 1 with input as asked with data.govml.parameters as parameters
}
