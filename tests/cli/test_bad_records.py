"""Files that can't be read as records: each is a finding with a line, none crashes, none passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import Repo
from tests.cli.checking import check, check_apart, report
from tests.usecases.examples import GOOD, plain_card

FRONT = "---\nlicense: mit\nlibrary_name: x\n"
DEEP = 10_000


def bomb() -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    return "\n".join(rows) + "\n"


BAD_CARDS: dict[str, tuple[str | bytes, str, int]] = {
    "nesting in flow": (FRONT + "x: " + "[" * DEEP + "]" * DEEP + "\n---\n", "nested", 4),
    "nesting in blocks": (FRONT + "x:\n" + "".join(" " * i + "- \n" for i in range(1, 300)) + "---\n", "nested", 0),
    "alias bomb": (FRONT + bomb() + "---\n", "", 0),
    "duplicate keys": ("---\nlicense: mit\nlicense: gpl\n---\n", "license", 3),
    "duplicate keys below": ("---\nlicense: mit\ngovernance:\n  name: a\n  name: b\n---\n", "name", 5),
    "not a number": (FRONT + "x: .nan\n---\n", "", 4),
    "infinity": (FRONT + "x: -.inf\n---\n", "", 4),
    "a float out of range": (FRONT + "x: 1e999\n---\n", "", 4),
    "huge integer": (FRONT + "x: " + "9" * 5000 + "\n---\n", "too large", 4),
    "huge hexadecimal": (FRONT + "x: 0x" + "f" * 5000 + "\n---\n", "too large", 4),
    "invalid UTF-8": (b"---\nlicense: mit\nx: \xff\xfe\n---\n", "UTF-8", 3),
    "UTF-16": ((FRONT + "---\n").encode("utf-16"), "UTF-16", 1),
    "NUL": (FRONT + "x: a\0b\n---\n", "", 4),
    "tab as indentation": (FRONT + "governance:\n\tname: a\n---\n", "tab", 5),
    "front matter without end": (FRONT + "# Title\n", "", 0),
    "tag that runs code": (FRONT + "x: !!python/object/apply:os.system [ls]\n---\n", "tag", 4),
    "own tag": (FRONT + "x: !mine y\n---\n", "tag", 4),
    "unknown alias": (FRONT + "x: *nowhere\n---\n", "nowhere", 4),
    "recursive alias": (FRONT + "x: &x [*x]\n---\n", "", 4),
    "quote without end": (FRONT + 'x: "abc\n---\n', "", 0),
    "lone surrogate": (FRONT + 'x: "\\ud800"\n---\n', "", 4),
    "a list": ("---\n- license\n---\n", "", 0),
    "merge conflict": (FRONT + "<<<<<<< HEAD\nx: 1\n=======\nx: 2\n>>>>>>> other\n---\n", "", 0),
}


@pytest.mark.parametrize("name", list(BAD_CARDS))
def test_card_that_is_no_document(repo: Repo, name: str) -> None:
    content, word, line = BAD_CARDS[name]
    repo.write("README.md", plain_card("other"))
    repo.write("models/bad/README.md", content)
    repo.commit()
    found = report(repo.path, "--rev", "HEAD")
    mine = [each for each in found["findings"] if each["location"]["path"] == "models/bad/README.md"]
    if name == "a list":  # no keys of a card: not a record
        assert not mine
        return
    assert [each["rule"] for each in mine] == ["syntax"], mine
    assert word in mine[0]["message"] + mine[0]["remediation"]
    assert mine[0]["location"]["line"] == line or (not line and mine[0]["location"]["line"] > 0), mine
    assert found["verdict"] == "FAILED"
    for form in ("text", "sarif", "junit", "github", "markdown"):
        assert check(repo.path, "--rev", "HEAD", "--format", form).exit_code == 1


BAD_JSON = {
    "nesting": '{"x": ' * 10_000 + "1" + "}" * 10_000,
    "list nesting": "[" * 10_000 + "]" * 10_000,
    "duplicate keys": '{"schema": "govml.deployment/v1", "schema": "x"}',
    "NaN": '{"schema": "govml.deployment/v1", "x": NaN}',
    "infinity": '{"schema": "govml.deployment/v1", "x": -Infinity}',
    "out of range": '{"schema": "govml.deployment/v1", "x": 1e999}',
    "huge integer": '{"schema": "govml.deployment/v1", "x": ' + "9" * 5000 + "}",
    "lone surrogate": '{"schema": "govml.deployment/v1", "x": "\\ud800"}',
    "trailing comma": '{"schema": "govml.deployment/v1",}',
    "text behind": '{"schema": "govml.deployment/v1"} x',
    "empty": "",
}


@pytest.mark.parametrize("name", list(BAD_JSON))
def test_json_that_is_no_document(repo: Repo, name: str) -> None:
    repo.write("README.md", plain_card("other"))
    repo.write("deploy/x.json", BAD_JSON[name])
    found = report(repo.path)
    mine = [each["rule"] for each in found["findings"] if each["location"]["path"] == "deploy/x.json"]
    assert mine == ["syntax"]


@pytest.mark.parametrize(
    "content", ["", "---\n---\n", "# Only Markdown\n", "---\n\n---\n\n---\n", "--- \nx: 1\n---\n", "null"]
)
def test_markdown_that_is_no_card(repo: Repo, content: str) -> None:
    repo.write("models/m/README.md", content)
    assert check(repo.path).exit_code == 3


@pytest.mark.parametrize("mend", ["bom", "crlf", "cr"])
def test_bytes_of_other_systems(repo: Repo, mend: str) -> None:
    """A byte order mark and Windows line ends are read; a finding says so, or nothing is different."""
    repo.write_all(GOOD)
    card = GOOD["models/credit-risk/README.md"]
    changed = {"bom": "\ufeff" + card, "crlf": card.replace("\n", "\r\n"), "cr": card.replace("\n", "\r")}[mend]
    repo.write("models/credit-risk/README.md", changed)
    repo.commit()
    found = report(repo.path, "--rev", "HEAD")
    if found["verdict"] != "PASSED":
        assert {each["location"]["path"] for each in found["findings"]} >= {"models/credit-risk/README.md"}
        assert all(each["location"]["line"] for each in found["findings"] if each["rule"] == "syntax")
    assert check(repo.path, "--rev", "HEAD").exit_code in (0, 1)


def test_large_blob(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("models/big/README.md", FRONT + "x: " + "y" * 100_000_000 + "\n---\n")
    found = report(repo.path)
    big = [each for each in found["findings"] if each["location"]["path"] == "models/big/README.md"]
    assert [each["rule"] for each in big] == ["size"]
    assert "limit of 5,000,000" in big[0]["message"]
    repo.git("config", "core.compression", "0")
    repo.commit()
    assert [each["rule"] for each in report(repo.path, "--rev", "HEAD")["findings"]] == ["size"]


def test_large_config_policy_and_waiver(repo: Repo) -> None:
    """What decides must be read whole or not at all."""
    repo.write_all(GOOD)
    for path in ("govml.yaml", "policies/p.rego", "schemas/x.schema.json", "waivers/w.yaml"):
        before = repo.path / path
        text = before.read_text() if before.exists() else ""
        repo.write(path, text + "#" + "y" * 6_000_000)
        result = check(repo.path)
        assert result.exit_code in (1, 4), (path, result)
        assert path in result.stdout + result.stderr
        repo.write(path, text) if text else repo.remove(path)


def test_too_many_values(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("data/many.md", "---\npretty_name: x\nx:\n" + "- a\n" * 300_000 + "---\n")
    found = report(repo.path)
    assert [(each["rule"], each["location"]["path"]) for each in found["findings"]] == [("syntax", "data/many.md")]


def test_templates_in_manifests(repo: Repo) -> None:
    """Helm templates are no YAML: said as such, with the line, and no reason to stop."""
    repo.write_all(GOOD)
    repo.write("deploy/a.yaml", "apiVersion: v1\nkind: Deployment\nmetadata: {name: {{ .Values.name }}}\n")
    repo.write("deploy/b.yaml", "{{- if .Values.on }}\nkind: Deployment\n{{- end }}\n")
    repo.write("deploy/c.yaml", 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "{{ .Values.name }}"}\n')
    found = report(repo.path)
    mine = {each["location"]["path"]: each for each in found["findings"]}
    assert set(mine) <= {"deploy/a.yaml", "deploy/b.yaml"}
    assert {each["rule"] for each in found["findings"]} <= {"syntax"}
    assert all(each["location"]["line"] for each in mine.values())


@pytest.mark.parametrize("form", ["text", "github", "markdown", "junit", "html"])
def test_hostile_names(repo: Repo, form: str) -> None:
    name = "a\x1b[31m\x1b]8;;http://evil\x07\n::error::b<script>alert(1)</script>\u202e"
    card = json.dumps({"license": "x", "library_name": "y", "governance": {"name": name}})
    repo.write("models/model_card.json", card)
    repo.write("models/\x1b[31mred\n::error::/model_card.json", card)
    result = check_apart(repo.path, "--format", form)
    assert result.exit_code == 1, result.stderr
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "<script>" not in result.stdout or form in ("text", "github", "junit")
    assert not any(line.startswith("::error::") for line in result.stdout.splitlines())
    colored = check(repo.path.parent / "repo", "--format", form)
    assert colored.exit_code == 1


def test_hostile_names_in_errors(repo: Repo) -> None:
    repo.write("README.md", plain_card("a"))
    repo.write("policies/\x1b[31m.rego", "package main\nno")
    result = check(repo.path)
    assert result.exit_code == 4
    assert "\x1b" not in result.stderr


def test_a_folder_in_place_of_a_record(repo: Repo, tmp_path: Path) -> None:
    repo.write_all(GOOD)
    repo.commit()
    repo.remove("govml.yaml")
    repo.write("govml.yaml/x.txt", "x")
    assert check(repo.path).exit_code in (0, 1)
    assert report(repo.path)["policy"]["profile"] == "default"
