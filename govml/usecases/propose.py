"""`govml github propose`: a training's results as a commit, a branch and a pull request, with what they mean."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from govml.evidence.bundle import attempts_path, read_bundle
from govml.evidence.evaluation import Evaluation, read_evaluation
from govml.evidence.signers import Signed, Signers, signatures
from govml.evidence.statement import PROVENANCE, TEST_RESULT, read_statement
from govml.evidence.training import Training, read_training
from govml.forge.branch import write_commit
from govml.model import EvidenceError, UsageError
from govml.named import NamedTuple
from govml.registry.state import read_registry
from govml.registry.tags import is_model_name
from govml.render.proposal import Evidence, Told, title
from govml.usecases.check import Request as CheckRequest
from govml.usecases.check import check
from govml.usecases.diff import Request as DiffRequest
from govml.usecases.diff import diff
from govml.usecases.judge import load_config, load_signers
from govml.usecases.proposed_files import ProposalError, allowed, handed_over

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from govml.base.git import Repository
    from govml.model import Diff, Difference

STAGES: Final = ("production", "prod")
"""Stages whose version a training is compared with, when none is named."""


class Request(NamedTuple):
    """What to propose, and for what."""

    model: str
    folder: Path
    """Where `collect` has put the files."""
    at: str
    """Evaluation time, RFC 3339 in UTC."""
    stage: str = ""
    """Stage whose version it is compared with; one of `STAGES` when empty."""
    allow: tuple[str, ...] = ()
    """Globs of further paths that may be changed."""
    run: str = ""
    """URL of the workflow run."""


class Proposal(NamedTuple):
    """A commit that is on no branch yet, and what is told of it."""

    commit: str
    branch: str
    title: str
    told: Told


def branch_of(model: str) -> str:
    """The branch that trainings of a model are proposed on."""
    if is_model_name(model):
        return f"govml/train/{model}"
    slug = "".join(char if char.isascii() and char.isalnum() else "-" for char in model).strip("-")
    return f"govml/train/{slug}-{sha256(model.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def propose(repository: Repository, request: Request) -> Proposal:
    """Make the commit on top of HEAD, and tell what it proves, means and breaks.

    Raises `ProposalError` for files that a training of the model may not change, and for evidence that can't be read.
    """
    parent = repository.head()
    if repository.workdir is None or not parent:
        raise UsageError("there is no clone with a commit here", "run it where the trained commit is checked out")
    trusted = repository.snapshot(parent)
    files = handed_over(request.folder, allowed(repository, trusted, request.model, request.allow))
    if attempts_path(request.model) in files:
        # Only a failed training adds to them, and none that could be proposed may take one away.
        raise ProposalError(f"{attempts_path(request.model)} tells of a training that failed", "train it again")
    bundles = {path: data for path, data in files.items() if path.endswith(".intoto.jsonl")}
    if not bundles:
        raise ProposalError(
            "there is no evidence among the files", "`govml train` and `govml evaluate` write it below evidence/"
        )
    # Those of the commit that was trained: what is proposed doesn't choose who vouches for it.
    signers, _ = load_signers(trusted, load_config(trusted))
    evidence, training, evaluation = _evidence(bundles, signers, request.model)
    heading = title(request.model)
    commit = write_commit(repository.workdir, parent, files, _message(heading, parent, request.run))
    base, compared = _compared(repository, request.model, request.stage, parent)
    meaning = _about(diff(repository, DiffRequest(base, commit, merge_base=False)), request.model)
    report = check(repository, CheckRequest(request.at, commit, base=parent, cache=False))
    told = Told(
        request.model, parent, request.run, tuple(evidence), training, evaluation, compared, meaning, report
    )
    return Proposal(commit, branch_of(request.model), heading, told)


def _message(heading: str, parent: str, run: str) -> str:
    where = f"\n{run}" if run else ""
    return f"{heading}\n\nTrained at commit {parent}.{where}\n"


# -- what the evidence says -------------------------------------------------------------------------------------------


def _evidence(
    bundles: Mapping[str, bytes], signers: Signers, model: str
) -> tuple[list[Evidence], Training | None, Evaluation | None]:
    """Every envelope, and the last training and evaluation of the model among them."""
    found: list[Evidence] = []
    training: Training | None = None
    evaluation: Evaluation | None = None
    for path, data in sorted(bundles.items()):
        try:
            for envelope in read_bundle(data):
                statement = read_statement(envelope.payload)
                kind = {PROVENANCE: "training", TEST_RESULT: "evaluation"}.get(statement.predicate_type)
                if kind == "training":
                    run = read_training(statement)
                    training = run if run.status == "succeeded" else training
                    claimed = run.model
                elif kind == "evaluation":
                    evaluation = read_evaluation(statement)
                    claimed = evaluation.model
                else:
                    raise EvidenceError(f"holds a statement of type {statement.predicate_type}")
                if claimed != model:
                    raise EvidenceError(f"holds a statement about the model {claimed!r}")
                by = tuple(map(_whose, signatures(envelope, signers)))
                found.append(Evidence(kind, path, sha256(envelope.payload).hexdigest(), statement.subjects, by))
        except EvidenceError as error:
            raise ProposalError(f"{path}: {error}", error.hint) from None
    return found, training, evaluation


def _whose(signed: Signed) -> str:
    if signed.problem:
        return f"nobody: the signature {signed.problem}"
    names = ", ".join(sorted({principal.name for principal in signed.principals}))
    if signed.revoked:
        return f"a revoked key, `{signed.fingerprint}`"
    return f"{names or 'an unknown key'}, `{signed.fingerprint}`"


# -- what it means ----------------------------------------------------------------------------------------------------


def _compared(repository: Repository, model: str, stage: str, parent: str) -> tuple[str, str]:
    """The commit that reviewers compare with, and what it is: the version on the stage, else the latest, else HEAD."""
    known = read_registry(repository.tags()).models.get(model)
    for name in (stage,) if stage else STAGES:
        holding = known.stages.get(name) if known is not None else None
        if holding is not None:
            return holding.commit, f"{holding.version or holding.commit[:12]}, which is on {name}"
    if known is not None and known.latest:
        commit = next(version.commit for version in known.versions if version.name == known.latest)
        return commit, f"{known.latest}, the latest version; none is on {stage or STAGES[0]}"
    return parent, f"commit {parent[:12]}, as no version is registered"


def _about(meaning: Diff, model: str) -> Diff:
    """What is of interest about one model: not what became of others, nor of what serves them."""
    left_out = ("model", "deployment", "evidence")
    kept = [each for each in meaning.differences if each.kind not in left_out or _is(each, model)]
    return meaning._replace(differences=tuple(kept), others=(), reformatted=())


def _is(each: Difference, model: str) -> bool:
    return each.kind in ("model", "evidence") and model in (each.name, each.old_name)
