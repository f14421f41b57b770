# METADATA
# title: Metrics have an interval or a sample size
# description: >-
#   At tier high every required metric, or at least one where the policy names none, has a confidence interval or the
#   number of examples it was computed on. A warning at tier limited.
# custom:
#   id: EVAL-07
#   subject: model
#   tiers: [limited, high]
#   severity: error
#   controls: [eu-ai-act 15.3, nist-ai-rmf MEASURE-2.5, sr-11-7 V.3, sr-26-2 validation]
#   remediation: |-
#     Give one of both beside the number:
#
#     ```yaml
#     metrics:
#     - {type: roc_auc, value: 0.912, n: 12000, confidence_interval: [0.905, 0.919]}
#     ```
package govml.eval_07

import data.govml.lib.complete
import data.govml.lib.required_metrics
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
	some name in required_metrics
	not certain[name]
	msg := sprintf("the metric %s is given without confidence_interval and n; expected one of them", [shortened(name)])
}

gaps contains {"msg": msg, "pointer": "/card/model-index"} if {
	count(required_metrics) == 0
	count(certain) == 0
	msg := "no metric is given with confidence_interval or n; expected one of them beside the number"
}

certain[name] if {
	some metric in complete
	bounded(metric)
	name := metric.name
}

bounded(metric) if {
	is_number(metric.n)
	metric.n > 0
}

bounded(metric) if {
	is_array(metric.interval)
	[low, high] := metric.interval
	is_number(low)
	is_number(high)
	low <= high
}
