# METADATA
# title: Groups are evaluated and close to each other
# description: >-
#   A card of tier high gives a metric by groups. From tier limited on it gives it by every attribute of the parameter
#   `slices`, and the groups listed there differ by no more than `slice_gap_budget`. A gap between groups that the policy
#   does not list is a warning, as a group that nobody asks for could just be left out.
# custom:
#   id: EVAL-05
#   subject: model
#   tiers: [limited, high]
#   needs: [groups]
#   severity: error
#   controls:
#     - eu-ai-act 13.3(b)(v)
#     - eu-ai-act 10.2(f)
#     - nist-ai-rmf MEASURE-2.11
#     - iso-42001 A.5.4
#     - sr-11-7 V.3
#     - sr-26-2 validation
#   remediation: |-
#     Evaluate by group and give the numbers in the card:
#
#     ```yaml
#     governance:
#       evaluation:
#         slices:
#         - {by: age, metric: roc_auc, values: {under-25: 0.90, 25-and-over: 0.91}}
#     ```
package govml.eval_05

import data.govml.lib.decimal
import data.govml.lib.found
import data.govml.lib.gap
import data.govml.lib.limited_or_high
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.shortened
import data.govml.lib.tier
import data.govml.parameters

deny contains {"msg": msg, "pointer": "/card/governance/evaluation/slices"} if {
	tier == "high"
	count(slices) == 0
	msg := sprintf("governance.evaluation.slices %s; expected a metric by groups, for example by age", [found(evaluation, "slices")])
}

deny contains {"msg": msg, "pointer": path(["card", "governance", "evaluation", "slices", i]), "remediation": unusable_advice} if {
	limited_or_high
	some i, _ in slices
	not usable[i]
	msg := sprintf("governance.evaluation.slices[%d] can't be used; expected by, metric and values with a number for two groups or more", [i])
}

deny contains {"msg": msg, "pointer": "/card/governance/evaluation/slices", "remediation": required_advice} if {
	limited_or_high
	some attribute, groups in required
	not evaluated(attribute, groups)
	msg := sprintf("no metric is given by %s for %s, which the policy requires", [shortened(attribute), groups_text(groups)])
}

deny contains {"msg": msg, "pointer": path(["card", "governance", "evaluation", "slices", i, "values"]), "remediation": gap_advice} if {
	limited_or_high
	some i, slice in usable
	groups := required[slice.by]
	distance := gap_between([value | some group in groups; value := slice.values[group]; is_number(value)])
	distance > budget
	msg := too_far(slice, distance)
}

warn contains {"msg": msg, "pointer": path(["card", "governance", "evaluation", "slices", i, "values"]), "remediation": gap_advice} if {
	limited_or_high
	some i, slice in usable
	distance := gap_between([value | some value in slice.values; is_number(value)])
	distance > budget
	msg := too_far(slice, distance)
}

gap_advice := concat(" ", [
	"Make the model fairer to the group that it serves worst (more of its data, weights, another threshold), evaluate again",
	"and write the new numbers into the card. Where the gap is known and accepted, ask the owner of the policy for a waiver",
	"or for a wider `slice_gap_budget` under `parameters` in govml.yaml.",
])

required_advice := concat("\n", [
	"Evaluate by the attribute that the message names, for each of its groups, and add the numbers to the card:",
	"",
	"```yaml",
	"governance:",
	"  evaluation:",
	"    slices:",
	"      - by: age   # the attribute, as the policy writes it",
	"        metric: roc_auc",
	"        values: {under-25: 0.90, 25-and-over: 0.91}   # each group",
	"```",
])

unusable_advice := concat("\n", [
	"Complete the entry: the attribute, the metric, and its number for at least two groups, as numbers and not as text:",
	"",
	"```yaml",
	"- by: age",
	"  metric: roc_auc",
	"  values: {under-25: 0.90, 25-and-over: 0.91}",
	"```",
])

default evaluation := {}

evaluation := input.card.governance.evaluation if is_object(input.card.governance.evaluation)

default slices := []

slices := input.card.governance.evaluation.slices if is_array(input.card.governance.evaluation.slices)

# Attribute -> groups that must be compared; none listed when the policy names the attribute only.
required[attribute] := set() if {
	is_array(parameters.slices)
	some attribute in parameters.slices
	is_string(attribute)
}

required[attribute] := {group | some group in groups; is_string(group)} if {
	is_object(parameters.slices)
	some attribute, groups in parameters.slices
	is_array(groups)
}

default budget := 0

budget := parameters.slice_gap_budget if is_number(parameters.slice_gap_budget)

usable[i] := slice if {
	some i, slice in slices
	real(slice.by)
	real(slice.metric)
	is_object(slice.values)
	count([value | some value in slice.values; is_number(value)]) > 1
}

evaluated(attribute, groups) if {
	some slice in usable
	slice.by == attribute
	every group in groups { is_number(slice.values[group]) }
}

gap_between(values) := gap(max(values), min(values)) if count(values) > 1

too_far(slice, distance) := sprintf(
	"%s by %s differs by %s between groups; expected at most %s",
	[shortened(slice.metric), shortened(slice.by), decimal(distance), decimal(budget)],
)

groups_text(groups) := "two groups or more" if {
	count(groups) == 0
} else := concat(", ", [shortened(group) | some group in groups])
