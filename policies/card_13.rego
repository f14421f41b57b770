# METADATA
# title: A licence is not widened in passing
# description: >-
#   A change does not drop a restriction from the licence of a model or of data: non-commercial use, no derivatives, share
#   alike, copyleft, use restrictions (RAIL), or terms of its own (`other`). A warning where only models of tier minimal
#   are concerned; an unknown tier counts as high. Any other change of a licence is a warning.
# custom:
#   id: CARD-13
#   subject: change
#   severity: error
#   controls: [nist-ai-rmf GOVERN-6.1, nist-ai-rmf MAP-4.1, iso-42001 A.10.3, sr-11-7 V.vendor, sr-26-2 vendor]
#   remediation: |-
#     Leave the licence as it was. If whoever holds the rights gives more of them now, get a waiver for this rule merged
#     first; a waiver in the same change does not count:
#
#     ```yaml
#     schema: govml.waiver/v1
#     waivers:
#     - rule: CARD-13
#       subject: model MODEL
#       reason: The vendor gave us the base model under MIT on 2 May; contract 4711.
#       approver: legal@bank.example
#       created: 2026-05-04
#       expires: 2026-06-04
#     ```
package govml.card_13

import data.govml.lib.called
import data.govml.lib.changed_data
import data.govml.lib.changed_models
import data.govml.lib.path
import data.govml.lib.shortened
import data.govml.lib.tier_of
import data.govml.lib.tier_of_data
import data.govml.lib.waiver
import data.govml.lib.words

deny contains told(place, kind, item, dropped) if {
	some [place, kind, item, tier] in licensed
	tier != "minimal"
	dropped := restrictions(item.before) - restrictions(item.after)
	count(dropped) > 0
}

warn contains told(place, kind, item, dropped) if {
	some [place, kind, item, tier] in licensed
	dropped := restrictions(item.before) - restrictions(item.after)
	milder(tier, dropped)
	named(item.after) != named(item.before)
}

milder(tier, dropped) if {
	tier == "minimal"
} else if count(dropped) == 0

# Where, what it is, as it was and is, and its risk tier, of all that had a licence before.
licensed contains [path(["models", i, "after", "card", "license"]), "model", model, tier_of(model.after)] if {
	some i, model in changed_models
	count(named(model.before)) > 0
}

licensed contains [path(["data", i, "after", "card", "license"]), "data", data_set, tier_of_data(data_set.after)] if {
	some i, data_set in changed_data
	count(named(data_set.before)) > 0
}

told(place, kind, item, dropped) := {"msg": msg, "pointer": place, "remediation": advice} if {
	count(dropped) > 0
	advice := sprintf("%s\n\n%s", [widened, waiver("CARD-13", kind, item, widened_reason, approver)])
	msg := sprintf(
		"the licence of %s goes from %s to %s, which drops: %s; expected the one that it had",
		[called(item), listed(item.before), listed(item.after), concat(", ", dropped)],
	)
} else := {"msg": msg, "pointer": place, "remediation": advice} if {
	advice := sprintf("%s\n\n%s", [other, waiver("CARD-13", kind, item, other_reason, approver)])
	msg := sprintf(
		"the licence of %s goes from %s to %s; expected the one that it had",
		[called(item), listed(item.before), listed(item.after)],
	)
}

widened := concat(" ", [
	"Leave the licence as it was. If whoever holds the rights gives more of them now, get a waiver for this rule merged",
	"first; a waiver in the same change does not count:",
])

widened_reason := "The vendor gave us the base model under MIT on 2 May; contract 4711."

other := concat(" ", [
	"Leave the licence as it was. If another one holds now, make sure that every use made so far is allowed by it; a",
	"waiver for this rule, merged first, says who did:",
])

other_reason := "The vendor asks for these terms since 2 May; our uses meet them."

approver := "legal@bank.example"

listed(x) := shortened(concat(", ", named(x))) if {
	count(named(x)) > 0
} else := "none"

# A card's licences, by name where they are no well-known ones.
named(x) := licences(x) | own_names(x)

licences(x) := {x.card.license} if {
	is_string(x.card.license)
	x.card.license != ""
} else := {licence |
	some licence in x.card.license
	is_string(licence)
	licence != ""
} if {
	is_array(x.card.license)
} else := set()

own_names(x) := {x.card.license_name} if {
	licences(x).other
	is_string(x.card.license_name)
} else := set()

restrictions(x) := {restriction |
	some licence in named(x)
	some word in words(licence)
	some restriction in restricting[word]
}

# Words of licences, and what they forbid. Of the GPL's family, the stricter holds what the milder one does.
restricting := {
	"nc": {"non-commercial use only"},
	"noncommercial": {"non-commercial use only"},
	"research": {"research only"},
	"nd": {"no derivatives"},
	"sa": {"share alike"},
	"odbl": {"share alike"},
	"sharing": {"share alike"},
	"lgpl": {"copyleft of the LGPL"},
	"gpl": {"copyleft of the LGPL", "copyleft of the GPL"},
	"agpl": {"copyleft of the LGPL", "copyleft of the GPL", "copyleft of the AGPL"},
	"rail": {"use restrictions (RAIL)"},
	"openrail": {"use restrictions (RAIL)"},
	"other": {"terms of its own"},
}
