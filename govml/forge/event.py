"""What a workflow runs for: the event, from the variables and the file that GitHub's runner gives every step.

Branch names, titles and bodies in an event are written by strangers. Only commit ids, numbers and names of repositories
are taken from it, each held against its form; branch names are passed on to the REST API as parameters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from govml.base.document import parse
from govml.model import GovmlError, Json, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES: Final = 32 * 1024 * 1024
"""Largest event that is read; GitHub's are below 25 MB."""

_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.\.?$)[A-Za-z0-9._-]+")
LABELS: Final[Mapping[str, Literal["promotion", "rollback"]]] = {
    "govml:promote": "promotion",
    "govml:rollback": "rollback",
}
"""Labels of issues that ask for something. Only who may triage can set one, also on a stranger's issue."""
_TITLE: Final = re.compile(r"\s*(?:[Pp]romote\s+)?(\S{1,200}@\S{1,100})\s+(?:to|on)\s+(\S{1,100})\s*")
_OUTSIDE: Final = "run it in a step of a GitHub workflow; elsewhere `govml check` does the same"


class Run(NamedTuple):
    """The workflow run that a `workflow_run` event is about."""

    event: str
    """Event that the run was for."""
    commit: str
    """Head of the branch that it ran for."""
    repository: str
    """`OWNER/NAME` that the branch is in, a fork's too; empty when that is gone."""
    branch: str
    """As its owner named it."""


class Asked(NamedTuple):
    """What an issue with a label asks for."""

    kind: Literal["promotion", "rollback"]
    version: str
    """`MODEL@VERSION`."""
    stage: str
    number: int
    """Number of the issue."""


class Event(NamedTuple):
    """What triggered the workflow."""

    name: str
    repository: str
    """`OWNER/NAME` that the workflow runs in."""
    head: str = "HEAD"
    """What is to be judged."""
    base: str = ""
    """Commit before the change; empty when the event names none."""
    rewritten: bool = False
    """Whether `base` is a state that the push threw away, so that there may be no trace of it."""
    number: int = 0
    """Number of the pull request, 0 for none."""
    run: Run | None = None


def read_event(environment: Mapping[str, str]) -> Event:
    """The event of the step that govml runs in. Raises `UsageError` outside of one, `GovmlError` for an odd one."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if not name or not environment.get("GITHUB_EVENT_PATH"):
        raise UsageError("there is no event: GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are not set", _OUTSIDE)
    repository = repository_of(environment)
    if name == "pull_request_target":
        raise UsageError(
            "pull_request_target hands a writing token to a run for a stranger's change; govml does not run on it",
            "use pull_request, and comment.yml on workflow_run for forks",
        )
    payload = _payload(environment["GITHUB_EVENT_PATH"])
    if name == "pull_request":
        pull = _object(payload, "pull_request")
        return Event(name, repository, base=_commit(_object(pull, "base"), "sha"), number=_number(pull))
    if name == "merge_group":
        group = _object(payload, "merge_group")
        return Event(name, repository, _commit(group, "head_sha"), _commit(group, "base_sha"))
    if name == "push":
        return _push(payload, repository)
    if name == "workflow_run":
        return Event(name, repository, run=_run(_object(payload, "workflow_run")))
    return Event(name, repository)


def repository_of(environment: Mapping[str, str]) -> str:
    """`OWNER/NAME` that the workflow runs in. Raises `UsageError` outside of one."""
    repository = environment.get("GITHUB_REPOSITORY", "")
    if not _REPOSITORY.fullmatch(repository):
        raise UsageError(f"GITHUB_REPOSITORY {repository!r} is not OWNER/NAME", _OUTSIDE)
    return repository


def asked_in(environment: Mapping[str, str]) -> Asked:
    """What the issue asks for that has just got one of `LABELS`. Raises `UsageError` for any other event."""
    if environment.get("GITHUB_EVENT_NAME") != "issues":
        raise UsageError("nothing is asked for", "name MODEL@VERSION and --to STAGE")
    payload = _payload(environment.get("GITHUB_EVENT_PATH", ""))
    issue, label = _object(payload, "issue"), _field(_object(payload, "label"), "name")
    kind = LABELS.get(label) if isinstance(label, str) and _field(payload, "action") == "labeled" else None
    if kind is None:
        raise UsageError(f"the label asks for nothing: it is none of {', '.join(LABELS)}", "set `if:` on the job")
    title = _field(issue, "title")
    told = _TITLE.fullmatch(title) if isinstance(title, str) else None
    if told is None:
        raise UsageError("the title of the issue names no version and stage", "write `MODEL@VERSION to STAGE`")
    return Asked(kind, told[1], told[2], _number(issue))


def branch_of(environment: Mapping[str, str]) -> str:
    """The branch that the workflow runs on; empty on a tag, for a pull request and outside of a workflow."""
    reference = environment.get("GITHUB_REF", "")
    return reference.removeprefix("refs/heads/") if reference.startswith("refs/heads/") else ""


def run_url(environment: Mapping[str, str]) -> str:
    """Where people see the run of the workflow; empty outside of one."""
    server, run = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_RUN_ID", "")
    if not re.fullmatch(r"https://[A-Za-z0-9.:-]+", server) or not re.fullmatch(r"[0-9]+", run):
        return ""
    return f"{server}/{repository_of(environment)}/actions/runs/{run}"


def _push(payload: Json, repository: str) -> Event:
    before, after = _commit(payload, "before"), _commit(payload, "after")
    if not after.strip("0"):
        raise UsageError("the push deletes a branch or tag: there is nothing to judge", "don't run on deletions")
    if not before.strip("0"):
        return Event("push", repository, after)
    return Event("push", repository, after, before, rewritten=_field(payload, "forced") is True)


def _run(run: Json) -> Run:
    source = _field(run, "head_repository")
    name = _field(source, "full_name") if isinstance(source, dict) else ""
    event, branch = _field(run, "event"), _field(run, "head_branch")
    known = isinstance(name, str) and _REPOSITORY.fullmatch(name)
    return Run(
        event if isinstance(event, str) else "",
        _commit(run, "head_sha"),
        name if known and isinstance(name, str) else "",
        branch if isinstance(branch, str) else "",
    )


def _payload(path: str) -> Json:
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise GovmlError(f"the event in GITHUB_EVENT_PATH can't be read: {error.strerror}", _OUTSIDE) from None
    if len(data) > MAX_BYTES:
        raise GovmlError(f"the event in GITHUB_EVENT_PATH is larger than {MAX_BYTES:,} bytes", _OUTSIDE)
    parsed = parse(data, "json")
    if parsed.problems or not parsed.documents:
        raise GovmlError(f"the event in GITHUB_EVENT_PATH {parsed.problems[0].message}", _OUTSIDE)
    return parsed.documents[0].value


def _field(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _object(value: Json, name: str) -> Json:
    found = _field(value, name)
    if not isinstance(found, dict):
        raise GovmlError(f"the event has no object {name!r}", _OUTSIDE)
    return found


def _commit(value: Json, name: str) -> str:
    found = _field(value, name)
    if not isinstance(found, str) or not _COMMIT.fullmatch(found):
        raise GovmlError(f"{name!r} of the event is not a commit id", _OUTSIDE)
    return found


def _number(value: Json) -> int:
    found = _field(value, "number")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise GovmlError("'number' in the event is not a number", _OUTSIDE)
    return found
