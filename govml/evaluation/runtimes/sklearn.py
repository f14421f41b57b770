"""scikit-learn estimators in plain pickles, after a scan, and with nothing imported that the scan didn't see."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy

from govml.evaluation.model_process import ModelError
from govml.evaluation.pickles import scan
from govml.evaluation.recipe import canonical_cell

if TYPE_CHECKING:
    from govml.evaluation.model_process import Job
    from govml.evaluation.tables import Floats

_REBUILDERS: Final = frozenset(
    {"_reconstruct", "scalar", "_frombuffer", "_reconstructor", "encode", "__newobj__", "_unpickle"}
    | {"__randomstate_ctor", "__generator_ctor", "__bit_generator_ctor", "newObj"}
)
"""Functions of numpy, scikit-learn and the standard library that give arrays and their like back."""
_OF_NUMPY: Final = (
    numpy.dtype, numpy.generic, numpy.random.Generator, numpy.random.RandomState, numpy.random.BitGenerator,
    numpy.random.SeedSequence, numpy.ma.MaskedArray,
)  # fmt: skip


def load(job: Job) -> Estimator:
    """The estimator in a pickle. Raises `PickleError`, `ModelError`."""
    path = Path(job.artifact)
    names = scan(path, job.artifact, allowed=job.allow_pickle).names
    with path.open("rb") as file:
        try:
            found = _Careful(file, names).load()
        except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError) as error:
            raise ModelError(f"{job.artifact} can't be loaded: {error}", "was it made with this version?") from None
    return Estimator(found, job)


class _Careful(pickle.Unpickler):
    def __init__(self, file: BinaryIO, names: frozenset[tuple[str, str]]) -> None:
        super().__init__(file)
        self._names = names

    def find_class(self, module: str, name: str) -> Any:
        """As pickle does, for what the scan saw."""
        if (module, name) not in self._names:
            raise pickle.UnpicklingError(f"it imports {module}.{name}, which the scan didn't see")
        if "." in name:  # an attribute of what is named, which may be another module: numpy.f2py.subprocess.Popen
            raise pickle.UnpicklingError(f"it imports {module}.{name}, an attribute of an attribute")
        found = super().find_class(module, name)
        # Estimators are made of classes; a function of a library would be called with what the pickle says.
        if _holds_numbers(found) or name in _REBUILDERS or name.startswith("__pyx_unpickle_"):
            return found
        raise pickle.UnpicklingError(f"it calls {module}.{name}, which no estimator needs")


def _holds_numbers(found: object) -> bool:
    """Whether it is a class that an estimator is made of; others open files or start processes when they are made."""
    if not isinstance(found, type):
        return isinstance(found, numpy.ufunc)
    home = found.__module__.partition(".")[0]  # not the module that the pickle names, which may only import it
    if home in ("numpy", "scipy"):
        return found is numpy.ndarray or issubclass(found, _OF_NUMPY) or found.__module__.startswith("scipy.sparse.")
    return home in ("sklearn", "collections", "builtins")


class Estimator:
    """An estimator; `predict_proba` for classes, `predict` for a regression."""

    def __init__(self, estimator: Any, job: Job) -> None:
        self._estimator = estimator
        method = "predict" if job.task == "regression" else "predict_proba"
        self._predict: Any = getattr(estimator, method, None)
        if not callable(self._predict):
            raise ModelError(f"{job.artifact} holds a {type(estimator).__name__}, which has no {method}")
        self._order: list[int] = []
        if job.task != "regression":
            own = [canonical_cell(str(each)) for each in estimator.classes_]
            if sorted(own) != sorted(job.classes):
                raise ModelError(
                    f"{job.artifact} knows the classes {', '.join(own[:5])}, the data {', '.join(job.classes[:5])}"
                )
            self._order = [own.index(label) for label in job.classes]

    def predict(self, features: Floats) -> Floats:
        """Probabilities by class in the order of the job, or values."""
        found = numpy.asarray(self._predict(features), dtype=numpy.float64)
        return found[:, self._order] if self._order else found

    def attribute(self, features: Floats) -> None:
        """Nothing: estimators have no gradients."""
