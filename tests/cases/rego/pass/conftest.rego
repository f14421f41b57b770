package main

import future.keywords.contains
import future.keywords.if
import future.keywords.in

deny contains msg if {
	input.kind == "Deployment"
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := "Containers must not run as root"
}

violation contains {"msg": msg, "details": {"kind": input.kind}} if {
	some container in input.spec.template.spec.containers
	endswith(container.image, ":latest")
	msg := sprintf("%s uses latest (%d%%)", [container.name, 100])
}

warn_labels contains "no labels" if count(object.get(input, ["metadata", "labels"], {})) == 0

exception contains rules if {
	input.metadata.name == "legacy"
	rules := ["labels"]
}
