"""Checkpoints: how long the ledger was and what it held, in three lines that are kept outside of the repository.

https://c2sp.org/tlog-checkpoint over the Merkle tree of RFC 6962, whose leaves are the bytes of every `entry.json`. A
chain of hashes can't show that its end was cut off; the last checkpoint can.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final, Literal

from govml.evidence.sshsig import ed25519_key
from govml.ledger.merkle import root
from govml.ledger.note import read_note
from govml.ledger.note import signers as note_signers
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.evidence.signers import Signers
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
    ledger.refuse_broken()
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


class Comparison(NamedTuple):
    """A ledger beside a checkpoint of it that was kept elsewhere."""

    seen: Checkpoint
    signed_by: tuple[str, ...]
    """Principals whose keys signed the checkpoint, sorted."""
    state: Literal["verified", "broken", "inconclusive"]
    message: str
    hint: str = ""
    """That the checkpoint calls its ledger by another name; empty where it doesn't, or that can't be told."""


def compare(ledger: Ledger, note: bytes, signers: Signers, origin: str = "") -> Comparison:
    """Hold a ledger against a signed checkpoint. Raises `EvidenceError` where the bytes are none.

    A checkpoint that nobody known signed proves nothing, whatever it says. `origin` is what this ledger's checkpoints
    are named now, empty where that isn't known. It decides nothing: repositories move, and entries tell which it is.
    """
    found = _compare(ledger, note, signers)
    if not origin or found.seen.origin == origin:
        return found
    hint = (
        f"the checkpoint is of {found.seen.origin}, and this is {origin}: another ledger, or another name for this one"
    )
    return found._replace(hint=hint)


def _compare(ledger: Ledger, note: bytes, signers: Signers) -> Comparison:
    read = read_note(note)
    seen = read_checkpoint(read.text)
    known = [key for key in map(ed25519_key, signers.allowed) if key is not None and not signers.revoked(key)]
    try:
        keys = note_signers(read, known)
        forged = ""
    except EvidenceError as error:
        keys, forged = (), str(error)
    names = tuple(sorted({principal.name for key in keys for principal in signers.principals(key)}))
    doubt = consistent(ledger, seen)
    if not keys:
        reason = f"the checkpoint proves nothing: {forged or 'nobody who is known signed it'}"
        return Comparison(seen, names, "inconclusive", f"{reason}; and {doubt}" if doubt else reason)
    if ledger.problems:
        return Comparison(seen, names, "inconclusive", "a ledger that is not sound can't be compared with a checkpoint")
    if doubt:
        return Comparison(seen, names, "broken", doubt)
    return Comparison(seen, names, "verified", f"continues the {seen.size} entries that {', '.join(names)} saw")
