"""What `govml train` will do: from a model to the stage that makes its artifact, and everything that goes into it."""

from __future__ import annotations

import fnmatch
import os
from typing import TYPE_CHECKING, Final

from govml.base.few import few
from govml.base.remotes import branch, remote_url
from govml.base.urls import repository_url
from govml.evidence.bundle import training_path
from govml.evidence.resources import STAGE, Resource
from govml.launch.dvc import Input, Pipelines
from govml.launch.environment import builder_id
from govml.launch.files import Reader
from govml.model import UsageError
from govml.named import NamedTuple
from govml.records import artifacts
from govml.records.index import claimed_paths, governance_of, list_of, mapping_of, text_of
from govml.records.paths import candidates, folder_of
from govml.records.stages import definition, variable_files
from govml.registry.tags import is_model_name
from govml.usecases.committed import uncommitted
from govml.usecases.judge import load_judge
from govml.usecases.judging import find_model, judgement_of

if TYPE_CHECKING:
    from pathlib import Path

    from govml.base.git import Repository, Snapshot
    from govml.launch.dvc import Stage
    from govml.model import Json
    from govml.records.config import TrainingConfig
    from govml.records.subjects import Subject
    from govml.usecases.judgement import Judgement

_LOCKS: Final = ("*.lock", "requirements*.txt", "pyproject.toml")
"""Files at the root that pin what a run is made with; DVC's own locks, which a run writes, are none."""


class Options(NamedTuple):
    """What whoever starts a training decides."""

    launcher: str = ""
    """Empty for what `govml.yaml` says."""
    force: bool = False
    allow_dirty: bool = False
    builder: str = ""
    gpu: bool = False
    processes: int = 0
    """0 for one on each GPU, or one."""
    pull: bool = True


class Plan(NamedTuple):
    """What will be run, from what, and what gets written."""

    model: str
    artifact: str
    """Path of the output that is the model."""
    stage: Stage
    """The one that makes the artifact."""
    stages: tuple[Stage, ...]
    """Those that run, in this order: `stage` is the last. Empty when everything is up to date."""
    inputs: tuple[Resource, ...]
    """Of all of them, but for what one of them makes; what has to be pulled has only the digest that DVC knows."""
    missing: tuple[str, ...]
    """Paths of inputs that have to be pulled."""
    root: Path
    commit: str
    tree: str
    ref: str
    url: str
    """Of the remote, credentials and all; empty when there is none."""
    repository: str
    """What evidence calls it: the config's `parameters.repository`, else the remote's URL without credentials."""
    dirty: dict[str, str]
    """Paths that the commit doesn't tell all about, and why; empty when it does."""
    roles: dict[str, str]
    """Roles of paths that the stages alone don't tell."""
    definitions: tuple[Resource, ...]
    """The stages that run as their `dvc.yaml` has them."""
    builder: str
    """URI of where it runs."""
    options: Options
    settings: TrainingConfig

    @property
    def written(self) -> tuple[str, ...]:
        """Paths that the run writes."""
        outputs = {output.path for stage in self.stages for output in stage.outputs}
        return tuple(sorted({*outputs, *self.locks, training_path(self.model)}))

    @property
    def locks(self) -> tuple[str, ...]:
        """Lock files of DVC that the run writes."""
        return tuple(sorted({stage.lock for stage in self.stages}))


def prepare(repository: Repository, model: str, options: Options) -> Plan:
    """What training a model would do now. Nothing is written, pulled or run.

    Raises `UsageError` for a model, pipeline or work tree that can't be trained, `PipelineError` where DVC can't tell.
    """
    if repository.workdir is None:
        raise UsageError("a bare repository has no work tree to train in", "clone it, and train there")
    snapshot = repository.worktree()
    if not snapshot.commit:
        raise UsageError("there is no commit yet: evidence names the one that was trained", "commit first")
    judge = load_judge(snapshot)
    judgement = judgement_of(repository, snapshot, judge)
    subject = _subject(judgement, model)
    claimed = _claimed(subject)
    named = mapping_of(mapping_of(subject.input.get("training")).get("pipeline"))
    pipelines = Pipelines.open(repository.workdir, folder_of(text_of(named.get("path"))))
    try:
        stage, artifact = _stage(pipelines, subject, claimed, text_of(named.get("path")), text_of(named.get("stage")))
        stages = tuple(_with_variables(each, judgement) for each in _to_run(pipelines, stage, options.force))
        reader = Reader(repository.workdir, pipelines.caches, pipelines.files)
        roles = _roles(judgement, subject, artifact)
        inputs, missing = _inputs(reader, stages, roles, snapshot)
    finally:
        pipelines.close()
    commit = repository.commit(snapshot.commit)
    settings = judge.config.training
    return Plan(
        model=model,
        artifact=artifact,
        stage=stage,
        stages=stages,
        inputs=inputs,
        missing=missing,
        root=repository.workdir,
        commit=commit.id,
        tree=commit.tree,
        ref=branch(repository),
        url=remote_url(repository),
        repository=judge.repository or repository_url(remote_url(repository)),
        dirty=uncommitted(snapshot, repository.workdir, model) | _changed_data(stages, inputs),
        roles=roles,
        definitions=_definitions(stages, judgement),
        builder=builder_id(options.builder, os.environ),
        options=options._replace(launcher=options.launcher or settings.launcher),
        settings=settings,
    )


def refuse(plan: Plan) -> None:
    """Raise `UsageError` for what a training may not begin with."""
    for stage in plan.stages:
        if stage.frozen:
            raise UsageError(
                f"stage {stage.address} is frozen, so DVC doesn't run it",
                f"`dvc unfreeze {stage.address}`, and commit dvc.yaml",
            )
    if plan.dirty and not plan.options.allow_dirty:
        why = [f"{path} {reason}" for path, reason in plan.dirty.items()]
        raise UsageError(
            f"the commit doesn't tell what would be trained: {few(why, separator='; ')}",
            "commit it, or train with --allow-dirty, which the evidence then says",
        )
    if plan.missing and not plan.options.pull:
        raise UsageError(f"not in the work tree: {few(plan.missing)}", "`dvc pull`, or leave out --no-pull")


# -- which stage ------------------------------------------------------------------------------------------------------


def _subject(judgement: Judgement, model: str) -> Subject:
    found = find_model(judgement, model, carded=False)
    if not is_model_name(model):
        raise UsageError(
            f"{model!r} is not a model name", "letters, digits, '-', '_' and '/', as the tags of a version need it"
        )
    return found


def _claimed(subject: Subject) -> list[str]:
    """Paths that the model's record may mean by its artifact, the likeliest first; it needn't be there yet."""
    record = subject.record
    known = text_of(mapping_of(subject.input.get("artifact")).get("path"))
    if known:
        return [known]
    declared = artifacts.declaration(record, subject.key.name).path
    claims = [path for _, path in claimed_paths(governance_of(record).get("artifact"), "")]
    found = [path for claim in claims for path in candidates(claim, folder_of(record.path))]
    found += [declared] if declared else []
    if not found:
        raise UsageError(
            f"{record.path} names no artifact of {subject.key.name!r}",
            "say in the card what the training makes: `governance.artifact: models/NAME/model.safetensors`",
        )
    return found


def _stage(pipelines: Pipelines, subject: Subject, claimed: list[str], pipeline: str, name: str) -> tuple[Stage, str]:
    """The stage that makes the model, and the path of what it makes."""
    made = pipelines.making(claimed)
    stated = text_of(mapping_of(governance_of(subject.record).get("training")).get("pipeline"))
    if stated and not pipeline:
        raise UsageError(f"{subject.record.path}: there is no {stated!r}", f"stages: {few(pipelines.names())}")
    named = pipelines.named(pipeline, name) if name else None
    if name and named is None:
        raise UsageError(f"{pipeline} has no stage {name!r} that runs", f"stages: {few(pipelines.names())}")
    if named is not None and (made is None or named.address != made.address):
        outputs = few([output.path for output in named.outputs])
        raise UsageError(
            f"stage {named.address} doesn't make {claimed[0]}, the artifact of {subject.key.name!r}",
            f"it makes {outputs}; correct `governance.artifact` or `outs`",
        )
    if made is None:
        raise UsageError(
            f"no stage makes {claimed[0]}, the artifact of {subject.key.name!r}",
            f"list it under `outs` of the stage that writes it; stages: {few(pipelines.names())}",
        )
    return made, _claimed_output(made, claimed)


def _claimed_output(stage: Stage, claimed: list[str]) -> str:
    """The first claimed path that is an output of a stage, or in a folder that is one."""
    outputs = [output.path for output in stage.outputs]
    return next(path for path in claimed for out in outputs if path == out or path.startswith(out + "/"))


def _to_run(pipelines: Pipelines, stage: Stage, force: bool) -> tuple[Stage, ...]:
    """The stages that have to run; the last is the one asked for. None when everything is up to date."""
    running: list[Stage] = []
    made: set[str] = set()
    for each in pipelines.before(stage):
        if each.reasons or made.intersection(each_input.path for each_input in each.inputs):
            running.append(each)
            made.update(output.path for output in each.outputs)
    return (*running, stage) if running or stage.reasons or force else ()


# -- what goes into it ------------------------------------------------------------------------------------------------


def role_of(each: Input, roles: dict[str, str]) -> str:
    """What an input is to the training, in the words of the evidence."""
    told = next((roles[path] for path in _above(each.path) if path in roles), "")
    return told or ("params" if each.params else "data" if each.source else "code")


def _above(path: str) -> list[str]:
    """A path and the folders that it is in."""
    parts = path.split("/")
    return ["/".join(parts[:size]) for size in range(len(parts), 0, -1)]


def _roles(judgement: Judgement, subject: Subject, artifact: str) -> dict[str, str]:
    """Roles of paths that are data by a card, or another model."""
    roles: dict[str, str] = {}
    for key in sorted(judgement.declared()):
        other = judgement.subject(key)
        if other is None:
            continue
        if key.kind == "data":
            pointers = list_of(other.input.get("pointers"))
            roles |= {text_of(each.get("path")).removesuffix(".dvc"): "data" for each in pointers}
        if key.kind == "model" and key != subject.key:
            path = text_of(mapping_of(other.input.get("artifact")).get("path"))
            roles |= {path: "base-model"} if path and path != artifact else {}
    data = list_of(mapping_of(subject.input.get("training")).get("data"))
    roles |= {text_of(each.get("path")).removesuffix(".dvc"): "data" for each in data}
    base = subject.record.fields.get("base_model")
    for name in base if isinstance(base, list) else [base]:
        for path in candidates(text_of(name), folder_of(subject.record.path)):
            roles[path] = "base-model"
    roles.pop("", None)
    return roles


def _inputs(
    reader: Reader, stages: tuple[Stage, ...], roles: dict[str, str], snapshot: Snapshot
) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """Inputs as they are, and the paths of those that DVC has to bring."""
    made = {output.path for stage in stages for output in stage.outputs}
    found: dict[str, Resource] = {}
    missing: set[str] = set()
    for stage in stages:
        for each in stage.inputs:
            if each.path in made or each.path in found:
                continue
            digest = reader.digests(each.path, blob=not each.source)
            if not digest and not each.source:
                raise UsageError(
                    f"stage {stage.address} needs {each.path}, which isn't there", "add it, or correct `deps`"
                )
            if not digest:
                missing.add(each.path)
                digest = {"md5": each.md5} if each.md5 else {}
            found[each.path] = Resource(role_of(each, roles), each.path, digest)
    for name in _lock_files(snapshot) if stages else ():
        if name not in found:
            found[name] = Resource("lock", name, reader.digests(name, blob=True))
    return tuple(sorted(found.values(), key=lambda each: each[:2])), tuple(sorted(missing))


def _with_variables(stage: Stage, judgement: Judgement) -> Stage:
    """A stage with the files among its inputs that fill in its `${…}`: DVC doesn't watch all of them."""
    known = {each.path for each in stage.inputs}
    found = [variable_files(stage.pipeline, value, stage.name) for value in _pipeline(stage, judgement)]
    files = [path for paths in found for path in paths]
    more = [Input(path, params=True) for path in files if path not in known and judgement.has(path)]
    return stage._replace(inputs=tuple(sorted((*stage.inputs, *more))))


def _definitions(stages: tuple[Stage, ...], judgement: Judgement) -> tuple[Resource, ...]:
    """What the stages are, by digest: evidence of another command, or other dependencies, is not about them."""
    found = []
    for stage in stages:
        for value in _pipeline(stage, judgement):
            defined = definition(value, stage.name)
            found += [Resource(STAGE, f"{stage.pipeline}#{stage.name}", {"sha256": defined})] if defined else []
    return tuple(found)


def _pipeline(stage: Stage, judgement: Judgement) -> list[Json]:
    return [each.value for each in judgement.get("path:" + stage.pipeline) if each.kind == "dvc-pipeline"][:1]


def _lock_files(snapshot: Snapshot) -> list[str]:
    """Files at the root that pin packages."""
    names = [entry.path for entry in snapshot.under("") if "/" not in entry.path]
    pinned = [name for name in names if any(fnmatch.fnmatchcase(name, lock) for lock in _LOCKS)]
    return [name for name in pinned if os.path.splitext(name)[0] + ".yaml" not in names]


def _changed_data(stages: tuple[Stage, ...], inputs: tuple[Resource, ...]) -> dict[str, str]:
    """Inputs that DVC tracks, and that are not what is committed about them: path and why."""
    now = {each.name: each.digest for each in inputs}
    recorded = {each.path: each for stage in stages for each in stage.inputs if each.md5}
    return {
        path: f"is not what {each.source} says"
        for path, each in sorted(recorded.items())
        if path in now and now[path].get("md5", each.md5) != each.md5
    }


def visible_gpus(environment: dict[str, str]) -> int:
    """How many GPUs a run would be given, by NVML; 0 where there is none or that isn't known."""
    from govml.launch.meter import Meter

    with Meter(environment) as meter:
        pass
    return len(meter.usage().gpus)


def launch_settings(plan: Plan) -> tuple[int, str]:
    """Number of processes and device of a run here. Raises `UsageError` where a GPU is asked for and there is none."""
    gpus = visible_gpus(dict(os.environ)) if plan.options.gpu or plan.options.launcher == "torchrun" else 0
    if plan.options.gpu and not gpus:
        raise UsageError(
            "--gpu, and no GPU is visible here", "`nvidia-smi` and CUDA_VISIBLE_DEVICES say which there are"
        )
    processes = plan.options.processes or (gpus if plan.options.launcher == "torchrun" else 0) or 1
    return processes, "cuda" if plan.options.gpu else "auto"

