"""A commit with some new files, made beside the work tree, and the branch that it is pushed to.

Done by `git` itself, as libgit2 knows no push under a lease. No work tree, index, hook or filter has a part in it. The
token is handed over in the environment of the one command that needs it, and is sent to no host but GitHub's.
"""

from __future__ import annotations

import base64
import os
import tempfile
from typing import TYPE_CHECKING, ClassVar, Final

from govml.base.program import run_git
from govml.model import GovmlError, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BOT: Final = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
"""Name and mail of who commits in a workflow, as GitHub shows it."""


class TakenError(GovmlError):
    """The branch has commits of somebody else."""

    exit_code: ClassVar[int] = 1


class Remote(NamedTuple):
    """Where a branch is pushed to, and with what."""

    name: str
    """A remote of the repository, or a URL."""
    server: str = ""
    """URL that the token is sent to, `https://github.com`."""
    token: str = ""


def write_commit(
    workdir: Path, parent: str, files: Mapping[str, bytes], message: str, who: tuple[str, str] = BOT
) -> str:
    """Write a commit on top of `parent` in which some files are new or other than before; return its id.

    The commit is on no branch yet. Raises `RepositoryError` with Git's words, also for a path that Git refuses.
    """
    with tempfile.TemporaryDirectory(prefix="govml-") as folder:
        index = {"GIT_INDEX_FILE": os.path.join(folder, "index")}
        _git(workdir, "read-tree", parent, env=index)
        for path, data in sorted(files.items()):
            blob = _git(workdir, "hash-object", "-w", "--stdin", stdin=data)
            _git(workdir, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", env=index)
        tree = _git(workdir, "write-tree", env=index)
    name, mail = who
    names = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}
    return _git(workdir, "commit-tree", tree, "-p", parent, "-F", "-", stdin=message.encode(), env=names)


def push(workdir: Path, remote: Remote, commit: str, branch: str, who: tuple[str, str] = BOT) -> bool:
    """Make a branch of the remote be `commit`, in place of an earlier one by the same committer.

    Returns False where the branch has the same files on the same parent already. Raises `UsageError` for what is no
    name of a branch, `TakenError` where somebody else committed to it, `RepositoryError` when it can't be pushed.
    """
    if not is_branch(workdir, branch):
        raise UsageError(f"{branch!r} is no name of a branch", "see `git help check-ref-format`")
    ref, access = f"refs/heads/{branch}", access_to(remote)
    listed = _git(workdir, "ls-remote", "--exit-code", remote.name, ref, env=access, fine=(0, 2))
    old = listed.split()[0] if listed else ""
    if old:
        _git(workdir, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", remote.name, ref, env=access)
        mail, *before = _git(workdir, "show", "-s", "--format=%ce%n%T %P", old, "--").splitlines()
        if mail != who[1]:
            raise TakenError(
                f"the last commit of branch {branch} is by {mail}: it is not replaced",
                "merge or close its pull request and delete the branch, then run this again",
            )
        if before == _git(workdir, "show", "-s", "--format=%T %P", commit, "--").splitlines():
            return False
    lease = f"--force-with-lease={ref}:{old}"
    _git(workdir, "push", "--quiet", "--porcelain", lease, remote.name, f"{commit}:{ref}", env=access)
    return True


def is_branch(workdir: Path, name: str) -> bool:
    """Whether Git takes a name for a branch."""
    return not name.startswith("-") and bool(_git(workdir, "check-ref-format", "--branch", name, fine=(0, 1, 128)))


def access_to(remote: Remote) -> dict[str, str]:
    """The environment of a `git` that may use the token; empty where there is none."""
    if not remote.token:
        return {}
    # As actions/checkout does; an environment, unlike arguments, is not shown to other users of the machine.
    secret = base64.b64encode(f"x-access-token:{remote.token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{remote.server.rstrip('/')}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {secret}",
    }


def _git(
    workdir: Path, *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, fine: tuple[int, ...] = (0,)
) -> str:
    return run_git(workdir, *args, stdin=stdin, env=env, fine=fine, hint=_HINTS.get(args[0], ""))


_REFUSED: Final = "the job needs `contents: write`; somebody else may have pushed at the same time"
_HINTS: Final = dict.fromkeys(("ls-remote", "fetch", "push"), _REFUSED)
