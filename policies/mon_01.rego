# METADATA
# title: There is a monitoring plan
# description: >-
#   A card of tier high says which metrics are watched, the threshold at which somebody acts, how often, and who. A
#   warning at tier limited.
# custom:
#   id: MON-01
#   subject: model
#   severity: error
#   controls:
#     - eu-ai-act 72.1
#     - eu-ai-act 72.3
#     - eu-ai-act IV.9
#     - nist-ai-rmf MANAGE-4.1
#     - iso-42001 A.6.2.6
#     - sr-11-7 V.2
#     - sr-26-2 monitoring
#   remediation: |-
#     Write the plan into the card:
#
#     ```yaml
#     governance:
#       monitoring:
#         metrics: [roc_auc]
#         drift: {method: psi, threshold: 0.2}
#         cadence: P7D
#         owner: credit-ops
#     ```
package govml.mon_01

import data.govml.lib

deny contains member if {
	lib.tier == "high"
	some member in gaps
}

warn contains member if {
	lib.tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": lib.path(["card", "governance", "monitoring", field])} if {
	some field, wanted in {
		"metrics": "a list of metrics that are watched",
		"drift": "a drift measure with a threshold, or thresholds by metric",
		"cadence": "how often somebody looks, for example P7D",
		"owner": "who looks",
	}
	not planned[field]
	msg := sprintf("governance.monitoring.%s %s; expected %s", [field, lib.found(plan, field), wanted])
}

default plan := {}

plan := lib.governance.monitoring if is_object(lib.governance.monitoring)

planned["metrics"] if lib.some_real(plan.metrics)

planned["drift"] if is_number(plan.drift.threshold)

planned["drift"] if {
	is_object(plan.thresholds)
	some threshold in plan.thresholds
	is_number(threshold)
}

planned["cadence"] if {
	lib.real(plan.cadence)
	startswith(plan.cadence, "P")
}

planned["owner"] if lib.real(plan.owner)
