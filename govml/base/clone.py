"""What a clone has besides its objects, and what that does to its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from govml.named import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Hazard(NamedTuple):
    """Something about a clone that changes what Git shows of it."""

    kind: Literal["rewritten", "borrowed", "shallow"]
    """`rewritten` where `git` may show other objects or another history than there is."""
    text: str


def hazards(common: Path, shallow: bool) -> list[Hazard]:
    """What makes Git show another history here than the objects say: replace refs, grafts, alternates, shallow.

    `common` is the Git directory that all work trees of the repository share.
    """
    found = []
    replaced = common / "refs" / "replace"
    packed = common / "packed-refs"
    if (replaced.is_dir() and any(replaced.iterdir())) or (
        packed.is_file() and b" refs/replace/" in packed.read_bytes()
    ):
        found.append(
            Hazard("rewritten", "refs/replace is in use: `git` may show other objects than the ones judged here")
        )
    if (common / "info" / "grafts").is_file():
        found.append(
            Hazard("rewritten", "info/grafts is in use: `git` may show another history than the one judged here")
        )
    if (common / "objects" / "info" / "alternates").is_file():
        found.append(Hazard("borrowed", "objects are borrowed from another repository (objects/info/alternates)"))
    if shallow:
        found.append(
            Hazard("shallow", "this clone is shallow: history is cut off (`git fetch --unshallow` completes it)")
        )
    return found
