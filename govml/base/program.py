"""The program `git`, for what libgit2 can't do: pushing under a lease, and the user's own credentials."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

from govml.base.urls import none_with_credentials
from govml.model import RepositoryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECONDS: Final = 300
"""How long one `git` may take."""

_NO_HOOKS: Final = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.quotePath=false")
_REDIRECTING: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
"""Variables by which a caller, as a hook, would have Git work elsewhere."""


def run_git(
    folder: Path,
    *args: str,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    fine: tuple[int, ...] = (0,),
    hint: str = "",
) -> str:
    """Run one `git` in a repository, without its hooks, and return what it prints.

    It asks for no password unless `env` says so. Raises `RepositoryError` with Git's words, URLs without credentials,
    for an exit status that is not `fine`.
    """
    kept = {name: word for name, word in os.environ.items() if name not in _REDIRECTING}
    try:
        done = subprocess.run(
            ["git", *_NO_HOOKS, *args],
            cwd=folder,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={**kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(env or {})},
        )
    except FileNotFoundError:
        raise RepositoryError("there is no `git` on the PATH", "install it: branches are pushed by it") from None
    except subprocess.TimeoutExpired:
        raise RepositoryError(f"`git {args[0]}` took longer than {SECONDS} seconds", "run it again later") from None
    if done.returncode not in fine:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        told = [line for line in said if line.startswith(("fatal:", "error:", "remote:"))] or said  # else its advice
        reason = none_with_credentials("; ".join(told[-3:]))[:500] or f"exit status {done.returncode}"
        raise RepositoryError(f"`git {args[0]}` failed: {reason}", hint)
    return done.stdout.decode("utf-8", "surrogateescape").strip()
