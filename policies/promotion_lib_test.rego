# What the tests of the rules about promotions and approvals are made from, and tests of the helpers.
package govml.promotion_lib_test

promotion := {
	"kind": "promotion",
	"name": "credit-risk@v1.4.0#production",
	"action": "promotion",
	"model": "credit-risk",
	"version": "v1.4.0",
	"stage": "production",
	"tier": "high",
	"base": {
		"version": "v1.3.0",
		"commit": "0123456789abcdef0123456789abcdef01234567",
	},
	"stated": "1.4.0",
	"commit": "c3eb6e9166436320cff5d48c374419792147efad",
	"weights": {
		"md5": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
		"sha256": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
	},
	"registered": true,
	"deprecated": false,
	"configured": true,
	"after": [
		"staging",
	],
	"evidence_days": 365,
	"reachable": true,
	"commits": 3,
	"unsigned": [],
	"waivers": [],
	"placements": [
		{
			"stage": "dev",
			"days": 9,
			"commit": "c3eb6e9166436320cff5d48c374419792147efad",
			"weights": {
				"md5": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
				"sha256": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
			},
			"holds": false,
		},
		{
			"stage": "staging",
			"days": 2,
			"commit": "c3eb6e9166436320cff5d48c374419792147efad",
			"weights": {
				"md5": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
				"sha256": "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
			},
			"holds": false,
		},
	],
}

approvals := {
	"kind": "approvals",
	"name": "credit-risk@v1.4.0#production",
	"action": "promotion",
	"model": "credit-risk",
	"version": "v1.4.0",
	"stage": "production",
	"tier": "high",
	"needed": {
		"risk-owner": 1,
		"validator": 1,
	},
	"approvals": [
		{
			"entry": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
			"kind": "signature",
			"principal": "alice@bank.example",
			"roles": [
				"risk-owner",
			],
			"independent": true,
			"role": "risk-owner",
			"independent_role": "risk-owner",
		},
		{
			"entry": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
			"kind": "signature",
			"principal": "carol@bank.example",
			"roles": [
				"validator",
			],
			"independent": true,
			"role": "validator",
			"independent_role": "validator",
		},
	],
}

test_a_principal_counts_once if {
	twice := json.patch(approvals, [{"op": "copy", "from": "/approvals/0", "path": "/approvals/1"}])
	count(data.govml.promotion_lib.filling("role", "risk-owner")) == 1 with input as twice
}

test_odd_types_count_as_missing if {
	odd := {"approvals": 3, "placements": "x", "weights": [], "needed": {"validator": "1"}, "stage": ""}
	data.govml.promotion_lib.approvals == [] with input as odd
	data.govml.promotion_lib.placements == [] with input as odd
	data.govml.promotion_lib.weights == {} with input as odd
	data.govml.promotion_lib.stage == "the stage" with input as odd
	count(data.govml.promotion_lib.needed) == 0 with input as odd
}

test_a_command_names_what_is_decided if {
	data.govml.promotion_lib.command("approve", "production") == "govml approve credit-risk@v1.4.0 --to production" with input as promotion
}

test_a_command_leaves_open_what_a_shell_may_read if {
	data.govml.promotion_lib.command("approve", 3) == "govml approve MODEL@VERSION --to STAGE" with input as {"model": "$(x)"}
}
