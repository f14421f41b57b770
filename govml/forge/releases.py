"""The release of a tag, whose text is the report of a promotion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from govml.forge.comments import Posted, normal, url_of
from govml.forge.rest import ApiError

if TYPE_CHECKING:
    from govml.forge.rest import Api

LIMIT: Final = 125_000
"""Characters that GitHub takes in the text of a release."""


def publish(api: Api, repository: str, tag: str, title: str, text: str) -> Posted:
    """Create the release of a tag that is there, or bring its text up to date. Can be repeated.

    It is never marked as the latest one: there are those of other models. Raises `ApiError` or `TransientError`.
    """
    try:
        found = api.request("GET", f"repos/{repository}/releases/tags/{quote(tag, safe='')}").value
    except ApiError as error:
        if error.status != 404:
            raise
        found = None
    told = {"name": title, "body": text}
    if isinstance(found, dict):
        if found.get("name") == title and normal(found.get("body")) == normal(text):
            return Posted("unchanged", url_of(found))
        answer = api.request("PATCH", f"repos/{repository}/releases/{found.get('id')}", {**told})
        return Posted("updated", url_of(answer.value))
    answer = api.request("POST", f"repos/{repository}/releases", {"tag_name": tag, "make_latest": "false", **told})
    return Posted("created", url_of(answer.value))
