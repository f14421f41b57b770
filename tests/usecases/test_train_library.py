"""`govml train` with scripts that use `govml.training`: what the library says of a run is in the evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines import ATTEMPTS, CARD, EVIDENCE, Workshop, copy

pytest.importorskip("torch")
pytest.importorskip("safetensors")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SCRIPT = """\
import os, pathlib, signal
import torch
from govml.training import start

with start(seed=7) as run:
    model = run.wrap(torch.nn.Linear(4, 1))
    for epoch in run.epochs(4, state={"model": model}, seconds=0):
        loss = model(torch.ones(2, 4, device=run.device)).square().mean()
        model.zero_grad()
        loss.backward()
        with torch.no_grad():  # by hand: with an optimizer torch takes twice as long to start
            for weights in model.parameters():
                weights -= 0.01 * weights.grad
        PLACE
    run.save_weights("models/net/weights.safetensors", model)
    run.save_metrics("metrics.json", {"loss": float(run.mean(loss))})
"""
PIPELINE = """\
stages:
  train:
    cmd: python train.py
    deps: [train.py, data/train.csv]
    params: [lr]
    outs: [models/net/weights.safetensors]
    metrics: [metrics.json: {cache: false}]
"""


@pytest.fixture(scope="module")
def prepared(untrained: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = copy(untrained, tmp_path_factory.mktemp("library"))
    card = CARD.replace("weights.bin", "weights.safetensors")
    workshop.change({"dvc.yaml": PIPELINE, "train.py": script("pass"), "models/net/README.md": card})
    return workshop


@pytest.fixture
def workshop(prepared: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A workshop in which `python` is the one that runs the tests, and finds govml."""
    import os
    import sys

    from tests.builders import ROOT

    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return copy(prepared, tmp_path)


def script(inside: str) -> str:
    return SCRIPT.replace("PLACE", inside)


def test_seeds_flags_and_versions_are_those_that_the_library_tells(workshop: Workshop) -> None:
    other = workshop.path / ".git" / "govml" / "training" / "checkpoints" / "net" / "of-other-parameters"
    other.mkdir(parents=True)
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    run = workshop.evidence()
    assert run.seeds["torch"] == 7
    assert run.deterministic
    assert run.world_size == 1
    assert run.environment["torch"] == run.versions["torch"]
    assert run.environment["gpus"] == []
    assert run.usage.gpu_seconds == 0
    checkpoints = workshop.path / ".git" / "govml" / "training" / "checkpoints"
    assert list(checkpoints.iterdir()) == [], "a run that succeeded needs no checkpoint"


def test_a_killed_run_goes_on_after_its_checkpoint(workshop: Workshop) -> None:
    marker = workshop.path.parent / "killed"
    once = (
        f"if epoch == 2 and not pathlib.Path({str(marker)!r}).exists():\n"
        f"            pathlib.Path({str(marker)!r}).touch()\n"
        "            os.kill(os.getpid(), signal.SIGKILL)"
    )
    workshop.change({"train.py": script(once)})
    result = workshop.train()
    assert result.exit_code == 1, result.stderr
    assert workshop.evidence(ATTEMPTS).status == "killed"
    again = workshop.train()
    assert again.exit_code == 0, again.stderr
    assert "going on after epoch 2 of 4" in again.stderr
    run = workshop.path / ".git" / "govml" / "training" / "runs" / "net"
    reports = [path.read_text(encoding="utf-8") for path in sorted(run.glob("*/run.json"))]
    assert '"resumed_from": 2' in reports[-1]


def test_memory_that_runs_out_is_told_and_noted(workshop: Workshop) -> None:
    workshop.change({"train.py": script('raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")')})
    result = workshop.train()
    assert result.exit_code == 1
    assert "the training of net failed: out of memory on the " in result.stderr
    run = workshop.evidence(ATTEMPTS)
    assert (run.status, run.exit_code) == ("out-of-memory", 1)


def test_two_processes_train_one_model(workshop: Workshop) -> None:
    result = workshop.train("--launcher", "torchrun", "--processes", "2")
    assert result.exit_code == 0, result.stderr
    run = workshop.evidence()
    assert (run.launcher, run.world_size) == ("torchrun", 2)
    assert run.stages[0].cmd == "python train.py", "what dvc.yaml and dvc.lock say doesn't depend on the launcher"
    assert (workshop.path / EVIDENCE).exists()
