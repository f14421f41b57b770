package govml.depl_01_test

import data.govml.lib_test.deployment

test_pinned if {
	count(data.govml.depl_01.deny) == 0 with input as deployment
}

test_no_models if {
	members := data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "remove", "path": "/models"}])
	{member.pointer | some member in members} == {"/models"}
}

test_no_digest if {
	members := data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "remove", "path": "/models/0/digests"}])
	{member.pointer | some member in members} == {"/models/0/digests"}
}

test_no_version if {
	members := data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "remove", "path": "/models/0/version"}])
	{member.pointer | some member in members} == {"/models/0/version"}
}

test_unknown_model if {
	members := data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "remove", "path": "/models/0/model"}])
	{member.pointer | some member in members} == {"/models/0/name"}
}

test_other_version if {
	members := data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "replace", "path": "/models/0/version", "value": "2.0.0"}])
	{member.pointer | some member in members} == {"/models/0/version"}
}

test_v_is_no_difference if {
	count(data.govml.depl_01.deny) == 0 with input as json.patch(deployment, [{"op": "replace", "path": "/models/0/version", "value": "v1.4.0"}])
}

test_other_weights if {
	members := data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "replace", "path": "/models/0/digests/md5", "value": "ff"}])
	{member.pointer | some member in members} == {"/models/0/digests"}
}

test_one_digest_differs if {
	digests := {"md5": deployment.models[0].digests.md5, "sha256": "aa"}
	model := object.union(digests, {"sha256": "bb"})
	asked := json.patch(deployment, [
		{"op": "replace", "path": "/models/0/digests", "value": digests},
		{"op": "replace", "path": "/models/0/model/digests", "value": model},
	])
	count(data.govml.depl_01.deny) == 1 with input as asked
}

test_registered_before if {
	registered := {"1.3.2": {"digests": {"md5": "aa"}}}
	asked := json.patch(deployment, [
		{"op": "add", "path": "/models/0/model/versions", "value": registered},
		{"op": "replace", "path": "/models/0/version", "value": "1.3.2"},
		{"op": "replace", "path": "/models/0/digests", "value": {"md5": "aa"}},
	])
	count(data.govml.depl_01.deny) == 0 with input as asked
	count(data.govml.depl_01.deny) == 1 with input as json.patch(asked, [{"op": "remove", "path": "/models/0/model/versions"}])
	count(data.govml.depl_01.deny) == 1 with input as json.patch(asked, [{"op": "replace", "path": "/models/0/digests/md5", "value": "bb"}])
}

test_annotations_are_named if {
	asked := json.patch(deployment, [
		{"op": "add", "path": "/record", "value": {"kind": "inference-service"}},
		{"op": "replace", "path": "/models", "value": [{"name": "", "uri": "s3://bucket/model"}]},
	])
	{member.msg | some member in data.govml.depl_01.deny with input as asked} == {
		"no annotation govml/model names the model that is served; expected NAME@VERSION",
		"no annotation govml/digest pins the model; expected the digest of its weights",
	}
	none := json.patch(asked, [{"op": "replace", "path": "/models", "value": []}])
	{member.msg | some member in data.govml.depl_01.deny with input as none} == {"no annotation govml/model names the model; expected NAME@VERSION"}
}

test_gaps_of_the_card if {
	bare := json.patch(deployment, [{"op": "remove", "path": "/models/0/model/digests"}])
	some weights in data.govml.depl_01.deny with input as bare
	contains(weights.msg, "governance.artifact")
	contains(weights.remediation, "artifact: ")
	some version in data.govml.depl_01.deny with input as json.patch(deployment, [{"op": "remove", "path": "/models/0/model/version"}])
	contains(version.msg, "governance.version")
	contains(version.remediation, "version: ")
}

test_as_registered if {
	asked := json.patch(deployment, [
		{"op": "replace", "path": "/models/0/digests", "value": {"md5": "aa"}},
		{"op": "add", "path": "/models/0/model/versions", "value": {"1.4.0": {"digests": {"md5": "aa"}}}},
	])
	count(data.govml.depl_01.deny) == 0 with input as asked
	other := json.patch(asked, [{"op": "replace", "path": "/models/0/digests/md5", "value": "bb"}])
	members := data.govml.depl_01.deny with input as other
	every member in members { endswith(member.msg, "expected md5:aa") }
	count(members) == 1
}
