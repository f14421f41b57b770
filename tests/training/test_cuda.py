"""What only a GPU can show; skipped where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from govml.launch.meter import Meter
from govml.training import start
from govml.training.record import read_record
from tests.training import script
from tests.training.conftest import Folders, run_script

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")


@pytest.fixture(autouse=True)
def on_the_gpu(as_it_was: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for a GPU."""
    monkeypatch.setenv("GOVML_DEVICE", "cuda")


def test_nvml_and_torch_mean_the_same_gpu(told: Folders) -> None:
    with Meter({}) as meter, start(seed=1) as run:
        assert run.device.type == "cuda"
        torch.ones(1000, device=run.device).sum().item()
    record = read_record(told.run)
    assert record and record.cuda and record.cudnn and record.seeds["cuda"] == 1
    used = meter.usage([gpu.uuid_sha256 for gpu in record.gpus])
    assert [gpu.name for gpu in used.gpus] == [gpu.name for gpu in record.gpus]
    assert used.gpu_seconds == used.seconds > 0


def test_memory_that_runs_out_is_said(told: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop, start(seed=1) as run:
        torch.empty(1 << 50, dtype=torch.uint8, device=run.device)
    record = read_record(told.run)
    assert record and (stop.value.code, record.status) == (1, "out-of-memory")
    assert capsys.readouterr().err.startswith(f"govml: out of memory on {torch.cuda.get_device_name(0)}")


def test_a_killed_run_goes_on_with_the_same_weights(tmp_path: Path, folders: Folders) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    assert run_script(script.__file__, cwd=whole).returncode == 0
    run_script(script.__file__, cwd=parts, env={**folders.environment, "KILL": "epoch 3"})
    done = run_script(script.__file__, cwd=parts, env=folders.environment)
    assert (done.returncode, done.stderr) == (0, f"govml: going on after epoch 3 of {script.EPOCHS}\n")
    assert (parts / "last.safetensors").read_bytes() == (whole / "last.safetensors").read_bytes()
