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
#     Name model, version and digest in the manifest:
#
#     ```yaml
#     models:
#     - name: credit-risk
#       version: "1.4.0"
#       digest: md5:3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111
#     ```
package govml.depl_01

import data.govml.lib.digests
import data.govml.lib.found
import data.govml.lib.models
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.shortened

deny contains {"msg": msg, "pointer": "/models"} if {
	count(models) == 0
	msg := "the deployment names no model; expected at least one with version and digest"
}

deny contains {"msg": msg, "pointer": path(["models", i, "version"])} if {
	some i, served in models
	not versioned(served)
	msg := sprintf("the version of %s %s; expected the version that is served", [name_of(served), found(served, "version")])
}

deny contains {"msg": msg, "pointer": path(["models", i, "digests"])} if {
	some i, served in models
	count(digests(served)) == 0
	msg := sprintf("%s is not pinned by a digest; expected the digest of its weights", [name_of(served)])
}

deny contains {"msg": msg, "pointer": path(["models", i, "name"])} if {
	some i, served in models
	not known(served)
	msg := sprintf("%s is no model of this repository; expected the name of a model with a card", [name_of(served)])
}

deny contains {"msg": msg, "pointer": path(["models", i, "version"])} if {
	some i, served in models
	known(served)
	versioned(served)
	not same_version(served)
	msg := sprintf("the version of %s %s; expected a version of the model: its card's %s", [name_of(served), found(served, "version"), found(served.model, "version")])
}

deny contains {"msg": msg, "pointer": path(["models", i, "digests"])} if {
	some i, served in models
	known(served)
	same_version(served)
	count(digests(served)) > 0
	not same_weights(served)
	msg := sprintf("the digest of %s is not that of version %s; expected %s", [name_of(served), shortened(served.version), expected(served)])
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

bare(version) := trim_prefix(version, "v")

agree(left, right) if {
	common := {algorithm | some algorithm, _ in left; right[algorithm]}
	count(common) > 0
	every algorithm in common { left[algorithm] == right[algorithm] }
}

expected(served) := text if {
	texts := [sprintf("%s:%s", [algorithm, shortened(hex)]) |
		some weights in versions_of(served)
		some algorithm, hex in weights
	]
	count(texts) > 0
	text := concat(" or ", texts)
} else := "a digest of the model that is known at this commit"

name_of(served) := shortened(served.name) if {
	is_string(served.name)
} else := "a model without a name"
