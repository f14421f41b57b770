"""`python -m govml.evaluation.worker FD`: load a model and answer with scores; started by `ModelProcess`."""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final, Protocol, cast

import numpy

from govml.evaluation.model_process import Job
from govml.model import GovmlError

if TYPE_CHECKING:
    from govml.evaluation.tables import Floats

RUNTIMES: Final = {
    "torch": "govml.evaluation.runtimes.torch",
    "onnx": "govml.evaluation.runtimes.onnx",
    "sklearn": "govml.evaluation.runtimes.sklearn",
}
"""Runtime -> module with a function `load(job)`; imported when it is used."""


class Model(Protocol):
    """A loaded model."""

    def predict(self, features: Floats) -> Floats:
        """What the model says of each row, as it says it."""

    def attribute(self, features: Floats) -> Floats | None:
        """Mean absolute attribution by feature; None where the model can't tell."""


def main() -> None:
    """Answer until the other side closes."""
    link: Connection[bytes, bytes] = Connection(int(sys.argv[1]))
    model: Model | None = None
    job: Job | None = None
    while True:
        try:
            asked = json.loads(link.recv_bytes())
        except EOFError:
            return
        try:
            if asked["do"] == "load":
                job = Job(**asked["job"])
                model = import_module(RUNTIMES[job.runtime]).load(job)
                link.send_bytes(b"{}")
                continue
            if asked["do"] == "files":
                link.send_bytes(json.dumps({"files": _project_files()}).encode())
                continue
            assert model is not None and job is not None
            shape = numpy.frombuffer(link.recv_bytes(), dtype="<i8")
            features = numpy.frombuffer(link.recv_bytes(), dtype="<f8").reshape(tuple(shape)).copy()
            if asked["do"] == "predict":
                _answer(link, probabilities(model.predict(features), job))
            else:
                _answer(link, model.attribute(features))
        except GovmlError as error:
            _refuse(link, str(error), error.hint)
        except Exception as error:
            _refuse(link, _where(error), "")


def probabilities(raw: Floats, job: Job) -> Floats:
    """Raw outputs as scores: one number a row where there are two classes or none."""
    found = numpy.asarray(raw, dtype=numpy.float64)
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    if job.task == "regression":
        return found
    if job.output == "logit":
        with numpy.errstate(over="ignore"):
            if found.ndim == 1:
                found = 1 / (1 + numpy.exp(-found))
            else:
                powers = numpy.exp(found - found.max(axis=1, keepdims=True))
                found = powers / powers.sum(axis=1, keepdims=True)
    if job.task == "binary-classification" and found.ndim == 2 and found.shape[1] == 2:
        return cast("Floats", found[:, 1])
    return found


def _project_files() -> list[str]:
    """Files of the folder that were imported, from it."""
    here = os.getcwd() + os.sep
    files = {str(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())}
    return sorted(file.removeprefix(here) for file in files if file.startswith(here))


def _answer(link: Connection[bytes, bytes], found: Floats | None) -> None:
    if found is None:
        link.send_bytes(b"{}")
        return
    link.send_bytes(json.dumps({"shape": list(found.shape)}).encode())
    link.send_bytes(numpy.ascontiguousarray(found, dtype="<f8").tobytes())


def _refuse(link: Connection[bytes, bytes], message: str, hint: str) -> None:
    link.send_bytes(json.dumps({"error": message, "hint": hint}).encode())


def _where(error: Exception) -> str:
    """The exception, and the last line of the project that it went through."""
    here = os.getcwd() + os.sep
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(here)]
    place = f"{frames[-1].filename.removeprefix(here)}:{frames[-1].lineno}: " if frames else ""
    text = " ".join(str(error).split())[:500]
    return f"{place}{type(error).__name__}: {text}"


if __name__ == "__main__":
    main()
