# METADATA
# title: The numbers of the card are those of signed evidence
# description: >-
#   From tier limited on every metric of the card has the value that signed evidence of an evaluation says, for the same
#   data set, split and version of the data, rounded to the digits that the card gives. The evidence has to pass what
#   the rules PROV-06 to PROV-11, PROV-02 and PROV-03 ask of training. It counts until its key ends or it is older than
#   the parameter `evidence_max_age_days` says. A warning at tier limited.
# custom:
#   id: EVAL-03
#   subject: model
#   tiers: [limited, high]
#   needs: [metrics]
#   severity: error
#   controls: [eu-ai-act 11.1, nist-ai-rmf MEASURE-2.13, iso-42001 A.6.2.4, sr-11-7 V.3, sr-26-2 validation]
#   remediation: |-
#     Recompute the numbers, signed with a key that `allowed_signers` has and that the parameter `builders` trusts
#     with the builder, write them into the card, and commit the evidence with it:
#
#     ```sh
#     govml evaluate MODEL
#     govml card sync MODEL
#     git add evidence models
#     ```
package govml.eval_03

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.inputs_of
import data.govml.evidence_lib.members
import data.govml.evidence_lib.of
import data.govml.evidence_lib.refusal
import data.govml.evidence_lib.unchanged
import data.govml.evidence_lib.until
import data.govml.lib.at
import data.govml.lib.digests
import data.govml.lib.metrics
import data.govml.lib.path
import data.govml.lib.shortened
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/model-index"} if {
	count(accepted) == 0
	msg := sprintf("%s; expected signed evidence of an evaluation of these weights on the data that is there now", [refusal("evaluation")])
}

gaps contains {"msg": msg, "pointer": at(metric, path(["metrics", i]))} if {
	count(accepted) > 0
	some i, metric in metrics
	count(backing(metric)) == 0
	msg := contradiction(metric)
}

# The policy knows no time: the finding holds from the day on which the last evidence for the number counts no longer.
gaps contains {"msg": msg, "pointer": at(metric, path(["metrics", i])), "from": last} if {
	some i, metric in metrics
	last := max({until(each) | some each in backing(metric)})
	last < "9999-12-31"
	msg := sprintf("the evidence for %s counts until %s; expected a newer evaluation", [name_of(metric), last])
}

accepted := of(unchanged, "evaluation")

backing(metric) := {each |
	stated := metric.value
	some each in accepted
	found := numbers_about(each, metric)
	count(found) > 0
	every number in found { rounds_to(number, stated) }
}

numbers_about(triple, metric) := {number.value |
	some number in members(entries[triple[0]], "metrics")
	is_number(number.value)
	number.name == metric.name
	every field in ["dataset", "split"] { agrees(number, metric, field) }
	same_version(triple, number, metric)
}

# What the card names the evidence names, too.
agrees(number, metric, field) if {
	not metric[field]
} else if {
	number[field] == metric[field]
}

# A card may give the first digits of a digest.
same_version(_, _, metric) if not metric.revision

same_version(_, number, metric) if {
	is_string(number.revision)
	startswith(number.revision, stem(metric.revision))
}

same_version(triple, _, metric) if {
	some set in inputs_of(entries[triple[0]])
	some hex in digests(set)
	startswith(hex, stem(metric.revision))
}

stem(revision) := found if {
	is_string(revision)
	found := trim_right(revision, ".…")
	count(found) >= 4
}

# -- numbers -----------------------------------------------------------------------------------------------------------

# The stated number is the exact one, rounded to the digits that it has itself, and to two at least.
rounds_to(exact, stated) if {
	is_number(exact)
	is_number(stated)
	scale := max({own_scale(stated), least_scale(stated)})
	abs((exact - stated) * scale) <= 0.5 + noise(stated * scale)
}

# Ten to the number of decimals that a number is written with.
own_scale(x) := min({scale | some scale in scales; whole(x * scale); kept(x, scale)} | {1000000000000})

whole(y) if abs(y - round(y)) < noise(y)

# By how much a number of this size may be off, as floating-point numbers are.
noise(y) := max({0.000001, abs(y) / 1000000000000000})

kept(x, scale) if {
	x == 0
} else if {
	abs(x * scale) > 0.5
}

least_scale(x) := 100 if {
	abs(x) <= 1
} else := 10 if {
	abs(x) < 10
} else := 1

scales := {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
	1000000000000,
}

# -- words -------------------------------------------------------------------------------------------------------------

contradiction(metric) := sprintf(
	"the card says %s for %s and the evidence says %s; expected the number of the evidence",
	[shown(object.get(metric, "value", null)), name_of(metric), concat(" or ", sort([shown(number) | some number in others]))],
) if {
	others := {number | some each in accepted; some number in numbers_about(each, metric)}
	count(others) > 0
} else := sprintf(
	"no evidence says anything about %s; expected the number of an evaluation on the data set, split and version that the card names",
	[name_of(metric)],
)

name_of(metric) := shortened(metric.name) if {
	is_string(metric.name)
} else := "a metric without a name"

# Six decimals, written from whole numbers: engines write floats differently.
shown(x) := sprintf("%s%s.%s", [sign(x), format_int(floor(millionths(x) / 1000000), 10), digits(x)]) if {
	is_number(x)
	abs(x) < 1000000000
} else := "what is no number" if {
	not is_number(x)
} else := "a number beyond a thousand million"

millionths(x) := round(abs(x) * 1000000)

digits(x) := trim_right(padded, "0") if {
	padded := substring(format_int(1000000 + (millionths(x) % 1000000), 10), 1, 6)
	padded != "000000"
} else := "0"

sign(x) := "-" if {
	x < 0
} else := ""
