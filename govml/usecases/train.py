"""`govml train`: run the stage that makes a model, and leave evidence of it.

To be read from the top: hold the lock, bring the data, hash the inputs, put the former outputs aside, run, hash again,
and say what happened. Only a run that ended well and read what it says leaves outputs; after any other everything is
as it was, and the attempt is noted.
"""

from __future__ import annotations

import os
import shutil
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from govml.base.canonical import digest
from govml.base.few import few
from govml.evidence.bundle import append_bundle, attempts_path, place_of, read_bundle, training_path, write_bundle
from govml.evidence.resources import Resource
from govml.evidence.signing import seal
from govml.evidence.statement import read_statement, same, statement_bytes
from govml.evidence.training import read_training, training_statement
from govml.launch.dvc import PipelineError, Pipelines, command
from govml.launch.environment import without_keys
from govml.launch.files import FileError, KeptOutputs, Reader
from govml.launch.job import Ended, Job
from govml.launch.launchers import LAUNCHERS
from govml.launch.meter import Meter
from govml.launch.turn import only_one
from govml.model import EvidenceError
from govml.named import NamedTuple
from govml.usecases.committed import uncommitted
from govml.usecases.training_evidence import Made, Run, training_of, what_was_made
from govml.usecases.training_plan import launch_settings, refuse, role_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from govml.base.git import Repository
    from govml.evidence.dsse import Envelope
    from govml.evidence.signing import Signer
    from govml.launch.dvc import Stage
    from govml.launch.job import Echo
    from govml.model import Json
    from govml.usecases.training_plan import Plan


class Outcome(NamedTuple):
    """What came of a training."""

    ended: Ended
    evidence: str
    """Path of the bundle that tells of it."""
    to_commit: tuple[str, ...]
    """Paths that belong into the next commit."""
    notes: tuple[str, ...]
    """What is unusual about it."""
    log: Path


def train(
    repository: Repository, plan: Plan, signer: Signer | None, echo: Echo, tell: Callable[[str], None]
) -> Outcome:
    """Run a plan on this machine. `echo` gets the output of the stages, `tell` what govml does, a line each.

    Raises `UsageError` where it may not begin, `GovmlError` where it can't: then nothing was run, or all is as before.
    """
    refuse(plan)
    for path in (training_path(plan.model), attempts_path(plan.model)):
        place_of(plan.root, path)  # now, and not after hours of training
    processes, device = launch_settings(plan)
    own = repository.path / "govml" / "training"
    name = quote(plan.model, safe="")
    with only_one(own / f"{name}.lock", f"a training of {plan.model}"):
        kept = KeptOutputs(plan.root, own / f"{name}.former")
        kept.restore()
        if plan.missing:
            tell(f"pulling {', '.join(plan.missing)}")
            _pull(plan)
        run = _Training(repository, plan, own, name, processes, device, echo, tell)
        return run.run(kept, signer)


def recover(repository: Repository, model: str) -> None:
    """Bring back what a training put aside that was killed with govml itself: before anything is planned, as half of
    its outputs would look like changes of somebody. Raises `UsageError` where that training runs.
    """
    own = repository.path / "govml" / "training"
    name = quote(model, safe="")
    if repository.workdir is not None and (own / f"{name}.former").exists():
        with only_one(own / f"{name}.lock", f"a training of {model}"):
            KeptOutputs(repository.workdir, own / f"{name}.former").restore()


def is_told(plan: Plan) -> bool:
    """Whether the work tree has evidence of a run that made the artifact which is up to date."""
    made = next((each.md5 for each in plan.stage.outputs if _within(plan.artifact, each.path)), "")
    try:
        bundle = read_bundle(place_of(plan.root, training_path(plan.model)).read_bytes())
        runs = [read_training(read_statement(envelope.payload)) for envelope in bundle]
    except (OSError, EvidenceError):
        return False
    subjects = [subject for run in runs for subject in run.subjects]
    # A file of a folder has no digest in dvc.lock: that it is named has to do here.
    return any(
        subject.name == plan.artifact and (made.endswith(".dir") or same(subject.digest, {"md5": made}))
        for subject in subjects
    )


def _pull(plan: Plan) -> None:
    """Bring the data that is missing, and refuse what isn't what the repository says."""
    pipelines = Pipelines.open(plan.root, _folder(plan))
    try:
        pipelines.pull(plan.missing)
        reader = _reader(plan, pipelines)
        recorded = {each.path: each for stage in plan.stages for each in stage.inputs if each.md5}
        for path in plan.missing:
            found, wanted = reader.digests(path), recorded.get(path)
            if wanted is not None and found.get("md5") != wanted.md5:
                raise PipelineError(
                    f"{path} was pulled, and its bytes are not what {wanted.source} says"
                    f" (MD5 {found.get('md5', 'unknown')} instead of {wanted.md5})",
                    f"cache or remote hold damaged content: remove it from both, and push it again; then remove {path}",
                )
    finally:
        pipelines.close()


class _Training:
    """One run of a plan, by whoever holds the model's lock."""

    def __init__(
        self,
        repository: Repository,
        plan: Plan,
        own: Path,
        name: str,
        processes: int,
        device: str,
        echo: Echo,
        tell: Callable[[str], None],
    ) -> None:
        self._repository = repository
        self._plan = plan
        self._echo, self._tell = echo, tell
        self._processes, self._device = processes, device
        begun = datetime.now(UTC)
        told = f"{plan.repository}@{plan.commit}#{plan.model} {begun.isoformat()}"
        self._invocation = str(uuid.uuid5(uuid.NAMESPACE_URL, told))
        self._folder = own / "runs" / name / begun.strftime("%Y%m%dT%H%M%S.%fZ")
        self._checkpoints = own / "checkpoints" / name
        self._inputs: dict[str, Resource] = {}
        self._notes: list[str] = []
        self._dvc = ""

    def run(self, kept: KeptOutputs, signer: Signer | None) -> Outcome:
        """The run from its first stage to its evidence; whatever goes wrong, the former outputs are back."""
        plan = self._plan
        self._folder.mkdir(parents=True)
        environment = self._environment()
        made: Made | None = None
        try:
            kept.put_aside([output for stage in plan.stages for output in stage.outputs], plan.locks)
            with Meter(environment) as meter:
                ended = self._stages(environment)
            if ended.status == "succeeded":
                ended, made = self._made(ended)
            dirty = self._look_around()
            run = Run(
                plan,
                self._folder,
                self._invocation,
                environment,
                meter,
                tuple(self._inputs.values()) or plan.inputs,
                dirty,
                self._dvc,
            )
            training, notes = training_of(run, ended, made)
            self._notes += notes
            envelope = self._sealed(statement_bytes(training_statement(training)), signer)
            if made is not None:
                path = training_path(plan.model)
                write_bundle(plan.root, path, [envelope])
                kept.drop()
                shutil.rmtree(self._checkpoints, ignore_errors=True)
            else:
                kept.restore()
                path = attempts_path(plan.model)
                append_bundle(plan.root, path, envelope)
        except BaseException:
            kept.restore()
            raise
        return Outcome(ended, path, self._to_commit(path, made), tuple(self._notes), self._folder / "log")

    def _sealed(self, payload: bytes, signer: Signer | None) -> Envelope:
        """The evidence signed; unsigned, which policies deny, when the key can't be reached any more."""
        try:
            return seal(payload, signer)
        except EvidenceError as error:
            self._notes.append(f"the evidence is not signed: {error}; `govml evidence sign` does it afterwards")
            return seal(payload, None)

    def _stages(self, environment: dict[str, str]) -> Ended:
        """Run the stages; the launcher is for the one that makes the model. Inputs are hashed before and after each."""
        plan = self._plan
        ended = Ended("succeeded", 0)
        for stage in plan.stages:
            before = self._hashed(stage)
            self._inputs |= before
            last = stage is plan.stages[-1]
            job = Job(
                plan.model,
                tuple(command(stage)),
                plan.root,
                environment if last else without_keys(os.environ),
                self._folder,
                self._processes,
            )
            launch = LAUNCHERS[plan.options.launcher if last else "local"]
            self._tell(f"running stage {stage.address}")
            ended = launch(job, self._echo)
            if ended.status != "succeeded":
                return ended
            try:
                after = self._hashed(stage)
            except FileError as error:
                return Ended("failed", 0, f"{error}, while the stage ran")
            changed = sorted(path for path in before if before[path] != after.get(path))
            if changed:
                return Ended("failed", 0, f"{few(changed)} changed while the stage ran, so the run doesn't count")
        return ended

    def _hashed(self, stage: Stage) -> dict[str, Resource]:
        """Inputs of a stage as they are now, and the files that pin packages."""
        pipelines = Pipelines.open(self._plan.root, _folder(self._plan))
        self._dvc = pipelines.version()
        reader = _reader(self._plan, pipelines)
        try:
            found = {
                each.path: Resource(
                    role_of(each, self._plan.roles), each.path, reader.digests(each.path, blob=not each.source)
                )
                for each in stage.inputs
            }
            for pinned in (each for each in self._plan.inputs if each.role == "lock"):
                found[pinned.name] = Resource("lock", pinned.name, reader.digests(pinned.name, blob=True))
        finally:
            pipelines.close()
        gone = sorted(path for path, resource in found.items() if not resource.digest)
        if gone:
            raise FileError(f"{few(gone)} went away", "`dvc pull` brings data back")
        return found

    def _made(self, ended: Ended) -> tuple[Ended, Made | None]:
        """Digests of what was made; a run that made something else than it should doesn't count."""
        plan = self._plan
        pipelines = Pipelines.open(plan.root, _folder(plan))
        try:
            now = [pipelines.named(stage.pipeline, stage.name) for stage in plan.stages]
            made = what_was_made(_reader(plan, pipelines), plan.artifact, [stage for stage in now if stage is not None])
        except FileError as error:
            return Ended("failed", ended.exit_code, str(error)), None
        finally:
            pipelines.close()
        if self._repository.head() != plan.commit:
            return Ended("failed", ended.exit_code, "another commit was checked out meanwhile"), None
        return ended, made

    def _look_around(self) -> bool:
        """Whether files that Git tracks are, or became, others than in the commit. Notes what was written elsewhere."""
        own = {path for stage in self._plan.stages for path in (stage.lock, *(out.path for out in stage.outputs))}
        snapshot = self._repository.worktree()
        now = uncommitted(snapshot, self._plan.root, self._plan.model)
        left = [path for path in now if path not in self._plan.dirty]
        left = [path for path in left if not (_is_ignore_file(path) or any(_within(path, each) for each in own))]
        tracked = now.keys() - {change.path for change in snapshot.dirty if not change.old}
        changed = [path for path in left if path in tracked]
        if changed:
            self._notes.append(f"{few(changed)} changed while it ran, so the evidence calls the work tree dirty")
        if others := [path for path in left if path not in tracked]:
            self._notes.append(f"{few(others)} appeared while it ran, and is no output of the stage")
        return bool(self._plan.dirty or changed)

    def _environment(self) -> dict[str, str]:
        """Variables of the stage that makes the model; the checkpoints of another plan are not its own."""
        plan = self._plan
        kept = list(self._checkpoints.iterdir()) if self._checkpoints.is_dir() else []
        inputs: list[Json] = [[each.name, each.digest.get("md5", "")] for each in plan.inputs]
        told = digest([plan.stage.command, {**plan.stage.params}, inputs])
        folder = self._checkpoints / told.removeprefix("sha256:")[:32]
        for other in kept:
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return {
            **without_keys(os.environ),
            "GOVML_RUN": str(self._folder.absolute()),
            "GOVML_CHECKPOINTS": str(folder.absolute()),
            "GOVML_DEVICE": self._device if self._device != "auto" else os.environ.get("GOVML_DEVICE", "auto"),
            "GOVML_LAUNCHER": "local",
            "PYTHONUNBUFFERED": "1",
        }

    def _to_commit(self, evidence: str, made: Made | None) -> tuple[str, ...]:
        if made is None:
            return (evidence,)
        outputs = {output.path for stage in self._plan.stages for output in stage.outputs}
        found = {evidence}
        for change in self._repository.worktree().dirty:
            path = change.path
            mine = path in self._plan.locks or any(_within(path, output) for output in outputs)
            beside = path.removesuffix(".gitignore")
            if mine or (_is_ignore_file(path) and any(output.startswith(beside) for output in outputs)):
                found.add(path)
        return tuple(sorted(found))


def _reader(plan: Plan, pipelines: Pipelines) -> Reader:
    return Reader(plan.root, pipelines.caches, pipelines.files)


def _folder(plan: Plan) -> str:
    return plan.stage.pipeline.rpartition("/")[0]


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def _is_ignore_file(path: str) -> bool:
    """Whether DVC may have written it, for the outputs beside it."""
    return path.rpartition("/")[2] == ".gitignore"

