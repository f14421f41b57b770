# What the rules about promotions and approvals share. As in `lib.rego`, a field of the wrong type counts as missing.
package govml.promotion_lib

import data.govml.lib.digests
import data.govml.lib.plain
import data.govml.lib.shortened
import data.govml.lib.whole_number

is_rollback if input.action == "rollback"

default stage := "the stage"

stage := shortened(input.stage) if {
	is_string(input.stage)
	input.stage != ""
}

default placements := []

placements := input.placements if is_array(input.placements)

weights := digests_of(input)

digests_of(x) := digests({"digests": x.weights}) if {
	is_object(x.weights)
} else := {}

default evidence_days := 0

evidence_days := input.evidence_days if is_number(input.evidence_days)

default approvals := []

approvals := input.approvals if is_array(input.approvals)

# How many principals of which role have to approve; nothing where it can't be told, which APPR-01 denies.
needed[role] := number if {
	is_object(input.needed)
	some role, number in input.needed
	is_number(number)
	number > 0
}

# Principals who fill a role, by a field of their approvals.
filling(field, role) := {approval.principal |
	some approval in approvals
	is_string(approval.principal)
	approval.principal != ""
	approval[field] == role
}

number_of(principals) := whole_number(count(principals))

# What to do, for a remedy, with commands about this version.
advice(text, commands) := concat("\n", [text, "", "```sh", concat("\n", commands), "```"])

# A name that a shell may read as something else is left open.
command(verb, to) := sprintf("govml %s %s@%s --to %s", [
	verb,
	word(object.get(input, "model", ""), "MODEL"),
	word(object.get(input, "version", ""), "VERSION"),
	word(to, "STAGE"),
])

word(text, placeholder) := text if {
	plain(text)
} else := placeholder
