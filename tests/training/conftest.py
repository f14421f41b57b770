"""What the tests of the training library share: runs in this process, and in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders import ROOT

collect_ignore_glob = [] if find_spec("torch") else ["test_*.py"]
"""Without torch there is nothing to test."""


class Folders(NamedTuple):
    """Where a run writes what it says of itself, and its checkpoints."""

    run: Path
    checkpoints: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"GOVML_RUN": str(self.run), "GOVML_CHECKPOINTS": str(self.checkpoints)}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Return folders that don't exist yet."""
    return Folders(tmp_path / "run", tmp_path / "checkpoints")


@pytest.fixture
def told(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Let runs in this process write into `folders`."""
    for name, value in folders.environment.items():
        monkeypatch.setenv(name, value)
    return folders


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep torch's settings, which are the process's own, from one test to the next; and work on the CPU."""
    import torch

    monkeypatch.setenv("GOVML_DEVICE", "cpu")
    monkeypatch.setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    threads, cudnn = torch.get_num_threads(), torch.backends.cudnn
    flags = cudnn.deterministic, cudnn.benchmark
    yield
    torch.use_deterministic_algorithms(False)
    torch.set_num_threads(threads)
    cudnn.deterministic, cudnn.benchmark = flags


def run_script(
    *command: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `python COMMAND` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    words = [sys.executable, *map(str, command)]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300)
