package govml.prov_12_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters

budget(limits) := object.union(parameters, {"budgets": limits})

test_no_budget if {
	count(data.govml.prov_12.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_within if {
	count(data.govml.prov_12.deny) == 0 with input as evident with data.govml.parameters as budget({"gpu_hours": 2, "cost": 9})
}

test_above if {
	count(data.govml.prov_12.deny) == 2 with input as evident with data.govml.parameters as budget({"high": {"gpu_hours": 1, "energy_kwh": 1}})
}

test_another_currency_is_unknown if {
	count(data.govml.prov_12.deny) == 1 with input as evident with data.govml.parameters as budget({"cost": 1000, "currency": "USD"})
}
