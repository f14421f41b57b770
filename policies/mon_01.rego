# METADATA
# title: There is a monitoring plan
# description: >-
#   A card of tier high says which metrics are watched, the threshold at which somebody acts, how often, and who. A
#   warning at tier limited.
# custom:
#   id: MON-01
#   subject: model
#   tiers: [limited, high]
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

import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.some_real
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/monitoring"} if {
	not given
	msg := sprintf("governance.monitoring %s; expected metrics, a threshold, cadence and owner", [found(governance, "monitoring")])
}

gaps contains {"msg": msg, "pointer": path(["card", "governance", "monitoring", field])} if {
	given
	some field, wanted in {
		"metrics": "a list of metrics that are watched",
		"drift": "a drift measure with a threshold, or thresholds by metric",
		"cadence": "how often somebody looks, for example P7D",
		"owner": "who looks",
	}
	not planned[field]
	msg := sprintf("governance.monitoring.%s %s; expected %s", [field, field_state(field), wanted])
}

given if is_object(input.card.governance.monitoring)

default plan := {}

plan := input.card.governance.monitoring if is_object(input.card.governance.monitoring)

planned contains "metrics" if some_real(input.card.governance.monitoring.metrics)

planned contains "drift" if is_number(input.card.governance.monitoring.drift.threshold)

planned contains "drift" if {
	is_object(input.card.governance.monitoring.thresholds)
	some threshold in input.card.governance.monitoring.thresholds
	is_number(threshold)
}

planned contains "cadence" if {
	is_string(input.card.governance.monitoring.cadence)
	startswith(input.card.governance.monitoring.cadence, "P")
}

planned contains "owner" if real(input.card.governance.monitoring.owner)

# A drift measure may be there and lack its threshold.
field_state(field) := "has no threshold" if {
	field == "drift"
	is_object(input.card.governance.monitoring.drift)
} else := found(plan, field)
