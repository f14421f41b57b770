# METADATA
# title: What changes has an owner
# description: >-
#   Where the policy commit has a `CODEOWNERS` file, it names an owner for every record that a change adds, alters or removes.
# custom:
#   id: OWN-01
#   subject: change
#   severity: warning
#   controls:
#     - eu-ai-act 17.1(m)
#     - nist-ai-rmf GOVERN-2.1
#     - iso-42001 A.3.2
#     - sr-11-7 VI.roles
#     - sr-26-2 governance
#   remediation: |-
#     Name an owner in `CODEOWNERS`; the last pattern that matches a path decides:
#
#     ```text
#     /models/MODEL/  @bank/credit-ml
#     ```
package govml.own_01

import data.govml.lib.path
import data.govml.lib.path_of
import data.govml.lib.plain

deny contains object.union({"msg": msg, "pointer": path(["files", i])}, advice(file)) if {
	input.codeowners == true
	is_array(input.files)
	some i, file in input.files
	file.record == true
	not owned(file)
	msg := sprintf("%s has no owner in CODEOWNERS of the policy commit; expected a team or a person", [path_of(file)])
}

owned(file) if {
	is_array(file.owners)
	count(file.owners) > 0
}

# A path that could mean something else in a pattern is not put into one: the rule's own example is shown.
advice(file) := {"remediation": concat("\n", [
	"Name an owner in `CODEOWNERS`; the last pattern that matches a path decides:",
	"",
	"```text",
	sprintf("/%s  @bank/credit-ml", [file.path]),
	"```",
])} if {
	plain(file.path)
} else := {}
