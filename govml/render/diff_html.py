"""A diff as a page of HTML that needs nothing else, in the same dress as the report of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.render import diff as wording
from govml.render import words
from govml.render.html import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Diff, Difference, Fact
    from govml.render import RenderOptions

_DIFFERENCES: Final = 300
_FACTS: Final = 100
_PATHS: Final = 200
"""What one page tells in detail: differences of a kind, facts of a difference, paths; the rest is counted."""


def render(diff: Diff, options: RenderOptions) -> str:
    """Return a diff as a page of HTML; `options` don't change it."""
    return page(
        "diff.html.j2",
        summary=words.prose(wording.summary(diff)),
        compared=[words.prose(side) for side in wording.sides(diff)],
        nothing="" if diff.differences else wording.NOTHING,
        sections=[
            {
                "heading": words.prose(heading),
                "id": f"s{number}",
                "differences": [_difference(each) for each in found[:_DIFFERENCES]],
                "count": len(found),
                "more": _more(found, _DIFFERENCES, "difference"),
            }
            for number, (heading, found) in enumerate(wording.sections(diff), 1)
        ],
        paths=[
            {
                "heading": heading,
                "paths": [words.name(path) for path in paths[:_PATHS]],
                "more": _more(paths, _PATHS, "file"),
            }
            for heading, paths in (("Changed in form only", diff.reformatted), ("Other files", diff.others))
            if paths
        ],
        notes=[words.prose(note) for note in diff.notes],
    )


def _more(found: Sequence[object], shown: int, noun: str) -> str:
    return f"…and {words.count(len(found) - shown, 'more ' + noun)}." if len(found) > shown else ""


def _difference(each: Difference) -> dict[str, object]:
    name, how = wording.headline(each)
    return {
        "name": words.name(name),
        "change": how,
        "about": [words.name(told) for told in wording.about(each)],
        "facts": [_fact(fact) for fact in each.facts[:_FACTS]],
        "more": _more(each.facts, _FACTS, "fact"),
    }


def _fact(fact: Fact) -> dict[str, str]:
    row = wording.row(fact)
    what, old, new, note = (words.prose(text) for text in row)
    return {"what": what, "old": old, "new": new, "note": note, "trend": fact.trend}
