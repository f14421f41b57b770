"""Which version was on which stage, and since when, as the ledger says."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from govml.evidence.signers import signatures
from govml.ledger.entries import DECISIONS
from govml.ledger.statements import read_promotion
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from govml.evidence.dsse import Envelope
    from govml.evidence.signers import Signers
    from govml.ledger.chain import Ledger
    from govml.ledger.entries import Entry
    from govml.ledger.statements import Promotion

RELEASER = "releaser"
"""Role of those who may sign promotions; any allowed signer may, where nobody has it."""


class Placement(NamedTuple):
    """A version that got on a stage."""

    entry: Entry
    said: Promotion
    principals: tuple[str, ...]
    """Who signed it."""


class Held(NamedTuple):
    """What is on a stage."""

    version: str
    commit: str


def placements(
    ledger: Ledger, model: str, signers: Signers, roles: Mapping[str, Sequence[str]]
) -> tuple[Placement, ...]:
    """The promotions and rollbacks of a model whose signature counts, oldest first. Others never happened."""
    found = []
    for entry, said in decisions(ledger, model):
        principals = releasers(entry.envelope, signers, roles, entry.at)
        if principals:
            found.append(Placement(entry, said, principals))
    return tuple(found)


def decisions(ledger: Ledger, model: str = "") -> Iterator[tuple[Entry, Promotion]]:
    """The promotions and rollbacks that can be read, of a model or of all, whoever signed them; oldest first."""
    for entry in ledger.entries:
        if entry.kind in DECISIONS and model in ("", entry.about().get("model")):
            with suppress(EvidenceError):
                yield entry, read_promotion(entry.statement)


def releasers(
    envelope: Envelope, signers: Signers, roles: Mapping[str, Sequence[str]], *moments: str
) -> tuple[str, ...]:
    """Who signed an envelope and may release at these times."""
    allowed = roles.get(RELEASER)
    return tuple(name for name in who_signed(envelope, signers, *moments) if allowed is None or name in allowed)


def who_signed(envelope: Envelope, signers: Signers, *moments: str) -> tuple[str, ...]:
    """Principals of the keys that signed an envelope and were theirs at these times; a revoked key is nobody's."""
    return tuple(
        sorted(
            {
                principal.name
                for signature in signatures(envelope, signers)
                if signature.fingerprint and not signature.revoked
                for principal in signature.principals
                if all(principal.valid_at(moment) for moment in moments)
            }
        )
    )


def on_stage(found: Collection[Placement], stage: str) -> Placement | None:
    """The placement that holds a stage."""
    return next((each for each in reversed(tuple(found)) if each.said.about.stage == stage), None)
