"""A decision about a promotion for GitHub's Markdown: a job summary or the note of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.render import words
from govml.render.promotion import asked, sections

if TYPE_CHECKING:
    from govml.render import RenderOptions
    from govml.render.promotion import Document

_LINES: Final = 100
"""Lines of one part at most."""
_SHORT: Final = 300


def render(document: Document, options: RenderOptions) -> str:
    """Return the decision as Markdown; of `options` nothing matters."""
    return _page(document, _LINES)


def page(document: Document, limit: int) -> str:
    """Return the decision as Markdown of at most `limit` characters, parts cut as short as that needs."""
    for lines in (_LINES, 30, 10, 3, 1):
        text = _page(document, lines)
        if len(text) <= limit:
            return text
    return _page(document, 0)[:limit]


def _page(document: Document, most: int) -> str:
    report, policy = document["report"], document["policy"]
    assert isinstance(report, dict) and isinstance(policy, dict)
    lines = [
        f"## govml: {document['verdict']}",
        "",
        words.markdown(asked(document)),
        "",
        f"**{words.markdown(str(document['reason']))}**",
    ]
    for part in sections(document):
        lines += ["", f"### {words.markdown(part.heading)}", ""]
        if not any(label for label, _ in part.lines):
            lines.append(words.fenced([words.name(text) for _, text in part.lines]).strip("\n"))
            continue
        lines += ["| | |", "| --- | --- |"]
        shown = part.lines[:most]
        lines += [f"| {words.markdown(label, _SHORT)} | {words.markdown(text, _SHORT)} |" for label, text in shown]
        if len(part.lines) > most:
            lines += ["", f"…and {words.count(len(part.lines) - most, 'more row')}, left out for want of room."]
    told = f"At {report['at']}, by the policies of {policy['commit']} ({policy['digest']})."
    lines += ["", words.markdown(told), "", words.markdown(f"Report sha256:{document['sha256']}")]
    return "\n".join(lines) + "\n"
