# METADATA
# title: Licences are given and allowed
# description: >-
#   A card gives a licence from the parameter `allowed_licences`. At tier high so does the card of each data set (a
#   warning below). A model made from another one should say that model's licence (a warning). `license: other` is
#   judged by its `license_name`.
# custom:
#   id: CARD-08
#   subject: model
#   severity: error
#   controls: [nist-ai-rmf GOVERN-6.1, nist-ai-rmf MAP-4.1, iso-42001 A.10.3, sr-11-7 V.vendor, sr-26-2 vendor]
#   remediation: |-
#     Give the licence in the card, or add it to the parameter `allowed_licences` of `govml.yaml`:
#
#     ```yaml
#     license: other
#     license_name: acme-internal
#     ```
#
#     ```yaml
#     parameters:
#       allowed_licences: [apache-2.0, mit, acme-internal]
#     ```
package govml.card_08

import data.govml.lib

deny contains {"msg": msg, "pointer": "/card/license"} if {
	lib.known_tier
	card := lib.card
	not licensed(card)
	msg := sprintf("license %s; expected a licence that the policy allows", [licence_state(card)])
}

deny contains member if {
	lib.tier == "high"
	some member in data_gaps
}

warn contains member if {
	lib.known_tier
	lib.tier != "high"
	some member in data_gaps
}

warn contains {"msg": msg, "pointer": "/card/base_model"} if {
	lib.known_tier
	not base_licensed
	some name in base_models
	msg := sprintf(
		"base_model is \"%s\", but governance.base_model_license %s; expected a licence that the policy allows",
		[lib.shortened(name), lib.found(lib.governance, "base_model_license")],
	)
}

data_gaps contains {"msg": msg, "pointer": lib.path(["training", "data", i, "card", "license"])} if {
	some i, set in lib.training_data
	is_object(set.card)
	card := set.card
	not licensed(card)
	msg := sprintf("license of the training data %s %s; expected a licence that the policy allows", [name_of(set), licence_state(card)])
}

data_gaps contains {"msg": msg, "pointer": lib.path(["evaluation", "data", i, "card", "license"])} if {
	some i, set in lib.evaluation_data
	is_object(set.card)
	card := set.card
	not licensed(card)
	msg := sprintf("license of the evaluation data %s %s; expected a licence that the policy allows", [name_of(set), licence_state(card)])
}

licensed(card) if allowed(licence_name(card))

licensed(card) if {
	is_array(card.license)
	count(card.license) > 0
	every licence in card.license { allowed(licence) }
}

licence_name(card) := card.license_name if {
	card.license == "other"
	is_string(card.license_name)
} else := card.license

licence_state(card) := sprintf("is other and license_name %s", [lib.found(card, "license_name")]) if {
	card.license == "other"
} else := lib.found(card, "license")

allowed(licence) if {
	is_string(licence)
	is_array(lib.parameters.allowed_licences)
	lower(licence) in lib.parameters.allowed_licences
}

allowed(licence) if {
	lib.real(licence)
	is_array(lib.parameters.allowed_licences)
	"*" in lib.parameters.allowed_licences
}

base_models contains name if {
	name := lib.card.base_model
	lib.real(name)
}

base_models contains name if {
	is_array(lib.card.base_model)
	some name in lib.card.base_model
	lib.real(name)
}

base_licensed if licensed({"license": lib.governance.base_model_license})

name_of(set) := lib.shortened(set.name) if {
	is_string(set.name)
} else := "without a name"
