"""The grammar of GTO's tag names (`gto/constants.py`), parsed and formatted by one table.

    model    = [ dirname "=" ] name          in commands ":" instead of "="
    tag      = model ( "@" version | "#" stage ) [ "!" ] [ "#" counter ]
             | model ( "@deprecated" | "@created" ) [ "#" counter ]
    selector = model [ "@" ( "latest" | "greatest" | version ) | "#" stage ]

`name` and `stage` begin and end with an ASCII letter or digit and have `-`, `_` and `/` between; `version` is SemVer
2.0 with a `v` before it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from govml.named import NamedTuple
from govml.registry.versions import VERSION

Action = Literal["creation", "deprecation", "registration", "deregistration", "assignment", "unassignment"]
"""What a tag says, in GTO's words for events."""

FORMS: Final[dict[Action, str]] = {
    "creation": "{model}@created",
    "deprecation": "{model}@deprecated",
    "registration": "{model}@{version}",
    "deregistration": "{model}@{version}!",
    "assignment": "{model}#{stage}",
    "unassignment": "{model}#{stage}!",
}
"""How each event is written. The order is that of events of one second, as GTO has it."""

MAX_LENGTH: Final = 1000
"""Characters of a tag name; a longer one is no GTO tag. It bounds the numbers in it, too."""

_NAME: Final = "[a-zA-Z0-9](?:[a-zA-Z0-9-/_]*[a-zA-Z0-9])?"
_DIRNAME: Final = "[a-zA-Z0-9-_./]+"

# What git-check-ref-format refuses of the characters that the grammar allows.
_NO_REF = re.compile(r"//|\.\.|^[-/]|(?:^|/)\.|\.lock(?:/|$)")

_MODEL = re.compile(f"(?:{_DIRNAME}:)?{_NAME}")
_TAG = re.compile(
    f"(?P<model>(?:{_DIRNAME}=)?{_NAME})"
    f"(?:(?:#(?P<stage>{_NAME})|@(?P<version>{VERSION}))(?P<cancel>!)?|@(?P<word>deprecated|created))"
    "(?:#(?P<counter>[0-9]+))?"
)
_SELECTOR = re.compile(
    f"(?P<model>(?:{_DIRNAME}[:=])?{_NAME})(?:#(?P<stage>{_NAME})|@(?P<version>latest|greatest|{VERSION}))?"
)


class TagName(NamedTuple):
    """What the name of a tag says."""

    action: Action
    model: str
    """Full name, with `:` where the tag has `=`."""
    version: str = ""
    stage: str = ""
    counter: int | None = None
    """The `#N` at the end, which GTO counts up for each model."""


class Selector(NamedTuple):
    """What a command is asked for: a model, one version of it, or what is in a stage."""

    model: str
    version: str = ""
    stage: str = ""
    greatest: bool = False
    """`@latest` or `@greatest`: both mean the greatest version by precedence, as in GTO."""


def parse_tag(name: str) -> TagName | None:
    """Return what a tag name says, None when it is not of GTO's grammar."""
    match = _TAG.fullmatch(name) if len(name) <= MAX_LENGTH else None
    if match is None:
        return None
    model, stage, version, cancel, word, counter = match.groups()
    action: Action
    if word:
        action = "creation" if word == "created" else "deprecation"
    elif version:
        action = "deregistration" if cancel else "registration"
    else:
        action = "unassignment" if cancel else "assignment"
    number = None if counter is None else int(counter)
    return TagName(action, model.replace("=", ":"), version or "", stage or "", number)


def format_tag(tag: TagName) -> str:
    """Return the name of the tag that says this."""
    name = FORMS[tag.action].format(model=tag.model.replace(":", "="), version=tag.version, stage=tag.stage)
    return name if tag.counter is None else f"{name}#{tag.counter}"


def parse_selector(text: str) -> Selector | None:
    """Return what `MODEL`, `MODEL@VERSION`, `MODEL@greatest` or `MODEL#STAGE` asks for, None for anything else."""
    match = _SELECTOR.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if match is None:
        return None
    model, stage, version = match.groups()
    greatest = version in ("latest", "greatest")
    return Selector(model.replace("=", ":"), "" if greatest else version or "", stage or "", greatest)


def is_model_name(text: str) -> bool:
    """Whether a model can have this full name."""
    return len(text) <= MAX_LENGTH and _MODEL.fullmatch(text) is not None


def is_tag_name(text: str) -> bool:
    """Whether Git takes a name of GTO's grammar for a tag: the grammar allows `a//b` and `a..b=c`, Git doesn't."""
    return len(text) <= MAX_LENGTH and _NO_REF.search(text) is None
