"""What is new in the findings of a change, what was there before, and what it mended (SARIF's `baselineState`).

Findings are compared as such: rule, level, subject, place in the document and message. Lines, columns and blobs don't
count, nor does the path of a record that has a subject: who moves, renames or reformats a record brings nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from govml.model import Finding
from govml.named import NamedTuple

_NUMBER = re.compile(r"\[\d+\]")


class Moved(NamedTuple):
    """What goes by another name since the base, old -> new."""

    paths: Mapping[str, str] = {}
    subjects: Mapping[str, str] = {}
    """`KIND NAME` of subjects."""


def compare(
    before: Sequence[Finding], after: Sequence[Finding], moved: Moved
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings of `after` with their status, and those of `before` that are no more, both in their order.

    Each finding of `before` stands for one of `after`: a second one like it is new.
    """
    old, new = _ordered(before), _ordered(after)
    for key in (_exact, _renamed(moved)):
        _match(old, new, key)
    # What only has another severity isn't mended, but where it became an error, it is new.
    errors = {number: finding for number, finding in new.items() if finding.level == "error"}
    _match(old, new, _whatever_level(moved))
    new |= errors
    status = (each._replace(status="new" if number in new else "existing") for number, each in enumerate(after))
    return tuple(status), tuple(before[number]._replace(status="existing") for number in sorted(old))


def _ordered(findings: Sequence[Finding]) -> dict[int, Finding]:
    """By number, in an order that doesn't depend on where the findings come from."""
    return dict(sorted(enumerate(findings), key=lambda item: (item[1].location, item[1])))


def _match(old: dict[int, Finding], new: dict[int, Finding], key: Callable[[Finding, bool], Hashable]) -> None:
    """Take out of both what is alike."""
    if not old or not new:
        return
    by_key: dict[Hashable, list[int]] = {}
    for number, finding in old.items():
        by_key.setdefault(key(finding, True), []).append(number)
    for number, finding in list(new.items()):
        same = by_key.get(key(finding, False))
        if same:
            del old[same.pop(0)]
            del new[number]


def _exact(finding: Finding, _: bool) -> Hashable:
    return finding.rule, finding.level, finding.subject, finding.location.path, *_place(finding)


def _place(finding: Finding) -> tuple[str, str]:
    """Where in the document, and what; elements of lists by what they are, not by their number."""
    if not finding.anchor:
        return finding.location.pointer, finding.message
    return finding.anchor, _NUMBER.sub("[]", finding.message)


def _renamed(moved: Moved) -> Callable[[Finding, bool], Hashable]:
    """Under the names that things have now, wherever a record with a subject is."""
    said = {**moved.paths, **{_name(old): _name(new) for old, new in moved.subjects.items()}}
    said = {old: new for old, new in said.items() if old and new and old != new}
    # Whole names only: `a` is no part of `car`. The longest first, as one name may begin with another.
    names = sorted(said, key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<![\w./-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w/-]|\.\w)") if names else None

    def key(finding: Finding, is_old: bool) -> Hashable:
        path, subject = finding.location.path, finding.subject
        place, message = _place(finding)
        if is_old:
            path, subject = moved.paths.get(path, path), moved.subjects.get(subject) or _of_path(subject, moved)
            message = pattern.sub(lambda match: said[match[0]], message) if pattern else message
        return finding.rule, finding.level, subject or path, place, message

    return key


def _whatever_level(moved: Moved) -> Callable[[Finding, bool], Hashable]:
    renamed = _renamed(moved)

    def key(finding: Finding, is_old: bool) -> Hashable:
        return renamed(finding._replace(level="error"), is_old)

    return key


def _of_path(subject: str, moved: Moved) -> str:
    """`KIND PATH`, of a record that no policy subject is made of and that goes by its path, where it is now."""
    kind, _, path = subject.partition(" ")
    return f"{kind} {moved.paths[path]}" if path in moved.paths else subject


def _name(subject: str) -> str:
    return subject.partition(" ")[2]


def added_and_dropped(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what `after` has more than `before`, and what it has less, for two judgements of one tree."""
    statuses, gone = compare(list(before), list(after), Moved())
    return tuple(each for each in statuses if each.status == "new"), gone
