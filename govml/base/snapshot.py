"""A snapshot: the files of one commit, the index or the work tree, read through their repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.base.entries import Change, Entry, EntryProblem
from govml.model import GovmlError, Source

if TYPE_CHECKING:
    from govml.base.git import Repository


class BlobTooLargeError(GovmlError):
    """A blob is larger than the limit; nothing of it was read."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size:,} bytes are more than the limit of {limit:,}", "make the file smaller")
        self.size = size
        self.limit = limit


class Snapshot:
    """The files of one commit, the index or the work tree, and what is unsafe about them.

    Index and work tree are a commit's tree (`tree`) plus `dirty`, the paths in which they differ from it.
    """

    def __init__(self, repository: Repository, source: Source, commit: str, tree: str, dirty: list[Change]) -> None:
        self.source = source
        self.commit = commit
        self.tree = tree
        """Tree that `dirty` departs from, empty on an unborn branch."""
        self.dirty = dirty
        self.problems: list[EntryProblem] = []
        """What is wrong with the entries of index or work tree; `Repository.listing` tells it of a commit's tree."""
        self._repository = repository
        self._changed = {change.path: change for change in dirty}

    def entry(self, path: str) -> Entry | None:
        """The file at a path."""
        change = self._changed.get(path)
        if change is not None:
            return Entry(path, change.new, change.mode) if change.mode else None
        return self._repository.entry(self.tree, path) if self.tree else None

    def under(self, folder: str) -> list[Entry]:
        """Files in a folder and below it, by path. Unsafe entries are left out."""
        prefix = folder + "/" if folder else ""
        found: list[Entry] = []
        if self.tree:
            found = [e for e in self._repository.listing(self.tree, folder)[0] if e.path not in self._changed]
        found += [Entry(c.path, c.new, c.mode) for c in self.dirty if c.mode and c.path.startswith(prefix)]
        return sorted(found)

    def read(self, entry: Entry, limit: int) -> bytes:
        """Bytes of a file. Raises `BlobTooLargeError` above `limit` bytes, `MissingObjectError` when it isn't here."""
        if entry.oid:
            return self._repository.read(entry, limit)
        return self._repository.read_on_disk(entry.path, limit)
