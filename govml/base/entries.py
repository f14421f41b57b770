"""Entries of a Git tree, which of their names can't be trusted, and the other nouns of `govml.base.git`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from govml.model import RepositoryError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

TREE: Final = 0o040000
SYMLINK: Final = 0o120000
GITLINK: Final = 0o160000
EMPTY_TREE: Final = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""Object id of a tree without entries."""
MAX_DEPTH: Final = 200
"""Folders in folders that are followed."""
_MODES: Final = frozenset({0o100644, 0o100755, 0o100664, TREE, SYMLINK, GITLINK})
_ENTRY: Final = re.compile(rb"([0-7]+) ([^\0]*)\0(.{20})", re.DOTALL)
_NAME: Final = re.compile(rb"[0-7]+ ([^\0]*)\0.{20}", re.DOTALL)
_WELL_FORMED: Final = re.compile(rb"(?:[0-7]++ [^\0]*+\0.{20})*+", re.DOTALL)
_PLAIN: Final = re.compile(rb"[A-Za-z0-9_-][A-Za-z0-9_.-]*+")
"""Names with which nothing can be wrong, unless there are two that differ only by case."""
_PLAIN_ENTRY: Final = re.compile(
    rb"(%b) (%b)\0.{20}" % (b"|".join(b"%o" % mode for mode in sorted(_MODES)), _PLAIN.pattern), re.DOTALL
)
"""An entry with such a name and with a mode that Git writes: the mode, the name."""
_PLAIN_RUN: Final = re.compile(rb"(?:%b)*+" % _PLAIN_ENTRY.pattern, re.DOTALL)
_BLOCK: Final = 256
"""Bytes of two trees that are compared at once."""


class Entry(NamedTuple):
    """A file of a snapshot."""

    path: str
    oid: str
    """Git object id in hex; empty for a file that only the work tree has."""
    mode: int


class EntryProblem(NamedTuple):
    """A tree entry that can't be trusted, or that only looks like a file."""

    path: str
    """The path as text; bytes that are not UTF-8 appear as `\\xNN`."""
    message: str
    kind: str
    """`name` (can't be addressed safely), `twin`, `symlink`, `gitlink` or `conflict`."""


class Change(NamedTuple):
    """A path at which two trees, or a tree and index or work tree, differ."""

    path: str
    old: str
    """Object id before; empty when there was no file."""
    new: str
    """Object id now; empty when there is no file, or Git has not hashed it yet (in the work tree)."""
    mode: int
    """0 when there is no file now."""

    @property
    def gone(self) -> bool:
        """Whether there is no file now."""
        return not self.mode


class Commit(NamedTuple):
    """Who and when of a commit."""

    id: str
    tree: str
    author: str
    committer: str
    time: int
    """Committer time, seconds since the epoch."""
    message: str
    parents: tuple[str, ...]
    """Ids, some of which may not be in this clone."""


def text_of(raw: bytes) -> str:
    """A name as text; bytes that are not UTF-8 appear as `\\xNN`."""
    return raw.decode("utf-8", "backslashreplace")


def blob_id(data: bytes) -> str:
    """Git's object id of a blob with these bytes (SHA-1 object format)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def tree_entries(oid: str, raw: bytes) -> list[tuple[bytes, int, str]]:
    """Name, mode and object id of the entries of a tree. Raises `RepositoryError` for bytes that are no tree."""
    if not _WELL_FORMED.fullmatch(raw):
        raise RepositoryError(f"tree {oid} is malformed", "run `git fsck`: the repository is damaged")
    found = _ENTRY.findall(raw)
    modes = {mode: int(mode, 8) for mode in {mode for mode, _, _ in found}}
    return [(name, modes[mode], target.hex()) for mode, name, target in found]


def without_common(old: bytes, new: bytes, old_is_safe: bool = False) -> tuple[bytes, bytes]:
    """The bytes of two trees without the entries that both have, or as they are.

    As they are where a name might not be safe, or an entry is malformed. `old_is_safe` says that the names of the old
    one are known to be safe. An entry that is out of order may stay in both.
    """
    apart = _apart(old, new)
    if apart is None:
        return old, new
    only_old, only_new = apart
    gone = {entry[2] for entry in only_old}
    added = [entry[2].lower() for entry in only_new if entry[2] not in gone]
    # Where no name is added, the new tree has no names but the old one's: twins could only be among those.
    if added or not old_is_safe:
        names = _NAME.findall(old.lower())  # lower case changes no separator, and so no name's place
        kept = set(names).difference(map(bytes.lower, gone))
        if len(set(names)) < len(names) or not kept.isdisjoint(added):
            return old, new
    if len({entry[2].lower() for entry in only_new}) < len(only_new):
        return old, new
    return b"".join(entry[0] for entry in only_old), b"".join(entry[0] for entry in only_new)


def _apart(old: bytes, new: bytes) -> tuple[list[re.Match[bytes]], list[re.Match[bytes]]] | None:
    """The entries that only one of two trees has, in order; None where one of either is not plain."""
    here = there = 0  # how far both have been read
    only_old, only_new = [], []
    while here < len(old) or there < len(new):
        size = 0
        while (block := new[there + size : there + size + _BLOCK]) and old.startswith(block, here + size):
            size += len(block)
        same = _PLAIN_RUN.match(new, there, there + size)
        if same is not None:
            here, there = here + len(same[0]), same.end()
        left, right = _PLAIN_ENTRY.match(old, here), _PLAIN_ENTRY.match(new, there)
        if (left is None and here < len(old)) or (right is None and there < len(new)):
            return None
        if left is not None and right is not None and left[0] == right[0]:
            here, there = left.end(), right.end()
        elif left is not None and (right is None or _order(left) <= _order(right)):
            only_old.append(left)
            here = left.end()
        elif right is not None:
            only_new.append(right)
            there = right.end()
    return only_old, only_new


def _order(entry: re.Match[bytes]) -> bytes:
    """What Git sorts the entries of a tree by."""
    return entry[2] + b"/" if int(entry[1], 8) == TREE else entry[2]


def tree_problems(listing: list[tuple[bytes, int, str]], prefix: str) -> list[EntryProblem]:
    """What is wrong with the names of one tree."""
    names = [raw for raw, _, _ in listing]
    if all(map(_PLAIN.fullmatch, names)) and len(set(map(bytes.lower, names))) == len(names):
        listing = [entry for entry in listing if entry[1] not in _MODES]
    problems = []
    seen: dict[str, str] = {}
    for raw, mode, _ in listing:
        name = text_of(raw)
        reason = _bad_name(raw)
        if reason:
            problems.append(EntryProblem(prefix + name, reason, "name"))
            continue
        if mode not in _MODES:
            problems.append(EntryProblem(prefix + name, f"has the unknown mode {mode:o}", "name"))
        folded = _folded(name)
        if folded in seen:
            problems.append(EntryProblem(prefix + name, *_twin(seen[folded], name)))
        seen.setdefault(folded, name)
    return problems


def _twin(first: str, second: str) -> tuple[str, str]:
    if first == second:
        return "stands twice in its folder", "name"
    return f"differs from {first!r} only by case or Unicode form", "twin"


def _bad_name(raw: bytes) -> str:
    if raw in (b"", b".", b".."):
        return "is not a file name"
    if b"/" in raw or b"\\" in raw:
        return "holds a path separator"
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    # What Windows and macOS would take for `.git`: CVE-2014-9390, CVE-2019-1352.
    bare = name.casefold().rstrip(" .")
    if "\u200c" in name or "\u200d" in name:
        bare = bare.replace("\u200c", "").replace("\u200d", "")
    if bare in (".git", "git~1") or bare.startswith(".git::"):
        return "would be taken for the Git directory"
    return ""


def name_problems(paths: Iterable[str]) -> list[EntryProblem]:
    """The same rules over full paths, for the index and the work tree."""
    problems = []
    seen: dict[tuple[str, str], str] = {}
    judged: dict[str, bool] = {"": True}
    for path in paths:
        folder = path.rpartition("/")[0]
        start = len(folder) if folder in judged else 0
        while judged.get(path[:start], True) and start < len(path):
            end = path.find("/", start + 1)
            start = len(path) if end < 0 else end
            if path[:start] not in judged:
                parent, _, name = path[:start].rpartition("/")
                reason = _bad_name(name.encode("utf-8", "surrogateescape"))
                first = seen.setdefault((parent, _folded(name)), name)
                if reason:
                    problems.append(EntryProblem(path[:start], reason, "name"))
                elif first != name:
                    problems.append(EntryProblem(path[:start], *_twin(first, name)))
                judged[path[:start]] = not reason
    return problems


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
