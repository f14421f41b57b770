"""The model in a process of its own: rows go in, scores come out, as raw numbers and never as objects.

What a project's code does there, as ending the process, printing for ever or never answering, is told as that. It is
given the features, not what is true; it is no sandbox: the code has the rights of who runs the evaluation.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any, Final, Self, cast

import numpy

from govml.launch.environment import without_keys
from govml.model import GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govml.evaluation.recipe import Output, Runtime, Task
    from govml.evaluation.tables import Floats

SECONDS: Final = 3600.0
"""How long one answer may take."""
PRINTED: Final = 16_000_000
"""Bytes that a model may print."""
SHOWN: Final = 300
"""Characters of it that an error shows."""
_ANSWER: Final = 2_000_000_000
_KEPT: Final = 4_000


class ModelError(GovmlError):
    """The model can't be loaded or asked, or doesn't answer with scores."""


class Job(NamedTuple):
    """What the process has to load."""

    runtime: Runtime
    artifact: str
    """Path from the folder that the process runs in."""
    loader: str
    task: Task
    output: Output
    classes: tuple[str, ...]
    features: int
    seed: int
    allow_pickle: bool


class ModelProcess:
    """A model that answers until it is closed; a context manager."""

    def __init__(self, job: Job, folder: Path, seconds: float = SECONDS) -> None:
        self._job = job
        self._seconds = seconds
        self._tail = b""
        self._printed = 0
        here, there = Pipe()
        self._link = here
        self._process = subprocess.Popen(
            # -P: nothing of the project is imported in the place of a library.
            [sys.executable, "-P", "-m", "govml.evaluation.worker", str(there.fileno())],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[there.fileno()],
            start_new_session=True,
        )
        there.close()
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def load(self) -> None:
        """Load the artifact. Raises `ModelError`."""
        self._ask("load", {"job": self._job._asdict()}, None)

    def scores(self, features: Floats) -> Floats:
        """The scores of rows: a number for each, of more than two classes a column for each. Raises `ModelError`."""
        found = self._ask("predict", {}, features)
        assert found is not None
        wide = len(self._job.classes) if self._job.task == "multiclass-classification" else 0
        expected = (len(features), wide) if wide else (len(features),)
        if found.shape != expected:
            raise ModelError(
                f"the model gives scores of shape {found.shape} for {len(features)} rows, not {expected}",
                "a number for each row, or a column for each class",
            )
        if not numpy.isfinite(found).all():
            raise ModelError("the model gives scores that are not finite numbers", "look for NaN in weights or scaling")
        classified = self._job.task != "regression"
        if classified and (found.min() < 0 or found.max() > 1):
            raise ModelError(
                f"the model gives scores from {found.min():.3g} to {found.max():.3g}, which are no probabilities",
                "say in the card that they are logits: `recompute: {output: logit}`",
            )
        return found

    def attributions(self, features: Floats) -> Floats | None:
        """Mean absolute integrated gradients by feature; None where the model has no gradients."""
        return self._ask("attribute", {}, features)

    def files(self) -> list[str]:
        """Files of the folder that were imported so far, as the process says; from the folder. Raises `ModelError`."""
        found = self._ask_json("files", {}, None).get("files")
        return sorted(each for each in found if isinstance(each, str)) if isinstance(found, list) else []

    # -- the conversation -------------------------------------------------------------------------------------------

    def _ask(self, what: str, header: dict[str, object], features: Floats | None) -> Floats | None:
        answer = self._ask_json(what, header, features)
        with self._told(what):
            if "shape" not in answer:
                return None
            shape = tuple(int(each) for each in answer["shape"])
            return cast("Floats", numpy.frombuffer(self._receive(what), dtype="<f8").reshape(shape).copy())

    def _ask_json(self, what: str, header: dict[str, object], features: Floats | None) -> dict[str, Any]:
        with self._told(what):
            self._link.send_bytes(json.dumps({"do": what, **header}).encode())
            if features is not None:
                self._link.send_bytes(numpy.array(features.shape, dtype="<i8").tobytes())
                self._link.send_bytes(numpy.ascontiguousarray(features, dtype="<f8").tobytes())
            answer = json.loads(self._receive(what))
            if "error" in answer:
                raise ModelError(str(answer["error"])[:2000], str(answer.get("hint", ""))[:2000])
            return dict(answer)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Say what the process did instead of answering."""
        try:
            yield
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise self._gone(what) from None
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            if isinstance(error, OSError) and self._process.poll() is not None:
                raise self._gone(what) from None
            raise ModelError(f"{self._who()} answered with something that is no scores") from None

    def _receive(self, what: str) -> bytes:
        end = time.monotonic() + self._seconds
        while not self._link.poll(0.2):
            if self._printed > PRINTED:
                self._end()
                raise ModelError(
                    f"{self._who()} printed more than {PRINTED // 1_000_000} MB and was stopped: {self._said()}",
                    "let it print less",
                )
            if time.monotonic() > end:
                self._end()
                raise ModelError(f"{self._who()} didn't {what} within {self._seconds:,.0f} s and was stopped")
            if self._process.poll() is not None and not self._link.poll(0):
                raise EOFError
        return self._link.recv_bytes(_ANSWER)

    def _gone(self, what: str) -> ModelError:
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._end()
            return ModelError(f"{self._who()} stopped answering when it was to {what}", "it closed the connection")
        self._reader.join(5)
        code = self._process.returncode
        if code < 0:
            try:
                how = f"was killed by {signal.Signals(-code).name}"
            except ValueError:
                how = f"was killed by signal {-code}"
        else:
            how = f"ended with exit code {code}"
        hint = "out of memory?" if code == -signal.SIGKILL else "it must return and not end the process"
        said = f": {self._said()}" if self._tail else ""
        return ModelError(f"{self._who()} {how} when it was to {what}{said}", hint)

    def _who(self) -> str:
        return self._job.loader or self._job.artifact

    def _said(self) -> str:
        text = self._tail.decode("utf-8", "replace").strip()
        return " ".join(text.split())[-SHOWN:]

    def _drain(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while block := os.read(stream.fileno(), 65536):
            self._printed += len(block)
            self._tail = (self._tail + block)[-_KEPT:]
            if self._printed > PRINTED:
                return

    def _end(self) -> None:
        self._link.close()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.wait()
        self._reader.join(5)
        if self._process.stdout is not None:
            self._process.stdout.close()


def _environment() -> dict[str, str]:
    """What the process may know: nothing of keys, and one thread, as sums depend on how they are split."""
    kept = {name: value for name, value in without_keys(os.environ).items() if not name.startswith(("GOVML_", "GIT_"))}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
    return {**kept, **threads, "PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
