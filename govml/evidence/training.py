"""A training run as SLSA provenance v1, with govml's buildType.

https://slsa.dev/spec/v1.1/provenance; docs/evidence.md documents the buildType https://govml.dev/train/v1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from govml.evidence.fields import Fields
from govml.evidence.resources import Resource, commit_descriptor, descriptors, read_descriptors, read_with_commit
from govml.evidence.statement import PROVENANCE, TRAIN, Statement, Subject
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.model import Json

Status = Literal["succeeded", "failed", "killed", "out-of-memory"]
"""How a run ended."""
Clock = Literal["steady", "moved-back"]
"""Whether the wall clock only went forward during a run; durations don't depend on it."""

EXTERNAL: Final = ("launcher", "model", "options", "pipeline", "ref", "repository", "stages")
"""What whoever starts a run decides. Others are refused, as SLSA recommends: they might change what a run means."""


class Stage(NamedTuple):
    """A stage of the pipeline that ran."""

    name: str
    cmd: str
    params: dict[str, Json]
    """Values by key by file, as dvc.lock has them."""


class Usage(NamedTuple):
    """What a run used. None where it isn't known."""

    seconds: float
    gpu_seconds: float | None = None
    """Sum over the devices; 0 where no GPU was used."""
    energy_kwh: float | None = None
    cost: float | None = None
    """In `currency`, by the prices of `govml.yaml`."""
    currency: str = ""
    co2_kg: float | None = None
    """By the grid's intensity in `govml.yaml`."""


class Training(NamedTuple):
    """One training run: what it read, how it ran, what it left."""

    subjects: tuple[Subject, ...]
    """Outputs of the model's artifact; the commit when the run didn't succeed."""
    model: str
    repository: str
    """URL of the remote without credentials, empty when there is none."""
    ref: str
    """Branch or tag that was checked out, empty for neither."""
    commit: str
    tree: str
    dirty: bool
    """Whether tracked files differed from the commit."""
    pipeline: str
    """Path of the `dvc.yaml`."""
    stages: tuple[Stage, ...]
    """In the order in which they ran."""
    launcher: str
    """`local`, `torchrun` or `trainjob`."""
    options: dict[str, Json]
    """Further options of the run, by name."""
    inputs: tuple[Resource, ...]
    """Everything that was read, by role and name."""
    seeds: dict[str, Json]
    """Seeds by library, empty when the script claims none."""
    deterministic: dict[str, Json]
    """Flags of determinism by name."""
    environment: dict[str, Json]
    """python, platform, packages{name: version}, torch, cuda, cudnn, driver, gpus, cpu, cpus: those that are known."""
    builder: str
    """URI of where it ran, which a policy accepts together with a signer."""
    versions: dict[str, str]
    """Versions of govml, dvc and torch."""
    invocation: str
    started: str
    """RFC 3339 in UTC, as `finished`."""
    finished: str
    usage: Usage
    status: Status = "succeeded"
    exit_code: int = 0
    reason: str = ""
    """Why it didn't succeed."""
    clock: Clock = "steady"
    byproducts: tuple[Resource, ...] = ()
    world_size: int = 1
    lock_files: tuple[str, ...] = ()


def training_statement(run: Training) -> Statement:
    """The statement about a run."""
    stages: list[Json] = [{"name": each.name, "cmd": each.cmd, "params": each.params} for each in run.stages]
    return Statement(
        run.subjects,
        PROVENANCE,
        {
            "buildDefinition": {
                "buildType": TRAIN,
                "externalParameters": {
                    "model": run.model,
                    "repository": run.repository,
                    "ref": run.ref,
                    "pipeline": run.pipeline,
                    "stages": [each.name for each in run.stages],
                    "launcher": run.launcher,
                    "options": run.options,
                },
                "internalParameters": {
                    "dirty": run.dirty,
                    "stages": stages,
                    "seeds": run.seeds,
                    "deterministic": run.deterministic,
                    "environment": run.environment,
                    "world_size": run.world_size,
                    "lock_files": [*run.lock_files],
                },
                "resolvedDependencies": [
                    commit_descriptor(run.repository, run.ref, run.commit, run.tree),
                    *descriptors(run.inputs),
                ],
            },
            "runDetails": {
                "builder": {"id": run.builder, "version": {**run.versions}},
                "metadata": {"invocationId": run.invocation, "startedOn": run.started, "finishedOn": run.finished},
                "byproducts": descriptors(run.byproducts),
                "govml_run": _run(run),
            },
        },
    )


def read_training(statement: Statement) -> Training:
    """The run in a statement. Raises `EvidenceError` for another predicate or buildType, and for what is malformed.

    Unknown members are ignored, but for external parameters, which are refused.
    """
    if statement.predicate_type != PROVENANCE:
        raise EvidenceError(f"is no training run: predicateType is not {PROVENANCE}", "`govml train` writes one")
    predicate = Fields(statement.predicate, "predicate")
    definition, details = predicate.fields("buildDefinition"), predicate.fields("runDetails")
    if definition.text("buildType") != TRAIN:
        raise EvidenceError(f"is no training run: buildType is not {TRAIN}", "`govml train` writes one")
    external, internal = definition.fields("externalParameters"), definition.fields("internalParameters")
    external.known(EXTERNAL)
    dependencies = definition.items("resolvedDependencies")
    commit, tree, inputs = read_with_commit(dependencies, f"{definition.place}.resolvedDependencies")
    stages = tuple(
        Stage(each.text("name"), each.text("cmd", ""), each.object("params")) for each in internal.items("stages")
    )
    if tuple(each.name for each in stages) != external.texts("stages"):
        message = "predicate.buildDefinition names other stages in internalParameters than in externalParameters"
        raise EvidenceError(message, "both list what ran")
    builder, metadata, outcome = details.fields("builder"), details.fields("metadata"), details.fields("govml_run")
    return Training(
        subjects=statement.subjects,
        model=external.text("model"),
        repository=external.text("repository"),
        ref=external.text("ref"),
        commit=commit,
        tree=tree,
        dirty=internal.flag("dirty"),
        pipeline=external.text("pipeline"),
        stages=stages,
        launcher=external.text("launcher"),
        inputs=inputs,
        environment=internal.object("environment"),
        builder=builder.text("id"),
        versions=builder.versions("version"),
        invocation=metadata.text("invocationId"),
        started=metadata.moment("startedOn"),
        finished=metadata.moment("finishedOn"),
        usage=_read_usage(outcome),
        status=cast("Status", _one_of(outcome, "status", get_args(Status))),
        exit_code=outcome.count("exit_code"),
        reason=outcome.text("reason", ""),
        clock=cast("Clock", _one_of(outcome, "clock", get_args(Clock))),
        byproducts=read_descriptors(details.items("byproducts")),
        seeds=internal.object("seeds"),
        deterministic=internal.object("deterministic"),
        world_size=internal.count("world_size"),
        lock_files=internal.texts("lock_files"),
        options=external.object("options"),
    )


def _run(run: Training) -> Json:
    usage = run.usage
    found: dict[str, Json] = {
        "status": run.status,
        "exit_code": run.exit_code,
        "seconds": usage.seconds,
        "clock": run.clock,
    }
    if run.reason:
        found["reason"] = run.reason
    if usage.gpu_seconds is not None:
        found["gpu_seconds"] = usage.gpu_seconds
    if usage.energy_kwh is not None:
        found["energy_kwh"] = usage.energy_kwh
    if usage.cost is not None:
        found["cost"] = {"amount": usage.cost, "currency": usage.currency}
    if usage.co2_kg is not None:
        found["co2_kg"] = usage.co2_kg
    return found


def _read_usage(outcome: Fields) -> Usage:
    cost = outcome.fields("cost") if outcome.has("cost") else None
    return Usage(
        outcome.number("seconds"),
        outcome.number_if_any("gpu_seconds"),
        outcome.number_if_any("energy_kwh"),
        cost.number("amount") if cost else None,
        cost.text("currency") if cost else "",
        outcome.number_if_any("co2_kg"),
    )


def _one_of(fields: Fields, name: str, values: tuple[str, ...]) -> str:
    value = fields.text(name)
    if value not in values:
        message = f"{fields.place}.{name} is not one of {', '.join(values)}"
        raise EvidenceError(message, "docs/evidence.md has the format")
    return value
