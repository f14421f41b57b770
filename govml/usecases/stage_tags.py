"""GTO's stage tags, made from the ledger: each promotion names its tag, so a lost one can be written as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.base.tagging import write_tag
from govml.ledger.entries import seconds
from govml.registry.tags import TagName, format_tag, parse_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govml.base.git import Repository
    from govml.usecases.placements import Placement

TAGGER: Final = ("govml", "govml@localhost")


def next_tag(repository: Repository, model: str, stage: str, placed: Iterable[Placement]) -> str:
    """Name of the tag for the next assignment: GTO counts `#N` up for each model.

    It is greater than that of any tag, also of one that is only in the ledger.
    """
    named = (each.said.tag for each in placed if each.said.about.model == model)
    refs = (tag.ref for tag in repository.tags(model.replace(":", "=")))
    said = (parse_tag(name) for name in (*named, *refs))
    last = max((each.counter or 0 for each in said if each is not None and each.model == model), default=0)
    return format_tag(TagName("assignment", model, stage=stage, counter=last + 1))


def write_missing(repository: Repository, placed: Iterable[Placement]) -> tuple[str, ...]:
    """Write the tags of promotions that aren't there, and return their names. A tag that is there is left as it is.

    Raises `RepositoryError` when one can't be written.
    """
    there = {tag.ref for tag in repository.tags()}
    written = []
    for each in placed:
        about, tag = each.said.about, each.said.tag
        said = parse_tag(tag)
        if said is None or said[:2] != ("assignment", about.model) or said.stage != about.stage or tag in there:
            continue
        title = f"{about.kind.capitalize()} of {about.model} {about.version} to {about.stage}"
        message = f"{title}\n\nledger entry {each.entry.number}\n"
        write_tag(repository, tag, about.commit, message, TAGGER, seconds(each.entry.at) or 0)
        written.append(tag)
    return tuple(written)
