# METADATA
# title: The data is pinned by digest
# description: >-
#   Every pointer of a data card resolves at this commit to a digest. A warning when only models of tier minimal use the
#   data. At tier high a digest stronger than MD5 is wanted as well (a warning), as two files can be made to share an MD5.
# custom:
#   id: DATA-03
#   subject: data
#   needs: [pointers]
#   severity: error
#   controls:
#     - eu-ai-act 15.5
#     - eu-ai-act 10.2
#     - nist-ai-rmf GOVERN-6.1
#     - iso-42001 A.7.5
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Track the data with DVC (`dvc add data/train.csv`), commit the pointer and name it in the card:
#
#     ```yaml
#     governance:
#       data: [data/train.csv.dvc]
#     ```
package govml.data_03

import data.govml.lib.data_tier
import data.govml.lib.digests
import data.govml.lib.has_card
import data.govml.lib.path
import data.govml.lib.pointers
import data.govml.lib.shortened

deny contains member if {
	data_tier != "minimal"
	some member in gaps
}

warn contains member if {
	data_tier == "minimal"
	some member in gaps
}

warn contains {"msg": msg, "pointer": path(["pointers", i, "digests"]), "remediation": sha256_advice} if {
	data_tier == "high"
	some i, pointer in pointers
	known := digests(pointer)
	known.md5
	count(known) == 1
	msg := sprintf("%s is pinned by MD5 only; expected a SHA-256 beside it", [path_of(pointer)])
}

gaps contains {"msg": msg, "pointer": "/card/governance/data"} if {
	has_card
	count(pointers) == 0
	msg := "the card points to no data; expected paths or .dvc files in governance.data"
}

gaps contains {"msg": msg, "pointer": path(["pointers", i, "digests"])} if {
	some i, pointer in pointers
	not pinned(pointer)
	msg := sprintf("%s has no digest at this commit; expected a file in Git or a .dvc file with a digest", [path_of(pointer)])
}

sha256_advice := concat("\n", [
	"Compute it with `sha256sum data/train.csv` and write it into the `.dvc` file, beside `outs`. DVC leaves it as it is, so renew it when the data changes:",
	"",
	"```yaml",
	"outs:",
	"- md5: 3f0c1b6ad2c0c2a1b9d1f0a7e3a8a111   # leave as it is",
	"  path: train.csv",
	"meta:",
	"  sha256: …   # the 64 digits",
	"```",
	"",
	"A folder has no SHA-256 of its own: track an archive of it instead.",
])

pinned(pointer) if count(digests(pointer)) > 0

path_of(pointer) := shortened(pointer.path) if {
	is_string(pointer.path)
} else := "a pointer without a path"
