"""The pull request of a branch, made once and then kept up to date.

It is found by its branches, of which GitHub lets no two open pull requests have the same ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from govml.forge.comments import LIMIT, Posted, normal, url_of
from govml.forge.rest import ApiError
from govml.model import GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.forge.rest import Api
    from govml.model import Json


class PullRequest(NamedTuple):
    """What a pull request says."""

    head: str
    """Branch of the repository with the change."""
    base: str
    """Branch that it is for."""
    title: str
    body: str


def publish(api: Api, repository: str, pull: PullRequest) -> Posted:
    """Create or update the pull request of `pull.head` into `pull.base`. Can be repeated, as `comments.publish`.

    Raises `ApiError`, with what mends it where that is known, or `TransientError`.
    """
    if len(pull.body) > LIMIT:
        raise GovmlError(f"the pull request's text has {len(pull.body):,} characters, and GitHub takes {LIMIT:,}")
    found = _open(api, repository, pull)
    if found is not None:
        if found.get("title") == pull.title and normal(found.get("body")) == normal(pull.body):
            return Posted("unchanged", url_of(found))
        one = f"repos/{repository}/pulls/{found['number']}"
        return Posted("updated", url_of(api.request("PATCH", one, {"title": pull.title, "body": pull.body}).value))
    try:
        return Posted("created", url_of(api.request("POST", f"repos/{repository}/pulls", {**pull._asdict()}).value))
    except ApiError as error:
        raise ApiError(error.status, str(error), _hint(error)) from None


def _open(api: Api, repository: str, pull: PullRequest) -> dict[str, Json] | None:
    """The open pull request of the two branches of this repository."""
    owner = repository.partition("/")[0]
    head, base = quote(f"{owner}:{pull.head}", safe=""), quote(pull.base, safe="")
    for each in api.items(f"repos/{repository}/pulls?state=open&per_page=100&head={head}&base={base}"):
        branches = [_field(each.get(side), "ref") for side in ("head", "base")]
        source = _field(_field(each.get("head"), "repo"), "full_name")
        ours = str(source).lower() == repository.lower() and branches == [pull.head, pull.base]
        if ours and isinstance(each.get("number"), int):
            return each
    return None


def _field(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _hint(error: ApiError) -> str:
    if error.status == 403:
        return (
            "the job needs `pull-requests: write`, and the repository's settings have to allow GitHub Actions to "
            "create pull requests; the branch is pushed"
        )
    if error.status == 422:
        return "is the base a branch of the repository? The branch is pushed: open the pull request by hand"
    return ""
