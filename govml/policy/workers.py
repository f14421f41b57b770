"""Work in processes of its own, each job with a time limit that holds inside native code.

The embedded engine can't be interrupted, and a defect in it can end its process. Workers are forked, so they see the
jobs without a copy; job i goes to worker i modulo N, so what is decided and which failure is shown never depend on
timing. The limit is the kernel's: SIGALRM in its default disposition ends a worker whatever it runs.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from os import _exit as leave  # A forked worker must leave without the parent's clean-up.
from typing import Any, Final, TypeVar

from govml.model import EngineError, GovmlError
from govml.named import NamedTuple

J = TypeVar("J")
R = TypeVar("R")

_HEADER: Final = struct.Struct("!Q")
_CHUNK: Final = 1 << 16


class _Worker(NamedTuple):
    pid: int
    pipe: int
    received: bytearray


def supervise(
    work: Callable[[J], R],
    jobs: Sequence[J],
    processes: int,
    seconds: float,
    describe: Callable[[J], str],
    setup: Callable[[], None],
) -> Iterator[R]:
    """Yield `work(job)` for each job, in order, from at most `processes` forked workers that ran `setup` first.

    What `work` or `setup` raises is raised here, a `GovmlError` as it is, in the order of the jobs. Raises
    `EngineError` for a job that takes longer than `seconds` or ends its worker. Ends all workers when it ends, whatever
    the reason.
    Without `processes`, or where there is no fork, the work is done here and without a limit.
    """
    if processes < 1 or not hasattr(os, "fork"):
        if jobs:
            setup()
        yield from map(work, jobs)
        return
    count = min(processes, len(jobs))
    workers: list[_Worker] = []
    try:
        for number in range(count):
            workers.append(_start(work, jobs[number::count], seconds, setup))
        for index, job in enumerate(jobs):
            answer = _receive(workers[index % count])
            if answer is None:
                raise _death(workers, index % count, seconds, describe(job))
            value, failed = answer
            if failed:
                raise value
            yield value
    finally:
        for worker in workers:
            _end(worker)


def _start(work: Callable[[J], R], jobs: Sequence[J], seconds: float, setup: Callable[[], None]) -> _Worker:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return _Worker(pid, reading, bytearray())
    try:
        os.close(reading)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        _serve(work, jobs, seconds, setup, writing)
    finally:
        leave(0)


def _serve(work: Callable[[J], R], jobs: Sequence[J], seconds: float, setup: Callable[[], None], pipe: int) -> None:
    ready = False
    for job in jobs:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            if not ready:
                setup()
                ready = True
            message = pickle.dumps((work(job), False), pickle.HIGHEST_PROTOCOL)
        except BaseException as error:
            message = pickle.dumps((_portable(error), True), pickle.HIGHEST_PROTOCOL)
        # Waiting for the parent to read is no work.
        signal.setitimer(signal.ITIMER_REAL, 0)
        view = memoryview(_HEADER.pack(len(message)) + message)
        while view:
            view = view[os.write(pipe, view) :]


def _portable(error: BaseException) -> GovmlError:
    if isinstance(error, GovmlError):
        with suppress(Exception):
            copy = pickle.loads(pickle.dumps(error))
            if isinstance(copy, GovmlError) and str(copy) == str(error):
                return error
    return EngineError(f"a worker failed: {type(error).__name__}: {error}")


def _receive(worker: _Worker) -> tuple[Any, bool] | None:
    received = worker.received
    while len(received) < _HEADER.size or len(received) < _HEADER.size + _HEADER.unpack_from(received)[0]:
        chunk = os.read(worker.pipe, _CHUNK)
        if not chunk:
            return None
        received += chunk
    size = _HEADER.size + _HEADER.unpack_from(received)[0]
    answer: tuple[Any, bool] = pickle.loads(bytes(received[_HEADER.size : size]))
    del received[:size]
    return answer


def _death(workers: list[_Worker], number: int, seconds: float, what: str) -> EngineError:
    worker = workers[number]
    _, status = os.waitpid(worker.pid, 0)
    workers[number] = worker._replace(pid=0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        message = f"policies did not finish within {seconds:g} s for {what}"
        return EngineError(message, "simplify the policy, or raise the time limit")
    how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"status {os.waitstatus_to_exitcode(status)}"
    return EngineError(f"the policy engine ended with {how} for {what}", "a policy crashed it, or memory ran out")


def _end(worker: _Worker) -> None:
    os.close(worker.pipe)
    if worker.pid:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(worker.pid, 0)
