"""`govml github check`: what to judge for the event that a workflow runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.model import Diff, MissingObjectError, Report
from govml.named import NamedTuple
from govml.render.words import tally
from govml.usecases.diff import Request, diff

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.forge.event import Event

_SHALLOW: Final = (
    "give actions/checkout `fetch-depth: 0`, or run `git fetch --unshallow --tags origin` before the check"
)


class Target(NamedTuple):
    """What is judged, and against what."""

    rev: str
    base: str
    """Commit that findings are new against; empty for none."""
    note: str = ""
    """Why there is no base although the event names one, for people."""


def target_of(repository: Repository, event: Event, base: str = "") -> Target:
    """What to judge for an event; `base` takes the place of the event's.

    A pull request is judged as the commit that was checked out, which is its merge into the base. Raises
    `MissingObjectError`, with what brings it, for a commit that the clone doesn't have.
    """
    rev = _present(repository, event.head)
    if base or not event.base:
        return Target(rev, repository.resolve(base) if base else "", "" if base else _without_base(event))
    if event.rewritten:
        return Target(rev, "", f"a forced push threw {event.base[:12]} away: nothing to compare with")
    if event.name != "push" or repository.shallow:
        return Target(rev, _present(repository, event.base))
    try:
        return Target(rev, repository.commit(event.base).id)
    except MissingObjectError:
        return Target(rev, "", f"{event.base[:12]}, which was pushed onto, is no more: nothing to compare with")


def _without_base(event: Event) -> str:
    return "the first push of this branch: nothing to compare with" if event.name == "push" else ""


def _present(repository: Repository, rev: str) -> str:
    try:
        return repository.commit(repository.resolve(rev)).id
    except MissingObjectError:
        hint = _SHALLOW if repository.shallow else f"fetch it: `git fetch origin {rev}`"
        raise MissingObjectError(f"{rev[:12]}, which the event names, is not in this clone", hint) from None


def meaning_of(repository: Repository, target: Target) -> Diff | None:
    """What the change means; None where there is nothing to compare. Raises `GovmlError`."""
    return diff(repository, Request(target.base, target.rev)) if target.base else None


def outputs(report: Report, files: dict[str, str]) -> dict[str, str]:
    """The outputs of the step: verdict, numbers, and where the files of the report are."""
    numbers = tally(report)
    told = {
        "verdict": report.verdict,
        "errors": numbers.errors,
        "warnings": numbers.warnings,
        "new": numbers.errors + numbers.warnings - numbers.existing,
        "existing": numbers.existing,
        "fixed": numbers.fixed,
    }
    return {name: str(value) for name, value in told.items()} | files
