package govml.data_06_test

import data.govml.lib_test.data_set

versioned(version) := json.patch(data_set, [{"op": "add", "path": "/card/governance/version", "value": version}])

renewed(version) := json.patch(versioned(version), [{"op": "replace", "path": "/pointers/0/digests", "value": {"md5": "a1"}}])

change(before, after) := {"kind": "change", "data": [{"name": "loans", "before": before, "after": after}]}

test_new_version if {
	count(data.govml.data_06.deny) == 0 with input as change(versioned("1"), renewed("2"))
}

test_same_version if {
	members := data.govml.data_06.deny with input as change(versioned("1"), renewed("1"))
	{member.pointer | some member in members} == {"/data/0/after/card/governance/version"}
}

test_version_gone if {
	count(data.govml.data_06.deny) == 1 with input as change(versioned("1"), renewed(null))
}

test_never_versioned if {
	count(data.govml.data_06.deny) == 0 with input as change(data_set, renewed(null))
	count(data.govml.data_06.deny) == 0 with input as change(data_set, renewed("1"))
}

test_other_files if {
	fewer := json.patch(versioned("1"), [{"op": "remove", "path": "/pointers/0"}])
	count(data.govml.data_06.deny) == 1 with input as change(versioned("1"), fewer)
	count(data.govml.data_06.deny) == 1 with input as change(fewer, versioned("1"))
}

test_half_changed if {
	both := json.patch(data_set, [{"op": "replace", "path": "/pointers/0/digests", "value": {"md5": "a", "sha256": "b"}}])
	half := json.patch(both, [{"op": "replace", "path": "/pointers/0/digests/md5", "value": "c"}])
	whole := json.patch(half, [{"op": "replace", "path": "/pointers/0/digests/sha256", "value": "d"}])
	members := data.govml.data_06.deny with input as change(both, half)
	{member.pointer | some member in members} == {"/data/0/after/pointers/0"}
	count(data.govml.data_06.deny) == 0 with input as change(both, whole)
	fewer := json.patch(half, [{"op": "remove", "path": "/pointers/0/digests/sha256"}])
	count(data.govml.data_06.deny) == 0 with input as change(both, fewer)
}
