package govml.own_01_test

change(owners) := {
	"kind": "change",
	"codeowners": true,
	"files": [{"path": "data/README.md", "change": "modified", "record": true, "owners": owners}],
}

test_owned if {
	count(data.govml.own_01.deny) == 0 with input as change(["@bank/data-office"])
}

test_nobody if {
	members := data.govml.own_01.deny with input as change([])
	{member.pointer | some member in members} == {"/files/0"}
}

test_no_record if {
	asked := json.patch(change([]), [{"op": "replace", "path": "/files/0/record", "value": false}])
	count(data.govml.own_01.deny) == 0 with input as asked
}

test_no_file_of_owners if {
	count(data.govml.own_01.deny) == 0 with input as json.patch(change([]), [{"op": "remove", "path": "/codeowners"}])
}

test_recipe_names_the_path if {
	members := data.govml.own_01.deny with input as change([])
	every member in members { contains(member.remediation, "\n/data/README.md  @") }
	odd := json.patch(change([]), [{"op": "replace", "path": "/files/0/path", "value": "data/* @x\n```"}])
	others := data.govml.own_01.deny with input as odd
	count(others) == 1
	every member in others { not has_remediation(member) }
}

has_remediation(member) if member.remediation
