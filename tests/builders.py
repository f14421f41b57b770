"""Builders that the tests share: Git repositories made by the real `git`, and the command run as users run it."""

from __future__ import annotations

import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
"""The checkout that is tested."""

START = 1_767_225_600
"""Time of the first commit of a `Repo`: 2026-01-01T00:00:00Z. Each later commit or tag is a minute later."""

AUTHOR = ("Ada Author", "ada@example.org")
"""Author and committer of what `Repo` makes, unless told otherwise."""


class Result(NamedTuple):
    """What a run of the command gave."""

    exit_code: int
    stdout: str
    stderr: str


def hermetic_environment(home: Path) -> dict[str, str]:
    """Return this process's environment without anything of the user that could change what Git or govml do.

    `GOVML_OPA` is kept, as it only says where the engine for the tests is.
    """
    keep = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "XDG_", "GOVML_", "DVC_", "GITHUB_")) or name == "GOVML_OPA"
    }
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "SSH_AUTH_SOCK", "EMAIL", "COLUMNS"):
        keep.pop(name, None)
    return keep | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": AUTHOR[0],
        "GIT_AUTHOR_EMAIL": AUTHOR[1],
        "GIT_COMMITTER_NAME": AUTHOR[0],
        "GIT_COMMITTER_EMAIL": AUTHOR[1],
        "GIT_AUTHOR_DATE": f"@{START} +0000",
        "GIT_COMMITTER_DATE": f"@{START} +0000",
        "DVC_NO_ANALYTICS": "1",
        "NO_COLOR": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }


class Repo:
    """A Git repository for one test, in `folder/name`, on branch `main`.

    Everything is made by the real `git`, with fixed names and times, so object ids are the same in every run.
    """

    def __init__(self, folder: Path, name: str = "repo", *, object_format: str = "sha1") -> None:
        self.path = folder / name
        self._folder = folder
        self._time = START
        self.path.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", f"--object-format={object_format}")

    def git(
        self, *args: str, stdin: str | bytes = b"", check: bool = True, env: Mapping[str, str] | None = None
    ) -> str:
        """Run `git ARGS` in the repository and return what it prints, without the last newline.

        Raises `AssertionError` with Git's own words when it fails and `check` is set.
        """
        now = f"@{self._time} +0000"
        done = subprocess.run(
            ["git", *args],
            cwd=self.path,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now, **(env or {})},
        )
        if check and done.returncode:
            raise AssertionError(f"git {' '.join(args)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the work tree, with its folders, and return where it is. Text is written as UTF-8, as is."""
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def write_all(self, files: Mapping[str, str | bytes]) -> None:
        """Write several files of the work tree."""
        for path, content in files.items():
            self.write(path, content)

    def remove(self, path: str) -> None:
        """Remove a file of the work tree."""
        (self.path / path).unlink()

    def stage(self, *paths: str) -> None:
        """Put paths (everything, when none is given) into the index."""
        self.git("add", "--all", "--force", "--", *(paths or (".",)))

    def commit(
        self, message: str = "Change", *, author: tuple[str, str] = AUTHOR, time: int | None = None, all: bool = True
    ) -> str:
        """Commit the work tree (`all=False`: only the index) and return the commit's id in hex. Empty ones are made."""
        if all:
            self.stage()
        self._tick(time)
        who = {
            "GIT_AUTHOR_NAME": author[0],
            "GIT_AUTHOR_EMAIL": author[1],
            "GIT_COMMITTER_NAME": author[0],
            "GIT_COMMITTER_EMAIL": author[1],
        }
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "-F", "-", stdin=message, env=who)
        return self.git("rev-parse", "HEAD")

    def tag(
        self,
        name: str,
        *,
        annotated: bool = True,
        rev: str = "HEAD",
        message: str = "",
        time: int | None = None,
        tagger: tuple[str, str] = AUTHOR,
    ) -> str:
        """Tag `rev` and return the id of the tag object (of the commit, when the tag is not annotated)."""
        self._tick(time)
        who = {"GIT_COMMITTER_NAME": tagger[0], "GIT_COMMITTER_EMAIL": tagger[1]}
        if annotated:
            self.git("tag", "--annotate", "-F", "-", name, rev, stdin=message or f"{name}\n", env=who)
        else:
            self.git("tag", name, rev)
        return self.git("rev-parse", f"refs/tags/{name}")

    def blob(self, content: str | bytes) -> str:
        """Store a blob and return its id."""
        return self.git("hash-object", "-w", "--stdin", stdin=content)

    def tree(self, entries: Sequence[tuple[str, str, bytes | str]]) -> str:
        """Store a tree of `(mode, object id, name)` rows exactly as given and return its id.

        Nothing is checked or sorted, so it makes the hostile trees that `git mktree` refuses: duplicate names, `..`,
        `.git`, a slash in a name, case twins, gitlinks to nowhere.
        """
        raw = b"".join(
            mode.encode() + b" " + (name.encode() if isinstance(name, str) else name) + b"\0" + bytes.fromhex(oid)
            for mode, oid, name in entries
        )
        return self.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=raw)

    def commit_tree(self, tree: str, message: str = "Tree", *, parents: Sequence[str] = (), ref: str = "") -> str:
        """Commit a tree object without touching the work tree; `ref` (as `refs/heads/x`) is set to it when given."""
        self._tick(None)
        commit = self.git("commit-tree", tree, *(word for parent in parents for word in ("-p", parent)), stdin=message)
        if ref:
            self.git("update-ref", ref, commit)
        return commit

    def bare(self, name: str = "bare.git") -> Path:
        """Return the folder of a new bare clone with all branches and tags."""
        return self._clone(name, "--bare", str(self.path))

    def shallow(self, depth: int = 1, name: str = "shallow") -> Path:
        """Return the folder of a new clone that has only the last commits."""
        return self._clone(name, f"--depth={depth}", self.path.as_uri())

    def partial(self, name: str = "partial", *, filter: str = "blob:none") -> Path:
        """Return the folder of a new bare clone without blobs, whose remote is gone: they can't be fetched."""
        self.git("config", "uploadpack.allowFilter", "true")
        target = self._clone(name, "--bare", f"--filter={filter}", self.path.as_uri())
        subprocess.run(["git", "-C", str(target), "config", "remote.origin.url", str(target / "gone")], check=True)
        return target

    def _clone(self, name: str, *args: str) -> Path:
        target = self._folder / name
        self.git("clone", "--quiet", *args, str(target))
        return target

    def _tick(self, time: int | None) -> None:
        self._time = self._time + 60 if time is None else time


def run_govml(
    *args: str | Path, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "", timeout: float = 120
) -> Result:
    """Run `python -m govml ARGS` in a process of its own, as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "govml", *map(str, args)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        timeout=timeout,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8:surrogateescape", **(env or {})},
    )
    return Result(done.returncode, done.stdout, done.stderr)


def invoke_govml(*args: str | Path, cwd: Path, stdin: str = "") -> Result:
    """Run the command in this process: faster, for tests that don't care how it starts. `cwd` is given with `-C`."""
    from govml.cli.main import main

    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="surrogateescape") for _ in range(3)]
    streams[0].write(stdin)
    streams[0].seek(0)
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv = ["govml", "-C", str(cwd), *map(str, args)]
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        main()
    except SystemExit as stop:
        exit_code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before
        gc.enable()
    for stream in streams:
        stream.flush()
    stdout, stderr = (stream.buffer.getvalue().decode("utf-8", "surrogateescape") for stream in streams[1:])
    return Result(exit_code, stdout, stderr)


def find_opa() -> Path | None:
    """Return the real `opa` to test with: `GOVML_OPA`, the one `make` built, or the one on the `PATH`."""
    told = os.environ.get("GOVML_OPA")
    if told:
        return Path(told)
    built = ROOT / ".tools" / "bin" / "opa"
    if built.is_file():
        return built
    found = shutil.which("opa")
    return Path(found) if found else None
