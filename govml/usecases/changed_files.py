"""Which files differ between a commit and a snapshot, and which of them only go by another path.

One answer for check, diff and rules about a change, with or without a stored judgement: a file of the work tree that
says what the commit says does not differ.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from govml.base.entries import Entry
from govml.base.git import BlobTooLargeError, Change, blob_id
from govml.base.renames import renames
from govml.model import RepositoryError
from govml.named import NamedTuple
from govml.records.artifacts import MAX_HASHED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govml.base.git import Repository, Snapshot

MAX_SIMILAR: Final = 200
"""Added or removed records up to which similar ones are looked for; of more, only equal ones are told as renamed."""
MAX_COMPARED: Final = 4_000_000
"""Bytes of added and removed records together up to which similar ones are looked for."""


class ChangedFiles(NamedTuple):
    """The files that differ, by path."""

    files: list[Change]
    comparable: bool
    """Whether the trees could be compared entry by entry, so that one can be judged on top of the other."""


def changed_files(repository: Repository, before: Snapshot, after: Snapshot) -> ChangedFiles:
    """The files of `after` that are not those of `before`, a commit. Raises `MissingObjectError`."""
    compared = repository.changes(before.tree, after.tree) if before.tree and after.tree else None
    changes = _by_listing(repository, before.tree, after.tree) if compared is None else compared
    by_path = {change.path: change for change in changes}
    for change in after.dirty:
        known = by_path.get(change.path)
        old = known.old if known is not None else change.old
        by_path[change.path] = change._replace(old=old)
    files = [by_path[path] for path in sorted(by_path) if _differs(by_path[path], after)]
    return ChangedFiles(files, compared is not None)


def moved_records(
    files: Sequence[Change],
    before: Snapshot,
    after: Snapshot,
    is_record: Callable[[str], object],
    limit: int,
) -> dict[str, str]:
    """New path -> old path of records; other files have no meaning that a rename could keep."""
    removed = [change for change in files if change.gone and is_record(change.path)]
    added = [change for change in files if not change.gone and not change.old and is_record(change.path)]
    if max(len(removed), len(added)) > MAX_SIMILAR:
        by_blob = {change.old: change.path for change in reversed(removed)}
        return {change.path: by_blob.pop(oid) for change in added if (oid := _oid(change, after)) in by_blob}
    contents: list[dict[str, bytes]] = []
    for snapshot, changes in ((before, removed), (after, added)):
        contents.append({})
        for change in changes:
            with contextlib.suppress(BlobTooLargeError, RepositoryError):
                entry = snapshot.entry(change.path)
                if entry is not None:
                    contents[-1][change.path] = snapshot.read(entry, limit)
    small = sum(len(data) for side in contents for data in side.values()) <= MAX_COMPARED
    return renames(contents[0], contents[1], similar=small)


def _by_listing(repository: Repository, before: str, after: str) -> list[Change]:
    """The difference of two trees of which one is absent, or can't be compared entry by entry."""
    old, new = ({e.path: e for e in repository.listing(tree, "")[0]} if tree else {} for tree in (before, after))
    found = []
    for path in old.keys() | new.keys():
        one, other = old.get(path), new.get(path)
        if one != other:
            found.append(Change(path, one.oid if one else "", other.oid if other else "", other.mode if other else 0))
    return found


def _differs(change: Change, after: Snapshot) -> bool:
    if change.gone or change.new:
        return bool(change.old or change.new)
    return _oid(change, after) != change.old


def _oid(change: Change, after: Snapshot) -> str:
    """Object id of a file's content; empty where it can't be told."""
    if change.new:
        return change.new
    with contextlib.suppress(BlobTooLargeError, RepositoryError):
        return blob_id(after.read(Entry(change.path, "", change.mode), MAX_HASHED))
    return ""
