package govml.eval_03_test

import data.govml.evidence_lib_test.evaluated
import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.parameters

test_taken if {
	count(data.govml.eval_03.deny) == 0 with input as evident with data.govml.parameters as parameters
}

test_refused if {
	members := data.govml.eval_03.deny with input as evaluated("metrics/0/value", 0.85) with data.govml.parameters as parameters
	count(members) == 1
}

test_limited if {
	asked := json.patch(evaluated("metrics/0/value", 0.85), [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.eval_03.deny) == 0 with input as asked with data.govml.parameters as parameters
	count(data.govml.eval_03.warn) == 1 with input as asked with data.govml.parameters as parameters
}

test_rounding if {
	pairs := [[0.91234, 0.912], [0.91234, 0.9123], [0.8951, 0.9], [91.4, 91], [12.34, 12.3], [0, 0], [0.0000012, 0.0000012], [-0.25, -0.25]]
	every pair in pairs { data.govml.eval_03.rounds_to(pair[0], pair[1]) }
}

test_no_rounding if {
	pairs := [[0.91234, 0.913], [0.94, 0.9], [0.5, 1], [0.004, 0.01], [0.9125, "0.9125"], [12.34, 12.4], [0.25, -0.25], [0.4, 0]]
	{pair | some pair in pairs; data.govml.eval_03.rounds_to(pair[0], pair[1])} == set()
}

test_numbers_are_shown if {
	{text | some x in [0.912, -1.5, 3, 0.0000004, "a"]; text := data.govml.eval_03.shown(x)} == {"0.912", "-1.5", "3.0", "0.0", "what is no number"}
}
