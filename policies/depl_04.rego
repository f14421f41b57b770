# METADATA
# title: Events are logged and kept long enough
# description: >-
#   A deployment of a model of tier high logs events and keeps them for at least the parameter `log_retention_days`. A
#   warning at tier limited.
# custom:
#   id: DEPL-04
#   subject: deployment
#   severity: error
#   controls:
#     - eu-ai-act 12.1
#     - eu-ai-act 19.1
#     - eu-ai-act 26.6
#     - nist-ai-rmf MEASURE-2.4
#     - iso-42001 A.6.2.8
#     - sr-11-7 VI.documentation
#     - sr-26-2 documentation
#   remediation: |-
#     Switch logging on and say how long logs are kept:
#
#     ```yaml
#     logging: {enabled: true, retention: P180D}
#     ```
package govml.depl_04

import data.govml.lib.deployment_tier
import data.govml.lib.found
import data.govml.lib.parameters
import data.govml.lib.whole_number

deny contains member if {
	deployment_tier == "high"
	some member in gaps
}

warn contains member if {
	deployment_tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/logging/enabled"} if {
	not enabled
	msg := sprintf("logging.enabled %s; expected true", [found(logging, "enabled")])
}

gaps contains {"msg": msg, "pointer": "/logging/retention_days"} if {
	not kept
	msg := sprintf("the retention of logs in days %s; expected at least %s", [found(logging, "retention_days"), whole_number(days)])
}

default logging := {}

logging := input.logging if is_object(input.logging)

default days := 180

days := parameters.log_retention_days if is_number(parameters.log_retention_days)

enabled if input.logging.enabled == true

kept if {
	is_number(input.logging.retention_days)
	input.logging.retention_days >= days
}
