# METADATA
# title: Every data set has a data card
# description: >-
#   From tier limited on a data card describes each training and evaluation data set of a model; at tier high it gives
#   origin, collection and purpose (a warning at tier limited).
# custom:
#   id: DATA-01
#   subject: model
#   tiers: [limited, high]
#   needs: [data]
#   severity: error
#   controls: [eu-ai-act 10.2(b), nist-ai-rmf MAP-2.3, iso-42001 A.7.3, iso-42001 A.7.5, sr-11-7 IV, sr-26-2 development]
#   remediation: |-
#     Add a card, for example `data/README.md`, that names the data:
#
#     ```yaml
#     ---
#     pretty_name: Loans
#     governance:
#       data: [data/train.csv.dvc, data/test.csv.dvc]
#       origin: Loan book of the retail bank.
#       collection: Exported monthly from the core banking system, 2019 to 2025.
#       purpose: Estimate the risk of default of consumer loans.
#     ---
#     ```
package govml.data_01

import data.govml.lib.at
import data.govml.lib.evaluation_data
import data.govml.lib.found
import data.govml.lib.limited_or_high
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.shortened
import data.govml.lib.tier
import data.govml.lib.training_data

deny contains {"msg": msg, "pointer": at(set, path([side, "data", i]))} if {
	limited_or_high
	some side, sets in {"training": training_data, "evaluation": evaluation_data}
	some i, set in sets
	not described(set)
	msg := sprintf("no data card describes the %s data %s; expected one that names its path in governance.data", [side, name_of(set)])
}

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": path([side, "data", i, "card", "governance", field]), "remediation": advice[field]} if {
	some side, sets in {"training": training_data, "evaluation": evaluation_data}
	some i, set in sets
	document := set.card
	is_object(document)
	not complete(document)
	governance := governance_of(set)
	some field, wanted in {"origin": "where the data comes from", "collection": "how and when it was collected", "purpose": "what it was collected for"}
	not stated(governance, field)
	msg := sprintf("governance.%s of the %s data %s %s; expected %s", [field, side, name_of(set), found(governance, field), wanted])
}

advice[field] := concat("\n", [
	"Add the field to the data card, which is there:",
	"",
	"```yaml",
	"governance:",
	sprintf("  %s: %s", [field, example]),
	"```",
]) if {
	some field, example in {
		"origin": "Loan book of the retail bank.",
		"collection": "Exported monthly from the core banking system, 2019 to 2025.",
		"purpose": "Estimate the risk of default of consumer loans.",
	}
}

described(set) if is_object(set.card)

# Said first in one go, as most cards are complete.
complete(card) if {
	real(card.governance.origin)
	real(card.governance.collection)
	real(card.governance.purpose)
}

governance_of(set) := set.card.governance if {
	is_object(set.card.governance)
} else := {}

stated(governance, field) if real(governance[field])

name_of(set) := shortened(set.name) if {
	is_string(set.name)
} else := "without a name"
