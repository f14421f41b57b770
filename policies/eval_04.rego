# METADATA
# title: No metric gets worse than the version on the stage
# description: >-
#   What a change alters in the metrics of a model is no more than `regression_budget` worse than in the versions on its
#   stages, or than at the base where no stage has one, and no metric is left out. A warning at tier minimal, an unknown
#   tier counts as high, and a warning where neither the metric's name nor `metric_directions` says whether more is better.
# custom:
#   id: EVAL-04
#   subject: change
#   severity: error
#   controls: [eu-ai-act 15.1, nist-ai-rmf MANAGE-4.2, iso-42001 A.6.2.4, sr-11-7 V.3, sr-26-2 validation]
#   remediation: |-
#     Train a version that is as good, or give the metric again. Where the loss is known and accepted, widen the budget of
#     that metric in `govml.yaml`, in a change of its own:
#
#     ```yaml
#     parameters:
#       regression_budget: {roc_auc: 0.03, "*": 0.01}   # "*" is for all others
#     ```
package govml.eval_04

import data.govml.lib.at
import data.govml.lib.called
import data.govml.lib.decimal
import data.govml.lib.gap
import data.govml.lib.measures
import data.govml.lib.measures_that
import data.govml.lib.models
import data.govml.lib.numbers
import data.govml.lib.path
import data.govml.lib.shortened
import data.govml.lib.tier_of
import data.govml.lib.words
import data.govml.parameters

deny contains member if {
	some i, model in present
	tier_of(model.after) != "minimal"
	some member in (missing(i, model) | worse(i, model))
}

warn contains member if {
	some i, model in present
	tier_of(model.after) == "minimal"
	some member in (missing(i, model) | worse(i, model))
}

warn contains member if {
	some i, model in present
	some member in different(i, model)
}

warn contains {"msg": msg, "pointer": path(["models", i, "after", "card", "model-index"]), "remediation": unread_advice} if {
	some i, model in present
	some about in measures(model.after)
	not as_before(model, about)
	some stage in stages(model)
	not readable(stage)
	msg := sprintf(
		"the results of %s can't be compared with %s, as its card can't be read at the commit of the tag",
		[called(model), on_stage(stage)],
	)
}

unread_advice := concat(" ", [
	"Fetch the tags and the commits that they name, and check again: `git fetch --tags`, in a shallow clone",
	"`git fetch --tags --unshallow`.",
])

direction_advice := concat("\n", [
	"Say in `govml.yaml` whether more of it is better:",
	"",
	"```yaml",
	"parameters:",
	"  metric_directions: {latency_p99: lower}   # higher or lower",
	"```",
])

present[i] := model if {
	some i, model in models
	is_object(model.after)
}

missing(i, model) := {{"msg": msg, "pointer": path(["models", i, "after", "card", "model-index"])} |
	some reference in (references(model) | base(model))
	some about in measures(reference.model)
	not as_before(model, about)
	after := model.after
	given := numbers(reference.model, about)
	not still_given(after, about, given)
	msg := sprintf(
		"%s is no longer given, or not as a number; expected each metric that the base or a version on a stage gives",
		[told(about)],
	)
}

still_given(model, about, given) if {
	count(numbers(model, about)) >= count(given)
	every metric in model.metrics { tells(metric, about) }
}

# A number, or about something else.
tells(metric, about) if {
	is_number(metric.value)
} else if not measures_that(metric, about)

worse(i, model) := {{"msg": msg, "pointer": place(i, model, about)} |
	some [reference, about, before] in compared(model)
	most := budget(about[0])
	loss := loss_of(direction(about[0]), before, numbers(model.after, about))
	loss > most
	msg := sprintf("%s is %s worse than %s; expected at most %s", [told(about), decimal(loss), reference.where, decimal(most)])
}

different(i, model) := {{"msg": msg, "pointer": place(i, model, about), "remediation": direction_advice} |
	some [reference, about, before] in compared(model)
	direction(about[0]) == "unknown"
	after := numbers(model.after, about)
	distance := max({abs(gap(max(after), max(before))), abs(gap(min(after), min(before)))})
	distance > budget(about[0])
	msg := sprintf(
		"%s differs by %s from what it was %s, and the policy does not say whether more of it is better",
		[told(about), decimal(distance), reference.where],
	)
}

# What the change alters of the metrics that a version to compare with gives, too: the version, the metric, its numbers.
compared(model) := {[reference, about, before] |
	some reference in references(model)
	some about in measures(reference.model)
	not as_before(model, about)
	count(numbers(model.after, about)) > 0
	before := numbers(reference.model, about)
}

# The worst number counts, where a metric has several.
loss_of(way, before, after) := gap(min(before), min(after)) if {
	way == "higher"
} else := gap(max(after), max(before)) if {
	way == "lower"
}

readable(stage) if is_object(stage.model)

references(model) := staged(model) if {
	count(staged(model)) > 0
} else := base(model)

staged(model) := {{"where": concat(" ", ["in", on_stage(stage)]), "model": stage.model} |
	some stage in stages(model)
	readable(stage)
}

stages(model) := model.stages if {
	is_array(model.stages)
} else := []

base(model) := {{"where": "at the base", "model": model.before}} if {
	is_object(model.before)
} else := set()

as_before(model, about) if {
	is_object(model.before)
	numbers(model.before, about) == numbers(model.after, about)
}

default budgets := {}

budgets := {"*": parameters.regression_budget} if is_number(parameters.regression_budget)

budgets := parameters.regression_budget if is_object(parameters.regression_budget)

budget(name) := budgets[name] if {
	is_number(budgets[name])
} else := budgets["*"] if {
	is_number(budgets["*"])
} else := 0

default directions := {}

directions := parameters.metric_directions if is_object(parameters.metric_directions)

direction(name) := directions[name] if {
	directions[name] in {"higher", "lower"}
} else := "lower" if {
	count(words(name) & lower_words) > 0
} else := "higher" if {
	count(words(name) & higher_words) > 0
} else := "unknown"

# Words in the names of well-known metrics; those of `govml diff`.
higher_words := {
	"acc", "accuracy", "ap", "auc", "auprc", "auroc", "bleu", "chrf", "dice", "em", "f1", "fbeta", "gini", "iou",
	"kappa", "map", "mcc", "meteor", "miou", "mrr", "ndcg", "npv", "ppv", "precision", "psnr", "r2", "recall", "rouge",
	"sensitivity", "specificity", "ssim", "throughput",
}

lower_words := {
	"brier", "cer", "deviance", "ece", "error", "false", "fid", "latency", "logloss", "loss", "mae", "mape", "mse",
	"nll", "perplexity", "ppl", "regret", "rmse", "rmsle", "smape", "ter", "wer",
}

place(i, model, about) := concat("", [path(["models", i, "after"]), first]) if {
	first := min({at(metric, path(["metrics", j])) | some j, metric in model.after.metrics; measures_that(metric, about)})
}

told(about) := concat(" ", [text |
	some i, word in ["", "on", "of split"]
	is_string(about[i])
	text := trim_space(concat(" ", [word, shortened(about[i])]))
])

on_stage(stage) := sprintf("version %s on stage %s", [shortened(stage.version), shortened(stage.stage)]) if {
	is_string(stage.version)
	stage.version != ""
	is_string(stage.stage)
} else := sprintf("what is on stage %s", [shortened(stage.stage)]) if {
	is_string(stage.stage)
} else := "what is on a stage"
