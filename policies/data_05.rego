# METADATA
# title: Personal data is declared
# description: >-
#   A data card says whether the data holds personal data, and if it does gives the legal basis and how long it is kept.
#   This does not depend on the risk tier.
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
#       personal: {contains: true, legal_basis: contract (GDPR 6.1(b)), retention: P7Y}
#     # or
#     governance:
#       personal: {contains: false}
#     ```
package govml.data_05

import data.govml.lib

deny contains {"msg": msg, "pointer": "/card/governance/personal/contains"} if {
	not declared
	msg := sprintf("governance.personal.contains %s; expected true or false", [lib.found(personal, "contains")])
}

deny contains {"msg": msg, "pointer": lib.path(["card", "governance", "personal", field])} if {
	personal.contains == true
	some field, wanted in {"legal_basis": "the legal basis of the processing", "retention": "how long the data is kept, for example P7Y"}
	block := personal
	not stated(block, field)
	msg := sprintf("governance.personal.%s %s; expected %s, as the data holds personal data", [field, lib.found(block, field), wanted])
}

default personal := {}

personal := lib.governance.personal if is_object(lib.governance.personal)

declared if is_boolean(personal.contains)

stated(block, field) if lib.real(block[field])
