package govml.prov_08_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters
import data.govml.evidence_lib_test.trained

test_taken if {
	count(data.govml.prov_08.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.prov_08.deny with input as trained("signatures/0/revoked", true) with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(trained("signatures/0/revoked", true), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.prov_08.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.prov_08.warn) == 1 with input as asked with data.govml.parameters as parameters
}

test_the_key_ends if {
	asked := trained("signatures/0/principals/0/valid_before", "2027-02-01T00:00:00Z")
	members := data.govml.prov_08.deny with input as asked with data.govml.parameters as parameters
	{member.from | some member in members} == {"2027-02-01"}
}
