"""A decision about a promotion as text for a terminal: the verdict first, and last, where a terminal leaves the eye."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.records.index import list_of
from govml.render import words
from govml.render.promotion import asked, missing, sections
from govml.render.text import Page

if TYPE_CHECKING:
    from govml.render import RenderOptions
    from govml.render.promotion import Document, Section

_LINES: Final = 12
"""Lines of a part that are told without `verbose`."""
_LACKING: Final = 5
"""Reasons against the version that are told above everything else."""
_LONG: Final = ("Controls", "What the card says")
"""Parts that are told with `verbose` only."""
_DIGEST: Final = re.compile(r"\b([0-9a-f]{12})(?:[0-9a-f]{52}|[0-9a-f]{28}|[0-9a-f]{20})\b")
"""SHA-256, SHA-1 and MD5, of which twelve digits are told without `verbose`."""
_WHOLE: Final = ("What would change the verdict", "Approvals", "Findings", "Verify it")


def render(document: Document, options: RenderOptions) -> str:
    """Return the decision as text of `options.width` columns."""
    page = Page(options)
    verdict = str(document["verdict"])
    reason = page.safe(str(document["reason"]))
    page.hang(page.safe(asked(document)), 0)
    page.hang(reason, 0, f"{verdict}: ", verdict)
    parts = sections(document, whole=options.verbose)
    urgent = [part for part in parts if part.heading in _WHOLE[:2]]
    lacking = missing(document)
    for rule, what in lacking[:_LACKING]:
        page.hang(page.safe(_brief(page, what)), 2, f"{page.safe(rule)}  ")
    if len(lacking) > _LACKING:
        page.lines.append(f"  and {len(lacking) - _LACKING:,} more, below")
    if not options.verbose:
        parts = [part for part in parts if part.heading not in _LONG]
    for part in [*(part for part in parts if part not in urgent), *urgent]:
        if part.heading == _WHOLE[0]:
            _mends(page, document)
        else:
            _part(page, part)
    page.gap()
    report, policy = document["report"], document["policy"]
    assert isinstance(report, dict) and isinstance(policy, dict)
    decided = f"at {report['at']}, by the policies of {policy['commit']} ({policy['digest']})"
    page.hang(page.safe(_brief(page, decided)), 0)
    page.lines.append(page.safe(f"report sha256:{document['sha256']}"))  # whole, and to be copied from one line
    page.hang(reason, 0, f"{verdict}: ", verdict)
    return "\n".join(page.lines) + "\n"


def _part(page: Page, part: Section) -> None:
    """Add a part, what it tells below each other where the labels leave room."""
    page.heading(page.safe(part.heading))
    verbose = page.options.verbose
    shown = part.lines if verbose or part.heading in _WHOLE else part.lines[:_LINES]
    labels = [page.safe(_brief(page, label)) for label, _ in shown]
    across = max(map(words.width, labels), default=0)
    across = across if across <= page.width // 3 else 0
    for label, (_, text) in zip(labels, shown, strict=True):
        if part.heading == _WHOLE[-1]:  # a command is not broken
            page.lines.append("  " + words.unhooked(words.name(text, unicode=page.options.unicode)))
        else:
            pad = " " * (max(across - words.width(label), 0) + 2)
            page.hang(page.arrow(page.safe(_brief(page, text))), 2, label + pad if label else "", further=0)
    if len(part.lines) > len(shown):
        page.lines.append(f"  and {len(part.lines) - len(shown):,} more (--verbose tells them)")


def _mends(page: Page, document: Document) -> None:
    """Add what would change the verdict, and how: each way once, with its code."""
    page.heading(_WHOLE[0])
    told = {""}
    for each in list_of(document.get("mend")):
        how = str(each["how"])
        page.hang(page.safe(_brief(page, str(each["what"]))), 2, f"{page.safe(str(each['rule']))}  ")
        for nth, (prose, code) in enumerate(words.blocks(how, page.options.unicode) if how not in told else ()):
            page.hang(prose, 6, "" if nth else "mend: ", "mend")
            page.lines += [" " * 8 + words.unhooked(line) for line in code]
        told.add(how)


def _brief(page: Page, text: str) -> str:
    return text if page.options.verbose else _DIGEST.sub(r"\1", text)
