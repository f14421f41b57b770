"""What is launched and how it ended: the words that launchers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from govml.named import NamedTuple

Status = Literal["succeeded", "failed", "killed", "out-of-memory"]
Echo = Callable[[bytes], None]
"""Takes the output of a run as it comes."""


class Job(NamedTuple):
    """A stage to be run."""

    model: str
    command: tuple[str, ...]
    """What runs the stage in the work tree."""
    folder: Path
    """Root of the work tree."""
    environment: Mapping[str, str]
    run: Path
    """Folder for `run.json` of the training library, and `log`."""
    processes: int = 1

    @property
    def log(self) -> Path:
        """Where the output of the run goes."""
        return self.run / "log"


class Ended(NamedTuple):
    """How a run ended."""

    status: Status
    exit_code: int
    """Of the stage's command as a shell has it: 128 and the number for a signal; 0 for success."""
    reason: str = ""
    """Why it doesn't count, in a few words; empty for success."""
    signal: int = 0
    """The signal that was sent to govml and passed on, 0 for none."""
