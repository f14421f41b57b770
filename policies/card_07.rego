# METADATA
# title: Human oversight is named
# description: >-
#   A card of tier high says who oversees the model and how that person stops it. A warning at tier limited.
# custom:
#   id: CARD-07
#   subject: model
#   tiers: [limited, high]
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

import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/oversight"} if {
	not given
	msg := sprintf("governance.oversight %s; expected who oversees the model and how_to_stop", [found(governance, "oversight")])
}

gaps contains {"msg": msg, "pointer": path(["card", "governance", "oversight", field])} if {
	given
	not complete
	some field, wanted in {"who": "the person or duty who oversees the model", "how_to_stop": "how that person stops it"}
	oversight := governance.oversight
	not stated(oversight, field)
	msg := sprintf("governance.oversight.%s %s; expected %s", [field, found(oversight, field), wanted])
}

# Said first in one go, as most cards are complete.
complete if {
	real(input.card.governance.oversight.who)
	real(input.card.governance.oversight.how_to_stop)
}

given if is_object(input.card.governance.oversight)

stated(oversight, field) if real(oversight[field])
