"""A diff as Markdown, for a job summary or a comment on a pull request; cut to what GitHub takes, never silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.render import diff as wording
from govml.render import words
from govml.render.markdown import LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Diff, Difference, Fact
    from govml.render import RenderOptions

_FACTS, _PATHS = 30, 20
"""Facts of one difference and paths in a row that are told."""
_SHORT = 200
"""Characters of a name, and of each item of the line below it."""
_LEFT_OUT = 120
"""Characters kept for the line that says what was left out."""


def render(diff: Diff, options: RenderOptions) -> str:
    """Return a diff as Markdown of at most `LIMIT` characters; `options` don't change it."""
    return page(diff, LIMIT)


def page(diff: Diff, limit: int) -> str:
    """Return a diff as Markdown of at most `limit` characters, as far as what was compared fits in them."""
    parts = ["## What the change means\n\n", f"**{words.markdown(wording.summary(diff))}**\n\n"]
    parts.append(f"{_sentence(wording.compared(diff))}\n")
    if not diff.differences:
        parts.append(f"\n{wording.NOTHING}\n")
    below = _below(diff)
    room = limit - sum(map(len, parts)) - sum(map(len, below)) - _LEFT_OUT
    if room < 0:
        room += sum(map(len, below))
        below = []
    told = 0
    for heading, found in wording.sections(diff):
        opening = f"\n### {words.markdown(heading, _SHORT)}\n"
        for each in found:
            entry = opening + _difference(each)
            if len(entry) > room:
                missing = len(diff.differences) - told
                left_out = f"\n…and {words.count(missing, 'more difference')}, left out for want of room.\n"
                return "".join([*parts, left_out, *below])
            parts.append(entry)
            room -= len(entry)
            told += 1
            opening = ""
    return "".join([*parts, *below])


def _sentence(text: str) -> str:
    shown = words.markdown(text)
    return f"{shown[:1].upper()}{shown[1:]}."


def _difference(each: Difference) -> str:
    """Return a heading, where it is and what it matters to, and its facts: folded where all of it came or went."""
    name, how = wording.headline(each)
    about = ", ".join(words.markdown(told, _SHORT) for told in wording.about(each))
    below = f"\n{about}\n" if about else ""
    table = _table(each.facts)
    if how in ("added", "removed") and table:
        # A summary is HTML, where Markdown's escapes would be seen.
        summary = f"{words.html_code(name, _SHORT)} {how}: {words.count(len(each.facts), 'fact')}"
        return f"\n<details><summary>{summary}</summary>\n{below}{table}\n</details>\n"
    return f"\n#### {words.markdown_code(name, _SHORT)} {how}\n{below}{table}"


def _table(facts: Sequence[Fact]) -> str:
    if not facts:
        return ""
    rows = "".join(map(_row, facts[:_FACTS]))
    more = len(facts) - _FACTS
    left_out = f"\n…and {words.count(more, 'more fact')}.\n" if more > 0 else ""
    return f"\n| What | Before | Now | |\n| --- | --- | --- | --- |\n{rows}{left_out}"


def _row(fact: Fact) -> str:
    row = wording.row(fact)
    note = _cell(row.note)
    note = note.removesuffix(fact.trend) + f"**{fact.trend}**" if fact.trend else note
    return f"| {' | '.join([_cell(row.what), _cell(row.old), _cell(row.new), note])} |\n"


def _cell(text: str) -> str:
    # A cell begins no block, so nothing has to keep its first character from doing so.
    return words.markdown(text, wording.VALUE_LIMIT).removeprefix("\u200b")


def _below(diff: Diff) -> list[str]:
    """Return what is told of other files, and the notes."""
    found = []
    for what, paths in (("Changed in form only", diff.reformatted), ("Other files", diff.others)):
        if paths:
            names = ", ".join(words.markdown_code(path, _SHORT) for path in paths[:_PATHS])
            more = f" and {len(paths) - _PATHS:,} more" if len(paths) > _PATHS else ""
            found.append(f"\n{what}: {names}{more}.\n")
    shown = [f"- {words.markdown(note, wording.VALUE_LIMIT)}\n" for note in diff.notes[:_PATHS]]
    return [*found, "\n### Notes\n\n", *shown] if shown else found
