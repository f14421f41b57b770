"""Entries of a Git tree, and which of their names can't be trusted."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

TREE: Final = 0o040000
SYMLINK: Final = 0o120000
GITLINK: Final = 0o160000
_FILES: Final = frozenset({0o100644, 0o100755, 0o100664})


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


def text_of(raw: bytes) -> str:
    """A name as text; bytes that are not UTF-8 appear as `\\xNN`."""
    return raw.decode("utf-8", "backslashreplace")


def tree_problems(listing: list[tuple[bytes, int, str]], prefix: str) -> list[EntryProblem]:
    """What is wrong with the names of one tree."""
    problems = []
    seen: dict[str, str] = {}
    for raw, mode, _ in listing:
        name = text_of(raw)
        reason = _bad_name(raw)
        if reason:
            problems.append(EntryProblem(prefix + name, reason, "name"))
            continue
        if mode not in _FILES and mode not in (TREE, SYMLINK, GITLINK):
            problems.append(EntryProblem(prefix + name, f"has the unknown mode {mode:o}", "name"))
        folded = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            problems.append(EntryProblem(prefix + name, *_twin(seen[folded], name)))
        seen[folded] = name
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
    seen: dict[str, str] = {}
    for path in paths:
        reasons = [reason for reason in map(_bad_name, path.encode("utf-8", "surrogateescape").split(b"/")) if reason]
        if reasons:
            problems.append(EntryProblem(path, reasons[0], "name"))
            continue
        folded = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
        if folded in seen and seen[folded] != path:
            problems.append(EntryProblem(path, *_twin(seen[folded], path)))
        seen[folded] = path
    return problems
