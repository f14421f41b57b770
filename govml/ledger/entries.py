"""An entry of the ledger: its bytes, its tree and its commit. docs/ledger.md is the format.

Everything about an entry follows from its envelope, time, place and report, so an entry is good when writing it again
gives the same bytes. Nothing else is accepted: no other member, no other form of base64, no other author or header.
"""

from __future__ import annotations

import json
import re
from binascii import a2b_base64, b2a_base64
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Final, Literal, get_args

from govml.evidence.dsse import Envelope, Signature
from govml.evidence.statement import Statement, read_statement
from govml.ledger.statements import ACTIONS, APPROVAL, MEMBER, REVIEW, VERIFICATION, WAIVER, WITHDRAWAL
from govml.model import EvidenceError, GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govml.model import Json

Kind = Literal["approval", "withdrawal", "review", "promotion", "rollback", "waiver"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

PREDICATES: Final[Mapping[str, str]] = {
    "approval": APPROVAL,
    "withdrawal": WITHDRAWAL,
    "review": REVIEW,
    "promotion": VERIFICATION,
    "rollback": VERIFICATION,
    "waiver": WAIVER,
}
"""predicateType of the statement in an entry of each kind."""
DECISIONS: Final = ACTIONS
"""Kinds whose entries keep a report."""
SCHEMA: Final = "govml.ledger-entry/v1"
ENTRY_FILE: Final = "entry.json"
REPORT_FILE: Final = "report.json"
MAX_ENTRY: Final = 1 << 20
"""Bytes of an entry that are read."""
MAX_REPORT: Final = 1 << 26
LAG: Final = 900
"""Seconds after which a decision is no longer added: clocks differ a little, and who adds waits for others."""


class LedgerError(GovmlError):
    """The ledger can't be added to or relied on: it is broken, forked, or can't be reached."""

    exit_code: ClassVar[int] = 4


class Entry(NamedTuple):
    """One entry, at its place in the ledger. Its signatures are not verified."""

    number: int
    """From 0."""
    previous: str
    """SHA-256 of the bytes of the entry before it, hex; empty for the first."""
    at: str
    """When it was added, RFC 3339 in UTC with seconds; never before the entry before it."""
    kind: Kind
    envelope: Envelope
    statement: Statement
    """What the envelope says."""
    report: str = ""
    """Git object id of the report that a promotion or rollback keeps, empty for other kinds."""
    commit: str = ""
    digest: str = ""
    """SHA-256 of its bytes, hex."""

    def data(self) -> bytes:
        """The bytes of `entry.json`: what `digest` and the root of a checkpoint are over."""
        return entry_bytes(self.number, self.previous, self.at, self.kind, self.envelope)

    def about(self) -> dict[str, str]:
        """The model, version and stage that the statement names, as far as it does."""
        return about(self.statement)


def entry_bytes(number: int, previous: str, at: str, kind: str, envelope: Envelope) -> bytes:
    """An entry in RFC 8785 form, and a line feed."""
    signatures = [{"keyid": each.keyid, "sig": _encoded(each.sig)} for each in envelope.signatures]
    sealed = {"payload": _encoded(envelope.payload), "payloadType": envelope.payload_type, "signatures": signatures}
    value = {"at": at, "envelope": sealed, "kind": kind, "number": number, "previous": previous, "schema": SCHEMA}
    return _json(value).encode() + b"\n"


def read_entry(data: bytes) -> Entry:
    """The entry in the bytes of an `entry.json`. Raises `EvidenceError` with what is wrong with it."""
    form = _FORM.fullmatch(data)
    try:
        if form is None:
            raise ValueError
        at, payload, payload_type, signed, kind, number, previous = form.groups()
        signatures = tuple(Signature(keyid.decode(), _decoded(sig)) for keyid, sig in _SIGNATURE.findall(signed))
        envelope = Envelope(_decoded(payload), payload_type.decode(), signatures)
        return _stated(int(number), previous.decode(), at.decode(), kind.decode(), envelope, data)
    except ValueError:
        raise EvidenceError(f"{ENTRY_FILE} is not in the form of {SCHEMA}, byte for byte", _HINT) from None


def _stated(number: int, previous: str, at: str, kind: str, envelope: Envelope, data: bytes) -> Entry:
    """The entry with its statement. Raises `EvidenceError` where the two don't agree."""
    if kind not in KINDS:
        raise EvidenceError(f"is of the unknown kind {kind[:40]!r}", "a newer govml may know it")
    if not is_time(at):
        raise EvidenceError(f"{at[:40]!r} is no time in UTC with seconds", _HINT)
    statement = read_statement(envelope.payload)
    refuse_other_kind(kind, statement)
    refuse_later(statement, at)
    if kind in DECISIONS:
        _refuse_long_before(statement, at)
    return Entry(number, previous, at, kind, envelope, statement, digest=sha256(data).hexdigest())


def refuse_other_kind(kind: str, statement: Statement) -> None:
    """Raise `EvidenceError` when an entry's kind, which nobody signs, is not what its statement says."""
    said = statement.predicate_type
    inner = statement.predicate.get(MEMBER)
    if said != PREDICATES[kind] or (kind in DECISIONS and (not isinstance(inner, dict) or inner.get("kind") != kind)):
        raise EvidenceError(f"is called {kind}, and its statement is something else ({said[:80]})", _HINT)


def refuse_later(statement: Statement, at: str) -> None:
    """Raise `EvidenceError` when a statement says to be made after the entry that holds it, or at no time at all."""
    claimed = statement.predicate.get("timeVerified"), statement.predicate.get("at"), _fields(statement).get("at")
    for time in claimed:
        if time is not None and time != at and not (is_time(time) and str(time) < at):
            raise EvidenceError(f"says {str(time)[:40]!r}, which is not at or before {at}", _HINT)


def _refuse_long_before(statement: Statement, at: str) -> None:
    """Raise `EvidenceError` when a decision was made as of long before it was added.

    Else whoever may release could decide as of a time when approvals and waivers held that have ended since.
    """
    made = seconds(str(statement.predicate.get("timeVerified")))
    if made is not None and (seconds(at) or 0) - made > LAG:
        raise EvidenceError(f"was decided as of {statement.predicate['timeVerified']} and added at {at}", _HINT)


def about(statement: Statement) -> dict[str, str]:
    """The model, version and stage that a statement names, as far as it does."""
    fields = _fields(statement)
    return {name: text for name in ("model", "version", "stage") if isinstance(text := fields.get(name), str)}


def is_time(text: object) -> bool:
    """Whether this is a time as entries have it: RFC 3339, UTC, with seconds."""
    return isinstance(text, str) and seconds(text) is not None


@lru_cache(maxsize=4096)
def seconds(at: str) -> int | None:
    """Seconds since the epoch of a time as entries have it, None for a text that is none."""
    if not _TIME.fullmatch(at):
        return None
    try:
        return int(datetime.fromisoformat(at).timestamp())
    except ValueError:
        return None


def commit_bytes(tree: str, parent: str, entry: Entry) -> bytes:
    """The commit of an entry: equal entries have equal ones."""
    words = [word for word in (entry.kind, *entry.about().values()) if _WORD.fullmatch(word)]
    parents = f"parent {parent}\n" if parent else ""
    who = f"govml <govml@localhost> {seconds(entry.at)} +0000"
    head = f"tree {tree}\n{parents}author {who}\ncommitter {who}\n"
    return f"{head}\n{' '.join(words)}\n\nentry {entry.number}\n".encode()


def tree_bytes(entry_blob: str, report_blob: str) -> bytes:
    """The tree of an entry."""
    files = [(ENTRY_FILE, entry_blob), (REPORT_FILE, report_blob)]
    return b"".join(b"100644 %b\0%b" % (name.encode(), bytes.fromhex(blob)) for name, blob in files if blob)


_json: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""RFC 8785's form of texts, small integers and keys in ASCII, in a third of the time that any value takes."""
_TEXT: Final = rb'"([^"\\\x00-\x1f]*)"'
_BASE64: Final = rb'"([A-Za-z0-9+/]*={0,2})"'
_SEALED: Final = rb'\{"keyid":%b,"sig":%b\}' % (_TEXT, _BASE64)
_SIGNATURE: Final = re.compile(_SEALED)
_FORM: Final = re.compile(
    rb'\{"at":%b,"envelope":\{"payload":%b,"payloadType":%b,"signatures":\[((?:%b(?:,(?=\{)|(?=\])))*)\]\},'
    rb'"kind":%b,"number":(0|[1-9][0-9]{0,15}),"previous":"([0-9a-f]*)","schema":"%b"\}\n'
    % (_TEXT, _BASE64, _TEXT, _SEALED.replace(b"(", b"(?:"), _TEXT, SCHEMA.encode())
)
"""What `entry_bytes` writes; no text in it has anything that JSON escapes."""
_HINT: Final = "docs/ledger.md shows the form of an entry"
_TIME: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
_WORD: Final = re.compile(r"[!-~]{1,200}")


def _fields(statement: Statement) -> Mapping[str, Json]:
    inner = statement.predicate.get(MEMBER)
    return inner if isinstance(inner, dict) else statement.predicate


def _encoded(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode("ascii")


def _decoded(text: bytes) -> bytes:
    """Bytes of base64. Raises `ValueError` where it isn't the one form that they have."""
    data = a2b_base64(text)
    if b2a_base64(data, newline=False) != text:
        raise ValueError
    return data
