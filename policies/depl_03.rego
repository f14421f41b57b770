# METADATA
# title: A rollback target is named
# description: >-
#   A deployment of a model of tier high names the version to go back to, which is another one than it serves. A warning
#   at tier limited.
# custom:
#   id: DEPL-03
#   subject: deployment
#   tiers: [limited, high]
#   severity: error
#   controls: [eu-ai-act 14.4(e), nist-ai-rmf MANAGE-2.4, iso-42001 A.6.2.5]
#   remediation: |-
#     Name an earlier version than the one that is served. In a manifest of KServe or Kubernetes:
#
#     ```yaml
#     metadata:
#       annotations:
#         govml/model: MODEL@1.4.0
#         govml/rollback-to: "1.3.2"
#     ```
#
#     A deployment that neither KServe nor Kubernetes describes has a manifest of its own, for example `deploy/MODEL.yaml`:
#
#     ```yaml
#     schema: govml.deployment/v1
#     name: MODEL-prod
#     stage: prod
#     models:
#     - name: MODEL
#       version: "1.4.0"
#       digest: sha256:9f2c…   # 64 digits
#     rollback: {version: "1.3.2"}
#     logging: {enabled: true, retention: P180D}
#     ```
package govml.depl_03

import data.govml.lib.annotated
import data.govml.lib.deployment_tier
import data.govml.lib.found
import data.govml.lib.models
import data.govml.lib.real

deny contains member if {
	deployment_tier == "high"
	some member in gaps
}

warn contains member if {
	deployment_tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/rollback/version"} if {
	not named
	msg := sprintf("%s %s; expected the version to go back to", [field, found(rollback, "version")])
}

gaps contains {"msg": msg, "pointer": "/rollback/version"} if {
	named
	some served in models
	is_string(served.version)
	trim_prefix(served.version, "v") == trim_prefix(rollback.version, "v")
	msg := sprintf("%s %s, which is the version that is served; expected another one", [field, found(rollback, "version")])
}

default field := "rollback.version"

field := "the annotation govml/rollback-to" if annotated

default rollback := {}

rollback := input.rollback if is_object(input.rollback)

named if real(input.rollback.version)
