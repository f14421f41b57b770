# METADATA
# title: A version of data keeps its bytes
# description: >-
#   Data whose card states a version (`governance.version`, or `version`) has the same bytes for as long as it has that
#   version. Where no version was stated, the digests are the version, and nothing is asked. Of data and weights with
#   digests by several algorithms, all change or none does.
# custom:
#   id: DATA-06
#   subject: change
#   severity: error
#   controls:
#     - eu-ai-act 15.5
#     - eu-ai-act 10.2
#     - nist-ai-rmf GOVERN-6.1
#     - iso-42001 A.7.5
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Give the new bytes a new version in the data card, or take the change of the data back:
#
#     ```yaml
#     governance:
#       version: "2026-04"
#     ```
package govml.data_06

import data.govml.lib.agree
import data.govml.lib.at
import data.govml.lib.called
import data.govml.lib.changed_data
import data.govml.lib.changed_models
import data.govml.lib.data_of
import data.govml.lib.digests
import data.govml.lib.path
import data.govml.lib.path_of
import data.govml.lib.shortened
import data.govml.lib.state

deny contains {"msg": msg, "pointer": path(["data", i, "after", "card", "governance", "version"])} if {
	some i, paths in rebound
	msg := told(changed_data[i], changed_data[i].after, paths)
}

# A card may describe a folder that has no digest of its own, so what models read of it is looked at as well.
deny contains {"msg": msg, "pointer": path(["models", i, "after", "card", "governance", role, "data"])} if {
	some i, model in changed_models
	some role in ["training", "evaluation"]
	some set in data_of(model.before, role)
	some other in data_of(model.after, role)
	same_place(set, other)
	same_version(set, other)
	changed_bytes([set], [other])
	name := called(set)
	not already[name]
	msg := told(set, other, {path_of(set)})
}

# The same path may be read by many, and is told of once.
deny contains {"msg": msg, "pointer": pointer, "remediation": stale_advice} if {
	some [name, _, _] in stale
	[_, pointer, msg] := min({each | some each in stale; each[0] == name})
}

stale contains [file.path, path(["data", i, "after", "pointers", j]), msg] if {
	some i, data_set in changed_data
	before := files(data_set.before)
	some j, file in files(data_set.after)
	some msg in half_changed(before, file)
}

stale contains [set.path, concat("", [path(["models", i, "after"]), at(set, path([role, "data", j]))]), msg] if {
	some i, model in changed_models
	some role in ["training", "evaluation"]
	before := data_of(model.before, role)
	some j, set in data_of(model.after, role)
	some msg in half_changed(before, set)
}

stale contains [model.after.artifact.path, path(["models", i, "after", "card", "governance", "artifact"]), msg] if {
	some i, model in changed_models
	some msg in half_changed([model.before.artifact], model.after.artifact)
}

half_changed(files_before, file) := {msg |
	not file in files_before
	some before in files_before
	before.path == file.path
	known := digests(before)
	now := digests(file)
	changed := {algorithm | some algorithm, hex in known; now[algorithm] != hex}
	kept := {algorithm | some algorithm, hex in known; now[algorithm] == hex}
	count(changed) > 0
	count(kept) > 0
	msg := sprintf(
		"the %s of %s changed and its %s did not; one of them is stale",
		[concat(", ", changed), path_of(file), concat(", ", kept)],
	)
}

stale_advice := concat(" ", [
	"Write all digests anew from the same file. Of a `.dvc` file, `dvc add` writes the `md5`; `meta.sha256` is what",
	"`sha256sum` prints for the file.",
])

# Paths with other bytes than before under the same version, of data sets by index.
rebound[i] := paths if {
	some i, data_set in changed_data
	same_version(data_set.before, data_set.after)
	paths := other_bytes(files(data_set.before), files(data_set.after))
	count(paths) > 0
}

already contains called(changed_data[i]) if some i, _ in rebound

other_bytes(before, after) := {path_of(file) |
	some file in before
	changed_bytes([file], after)
} | {path_of(file) |
	some file in after
	is_object(file)
	not among(before, file)
	not held(before, file)
}

# Known bytes that are not there any more, under whatever path.
changed_bytes(before, after) if {
	some file in before
	count(digests(file)) > 0
	not held(after, file)
}

held(files_there, file) if {
	some other in files_there
	agree(digests(file), digests(other))
}

among(files_there, file) if {
	some other in files_there
	other.path == file.path
}

same_place(set, other) if {
	other.path == set.path
} else if not placed(other)

placed(set) if is_string(set.path)

# Also where the version is no longer stated.
same_version(before, after) if {
	version(before) != null
	version(after) in {version(before), null}
}

version(x) := x.card.governance.version if {
	stated(x.card.governance.version)
} else := x.card.version if {
	stated(x.card.version)
} else := null

stated(version_text) if {
	is_string(version_text)
	version_text != ""
} else if is_number(version_text)

files(data_set) := data_set.pointers if {
	is_array(data_set.pointers)
} else := []

told(before, after, paths) := sprintf(
	"%s has other bytes than at the base (%s) and no version any more; expected a new one",
	[called(before), shortened(concat(", ", paths))],
) if {
	version(after) == null
} else := sprintf(
	"the version of %s %s as at the base, but it has other bytes (%s); expected a new version",
	[called(before), state(version(after)), shortened(concat(", ", paths))],
)
