"""What ends a run. Each is one line and a hint, as a user sees it; none of them is a traceback."""

from __future__ import annotations

from govml.model import GovmlError


class TrainingError(GovmlError):
    """The run gives nothing that may be used: weights or metrics that are no numbers, too little memory."""

    exit_code = 1


class DeviceError(GovmlError):
    """The device that was asked for is not there."""


class CheckpointError(GovmlError):
    """A checkpoint is damaged, or can't be written."""
