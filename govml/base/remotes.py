"""What a repository's configuration says of where it is shared: its branch, its remote, without anybody's password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.base.settings import setting

if TYPE_CHECKING:
    from govml.base.git import Repository

_USERINFO: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


def without_credentials(url: str) -> str:
    """A URL without user, password, query and fragment, where tokens hide; `git@HOST:PATH` stays as it is."""
    bare = _USERINFO.sub(r"\1", url)
    return _QUERY.sub("", bare) if "://" in bare else bare


def remote_url(repository: Repository, remote: str = "origin") -> str:
    """URL of a remote as configured, credentials and all; empty when there is none."""
    return setting(repository, f"remote.{remote}.url")


def branch(repository: Repository) -> str:
    """`refs/heads/NAME` of what is checked out; empty when HEAD is detached."""
    head = (repository.path / "HEAD").read_text(encoding="utf-8", errors="surrogateescape").strip()
    return head.removeprefix("ref: ") if head.startswith("ref: ") else ""
