# METADATA
# title: The risk tier is not lowered in passing
# description: >-
#   A change does not lower the risk tier of a model, nor take it away: fewer rules would then look at the very change
#   that does it. The same holds for a deployment that serves other models, of lower tiers, than it did; an unknown tier
#   counts as high there. Lowering is a decision of its own, which somebody else takes before.
# custom:
#   id: CARD-12
#   subject: change
#   severity: error
#   controls:
#     - eu-ai-act 9.2(a)
#     - nist-ai-rmf MAP-1.5
#     - nist-ai-rmf GOVERN-1.3
#     - nist-ai-rmf GOVERN-1.4
#     - iso-42001 A.5.2
#     - sr-11-7 VI.inventory
#     - sr-26-2 inventory
#   remediation: |-
#     Leave the tier as it was. If the risk is lower now, get a waiver for this rule merged first, from whoever decides on
#     risk; a waiver in the same change does not count:
#
#     ```yaml
#     schema: govml.waiver/v1
#     waivers:
#     - rule: CARD-12
#       subject: model MODEL
#       reason: The model only sorts a worklist since May; a person reads all of it.
#       approver: risk-office@bank.example
#       created: 2026-05-04
#       expires: 2026-06-04
#     ```
package govml.card_12

import data.govml.lib.called
import data.govml.lib.changed_models
import data.govml.lib.path
import data.govml.lib.riskiest
import data.govml.lib.served_risk
import data.govml.lib.shortened
import data.govml.lib.tier_of
import data.govml.lib.tier_of_deployment
import data.govml.lib.waiver

deny contains {"msg": msg, "pointer": pointer, "remediation": advice} if {
	some i, model in changed_models
	rank[tier_of(model.before)] > rank[tier_of(model.after)]
	pointer := path(["models", i, "after", "card", "governance", "risk", "tier"])
	msg := sprintf(
		"the risk tier of %s goes from %s to %s; expected %s, as at the base",
		[called(model), tier_of(model.before), tier_of(model.after), tier_of(model.before)],
	)
	advice := sprintf("%s\n\n%s", [model_advice, waiver("CARD-12", "model", model, model_reason, approver)])
}

deny contains {"msg": msg, "pointer": path(["deployments", i, "after", "models", 0]), "remediation": advice} if {
	is_array(input.deployments)
	some i, deployment in input.deployments
	is_object(deployment.after)
	before := tier_of_deployment(deployment.before)
	now := tier_of_deployment(deployment.after)
	rank[before] > rank[now]
	names := no_longer_served(deployment, now)
	count(names) > 0
	msg := sprintf(
		"the risk tier of what %s serves goes from %s to %s, without %s; expected a model of tier %s, as at the base",
		[called(deployment), before, now, shortened(concat(", ", names)), before],
	)
	advice := sprintf(
		"%s\n\n%s",
		[deployment_advice, waiver("CARD-12", "deployment", deployment, deployment_reason, approver)],
	)
}

# Where a model is still served, its own card tells of its tier. One that had no name is not known to be gone.
no_longer_served(deployment, tier) := {name |
	some served in deployment.before.models
	name := served.name
	is_string(name)
	rank[riskiest({served_risk(served)})] > rank[tier]
	not still_served(deployment, name)
}

still_served(deployment, name) if {
	some served in deployment.after.models
	served.name == name
}

model_advice := concat(" ", [
	"Leave the tier as it was. If the risk is lower now, get a waiver for this rule merged first, from whoever decides on",
	"risk; a waiver in the same change does not count:",
])

model_reason := "The model only sorts a worklist since May; a person reads all of it."

deployment_advice := concat(" ", [
	"Leave the model in the deployment. If it gives way to one of lower risk for good, get a waiver for this rule merged",
	"first, from whoever decides on risk; a waiver in the same change does not count:",
])

deployment_reason := "No loan is scored any more; mail is sorted instead."

approver := "risk-office@bank.example"

rank := {"unknown": 0, "minimal": 1, "limited": 2, "high": 3}
