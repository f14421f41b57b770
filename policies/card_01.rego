# METADATA
# title: The model has a card
# description: >-
#   Every model that an artifact index, a pipeline or a deployment names has a model card at the same commit, and the
#   card can be read.
# custom:
#   id: CARD-01
#   subject: model
#   severity: error
#   controls: [eu-ai-act 11.1, nist-ai-rmf MAP-1.1, iso-42001 A.6.2.7, sr-11-7 VI.documentation, sr-26-2 documentation]
#   remediation: |-
#     Add a card beside the model, for example `models/MODEL/README.md`, named as the model:
#
#     ```yaml
#     ---
#     license: apache-2.0
#     governance:
#       name: MODEL
#     ---
#     ```
package govml.card_01

import data.govml.lib.has_card
import data.govml.lib.subject_name

deny contains {"msg": msg, "pointer": "/card"} if {
	not has_card
	msg := sprintf("%s has no model card that can be read; expected a card with a mapping of fields", [subject_name])
}
