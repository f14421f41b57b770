"""The ledger of a Git remote: fetched only forwards, pushed only on top of what was fetched.

`git` itself speaks to the remote, with the user's own credentials. An ordinary `git fetch` would put a rewritten ledger
in the place of the one that was fetched before; this one refuses it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from govml.base.branch import Branch, MovedError
from govml.base.program import run_git
from govml.ledger.chain import BRANCH, REMOTE
from govml.ledger.entries import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govml.base.git import Repository


class GitRemote:
    """The ledger of one remote; a `Publisher` of `govml.ledger.chain`."""

    def __init__(
        self,
        repository: Repository,
        branch: str = BRANCH,
        name: str = REMOTE,
        access: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        """The remote's name, as `git remote` lists it."""
        self._access = access or {}  # variables that let `git` in, where the user's own credentials don't
        self._branch = f"refs/heads/{branch}"
        self._tracking = f"refs/remotes/{name}/{branch}"
        self._store = Branch(repository, self._tracking)
        self._folder = repository.workdir or repository.path

    def fetch(self) -> None:
        """Bring what the remote has into the remote-tracking branch, which may only grow.

        Raises `LedgerError` when it would not, `RepositoryError` when the remote can't be asked.
        """
        known = self._store.tip()
        found = self._there()
        if not found and known:
            raise LedgerError(f"{self.name} had a ledger and has none any more", self._rewritten())
        if found == known:
            return
        # No refmap: the configured `+refs/heads/*` would overwrite what is known.
        self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", self.name, self._branch)
        if known and self._git("rev-list", "--max-count=1", known, f"^{found}", "--"):
            raise LedgerError(f"the ledger of {self.name} doesn't continue the one fetched before", self._rewritten())
        self._track(found, known)

    def push(self, commit: str) -> None:
        """Let the remote's ledger be `commit`, which is on top of what was fetched.

        Raises `MovedError` when the remote has something else by now, `RepositoryError` when it takes nothing.
        """
        known = self._store.tip()
        if known == commit:
            return
        lease = f"--force-with-lease={self._branch}:{known}"
        listed = self._git("push", "--porcelain", lease, self.name, f"{commit}:{self._branch}", fine=(0, 1))
        refused = next((line for line in listed.splitlines() if line.startswith("!")), "")
        if refused and (any(word in refused for word in _RACES) or self._there() != known):
            raise MovedError(f"the ledger of {self.name} has moved", "run this again")
        if refused:
            reason = refused.split("\t")[-1][:200]
            raise LedgerError(f"{self.name} takes no new entry: {reason}", "may you push to that branch?")
        if self._store.tip() != commit:  # where the remote's branches are not all fetched
            self._track(commit, known)

    def push_tags(self, names: Sequence[str]) -> None:
        """Let the remote have tags, all or none. One that it has already has to be the same.

        Raises `LedgerError` when the remote takes them not, `RepositoryError` when it can't be asked.
        """
        refs = [f"refs/tags/{name}" for name in names]
        ours = dict(zip(refs, self._git("rev-parse", *refs).split(), strict=True)) if refs else {}
        before: dict[str, str] | None = None
        reason = ""
        while refs:
            there = self._tags(refs)
            moved = [ref for ref, found in there.items() if ref in ours and ours[ref] != found]
            if moved:
                raise LedgerError(f"{self.name} has another tag {moved[0].removeprefix('refs/tags/')}", _AUDIT)
            new = [ref for ref in refs if ref not in there]
            if not new:
                return
            if there == before:
                raise LedgerError(f"{self.name} takes no new tag: {reason}", "may you push tags?")
            before = there  # where somebody else pushed some of them meanwhile, the others are left to be pushed
            leases = [f"--force-with-lease={ref}:" for ref in new]  # only where there is none
            told = [f"{ref}:{ref}" for ref in new]
            listed = self._git("push", "--porcelain", "--atomic", *leases, self.name, *told, fine=(0, 1))
            refused = next((line for line in listed.splitlines() if line.startswith("!")), "")
            if not refused:
                return
            reason = refused.split("\t")[-1][:200]

    def _tags(self, refs: Sequence[str]) -> dict[str, str]:
        """Those of the tags that the remote has, with their objects."""
        listed = self._git("ls-remote", self.name, *refs)
        return {ref: found for found, ref in (line.split("\t", 1) for line in listed.splitlines())}

    def _there(self) -> str:
        """Where the remote's branch is now, empty where it isn't."""
        listed = self._git("ls-remote", "--exit-code", self.name, self._branch, fine=(0, 2))
        return listed.split()[0] if listed else ""

    def _track(self, commit: str, known: str) -> None:
        self._git("update-ref", self._tracking, commit, known or "0" * 40)

    def _rewritten(self) -> str:
        return f"somebody rewrote or removed it: compare {self._tracking} with the remote, and the last checkpoint"

    def _git(self, *args: str, fine: tuple[int, ...] = (0,)) -> str:
        asks = os.environ.get("GIT_TERMINAL_PROMPT", "1")
        hint = f"`git fetch {self.name}` has to work"
        given = {"GIT_TERMINAL_PROMPT": asks, **_RAW, **self._access}
        return run_git(self._folder, *args, env=given, fine=fine, hint=hint)


_RACES = ("stale info", "fetch first", "cannot lock ref", "failed to update ref", "incorrect old value")
"""What `git push` says when somebody else is being faster, whichever side noticed."""
_AUDIT = "`govml audit` tells which of them the ledger has"
_RAW = {"GIT_NO_REPLACE_OBJECTS": "1"}
