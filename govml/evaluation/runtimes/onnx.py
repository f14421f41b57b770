"""ONNX models, run by onnxruntime on the CPU in one thread; the only importer of onnxruntime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy
import onnxruntime

from govml.evaluation.model_process import ModelError

if TYPE_CHECKING:
    from govml.evaluation.model_process import Job
    from govml.evaluation.tables import Floats

_TYPES: Final = {"tensor(float)": numpy.float32, "tensor(double)": numpy.float64, "tensor(float16)": numpy.float16}


def load(job: Job) -> Session:
    """The model in an `.onnx` file. Raises `ModelError`."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(job.artifact, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions have no common class
        raise ModelError(f"{job.artifact} can't be loaded: {' '.join(str(error).split())[:300]}") from None
    return Session(session, job)


class Session:
    """A model with one input, the features of some rows."""

    def __init__(self, session: Any, job: Job) -> None:
        self._session = session
        inputs = session.get_inputs()
        if len(inputs) != 1 or inputs[0].type not in _TYPES:
            shown = ", ".join(f"{each.name}: {each.type}" for each in inputs)
            raise ModelError(f"{job.artifact} takes {shown}", "one tensor of floats, rows by features, is expected")
        self._name, self._type = inputs[0].name, _TYPES[inputs[0].type]
        width = inputs[0].shape[-1] if len(inputs[0].shape) == 2 else None
        if width is None or (isinstance(width, int) and width != job.features):
            raise ModelError(
                f"{job.artifact} takes an input of shape {inputs[0].shape}, the data has {job.features} features",
                "name the columns that it is given: recompute.features",
            )
        outputs = [each for each in session.get_outputs() if each.type in _TYPES]
        if not outputs:
            raise ModelError(
                f"{job.artifact} gives no tensor of floats",
                "export it without ZipMap: `options={'zipmap': False}` of skl2onnx",
            )
        self._output = next((each.name for each in outputs if "prob" in each.name.lower()), outputs[-1].name)

    def predict(self, features: Floats) -> Floats:
        """The output named like a probability, else the last one."""
        return numpy.asarray(
            self._session.run([self._output], {self._name: features.astype(self._type)})[0], dtype=numpy.float64
        )

    def attribute(self, features: Floats) -> None:
        """Nothing: onnxruntime gives no gradients."""
