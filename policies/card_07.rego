# METADATA
# title: Human oversight is named
# description: >-
#   A card of tier high says who oversees the model and how that person stops it. A warning at tier limited.
# custom:
#   id: CARD-07
#   subject: model
#   severity: error
#   controls: [eu-ai-act 14.4, eu-ai-act 13.3(d), eu-ai-act IV.2(e), nist-ai-rmf MAP-3.5, iso-42001 A.9.2]
#   remediation: |-
#     Name the person or duty, and the way to stop the model:
#
#     ```yaml
#     governance:
#       oversight: {who: duty underwriter, how_to_stop: flag `scoring.enabled` off}
#     ```
package govml.card_07

import data.govml.lib

deny contains member if {
	lib.tier == "high"
	some member in gaps
}

warn contains member if {
	lib.tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": lib.path(["card", "governance", "oversight", field])} if {
	some field, wanted in {"who": "the person or duty who oversees the model", "how_to_stop": "how that person stops it"}
	block := oversight
	not stated(block, field)
	msg := sprintf("governance.oversight.%s %s; expected %s", [field, lib.found(block, field), wanted])
}

default oversight := {}

oversight := lib.governance.oversight if is_object(lib.governance.oversight)

stated(block, field) if lib.real(block[field])
