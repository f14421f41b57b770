"""A decision about a promotion as text for a terminal, the verdict last, where a terminal leaves the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.render import words
from govml.render.promotion import asked, sections
from govml.render.text import Page

if TYPE_CHECKING:
    from govml.render import RenderOptions
    from govml.render.promotion import Document

_LINES: Final = 12
"""Lines of a part that are told without `verbose`."""
_LONG: Final = ("Controls", "What the card says")
"""Parts that are told with `verbose` only."""
_WHOLE: Final = ("What would change the verdict", "Approvals", "Findings", "Verify without govml")


def render(document: Document, options: RenderOptions) -> str:
    """Return the decision as text of `options.width` columns."""
    page = Page(options)
    page.hang(page.safe(asked(document)), 0)
    parts = sections(document)
    urgent = [part for part in parts if part.heading in _WHOLE[:2]]
    if not options.verbose:
        parts = [part for part in parts if part.heading not in _LONG]
    for part in [*(part for part in parts if part not in urgent), *urgent]:
        page.heading(page.safe(part.heading))
        shown = part.lines if options.verbose or part.heading in _WHOLE else part.lines[:_LINES]
        for label, text in shown:
            if part.heading == _WHOLE[-1]:  # a command is not broken
                page.lines.append("  " + words.unhooked(words.name(text, unicode=options.unicode)))
            else:
                page.hang(page.arrow(page.safe(text)), 2, f"{page.safe(label)}  " if label else "", further=0)
        if len(part.lines) > len(shown):
            page.lines.append(f"  and {len(part.lines) - len(shown):,} more (--verbose tells them)")
    page.gap()
    report, policy = document["report"], document["policy"]
    assert isinstance(report, dict) and isinstance(policy, dict)
    page.hang(page.safe(f"at {report['at']}, by the policies of {policy['commit']} ({policy['digest']})"), 0)
    page.hang(page.safe(f"report sha256:{document['sha256']}"), 0)
    verdict = str(document["verdict"])
    page.hang(page.safe(str(document["reason"])), 0, f"{verdict}: ", verdict)
    return "\n".join(page.lines) + "\n"
