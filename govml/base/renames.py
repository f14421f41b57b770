"""Which added file is which removed one under another name, told from content alone.

As Git does it (gitdiffcore, "Detecting renames"): equal content first, then the most similar, if at least half of it is
the same. Unlike libgit2's, the answer is the same for commits, the index and a work tree.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SIMILAR: Final = 0.5
"""Share of the lines, by bytes, from which on two files are taken for one."""


def renames(removed: Mapping[str, bytes], added: Mapping[str, bytes], similar: bool = True) -> dict[str, str]:
    """Return new path -> old path. Each file is used once; of equally similar ones those first by path.

    Without `similar`, only equal content counts.
    """
    found: dict[str, str] = {}
    by_content: dict[bytes, list[str]] = {}
    for path in sorted(removed, reverse=True):
        by_content.setdefault(removed[path], []).append(path)
    for path in sorted(added):
        same = by_content.get(added[path])
        if same and added[path]:
            found[path] = same.pop()
    if not similar:
        return found
    left = {path: _lines(data) for path, data in removed.items() if path not in found.values()}
    scores = []
    for new, data in added.items():
        if new not in found:
            lines = _lines(data)
            for old, other in left.items():
                common = (lines & other).total()
                if common and common >= SIMILAR * max(lines.total(), other.total()):
                    scores.append((-common / max(lines.total(), other.total()), new, old))
    for _, new, old in sorted(scores):
        if new not in found and old in left:
            found[new] = old
            del left[old]
    return found


def _lines(data: bytes) -> Counter[bytes]:
    """Bytes by line, a line that stands twice counted twice."""
    counted: Counter[bytes] = Counter()
    for line in data.splitlines():
        counted[line] += len(line) + 1
    return counted
