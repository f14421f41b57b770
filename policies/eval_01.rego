# METADATA
# title: Metrics say what was measured, and on what
# description: >-
#   A card gives every metric of the parameter `required_metrics`, or at least one where the policy names none, with a
#   number, data set and split; at tier high also the version of the data. Where the policy names none, a missing metric
#   is a warning at tier minimal.
# custom:
#   id: EVAL-01
#   subject: model
#   tiers: [minimal, limited, high]
#   severity: error
#   controls:
#     - eu-ai-act 15.3
#     - eu-ai-act 13.3(b)(ii)
#     - eu-ai-act IV.2(g)
#     - nist-ai-rmf MEASURE-2.1
#     - nist-ai-rmf MEASURE-2.3
#     - iso-42001 A.6.2.4
#     - sr-11-7 V.1
#     - sr-26-2 validation
#   remediation: |-
#     Give the result in Hugging Face's `model-index`, with the DVC digest of the data as `revision`:
#
#     ```yaml
#     model-index:
#     - name: MODEL
#       results:
#       - task: {type: tabular-classification}
#         dataset: {type: loans, name: loans, split: test, revision: 3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111}
#         metrics:
#         - {type: roc_auc, value: 0.912}
#     ```
package govml.eval_01

import data.govml.lib.at
import data.govml.lib.complete
import data.govml.lib.found
import data.govml.lib.known_tier
import data.govml.lib.limited_or_high
import data.govml.lib.metrics
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.required_metrics
import data.govml.lib.shortened
import data.govml.lib.tells_all
import data.govml.lib.tier

deny contains member if {
	known_tier
	some member in required_missing
}

deny contains none_counts if limited_or_high

warn contains none_counts if tier == "minimal"

warn contains {"msg": msg, "pointer": at(metric, path(["metrics", i]))} if {
	limited_or_high
	count(counting) > 0
	some i, metric in metrics
	not counting[i]
	msg := sprintf("the metric %s does not count: %s", [name_of(metric), why(metric)])
}

warn contains {"msg": msg, "pointer": at(metric, path(["metrics", i]))} if {
	tier == "limited"
	some i, metric in counting
	not versioned[i]
	msg := sprintf("the metric %s has no revision; expected the version of the data, for example its DVC digest", [name_of(metric)])
}

required_missing contains {"msg": msg, "pointer": "/card/model-index"} if {
	some name in required_metrics
	not given(name)
	msg := sprintf("the metric %s, which the policy requires, is not given with %s", [shortened(name), wanted])
}

none_counts := {"msg": msg, "pointer": "/card/model-index"} if {
	count(required_metrics) == 0
	not one_counts
	msg := sprintf("no metric is given with %s", [wanted])
}

one_counts if {
	tier in {"minimal", "limited"}
	some metric in metrics
	tells_all(metric)
} else if count(counting) > 0

given(name) if {
	some metric in counting
	metric.name == name
}

# What counts as given: at tier high with the version of the data.
default counting := {}

counting := versioned if tier == "high"

counting := complete if tier in {"minimal", "limited"}

versioned[i] := metric if {
	some i, metric in complete
	real(metric.revision)
}

default wanted := "a number, data set and split"

wanted := "a number, data set, split and data version" if tier == "high"

name_of(metric) := shortened(metric.name) if {
	is_string(metric.name)
} else := "without a name"

why(metric) := concat(", ", shortcomings(metric))

shortcomings(metric) := ({text |
	some field in {"name", "dataset", "split"}
	not stated(metric, field)
	text := sprintf("%s %s", [field, found(metric, field)])
} | {text | not measured(metric); text := sprintf("value %s", [found(metric, "value")])}) | {text |
	tier == "high"
	not stated(metric, "revision")
	text := sprintf("revision %s", [found(metric, "revision")])
}

stated(metric, field) if real(metric[field])

measured(metric) if is_number(metric.value)
