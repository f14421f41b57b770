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
    """Return a diff as Markdown of at most `limit` characters, as far as what was compared fits in them.

    A difference that takes too much is told without its facts, so that none can push the others out.
    """
    head = f"## What the change means\n\n**{words.markdown(wording.summary(diff))}**\n\n"
    head += f"{_sentence(wording.compared(diff))}\n" + ("" if diff.differences else f"\n{wording.NOTHING}\n")
    share = limit // 12
    below = [
        _listed("\nChanged in form only: ", _codes(diff.reformatted), ", ", share),
        _listed("\nOther files: ", _codes(diff.others), ", ", share),
        _listed("\n### Notes\n\n- ", [words.markdown(note, wording.VALUE_LIMIT) for note in diff.notes], "\n- ", share),
    ]
    parts, told = [], 0
    room = limit - len(head) - sum(map(len, below)) - _LEFT_OUT
    for heading, found in wording.sections(diff):
        opening = f"\n### {words.markdown(heading, _SHORT)}\n"
        for each in found:
            if room < _LEFT_OUT:  # no entry is as short
                break
            entry = opening + _difference(each)
            if len(entry) > min(room, limit // 3):
                entry = opening + _difference(each._replace(facts=()), len(each.facts))
            if len(entry) <= room:
                parts.append(entry)
                room -= len(entry)
                told += 1
                opening = ""
    missing = len(diff.differences) - told
    left_out = f"\n…and {words.count(missing, 'more difference')}, left out for want of room.\n" if missing else ""
    return "".join([head, *parts, left_out, *below])


def _codes(paths: Sequence[str]) -> list[str]:
    return [words.markdown_code(path, _SHORT) for path in paths[:_PATHS]] + [""] * (len(paths) - _PATHS)


def _listed(opening: str, items: Sequence[str], between: str, room: int) -> str:
    """Return as many items as there is room for, and how many more there are."""
    shown: list[str] = []
    for item in items:
        room -= len(item) + len(between)
        if not item or room < 0:
            break
        shown.append(item)
    more = len(items) - len(shown)
    told = [*shown, *([f"{more:,} more" if shown else f"{more:,}"] if more else [])]
    return f"{opening}{between.join(told)}\n" if told else ""


def _sentence(text: str) -> str:
    shown = words.markdown(text)
    return f"{shown[:1].upper()}{shown[1:]}."


def _difference(each: Difference, left_out: int = 0) -> str:
    """Return a heading, where it is and what it matters to, and its facts: folded where all of it came or went."""
    name, how = wording.headline(each)
    about = ", ".join(words.markdown(told, _SHORT) for told in wording.about(each))
    below = f"\n{about}\n" if about else ""
    table = _table(each.facts)
    if left_out:
        below += f"\n{words.count(left_out, 'fact')}, left out for want of room.\n"
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
