"""An audit for GitHub's Markdown: a job summary, or the text of an issue. What is not verified comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.render import words
from govml.render.audit import scope, sections

if TYPE_CHECKING:
    from govml.model import Json
    from govml.render import RenderOptions

_LINES: Final = 100
_SHORT: Final = 500


def render(document: dict[str, Json], options: RenderOptions) -> str:
    """Return the audit as Markdown; of `options` nothing matters."""
    return _page(document, _LINES)


def page(document: dict[str, Json], limit: int) -> str:
    """Return the audit as Markdown of at most `limit` characters, parts cut as short as that needs."""
    for lines in (_LINES, 30, 10, 3, 1):
        text = _page(document, lines)
        if len(text) <= limit:
            return text
    return _page(document, 0)[:limit]


def _page(document: dict[str, Json], most: int) -> str:
    lines = [f"## govml audit: {document['verdict']}", "", f"**{words.markdown(str(document['reason']))}**", ""]
    lines.append(words.markdown(scope(document)))
    for part in sorted(sections(document), key=lambda part: part.heading != "What is not verified"):
        lines += ["", f"### {words.markdown(part.heading)}", ""]
        for label, text in part.lines[:most]:
            told = f"{words.markdown_code(label)} " if label else ""
            lines.append(f"- {told}{words.markdown(text, _SHORT)}")
        if len(part.lines) > most:
            lines += ["", f"…and {words.count(len(part.lines) - most, 'more row')}, left out for want of room."]
    return "\n".join(lines) + "\n"
