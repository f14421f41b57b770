"""A run that was killed goes on where it was, with the same weights; a checkpoint that doesn't fit is not taken."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from govml.training import TrainingError, checkpoint, signals, start
from govml.training.record import read_record
from tests.training import script
from tests.training.conftest import Folders, run_script

SCRIPT = Path(script.__file__)
CPU = torch.device("cpu")


def test_a_killed_run_goes_on_and_ends_with_the_same_weights(
    tmp_path: Path, folders: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    script.main(whole)
    printed = capfd.readouterr().out.splitlines()

    died = run_script(SCRIPT, cwd=parts, env={**folders.environment, "KILL": "replace 3"})
    assert died.returncode == -signal.SIGKILL
    record = read_record(folders.run)
    assert record and (record.status, record.step, record.resumed_from) == ("running", 2, None)
    assert sorted(path.name for path in folders.checkpoints.glob("state-*")) == [
        "state-2.safetensors",
        "state-3.safetensors",
    ]

    died = run_script(SCRIPT, cwd=parts, env={**folders.environment, "KILL": "epoch 4"})
    assert died.returncode == -signal.SIGKILL
    assert died.stderr == f"govml: going on after epoch 2 of {script.EPOCHS}\n"
    assert died.stdout.splitlines() == printed[2:4]

    done = run_script(SCRIPT, cwd=parts, env=folders.environment)
    assert (done.returncode, done.stdout.splitlines()) == (0, printed[4:])
    record = read_record(folders.run)
    assert record and (record.status, record.resumed_from) == ("succeeded", 4)
    assert list(folders.checkpoints.iterdir()) == []
    for name in ("last.safetensors", "best.safetensors", "metrics.json"):
        assert (parts / name).read_bytes() == (whole / name).read_bytes(), name


def interrupted(*, after: int, seed: int = 1, count: int = 5, start_at: list[int] | None = None) -> None:
    """Count epochs with a state, and fail after some."""
    model = torch.nn.Linear(2, 1)
    with start(seed=seed) as run:
        for epoch in run.epochs(count, {"model": model}, seconds=0):
            if start_at is not None:
                start_at.append(epoch)
            if epoch == after:
                raise ZeroDivisionError


def first_epoch(**options: int) -> int:
    epochs: list[int] = []
    interrupted(after=-1, start_at=epochs, **options)
    return epochs[0]


def test_a_checkpoint_of_another_plan_is_not_taken(
    told: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ZeroDivisionError):
        interrupted(after=3)
    assert first_epoch(seed=2) == 0
    assert capsys.readouterr().err == "govml: the checkpoint is of another run (other seed); starting anew\n"

    with pytest.raises(ZeroDivisionError):
        interrupted(after=3)
    monkeypatch.setattr(sys, "argv", ["train.py", "--fast"])
    assert first_epoch(count=6) == 0
    assert "is of another run (other arguments, epochs); starting anew\n" in capsys.readouterr().err

    with pytest.raises(ZeroDivisionError):
        interrupted(after=3)
    assert first_epoch() == 3
    assert list(told.checkpoints.iterdir()) == []


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit in the tensors": lambda folder: flip(folder / "state-3.safetensors"),
    "tensors gone": lambda folder: (folder / "state-3.safetensors").unlink(),
    "tensors cut off": lambda folder: os.truncate(folder / "state-3.safetensors", 20),
    "index cut off": lambda folder: os.truncate(folder / "checkpoint.json", 50),
    "index changed": lambda folder: (folder / "checkpoint.json").write_text(
        (folder / "checkpoint.json").read_text(encoding="utf-8").replace('"step": 3', '"step": 4'), encoding="utf-8"
    ),
    "index of something else": lambda folder: (folder / "checkpoint.json").write_text("[1]", encoding="utf-8"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_checkpoint_is_refused_until_told(
    damage: str, told: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ZeroDivisionError):
        interrupted(after=3)
    DAMAGES[damage](told.checkpoints)
    with pytest.raises(SystemExit) as stop:
        first_epoch()
    said = capsys.readouterr().err
    assert stop.value.code == 4
    assert said.startswith(f"govml: the checkpoint in {told.checkpoints} is damaged: ")
    assert said.endswith("hint: GOVML_RESUME=no starts anew and throws it away\n")
    record = read_record(told.run)
    assert record and record.status == "failed"

    monkeypatch.setenv("GOVML_RESUME", "no")
    assert first_epoch() == 0
    assert list(told.checkpoints.iterdir()) == []


def test_a_state_that_the_objects_do_not_take_is_damage(told: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        interrupted(after=3)
    with pytest.raises(SystemExit), start(seed=1) as run:
        list(run.epochs(5, {"model": torch.nn.Linear(3, 1)}))
    assert "govml: the state of model is not taken: " in capsys.readouterr().err


def test_what_a_state_cannot_hold_is_said(told: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), start(seed=1) as run:
        list(run.epochs(5, {"best": 3}))
    assert "state['best'] is of type int, which can't be put back\nhint: give what has" in capsys.readouterr().err
    with pytest.raises(SystemExit), start(seed=1) as run:
        list(run.epochs(5, {"best": {"of": [1, {2}]}}))
    assert "state['best']['of'][1] is of type set, which a checkpoint can't hold" in capsys.readouterr().err
    with pytest.raises(SystemExit), start(seed=1) as run:
        for _ in run.epochs(2, {"best": {}}):
            pass
        list(run.epochs(2, {"best": {}}))
    assert "a run has one loop with a checkpoint" in capsys.readouterr().err


class SlowToRead(dict[str, Any]):
    """A state that takes its time."""

    def __init__(self, state: dict[str, Any], now: list[float], seconds: float) -> None:
        super().__init__(state)
        self.now, self.seconds = now, seconds

    def items(self) -> Any:
        self.now[0] += self.seconds
        return super().items()


def test_by_default_writing_takes_little_of_the_time(told: Folders) -> None:
    now = [1000.0]
    kept = checkpoint.Checkpoints(told.checkpoints, {}, steady=lambda: now[0])
    assert kept.due(0) and not kept.due(None)
    now[0] += 2
    assert kept.due(None)

    state = torch.nn.Linear(1, 1).state_dict()
    kept.save(checkpoint.Checkpoint(1, SlowToRead(state, now, 3.0), []))
    now[0] += 299
    assert not kept.due(None) and kept.due(60) and not kept.due(300)
    now[0] += 1
    assert kept.due(None)
    assert not checkpoint.Checkpoints(None, {}).due(0)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_run_at_the_end_of_its_epoch(
    by: signal.Signals, told: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []
    before = signal.getsignal(by)
    with pytest.raises(SystemExit) as stop, start(seed=1) as run:
        for epoch in run.epochs(5, {"best": {}}, seconds=3600):
            if epoch == 1:
                os.kill(os.getpid(), by)
            done.append(epoch)
    assert (stop.value.code, done) == (128 + by, [0, 1])
    assert capsys.readouterr().err == "govml: told to end after epoch 2 of 5\n"
    record = read_record(told.run)
    assert record and (record.status, record.reason, record.step) == ("killed", by.name, 2)
    assert signal.getsignal(by) is before
    with start(seed=1) as run:
        assert list(run.epochs(5, {"best": {}})) == [2, 3, 4]


def test_a_signal_that_is_ignored_stays_so(told: Folders) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with start(seed=1) as run:
            for _ in run.epochs(2, {"best": {}}):
                os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
    record = read_record(told.run)
    assert record and record.status == "succeeded"


@pytest.mark.parametrize("where", ["twice", "after the grace", "outside of the loop"])
def test_sigterm_does_not_wait_for_ever(where: str, told: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "GRACE_SECONDS", 0.01 if where == "after the grace" else 600)
    with pytest.raises(SystemExit) as stop, start(seed=1) as run:
        for _ in run.epochs(5, {"best": {}}):
            if where == "outside of the loop":
                break
            os.kill(os.getpid(), signal.SIGTERM)
            if where == "twice":
                os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
    assert stop.value.code == 143
    record = read_record(told.run)
    assert record and (record.status, record.step) == ("killed", None)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
keys = st.integers() | st.text()
values = st.recursive(
    scalars | st.builds(lambda numbers: torch.tensor(numbers, dtype=torch.float64), st.lists(st.floats())),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(keys, inner)
        | st.dictionaries(keys, st.integers()).map(Counter)
    ),
)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, types and NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, torch.Tensor):
        return bool(torch.equal(one.view(torch.int64), other.view(torch.int64)))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return (math.isnan(one) and math.isnan(other)) if isinstance(one, float) and one != one else bool(one == other)


@given(values)
def test_a_state_comes_back_as_it_was(value: Any) -> None:
    tensors: dict[str, Any] = {}
    text = json.dumps(checkpoint._encode(value, "state", tensors), allow_nan=False)
    assert same(checkpoint._decode(json.loads(text), tensors, CPU), value)


def test_an_unknown_object_in_a_state_is_no_value() -> None:
    with pytest.raises(TrainingError, match=r"^state is of type object"):
        checkpoint._encode(object(), "state", {})
