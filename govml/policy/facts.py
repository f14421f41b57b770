"""What is known of a module once it was read: plain facts, which `policies/index.json` keeps for the shipped ones."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final

from govml.model import Level
from govml.named import NamedTuple

SUBJECTS: Final = ("model", "data", "deployment", "change", "promotion", "approvals", "document")
"""What a policy can be asked about, besides a record kind.

`change` is what differs from a base; `promotion` is a version that is asked onto a stage, `approvals` who approved it;
`document` is any record as it is, as conftest asks.
"""

PARAMETERS: Final = ("data", "govml", "parameters")
RECORDS: Final = ("data", "govml", "records")

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class Rule(NamedTuple):
    """All that a module says about one rule name."""

    kind: str
    arities: tuple[int, ...] = ()
    start: int = 0


class Facts(NamedTuple):
    """What other modules, the lint and the bundle need to know about a module. JSON-compatible, for the index."""

    package: tuple[str, ...]
    """With `data` in front."""
    rules: dict[str, Rule]
    reads_at: bool
    reads_records: bool


class Links(NamedTuple):
    """Where a module names rules, its own and others. JSON-compatible, for the index."""

    uses: tuple[tuple[str, tuple[str, ...], int], ...]
    """(rule, path of another rule or of data, byte offset), static part only."""
    heads: tuple[tuple[str, int], ...]
    """(rule, byte offset of its name) for each clause."""


class Annotation(NamedTuple):
    """One METADATA block. Empty where it says nothing; `rule` is empty for a package's."""

    line: int
    rule: str
    title: str = ""
    description: str = ""
    id: str = ""
    subject: str = ""
    severity: Level | None = None
    controls: tuple[str, ...] = ()
    remediation: str = ""
    tiers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    after: str = ""


class Known(NamedTuple):
    """What was read from a module."""

    facts: Facts
    annotations: tuple[Annotation, ...]
    links: Links | None = None
    """None for a module that the index knows: `govml.policy.index.shipped_links` has them."""


@lru_cache(maxsize=512)
def content_digest(text: str) -> str:
    """Return the SHA-256 of a module's text, hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def path_text(path: tuple[str | None, ...]) -> str:
    """Return a path as Rego writes it: `data.main["a-b"].deny`."""
    from json import dumps

    text = ""
    for key in path:
        if key is not None and _IDENTIFIER.match(key):
            text += f".{key}" if text else key
        else:
            text += "[_]" if key is None else f"[{dumps(key)}]"
    return text
