# METADATA
# title: The training kept to its budget
# description: >-
#   Where the parameter `budgets` sets one, the run that made the weights used no more GPU-hours, money or energy. What
#   is not known is not within a budget. A warning at tier limited.
# custom:
#   id: PROV-12
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-03
#   severity: error
#   controls: [eu-ai-act IV.2(c), nist-ai-rmf MEASURE-2.12, iso-42001 A.4.5]
#   remediation: |-
#     Raise the budget in a change of its own, in `govml.yaml`, or train with less:
#
#     ```yaml
#     parameters:
#       budgets: {gpu_hours: 40, energy_kwh: 30, cost: 200, currency: EUR}
#     ```
package govml.prov_12

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.unchanged
import data.govml.lib.decimal
import data.govml.lib.path
import data.govml.lib.shortened
import data.govml.lib.tier
import data.govml.parameters

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": path(["evidence", i])} if {
	count(of(unchanged, "training")) > 0
	not kept
	i := nearest(unchanged, "training")
	some name in excess(entries[i])
	msg := sprintf(
		"the run used %s; expected at most %s",
		[amount(entries[i], name), told(name, decimal(limits[name]))],
	)
}

kept if {
	some [i, _, _] in of(unchanged, "training")
	count(excess(entries[i])) == 0
}

# Limits of this tier, or those for all.
default budget := {}

budget := parameters.budgets[tier] if {
	is_object(parameters.budgets[tier])
} else := parameters.budgets if {
	is_object(parameters.budgets)
}

limits[name] := budget[name] if {
	some name in {"gpu_hours", "energy_kwh", "cost"}
	is_number(budget[name])
}

excess(entry) := {name | some name, limit in limits; not within(entry, name, limit)}

within(entry, name, limit) if used(entry, name) <= limit

used(entry, "gpu_hours") := entry.usage.gpu_seconds / 3600 if is_number(entry.usage.gpu_seconds)

used(entry, "energy_kwh") := entry.usage.energy_kwh if is_number(entry.usage.energy_kwh)

used(entry, "cost") := entry.usage.cost if {
	is_number(entry.usage.cost)
	in_currency(entry)
}

in_currency(entry) if {
	not budget.currency
} else if {
	entry.usage.currency == budget.currency
}

amount(entry, name) := told(name, decimal(used(entry, name))) if {
	is_number(used(entry, name))
} else := told(name, "an unknown number of")

told("gpu_hours", number) := sprintf("%s GPU-hours", [number])

told("energy_kwh", number) := sprintf("%s kWh", [number])

told("cost", number) := sprintf("%s %s", [number, currency])

default currency := "units of money"

currency := shortened(budget.currency) if is_string(budget.currency)
