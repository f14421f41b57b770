"""Tag objects: raw bytes -> what they say. Pure; `govml.base.git` reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_NESTED_TAGS: Final = 8
"""Tags of tags that are followed to a commit."""

_HEAD = (
    r"object (?P<object>[0-9a-f]{40})\ntype (?P<type>[a-z]+)\ntag (?P<name>[^\n]*)\n"
    r"(?:tagger (?P<tagger>[^\n]*) (?P<seconds>-?[0-9]{1,18}) (?P<zone>[+-][0-9]{1,6})\n)?"
)
"""As `git mktag` demands it; very old tags have no tagger. Other headers may follow."""


class Tag(NamedTuple):
    """A tag reference."""

    ref: str
    """Name without `refs/tags/`."""
    id: str
    """Object id of the tag object, or of the commit for a lightweight tag."""
    target: str
    """Commit that it peels to, in hex; empty when it peels to something else."""
    annotated: bool
    name: str = ""
    """Name that the tag object gives itself, which a signature covers; empty for a lightweight tag."""
    tagger: str = ""
    """`Name <mail>`, empty for a lightweight tag."""
    time: int = 0
    """Tagger time, seconds since the epoch."""
    offset: int = 0
    """Tagger's UTC offset in minutes."""
    message: str = ""
    signed: bool = False
    """Whether it carries a signature; nobody has verified it."""


class TagObject(NamedTuple):
    """What a tag object says."""

    object: str
    """Object id, in hex, of what is tagged."""
    type: str
    """`commit`, `tag`, `tree` or `blob`."""
    name: str
    tagger: str
    time: int
    offset: int
    message: str
    signed: bool


def annotated_tag(ref: str, oid: str, raw: bytes, read: Callable[[str], bytes]) -> Tag:
    """Return the tag of a reference to a tag object; `read` gives the bytes of another object."""
    said = inner = parse_tag_object(raw)
    if said is None:
        return Tag(ref, oid, "", True)
    for _ in range(MAX_NESTED_TAGS):
        if inner is None or inner.type != "tag":
            break
        inner = parse_tag_object(read(inner.object))
    target = inner.object if inner is not None and inner.type == "commit" else ""
    return Tag(ref, oid, target, True, *said[2:])


def parse_tag_object(raw: bytes) -> TagObject | None:
    """Return what a tag object says, None when it is malformed. Bytes that are not UTF-8 are shown as `\\xff`."""
    text = raw.decode("utf-8", "backslashreplace")
    match = re.match(_HEAD, text)
    if match is None:
        return None
    target, kind, name, tagger, seconds, zone = match.groups("")
    message = text[match.end() - 1 :].partition("\n\n")[2]
    offset = _minutes(int(zone)) if zone else 0
    who, _, mail = tagger.rpartition("<")
    if mail.endswith(">"):  # spaces around both are no part of them, to Git too
        tagger = f"{who.strip()} <{mail[:-1].strip()}>".lstrip()
    return TagObject(target, kind, name, tagger, int(seconds or 0), offset, message, "-----BEGIN " in message)


def _minutes(zone: int) -> int:
    """Return the minutes of `+hhmm` read as a number; none of an offset that no place on earth has, as in libgit2."""
    hours, minutes = divmod(abs(zone), 100)
    if hours > 14 or minutes > 59:
        return 0
    return (hours * 60 + minutes) * (-1 if zone < 0 else 1)
