"""`govml register`: an annotated GTO tag for a new version, after a check of its commit."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from govml.base.tagging import create_tag
from govml.model import PASSING, GovmlError, UsageError
from govml.named import NamedTuple
from govml.registry.tags import TagName, format_tag, is_model_name, is_tag_name
from govml.registry.versions import Part, bump, is_version, precedence

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.base.git import Repository
    from govml.model import Report
    from govml.records.subjects import SubjectKey
    from govml.registry.state import Model, Registry
    from govml.usecases.judgement import Judgement


class NotHeldError(GovmlError):
    """The commit doesn't hold what is to be registered."""

    exit_code: ClassVar[int] = 1


class Plan(NamedTuple):
    """The tag that registers a version."""

    tag: str
    model: str
    version: str
    commit: str
    message: str
    warnings: tuple[str, ...] = ()
    """What is unusual about it, though it is allowed."""


class Outcome(NamedTuple):
    """What a registration came to."""

    plan: Plan
    report: Report | None
    """The check of the commit, None when none was asked for."""
    tag_object: str
    """Object id of the new tag, empty when the check refused it."""


def plan(registry: Registry, model: str, version: str, commit: str, message: str = "") -> Plan:
    """Return the tag that would register a version. Raises `UsageError` when it can't be one."""
    if not is_model_name(model):
        raise UsageError(
            f"{model!r} is not a model name",
            "letters, digits, '-', '_' and '/', beginning and ending with a letter or digit",
        )
    if not is_version(version):
        fixed = f"v{version}"
        hint = f"write {fixed}" if is_version(fixed) else "SemVer with a 'v' before it, for example v1.0.0"
        raise UsageError(f"{version!r} is not a version", hint)
    tag = format_tag(TagName("registration", model, version))
    if not is_tag_name(tag):
        raise UsageError(f"Git doesn't take {tag!r} for the name of a tag", "see `git help check-ref-format`")
    known = registry.models.get(model)
    if known is not None:
        _refuse_taken(known, version, commit)
    return Plan(
        tag,
        model,
        version,
        commit,
        message or f"Registering artifact {model} version {version}",
        _warnings(known, version),
    )


def _refuse_taken(known: Model, version: str, commit: str) -> None:
    for other in known.versions:
        if other.name == version:
            state = "registered" if other.active else "registered once, and then deregistered,"
            raise UsageError(
                f"{version} of {known.name} is {state} at commit {other.commit[:12]}",
                "a version doesn't move and isn't used twice: choose another",
            )
        if other.name and other.active and other.commit == commit:
            raise UsageError(
                f"commit {commit[:12]} is {other.name} of {known.name} already",
                "a commit has one version of a model, as stage tags name only the commit; commit the change first",
            )


def _warnings(known: Model | None, version: str) -> tuple[str, ...]:
    found = []
    if known is not None and known.deprecated:
        found.append(f"{known.name} is deprecated; registering a version brings it back")
    if known is not None and known.latest and precedence(version) <= precedence(known.latest):
        found.append(f"{version} is not greater than {known.latest}, which stays the latest version")
    return tuple(found)


def next_version(registry: Registry, model: str, part: Part) -> str:
    """Return the version after the latest one. Raises `UsageError` when there is none."""
    known = registry.models.get(model)
    if known is None or not known.latest:
        raise UsageError(
            f"{model!r} has no version to count up from", f"name the first: `govml register {model} v0.1.0`"
        )
    return bump(known.latest, part)


def check_plan(repository: Repository, plan: Plan, at: str) -> Report:
    """Check the commit of a plan at a time. Raises `NotHeldError` when it passes without what is to be registered."""
    from govml.usecases.check import Request, check

    report = check(repository, Request(at, plan.commit))
    if report.verdict in PASSING:
        _refuse_not_held(repository, plan)
    return report


def _refuse_not_held(repository: Repository, plan: Plan) -> None:
    """A tag is believed by whoever deploys, so it says what the records of its commit say."""
    from govml.records.index import governance_of
    from govml.usecases.judge import load_judge
    from govml.usecases.judging import judgement_of

    snapshot = repository.snapshot(plan.commit)
    judgement = judgement_of(repository, snapshot, load_judge(snapshot))
    keys = [key for key in judgement.declared() if key.kind in ("model", "data")]
    found = [key for key in keys if is_meant(key, plan.model)]
    anyway = "or use --no-check"
    # An index may leave out the type, and then declares no subject.
    if not found and not _indexed(judgement, plan.model):
        close = get_close_matches(plan.model, sorted({key.name for key in keys}), 1)
        raise NotHeldError(
            f"no card or artifact index at commit {plan.commit[:12]} names {plan.model!r}",
            f"did you mean {close[0]!r}? Correct the name, {anyway}" if close else f"add its card, {anyway}",
        )
    for key in found:
        subject = judgement.subject(key)
        stated = governance_of(subject.record).get("version") if subject is not None else None
        if isinstance(stated, str) and stated.removeprefix("v") != plan.version.removeprefix("v"):
            raise NotHeldError(
                f"{plan.version} of {plan.model} is {stated!r} in {key.path} at commit {plan.commit[:12]}",
                f"register the version that the card states, commit a card that states this one, {anyway}",
            )


def is_meant(key: SubjectKey, name: str) -> bool:
    """Whether a record declares this model; GTO's `FOLDER:NAME` is the one that a file below FOLDER names."""
    folder, mark, rest = name.rpartition(":")
    return key.name == name or bool(mark and key.name == rest and key.path.startswith(folder + "/"))


def _indexed(judgement: Judgement, name: str) -> bool:
    folder, mark, rest = name.rpartition(":")
    below = judgement.get("artifact:" + rest) if mark else []
    return bool(judgement.get("artifact:" + name)) or any(each.path.startswith(folder + "/") for each in below)


def register(repository: Repository, plan: Plan, check: Callable[[], Report] | None) -> Outcome:
    """Create the tag, unless the check fails or can't decide. Raises `UsageError` when the tag exists by now.

    The check judges `plan.commit`; None registers without one.
    """
    report = check() if check is not None else None
    if report is not None and report.verdict not in PASSING:
        return Outcome(plan, report, "")
    return Outcome(plan, report, create_tag(repository, plan.tag, plan.commit, plan.message.rstrip("\n") + "\n"))
