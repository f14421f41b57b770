# METADATA
# title: Personal data is declared
# description: >-
#   A data card says whether the data holds personal data, and if it does gives the legal basis and how long it is kept.
#   This does not depend on the risk tier. Data without a card is denied here, and the other rules for data then ask
#   nothing of the card: leave this rule on.
# custom:
#   id: DATA-05
#   subject: data
#   severity: error
#   controls: [eu-ai-act 10.2(b), eu-ai-act 10.5, nist-ai-rmf MEASURE-2.10, iso-42001 A.7.3]
#   remediation: |-
#     Declare it in the data card:
#
#     ```yaml
#     governance:
#       personal:
#         contains: true
#         legal_basis: contract (GDPR 6.1(b))
#         retention: P7Y
#     ```
#
#     Or, where it holds none:
#
#     ```yaml
#     governance:
#       personal: {contains: false}
#     ```
package govml.data_05

import data.govml.lib.found
import data.govml.lib.has_card
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.subject_name

deny contains {"msg": msg, "pointer": "/card/governance/personal/contains"} if {
	has_card
	not declared
	msg := sprintf("governance.personal.contains %s; expected true or false", [found(personal, "contains")])
}

deny contains {"msg": msg, "pointer": "/card", "remediation": card_advice} if {
	not has_card
	msg := sprintf("%s has no data card that can be read; expected one that says whether it holds personal data", [subject_name])
}

deny contains {"msg": msg, "pointer": path(["card", "governance", "personal", field])} if {
	input.card.governance.personal.contains == true
	some field, wanted in {"legal_basis": "the legal basis of the processing", "retention": "how long the data is kept, for example P7Y"}
	block := personal
	not stated(block, field)
	msg := sprintf("governance.personal.%s %s; expected %s, as the data holds personal data", [field, found(block, field), wanted])
}

card_advice := concat("\n", [
	"Add a data card, for example `data/README.md`, that names the data and says what it holds:",
	"",
	"```yaml",
	"---",
	"pretty_name: Loans",
	"governance:",
	"  data: [data/train.csv.dvc, data/test.csv.dvc]",
	"  personal: {contains: false}",
	"---",
	"```",
])

default personal := {}

personal := input.card.governance.personal if is_object(input.card.governance.personal)

declared if is_boolean(input.card.governance.personal.contains)

stated(block, field) if real(block[field])
