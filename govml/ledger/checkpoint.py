"""Checkpoints: how long the ledger was and what it held, in three lines that are kept outside of the repository.

https://c2sp.org/tlog-checkpoint over the Merkle tree of RFC 6962, whose leaves are the bytes of every `entry.json`. A
chain of hashes can't show that its end was cut off; the last checkpoint can.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from govml.ledger.entries import LedgerError
from govml.ledger.merkle import root
from govml.model import EvidenceError

if TYPE_CHECKING:
    from govml.ledger.chain import Ledger

_TEXT: Final = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*")
_ORIGIN: Final = re.compile(r"[^\s+]+")


class Checkpoint(NamedTuple):
    """What a ledger was at one time."""

    origin: str
    """Which ledger: a URL without scheme, as `github.com/acme/models/govml/ledger`."""
    size: int
    """How many entries."""
    root: bytes
    """RFC 6962 tree hash over them."""

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"


def checkpoint(ledger: Ledger, origin: str) -> Checkpoint:
    """The checkpoint of a ledger. Raises `LedgerError` for one that isn't sound, `EvidenceError` for a bad origin."""
    for problem in ledger.problems:
        message = f"the ledger is {problem.state} at entry {problem.number}: {problem.message}"
        raise LedgerError(message, "there is no checkpoint of a ledger that is not sound")
    if not _ORIGIN.fullmatch(origin):
        raise EvidenceError(f"{origin!r} can't be an origin", "a URL without scheme, spaces and plus signs")
    return Checkpoint(origin, len(ledger.entries), root(entry.data() for entry in ledger.entries))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the text of a note; lines that extend it are passed over. Raises `EvidenceError`."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise EvidenceError("is not a checkpoint", "its lines are an origin, a size and a root in base64")
    return Checkpoint(match[1], int(match[2]), base64.b64decode(match[3]))


def consistent(ledger: Ledger, seen: Checkpoint) -> str:
    """Why a ledger doesn't continue what a checkpoint saw of it; empty when it does.

    Only an answer where the ledger is sound: then its entries are all there is.
    """
    count = len(ledger.entries)
    if seen.size > count:
        return f"{seen.size} entries were seen, and the ledger has {count}: its end was cut off"
    if root(entry.data() for entry in ledger.entries[: seen.size]) != seen.root:
        return f"the first {seen.size} entries are not those that were seen: the ledger was rewritten"
    return ""
