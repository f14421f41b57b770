"""`govml policy`, as users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govml.policy.builtins import ALLOWED
from tests.builders import ROOT, Repo, invoke_govml
from tests.policy.examples import head

OWN = head("ACME-1") + 'deny contains "no owner" if not input.card.owner\n\ndeny contains "x" if input.card.x\n'
TESTS = """package acme.acme_1_test

import data.acme.acme_1

test_denied if count(acme_1.deny) == 1 with input as {"card": {}}

test_accepted if count(acme_1.deny) == 0 with input as {"card": {"owner": "a"}}
"""


@pytest.fixture
def own(repo: Repo) -> Path:
    (repo.path / "policies").mkdir()
    (repo.path / "policies" / "own.rego").write_text(OWN)
    (repo.path / "policies" / "own_test.rego").write_text(TESTS)
    return repo.path


def test_list_shows_shipped_and_own_rules(own: Path) -> None:
    (own / "govml.yaml").write_text("schema: govml.config/v1\nrules: {CARD-02: warning, CARD-03: 'off'}\n")
    result = invoke_govml("policy", "list", "--json", cwd=own)
    assert result.exit_code == 0, result.stderr
    rules = {rule["id"]: rule for rule in json.loads(result.stdout)["rules"]}
    assert rules["ACME-1"]["source"] == "policies/own.rego"
    assert [rules[name]["severity"] for name in ("ACME-1", "CARD-02", "CARD-03", "CARD-01")] == [
        "error", "warning", "off", "error",
    ]  # fmt: skip
    text = invoke_govml("policy", "list", cwd=own).stdout
    assert len(text.splitlines()) == len(rules) and "ACME-1   error    model" in text


def test_list_works_outside_of_a_repository(tmp_path: Path) -> None:
    result = invoke_govml("policy", "list", cwd=tmp_path)
    assert result.exit_code == 0 and result.stdout.startswith("APPR-01")


def test_explain_tells_all(own: Path) -> None:
    result = invoke_govml("policy", "explain", "acme-1", cwd=own)
    assert result.exit_code == 0, result.stderr
    for words in ("A title", "A description.", "policies/own.rego", "Mend it.", "data.acme.acme_1.deny"):
        assert words in result.stdout
    assert (
        "eu-ai-act 9.2(a)  Risk management: known and foreseeable risks are identified, applies from" in result.stdout
    )
    assert "policies/own_test.rego:5 test_denied" in result.stdout
    plain = json.loads(invoke_govml("policy", "explain", "CARD-02", "--json", cwd=own).stdout)
    assert plain["source"] == "govml:policies/card_02.rego" and plain["clauses"][0]["title"]


def test_explain_names_the_nearest(own: Path) -> None:
    result = invoke_govml("policy", "explain", "CARD-2", cwd=own)
    assert result.exit_code == 2
    assert "there is no rule 'CARD-2'" in result.stderr and "did you mean CARD-" in result.stderr


def test_input_names_the_subjects_that_there_are(own: Path) -> None:
    def hint(name: str) -> str:
        result = invoke_govml("policy", "input", name, cwd=own)
        assert result.exit_code == 2
        return result.stderr.partition("hint: ")[2].rstrip()

    assert hint("zzz") == "no record declares one; `govml schema` tells where records are looked for"
    for number in range(1, 11):
        folder = own / "models" / f"risk-{number}"
        folder.mkdir(parents=True)
        (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    assert hint("zzz") == "there are risk-1, risk-10, risk-2, risk-3, risk-4, risk-5, risk-6, risk-7 and 2 more"
    assert hint("risk_3") == "did you mean risk-3?"


def test_lint(own: Path) -> None:
    result = invoke_govml("policy", "lint", cwd=own)
    assert (result.exit_code, result.stdout) == (0, "2 modules, nothing refused\n")
    (own / "policies" / "bad.rego").write_text("package bad\n\nx := time.now_ns()\n")
    result = invoke_govml("policy", "lint", cwd=own)
    assert result.exit_code == 1
    assert result.stdout.startswith("policies/bad.rego:3:6: `time.now_ns` reads the clock")
    assert "1 refused" in result.stdout
    assert invoke_govml("policy", "lint", "policies/own.rego", cwd=own).exit_code == 0
    assert invoke_govml("policy", "lint", "policies/none.rego", cwd=own).exit_code == 2
    result = invoke_govml("check", cwd=own)
    assert result.exit_code == 4 and "policies/bad.rego:3:6: `time.now_ns`" in result.stderr


def test_lint_of_what_does_not_parse(own: Path) -> None:
    (own / "policies" / "bad.rego").write_text("package bad\n\nx := \n")
    result = invoke_govml("policy", "lint", cwd=own)
    assert result.exit_code == 4 and "policies/bad.rego:4:1: expecting expression" in result.stderr


def test_nothing_to_lint_is_no_success(repo: Repo) -> None:
    assert invoke_govml("policy", "lint", cwd=repo.path).exit_code == 3


def test_tests_pass_and_fail(own: Path) -> None:
    result = invoke_govml("policy", "test", "policies", "-v", cwd=own)
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "PASS policies/own_test.rego:5 data.acme.acme_1_test.test_denied" in result.stdout
    assert "2 tests, 0 failed" in result.stdout
    more = "\ntest_false := false\n\ntest_undefined if input.never\n\ntest_error if lower(3 + 0) == 1\n"
    (own / "policies" / "own_test.rego").write_text(TESTS + more)
    result = invoke_govml("policy", "test", "policies", cwd=own)
    assert result.exit_code == 1
    assert "FAIL policies/own_test.rego:9 data.acme.acme_1_test.test_false (false)" in result.stdout
    assert "test_undefined (undefined)" in result.stdout
    assert "test_error (policies/own_test.rego:13:" in result.stdout
    assert "5 tests, 3 failed" in result.stdout


def test_coverage_has_a_threshold(own: Path) -> None:
    args = ("policy", "test", "policies", "--coverage", "--threshold")
    result = invoke_govml(*args, "100", cwd=own)
    assert result.exit_code == 0, result.stdout
    more = 'deny contains "y" if {\n\tcount(object.get(input, "z", [])) > 3\n\tword := "w"\n\tinput.y == word\n}\n'
    (own / "policies" / "own.rego").write_text(OWN + more)
    result = invoke_govml(*args, "100", cwd=own)
    assert result.exit_code == 1
    assert "policies/own.rego  not run: " in result.stdout and "below 100 %" in result.stdout
    assert invoke_govml(*args, "10", cwd=own).exit_code == 0
    assert invoke_govml("policy", "test", "--threshold", "10", cwd=own).exit_code == 2


def test_no_tests_are_no_success(own: Path) -> None:
    (own / "policies" / "own_test.rego").unlink()
    assert invoke_govml("policy", "test", "policies", cwd=own).exit_code == 3


def test_an_endless_test_is_stopped(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govml.cli.policy._TEST_SECONDS", 0.5)
    loops = "".join(f"\tsome v{n} in numbers.range(1, 1000)\n" for n in range(4))
    (own / "policies" / "own_test.rego").write_text(f"package t_test\n\ntest_x if {{\n{loops}\tv0 + v3 < 0\n}}\n")
    result = invoke_govml("policy", "test", "policies", cwd=own)
    assert result.exit_code == 4
    assert "did not finish within 0.5 s for data.t_test.test_x at policies/own_test.rego:3" in result.stderr


def test_the_shipped_tests_pass(tmp_path: Path) -> None:
    result = invoke_govml("policy", "test", cwd=tmp_path)
    assert result.exit_code == 0, result.stdout + result.stderr


def test_hostile_names_are_shown_as_text(own: Path) -> None:
    name = "policies/a\n\x1b[31m::error x.rego"
    (own / name).write_text("package bad\n\nx := time.now_ns()\n")
    result = invoke_govml("policy", "lint", name, cwd=own)
    assert result.exit_code == 1 and "\x1b" not in result.stdout


def test_input_prints_what_policies_see(own: Path) -> None:
    (own / "models" / "credit").mkdir(parents=True)
    (own / "models" / "credit" / "README.md").write_text(
        "---\nlicense: mit\ngovernance: {name: credit}\n---\n# Limits\nx\n"
    )
    result = invoke_govml("policy", "input", "credit", cwd=own)
    assert result.exit_code == 0, result.stderr
    value = json.loads(result.stdout)
    assert value["kind"] == "model" and value["card"]["license"] == "mit"
    result = invoke_govml("policy", "input", "credt", cwd=own)
    assert result.exit_code == 2 and "did you mean credit?" in result.stderr


def test_the_guide_lists_every_builtin() -> None:
    text = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8").rpartition("The builtins")[2]
    listed = {each.strip(" `\n") for each in text.partition("\n\n")[2].split(",")}
    assert listed == set(ALLOWED)


@pytest.mark.parametrize(("data", "said"), [(b"#" * 5_000_001, "5,000,001 bytes"), (b"package x # \xff", "not UTF-8")])
@pytest.mark.parametrize("command", [("check",), ("policy", "lint"), ("policy", "test"), ("policy", "list")])
def test_a_policy_that_cannot_be_read_is_told(own: Path, command: tuple[str, ...], data: bytes, said: str) -> None:
    (own / "policies" / "big.rego").write_bytes(data)
    result = invoke_govml(*command, cwd=own)
    assert result.exit_code == 4
    assert result.stderr.startswith("error: policies/big.rego") and said in result.stderr


def test_lint_needs_no_policies_that_parse(own: Path) -> None:
    """Also where there is a config: the lint says what is wrong with a policy that can't be loaded."""
    (own / "govml.yaml").write_text("schema: govml.config/v1\n")
    (own / "policies" / "bad.rego").write_text("package bad\n\nx := time.now_ns()\n")
    result = invoke_govml("policy", "lint", cwd=own)
    assert result.exit_code == 1, result.stderr
    assert result.stdout.startswith("policies/bad.rego:3:6: ")
