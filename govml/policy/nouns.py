"""The nouns of the policies: modules, policies and the bundle of all that decides."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from govml.base.canonical import digest
from govml.model import Json, Rule
from govml.named import NamedTuple
from govml.policy.facts import Facts, content_digest

TEST_SUFFIX: Final = "_test.rego"
SHIPPED: Final = "govml:"
"""What the path of a shipped module starts with."""


class Module(NamedTuple):
    """A Rego file."""

    path: str
    """As people see it; `govml:policies/card_02.rego` for a shipped one."""
    text: str


class Policy(NamedTuple):
    """A rule and the sets that hold its violations."""

    rule: Rule
    """Its `level` is the profile's; its `subject` is `document` for a policy that is asked of every record."""
    package: str
    """As a reference: `data.govml.card_02`."""
    denies: tuple[str, ...]
    warns: tuple[str, ...]


class Bundle(NamedTuple):
    """Everything that decides."""

    modules: tuple[Module, ...]
    policies: tuple[Policy, ...]
    parameters: Json
    digest: str
    """`sha256:HEX` over the modules' contents, the parameters and the severities; paths don't count."""
    reads_at: bool
    """Whether a module reads `input.at`, so that a result depends on the evaluation time."""
    reads_records: bool
    """Whether a module reads `data.govml.records`, so that a result depends on every record."""
    trusted: bool
    """Whether every module is shipped."""
    facts: tuple[Facts, ...] = ()
    """What every module says, in their order."""
    off: tuple[Policy, ...] = ()
    """Policies that the profile switches off."""

    @property
    def sources(self) -> str:
        """`sha256:HEX` over the modules' contents alone."""
        return digest([*sorted(content_digest(module.text) for module in self.modules)])

    def asked(self, subject: str, tier: str) -> list[Policy]:
        """Return the policies that are asked of a subject of a risk tier."""
        return [
            each
            for each in self.policies
            if each.rule.subject == subject and (not each.rule.tiers or tier in each.rule.tiers)
        ]


def is_day(text: str) -> bool:
    """Whether a text is a calendar day, `YYYY-MM-DD` in ASCII digits."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
