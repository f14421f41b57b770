"""Where a repository is shared: its branch, its remote, and what is fetched from there.

What goes over the network is Git's own affair, which knows proxies, keys and credentials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.base.program import run_git
from govml.base.settings import setting

if TYPE_CHECKING:
    from govml.base.git import Repository


def remote_url(repository: Repository, remote: str = "origin") -> str:
    """URL of a remote as configured, credentials and all; empty when there is none."""
    return setting(repository, f"remote.{remote}.url")


def branch(repository: Repository) -> str:
    """`refs/heads/NAME` of what is checked out; empty when HEAD is detached."""
    head = (repository.path / "HEAD").read_text(encoding="utf-8", errors="surrogateescape").strip()
    return head.removeprefix("ref: ") if head.startswith("ref: ") else ""


def is_pushed(repository: Repository, commit: str) -> bool:
    """Whether a branch of a remote has a commit, as far as the last fetch or push told."""
    return bool(_git(repository, "for-each-ref", "--count=1", f"--contains={commit}", "refs/remotes"))


def fetch(repository: Repository, remote: str, branch: str) -> str:
    """Fetch a branch of a remote, by name or URL; returns its commit. Raises `RepositoryError` with Git's words."""
    here = f"refs/remotes/origin/{branch}"
    _git(repository, "fetch", "--quiet", "--no-tags", "--", remote, f"+refs/heads/{branch}:{here}")
    return repository.resolve(here)


def _git(repository: Repository, *args: str) -> str:
    return run_git(repository.workdir or repository.path, *args, hint=f"try it by hand: git {args[0]}")
