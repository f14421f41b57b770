"""Configs, schemas and policies of a repository: what they can change, and what happens when they can't be used."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import Repo
from tests.cli.checking import check, report, rules_of, told
from tests.usecases.examples import GOOD, plain_card

CARD = "models/credit-risk/README.md"


@pytest.fixture
def good(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    return repo


# -- configs that can't be used ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "place", "word"),
    [
        ("profile: [", "govml.yaml:", ""),
        ("a: 1\na: 2\n", "govml.yaml:2:", "twice"),
        ("profile: strikt\n", "govml.yaml:1:", "strikt"),
        ("\n\nprofil: strict\n", "govml.yaml:3:", "profil"),
        ("rules:\n  CARD-01: maybe\n", "govml.yaml:2:", "maybe"),
        ("rules:\n  CARD-99: off\n", "CARD-99", "unknown rule"),
        ('rules:\n  CARD-99: "off"\n', "CARD-99", "unknown rule"),
        ("limits: {blob_bytes: 0}\n", "govml.yaml:1:", ""),
        ("limits: {policy_seconds: -1}\n", "govml.yaml:1:", ""),
        ("records: {no-such-kind: ['*.x']}\n", "govml.yaml", "no-such-kind"),
        ("records: {model-card: README.md}\n", "govml.yaml:1:", ""),
        ("- a\n", "govml.yaml:1:", ""),
        ("text", "govml.yaml:1:", ""),
        ("x: .nan\n", "govml.yaml:1:", ""),
        (b"\xff", "govml.yaml:1:", "UTF-8"),
        ("schema: govml.config/v2\n", "govml.yaml:1:", "govml.config/v1"),
        ("policies: [../outside]\n", "govml.yaml:1:", ""),
        ("policies: [/etc]\n", "govml.yaml:1:", ""),
    ],
)
def test_config_that_cant_be_used(good: Repo, config: str | bytes, place: str, word: str) -> None:
    good.write("govml.yaml", config)
    told(check(good.path), 4, place, word)


def test_empty_config(good: Repo) -> None:
    good.write("govml.yaml", "# nothing yet\n")
    assert not rules_of(report(good.path), "govml.yaml")


# -- what a config changes --------------------------------------------------------------------------------------------


def poor(repo: Repo, config: str = "") -> Any:
    """Report on a repository with a card that has little in it."""
    repo.write("models/m/README.md", plain_card("m", extra="  risk: {tier: minimal, reason: A demo without users.}\n"))
    repo.write("govml.yaml", config)
    return report(repo.path)


def test_profiles(repo: Repo) -> None:
    default, none, strict = poor(repo), poor(repo, "profile: none\n"), poor(repo, "profile: strict\n")
    assert default["verdict"] == "FAILED"
    assert none["verdict"] == "PASSED"
    assert none["summary"]["rules"]["not-evaluated"] >= 23
    assert {each["level"] for each in strict["findings"]} == {"error"}
    assert "warning" in {each["level"] for each in default["findings"]}
    assert rules_of(default) <= rules_of(strict)


def test_rules_off_warning_error(repo: Repo) -> None:
    fired = sorted(rule for rule in rules_of(poor(repo)) if rule != "schema")
    one = next(each["rule"] for each in poor(repo)["findings"] if each["level"] == "error")
    off = poor(repo, f'rules: {{{one}: "off"}}\n')
    assert rules_of(off) == set(fired) - {one}
    outcome = next(each for each in off["rules"] if each["id"] == one)
    assert outcome["outcome"] == "not-evaluated"
    assert "switched off" in outcome["reason"]
    warning = poor(repo, f"rules: {{{one}: warning}}\n")
    assert {each["level"] for each in warning["findings"] if each["rule"] == one} == {"warning"}
    everything = poor(repo, "rules: {" + ", ".join(f"{rule}: warning" for rule in fired) + "}\n")
    assert everything["verdict"] == "WARNED"
    assert poor(repo, "profile: none\nrules: {" + one + ": error}\n")["verdict"] == "FAILED"


def test_rules_of_govml_itself(repo: Repo) -> None:
    repo.write("models/m/README.md", "---\nlicense: 5\nlibrary_name: x\n---\n")
    assert "schema" in rules_of(report(repo.path))
    repo.write("govml.yaml", "profile: none\nrules: {schema: warning}\n")
    assert report(repo.path)["verdict"] == "WARNED"
    repo.write("govml.yaml", 'profile: none\nrules: {schema: "off"}\n')
    found = report(repo.path)
    assert found["verdict"] == "PASSED"
    outcome = {each["id"]: each for each in found["rules"]}["schema"]
    assert (outcome["outcome"], outcome["reason"]) == ("not-evaluated", "switched off in govml.yaml")


@pytest.mark.parametrize("rule", ["object", "size", "syntax", "entry"])
def test_what_cant_be_read_cant_be_switched_off(repo: Repo, rule: str) -> None:
    """Otherwise a record that nobody could read would pass."""
    repo.write("models/m/README.md", "---\nlicense: [\n---\n")
    repo.write("README.md", plain_card("x"))
    repo.write("govml.yaml", f'profile: none\nrules: {{{rule}: "off"}}\n')
    result = check(repo.path)
    assert result.exit_code in (1, 4), result.stdout


def test_ignore_and_record_globs(repo: Repo) -> None:
    repo.write("models/m/README.md", plain_card("m"))
    repo.write("old/card.md", plain_card("old"))
    assert [each["path"] for each in report(repo.path)["records"]] == ["models/m/README.md"]
    repo.write("govml.yaml", "records: {model-card: ['old/*.md']}\n")
    assert [each["path"] for each in report(repo.path)["records"]] == ["govml.yaml", "old/card.md"]
    repo.write("govml.yaml", "ignore: ['models/**']\n")
    assert [each["path"] for each in report(repo.path)["records"]] == ["govml.yaml"]


def test_parameters(good: Repo) -> None:
    good.write("govml.yaml", "parameters: {allowed_licences: [mit]}\n")
    found = report(good.path)
    assert "CARD-08" in rules_of(found)
    good.write("govml.yaml", "parameters: {allowed_licences: [mit, apache-2.0, cc-by-4.0]}\n")
    assert "CARD-08" not in rules_of(report(good.path))


# -- own record kinds -------------------------------------------------------------------------------------------------

TICKET: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Ticket",
    "x-govml": {"kind": "ticket", "paths": ["tickets/*.yaml"], "name": ["/id", "@stem"]},
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "done": {"type": "boolean"}},
    "additionalProperties": False,
}

ABOUT_TICKETS = """\
# METADATA
# title: Tickets are done
# custom:
#   id: ACME-1
#   subject: ticket
package acme.tickets

deny contains {"msg": sprintf("ticket %s is open", [input.id]), "pointer": "/done"} if input.done == false
"""


def own_kind(repo: Repo, **changes: Any) -> None:
    repo.write("schemas/ticket.schema.json", json.dumps({**TICKET, **changes}))


def test_one_schema_file_adds_a_kind(good: Repo) -> None:
    own_kind(good)
    good.write("tickets/a.yaml", "id: A-1\ndone: true\n")
    good.write("tickets/b.yaml", "done: 3\nother: 1\n")
    found = report(good.path)
    tickets = [(each["name"], each["path"]) for each in found["records"] if each["kind"] == "ticket"]
    assert tickets == [("A-1", "tickets/a.yaml"), ("b", "tickets/b.yaml")]
    assert {each["location"]["path"] for each in found["findings"]} == {"tickets/b.yaml"}
    assert rules_of(found) == {"schema"}
    assert found["verdict"] == "FAILED"


def test_policy_about_an_own_kind(good: Repo) -> None:
    own_kind(good)
    good.write("policies/tickets.rego", ABOUT_TICKETS)
    good.write("tickets/a.yaml", "id: A-1\ndone: true\n")
    good.write("tickets/b.yaml", "# still\nid: B-1\ndone: false\n")
    found = report(good.path)
    assert [(each["rule"], each["message"]) for each in found["findings"]] == [("ACME-1", "ticket B-1 is open")]
    place = found["findings"][0]["location"]
    assert (place["path"], place["line"], place["column"]) == ("tickets/b.yaml", 3, 7)
    assert found["findings"][0]["subject"] == "ticket B-1"
    outcome = next(each for each in found["rules"] if each["id"] == "ACME-1")
    assert (outcome["outcome"], outcome["subjects"]) == ("fired", 2)


def test_schema_without_a_block_is_no_kind(good: Repo) -> None:
    good.write("schemas/other.schema.json", "{}")
    assert check(good.path).exit_code == 0


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("{", "is not JSON"),
        ("[]", "not an object"),
        ("[" * 20000, "is not JSON"),
        ('{"x-govml": 5}', "x-govml"),
        ('{"x-govml": {"kind": "A B", "paths": []}}', "kind"),
        ('{"x-govml": {"kind": "ticket"}}', "paths"),
        ('{"x-govml": {"kind": "ticket", "paths": ["*"], "subject": "person"}}', "subject"),
        ('{"x-govml": {"kind": "ticket", "paths": ["*"], "syntax": "toml"}}', "syntax"),
        ('{"x-govml": {"kind": "ticket", "paths": ["*"], "match": {"/a": 5}}}', "match"),
        ('{"x-govml": {"kind": "model", "paths": ["*"]}}', "model"),
        ('{"x-govml": {"kind": "document", "paths": ["*"]}}', "document"),
    ],
)
def test_schema_that_is_no_kind(good: Repo, content: str, word: str) -> None:
    good.write("schemas/ticket.schema.json", content)
    told(check(good.path), 4, "schemas/ticket.schema.json", word)


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ({"type": "objekt"}, "not a usable JSON Schema"),
        ({"properties": 5}, ""),
        ({"properties": {"id": {"pattern": "("}}}, ""),
        ({"properties": {"id": {"$ref": "https://example.org/x.json"}}}, "never fetched"),
        ({"properties": {"id": {"$ref": "file:///etc/passwd"}}}, "never fetched"),
        ({"properties": {"id": {"$ref": "other.schema.json"}}}, "never fetched"),
        ({"properties": {"id": {"$ref": "#/$defs/nowhere"}}}, "nowhere"),
        ({"properties": {"id": {"$ref": "#anchor"}}}, ""),
        ({"$ref": "#"}, "itself"),
        ({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}, "itself"),
        ({"allOf": [{"$ref": "#"}]}, ""),
        ({"anyOf": [{"allOf": [{"$ref": "#"}]}]}, ""),
        ({"not": {"$ref": "#"}}, ""),
        ({"$dynamicAnchor": "x", "allOf": [{"$dynamicRef": "#x"}]}, ""),
        ({"$id": "https://example.org/x", "allOf": [{"$ref": "https://example.org/x"}]}, ""),
    ],
)
def test_schema_that_cant_be_used(good: Repo, part: dict[str, Any], word: str) -> None:
    own_kind(good, **part)
    good.write("tickets/a.yaml", "id: A-1\n")
    told(check(good.path), 4, "schemas/ticket.schema.json", word)


# -- own policies -----------------------------------------------------------------------------------------------------


def test_conftest_policies(good: Repo) -> None:
    """Policies written for conftest are asked of every record, the document being the input."""
    good.write("policies/a.rego", 'package main\n\ndeny contains "no MIT" if input.license == "apache-2.0"\n')
    good.write(
        "policies/b.rego",
        'package main\n\nwarn contains msg if {\n\tinput.kind == "InferenceService"\n\tmsg := "a service"\n}\n\n'
        'violation contains {"msg": "stages", "details": {}} if input.stages\n',
    )
    found = report(good.path)
    assert sorted((each["message"], each["level"], each["location"]["path"]) for each in found["findings"]) == [
        ("a service", "warning", "deploy/production/credit-risk.yaml"),
        ("no MIT", "error", CARD),
        ("stages", "error", "dvc.yaml"),
    ]
    assert {each["rule"] for each in found["findings"]} == {"main"}


def test_policy_about_models(good: Repo) -> None:
    good.write(
        "policies/acme.rego",
        "# METADATA\n# title: Short names\n# custom:\n#   id: ACME-2\n#   subject: model\n#   severity: warning\n"
        'package acme.names\n\ndeny contains {"msg": "long name", "path": ["card", "governance", "name"]} '
        "if count(input.name) > 5\n",
    )
    found = report(good.path)
    assert [(each["rule"], each["level"]) for each in found["findings"]] == [("ACME-2", "warning")]
    assert found["findings"][0]["location"]["pointer"] == "/governance/name"
    assert found["findings"][0]["location"]["line"] == 14
    assert found["verdict"] == "WARNED"


def test_policies_see_other_records_and_the_time(good: Repo) -> None:
    good.write(
        "policies/acme.rego",
        "# METADATA\n# title: t\n# custom:\n#   id: ACME-3\n#   subject: deployment\npackage acme.x\n\n"
        'deny contains msg if {\n\tsome name, card in data.govml.records["model-card"]\n'
        '\tmsg := sprintf("%s %s %s", [name, card.governance.version, input.at])\n}\n',
    )
    found = report(good.path, at="2026-03-03")
    assert [each["message"] for each in found["findings"]] == ["credit-risk 1.4.0 2026-03-03"]
    assert [each["message"] for each in report(good.path, at="2026-04-04T23:59:00-02:00")["findings"]] == [
        "credit-risk 1.4.0 2026-04-05"
    ]


def test_policies_of_another_folder(good: Repo) -> None:
    good.write("rules/a.rego", 'package main\n\ndeny contains "x" if input.stages\n')
    assert check(good.path).exit_code == 0
    good.write("govml.yaml", GOOD["govml.yaml"] + "policies: [rules]\n")
    assert check(good.path).exit_code == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("package main\n\ndeny contains if {\n", ("policies/p.rego:",)),
        ("no rego at all", ("policies/p.rego:1",)),
        ("", ("policies/p.rego",)),
        ("package main\n\ndeny contains x if x := nowhere(1)\n", ("policies/p.rego:3", "nowhere")),
        ("package main\n\ndeny contains x if x := http.send({})\n", ("policies/p.rego:3", "http.send")),
        ("package main\n\ndeny contains x if x := time.now_ns()\n", ("policies/p.rego:3",)),
        ("package main\n\ndeny contains x if x := opa.runtime()\n", ("policies/p.rego:3",)),
        ("package main\n\ndeny := true\n", ("policies/p.rego:3", "not a set")),
        ("package main\n\ndefault deny := false\n", ("policies/p.rego:3", "not a set")),
        ("package main\n\ndeny contains 5\n", ("main", "5", "expected a text")),
        ("package main\n\ndeny contains {}\n", ("main", "expected a text")),
        ('package main\n\ndeny contains {"msg": ""}\n', ("main", "expected a text")),
        ('package main\n\ndeny contains {"msg": "x", "pointer": "no"}\n', ("main", "pointer")),
        ("package main\n\ndeny contains null\n", ("main", "expected a text")),
        ('package govml.card_01\n\ndeny contains "x"\n', ("policies/p.rego", "one of govml's own")),
        ('package system.authz\n\ndeny contains "x"\n', ("policies/p.rego", "reserved")),
        ('# METADATA\n# custom: [\npackage a.b\n\ndeny contains "x"\n', ("policies/p.rego:",)),
        ('# METADATA\n# custom: {id: CARD-01}\npackage a.b\n\ndeny contains "x"\n', ("CARD-01", "twice")),
        ('# METADATA\n# custom: {id: A-1, subject: nothing}\npackage a.b\n\ndeny contains "x"\n', ("nothing",)),
        (b"package main\n# \xff\n", ("policies/p.rego", "UTF-8")),
    ],
)
def test_policy_that_cant_be_used(good: Repo, text: str | bytes, words: tuple[str, ...]) -> None:
    good.write("policies/p.rego", text)
    told(check(good.path), 4, *words)


ENDLESS = """\
package main

deny contains "never" if {
	rows := numbers.range(1, 5000)
	count({[a, b, c] | some a in rows; some b in rows; some c in rows; a * b * c == 0}) == 1
}
"""


def test_policy_without_end(good: Repo) -> None:
    good.write("policies/p.rego", ENDLESS)
    good.write("govml.yaml", "limits: {policy_seconds: 0.5}\n")
    told(check(good.path), 4, "did not finish within 0.5 s", "hint: simplify the policy")


def test_policy_without_end_that_reads_memory(good: Repo) -> None:
    good.write("policies/p.rego", 'package main\n\ndeny contains "x" if count(numbers.range(1, 100000000)) == 0\n')
    good.write("govml.yaml", "limits: {policy_seconds: 0.3}\n")
    assert check(good.path).exit_code == 4


def test_recursive_policy(good: Repo) -> None:
    good.write("policies/p.rego", 'package main\n\nf(x) := f(x)\n\ndeny contains "x" if f(1)\n')
    assert check(good.path).exit_code == 4


def test_undefined_policy_does_not_hide_others(good: Repo) -> None:
    good.write(
        "policies/p.rego", 'package main\n\ndeny contains input.no.such.field\n\ndeny contains "x" if input.stages\n'
    )
    assert [each["message"] for each in report(good.path)["findings"]] == ["x"]


# -- the judged never choose the judge --------------------------------------------------------------------------------


def test_trusted_commit_decides(repo: Repo) -> None:
    """Config, schemas, policies and waivers of another commit decide, and those of the judged one don't."""
    repo.write_all({**GOOD, "policies/p.rego": 'package main\n\ndeny contains "x" if input.stages\n'})
    trusted = repo.commit()
    repo.remove("policies/p.rego")
    repo.write("govml.yaml", "profile: none\n")
    repo.write("models/credit-risk/README.md", plain_card("credit-risk"))
    repo.commit()
    assert check(repo.path).exit_code == 0 or "link" in rules_of(report(repo.path))
    for args in ((), ("--staged",), ("--rev", "HEAD")):
        found = report(repo.path, "--policy-rev", trusted, *args)
        assert found["policy"]["commit"] == trusted
        assert found["policy"]["profile"] == "default"
        assert {"main", "CARD-04"} <= rules_of(found)
        assert found["verdict"] == "FAILED"


def test_broken_config_under_a_trusted_one_is_a_finding(good: Repo) -> None:
    trusted = good.commit()
    good.write("govml.yaml", "profil: none\n")
    found = report(good.path, "--policy-rev", trusted)
    assert rules_of(found, "govml.yaml") == {"schema"}
    assert found["verdict"] == "FAILED"
