"""Which files of a work tree are not what its commit says, whatever Git believes.

`git status` doesn't look at files that the index calls unchanged (`git update-index --assume-unchanged`,
`--skip-worktree`), or that have the size and time which it remembers. Evidence says that what ran was committed, so
they are read here. Submodules are looked at as Git does.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from govml.evidence.bundle import attempts_path, evaluation_path, training_path
from govml.model import MissingObjectError
from govml.records.artifacts import content_digests

if TYPE_CHECKING:
    from pathlib import Path

    from govml.base.entries import Entry
    from govml.base.git import Snapshot

_CHUNK: Final = 1 << 20
_POINTER: Final = 1024
"""Bytes up to which a file in Git may be a pointer of Git LFS."""


def uncommitted(snapshot: Snapshot, root: Path, model: str) -> dict[str, str]:
    """Paths of a work tree that its commit doesn't tell about, and why; but for the evidence of a model.

    What Git changed on checkout, as line ends and content of Git LFS, is no difference.
    """
    own = {training_path(model), evaluation_path(model), attempts_path(model)}
    found = {change.path: "is not committed" for change in snapshot.dirty if change.path not in own}
    for entry in snapshot.under(""):
        if entry.path not in own and entry.oid and _differs(snapshot, entry, root):
            found[entry.path] = "is not what is committed, though Git is told not to look"
    for problem in snapshot.problems:
        place = root / problem.path
        if problem.kind == "symlink" and not place.resolve().is_relative_to(root.resolve()):
            found[problem.path] = "is a link to what is not in the repository"
    return dict(sorted(found.items()))


def _differs(snapshot: Snapshot, entry: Entry, root: Path) -> bool:
    place = root / entry.path
    if os.path.realpath(place) != os.path.join(os.path.realpath(root), *entry.path.split("/")):
        return True
    try:
        with open(os.open(place, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            git = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
            sha256 = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                git.update(chunk)
                sha256.update(chunk)
        if git.hexdigest() == entry.oid:
            return False
        committed = snapshot.read(entry, 0)
        if len(committed) < _POINTER and content_digests(committed) == {"sha256": sha256.hexdigest()}:
            return False
        return _with_line_feeds(place.read_bytes()) != _with_line_feeds(committed)
    except (OSError, MissingObjectError):
        return True


def _with_line_feeds(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
