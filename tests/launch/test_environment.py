"""What a stage runs in is asked of the interpreter that runs it."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from govml.launch.environment import Environment, read_environment
from govml.launch.meter import Gpu


def test_the_interpreter_says_what_it_is(tmp_path: Path) -> None:
    found = read_environment(sys.executable, os.environ, tmp_path)
    assert (found.python, found.platform, found.note) == (platform.python_version(), platform.platform(), "")
    assert found.packages["click"] == version("click")
    assert found.packages["py-yaml12"] == version("py_yaml12")
    assert found.cpus == len(os.sched_getaffinity(0))
    assert found.cpu
    assert found.torch == found.packages.get("torch", "")
    assert (found.cuda, found.cudnn) == ("", ""), "torch, which would tell, is not imported"


def test_it_is_found_as_the_stage_would_find_it(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    found = read_environment("python", {"PATH": str(tmp_path / "bin")}, tmp_path)
    assert found.python == platform.python_version()


def test_modules_of_the_repository_are_not_asked(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('hostile')\n", encoding="utf-8")
    assert read_environment(sys.executable, os.environ, tmp_path).note == ""


@pytest.mark.parametrize(
    ("script", "note"),
    [
        ("exit 3", "doesn't say what it runs in"),
        ("echo '[]'", "doesn't say what it runs in"),
        ("echo '{\"packages\": {}, \"cpus\": 1, \"python\": \"2\", \"nonsense\": 1}'", "doesn't say what it runs in"),
        ("printf '\\377'", "doesn't say what it runs in"),
    ],
)
def test_what_talks_nonsense_is_a_note(script: str, note: str, tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    fake.chmod(0o755)
    assert note in read_environment(str(fake), os.environ, tmp_path).note


def test_what_is_missing_is_a_note(tmp_path: Path) -> None:
    assert read_environment("absent", os.environ, tmp_path) == Environment(
        note="absent can't be started: No such file or directory"
    )


def test_a_statement_has_what_is_known() -> None:
    known = Environment("3.11.7", "Linux", {"torch": "2.9", "click": "8"}, torch="2.9", cpus=2)
    gpu = Gpu("NVIDIA H200", "aa", 100, 40, 0.5)
    assert known.json([gpu], "580.1") == {
        "python": "3.11.7",
        "platform": "Linux",
        "torch": "2.9",
        "driver": "580.1",
        "packages": {"click": "8", "torch": "2.9"},
        "gpus": [{"name": "NVIDIA H200", "uuid_sha256": "aa", "memory_bytes": 100}],
        "cpus": 2,
    }
    assert Environment().json([]) == {"packages": {}, "gpus": []}
