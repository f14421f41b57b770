"""What a clone has besides its objects, and what that does to its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def hazards(common: Path, shallow: bool) -> list[str]:
    """What makes Git show another history here than the objects say: replace refs, grafts, alternates, shallow.

    `common` is the Git directory that all work trees of the repository share.
    """
    found = []
    replaced = common / "refs" / "replace"
    packed = common / "packed-refs"
    if (replaced.is_dir() and any(replaced.iterdir())) or (
        packed.is_file() and b" refs/replace/" in packed.read_bytes()
    ):
        found.append("refs/replace is in use: `git` may show other objects than the ones judged here")
    if (common / "info" / "grafts").is_file():
        found.append("info/grafts is in use: `git` may show another history than the one judged here")
    if (common / "objects" / "info" / "alternates").is_file():
        found.append("objects are borrowed from another repository (objects/info/alternates)")
    if shallow:
        found.append("this clone is shallow: history is cut off (`git fetch --unshallow` completes it)")
    return found
