# METADATA
# title: The version is one that its tag and its card name
# description: >-
#   A tag registers the version and was not taken back, the model is not deprecated, and the card at that commit states
#   this version.
# custom:
#   id: PROM-02
#   subject: promotion
#   severity: error
#   controls: [eu-ai-act 11.1, nist-ai-rmf GOVERN-1.4, iso-42001 A.6.2.7, sr-11-7 VI, sr-26-2 governance]
#   remediation: |-
#     Register a version at a commit whose card states it:
#
#     ```sh
#     govml register MODEL VERSION
#     ```
package govml.prom_02

import data.govml.lib.bare
import data.govml.lib.found
import data.govml.lib.shortened

deny contains {"msg": "no tag registers the version, or it was deregistered", "pointer": "/registered"} if {
	not registered
}

deny contains {"msg": "the model is deprecated", "pointer": "/deprecated"} if {
	not maintained
}

deny contains {"msg": msg, "pointer": "/stated"} if {
	not stated
	msg := sprintf("the version in the card %s; expected %s", [found(input, "stated"), version])
}

registered if input.registered == true

maintained if input.deprecated == false

stated if {
	is_string(input.stated)
	is_string(input.version)
	bare(input.stated) == bare(input.version)
}

version := shortened(input.version) if {
	is_string(input.version)
} else := "the version of the tag"
