"""An audit as text for a terminal, the verdict last, where a terminal leaves the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.render import words
from govml.render.audit import scope, sections
from govml.render.text import Page

if TYPE_CHECKING:
    from govml.model import Json
    from govml.render import RenderOptions

_LINES: Final = 50
"""Lines of a part that are told without `verbose`."""


def render(document: dict[str, Json], options: RenderOptions) -> str:
    """Return the audit as text of `options.width` columns."""
    page = Page(options)
    page.hang(page.safe(scope(document)), 0)
    for part in sections(document, options.verbose):
        page.heading(page.safe(part.heading))
        shown = part.lines if options.verbose else part.lines[:_LINES]
        for label, text in shown:
            told = page.safe(label)
            if words.width(told) > page.width // 3:  # text beside it would have little room
                page.hang(told, 2)
                page.hang(page.safe(text), 4)
            else:
                page.hang(page.safe(text), 2, f"{told}  " if label else "")
        if len(part.lines) > len(shown):
            page.lines.append(f"  and {len(part.lines) - len(shown):,} more (--verbose tells them)")
    page.gap()
    verdict = str(document["verdict"])
    page.hang(page.safe(str(document["reason"])), 0, f"{verdict}: ", verdict)
    return "\n".join(page.lines) + "\n"
