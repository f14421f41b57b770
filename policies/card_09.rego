# METADATA
# title: Energy of training is given
# description: >-
#   A card of tier high gives the energy or emissions of training, or says why it gives none. A warning at tier limited.
# custom:
#   id: CARD-09
#   subject: model
#   severity: error
#   controls: [eu-ai-act IV.2(c), nist-ai-rmf MEASURE-2.12, iso-42001 A.4.5]
#   remediation: |-
#     Give a number, or the reason why there is none:
#
#     ```yaml
#     governance:
#       energy: {kwh: 3.2}
#     # or
#     governance:
#       energy: {not_applicable: Trained in four minutes on a laptop.}
#     ```
package govml.card_09

import data.govml.lib

deny contains energy_missing if lib.tier == "high"

warn contains energy_missing if lib.tier == "limited"

energy_missing := {"msg": msg, "pointer": "/card/governance/energy"} if {
	not given
	msg := sprintf(
		"governance.energy %s; expected kwh, co2_kg or not_applicable with a reason, or co2_eq_emissions",
		[lib.found(lib.governance, "energy")],
	)
}

given if is_number(lib.governance.energy.kwh)

given if is_number(lib.governance.energy.co2_kg)

given if lib.real(lib.governance.energy.not_applicable)

given if is_number(lib.card.co2_eq_emissions)

given if is_number(lib.card.co2_eq_emissions.emissions)

given if lib.section(["environmental impact", "energy", "energy consumption", "carbon footprint"])
