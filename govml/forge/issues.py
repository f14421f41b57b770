"""One labelled issue, open while something is broken: made once, then kept up to date, then closed.

As with comments, it is govml's when the same account wrote it and it begins with the label's marker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from govml.forge.comments import AUTHOR, LIMIT, Posted, marker, normal, url_of
from govml.model import GovmlError

if TYPE_CHECKING:
    from govml.forge.rest import Api
    from govml.model import Json


def publish(api: Api, repository: str, label: str, title: str, text: str, author: str = AUTHOR) -> Posted:
    """Open the label's issue, or bring the open one up to date. Can be repeated. Raises as `comments.publish`."""
    body = f"{marker(label)}\n{text}"
    if len(body) > LIMIT:
        raise GovmlError(f"the issue has {len(body):,} characters, and GitHub takes {LIMIT:,}")
    told: dict[str, Json] = {"title": title, "body": body}
    found = _open(api, repository, label, author)
    if found is None:
        return Posted("created", url_of(api.request("POST", f"repos/{repository}/issues", {**told}).value))
    if found.get("title") == title and normal(found.get("body")) == normal(body):
        return Posted("unchanged", url_of(found))
    one = f"repos/{repository}/issues/{found['number']}"
    return Posted("updated", url_of(api.request("PATCH", one, {**told}).value))


def close(api: Api, repository: str, label: str, text: str, author: str = AUTHOR) -> Posted | None:
    """Close the label's issue, with a last text; None where none is open. Can be repeated."""
    found = _open(api, repository, label, author)
    if found is None:
        return None
    told: dict[str, Json] = {"body": f"{marker(label)}\n{text}", "state": "closed", "state_reason": "completed"}
    answer = api.request("PATCH", f"repos/{repository}/issues/{found['number']}", told)
    return Posted("closed", url_of(answer.value))


def _open(api: Api, repository: str, label: str, author: str) -> dict[str, Json] | None:
    """The oldest open issue of the label."""
    query = f"state=open&sort=created&direction=asc&per_page=100&creator={quote(author, safe='')}"
    for issue in api.items(f"repos/{repository}/issues?{query}"):
        user, body = issue.get("user"), issue.get("body")
        ours = isinstance(user, dict) and user.get("login") == author and str(body).startswith(marker(label))
        if ours and "pull_request" not in issue and isinstance(issue.get("number"), int):
            return issue
    return None
