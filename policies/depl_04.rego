# METADATA
# title: Events are logged and kept long enough
# description: >-
#   A deployment of a model of tier high logs events and keeps them for at least the parameter `log_retention_days`. A
#   warning at tier limited.
# custom:
#   id: DEPL-04
#   subject: deployment
#   tiers: [limited, high]
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
#     Switch logging on and say how long logs are kept. KServe logs with a `logger`; any other workload of Kubernetes needs the annotation only:
#
#     ```yaml
#     metadata:
#       annotations:
#         govml/log-retention: P180D
#     spec:
#       predictor:
#         logger: {mode: all, url: http://event-log.monitoring}
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
package govml.depl_04

import data.govml.lib.annotated
import data.govml.lib.deployment_tier
import data.govml.lib.found
import data.govml.lib.whole_number
import data.govml.parameters

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
	msg := disabled
}

gaps contains {"msg": msg, "pointer": "/logging/retention_days"} if {
	not kept
	not told
	msg := sprintf("%s; expected at least P%sD", [retention, whole_number(days)])
}

# A workload logs when it says how long: one finding is enough.
told if {
	input.record.kind == "workload"
	not enabled
}

disabled := "spec.predictor.logger is missing; expected a logger" if {
	input.record.kind == "inference-service"
} else := "no annotation govml/log-retention says that events are logged, and how long logs are kept; expected a duration" if {
	input.record.kind == "workload"
} else := sprintf("logging.enabled %s; expected true", [found(logging, "enabled")])

retention := sprintf("%s keeps logs for %s days", [field, whole_number(logging.retention_days)]) if {
	is_number(logging.retention_days)
} else := sprintf("%s is missing or no duration", [field])

default field := "logging.retention"

field := "the annotation govml/log-retention" if annotated

default logging := {}

logging := input.logging if is_object(input.logging)

default days := 180

days := parameters.log_retention_days if is_number(parameters.log_retention_days)

enabled if input.logging.enabled == true

kept if {
	is_number(input.logging.retention_days)
	input.logging.retention_days >= days
}
