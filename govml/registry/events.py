"""Git tags -> events, in one total order.

A tag counts when it is annotated, follows GTO's grammar, points to a commit, carries the name it is stored under, and
says who made it and when. Every other tag that looks like GTO's is noted with the reason; nothing is dropped silently.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.named import NamedTuple
from govml.registry.tags import FORMS, Action, parse_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govml.base.tags import Tag

_PRIORITY: Final[dict[Action, int]] = {action: index for index, action in enumerate(FORMS)}
_YEAR_10000: Final = 253_402_300_800
_SIGNATURE = re.compile(r"^-----BEGIN (?:PGP|SSH) (?:SIGNATURE|MESSAGE)-----$.*", re.MULTILINE | re.DOTALL)


class Event(NamedTuple):
    """One thing that happened to a model."""

    time: int
    """Tagger time, seconds since the epoch."""
    counter: int
    """The `#N` of the tag, 0 when it has none."""
    action: Action
    tag: str
    """Name of the tag, without `refs/tags/`."""
    model: str
    version: str
    """Of an assignment: the version that its commit carries, once `state.fold` has looked it up."""
    stage: str
    commit: str
    id: str
    """Object id of the tag."""
    tagger: str
    """`Name <mail>`."""
    message: str
    """Without white space around it and without the signature."""


class Note(NamedTuple):
    """A tag that looks like one of GTO's and doesn't count, or doesn't count fully, and why."""

    tag: str
    reason: str


def order(event: Event) -> tuple[int, int, int, str]:
    """Return the sort key of events: tagger time, then counter, then kind, then tag.

    Times have a resolution of a second. GTO counts `#N` up for each model, so the counter tells what came later.
    """
    return event.time, event.counter, _PRIORITY[event.action], event.tag


def read(tags: Iterable[Tag]) -> tuple[list[Event], list[Note]]:
    """Return the events that tags record, oldest first, and the notes on tags that record none, by tag."""
    events: list[Event] = []
    notes: list[Note] = []
    for tag in tags:
        found = read_tag(tag)
        if isinstance(found, Event):
            events.append(found)
        elif "@" in tag.ref or "#" in tag.ref:
            notes.append(found)
    events.sort(key=order)
    notes.sort()
    return events, notes


def read_tag(tag: Tag) -> Event | Note:
    """Return the event that a tag records, or the reason why it records none."""
    said = parse_tag(tag.ref)
    if said is None:
        return Note(tag.ref, "its name is not of GTO's grammar")
    if not tag.annotated:
        return Note(tag.ref, "it is a lightweight tag; only annotated tags count")
    if not tag.target:
        return Note(tag.ref, "it doesn't point to a commit")
    if tag.name != tag.ref:
        return Note(tag.ref, f"its tag object was made for another name, {tag.name!a}")
    if not tag.tagger or not 0 <= tag.time < _YEAR_10000:
        return Note(tag.ref, "it doesn't say who made it and when")
    return Event(
        tag.time,
        said.counter or 0,
        said.action,
        tag.ref,
        said.model,
        said.version,
        said.stage,
        tag.target,
        tag.id,
        tag.tagger,
        _SIGNATURE.sub("", tag.message).strip(),
    )
