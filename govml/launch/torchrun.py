"""The `torchrun` launcher: the stage on this machine, whose script starts itself once for each process.

`cmd` in dvc.yaml stays as it is: `govml.training` reads `GOVML_LAUNCHER` and starts the script again through torch's
own launcher. A script that doesn't use the library would train in one process, and is told apart here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.launch import local
from govml.launch.job import Ended
from govml.training.record import read_record

if TYPE_CHECKING:
    from govml.launch.job import Echo, Job


def launch(job: Job, echo: Echo) -> Ended:
    """Run a job in `job.processes` processes. Raises `GovmlError` as `local.launch`."""
    told = {**job.environment, "GOVML_LAUNCHER": "torchrun", "GOVML_PROCESSES": str(job.processes)}
    ended = local.launch(job._replace(environment=told), echo)
    if ended.status != "succeeded":
        return ended
    record = read_record(job.run)
    if record is None:
        return Ended("failed", 0, "it didn't run in several processes: the script doesn't use govml.training")
    if record.world_size < job.processes:
        return Ended("failed", 0, f"it ran in {record.world_size} of {job.processes} processes")
    return ended
