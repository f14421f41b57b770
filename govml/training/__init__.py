"""The library for training scripts: `with start(seed=7) as run: …`, described in `docs/training.md`.

It can be imported without torch; `start` needs it.
"""

from __future__ import annotations

from govml.training.errors import CheckpointError, DeviceError, TrainingError
from govml.training.run import Run, start

__all__ = ["CheckpointError", "DeviceError", "Run", "TrainingError", "start"]
