"""Workers: order, failures, time limits, and nothing left behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from govml.model import EngineError, PolicyError, UsageError
from govml.policy.workers import supervise


def describe(job: object) -> str:
    return f"job {job}"


def nothing() -> None:
    pass


def no_child_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("processes", [0, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_jobs(processes: int) -> None:
    def work(job: int) -> tuple[int, str]:
        time.sleep(0.01 if job % 3 == 0 else 0)
        return job * job, "x" * job * 1000

    assert list(supervise(work, range(40), processes, 10.0, describe, nothing)) == [work(job) for job in range(40)]
    assert no_child_left()


def test_no_jobs_start_nothing() -> None:
    def setup() -> None:
        raise AssertionError

    assert list(supervise(str, [], 2, 1.0, describe, setup)) == []
    assert list(supervise(str, [], 0, 1.0, describe, setup)) == []


def test_each_worker_is_set_up_once_and_apart() -> None:
    seen: list[int] = []

    def work(_job: int) -> tuple[int, int]:
        return os.getpid(), len(seen)

    found = list(supervise(work, range(20), 2, 10.0, describe, lambda: seen.append(1)))
    assert len({pid for pid, _ in found}) == 2 and os.getpid() not in {pid for pid, _ in found}
    assert {count for _, count in found} == {1} and seen == []


def test_results_larger_than_a_pipe() -> None:
    found = list(supervise(lambda job: bytes([job]) * 3_000_000, range(4), 2, 10.0, describe, nothing))
    assert [len(each) for each in found] == [3_000_000] * 4 and no_child_left()


def test_the_first_failure_in_order_is_raised() -> None:
    def work(job: int) -> int:
        if job == 5:
            time.sleep(0.2)
            raise PolicyError("five", "a hint")
        if job >= 6:
            raise UsageError("later")
        return job

    got = []
    with pytest.raises(PolicyError, match="five") as caught:
        for each in supervise(work, range(12), 3, 10.0, describe, nothing):
            got.append(each)
    assert got == [0, 1, 2, 3, 4] and caught.value.hint == "a hint"
    assert no_child_left()


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), SystemExit(3)])
def test_other_exceptions_are_engine_errors(error: BaseException) -> None:
    def work(_job: int) -> None:
        raise error

    with pytest.raises(EngineError, match=f"a worker failed: {type(error).__name__}"):
        list(supervise(work, [1], 1, 10.0, describe, nothing))


def test_a_result_that_cannot_be_sent_is_an_error() -> None:
    with pytest.raises(EngineError, match="a worker failed"):
        list(supervise(lambda _job: lambda: 1, [1], 1, 10.0, describe, nothing))


def test_an_endless_job_is_stopped_and_named() -> None:
    def work(job: int) -> int:
        while job == 2:
            pass
        return job

    start = time.monotonic()
    with pytest.raises(EngineError, match=r"policies did not finish within 0\.2 s for job 2"):
        list(supervise(work, range(4), 2, 0.2, describe, nothing))
    assert time.monotonic() - start < 5
    assert no_child_left()


def test_the_limit_is_for_each_job_and_not_for_all() -> None:
    assert len(list(supervise(lambda _job: time.sleep(0.1), range(6), 1, 0.5, describe, nothing))) == 6


def test_waiting_for_a_slow_reader_is_no_work() -> None:
    results = supervise(lambda job: "x" * 200_000, range(3), 1, 0.2, describe, nothing)
    assert next(results)
    time.sleep(0.6)
    assert len(list(results)) == 2


def test_a_worker_that_dies_is_an_error() -> None:
    with pytest.raises(EngineError, match="ended with signal 9 for job 7"):
        list(supervise(lambda _job: os.kill(os.getpid(), signal.SIGKILL), [7], 1, 10.0, describe, nothing))
    assert no_child_left()


def test_a_reader_that_stops_leaves_no_worker() -> None:
    results = supervise(lambda job: job, range(100), 3, 10.0, describe, nothing)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert no_child_left()


def test_a_worker_does_not_run_the_clean_up_of_its_parent(tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    def work(_job: int) -> int:
        import atexit

        atexit.register(mark.touch)
        return 1

    assert list(supervise(work, [1], 1, 10.0, describe, nothing)) == [1]
    assert not mark.exists()
