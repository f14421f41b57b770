"""Weights that a function of the project makes a model of, with torch; integrated gradients by captum, its only user.

The function takes the path of the artifact and returns a `torch.nn.Module`, a pair of a module and a function that
prepares the rows (a float64 array) for it, or any function from rows to scores.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import torch

from govml.evaluation.model_process import ModelError
from govml.evaluation.pickles import is_pickle, scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.evaluation.model_process import Job
    from govml.evaluation.tables import Floats


def load(job: Job) -> Network | Function:
    """What the project's function returns. Raises `ModelError`, and whatever the function raises."""
    if is_pickle(job.artifact):
        scan(Path(job.artifact), job.artifact, allowed=job.allow_pickle)
    torch.manual_seed(job.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True, warn_only=True)
    found = _function(job.loader)(job.artifact)
    if isinstance(found, torch.nn.Module):
        return Network(found, None, job)
    if isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], torch.nn.Module) and callable(found[1]):
        return Network(found[0], found[1], job)
    if callable(found):
        return Function(found)
    raise ModelError(
        f"{job.loader} returns a {type(found).__name__}",
        "return a torch.nn.Module, a pair of one and a function that prepares rows, or a function from rows to scores",
    )


def _function(loader: str) -> Callable[[str], Any]:
    path, _, name = loader.rpartition(":")
    if not Path(path).is_file() or not Path(path).resolve().is_relative_to(Path.cwd()):
        raise ModelError(f"there is no file {path}, which recompute.loader names", "correct recompute.loader")
    # As `python FILE` has it: modules beside the file can be imported; those of the project's root, too.
    sys.path[:0] = [os.path.dirname(os.path.abspath(path)), os.getcwd()]
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    found = getattr(module, name, None)
    if not callable(found):
        raise ModelError(f"{path} has no function {name!r}, which recompute.loader names", "correct recompute.loader")
    function: Callable[[str], Any] = found
    return function


class Function:
    """A function from rows to scores."""

    def __init__(self, function: Callable[[Floats], Any]) -> None:
        self._function = function

    def predict(self, features: Floats) -> Floats:
        """What the function says."""
        with torch.no_grad():
            return _array(self._function(features))

    def attribute(self, features: Floats) -> None:
        """Nothing: a function has no gradients."""


class Network:
    """A module, and what prepares rows for it."""

    def __init__(self, module: torch.nn.Module, prepare: Callable[[Floats], Any] | None, job: Job) -> None:
        self._module = module.eval()
        self._prepare = prepare
        self._job = job

    def predict(self, features: Floats) -> Floats:
        """What the module says."""
        with torch.no_grad():
            return _array(self._module(self._prepared(features)))

    def attribute(self, features: Floats) -> Floats | None:
        """Integrated gradients (Sundararajan, Taly, Yan 2017) from the mean row, of the class that is chosen."""
        from captum.attr import IntegratedGradients

        rows = self._prepared(features)
        if rows.ndim != 2 or rows.shape[1] != features.shape[1] or not rows.is_floating_point():
            return None
        with torch.no_grad():
            raw = self._module(rows)
        target = raw.argmax(dim=1) if raw.ndim == 2 and raw.shape[1] > 1 else None

        def forward(given: torch.Tensor) -> torch.Tensor:
            out = self._module(given)
            return out if target is not None else out.reshape(len(given))

        # One block of steps for all rows: the targets are repeated by captum, not by `forward`.
        baseline = rows.mean(dim=0, keepdim=True)
        found = IntegratedGradients(forward).attribute(rows, baselines=baseline, target=target, n_steps=64)
        return _array(found.abs().mean(dim=0))

    def _prepared(self, features: Floats) -> torch.Tensor:
        if self._prepare is not None:
            return torch.as_tensor(self._prepare(features))
        parameter = next(self._module.parameters(), torch.empty(0))
        return torch.as_tensor(features, dtype=parameter.dtype, device=parameter.device)


def _array(found: Any) -> Floats:
    if isinstance(found, torch.Tensor):
        found = found.detach().cpu().numpy()
    return numpy.asarray(found, dtype=numpy.float64)
