"""The `local` launcher: a stage in a process group of its own, on this machine."""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from govml.launch.job import Ended, Job
from govml.model import GovmlError
from govml.training.record import read_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from govml.launch.job import Echo

GRACE: Final = 20.0
"""Seconds that a run has to end after a signal, for a checkpoint; then it is killed."""
_PASSED_ON: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STAGE_EXIT: Final = re.compile(rb"failed to run: .*, exited with (-?[0-9]+)")
_OF_DVC: Final = re.compile(r"ERROR: (failed to reproduce '[^']*': )?")
_TAIL: Final = 16_384


def launch(job: Job, echo: Echo) -> Ended:
    """Run a job, its output shown and kept as it comes. Raises `GovmlError` when it can't be started or kept."""
    with _Group(job) as group:
        group.follow(echo)
    return group.ended()


class _Group:
    """A running command with all processes that it started."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._tail = b""
        self._signal = 0
        self._deadline = 0.0
        self._log = open(job.log, "ab")  # noqa: SIM115 - closed in __exit__
        try:
            self._process = subprocess.Popen(
                job.command,
                cwd=job.folder,
                env=dict(job.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            self._log.close()
            raise GovmlError(f"can't start {job.command[0]}: {error.strerror}", "is it installed?") from None

    def __enter__(self) -> _Group:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, whatever happened."""
        self._kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        with suppress(OSError):
            self._log.close()

    def follow(self, echo: Echo) -> None:
        """Show and keep what the run says until it has ended."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        with self._signals(), selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                data = os.read(pipe, 65_536) if selector.select(0.1) else None
                if data:
                    self._keep(data)
                    echo(data)
                elif data == b"" or self._process.poll() is not None:
                    # Closed, or silent after its end: what it left running in the background ends with it.
                    break
                if self._deadline and time.monotonic() > self._deadline:
                    self._kill()
            while self._process.poll() is None:
                time.sleep(0.02)
                if self._deadline and time.monotonic() > self._deadline:
                    self._kill()

    def ended(self) -> Ended:
        """What came of it."""
        code = self._process.returncode
        if code == 0 and not self._signal:
            return Ended("succeeded", 0)
        record = read_record(self._job.run)
        found = _STAGE_EXIT.findall(self._tail)
        code = _shell_code(int(found[-1])) if found else _shell_code(code) if code < 0 else 1  # DVC's own is 255
        if record is not None and record.status == "out-of-memory":
            return Ended("out-of-memory", code, record.reason or "out of memory", self._signal)
        if self._signal:
            name = signal.Signals(self._signal).name
            return Ended("killed", 128 + self._signal, f"stopped by {name}", self._signal)
        if code > 128:
            name = _signal_name(code - 128)
            hint = "; the machine may have run out of memory" if code - 128 == signal.SIGKILL else ""
            return Ended("killed", code, f"the stage was killed by {name}{hint}")
        if not found:
            return Ended("failed", code, f"DVC could not run the stage{self._said(by_dvc=True)}")
        said = f": {record.reason}" if record is not None and record.reason else self._said()
        return Ended("failed", code, f"the stage ended with exit code {code}{said}")

    def _said(self, by_dvc: bool = False) -> str:
        """The last line that says something, of the stage or of DVC, behind a colon; empty for none."""
        text = self._tail.decode("utf-8", "replace").replace("\r", "\n")
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if by_dvc:
            lines = [_OF_DVC.sub("", line) for line in lines if line.startswith("ERROR:")]
        else:
            lines = [line for line in lines if not line.startswith(("ERROR: failed to ", "Running stage", "> "))]
        return f": {lines[-1][:200]}" if lines else ""

    def _keep(self, data: bytes) -> None:
        self._tail = (self._tail + data)[-_TAIL:]
        try:
            self._log.write(data)
            self._log.flush()
        except OSError as error:
            raise GovmlError(
                f"the log of the run can't be written: {error.strerror}", f"make room for {self._job.log}"
            ) from None

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Pass on what would end govml to all of the run; the second time, kill it."""

        def passed_on(number: int, _: FrameType | None) -> None:
            if self._signal:
                self._kill()
                return
            self._signal = number
            self._deadline = time.monotonic() + GRACE
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

        before = {number: signal.signal(number, passed_on) for number in _PASSED_ON}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _shell_code(code: int) -> int:
    return 128 - code if code < 0 else code


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
