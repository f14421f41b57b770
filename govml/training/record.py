"""What a run says of itself: `run.json` in the folder `GOVML_RUN`, from the library to whoever started the script."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from govml.base.canonical import canonical
from govml.base.worktree import read_plain, replace_file
from govml.model import GovmlError
from govml.named import NamedTuple
from govml.training.errors import TrainingError

if TYPE_CHECKING:
    from govml.model import Json

SCHEMA = "govml.training.run/v1"
NAME = "run.json"
LIMIT = 1_000_000
"""Bytes of a `run.json` that is read."""
Status = Literal["running", "succeeded", "failed", "killed", "out-of-memory"]


class Gpu(NamedTuple):
    """A GPU that a rank worked on."""

    name: str
    uuid_sha256: str
    """SHA-256, hex, of the UUID as `nvidia-smi -L` prints it."""
    memory_bytes: int


class Record(NamedTuple):
    """What a run says of itself."""

    status: Status
    """`running` after its process is gone means that it was killed."""
    reason: str = ""
    """Why it did not succeed; empty otherwise."""
    seeds: Mapping[str, int] = {}
    """By generator: `python`, `numpy`, `torch`, `cuda`."""
    deterministic: Mapping[str, Json] = {}
    """Flags by name, as they were when the run ended."""
    device: str = ""
    """`cpu` or `cuda`."""
    world_size: int = 1
    torch: str = ""
    cuda: str = ""
    cudnn: str = ""
    gpus: tuple[Gpu, ...] = ()
    step: int | None = None
    """How many epochs the last checkpoint has behind it; None when none was written."""
    resumed_from: int | None = None
    """How many epochs were taken from a checkpoint; None when the run began anew."""


def read_record(folder: Path) -> Record | None:
    """Return what `run.json` in a folder says, None when there is none.

    Raises `TrainingError` when it can't be read, or is none.
    """
    if not os.path.lexists(folder / NAME):
        return None
    try:
        value = json.loads(read_plain(folder / NAME, LIMIT))
    except (GovmlError, ValueError, RecursionError) as error:  # scripts may write there, too
        raise TrainingError(f"{folder / NAME} can't be read: {error}") from None
    try:
        if value["schema"] != SCHEMA or value["status"] not in get_args(Status):
            raise ValueError
        texts = [str(value.get(name, "")) for name in ("reason", "torch", "cuda", "cudnn")]
        canonical([value["deterministic"], *value["seeds"], *texts])  # evidence has to be able to say it
        checkpoint = value.get("checkpoint", {})
        return Record(
            status=value["status"],
            reason=str(value.get("reason", "")),
            seeds={str(name): int(seed) for name, seed in value["seeds"].items()},
            deterministic=dict(value["deterministic"]),
            device=str(value["device"]),
            world_size=int(value["world_size"]),
            torch=str(value["torch"]),
            cuda=str(value.get("cuda", "")),
            cudnn=str(value.get("cudnn", "")),
            gpus=tuple(
                Gpu(str(gpu["name"]), str(gpu["uuid_sha256"]), int(gpu["memory_bytes"])) for gpu in value["gpus"]
            ),
            step=checkpoint.get("step"),
            resumed_from=checkpoint.get("resumed_from"),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        raise TrainingError(f"{folder / NAME} is no {SCHEMA}") from None


def write_record(folder: Path, record: Record) -> None:
    """Write `run.json` into a folder, whole or not at all. Raises `TrainingError` when it can't be written."""
    optional = {"reason": record.reason, "cuda": record.cuda, "cudnn": record.cudnn}
    value: dict[str, Json] = {
        "schema": SCHEMA,
        "status": record.status,
        **{name: text for name, text in optional.items() if text},
        "seeds": cast("Json", dict(record.seeds)),
        "deterministic": dict(record.deterministic),
        "device": record.device,
        "world_size": record.world_size,
        "torch": record.torch,
        "gpus": [cast("Json", gpu._asdict()) for gpu in record.gpus],
    }
    if record.step is not None or record.resumed_from is not None:
        value["checkpoint"] = {"step": record.step, "resumed_from": record.resumed_from}
    write_json(folder / NAME, value)


def write_json(path: Path, value: Json) -> None:
    """Write a JSON document, whole or not at all. Raises `TrainingError` when it can't be written."""
    try:
        replace_file(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    except OSError as error:
        raise TrainingError(f"can't write {path}: {error.strerror}") from None
