"""What is shown on a pull request: the Markdown of a check and, below it, of what the change means.

The same text is the comment and the job's summary; only how much of each there is room for differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.render import diff_markdown, markdown, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govml.model import Diff, Report

COMMENT: Final = 65_000
"""Characters of a comment's text; GitHub takes 65,536, the marker included."""

_NO_ROOM: Final = "_What the change means is left out for want of room._\n"


def text(report: Report, meaning: Diff | None, label: str, limit: int) -> str:
    """Return the text about one check of at most `limit` characters.

    `label` tells several checks of one pull request apart; it is a name that needs no escapes.
    """
    foot = _foot(label)
    room = limit - len(foot)
    if meaning is None:
        return markdown.page(report, room) + foot
    head = markdown.page(report, room * 3 // 5) + "\n"
    below = diff_markdown.page(meaning, room - len(head))
    return head + (below if len(head) + len(below) <= room else _NO_ROOM) + foot


def undecided(lines: Sequence[str], label: str) -> str:
    """Return the text about a check that could not decide, and why."""
    return "\n\n".join(["## govml: INCONCLUSIVE", *map(words.markdown, lines)]) + "\n" + _foot(label)


def _foot(label: str) -> str:
    return f"\n<sub>govml, {label}</sub>\n"


def in_bytes(make: Callable[[int], str], room: int) -> str:
    """Return what `make` gives for the largest limit of characters that keeps it within `room` bytes of UTF-8."""
    limit = room
    made = make(limit)
    while (size := len(made.encode("utf-8", "backslashreplace"))) > room:
        if limit < 1_000:
            return ""
        limit = min(limit * room // size, limit - 1)
        made = make(limit)
    return made
