"""One labelled comment on a pull request, made once and then kept up to date.

A comment is govml's when the same account wrote it and it begins with the label's marker. Both are needed: anybody can
quote the marker, and the account (`github-actions[bot]`) writes for other workflows too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from govml.forge.rest import ApiError
from govml.model import GovmlError, Json, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.forge.event import Run
    from govml.forge.rest import Api

LIMIT: Final = 65_536
"""Characters that GitHub takes in a comment."""

AUTHOR: Final = "github-actions[bot]"
"""Who writes with the token of a workflow."""

_LABEL: Final = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")


class Posted(NamedTuple):
    """A comment or a pull request that now says what it should."""

    what: str
    """`created`, `updated` or `unchanged`."""
    url: str


def marker(label: str) -> str:
    """The hidden first line of a label's comment. Raises `UsageError` for a label that could end it early."""
    if not _LABEL.fullmatch(label) or len(label) > 100:
        raise UsageError(
            f"the label {label!r} is not a short name", "letters and digits, with single dots, dashes or underscores"
        )
    return f"<!-- govml:{label} -->"


def publish(api: Api, repository: str, number: int, label: str, text: str, author: str = AUTHOR) -> Posted:
    """Create or update the label's comment. Can be repeated: what a lost answer had already made is found.

    Raises `ApiError` or `TransientError`.
    """
    body = f"{marker(label)}\n{text}"
    if len(body) > LIMIT:
        raise GovmlError(f"the comment has {len(body):,} characters, and GitHub takes {LIMIT:,}")
    comments = f"repos/{repository}/issues/{number}/comments"
    for comment in api.items(f"{comments}?per_page=100"):
        if not _is_ours(comment, label, author):
            continue
        if normal(comment["body"]) == normal(body):
            return Posted("unchanged", str(comment.get("html_url", "")))
        try:
            answer = api.request("PATCH", f"repos/{repository}/issues/comments/{comment['id']}", {"body": body})
        except ApiError as error:
            if error.status != 404:
                raise
            break  # somebody has just deleted it
        return Posted("updated", url_of(answer.value))
    return Posted("created", url_of(api.request("POST", comments, {"body": body}).value))


def _is_ours(comment: dict[str, Json], label: str, author: str) -> bool:
    user, body = comment.get("user"), comment.get("body")
    if not isinstance(user, dict) or not isinstance(body, str) or not isinstance(comment.get("id"), int):
        return False
    # No person can have a login with brackets in it.
    return user.get("login") == author and body.startswith(marker(label))


def normal(body: Json) -> str:
    """A body as GitHub may give it back: with other line ends, without white space at the end."""
    return str(body).replace("\r\n", "\n").rstrip()


def url_of(posted: Json) -> str:
    """Where people find a comment or a pull request; empty when GitHub doesn't say."""
    return str(posted.get("html_url", "")) if isinstance(posted, dict) else ""


def pull_request_of(api: Api, repository: str, run: Run) -> int:
    """The number of the one open pull request whose head is what a run was for; 0 when there isn't exactly one.

    The API is asked, as nothing that a run for a fork left behind can be trusted to say it.
    """
    numbers = pull_requests_of(api, repository, run, "open")
    return numbers[0] if len(numbers) == 1 else 0


def pull_requests_of(api: Api, repository: str, run: Run, state: Literal["open", "all"]) -> list[int]:
    """The numbers of the pull requests, open ones or all, whose head is what a run was for."""
    owner = run.repository.partition("/")[0]
    if not owner or not run.branch:
        return []
    wanted = quote(f"{owner}:{run.branch}", safe="", errors="replace")
    return [
        number
        for pull in api.items(f"repos/{repository}/pulls?state={state}&per_page=100&head={wanted}")
        if _is_head(pull.get("head"), run) and isinstance(number := pull.get("number"), int)
    ]


def _is_head(head: Json, run: Run) -> bool:
    source = head.get("repo") if isinstance(head, dict) else None
    return (
        isinstance(head, dict)
        and isinstance(source, dict)
        and head.get("sha") == run.commit
        and str(source.get("full_name", "")).lower() == run.repository.lower()
    )
