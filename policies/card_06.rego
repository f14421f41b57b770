# METADATA
# title: Risks have a mitigation and a residual risk
# description: >-
#   A card of tier high lists its risks, each with what is done about it and what remains. A warning at tier limited.
# custom:
#   id: CARD-06
#   subject: model
#   tiers: [limited, high]
#   severity: error
#   controls:
#     - eu-ai-act 9.2(d)
#     - eu-ai-act 9.5
#     - nist-ai-rmf MANAGE-1.3
#     - nist-ai-rmf MANAGE-1.4
#     - iso-42001 A.5.3
#     - sr-11-7 VI.documentation
#     - sr-26-2 documentation
#   remediation: |-
#     Say for each risk what is done and what remains:
#
#     ```yaml
#     governance:
#       risks:
#         - risk: Applicants of one region are refused more often.
#           mitigation: The approval rate by region is watched each week.
#           residual: Shifts within one week go unnoticed.
#     ```
package govml.card_06

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

gaps contains {"msg": msg, "pointer": "/card/governance/risks"} if {
	count(risks) == 0
	msg := sprintf("governance.risks %s; expected a list of risks with mitigation and residual risk", [found(governance, "risks")])
}

gaps contains {"msg": msg, "pointer": path(["card", "governance", "risks", i, field])} if {
	some i, risk in risks
	not complete(risk)
	some field, wanted in {"risk": "what can go wrong", "mitigation": "what is done about it", "residual": "what remains"}
	not stated(risk, field)
	msg := sprintf("governance.risks[%d].%s %s; expected %s", [i, field, found(risk, field), wanted])
}

default risks := []

risks := input.card.governance.risks if is_array(input.card.governance.risks)

# Said first in one go, as most risks are complete.
complete(risk) if {
	real(risk.risk)
	real(risk.mitigation)
	real(risk.residual)
}

stated(risk, field) if real(risk[field])
