# What the tests of the rules over evidence are made from: signed evidence of a training and an evaluation of the model of
# tier high, which passes every step; and tests of the steps.
package govml.evidence_lib_test

import data.govml.lib_test.high

training := {
	"kind": "training",
	"path": "evidence/credit-risk/training.intoto.jsonl",
	"model": "credit-risk",
	"repository": "https://github.com/example/models",
	"builder": "https://github.com/example/models/.github/workflows/train.yml",
	"status": "succeeded",
	"started": "2026-03-01T09:00:00Z",
	"finished": "2026-03-01T11:00:00Z",
	"artifact": true,
	"signatures": [
		{
			"fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUDKzqUrQ2OQ0nYJjQE",
			"principals": [
				{
					"name": "trainer@example.org",
					"valid_after": "2026-01-01T00:00:00Z",
					"valid_before": "",
				},
			],
			"revoked": false,
		},
	],
	"commit": "1f0c9a7b3d5e2f4a6b8c0d1e3f5a7b9c1d3e5f70",
	"dirty": false,
	"reachable": true,
	"inputs": [
		{
			"role": "code",
			"path": "train.py",
			"digests": {
				"gitBlob": "7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a",
				"sha256": "7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b",
			},
			"now": {
				"gitBlob": "7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a",
				"sha256": "7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b",
			},
		},
		{
			"role": "data",
			"path": "data/train.csv",
			"digests": {
				"md5": "9d1f4c6b8a2e03571f6b8c2d4e9a0b13",
				"sha256": "5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c",
			},
			"now": {
				"md5": "9d1f4c6b8a2e03571f6b8c2d4e9a0b13",
			},
		},
		{
			"role": "lock",
			"path": "requirements.lock",
			"digests": {
				"gitBlob": "8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a",
				"sha256": "8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b",
			},
			"now": {
				"gitBlob": "8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a",
				"sha256": "8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b8b",
			},
		},
		{
			"role": "params",
			"path": "params.yaml",
			"digests": {
				"gitBlob": "9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a",
				"sha256": "9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b",
			},
			"now": {
				"gitBlob": "9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a9a",
				"sha256": "9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b9b",
			},
		},
	],
	"environment": {
		"python": "3.12.4",
		"packages": {
			"torch": "2.4.1",
		},
		"torch": "2.4.1",
		"cuda": "12.4",
		"driver": "550.54",
		"gpus": [
			{
				"name": "NVIDIA H200",
			},
		],
		"cpu": "AMD EPYC 9554",
	},
	"seeds": {
		"python": 7,
		"torch": 7,
	},
	"deterministic": {
		"torch": true,
		"cudnn": true,
	},
	"usage": {
		"gpu_seconds": 7200,
		"energy_kwh": 1.5,
		"cost": 8.2,
		"currency": "EUR",
	},
}

evaluation := {
	"kind": "evaluation",
	"path": "evidence/credit-risk/evaluation.intoto.jsonl",
	"model": "credit-risk",
	"repository": "https://github.com/example/models",
	"builder": "https://github.com/example/models/.github/workflows/train.yml",
	"status": "PASSED",
	"started": "2026-03-01T12:00:00Z",
	"finished": "2026-03-01T12:05:00Z",
	"artifact": true,
	"signatures": [
		{
			"fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUDKzqUrQ2OQ0nYJjQE",
			"principals": [
				{
					"name": "trainer@example.org",
					"valid_after": "2026-01-01T00:00:00Z",
					"valid_before": "",
				},
			],
			"revoked": false,
		},
	],
	"commit": "1f0c9a7b3d5e2f4a6b8c0d1e3f5a7b9c1d3e5f70",
	"dirty": false,
	"reachable": true,
	"inputs": [
		{
			"role": "data",
			"path": "data/test.csv",
			"digests": {
				"md5": "3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111",
				"sha256": "c77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77e",
			},
			"now": {
				"md5": "3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111",
			},
		},
	],
	"metrics": [
		{
			"name": "roc_auc",
			"value": 0.9123456,
			"dataset": "loans",
			"split": "test",
			"revision": "3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111",
			"n": 12000,
		},
	],
	"slices": [],
	"robustness": [
		{
			"method": "noise 0.1",
			"metrics": {
				"roc_auc": 0.9,
			},
		},
	],
	"training_overlap": {
		"rows": 0,
		"of": 12000,
		"training": [
			"data/train.csv",
		],
	},
}

parameters := {
	"builders": [
		{
			"id": "https://github.com/example/models/.github/workflows/train.yml",
			"principals": [
				"trainer@example.org",
			],
			"kinds": [
				"training",
				"evaluation",
			],
		},
	],
	"repository": "https://github.com/example/models",
}

evident := object.union(high, {
	"artifact": {"path": "models/credit-risk/model.safetensors", "digests": {"md5": "0b7c2a9d4e1f60718293a4b5c6d7e8f9"}, "pickle": false},
	"evidence": [evaluation, training],
})

limited := json.patch(evident, [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])

# The model with a field of its evidence of training, or of its evaluation, set or removed.
trained(field, value) := json.patch(evident, [{"op": "add", "path": concat("", ["/evidence/1/", field]), "value": value}])

evaluated(field, value) := json.patch(evident, [{"op": "add", "path": concat("", ["/evidence/0/", field]), "value": value}])

without(pointer) := json.patch(evident, [{"op": "remove", "path": pointer}])

test_every_step_is_passed if {
	count(data.govml.evidence_lib.unchanged) == 2 with input as evident with data.govml.parameters as parameters
}

test_a_step_back_is_said if {
	said := {text |
		some change in [
			["status", "failed"], ["artifact", false], ["signatures", []], ["signatures/0/revoked", true],
			["model", "fraud"], ["builder", "x"], ["reachable", false], ["dirty", true], ["inputs", []],
		]
		text := data.govml.evidence_lib.refusal("training") with input as trained(change[0], change[1]) with data.govml.parameters as parameters
	}
	count(said) == 9
}

test_nothing_to_say_of_evidence_that_is_taken if {
	not said with input as evident with data.govml.parameters as parameters
}

said if data.govml.evidence_lib.refusal("training") != ""

test_the_end_of_evidence if {
	data.govml.evidence_lib.until([1, 0, 0]) == "9999-12-31" with input as evident
	data.govml.evidence_lib.until([1, 0, 0]) == "2026-03-11" with input as evident with data.govml.parameters as {"evidence_max_age_days": 10}
	data.govml.evidence_lib.until([1, 0, 0]) == "1970-01-01" with input as trained("finished", "soon") with data.govml.parameters as {"evidence_max_age_days": {"high": 10}}
	data.govml.evidence_lib.until([1, 0, 0]) == "2026-04-01" with input as trained("signatures/0/principals/0/valid_before", "2026-04-01T12:00:00Z")
}
