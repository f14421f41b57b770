package govml.prov_07_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.trained

test_taken if {
	count(data.govml.prov_07.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_07.deny with input as trained("signatures", []) with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(trained("signatures", []), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_07.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_07.warn) == 1 with input as asked with data.govml.parameters as parameters
}

test_one_good_signature_is_enough if {
	bad := {"problem": "is not a good signature", "principals": [], "revoked": false}
	asked := trained("signatures", [bad, evident.evidence[1].signatures[0]])
	count(data.govml.prov_07.deny) == 0 with input as asked with data.govml.parameters as parameters
}
