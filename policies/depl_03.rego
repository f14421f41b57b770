# METADATA
# title: A rollback target is named
# description: >-
#   A deployment of a model of tier high names the version to go back to, which is another one than it serves. A warning
#   at tier limited.
# custom:
#   id: DEPL-03
#   subject: deployment
#   severity: error
#   controls: [eu-ai-act 14.4(e), nist-ai-rmf MANAGE-2.4, iso-42001 A.6.2.5]
#   remediation: |-
#     Name the version in the manifest:
#
#     ```yaml
#     rollback: {version: "1.3.2"}
#     ```
package govml.depl_03

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
	msg := sprintf("the rollback version %s; expected the version to go back to", [found(rollback, "version")])
}

gaps contains {"msg": msg, "pointer": "/rollback/version"} if {
	named
	some served in models
	is_string(served.version)
	trim_prefix(served.version, "v") == trim_prefix(rollback.version, "v")
	msg := sprintf("the rollback version %s, which is the version that is served; expected another one", [found(rollback, "version")])
}

default rollback := {}

rollback := input.rollback if is_object(input.rollback)

named if real(input.rollback.version)
