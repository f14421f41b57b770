# METADATA
# title: Intended use is stated
# description: >-
#   A card says what the model is for, in a field or under a heading such as "Intended use" or "Direct use". From tier
#   limited on it should say, and at tier high it must say, what the model must not be used for. Placeholder text counts
#   as missing.
# custom:
#   id: CARD-02
#   subject: model
#   tiers: [minimal, limited, high]
#   severity: error
#   controls:
#     - eu-ai-act 13.3(b)(i)
#     - eu-ai-act IV.1(a)
#     - nist-ai-rmf MAP-1.1
#     - nist-ai-rmf MAP-3.3
#     - iso-42001 A.9.4
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Say it in the card:
#
#     ```yaml
#     governance:
#       intended_use: Scores consumer loan applications for human underwriters.
#       out_of_scope: [automated refusal without review]
#     ```
package govml.card_02

import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.known_tier
import data.govml.lib.real
import data.govml.lib.section
import data.govml.lib.some_real
import data.govml.lib.tier

deny contains {"msg": msg, "pointer": "/card/governance/intended_use"} if {
	known_tier
	not intended
	msg := sprintf(
		"governance.intended_use %s; expected a sentence that says what the model is for, here or under a heading \"Intended use\"",
		[found(governance, "intended_use")],
	)
}

deny contains out_of_scope_missing if tier == "high"

warn contains out_of_scope_missing if tier == "limited"

out_of_scope_missing := {"msg": msg, "pointer": "/card/governance/out_of_scope"} if {
	not out_of_scope
	msg := sprintf(
		"governance.out_of_scope %s; expected a list of uses that the model is not for",
		[found(governance, "out_of_scope")],
	)
}

intended if {
	real(input.card.governance.intended_use)
} else if {
	section([
		"intended use", "intended uses", "intended purpose", "intended uses & limitations",
		"intended uses and limitations", "primary intended uses", "uses", "use", "use cases", "direct use",
	])
}

out_of_scope if {
	some_real(input.card.governance.out_of_scope)
} else if {
	section(["out-of-scope use", "out-of-scope uses", "out of scope use", "out of scope uses", "out of scope"])
}
