"""A diff as text for a terminal: one line for each fact, marked as `diff` marks lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.render import diff as wording
from govml.render import words
from govml.render.text import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Diff, Difference, Fact
    from govml.render import RenderOptions

_FACTS, _DIFFERENCES, _PATHS = 15, 40, 10
"""Facts of one difference, differences of one kind and paths in a row that are told without `verbose`."""
_MARKS = {"added": "+", "removed": "-", "renamed": "~", "changed": "~", "unreadable": "!"}


def render(diff: Diff, options: RenderOptions) -> str:
    """Return a diff as text of `options.width` columns."""
    page = Page(options)
    for heading, found in wording.sections(diff):
        page.heading(page.safe(heading))
        shown = found if options.verbose else found[:_DIFFERENCES]
        for each in shown:
            _difference(page, each)
        _more(page, len(found) - len(shown), "of them", 2)
    _paths(page, "Changed in form only", diff.reformatted)
    _paths(page, "Other files", diff.others)
    if diff.notes:
        page.heading("Notes")
        for note in diff.notes:
            page.hang(page.safe(note), 2, "- ")
    page.gap()
    if not diff.differences:
        page.hang(wording.NOTHING, 0)
    arrow = page.arrow(wording.compared(diff))
    page.lines += [page.paint("aside", line) for line in words.wrap(page.safe(arrow), page.width)]
    page.hang(page.safe(wording.summary(diff)), 0)
    return "\n".join(page.lines) + "\n"


def _difference(page: Page, each: Difference) -> None:
    """Add what differs, where it is and what it matters to, and its facts."""
    name, how = wording.headline(each)
    unicode = page.options.unicode
    page.hang(words.name(page.arrow(f"{name}: {how}"), unicode=unicode), 2, f"{_MARKS[how]} ", how, further=2)
    for told in wording.about(each, len(each.context) if page.options.verbose else 8):
        below = words.wrap(words.name(told, unicode=unicode), page.width - 6)
        page.lines += [page.paint("aside", f"      {line}") for line in below]
    shown = each.facts if page.options.verbose else each.facts[:_FACTS]
    for fact in shown:
        _fact(page, fact)
    _more(page, len(each.facts) - len(shown), "facts", 6)


def _fact(page: Page, fact: Fact) -> None:
    row = wording.row(fact)
    limit = wording.VALUE_LIMIT
    old, new = (words.prose(value, limit, page.options.unicode) for value in (row.old, row.new))
    mark = "~" if old and new else "+" if new else "-" if old else "~"
    value = page.arrow(f"{old} → {new}") if old and new else old or new
    note = f" ({row.note})" if row.note else ""
    style = fact.trend or {"+": "added", "-": "removed"}.get(mark, "")
    page.hang(f"{page.safe(row.what)}{': ' if value else ''}{value}{note}", 6, f"{mark} ", style)


def _paths(page: Page, heading: str, paths: Sequence[str]) -> None:
    if paths:
        page.heading(heading)
        shown = paths if page.options.verbose else paths[:_PATHS]
        for path in shown:
            page.hang(words.name(path, unicode=page.options.unicode), 2, further=2)
        _more(page, len(paths) - len(shown), "of them", 2)


def _more(page: Page, number: int, what: str, indent: int) -> None:
    if number:
        page.lines.append(f"{' ' * indent}and {number:,} more {what} (--verbose tells them)")
