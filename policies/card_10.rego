# METADATA
# title: The card changes with what it describes
# description: >-
#   A change of a model's weights, of the data that it was trained or evaluated on, or of the stage that trains it also
#   changes the file of its card. A warning at tier minimal; an unknown tier counts as high.
# custom:
#   id: CARD-10
#   subject: change
#   severity: error
#   controls: [eu-ai-act 11.1, eu-ai-act IV.6, iso-42001 A.6.2.7, sr-11-7 VI.documentation, sr-26-2 documentation]
#   remediation: |-
#     Bring the card up to date in the same change: its version, its results, and what else follows:
#
#     ```yaml
#     model-index:
#     - name: MODEL
#       results:
#       - task: {type: tabular-classification}
#         dataset: {type: loans, name: loans, split: test, revision: 3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111}
#         metrics:
#         - {type: roc_auc, value: 0.914}
#     governance:
#       version: 1.5.0
#     ```
package govml.card_10

import data.govml.lib.agree
import data.govml.lib.at
import data.govml.lib.called
import data.govml.lib.changed_models
import data.govml.lib.data_of
import data.govml.lib.digests
import data.govml.lib.path
import data.govml.lib.tier_of
import data.govml.lib.weights

deny contains member if {
	some i, model in changed_models
	tier_of(model.after) != "minimal"
	some member in outdated(i, model)
}

warn contains member if {
	some i, model in changed_models
	tier_of(model.after) == "minimal"
	some member in outdated(i, model)
}

outdated(i, model) := {{"msg": msg, "pointer": pointer} |
	some [place, what] in ((weights_changed(model) | data_changed(model)) | stage_changed(model))
	msg := sprintf("%s changed, but the card of %s did not; expected the card to change with it", [what, called(model)])
	pointer := concat("", [path(["models", i, "after"]), place])
} if {
	is_string(model.before.record.blob)
	not rewritten(model)
} else := set()

rewritten(model) if {
	is_string(model.after.record.blob)
	model.after.record.blob != model.before.record.blob
}

weights_changed(model) := {["/card/governance/artifact", "the file of the weights"] |
	known := weights(model.before)
	now := weights(model.after)
	count(known) > 0
	not agree(known, now)
}

data_changed(model) := {[at(set, path([role, "data", i])), sprintf("the %s data %s", [role, called(set)])] |
	some role in ["training", "evaluation"]
	some i, set in data_of(model.before, role)
	now := data_of(model.after, role)
	count(digests(set)) > 0
	not among(now, set)
}

stage_changed(model) := {["/card/governance/training/pipeline", "the stage that trains it"] |
	known := stage(model.before)
	count(known) > 0
	stage(model.after) != known
}

among(others, set) if {
	some other in others
	other.path == set.path
	agree(digests(set), digests(other))
}

stage(model) := model.training.pipeline if {
	is_object(model.training.pipeline)
} else := {}
