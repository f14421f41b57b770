"""`show`, `history` and `check-ref` as users run them; every JSON output against its schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.builders import ROOT, START, Repo, Result, run_govml

SCHEMAS = {
    f"govml.{name}/v1": json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("registry", "registry-history", "registry-ref")
}


def valid(result: Result) -> dict[str, Any]:
    """Return the document that a command printed, after holding it against the schema that it names."""
    document: dict[str, Any] = json.loads(result.stdout)
    validator = jsonschema.Draft202012Validator(SCHEMAS[document["schema"]])
    assert [error.message for error in validator.iter_errors(document)] == []
    assert result.stdout.isascii()
    assert result.stdout.endswith("\n")
    return document


@pytest.fixture
def story(repo: Repo) -> dict[str, str]:
    """Make three models: one in stages, one deprecated, one with a commit in a stage without a version."""
    first = repo.commit("first", time=START)
    repo.tag("risk@v1.0.0", rev=first)
    repo.tag("risk#prod#1", rev=first)
    repo.tag("cv=old@v0.1.0", rev=first)
    repo.tag("cv=old@deprecated", rev=first)
    second = repo.commit("second")
    repo.tag("risk@v1.1.0", rev=second)
    repo.tag("risk#dev#2", rev=second)
    repo.tag("risk@v1.2.0-rc.1", rev=first, annotated=False)
    repo.tag("lab#dev#1", rev=second)
    third = repo.commit("third")
    repo.tag("risk@v2.0.0", rev=third)
    repo.tag("risk@v2.0.0!", rev=third)
    return {"first": first, "second": second, "third": third}


def govml(repo: Repo, *args: str) -> Result:
    return run_govml("-C", repo.path, *args, cwd=repo.path.parent)


def test_show(repo: Repo, story: dict[str, str]) -> None:
    assert govml(repo, "show") == Result(
        0,
        "name  latest  #dev          #prod\n"
        f"lab   -       {story['second'][:12]}  -\n"
        "risk  v1.1.0  v1.1.0        v1.0.0\n",
        "note: 1 tag doesn't count, or not fully; --all says why\n",
    )


def test_show_all(repo: Repo, story: dict[str, str]) -> None:
    result = govml(repo, "show", "--all")
    assert "cv:old (deprecated)  v0.1.0" in result.stdout
    assert result.stderr == "note: risk@v1.2.0-rc.1: it is a lightweight tag; only annotated tags count\n"


def test_show_json(repo: Repo, story: dict[str, str]) -> None:
    document = valid(govml(repo, "show", "--json"))
    assert document == valid(govml(repo, "show", "--json", "--all"))
    old, lab, risk = document["models"]
    assert (old["name"], old["deprecated"], old["latest"]) == ("cv:old", True, "v0.1.0")
    assert "latest" not in lab
    assert lab["stages"]["dev"]["commit"] == story["second"]
    assert "version" not in lab["stages"]["dev"]
    assert risk["stages"]["prod"] == {
        "version": "v1.0.0",
        "commit": story["first"],
        "since": "2026-01-01T00:02:00Z",
        "tag": "risk#prod#1",
    }
    assert [(v["version"], v["active"], v["stages"]) for v in risk["versions"]] == [
        ("v2.0.0", False, []),
        ("v1.1.0", True, ["dev"]),
        ("v1.0.0", True, ["prod"]),
    ]
    assert [note["tag"] for note in document["notes"]] == ["risk@v1.2.0-rc.1"]


def test_show_of_a_model(repo: Repo, story: dict[str, str]) -> None:
    who = "Ada Author <ada@example.org>"
    assert govml(repo, "show", "risk").stdout == (
        "name  version  stages  registered            by                            commit\n"
        f"risk  v1.1.0   dev     2026-01-01T00:06:00Z  {who}  {story['second'][:12]}\n"
        f"risk  v1.0.0   prod    2026-01-01T00:01:00Z  {who}  {story['first'][:12]}\n"
    )
    assert "v2.0.0 (deregistered)" in govml(repo, "show", "risk", "--all").stdout
    assert "(not registered)  dev" in govml(repo, "show", "lab").stdout


@pytest.mark.parametrize(
    ("selector", "versions"),
    [
        ("risk@greatest", ["v1.1.0"]),
        ("risk@latest", ["v1.1.0"]),
        ("risk@v1.0.0", ["v1.0.0"]),
        ("risk@v2.0.0", ["v2.0.0"]),
        ("risk#prod", ["v1.0.0"]),
        ("cv=old@greatest", ["v0.1.0"]),
    ],
)
def test_selectors(repo: Repo, story: dict[str, str], selector: str, versions: list[str]) -> None:
    document = valid(govml(repo, "show", selector, "--json"))
    assert [[v["version"] for v in model["versions"]] for model in document["models"]] == [versions]
    assert versions[0] in govml(repo, "show", selector).stdout


@pytest.mark.parametrize(
    ("selector", "code", "error", "hint"),
    [
        ("risc", 1, "there is no model 'risc' in the registry", "did you mean 'risk'?"),
        ("zzz", 1, "there is no model 'zzz' in the registry", "`govml show` lists the models"),
        ("risk@v9.0.0", 1, "risk has no version v9.0.0", "`govml show risk` lists its versions"),
        ("risk#staging", 1, "risk has no version in staging", "`govml show risk` lists its versions"),
        ("lab@greatest", 1, "lab has no active version", "`govml show lab` lists its versions"),
        ("risk@1.0", 2, "'risk@1.0' names no model", "write MODEL, MODEL@v1.0.0, MODEL@greatest or 'MODEL#STAGE'"),
        (
            "\x1b[31mrisk",
            2,
            r"'\x1b[31mrisk' names no model",
            "write MODEL, MODEL@v1.0.0, MODEL@greatest or 'MODEL#STAGE'",
        ),
    ],
)
def test_what_is_not_there(repo: Repo, story: dict[str, str], selector: str, code: int, error: str, hint: str) -> None:
    assert govml(repo, "show", selector) == Result(code, "", f"error: {error}\nhint: {hint}\n")
    assert govml(repo, "show", selector, "--json").stdout == ""


def test_show_of_a_commit(repo: Repo, story: dict[str, str]) -> None:
    document = valid(govml(repo, "show", "--rev", "HEAD~1", "--json"))
    assert document["rev"] == story["second"]
    assert {m["name"]: [v.get("version") for v in m["versions"]] for m in document["models"]} == {
        "lab": [None],
        "risk": ["v1.1.0"],
    }
    assert [list(m["stages"]) for m in document["models"]] == [["dev"], ["dev"]]
    assert "v1.1.0" in govml(repo, "show", "risk", "--rev", "HEAD~1").stdout
    assert govml(repo, "show", "lab", "--rev", "HEAD").stdout == "no versions\n"
    empty = valid(govml(repo, "show", "lab", "--rev", "HEAD", "--json"))
    assert empty["models"] == []


def test_show_as_of_a_commit(repo: Repo, story: dict[str, str]) -> None:
    document = valid(govml(repo, "show", "--at-commit", "HEAD~1", "--json"))
    assert (document["at_commit"], document["at"]) == (story["second"], "2026-01-01T00:05:00Z")
    assert [(m["name"], m.get("latest"), list(m["stages"])) for m in document["models"]] == [
        ("cv:old", "v0.1.0", []),
        ("risk", "v1.0.0", ["prod"]),
    ]
    assert govml(repo, "show", "--at-commit", "HEAD~2").stdout == "no models\n"


def test_rev_and_at_commit_exclude_each_other(repo: Repo, story: dict[str, str]) -> None:
    assert govml(repo, "show", "--rev", "HEAD", "--at-commit", "HEAD").exit_code == 2
    assert govml(repo, "show", "--rev", "nowhere").exit_code == 2


def test_history(repo: Repo, story: dict[str, str]) -> None:
    lines = govml(repo, "history").stdout.splitlines()
    assert [line.split()[2] for line in lines[1:]] == [
        "deregistration",
        "registration",
        "assignment",
        "assignment",
        "registration",
        "deprecation",
        "registration",
        "assignment",
        "registration",
    ]
    document = valid(govml(repo, "history", "risk", "--json"))
    assert [event["tag"] for event in document["events"]][:2] == ["risk@v2.0.0!", "risk@v2.0.0"]
    assert document["events"][-2] == {
        "time": "2026-01-01T00:02:00Z",
        "model": "risk",
        "event": "assignment",
        "version": "v1.0.0",
        "stage": "prod",
        "commit": story["first"],
        "tag": "risk#prod#1",
        "tag_object": repo.git("rev-parse", "refs/tags/risk#prod#1"),
        "tagger": "Ada Author <ada@example.org>",
        "message": "risk#prod#1",
    }
    ascending = valid(govml(repo, "history", "risk", "--json", "--ascending"))
    assert ascending["events"] == document["events"][::-1]
    assert {event["model"] for event in valid(govml(repo, "history", "cv=old", "--json"))["events"]} == {"cv:old"}
    assert govml(repo, "history", "nobody").exit_code == 1


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("risk@v1.0.0", "risk: version v1.0.0 is registered"),
        ("refs/tags/risk@v2.0.0!", "risk: version v2.0.0 is deregistered"),
        ("risk#dev#2", "risk: v1.1.0 is assigned to stage dev"),
        ("cv=old@deprecated", "cv:old is deprecated"),
    ],
)
def test_check_ref(repo: Repo, story: dict[str, str], tag: str, said: str) -> None:
    result = govml(repo, "check-ref", tag)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(said + " (commit ")
    document = valid(govml(repo, "check-ref", tag, "--json"))
    assert document["event"]["tag"] == document["tag"] == tag.removeprefix("refs/tags/")
    assert "reason" not in document


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("nope@v1.0.0", "there is no such tag"),
        ("refs/heads/main", "there is no such tag"),
        ("release-1", "its name is not of GTO's grammar"),
        ("risk@v1.2.0-rc.1", "it is a lightweight tag; only annotated tags count"),
        ("risk@v1.0.0#9", "v1.0.0 was registered at commit "),
    ],
)
def test_check_ref_of_what_does_not_count(repo: Repo, story: dict[str, str], tag: str, reason: str) -> None:
    repo.tag("release-1")
    repo.tag("risk@v1.0.0#9", rev=story["third"])
    result = govml(repo, "check-ref", tag)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"note: {tag}: {reason}")
    json_result = govml(repo, "check-ref", tag, "--json")
    document = valid(json_result)
    assert (json_result.exit_code, "event" in document) == (1, False)
    assert document["reason"].startswith(reason)


def test_check_ref_says_what_was_guessed(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@v1.0.0")
    repo.tag("m@v2.0.0")
    repo.tag("m#prod#1")
    result = govml(repo, "check-ref", "m#prod#1")
    assert result.exit_code == 0
    assert result.stderr == "note: m#prod#1: its commit carries v1.0.0 and v2.0.0; taken for v2.0.0\n"
    document = valid(govml(repo, "check-ref", "m#prod#1", "--json"))
    assert (document["event"]["version"], "reason" in document) == ("v2.0.0", True)


def test_a_hostile_repository_steers_no_terminal(repo: Repo) -> None:
    commit = repo.commit()
    nasty = "\x1b[31mEve\u202e ::error:: <e@example.org>"
    text = f"object {commit}\ntype commit\ntag m@v1.0.0\ntagger {nasty} {START} +0000\n\n\x1b]0;x\x07\n::error::\n"
    oid = repo.git("hash-object", "-w", "-t", "tag", "--literally", "--stdin", stdin=text)
    packed = [oid.encode() + b" refs/tags/m@v1.0.0\n", commit.encode() + b" refs/tags/x@\xff\xc2\x9b31m\n"]
    (repo.path / ".git" / "packed-refs").write_bytes(b"# pack-refs with: \n" + b"".join(packed))
    for args in (["show", "m", "--all"], ["history", "--all"], ["check-ref", "m@v1.0.0"]):
        result = govml(repo, *args)
        assert result.exit_code == 0
        for char in "\x1b\x07\x9b\u202e":
            assert char not in result.stdout + result.stderr
        assert not any(line.startswith("::") for line in (result.stdout + result.stderr).splitlines())
    assert valid(govml(repo, "history", "--json"))["events"][0]["message"] == "\x1b]0;x\x07\n::error::"


def test_an_empty_repository(repo: Repo) -> None:
    assert govml(repo, "show") == Result(0, "no models\n", "")
    assert govml(repo, "history") == Result(0, "no events\n", "")
    assert valid(govml(repo, "show", "--json"))["models"] == []
    assert valid(govml(repo, "history", "--json"))["events"] == []


def test_a_bare_clone_answers_the_same(repo: Repo, story: dict[str, str]) -> None:
    bare = repo.bare()
    for args in (["show", "--json"], ["history", "--json"], ["show", "risk"]):
        assert run_govml("-C", bare, *args, cwd=bare.parent) == govml(repo, *args)


def test_a_missing_tag_object_is_no_empty_registry(repo: Repo, story: dict[str, str]) -> None:
    oid = repo.git("rev-parse", "refs/tags/risk@v1.0.0")
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    result = govml(repo, "show")
    assert (result.exit_code, result.stdout) == (4, "")


def test_colour(repo: Repo, story: dict[str, str]) -> None:
    assert "\x1b" not in govml(repo, "show").stdout
    first, second, *_ = govml(repo, "--color", "always", "show").stdout.splitlines()
    assert first.startswith("\x1b[1mname")
    assert "\x1b" not in second


def test_show_loads_nothing_heavy(repo: Repo, story: dict[str, str]) -> None:
    heavy = ("jinja2", "jsonschema", "jsonschema_rs", "regorus", "yaml", "yaml12", "rfc8785", "sqlite3", "asyncio")
    code = (
        "import sys; from govml.cli.main import cli; "
        f"cli.main(['-C', {str(repo.path)!r}, 'show', '--json'], standalone_mode=False); "
        f"print(sorted(set(sys.modules) & set({heavy!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert json.loads(done.stdout)["schema"] == "govml.registry/v1"


def test_the_schemas_refuse_what_they_should() -> None:
    event = {
        "time": "2026-01-01T00:00:00Z",
        "model": "m",
        "event": "assignment",
        "stage": "prod",
        "commit": "a" * 40,
        "tag": "m#prod",
        "tag_object": "b" * 40,
        "tagger": "A <a@x>",
        "message": "",
    }
    document: dict[str, Any] = {"schema": "govml.registry-ref/v1", "tag": "m#prod", "event": event}
    validator = jsonschema.Draft202012Validator(SCHEMAS["govml.registry-ref/v1"])
    assert validator.is_valid(document)
    for wrong in (
        {**document, "event": {key: value for key, value in event.items() if key != "stage"}},
        {**document, "event": {**event, "event": "registration"}},
        {**document, "event": {**event, "time": "yesterday"}},
        {**document, "extra": 1},
        {"schema": "govml.registry-ref/v1", "tag": "m#prod"},
    ):
        assert not validator.is_valid(wrong)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schemas_are_sound(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["properties"]["schema"]["const"] == name
    assert "x-govml" not in SCHEMAS[name]
    assert Path(SCHEMAS[name]["$id"]).name == "v1.json"
