package govml.data_03_test

import data.govml.lib_test.data_set

test_pinned if {
	count(data.govml.data_03.deny) == 0 with input as data_set
	count(data.govml.data_03.warn) == 0 with input as data_set
}

test_no_pointers if {
	count(data.govml.data_03.deny) == 1 with input as json.patch(data_set, [{"op": "remove", "path": "/pointers"}])
}

test_no_digest if {
	members := data.govml.data_03.deny with input as json.patch(data_set, [{"op": "remove", "path": "/pointers/1/digests"}])
	{member.pointer | some member in members} == {"/pointers/1/digests"}
}

test_digest_is_a_number if {
	count(data.govml.data_03.deny) == 1 with input as json.patch(data_set, [{"op": "replace", "path": "/pointers/1/digests", "value": {"md5": 7}}])
}

test_md5_only if {
	count(data.govml.data_03.warn) == 1 with input as json.patch(data_set, [{"op": "remove", "path": "/pointers/1/digests/sha256"}])
}

test_minimal if {
	asked := object.union(data_set, {"pointers": [], "used_by": [{"risk": "minimal"}]})
	count(data.govml.data_03.deny) == 0 with input as asked
	count(data.govml.data_03.warn) == 1 with input as asked
}
