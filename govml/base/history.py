"""Commits as they are stored: who made them, what they change, and the signature that they carry.

Parents come from the commits' own bytes, so that neither `refs/replace` nor grafts hide a commit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.base.branch import Branch
from govml.model import MissingObjectError, RepositoryError, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govml.base.git import Repository

MAX_COMMIT: Final = 1 << 20
"""Bytes of a commit that is read."""

_MAIL: Final = re.compile(r"<([^<>\n]*)>")
_CO_AUTHOR: Final = re.compile(r"^[ \t>*-]*co-authored-by[ \t]*:(.*(?:\n[ \t]+.*)*)$", re.IGNORECASE | re.MULTILINE)
"""As Git reads a trailer, continued or not, and as messages quote one: whoever is named had a part in it."""
_ADDRESS: Final = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_SIGNATURE: Final = re.compile(rb"^gpgsig (.*(?:\n .*)*)\n", re.MULTILINE)
_SIGNATURES: Final = re.compile(rb"^gpgsig(?:-sha256)? .*(?:\n .*)*\n", re.MULTILINE)


class StoredCommit(NamedTuple):
    """A commit, read from its bytes."""

    id: str
    tree: str
    parents: tuple[str, ...]
    mails: frozenset[str]
    """Of author, committer and co-authors (`Co-authored-by`), in lower case."""
    signed: bytes
    """What its signature is over."""
    signature: str
    """Armored, empty for an unsigned commit."""


class History:
    """Walks commits; each is read once. Methods raise `MissingObjectError` where the history of a clone ends early."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._objects = Branch(repository, "")
        self._ends = frozenset(repository.history_ends())
        self._known: dict[str, StoredCommit] = {}

    def commit(self, oid: str) -> StoredCommit:
        """A commit by its id."""
        if oid not in self._known:
            self._known[oid] = read_commit(oid, self._objects.read(oid, "commit", MAX_COMMIT))
        return self._known[oid]

    def before(self, oid: str) -> Iterator[StoredCommit]:
        """A commit and all before it, in no particular order."""
        seen = {oid}
        todo = [oid]
        while todo:
            found = self.commit(todo.pop())
            yield found
            if found.id in self._ends and found.parents:
                raise MissingObjectError(
                    "the history of this clone is cut off, so nobody can tell who changed what",
                    "fetch it: `git fetch --unshallow`",
                )
            todo += [parent for parent in found.parents if parent not in seen]
            seen.update(found.parents)

    def since(self, base: str, oid: str) -> list[StoredCommit]:
        """The commits of `oid` that `base` doesn't have, by id; all of them where `base` is empty."""
        known = {commit.id for commit in self.before(base)} if base else set()
        return sorted(commit for commit in self.before(oid) if commit.id not in known)

    def brings(self, commit: StoredCommit) -> frozenset[str] | None:
        """The paths that a commit brings something to; None where its tree can't be compared.

        A merge brings what no parent has, and what one side changed and it takes from the other all the same.
        """
        if not commit.parents:
            return frozenset(entry.path for entry in self._repository.listing(commit.tree, "")[0])
        compared = [self._repository.changes(self.commit(parent).tree, commit.tree) for parent in commit.parents]
        differing = [frozenset(change.path for change in found) for found in compared if found is not None]
        if len(differing) < len(compared):
            return None
        if len(differing) == 2:
            return differing[0] & differing[1] | self._dropped(commit, *differing)
        return frozenset().union(*differing)

    def _dropped(self, merge: StoredCommit, first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
        """Paths that one side changed since both grew apart, and that are as the other had them."""
        try:
            base = self.commit(self._repository.merge_base(*merge.parents)).tree
        except UsageError:  # nothing in common, so each side is new to the other
            return frozenset()
        one, other = (self.commit(parent).tree for parent in merge.parents)
        # What differs from a side is as the other has it; is that what the base has, this side's change is gone.
        return frozenset(
            path
            for mine, theirs, tree in ((first - second, other, one), (second - first, one, other))
            for path in mine
            if self._blob(base, path) == self._blob(theirs, path) != self._blob(tree, path)
        )

    def _blob(self, tree: str, path: str) -> str:
        entry = self._repository.entry(tree, path)
        return entry.oid if entry is not None else ""

    def former(self, commits: Iterable[StoredCommit], matters: Callable[[str], bool]) -> frozenset[str]:
        """Paths from which files were moved to where they matter, by some of these commits, in however many steps."""
        moves = [
            move
            for commit in commits
            for parent in commit.parents
            for move in self._repository.renames(self.commit(parent).tree, commit.tree)
        ]
        found: set[str] = set()
        while new := {old for old, now in moves if old not in found and (now in found or matters(now))}:
            found |= new
        return frozenset(found)


def read_commit(oid: str, raw: bytes) -> StoredCommit:
    """What the bytes of a commit say. Raises `RepositoryError` for bytes that are none."""
    head, _, message = raw.partition(b"\n\n")
    headers = [line.partition(b" ") for line in head.split(b"\n")]
    values = {name: [value.decode("utf-8", "replace") for key, _, value in headers if key == name] for name in _HEADERS}
    if len(values[b"tree"]) != 1 or not values[b"author"] or not values[b"committer"]:
        raise RepositoryError(f"commit {oid[:12]} is malformed", "`git fsck` says what is broken")
    told = [mail for text in (*values[b"author"], *values[b"committer"]) for mail in _MAIL.findall(text)]
    for text in _CO_AUTHOR.findall(message.decode("utf-8", "replace")):
        told += [*_MAIL.findall(text), *_ADDRESS.findall(text)]
    mails = {mail.strip().lower() for mail in told}
    block = _SIGNATURE.search(head + b"\n")
    signature = block[1].replace(b"\n ", b"\n").decode("ascii", "replace") if block else ""
    signed = _SIGNATURES.sub(b"", head + b"\n") + b"\n" + message
    parents = tuple(values[b"parent"])
    return StoredCommit(oid, values[b"tree"][0], parents, frozenset(mails), signed, signature)


_HEADERS: Final = (b"tree", b"parent", b"author", b"committer")
