"""What can run a stage, by name."""

from __future__ import annotations

from typing import Final, Protocol

from govml.launch import local, torchrun
from govml.launch.job import Echo, Ended, Job


class Launcher(Protocol):
    """Runs a job to its end."""

    def __call__(self, job: Job, echo: Echo) -> Ended:
        """How it ended. Raises `GovmlError` when it can't be run at all."""


LAUNCHERS: Final[dict[str, Launcher]] = {
    "local": local.launch,
    "torchrun": torchrun.launch,
}
