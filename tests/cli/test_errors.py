"""What is said on standard error, and how the command ends, when it is called with what nobody should call it with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govml.cli.main import one_line
from tests.builders import ROOT, Repo, invoke_govml
from tests.cli.checking import check, told
from tests.usecases.examples import AT, GOOD


@pytest.fixture
def good(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    repo.commit()
    return repo


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\nc", "a b c"),
        ("a\rb\x1b[31m\u202e\u2028", r"a\rb\x1b[31m\u202e\u2028"),
        ("\n::error::x", r" \x3a:error::x"),
        ("##[error]x", r"##\x5berror]x"),
        ("\udcff", r"\udcff"),
    ],
)
def test_an_error_is_one_visible_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_a_hostile_file_name_in_an_error_commands_nothing(repo: Repo) -> None:
    repo.write("policies/x\n::error::##[error]\u202e.rego", "package main\nno")
    result = check(repo.path)
    assert result.exit_code == 4
    lines = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] in (["error"], ["error", "hint"])
    assert "##[" not in result.stderr and "\u202e" not in result.stderr


def test_the_lint_prints_no_command(repo: Repo) -> None:
    repo.write("policies/p.rego", 'package p\n\ndeny contains "x" if true\n')
    repo.write("  ::error::/p.rego", "package p\n\nx := http.send({})\n")
    result = invoke_govml("policy", "lint", "  ::error::/p.rego", cwd=repo.path)
    assert not [line for line in result.stdout.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("path", ["{" * 3000, "\udcff", "models/\udcff*"])
def test_a_path_that_is_none(good: Repo, path: str) -> None:
    told(check(good.path, path), 2, "hint: name the folder that it is in")


@pytest.mark.parametrize("option", ["--rev", "--policy-rev"])
@pytest.mark.parametrize("revision", ["HEAD@{0}", "main@{yesterday}", "@{-1}", "@{1", "HEAD@{2999-01-01}"])
def test_a_revision_that_asks_the_reflog(good: Repo, option: str, revision: str) -> None:
    told(check(good.path, option, revision), 2, "asks the reflog", "hint: name a commit")


def test_the_upstream_is_a_revision(good: Repo) -> None:
    good.git("branch", "trunk")
    good.git("branch", "--set-upstream-to=trunk")
    assert check(good.path, "--rev", "@{u}").stdout == check(good.path, "--rev", "main@{upstream}").stdout
    assert check(good.path, "--rev", "@{upstream}").exit_code == 0


def shell(folder: Path, command: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f"{sys.executable} -m govml check --at {AT} {command}"], cwd=folder, capture_output=True,
        text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT), **env},
    )  # fmt: skip


def test_closed_standard_output(good: Repo) -> None:
    done = shell(good.path, ">&-")
    assert (done.returncode, done.stderr.splitlines()[0]) == (4, "error: standard output is closed")
    assert shell(good.path, ">&- 2>&-").returncode == 4


def test_closed_standard_error(good: Repo) -> None:
    done = shell(good.path, "2>&-")
    assert done.returncode == 0
    assert "PASSED" in done.stdout
    assert shell(good.path, "--rev nowhere 2>&-").returncode == 2


@pytest.mark.parametrize(
    "command", ["--help", "--version", "check", "check --format json", "diff --help", "policy list"]
)
def test_nobody_reads_the_output(good: Repo, command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "govml", *command.split()], cwd=good.path, stdout=writer, stderr=subprocess.PIPE,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_defect_shows_where_and_keeps_its_exit_code(good: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LookupError("a defect")

    monkeypatch.setattr("govml.usecases.check.check", broken)
    result = invoke_govml("check", cwd=good.path)
    assert result.exit_code == 4
    assert result.stderr.startswith("error: internal error: LookupError: a defect\nhint: ")
    monkeypatch.setenv("GOVML_DEBUG", "1")
    result = invoke_govml("check", cwd=good.path)
    assert result.exit_code == 4
    assert "Traceback" in result.stderr and "in broken" in result.stderr


@pytest.mark.parametrize("command", [("audit", "--trusted"), ("report", "m@v1", "--to"), ("ledger", "fetch")])
def test_arguments_that_are_no_text(good: Repo, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govml", *command, b"\xff"], cwd=good.path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "internal error" not in done.stderr
