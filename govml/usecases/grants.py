"""The grants of waivers in a ledger: which hold, and for what.

A grant is bound to what a waiver says, so it ends where the waiver is widened, prolonged or reworded, and stays where
that is moved. It counts as an approval does: by a key that is its approver's then and now, in this repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.ledger.statements import read_grant
from govml.model import EvidenceError
from govml.named import NamedTuple
from govml.usecases.approvals import withdrawn
from govml.usecases.placements import who_signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.ledger.chain import Ledger
    from govml.usecases.judge import Judge


class Granted(NamedTuple):
    """A grant that holds."""

    entry: str
    """SHA-256 of the ledger entry."""
    number: int
    principal: str
    at: str
    """Time of the entry."""


def granted(
    ledger: Ledger, judge: Judge, at: str, on_branch: Callable[[str], bool], before: int | None = None
) -> dict[str, Granted]:
    """The grants that hold at a time, by the digest of what the waiver says; of several the first.

    `on_branch` tells whether a commit is in the history of the trusted branch. A grant that came later than the time
    isn't there yet; one that was taken back never was. With `before`, the number of an approval's entry, nor is one
    that comes after that in the ledger, whatever its time: a grant leaves alone what was approved without it.
    """
    found: dict[str, Granted] = {}
    entries = {
        entry.digest: entry
        for entry in ledger.entries
        if entry.kind == "waiver" and entry.at <= at and (before is None or entry.number < before)
    }
    taken_back = withdrawn(ledger, entries, judge.signers, judge.config.roles)
    for digest, entry in entries.items():
        try:
            said = read_grant(entry.statement)
        except EvidenceError:
            continue
        if (
            digest not in taken_back
            and said.repository == judge.repository
            and who_signed(entry.envelope, judge.signers, entry.at, at) == (said.approver,)
            and on_branch(said.policy_commit)
        ):
            found.setdefault(said.sha256, Granted(digest, entry.number, said.approver, entry.at))
    return found
