"""Processes of a run: their output, their end, and what they leave behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from govml.launch.job import Ended, Job
from govml.launch.launchers import LAUNCHERS
from govml.model import GovmlError


def run(folder: Path, script: str, launcher: str = "local") -> tuple[Ended, bytes, Path]:
    (folder / "run").mkdir()
    job = Job("net", ("sh", "-c", script), folder, {**os.environ}, folder / "run", 2)
    shown: list[bytes] = []
    return LAUNCHERS[launcher](job, shown.append), b"".join(shown), job.log


def test_output_is_shown_and_kept(tmp_path: Path) -> None:
    ended, shown, log = run(tmp_path, "echo one; echo two >&2; printf '\\377\\r50%%'")
    assert ended == Ended("succeeded", 0)
    assert shown == log.read_bytes() == b"one\ntwo\n\xff\r50%"


@pytest.mark.parametrize(
    ("script", "status", "code", "reason"),
    [
        ("echo 'ERROR: failed to reproduce x: failed to run: y, exited with 3'; exit 255", "failed", 3, "exit code 3"),
        ("echo 'ERROR: failed to run: y, exited with -9'; exit 255", "killed", 137, "killed by SIGKILL"),
        ("echo 'ERROR: failed to run: y, exited with -77'; exit 255", "killed", 205, "killed by signal 77"),
        ("echo 'ERROR: output does not exist'; exit 255", "failed", 1, "DVC could not run the stage: output does"),
        ("kill -9 $$", "killed", 137, "killed by SIGKILL; the machine may have run out of memory"),
    ],
)
def test_an_end_is_told_in_words(tmp_path: Path, script: str, status: str, code: int, reason: str) -> None:
    ended, _, _ = run(tmp_path, script)
    assert (ended.status, ended.exit_code) == (status, code)
    assert reason in ended.reason


def test_what_is_left_running_ends_with_the_run(tmp_path: Path) -> None:
    begin = time.monotonic()
    ended, shown, _ = run(tmp_path, "sleep 300 & echo $!")
    assert ended.status == "succeeded"
    assert time.monotonic() - begin < 60
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(int(shown), 0)
            time.sleep(0.05)


def test_a_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with pytest.raises(GovmlError, match="can't start /none/such"):
        LAUNCHERS["local"](Job("net", ("/none/such",), tmp_path, {}, tmp_path / "run"), lambda data: None)


def test_torchrun_believes_only_what_the_library_tells(tmp_path: Path) -> None:
    report = (
        '{"schema": "govml.training.run/v1", "status": "succeeded", "seeds": {}, "deterministic": {}, "device": "cpu",'
        ' "world_size": 1, "torch": "2", "gpus": []}'
    )
    ended, _, _ = run(tmp_path, f"test $GOVML_PROCESSES = 2 && echo '{report}' > run/run.json", "torchrun")
    assert ended == Ended("failed", 0, "it ran in 1 of 2 processes")
