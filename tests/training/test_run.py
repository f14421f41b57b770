"""What a run is given, what it writes, and how it ends."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy
import pytest
import torch

from govml.training import TrainingError, start
from govml.training.record import Record, read_record
from govml.training.weights import read_tensors
from tests.training import script
from tests.training.conftest import Folders, run_script


def test_a_run_says_what_it_was(told: Folders) -> None:
    with start(seed=7) as run:
        going = read_record(told.run)
        assert going and going.status == "running"
        torch.set_num_threads(1)
        assert (run.is_main, run.rank, run.world_size, run.device.type) == (True, 0, 1, going.device)
    record = read_record(told.run)
    assert record
    assert (record.status, record.reason, record.world_size, record.torch) == ("succeeded", "", 1, torch.__version__)
    assert record.seeds["python"] == record.seeds["numpy"] == record.seeds["torch"] == 7
    assert record.deterministic == {
        "algorithms": "error",
        "cublas_workspace": ":4096:8",
        "cudnn_benchmark": False,
        "cudnn_deterministic": True,
        "float32_matmul_precision": "highest",
        "python_hash_seed": "random",
        "threads": 1,
    }
    assert (record.step, record.resumed_from) == (None, None)


def test_nothing_is_written_for_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with start(seed=7) as run:
        assert list(run.epochs(3, {"best": {}})) == [0, 1, 2]
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        script.main(tmp_path / name)
        written.append([(path.name, path.read_bytes()) for path in sorted((tmp_path / name).iterdir())])
    assert len(written[0]) == 3
    assert written[0] == written[1]


def test_what_is_not_deterministic_fails_or_warns_or_is_let_be(told: Folders) -> None:
    def draw() -> None:
        torch.zeros(3).put_(torch.tensor([0, 0]), torch.ones(2))  # has no deterministic form without `accumulate`

    with pytest.raises(RuntimeError, match="does not have a deterministic implementation"), start(seed=1):
        draw()
    with start(seed=1, deterministic="warn"), pytest.warns(UserWarning, match="deterministic implementation"):
        draw()
    record = read_record(told.run)
    assert record and record.deterministic["algorithms"] == "warn"
    torch.use_deterministic_algorithms(False)
    with start(seed=1, deterministic="off"):
        draw()
    record = read_record(told.run)
    assert record and record.deterministic["algorithms"] == "off"


@pytest.mark.parametrize("seed", [-1, 2**32, True, "7", 1.0])
def test_a_seed_that_cannot_be(seed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop, start(seed=seed):
        pytest.fail("the run began")
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith(f"govml: the seed is {seed!r}\nhint: give a whole number from 0")


def raises(error: BaseException) -> NoReturn:
    raise error


SCARCE = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a capacity of 139 GiB.")
ENDINGS: dict[str, tuple[Callable[[], object], int, str, str]] = {
    "cuda": (lambda: raises(SCARCE), 1, "out-of-memory", "out of memory on the device: 20.00 GiB more were asked for"),
    "driver": (
        lambda: raises(RuntimeError("CUDA error: out of memory\nCompile with ...")),
        *(1, "out-of-memory", "out of memory on the device"),
    ),
    "memory": (lambda: raises(MemoryError()), 1, "out-of-memory", "out of memory on the CPU"),
    "allocator": (lambda: torch.empty(1 << 60), 1, "out-of-memory", "out of memory on the CPU"),
    "govml": (lambda: raises(TrainingError("no", "do")), 1, "failed", "no"),
    "interrupt": (lambda: os.kill(os.getpid(), signal.SIGINT), 130, "killed", "interrupted"),
    "exit": (lambda: raises(SystemExit(3)), 3, "failed", "exit status 3"),
    "exit 0": (lambda: raises(SystemExit(0)), 0, "succeeded", ""),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_how_a_run_ends_is_said_in_one_line(ending: str, told: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    end, code, status, reason = ENDINGS[ending]
    with pytest.raises(SystemExit) as stop, start(seed=1):
        end()
    record = read_record(told.run)
    assert record and (stop.value.code, record.status, record.reason) == (code, status, reason)
    said = capsys.readouterr().err.splitlines()
    spoken = status == "out-of-memory" or ending == "govml"
    assert [line.partition(": ")[0] for line in said] == (["govml", "hint"] if spoken else [])


def test_an_exception_of_the_script_passes_through(told: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError), start(seed=1):
        raise ValueError("column\n" + "x" * 1000)
    record = read_record(told.run)
    assert record and (record.status, record.reason) == ("failed", "ValueError: column")
    assert capsys.readouterr().err == ""


def test_another_process_that_failed_before_is_the_cause(told: Folders) -> None:
    with pytest.raises(RuntimeError), start(seed=1):
        path = told.run / "run.json"
        value = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**value, "status": "out-of-memory", "reason": "rank 1"}), encoding="utf-8")
        raise RuntimeError("Connection closed by peer")
    record = read_record(told.run)
    assert record and (record.status, record.reason) == ("out-of-memory", "rank 1")


@pytest.mark.parametrize(
    ("name", "value", "code", "said"),
    [
        ("GOVML_DEVICE", "tpu", 2, "GOVML_DEVICE is 'tpu'"),
        ("GOVML_LAUNCHER", "slurm", 2, "GOVML_LAUNCHER is 'slurm'"),
        ("WORLD_SIZE", "two", 2, "WORLD_SIZE is 'two'"),
        ("GOVML_DEVICE", "cuda", 4, "CUDA is asked for, and "),
    ],
)
def test_settings_that_cannot_be(
    name: str,
    value: str,
    code: int,
    said: str,
    told: Folders,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if value == "cuda" and torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop, start(seed=1):
        pytest.fail("the run began")
    assert stop.value.code == code
    assert capsys.readouterr().err.startswith(f"govml: {said}")
    record = read_record(told.run)
    assert record and record.status == "failed" and record.reason.startswith(said)


def test_the_library_is_there_without_torch(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(
        "import sys\n"
        "sys.modules['torch'] = sys.modules['numpy'] = None\n"
        "from govml.training import start\n"
        "with start(seed=1):\n    pass\n",
        encoding="utf-8",
    )
    done = run_script("train.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "govml: torch is not installed\nhint: govml's extra `train` has it\n")


def refused(call: Callable[[Any], object], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop, start(seed=1) as run:
        call(run)
    assert stop.value.code == 1
    return capsys.readouterr().err


def test_weights_are_written_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deep" / "model.safetensors"
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 3))
    model[1].weight = torch.nn.Parameter(model[0].weight.detach().t())  # tied, and not contiguous
    with start(seed=1) as run:
        run.save_weights(path, torch.compile(model))
    before = path.read_bytes()
    torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 3)).load_state_dict(read_tensors(path))

    with torch.no_grad():
        model[1].bias[1] = float("nan")
        model[1].bias[2] = float("-inf")
    assert "2 of 3 numbers of 1.bias are NaN or infinite; nothing is written" in refused(
        lambda run: run.save_weights(path, model), capsys
    )
    assert "there are no weights to write" in refused(lambda run: run.save_weights(path, {}), capsys)
    assert "b is of type list, not a tensor" in refused(lambda run: run.save_weights(path, {"b": [1]}), capsys)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["model.safetensors"]


@pytest.mark.parametrize("name", ["model.pt", "model.bin", "model.pkl", "model"])
def test_weights_are_no_pickle(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(lambda run: run.save_weights(tmp_path / name, torch.nn.Linear(1, 1)), capsys)
    assert "weights are written as safetensors" in said and "hint: name it model.safetensors" in said
    assert list(tmp_path.iterdir()) == []


def test_what_a_link_stands_for_is_not_overwritten(tmp_path: Path) -> None:
    cached = tmp_path / "cache"
    cached.write_bytes(b"kept")
    (tmp_path / "model.safetensors").symlink_to(cached)
    with start(seed=1) as run:
        run.save_weights(tmp_path / "model.safetensors", {"a": torch.ones(1)})
    assert cached.read_bytes() == b"kept"
    assert not (tmp_path / "model.safetensors").is_symlink()


def test_where_nothing_can_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    place = tmp_path / "file" / "model.safetensors"
    assert f"can't write {place}: " in refused(lambda run: run.save_weights(place, {"a": torch.ones(1)}), capsys)
    place = tmp_path / "file" / "metrics.json"
    assert f"can't write {place}: " in refused(lambda run: run.save_metrics(place, {"a": 1}), capsys)


def test_metrics_are_finite_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "metrics.json"
    with start(seed=1) as run:
        by = {"old": numpy.float32(0.25), "n": numpy.int64(3)}
        run.save_metrics(path, {"auc": torch.tensor(0.5), "by": by, "k": [1]})
    assert path.read_text(encoding="utf-8") == (
        '{\n  "auc": 0.5,\n  "by": {\n    "old": 0.25,\n    "n": 3\n  },\n  "k": [\n    1\n  ]\n}\n'
    )
    before = path.read_bytes()
    assert "metric by.new[1] is nan; nothing is written" in refused(
        lambda run: run.save_metrics(path, {"by": {"new": [1, torch.tensor(float("nan"))]}}), capsys
    )
    assert "metric auc is inf" in refused(lambda run: run.save_metrics(path, {"auc": float("inf")}), capsys)
    assert "metric auc is of type NoneType" in refused(lambda run: run.save_metrics(path, {"auc": None}), capsys)
    assert "name it metrics.json" in refused(lambda run: run.save_metrics(tmp_path / "metrics.yaml", {}), capsys)
    assert path.read_bytes() == before


def test_a_broken_record_is_said(tmp_path: Path) -> None:
    assert read_record(tmp_path) is None
    for text in ("", "[]", "{}", '{"schema": "govml.training.run/v1", "status": "fine"}', "\xff"):
        (tmp_path / "run.json").write_text(text, encoding="latin-1")
        with pytest.raises(TrainingError, match=r"run\.json (can't be read|is no govml\.training\.run/v1)"):
            read_record(tmp_path)
    assert Record("running").world_size == 1
