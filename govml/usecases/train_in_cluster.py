"""`govml train --launcher trainjob`: the same training in a cluster, and what comes back from there, verified.

The cluster runs `govml train` in a clone of the commit and pushes a branch. Nothing of it is believed before its
evidence is held against the plan: the commit, the model, and digests that the branch's own dvc.lock has.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from govml.base.document import parse
from govml.base.remotes import fetch, is_pushed
from govml.base.urls import without_credentials
from govml.evidence.bundle import read_bundle, training_path
from govml.evidence.signers import signatures
from govml.evidence.statement import read_statement, same
from govml.evidence.training import read_training
from govml.launch.cluster import Cluster
from govml.launch.job import Ended
from govml.launch.trainjob import ClusterRun, manifest
from govml.model import EvidenceError, RepositoryError, UsageError
from govml.named import NamedTuple
from govml.records.index import list_of, mapping_of, text_of
from govml.records.paths import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govml.base.git import Repository, Snapshot
    from govml.evidence.training import Training
    from govml.usecases.training_plan import Plan

_LIMIT = 32 * 1024 * 1024


class JobOutcome(NamedTuple):
    """What came of a training in a cluster."""

    ended: Ended
    branch: str
    commit: str
    """Commit of the branch, empty when nothing came back."""
    notes: tuple[str, ...]


def cluster_run(plan: Plan) -> ClusterRun:
    """What the cluster is to do. Raises `UsageError` for what a cluster can't clone."""
    url = text_of(plan.settings.trainjob.get("repository")) or plan.url
    if not url:
        raise UsageError("there is no remote that a cluster could clone", "`git remote add origin URL`, and push")
    kept_by_git = {out.path for stage in plan.stages for out in stage.outputs if not out.cached}
    return ClusterRun(
        model=plan.model,
        commit=plan.commit,
        url=without_credentials(url),
        command=plan.stage.command,
        folder=plan.stage.folder,
        data=tuple(sorted(each.path for each in plan.stage.inputs if each.source)),
        written=tuple(sorted({*kept_by_git, *plan.locks})),
        builder=plan.options.builder,
        gpu=plan.options.gpu,
        processes=plan.options.processes,
        settings=plan.settings.trainjob,
    )


def train_in_cluster(
    repository: Repository, plan: Plan, run: ClusterRun, cluster: Cluster, tell: Callable[[str], None]
) -> JobOutcome:
    """Submit a job, wait for its end, fetch its branch and verify what is in it.

    An interrupt deletes the job. Raises `UsageError` where the cluster would train something else than is here,
    `ClusterError` and `RepositoryError` where it can't be asked.
    """
    if plan.dirty:
        raise UsageError("a cluster trains what is committed, and the work tree differs", "commit and push it")
    if not is_pushed(repository, plan.commit):
        raise UsageError(f"commit {plan.commit[:12]} is on no remote that was fetched", "`git push` it")
    body = manifest(run)
    try:
        with _terminated_as_interrupted():
            new = cluster.submit(body)
            tell(f"TrainJob {cluster.namespace}/{run.name} {'was created' if new else 'is there already'}; waiting")
            state = cluster.wait(run.name, tell)
    except KeyboardInterrupt:
        cluster.delete(run.name)
        reason = f"interrupted; TrainJob {cluster.namespace}/{run.name} was deleted"
        return JobOutcome(Ended("killed", 128 + signal.SIGINT, reason, signal.SIGINT), run.branch, "", ())
    remote = text_of(plan.settings.trainjob.get("repository")) or "origin"
    if state.state == "Failed":
        commit = _attempt(repository, remote, run.branch)
        return JobOutcome(Ended("failed", 1, f"TrainJob {run.name}: {state.reason}"), run.branch, commit, ())
    commit = fetch(repository, remote, run.branch)
    try:
        notes = _verified(repository, plan, run, commit)
    except EvidenceError as error:
        return JobOutcome(Ended("failed", 0, f"what came back is refused: {error}"), run.branch, commit, ())
    return JobOutcome(Ended("succeeded", 0), run.branch, commit, tuple(notes))


def _attempt(repository: Repository, remote: str, branch: str) -> str:
    """The commit that tells of a run that failed, where it came as far as that."""
    try:
        return fetch(repository, remote, branch)
    except RepositoryError:
        return ""


def _verified(repository: Repository, plan: Plan, run: ClusterRun, commit: str) -> list[str]:
    """Hold evidence against the plan and against the branch itself. Raises `EvidenceError` with what doesn't fit."""
    from govml.usecases.judge import load_config, load_signers

    if repository.commit(commit).parents != (plan.commit,):
        raise EvidenceError(f"branch {run.branch} is not one commit on top of {plan.commit[:12]}")
    snapshot = repository.snapshot(commit)
    path = training_path(plan.model)
    envelopes = read_bundle(_read(snapshot, path))
    if len(envelopes) != 1:
        raise EvidenceError(f"{path} has {len(envelopes)} envelopes instead of one")
    found = read_training(read_statement(envelopes[0].payload))
    for what, said, wanted in (
        ("model", found.model, plan.model),
        ("commit", found.commit, plan.commit),
        ("tree", found.tree, plan.tree),
        ("status", found.status, "succeeded"),
    ):
        if said != wanted:
            raise EvidenceError(f"{path} tells of {what} {said!r} instead of {wanted!r}")
    if found.dirty:
        raise EvidenceError(f"{path} tells of a dirty work tree")
    _refuse_other_artifact(snapshot, plan, found, path)
    if not envelopes[0].signatures:
        return [f"{path} is not signed yet: `govml evidence sign` does it, once the branch is here"]
    trusted = repository.snapshot(plan.commit)
    signers, files = load_signers(trusted, load_config(trusted))
    notes = []
    for signed in signatures(envelopes[0], signers):
        if signed.problem:
            raise EvidenceError(f"{path} has a signature that {signed.problem}")
        if signed.revoked:
            raise EvidenceError(f"{path} is signed with the revoked key {signed.fingerprint}")
        if files and not signed.principals:
            raise EvidenceError(f"{path} is signed with the key {signed.fingerprint}, which nobody allowed")
        if not files:
            notes.append(f"{path} is signed with {signed.fingerprint}; no allowed_signers says whose key that is")
    return notes


def _refuse_other_artifact(snapshot: Snapshot, plan: Plan, found: Training, path: str) -> None:
    """The evidence is about what the branch's lock file has for the model."""
    parsed = parse(_read(snapshot, plan.stage.lock), "yaml")
    lock = mapping_of(parsed.documents[0].value) if parsed.documents else {}
    stages = mapping_of(lock.get("stages"))
    outputs = list_of(mapping_of(stages.get(plan.stage.name)).get("outs"))
    # DVC writes paths as the stage sees them.
    locked = {clean(f"{plan.stage.folder or '.'}/{text_of(out.get('path'))}"): out.get("md5") for out in outputs}
    subject = next((each for each in found.subjects if each.name == plan.artifact), None)
    if subject is None or not same(subject.digest, {"md5": text_of(locked.get(plan.artifact))}):
        raise EvidenceError(f"{path} is about another artifact than {plan.stage.lock} has at {plan.artifact}")


def _read(snapshot: Snapshot, path: str) -> bytes:
    entry = snapshot.entry(path)
    if entry is None:
        raise EvidenceError(f"the branch has no {path}")
    return snapshot.read(entry, _LIMIT)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """A job goes with whoever waits for it, also when that one is terminated."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
