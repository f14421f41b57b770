"""The command line of `govml check` and `govml schema`: formats, outputs, exit codes, interruptions."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import ROOT, Repo, invoke_govml, run_govml
from tests.cli.checking import check, check_apart, report, sound, told
from tests.usecases.examples import AT, GOOD, minimal_card, plain_card

FORMATS = {
    "text": "PASSED",
    "json": '"schema": "govml.report/v1"',
    "sarif": '"version": "2.1.0"',
    "junit": "<testsuite",
    "github": "",
    "markdown": "PASSED",
}


@pytest.fixture
def good(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    repo.commit()
    return repo


@pytest.fixture
def warned(good: Repo) -> Repo:
    good.write("policies/p.rego", 'package main\n\nwarn contains "look" if input.stages\n')
    return good


@pytest.mark.parametrize("form", list(FORMATS))
def test_formats(good: Repo, form: str) -> None:
    result = check(good.path, "--format", form)
    assert result.exit_code == 0
    assert FORMATS[form] in result.stdout
    assert result.stdout == "" or result.stdout.endswith("\n")


def test_several_outputs_at_once(good: Repo, tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "deep"
    outputs = [f"--output={form}={folder / form}" for form in FORMATS]
    result = check(good.path, *outputs, "--output", "json=-", "--format", "text")
    assert result.exit_code == 0
    for form in FORMATS:
        assert (folder / form).read_text() == check(good.path, "--format", form).stdout
    text = check(good.path).stdout
    assert result.stdout == check(good.path, "--format", "json").stdout + text
    assert sorted(path.name for path in folder.iterdir()) == sorted(FORMATS)
    assert (folder / "json").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def test_output_is_relative_to_where_the_user_is(good: Repo, tmp_path: Path) -> None:
    result = run_govml("-C", good.path, "check", "--at", AT, "--output", "json=here.json", cwd=tmp_path)
    assert result.exit_code == 0
    assert json.loads((tmp_path / "here.json").read_text())["verdict"] == "PASSED"


@pytest.mark.parametrize("target", ["folder", "file/below", "full", "/proc/nothing/x"])
def test_output_that_cant_be_written(good: Repo, tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").symlink_to("/dev/full")
    before = sorted(path.name for path in tmp_path.iterdir())
    told(check(good.path, "--output", f"json={tmp_path / target}"), 4, "can't write", "hint: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("value", ["json", "json=", "=x", "yaml=x", ""])
def test_output_that_is_none(good: Repo, value: str) -> None:
    result = check(good.path, "--output", value)
    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_fail_on(warned: Repo) -> None:
    assert check(warned.path).exit_code == 0
    assert "WARNED: 1 warning" in check(warned.path).stdout
    assert check(warned.path, "--fail-on", "warning").exit_code == 1
    warned.write("models/poor/README.md", plain_card("poor"))
    assert check(warned.path, "--fail-on", "error").exit_code == 1


@pytest.mark.parametrize(
    "at", ["yesterday", "2026-02-30", "2026-1-1", "2026-01-01T25:00:00Z", "", "2026-01-01\n", "٢٠٢٦-٠١-٠١"]
)
def test_time_that_is_none(good: Repo, at: str) -> None:
    told(check(good.path, at=at), 2, "is not a time", "2026-03-03")


@pytest.mark.parametrize("at", ["2026-03-03", "2026-03-03T00:00:00Z", "2026-03-03 00:00", "2026-03-03T02:00:00+02:00"])
def test_times(good: Repo, at: str) -> None:
    assert json.loads(check(good.path, "--format", "json", at=at).stdout)["at"] == "2026-03-03T00:00:00Z"


def test_options_that_exclude_each_other(good: Repo) -> None:
    told(check(good.path, "--rev", "HEAD", "--staged"), 2, "exclude each other")


def test_colour(good: Repo) -> None:
    def run(*args: str, env: dict[str, str]) -> str:
        result = sound(run_govml(*args, "check", "--at", AT, cwd=good.path, env=env))
        assert result.exit_code == 0
        return result.stdout

    plain = run(env={"NO_COLOR": ""})
    assert "\x1b" not in plain
    coloured = run("--color", "always", env={"NO_COLOR": ""})
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert run("--color", "never", env={"FORCE_COLOR": "1"}) == plain


def test_ascii_terminal(good: Repo) -> None:
    good.write("models/poor/README.md", plain_card("p\u00f6\u00f6r"))
    result = check_apart(good.path, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert result.exit_code == 1, result.stderr
    assert result.stdout.isascii()


def test_full_standard_output(good: Repo) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "govml", "check", "--at", AT], cwd=good.path, stdout=full, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("form", ["json", "text"])
def test_closed_pipe(repo: Repo, form: str) -> None:
    for number in range(60):
        repo.write(f"models/m{number}/README.md", plain_card(f"m{number}"))
    command = f"{sys.executable} -m govml check --format {form} | head -c 1"
    done = subprocess.run(
        command,
        cwd=repo.path,
        shell=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert len(done.stdout) == 1
    assert done.stderr == b""


ENDLESS = """\
package main

deny contains "never" if {
	rows := numbers.range(1, 5000)
	count({[a, b, c] | some a in rows; some b in rows; some c in rows; a * b * c == 0}) == 1
}
"""


def test_interrupted(good: Repo, tmp_path: Path) -> None:
    """Ctrl-C reaches the whole group, as from a terminal: nothing is left, not even a worker."""
    good.write("policies/p.rego", ENDLESS)
    good.write("govml.yaml", "limits: {policy_seconds: 60}\n")
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "govml", "check", "--output", f"json={tmp_path / 'x.json'}"], cwd=good.path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)},
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not _children(process.pid) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    children = _children(process.pid)
    assert children
    os.kill(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert stderr.strip() == "interrupted; nothing was decided"
    assert stdout == ""
    assert not list(scratch.iterdir())
    assert not (tmp_path / "x.json").exists()
    assert not any(_runs(child) for child in children)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:4]
    except OSError:
        return False


# -- the rest of the command line -------------------------------------------------------------------------------------


def test_schema_lists_and_prints() -> None:
    listed = sound(invoke_govml("schema", cwd=ROOT))
    assert listed.exit_code == 0
    for kind in ("model-card", "data-card", "waiver", "config"):
        assert re.search(rf"^{kind} ", listed.stdout, re.MULTILINE)
        printed = sound(invoke_govml("schema", kind, cwd=ROOT))
        assert json.loads(printed.stdout)["x-govml"]["kind"] == kind
    told(invoke_govml("schema", "model-crad", cwd=ROOT), 2, "model-crad", "model-card")
    told(invoke_govml("schema", "../pyproject", cwd=ROOT), 2, "no schema")


def test_every_command_has_an_example() -> None:
    from govml.cli.main import COMMANDS

    for command in COMMANDS:
        result = sound(invoke_govml(command, "--help", cwd=ROOT))
        assert result.exit_code == 0
        assert f"  govml {command}" in result.stdout, command
        assert sound(invoke_govml(command, "-h", cwd=ROOT)).stdout == result.stdout


def test_unknown_command() -> None:
    result = sound(invoke_govml("chekc", cwd=ROOT))
    assert result.exit_code == 2
    assert "Did you mean 'check'?" in result.stderr
    result = sound(invoke_govml("\x1b[31mx", cwd=ROOT))
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert sound(invoke_govml("check", "--no-such-option", cwd=ROOT)).exit_code == 2


def test_help_version_and_nothing() -> None:
    assert "govml check" in invoke_govml("--help", cwd=ROOT).stdout
    assert re.match(r"govml, version \d", invoke_govml("--version", cwd=ROOT).stdout)
    assert "Usage" in (lambda r: r.stdout + r.stderr)(sound(run_govml(cwd=ROOT)))


def test_rules_of_a_report_on_some_paths_are_about_these(repo: Repo) -> None:
    repo.write_all({f"models/{name}/README.md": minimal_card(name) for name in "abc"})
    repo.write("models/a/README.md", minimal_card("a").replace("intended_use:", "x-use:"))
    repo.write("docs/README.md", "# Docs\n")
    repo.commit()
    reports = [report(repo.path, *paths) for paths in ([], ["models/a"], ["models/b", "models/c"])]
    rules = [next(rule for rule in found["rules"] if rule["id"] == "CARD-02") for found in reports]
    assert [(rule["outcome"], rule["subjects"]) for rule in rules] == [("fired", 3), ("fired", 1), ("passed", 2)]
    assert [found["summary"]["subjects"] for found in reports] == [{"model": 3}, {"model": 1}, {"model": 2}]
    assert any("outside of models/b, models/c" in note for note in reports[2]["notes"])
    nothing = check(repo.path, "docs")
    assert nothing.exit_code == 3
    assert "0 subjects" in nothing.stdout


def test_a_config_that_hides_all_records_is_no_pass(repo: Repo) -> None:
    repo.write("models/a/README.md", minimal_card("a"))
    repo.write("govml.yaml", "ignore: [models/**]\n")
    repo.commit()
    assert check(repo.path).exit_code == 3
    repo.remove("models/a/README.md")
    repo.write("govml.yaml", "profile: strict\n")
    ready = check(repo.path)
    assert ready.exit_code == 0
    assert "nothing else was checked" in " ".join(ready.stdout.split())
