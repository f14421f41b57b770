# METADATA
# title: Metrics say what was measured, and on what
# description: >-
#   A card gives every metric of the parameter `required_metrics`, or at least one where the policy names none, with a
#   number, data set and split; at tier high also the version of the data. Where the policy names none, a missing metric
#   is a warning at tier minimal.
# custom:
#   id: EVAL-01
#   subject: model
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
#     - name: credit-risk
#       results:
#       - task: {type: tabular-classification}
#         dataset: {type: loans, name: loans, split: test, revision: 3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111}
#         metrics:
#         - {type: roc_auc, value: 0.912}
#     ```
package govml.eval_01

import data.govml.lib

deny contains member if {
	lib.known_tier
	some member in required_missing
}

deny contains none_counts if lib.limited_or_high

warn contains none_counts if lib.tier == "minimal"

warn contains {"msg": msg, "pointer": lib.at(metric, lib.path(["metrics", i]))} if {
	lib.limited_or_high
	some i, metric in lib.metrics
	not counts(metric)
	some metric_in_force in lib.metrics
	counts(metric_in_force)
	msg := sprintf("the metric %s does not count: %s", [name_of(metric), why(metric)])
}

warn contains {"msg": msg, "pointer": lib.at(metric, lib.path(["metrics", i]))} if {
	lib.tier == "limited"
	some i, metric in lib.metrics
	counts(metric)
	not versioned(metric)
	msg := sprintf("the metric %s has no revision; expected the version of the data, for example its DVC digest", [name_of(metric)])
}

warn contains {"msg": msg, "pointer": "/evaluation/data"} if {
	lib.limited_or_high
	count(known_versions) > 0
	count(claimed_versions) > 0
	not measured_on_named_data
	msg := "no metric was measured on a version of the data that governance.evaluation.data names; expected its digest as revision"
}

required_missing contains {"msg": msg, "pointer": "/card/model-index"} if {
	some name in lib.required_metrics
	not given[name]
	msg := sprintf("the metric %s, which the policy requires, is not given with %s", [lib.shortened(name), wanted])
}

none_counts := {"msg": msg, "pointer": "/card/model-index"} if {
	count(lib.required_metrics) == 0
	count(given) == 0
	msg := sprintf("no metric is given with %s", [wanted])
}

given[name] if {
	some metric in lib.metrics
	counts(metric)
	name := metric.name
}

counts(metric) if {
	lib.tier != "high"
	lib.complete(metric)
}

counts(metric) if {
	lib.complete(metric)
	versioned(metric)
}

versioned(metric) if lib.real(metric.revision)

default wanted := "a number, data set and split"

wanted := "a number, data set, split and data version" if lib.tier == "high"

known_versions contains hex if {
	some set in lib.evaluation_data
	some hex in lib.digests(set)
}

claimed_versions contains metric.revision if {
	some metric in lib.metrics
	counts(metric)
	versioned(metric)
}

measured_on_named_data if {
	some hex in known_versions
	hex in claimed_versions
}

measured_on_named_data if {
	some hex in known_versions
	trim_suffix(hex, ".dir") in claimed_versions
}

name_of(metric) := lib.shortened(metric.name) if {
	is_string(metric.name)
} else := "without a name"

why(metric) := concat(", ", [text | some text in shortcomings(metric)])

shortcomings(metric) := ({sprintf("%s %s", [field, lib.found(metric, field)]) |
	some field in {"name", "dataset", "split"}
	not stated(metric, field)
} | {text | not measured(metric); text := sprintf("value %s", [lib.found(metric, "value")])}) | {text |
	lib.tier == "high"
	not versioned(metric)
	text := sprintf("revision %s", [lib.found(metric, "revision")])
}

stated(metric, field) if lib.real(metric[field])

measured(metric) if is_number(metric.value)
