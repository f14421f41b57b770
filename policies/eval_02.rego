# METADATA
# title: Thresholds are not moved together with the results
# description: >-
#   A change that alters the results of a model leaves the thresholds alone that they are held against: those under
#   `governance.monitoring` of its card, and `required_metrics`, `slices`, `slice_gap_budget` and `regression_budget` in
#   `govml.yaml`. A warning at tier minimal; an unknown tier counts as high.
# custom:
#   id: EVAL-02
#   subject: change
#   severity: error
#   controls: [eu-ai-act 9.8, nist-ai-rmf MEASURE-1.1, iso-42001 A.6.2.4, sr-11-7 V.3, sr-26-2 validation]
#   remediation: |-
#     Move the threshold in a change of its own, before the one with the results, so that somebody reviews it as such:
#
#     ```yaml
#     governance:
#       monitoring:
#         drift: {method: psi, threshold: 0.2}   # as it was
#     ```
package govml.eval_02

import data.govml.lib.called
import data.govml.lib.changed_models
import data.govml.lib.measures
import data.govml.lib.numbers
import data.govml.lib.path
import data.govml.lib.shortened
import data.govml.lib.tier_of

deny contains member if {
	some i, model in remeasured
	tier_of(model.after) != "minimal"
	some member in moved(i, model)
}

warn contains member if {
	some i, model in remeasured
	tier_of(model.after) == "minimal"
	some member in moved(i, model)
}

deny contains member if {
	names := {called(model) | some model in remeasured; tier_of(model.after) != "minimal"}
	some member in moved_parameters(names)
}

warn contains member if {
	every model in remeasured { tier_of(model.after) == "minimal" }
	names := {called(model) | some model in remeasured}
	some member in moved_parameters(names)
}

# Models with a result that is not what it was.
remeasured[i] := model if {
	some i, model in changed_models
	some about in measures(model.before)
	numbers(model.before, about) != numbers(model.after, about)
}

moved(i, model) := {{"msg": msg, "pointer": pointer} |
	now := thresholds(model.after)
	some [place, name], value in thresholds(model.before)
	object.get(now, [[place, name]], null) != value
	pointer := concat("", [path(["models", i, "after", "card", "governance", "monitoring"]), place])
	msg := sprintf(
		"the threshold of %s changes together with the results of %s; expected the one that was there before them",
		[shortened(name), called(model)],
	)
}

moved_parameters(names) := {{"msg": msg, "pointer": path(["parameters", "after", name])} |
	count(names) > 0
	some name in ["required_metrics", "slices", "slice_gap_budget", "regression_budget"]
	object.get(parameters("before"), name, null) != object.get(parameters("after"), name, null)
	msg := sprintf("%s changes together with the results of %s; expected what was there before them", [name, listed(names)])
}

listed(names) := min(names) if {
	count(names) == 1
} else := sprintf("%s and %d more", [min(names), count(names) - 1])

# Where each threshold of a card is, and of what, to its value.
thresholds(model) := object.union(drift(model), by_metric(model))

drift(model) := {["/drift/threshold", "drift"]: model.card.governance.monitoring.drift.threshold} if {
	model.card.governance.monitoring.drift.threshold != null
} else := {}

by_metric(model) := {["/thresholds", name]: value |
	some name, value in model.card.governance.monitoring.thresholds
	value != null
} if {
	is_object(model.card.governance.monitoring.thresholds)
} else := {}

parameters(side) := input.parameters[side] if {
	is_object(input.parameters[side])
} else := {}
