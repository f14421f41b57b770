# What the tests of the policies are made from: a model of tier high, a data set and a deployment that pass every rule
# at once, MON-03's day apart; and tests of the helpers.
package govml.lib_test

data_card := {
	"pretty_name": "Loans",
	"license": "cc-by-4.0",
	"governance": {
		"name": "loans",
		"data": [
			"data/train.csv.dvc",
			"data/test.csv.dvc",
		],
		"owner": {
			"team": "data-office",
			"contact": "#data-office",
		},
		"origin": "Loan book of the retail bank.",
		"collection": "Exported monthly from the core banking system, 2019 to 2025.",
		"purpose": "Estimate the risk of default of consumer loans.",
		"preparation": [
			"Loans without a decision were removed.",
			"Income was rounded to 100.",
		],
		"bias": {
			"examined": "Approval and default rates by age band and region.",
			"findings": [
				"Applicants under 25 are 4 % of the rows.",
			],
		},
		"gaps": [
			"No applicants from the islands.",
		],
		"personal": {
			"contains": true,
			"legal_basis": "contract (GDPR 6.1(b))",
			"retention": "P7Y",
		},
	},
}

high := {
	"kind": "model",
	"name": "credit-risk",
	"card": {
		"license": "apache-2.0",
		"governance": {
			"name": "credit-risk",
			"version": "1.4.0",
			"owner": {
				"team": "credit-ml",
				"contact": "credit-ml@example.org",
			},
			"risk": {
				"tier": "high",
				"reason": "Supports a human underwriter; never decides alone.",
			},
			"intended_use": "Scores consumer loan applications for human underwriters.",
			"out_of_scope": [
				"automated refusal without review",
			],
			"limitations": [
				"trained on one market",
			],
			"misuse": [
				"ranking employees by the score of their household",
			],
			"risks": [
				{
					"risk": "Applicants of one region are refused more often.",
					"mitigation": "The approval rate by region is watched each week.",
					"residual": "Shifts within one week go unnoticed.",
				},
			],
			"oversight": {
				"who": "duty underwriter",
				"how_to_stop": "flag `scoring.enabled` off",
			},
			"artifact": "models/credit-risk/model.safetensors.dvc",
			"training": {
				"pipeline": "dvc.yaml#train",
				"data": [
					"data/train.csv.dvc",
				],
			},
			"evaluation": {
				"data": [
					"data/test.csv.dvc",
				],
				"metrics": "metrics.json",
				"slices": [
					{
						"by": "age",
						"metric": "roc_auc",
						"values": {
							"under-25": 0.9,
							"25-and-over": 0.91,
						},
					},
				],
			},
			"energy": {
				"kwh": 3.2,
			},
			"monitoring": {
				"metrics": [
					"roc_auc",
				],
				"drift": {
					"method": "psi",
					"threshold": 0.2,
				},
				"cadence": "P7D",
				"owner": "credit-ops",
			},
			"revalidate_by": "2027-03-31",
		},
	},
	"training": {
		"data": [
			{
				"name": "data/train.csv",
				"path": "data/train.csv",
				"digests": {
					"md5": "9d1f4c6b8a2e03571f6b8c2d4e9a0b13",
				},
				"card": data_card,
				"at": "/card/governance/training/data/0",
			},
		],
	},
	"evaluation": {
		"data": [
			{
				"name": "data/test.csv",
				"path": "data/test.csv",
				"digests": {
					"md5": "3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111",
				},
				"card": data_card,
				"at": "/card/governance/evaluation/data/0",
			},
		],
	},
	"metrics": [
		{
			"name": "roc_auc",
			"value": 0.912,
			"dataset": "loans",
			"split": "test",
			"revision": "3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111",
			"n": 12000,
			"interval": [
				0.905,
				0.919,
			],
			"at": "/card/model-index/0/results/0/metrics/0",
		},
	],
}

data_set := {
	"kind": "data",
	"name": "loans",
	"card": data_card,
	"pointers": [
		{
			"path": "data/train.csv",
			"digests": {
				"md5": "9d1f4c6b8a2e03571f6b8c2d4e9a0b13",
				"sha256": "5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c5a1c",
			},
			"size": 9912345,
		},
		{
			"path": "data/test.csv",
			"digests": {
				"md5": "3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111",
				"sha256": "c77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77ec77e",
			},
			"size": 1212345,
		},
	],
	"used_by": [
		{
			"model": "credit-risk",
			"role": "training",
			"risk": "high",
		},
		{
			"model": "credit-risk",
			"role": "evaluation",
			"risk": "high",
		},
	],
}

deployment := {
	"kind": "deployment",
	"name": "scoring",
	"stage": "prod",
	"models": [
		{
			"name": "credit-risk",
			"version": "1.4.0",
			"digests": {
				"md5": "0b7c2a9d4e1f60718293a4b5c6d7e8f9",
			},
			"uri": "s3://models/credit-risk/1.4.0",
			"traffic": 100,
			"at": "/manifest/models/0",
			"model": {
				"name": "credit-risk",
				"path": "models/credit-risk/README.md",
				"version": "1.4.0",
				"risk": "high",
				"digests": {
					"md5": "0b7c2a9d4e1f60718293a4b5c6d7e8f9",
				},
			},
		},
	],
	"logging": {
		"enabled": true,
		"retention_days": 365,
	},
	"rollback": {
		"version": "1.3.2",
	},
}

# The model with a field removed or set, by pointer.
without(pointer) := json.patch(high, [{"op": "remove", "path": pointer}])

changed(pointer, value) := json.patch(high, [{"op": "replace", "path": pointer, "value": value}])

limited := changed("/card/governance/risk/tier", "limited")

# The change of one model.
of_models(before, after) := {
	"kind": "change",
	"name": "change",
	"models": [{"name": "credit-risk", "before": before, "after": after}],
}

test_real_text if {
	data.govml.lib.real("Scores loan applications.")
	data.govml.lib.real("To be used by underwriters.")
	data.govml.lib.real("N/A for this model, as it writes no text.")
	data.govml.lib.real("<!-- Provide a quick summary. -->\n\nA small spam filter.")
}

test_placeholders if {
	texts := [
		"", "  ", "TODO", "fİll in", "PENDİNG", "todo: write this", "TBD.", "tbd", "FIXME later", "[More Information Needed]", "N/A", "n/a",
		"Lorem ipsum dolor sit amet", "<fill in>", "…", "**TBD**", "<!-- Provide a quick summary. -->",
		"<!-- a -->\n[More Information Needed]\n<!-- b", "your-org", 7, null, true, ["text"], {"a": "text"},
	]
	{text | some text in texts; data.govml.lib.real(text)} == set()
}

test_contacts if {
	good := {"credit-ml@example.org", "#credit-ml", "@acme/credit-ml", "https://acme.example/credit-ml"}
	bad := {"you@example.com", "contact@your-org.com", "name@example.org", "TODO", "john.doe@company.com"}
	{contact | some contact in (good | bad); data.govml.lib.reachable(contact)} == good
}

test_tier if {
	data.govml.lib.tier == "high" with input as high
	data.govml.lib.tier == "unknown" with input as without("/card/governance/risk/tier")
	data.govml.lib.tier == "unknown" with input as "no object"
	data.govml.lib.data_tier == "high" with input as {"used_by": [{"risk": "minimal"}, {"model": "a"}]}
	data.govml.lib.data_tier == "limited" with input as {"used_by": [{"risk": "minimal"}, {"risk": "limited"}]}
	data.govml.lib.deployment_tier == "high" with input as {"models": []}
}

test_state if {
	{s | some x in [null, "", [], "a", true, false, 3, 0.5, [1], {"a": 1}]; s := data.govml.lib.state(x)} == {
		"is missing", "is empty", "is an empty list", "is \"a\"", "is true", "is false", "is 3", "is a number", "is a list",
		"is a mapping",
	}
}

test_bytes if {
	data.govml.lib.agree({"md5": "a1", "sha256": "b2"}, {"md5": "a1"})
	not data.govml.lib.agree({"md5": "a1", "sha256": "b2"}, {"md5": "a1", "sha256": "c3"})
	not data.govml.lib.agree({"md5": "a1"}, {"sha256": "b2"})
	not data.govml.lib.agree({}, {})
}

test_numbers if {
	metrics := [
		{"name": "f1", "dataset": "a", "split": "test", "value": 1}, {"name": "f1", "dataset": "a", "value": 2},
		{"name": "f1", "dataset": "b", "value": 3}, {"name": "auc", "value": 4}, {"name": "f1", "value": "5"}, "f1",
	]
	data.govml.lib.measures({"metrics": metrics}) == {["f1", "a", "test"], ["f1", "a", null], ["f1", "b", null], ["auc", null, null]}
	data.govml.lib.numbers({"metrics": metrics}, ["f1", "a", "test"]) == {1, 2}
	data.govml.lib.numbers({"metrics": metrics}, ["f1", null, null]) == {1, 2, 3}
	data.govml.lib.numbers({"metrics": {"f1": 1}}, ["f1", null, null]) == set()
	data.govml.lib.measures("no model") == set()
}

test_words if {
	data.govml.lib.words("rocAuc_5@k") == {"roc", "auc", "5", "k"}
	data.govml.lib.words("präzision") == {"pr", "zision"}
	data.govml.lib.words(7) == set()
}
