"""URLs of repositories, and how much of them may be shown."""

from __future__ import annotations

import re
from typing import Final

_USERINFO: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@")
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s']+")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


def without_credentials(url: str) -> str:
    """A URL without user, password, query and fragment, where tokens hide; `git@HOST:PATH` stays as it is."""
    bare = _USERINFO.sub(r"\1", url)
    return _QUERY.sub("", bare) if "://" in bare else bare


def none_with_credentials(text: str) -> str:
    """A text in which each URL is `without_credentials`."""
    return _URL.sub(lambda match: without_credentials(match[0]), text)


def repository_url(url: str) -> str:
    """The URL of a remote as evidence names the repository: no credentials, and no `.git` or `/` at its end."""
    return without_credentials(url).rstrip("/").removesuffix(".git")
