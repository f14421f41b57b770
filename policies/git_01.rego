# METADATA
# title: The history of the version is whole and known
# description: >-
#   The commit of the version is in the history of the trusted branch, the ledger knows the version at no other commit,
#   and every commit of it is signed by a key of `allowed_signers`: an error at the tiers that `signed_commits` names, a
#   warning at the others.
# custom:
#   id: GIT-01
#   subject: promotion
#   severity: error
#   controls: [eu-ai-act 17.1(k), eu-ai-act 18.1, nist-ai-rmf GOVERN-1.4, sr-11-7 VI, sr-26-2 governance]
#   remediation: |-
#     Merge the commit into the trusted branch, and sign commits with an SSH key that `allowed_signers` lists:
#
#     ```sh
#     git config gpg.format ssh
#     git config user.signingkey ~/.ssh/id_ed25519.pub
#     git config commit.gpgsign true
#     ```
package govml.git_01

import data.govml.lib.shortened
import data.govml.lib.whole_number
import data.govml.parameters
import data.govml.promotion_lib.is_rollback
import data.govml.promotion_lib.placements
import data.govml.promotion_lib.stage

deny contains {"msg": "the commit of the version is not in the history of the trusted branch", "pointer": "/reachable"} if {
	not reachable
}

deny contains {"msg": msg, "pointer": "/placements"} if {
	some place in elsewhere
	msg := sprintf("the version was on %s at another commit: its tag has moved", [place])
}

deny contains member if {
	strict
	not is_rollback
	some member in unsigned
}

warn contains member if {
	not strict
	some member in unsigned
}

# A rescue doesn't wait for signatures of commits that were let through before.
warn contains member if {
	strict
	is_rollback
	some member in unsigned
}

reachable if input.reachable == true

elsewhere := {shortened(placement.stage) |
	some placement in placements
	is_string(placement.stage)
	not here(placement)
}

here(placement) if placement.commit == input.commit

strict if {
	is_array(parameters.signed_commits)
	input.tier in parameters.signed_commits
}

# A tier that isn't known counts as high.
strict if {
	is_array(parameters.signed_commits)
	"high" in parameters.signed_commits
	not lower_tier
}

lower_tier if input.tier in {"minimal", "limited"}

unsigned contains {"msg": "which commits made the version is not known", "pointer": "/unsigned"} if {
	not listed
}

unsigned contains {"msg": msg, "pointer": "/unsigned"} if {
	listed
	count(input.unsigned) > 0
	first := [text |
		some commit in input.unsigned
		is_string(commit.commit)
		is_string(commit.problem)
		text := sprintf("%s %s", [substring(commit.commit, 0, 12), shortened(commit.problem)])
	]
	msg := sprintf("%s of %s since the version on %s can't be told by their signature; %s", [
		whole_number(count(input.unsigned)),
		commits,
		stage,
		concat(", ", array.slice(sort(first), 0, 3)),
	])
}

listed if is_array(input.unsigned)

commits := sprintf("%s commits", [whole_number(input.commits)]) if {
	is_number(input.commits)
} else := "the commits"
