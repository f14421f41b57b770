"""Paths inside a repository, as records write them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator


def clean(path: str) -> str:
    """A claimed path in the form in which trees have it. One that leads out of the repository stays as it is."""
    cleaned = posixpath.normpath(path) if path else ""
    return "" if cleaned == "." else cleaned


def folder_of(path: str) -> str:
    """Folder of a path, empty at the root."""
    return path.rpartition("/")[0]


def folders_of(path: str) -> Iterator[str]:
    """Every folder that a path lies in, the root left out."""
    while path := folder_of(path):
        yield path


def join(record_path: str, path: str, folder: str = "") -> str:
    """A path that a record states relative to its own folder, from the root of the repository."""
    return clean(posixpath.join(folder_of(record_path), folder, path))


def candidates(path: str, folder: str) -> Iterator[str]:
    """What a claimed path may mean: from the root, then from the folder of the record. None leads out of the root."""
    for candidate in dict.fromkeys((clean(path), clean(f"{folder}/{path}") if folder else "")):
        if candidate and candidate != ".." and not candidate.startswith(("../", "/")):
            yield candidate
