"""Where a repository is shared: its branch, its remote without anybody's password, and what is fetched from there.

What goes over the network is Git's own affair, which knows proxies, keys and credentials.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Final

from govml.base.settings import setting
from govml.model import RepositoryError

if TYPE_CHECKING:
    from govml.base.git import Repository

_USERINFO: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@")
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s']+")
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)


def without_credentials(url: str) -> str:
    """A URL without user, password, query and fragment, where tokens hide; `git@HOST:PATH` stays as it is."""
    bare = _USERINFO.sub(r"\1", url)
    return _QUERY.sub("", bare) if "://" in bare else bare


def repository_url(url: str) -> str:
    """The URL of a remote as evidence names the repository: no credentials, and no `.git` or `/` at its end."""
    return without_credentials(url).rstrip("/").removesuffix(".git")


def _bare(match: re.Match[str]) -> str:
    return without_credentials(match[0])


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
    _git(repository, "fetch", "--quiet", "--no-tags", remote, f"+refs/heads/{branch}:refs/remotes/origin/{branch}")
    return repository.resolve(f"refs/remotes/origin/{branch}")


def _git(repository: Repository, *args: str) -> str:
    """Run git, which asks nobody anything. Raises `RepositoryError`."""
    try:
        done = subprocess.run(
            ["git", f"--git-dir={repository.path}", *args],
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise RepositoryError("there is no git on the PATH", "install Git 2.34 or later") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it failed"]
        raise RepositoryError(f"git {args[0]}: {_URL.sub(_bare, said[-1])}", f"try it by hand: git {args[0]}")
    return done.stdout.decode("utf-8", "replace").strip()
