"""GTO's stage tags, made from the ledger: each promotion names its tag, so a lost one can be written as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.base import tagging
from govml.ledger.entries import seconds
from govml.model import GovmlError
from govml.named import NamedTuple
from govml.registry.tags import TagName, format_tag, parse_tag
from govml.usecases.placements import decisions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govml.base.git import Repository
    from govml.ledger.chain import Ledger
    from govml.ledger.entries import Entry
    from govml.ledger.statements import Promotion
    from govml.usecases.placements import Placement

TAGGER: Final = ("govml", "govml@localhost")
DERIVED: Final = "{} <{}>".format(*TAGGER)
"""Tagger of the tags that are made from a ledger, as `Tag` has it."""
_NEVER: Final = 10**12


def next_tag(repository: Repository, ledger: Ledger, model: str, stage: str) -> str:
    """Name of the tag for the next assignment: GTO counts `#N` up for each model.

    It is greater than that of any tag, also of one that is only in the ledger. Whether its entry counts today has no
    say: a name that was given out once must never come to mean something else. A number that nobody ever counted to is
    passed over: whoever pushed it would leave no name for the next one that is short enough to be written.
    """
    named = (said.tag for _, said in decisions(ledger, model))
    refs = (tag.ref for tag in repository.tags(model.replace(":", "=")))
    said = (parse_tag(name) for name in (*named, *refs))
    numbers = {each.counter or 0 for each in said if each is not None and each.model == model}
    number = max((number for number in numbers if number < _NEVER), default=0) + 1
    while number in numbers:
        number += 1
    return format_tag(TagName("assignment", model, stage=stage, counter=number))


class Written(NamedTuple):
    """What became of writing tags."""

    tags: tuple[str, ...]
    """Those that were written."""
    problem: str = ""
    """Why others could not be."""


def write_missing(repository: Repository, placed: Iterable[Placement]) -> Written:
    """Write the tags of promotions that aren't there. A tag that is there is left as it is."""
    there = {tag.ref for tag in repository.tags()}
    written = []
    problem = ""
    for each in placed:
        about, tag = each.said.about, each.said.tag
        said = parse_tag(tag)
        if said is None or said[:2] != ("assignment", about.model) or said.stage != about.stage or tag in there:
            continue
        try:
            tagging.write_tag(repository, *_facts(each.entry, each.said))
        except GovmlError as error:
            problem = problem or str(error)
        else:
            written.append(tag)
    return Written(tuple(written), problem)


def tag_id(entry: Entry, said: Promotion) -> str:
    """Object id of the tag of a promotion."""
    return tagging.tag_id(*_facts(entry, said))


def _facts(entry: Entry, said: Promotion) -> tuple[str, str, str, tuple[str, str], int]:
    """Name, commit, message, tagger and time of the tag of a promotion."""
    about = said.about
    title = f"{about.kind.capitalize()} of {about.model} {about.version} to {about.stage}"
    return said.tag, about.commit, f"{title}\n\nledger entry {entry.number}\n", TAGGER, seconds(entry.at) or 0
