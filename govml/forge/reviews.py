"""Reviews on pull requests that say what they approve, as GitHub has them now.

What an event or an earlier run says of a review is not used: GitHub is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.forge.rest import Api
    from govml.model import Json

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SAYS: Final = re.compile(
    r"^I approve (\S{1,200}@\S{1,100}) for (\S{1,100}?)"
    rf"(?:, report (?:sha256:)?([0-9a-f]{{12,64}})(?: of ({_TIME.pattern}))?)?\.?\s*$",
    re.MULTILINE,
)
_LOGIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Reviewed(NamedTuple):
    """An approving review that names a version and a stage."""

    login: str
    id: int
    commit: str
    """Head of the pull request that the reviewer saw."""
    submitted: str
    """RFC 3339 in UTC."""
    version: str
    """`MODEL@VERSION`."""
    stage: str
    report: str
    """Digest of the report that it names, or the beginning of it; empty when it names none."""
    at: str
    """Time of that report, RFC 3339 in UTC; empty when it names none."""


def approving(api: Api, repository: str, number: int) -> list[Reviewed]:
    """The approving reviews of a pull request that stand, oldest first, each as often as it names something.

    Of each person only the last review counts that approves, asks for changes or was dismissed. Raises `ApiError` or
    `TransientError`.
    """
    last: dict[str, dict[str, Json]] = {}
    for review in api.items(f"repos/{repository}/pulls/{number}/reviews?per_page=100"):
        user = review.get("user")
        login = user.get("login") if isinstance(user, dict) and user.get("type") == "User" else None
        if isinstance(login, str) and review.get("state") in ("APPROVED", "CHANGES_REQUESTED", "DISMISSED"):
            last.pop(login, None)
            last[login] = review
    found = []
    for login, review in last.items():
        commit, submitted, body = (str(review.get(name)) for name in ("commit_id", "submitted_at", "body"))
        number_of = review.get("id")
        if review.get("state") != "APPROVED" or not isinstance(number_of, int) or isinstance(number_of, bool):
            continue
        if _LOGIN.fullmatch(login) and _COMMIT.fullmatch(commit) and _TIME.fullmatch(submitted):
            for said in _SAYS.findall(body[:20_000]):
                found.append(Reviewed(login, number_of, commit, submitted, *said))
    return found
