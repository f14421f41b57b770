# METADATA
# title: Energy of training is given
# description: >-
#   A card of tier high gives the energy or emissions of training, or says why it gives none. A warning at tier limited.
# custom:
#   id: CARD-09
#   subject: model
#   tiers: [limited, high]
#   severity: error
#   controls: [eu-ai-act IV.2(c), nist-ai-rmf MEASURE-2.12, iso-42001 A.4.5]
#   remediation: |-
#     Give a number, or the reason why there is none:
#
#     ```yaml
#     governance:
#       energy: {kwh: 3.2}
#     ```
#
#     Or:
#
#     ```yaml
#     governance:
#       energy: {not_applicable: Trained in four minutes on a laptop.}
#     ```
package govml.card_09

import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.real
import data.govml.lib.section
import data.govml.lib.tier

deny contains energy_missing if tier == "high"

warn contains energy_missing if tier == "limited"

energy_missing := {"msg": msg, "pointer": "/card/governance/energy"} if {
	not given
	msg := sprintf(
		"governance.energy %s; expected kwh, co2_kg or not_applicable with a reason, or co2_eq_emissions",
		[found(governance, "energy")],
	)
}

given if {
	is_number(input.card.governance.energy.kwh)
} else if {
	is_number(input.card.governance.energy.co2_kg)
} else if {
	real(input.card.governance.energy.not_applicable)
} else if {
	is_number(input.card.co2_eq_emissions)
} else if {
	is_number(input.card.co2_eq_emissions.emissions)
} else if {
	section(["environmental impact", "energy", "energy consumption", "carbon footprint"])
}
