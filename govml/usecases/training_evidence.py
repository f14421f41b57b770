"""What a training run leaves as evidence: the statement about it, and the checks that make it worth saying."""

from __future__ import annotations

import math
import os
import re
import shlex
from typing import TYPE_CHECKING, Final

from govml import __version__
from govml.base.document import parse
from govml.evidence.resources import Resource, commit_subject
from govml.evidence.statement import Subject
from govml.evidence.training import Stage, Training, Usage
from govml.launch.environment import read_environment
from govml.launch.files import FileError, Reader
from govml.launch.meter import Prices, bill
from govml.named import NamedTuple
from govml.training.record import Record, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from govml.launch.dvc import Stage as PipelineStage
    from govml.launch.job import Ended
    from govml.launch.meter import Meter
    from govml.model import Json
    from govml.usecases.training_plan import Plan

_DRIVERS: Final = ("/proc/driver/nvidia", "/dev/nvidiactl", "/dev/dxg")
"""One of them is there where a GPU may be used; what isn't Linux has none."""
_PYTHON: Final = re.compile(r"python[0-9.]*")
_METRICS: Final = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_METRICS_LIMIT: Final = 10_000_000


class Run(NamedTuple):
    """What happened, as it was seen from outside of the stage."""

    plan: Plan
    folder: Path
    """Where `run.json` and the log of the run are."""
    invocation: str
    environment: Mapping[str, str]
    """Of the processes of the run."""
    meter: Meter
    inputs: tuple[Resource, ...]
    """As they were read."""
    dirty: bool
    """Whether anything that Git tracks differed from the commit, before or after."""
    dvc: str
    """Version of dvc."""


class Made(NamedTuple):
    """What a run made."""

    subjects: tuple[Subject, ...]
    """The model's artifact."""
    byproducts: tuple[Resource, ...]


def training_of(run: Run, ended: Ended, made: Made | None) -> tuple[Training, list[str]]:
    """The run as evidence tells it, without `made` about the commit only; and why it lacks what it doesn't tell."""
    plan, record = run.plan, read_record(run.folder)
    usage = run.meter.usage(_gpus_used(record, run.environment))
    settings = plan.settings
    cost = bill(usage, Prices(settings.currency, settings.prices, settings.g_co2_per_kwh))
    environment = read_environment(interpreter(plan.stage.command), run.environment, plan.root / plan.stage.folder)
    if record is not None:
        environment = environment._replace(torch=record.torch, cuda=record.cuda, cudnn=record.cudnn)
    versions = {"govml": __version__, "dvc": run.dvc, "torch": environment.torch}
    log = Reader(run.folder).digests("log")
    notes = [note for note in (usage.note, cost.note, environment.note) if note]
    training = Training(
        subjects=made.subjects if made is not None else (commit_subject(plan.commit),),
        model=plan.model,
        repository=plan.repository,
        ref=plan.ref,
        commit=plan.commit,
        tree=plan.tree,
        dirty=run.dirty,
        pipeline=plan.stage.pipeline,
        stages=tuple(Stage(each.name, each.command, each.params) for each in plan.stages),
        launcher=plan.options.launcher,
        inputs=(*run.inputs, *plan.definitions),
        environment=environment.json(usage.gpus, usage.driver),
        builder=plan.builder,
        versions={name: version for name, version in versions.items() if version},
        invocation=run.invocation,
        started=usage.started,
        finished=usage.finished,
        usage=Usage(usage.seconds, usage.gpu_seconds, usage.energy_kwh, cost.cost, cost.currency, cost.co2_kg),
        status=ended.status,
        exit_code=ended.exit_code,
        reason=ended.reason,
        clock=usage.clock,
        byproducts=(*(made.byproducts if made is not None else ()), *((Resource("log", "log", log),) if log else ())),
        seeds={name: _exact(seed) for name, seed in record.seeds.items()} if record is not None else {},
        deterministic=dict(record.deterministic) if record is not None else {},
        world_size=record.world_size if record is not None else 1,
        lock_files=tuple(each.name for each in run.inputs if each.role == "lock"),
        options={"device": "cuda"} if plan.options.gpu else {},
    )
    return training, notes


def _exact(seed: int) -> Json:
    """A seed as RFC 8785 can say it: a large one as text."""
    return seed if abs(seed) < 2**53 else str(seed)


def _gpus_used(record: Record | None, environment: Mapping[str, str]) -> set[str] | None:
    """Which GPUs the run worked on, none for one on the CPU; None where that isn't known, and all that it had count."""
    if record is not None and record.device:
        return {gpu.uuid_sha256 for gpu in record.gpus} if record.gpus or record.device == "cpu" else None
    hidden = environment.get("GOVML_DEVICE") == "cpu" or environment.get("CUDA_VISIBLE_DEVICES") == ""
    return set() if hidden or not any(os.path.exists(path) for path in _DRIVERS) else None


def interpreter(command: str) -> str:
    """The Python that a stage's command names; `python` where it names none."""
    try:
        words = shlex.split(command, comments=True)
    except ValueError:
        words = command.split()
    return next((word for word in words if _PYTHON.fullmatch(word.rpartition("/")[2])), "python")


def what_was_made(reader: Reader, artifact: str, stages: Sequence[PipelineStage]) -> Made:
    """Digests of all outputs of stages that have run, `stages` being as DVC knows them now.

    Raises `FileError` for an output that isn't there, isn't what `dvc.lock` says, or is no file; and for metrics that
    are no numbers.
    """
    byproducts = []
    for stage in stages:
        for output in stage.outputs:
            found = reader.digests(output.path)
            if not found:
                raise FileError(f"{output.path} was not written, though it is an output of {stage.address}")
            if output.md5 != found["md5"]:
                raise FileError(f"{output.path} is not what {stage.lock} says: it changed after the stage had ended")
            if output.metric:
                _refuse_no_numbers(reader.root, output.path)
            if output.path != artifact:
                byproducts.append(Resource("metrics" if output.metric else "output", output.path, found))
    return Made((Subject(artifact, reader.digests(artifact)),), tuple(byproducts))


def _refuse_no_numbers(root: Path, path: str) -> None:
    """DVC takes a metric that is `nan`; a model that has one is not trained."""
    syntax = _METRICS.get("." + path.rpartition(".")[2])
    if syntax is None:
        return
    data = (root / path).read_bytes()[:_METRICS_LIMIT]
    parsed = parse(data, "json" if syntax == "json" else "yaml")
    if parsed.problems:
        problem = parsed.problems[0]
        raise FileError(f"{path}:{problem.line}: {problem.message}", problem.hint)
    for document in parsed.documents:
        for name, value in _numbers(document.value, ""):
            if not math.isfinite(value):
                raise FileError(f"{path}: {name} is {value}, which is no number")


def _numbers(value: Json, name: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _numbers(item, f"{name}[{number}]")
    elif isinstance(value, float):
        yield name, value
