# METADATA
# title: A deployment pins the weights of a known version
# description: >-
#   A deployment names each model with a version and a digest of the weights, and both are those of the model in this
#   repository, at this commit or as registered. A digest agrees when an algorithm is common to both and none differs.
# custom:
#   id: DEPL-01
#   subject: deployment
#   severity: error
#   controls: [eu-ai-act 15.5, nist-ai-rmf MANAGE-1.1, iso-42001 A.6.2.5, sr-11-7 IV, sr-26-2 development]
#   remediation: |-
#     Name model, version and digest. In a manifest of KServe or Kubernetes:
#
#     ```yaml
#     metadata:
#       annotations:
#         govml/model: MODEL@1.4.0
#         govml/digest: sha256:9f2c…   # 64 digits
#         govml/stage: prod
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
#
#     The digest is that of the file which the card names in `governance.artifact`: what `sha256sum` prints for a file in Git; for a `.dvc` file its `md5` (`md5:HEX`) or its `meta.sha256`.
package govml.depl_01

import data.govml.lib.agree
import data.govml.lib.annotated
import data.govml.lib.bare
import data.govml.lib.digests
import data.govml.lib.found
import data.govml.lib.models
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.shortened

deny contains {"msg": msg, "pointer": "/models"} if {
	count(models) == 0
	msg := none_named
}

deny contains {"msg": msg, "pointer": path(["models", i, "name"])} if {
	some i, served in models
	not named(served)
	msg := nameless
}

deny contains {"msg": msg, "pointer": path(["models", i, "version"])} if {
	some i, served in models
	named(served)
	not versioned(served)
	msg := sprintf(versionless, [shortened(served.name), found(served, "version")])
}

deny contains {"msg": msg, "pointer": path(["models", i, "digests"])} if {
	some i, served in models
	count(digests(served)) == 0
	msg := sprintf(unpinned, [name_of(served)])
}

deny contains {"msg": msg, "pointer": path(["models", i, "name"])} if {
	some i, served in models
	named(served)
	not known(served)
	msg := sprintf("%s is no model of this repository; expected the name of a model with a card", [shortened(served.name)])
}

deny contains member if {
	some i, served in models
	known(served)
	versioned(served)
	not same_version(served)
	member := other_version(served, path(["models", i, "version"]))
}

deny contains member if {
	some i, served in models
	known(served)
	same_version(served)
	count(digests(served)) > 0
	not same_weights(served)
	member := other_weights(served, path(["models", i, "digests"]))
}

none_named := "no annotation govml/model names the model; expected NAME@VERSION" if {
	annotated
} else := "the deployment names no model; expected at least one with version and digest"

nameless := "no annotation govml/model names the model that is served; expected NAME@VERSION" if {
	annotated
} else := "a model of the deployment has no name; expected the name of a model with a card"

versionless := "the version of %s in the annotation govml/model %s; expected NAME@VERSION" if {
	annotated
} else := "the version of %s %s; expected the version that is served"

unpinned := "no annotation govml/digest pins %s; expected the digest of its weights" if {
	annotated
} else := "%s is not pinned by a digest; expected the digest of its weights"

other_version(served, pointer) := {"msg": msg, "pointer": pointer} if {
	real(served.model.version)
	msg := sprintf(
		"the version of %s %s; expected a version of the model: its card's %s",
		[name_of(served), found(served, "version"), found(served.model, "version")],
	)
} else := {"msg": msg, "pointer": pointer, "remediation": version_advice} if {
	msg := sprintf(
		"the version of %s %s, but the card of the model gives none; expected governance.version in the card",
		[name_of(served), found(served, "version")],
	)
}

other_weights(served, pointer) := {"msg": msg, "pointer": pointer} if {
	texts := weights_of(served)
	count(texts) > 0
	msg := sprintf(
		"the digest of %s is not that of version %s; expected %s",
		[name_of(served), shortened(served.version), concat(" or ", texts)],
	)
} else := {"msg": msg, "pointer": pointer, "remediation": artifact_advice} if {
	msg := sprintf(
		"no digest of %s is known: governance.artifact of its card is missing or leads nowhere; expected the file with its weights",
		[name_of(served)],
	)
}

version_advice := concat("\n", [
	"Give the version in the model's card:",
	"",
	"```yaml",
	"governance:",
	"  version: \"1.4.0\"",
	"```",
])

artifact_advice := concat("\n", [
	"Name the weights in the model's card: a file in Git, or a `.dvc` file that is in Git:",
	"",
	"```yaml",
	"governance:",
	"  artifact: models/MODEL/model.safetensors.dvc",
	"```",
])

named(served) if {
	is_string(served.name)
	served.name != ""
}

known(served) if is_object(served.model)

versioned(served) if real(served.version)

# The version of the card, and those registered before, which stay deployable.
same_version(served) if count(versions_of(served)) > 0

same_weights(served) if {
	some weights in versions_of(served)
	agree(digests(served), weights)
}

versions_of(served) := current(served) | registered(served)

current(served) := {digests(served.model)} if {
	is_string(served.version)
	is_string(served.model.version)
	bare(served.version) == bare(served.model.version)
} else := set()

registered(served) := {weights |
	some version, entry in served.model.versions
	bare(version) == bare(served.version)
	weights := digests(entry)
} if {
	is_string(served.version)
	is_object(served.model.versions)
} else := set()

# Where a version is registered, its weights are what may be deployed, whatever its card has come to.
expected(served) := registered(served) if {
	count(registered(served)) > 0
} else := current(served)

weights_of(served) := [sprintf("%s:%s", [algorithm, shortened(hex)]) |
	some weights in expected(served)
	some algorithm, hex in weights
]

name_of(served) := shortened(served.name) if {
	named(served)
} else := "the model"
