"""Several processes give one run: they are started, agree, and write once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from govml.model import UsageError
from govml.training.ranks import Ranks, read_ranks, torchrun_command
from govml.training.record import read_record
from govml.training.weights import read_tensors
from tests.training import script
from tests.training.conftest import Folders, run_script

COMMAND = ["python", "-X", "dev", "-m", "src.train", "--fast"]
TORCHRUN = [sys.executable, "-m", "torch.distributed.run"]
ITSELF = ["--no-python", sys.executable, *COMMAND[1:]]
ALONE = ["--standalone", "--local-addr=127.0.0.1"]
MEETING = ["--nnodes=2", "--rdzv-backend=c10d", "--rdzv-endpoint=node0:29400", "--rdzv-id=govml"]


@pytest.mark.parametrize(
    ("environment", "gpus", "expected"),
    [
        ({}, 8, []),
        ({"GOVML_LAUNCHER": "local"}, 8, []),
        ({"GOVML_LAUNCHER": "torchrun", "RANK": "1"}, 8, []),
        ({"GOVML_LAUNCHER": "torchrun"}, 8, [*TORCHRUN, *ALONE, "--nproc-per-node=8", *ITSELF]),
        ({"GOVML_LAUNCHER": "torchrun"}, 0, [*TORCHRUN, *ALONE, "--nproc-per-node=1", *ITSELF]),
        ({"GOVML_LAUNCHER": "torchrun", "GOVML_PROCESSES": "3"}, 8, [*TORCHRUN, *ALONE, "--nproc-per-node=3", *ITSELF]),
        (
            {"GOVML_LAUNCHER": "torchrun", "GOVML_NODES": "2", "GOVML_RDZV": "node0:29400"},
            4,
            [*TORCHRUN, *MEETING, "--nproc-per-node=4", *ITSELF],
        ),
        ({"GOVML_LAUNCHER": "torchrun", "PET_NNODES": "2"}, 4, [*TORCHRUN, "--nproc-per-node=4", *ITSELF]),
    ],
)
def test_how_torchrun_is_started(environment: dict[str, str], gpus: int, expected: list[str]) -> None:
    assert torchrun_command(environment, COMMAND, gpus) == expected


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"GOVML_LAUNCHER": "trainjob"}, "GOVML_LAUNCHER is 'trainjob'"),
        ({"GOVML_LAUNCHER": "torchrun", "GOVML_PROCESSES": "0"}, "GOVML_PROCESSES is '0'"),
        ({"GOVML_LAUNCHER": "torchrun", "GOVML_PROCESSES": "-2"}, "GOVML_PROCESSES is '-2'"),
        ({"GOVML_LAUNCHER": "torchrun", "GOVML_NODES": "2"}, "GOVML_NODES is 2, and nothing says where they meet"),
    ],
)
def test_what_torchrun_cannot_be_told(environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as error:
        torchrun_command(environment, COMMAND, 0)
    assert str(error.value) == said and error.value.hint


def test_who_a_process_is() -> None:
    assert read_ranks({}) == Ranks(0, 0, 1)
    assert read_ranks({"RANK": "5", "LOCAL_RANK": "1", "WORLD_SIZE": "8"}) == Ranks(5, 1, 8)


def test_two_processes_give_one_run(tmp_path: Path, folders: Folders) -> None:
    several = {"GOVML_LAUNCHER": "torchrun", "GOVML_PROCESSES": "2", "GOVML_DEVICE": "cpu", **folders.environment}
    together, alone = tmp_path / "together", tmp_path / "alone"
    together.mkdir()
    alone.mkdir()
    done = run_script(script.__file__, cwd=together, env=several)
    assert done.returncode == 0, done.stderr
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["epoch", str(epoch)] for epoch in range(script.EPOCHS)
    ]
    record = read_record(folders.run)
    assert record and (record.status, record.world_size, record.device) == ("succeeded", 2, "cpu")
    assert list(folders.checkpoints.iterdir()) == []

    script.main(alone)
    assert sorted(path.name for path in together.iterdir()) == sorted(path.name for path in alone.iterdir())
    for name in ("last.safetensors", "best.safetensors"):
        one, other = read_tensors(together / name), read_tensors(alone / name)
        assert {key: value.shape for key, value in one.items()} == {key: value.shape for key, value in other.items()}
    metrics = json.loads((together / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["mean_rank"] == 0.5
    assert metrics.keys() == json.loads((alone / "metrics.json").read_text(encoding="utf-8")).keys()
