# METADATA
# title: Stages are taken in order
# description: >-
#   The stage is one of `promotion.stages` in `govml.yaml`, and the version, at this commit, has been promoted to one of
#   the stages before it. What the ledger says counts; tags alone show nothing.
# custom:
#   id: PROM-01
#   subject: promotion
#   severity: error
#   controls: [eu-ai-act 17.1(b), nist-ai-rmf MANAGE-1.1, iso-42001 A.6.2.5, sr-11-7 V, sr-26-2 validation]
#   remediation: |-
#     Promote the version to a stage before this one first. The stages are in `govml.yaml`, on the trusted branch:
#
#     ```yaml
#     promotion:
#       stages:
#         dev: {}
#         staging: {after: [dev]}
#         production: {after: [staging]}
#     ```
package govml.prom_01

import data.govml.lib.shortened
import data.govml.promotion_lib.is_rollback
import data.govml.promotion_lib.placements
import data.govml.promotion_lib.stage

deny contains {"msg": msg, "pointer": "/stage", "remediation": stage_advice} if {
	not known
	msg := sprintf("%s is no stage that can be promoted to", [stage])
}

deny contains {"msg": msg, "pointer": "/after"} if {
	known
	not is_rollback
	not first
	count(steps) == 0
	msg := sprintf("the version has not been on a stage before %s; expected one of: %s", [stage, names])
}

deny contains {"msg": msg, "pointer": "/placements", "remediation": held_advice} if {
	known
	not is_rollback
	holds
	msg := sprintf("the version is on %s already", [stage])
}

stage_advice := "Name one of `promotion.stages` in `govml.yaml`, or add the stage there, on the trusted branch, first."

held_advice := "There is nothing to do; `govml ledger log` tells when it got there."

known if input.configured == true

first if input.after == []

names := concat(", ", sort([shortened(name) | some name in input.after; is_string(name)])) if {
	is_array(input.after)
} else := "unknown"

steps := {i |
	is_array(input.after)
	some i, placement in placements
	placement.stage in input.after
	placement.commit == input.commit
}

holds if {
	some placement in placements
	placement.stage == input.stage
	placement.commit == input.commit
	placement.holds == true
}
