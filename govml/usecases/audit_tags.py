"""The tags of a registry, held against the ledger: those that it names have to be there as it says, and no others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal

from govml.ledger.entries import seconds
from govml.named import NamedTuple
from govml.registry.events import Event, read_tag
from govml.registry.tags import TagName, format_tag, parse_tag
from govml.usecases.stage_tags import DERIVED, tag_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from govml.base.tags import Tag
    from govml.ledger.entries import Entry
    from govml.ledger.statements import Promotion

TagState = Literal["agrees", "moved", "deleted", "recreated", "foreign", "before-the-ledger"]
HARMLESS: Final = ("agrees", "before-the-ledger")
"""States that are no problem."""


FETCH_TAGS: Final = "fetch the tags: `git fetch origin --tags`; who made the version may not have pushed its tag yet"
"""What to do where the tag of a version isn't here."""


class TagCheck(NamedTuple):
    """A tag and whether it says what the ledger says."""

    tag: str
    """Without `refs/tags/`."""
    state: TagState
    message: str = ""
    entry: int = -1
    """Number of the ledger's entry that it belongs to; -1 for none."""


def check_tags(
    decisions: Sequence[tuple[Entry, Promotion]], tags: Iterable[Tag], start: str, *, whole: bool
) -> list[TagCheck]:
    """Hold the tags against promotions and rollbacks, oldest first; `start` is when the ledger begins.

    `whole` says that these are all the decisions that there are; where there is no ledger, none. Stage tags that were
    there before the ledger by their date, and of which it knows nothing, are told and are no problem. What a tag says
    of its time its tagger wrote; so one that counts on from a number that the ledger names is none of these.
    """
    there: dict[str, Tag] = {}
    registered: dict[tuple[str, str], list[Tag]] = defaultdict(list)
    stages = []
    for tag in tags:
        name = parse_tag(tag.ref)
        there[tag.ref] = tag
        if name is not None and name.action == "registration":
            registered[name.model, name.version].append(tag)
        elif name is not None and name.action in ("assignment", "unassignment"):
            stages.append(tag)
    found = []
    named: dict[str, int] = {}
    for entry, said in decisions:
        earlier = named.setdefault(said.tag, entry.number)
        if earlier != entry.number:
            found.append(TagCheck(said.tag, "moved", f"entry {earlier} named it already", entry.number))
        else:
            found.append(_stage_tag(entry, said, there.get(said.tag)))
    decided = {(said.about.model, said.about.stage) for _, said in decisions}
    lowest: dict[str, int] = {}
    for name in map(parse_tag, named):
        if name is not None and name.counter is not None:
            lowest[name.model] = min(name.counter, lowest.get(name.model, name.counter))
    for tag in stages:
        if tag.ref in named:
            continue
        if whole and tag.tagger == DERIVED:
            found.append(TagCheck(tag.ref, "foreign", "says that a ledger made it, and no entry of this one names it"))
        else:
            found.append(_foreign(tag, seconds(start), lowest, decided))
    versions: dict[tuple[str, str, str], tuple[Entry, Promotion]] = {}
    for entry, said in decisions:
        versions.setdefault((said.about.model, said.about.version, said.about.commit), (entry, said))
    for (model, version, _), (entry, said) in versions.items():
        found.append(_registration(entry, said, registered[model, version]))
    return sorted(each for each in found if each.tag)


def _stage_tag(entry: Entry, said: Promotion, tag: Tag | None) -> TagCheck:
    about = said.about
    name = parse_tag(said.tag)
    if name is None or (name.action, name.model, name.stage) != ("assignment", about.model, about.stage):
        message = "an entry names it, and it is no tag of that model and stage"
        return TagCheck(said.tag, "foreign", message, entry.number)
    if tag is None:
        return TagCheck(said.tag, "deleted", "the ledger names it, and it isn't here", entry.number)
    if tag.target != about.commit:
        message = f"is at {tag.target[:12] or 'no commit'}, and the ledger says {about.commit[:12]}"
        return TagCheck(said.tag, "moved", message, entry.number)
    if tag.id != tag_id(entry, said):
        return TagCheck(said.tag, "recreated", "is at the right commit, and not the tag that govml made", entry.number)
    return TagCheck(said.tag, "agrees", "", entry.number)


def _registration(entry: Entry, said: Promotion, tags: Sequence[Tag]) -> TagCheck:
    """Whether a tag registers the version where the ledger saw it, since before the decision."""
    about = said.about
    name = format_tag(TagName("registration", about.model, about.version))
    events = [event for event in map(read_tag, tags) if isinstance(event, Event)]
    if not events:
        message = f"entry {entry.number} is about this version, and no tag registers it"
        return TagCheck(name, "deleted", message, entry.number)
    first = min(events)
    if first.commit != about.commit:
        message = f"registers {first.commit[:12]}, and entry {entry.number} is about {about.commit[:12]}"
        return TagCheck(first.tag, "moved", message, entry.number)
    if first.time > (seconds(said.at) or 0):
        message = f"is younger than entry {entry.number}, which is about it"
        return TagCheck(first.tag, "recreated", message, entry.number)
    return TagCheck(first.tag, "agrees", "", entry.number)


def _foreign(tag: Tag, start: int | None, lowest: Mapping[str, int], decided: Collection[tuple[str, str]]) -> TagCheck:
    """What a stage tag is that no entry names.

    `lowest` is the first number that the ledger gave out, by model; `decided` are models and stages that it is about.
    """
    found = read_tag(tag)
    if not isinstance(found, Event):
        # It counts for nothing here; other readers of such tags may show it on the stage all the same.
        name = parse_tag(tag.ref)
        message = f"names a stage and is no tag that counts: {found.reason}" if name and name.model in lowest else ""
        return TagCheck(tag.ref if message else "", "foreign" if message else "agrees", message)
    if start is None or found.time >= start:
        return TagCheck(tag.ref, "foreign", f"was made by {found.tagger}, and no entry of the ledger names it")
    first = lowest.get(found.model)
    if first is not None and found.counter >= first:
        message = f"says that it is older than the ledger, and counts on from #{first}, which the ledger gave out"
        return TagCheck(tag.ref, "foreign", message)
    message = "is dated before the ledger, by a time that anybody can write; no entry names it"
    if (found.model, found.stage) not in decided:
        message += f", and none is about {found.model} on {found.stage}: what is there only tags say"
    return TagCheck(tag.ref, "before-the-ledger", message)
