package govml.prov_13_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.limited
import data.govml.evidence_lib_test.parameters

age(days) := object.union(parameters, {"evidence_max_age_days": days})

test_no_limit if {
	count(data.govml.prov_13.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_from_that_day if {
	members := data.govml.prov_13.deny with input as evident with data.govml.parameters as age({"high": 31})
	{member.from | some member in members} == {"2026-04-01"}
}

test_limited if {
	count(data.govml.prov_13.deny) == 0 with input as limited with data.govml.parameters as age(31)
	count(data.govml.prov_13.warn) == 1 with input as limited with data.govml.parameters as age(31)
}
