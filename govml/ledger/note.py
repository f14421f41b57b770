"""Signed notes (C2SP signed-note), signed with Ed25519 SSH keys.

https://c2sp.org/signed-note. A note is what any of the signers says in a text; lines of signers who aren't known are
passed over, as other logs' witnesses may add theirs.
"""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from govml.evidence.sshsig import ed25519_bytes, verify_ed25519
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govml.evidence.sshsig import PrivateKey, PublicKey

MAX_NOTE: Final = 1_000_000
_ED25519: Final = b"\1"
"""Signature type of plain Ed25519 signatures over the text."""
_NAME: Final = re.compile(r"[^\s+]+")
_LINE: Final = re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_HINT: Final = "a signed note is a text, an empty line, and lines `\u2014 NAME BASE64`"


class NoteSignature(NamedTuple):
    """A signature line."""

    name: str
    key_id: bytes
    """Four bytes that tell keys of one name apart."""
    signature: bytes


class Note(NamedTuple):
    """A text and the signatures below it; none of them is verified."""

    text: str
    """With the line feed that ends it."""
    signatures: tuple[NoteSignature, ...]


def read_note(data: bytes) -> Note:
    """The note in these bytes. Raises `EvidenceError` with what is wrong."""
    try:
        whole = data.decode() if len(data) <= MAX_NOTE else ""
    except UnicodeDecodeError:
        whole = ""
    text, mark, below = whole.rpartition("\n\n")
    lines = [_LINE.fullmatch(line) for line in below.removesuffix("\n").split("\n")]
    if not mark or not below.endswith("\n") or _CONTROL.search(whole):
        raise EvidenceError("is not a signed note", _HINT)
    found = []
    for line in lines:
        try:
            raw = base64.b64decode(line[2], validate=True) if line else b""
        except ValueError:
            raw = b""
        if line is None or len(raw) < 5:
            raise EvidenceError("has a line below its text that is no signature", _HINT)
        found.append(NoteSignature(line[1], raw[:4], raw[4:]))
    return Note(text + "\n", tuple(found))


def sign_note(text: str, name: str, key: PrivateKey) -> str:
    """A text, signed. Raises `EvidenceError` for a name, a text or a type of key that notes can't have."""
    if not _NAME.fullmatch(name):
        raise EvidenceError(f"{name!r} can't be the name of a key", "without spaces and plus signs")
    if _CONTROL.search(text) or not text.endswith("\n"):
        raise EvidenceError("the text of a note ends with a line feed and has no control characters", _HINT)
    signature = key.sign_ed25519(text.encode())
    line = base64.b64encode(key_id(name, key.public) + signature).decode("ascii")
    return f"{text}\n\u2014 {name} {line}\n"


def signers(note: Note, keys: Iterable[PublicKey]) -> tuple[PublicKey, ...]:
    """Which of the known keys signed the note, in the order given.

    Raises `EvidenceError` when a line is of a known key and its signature is not good.
    """
    found = []
    for key in keys:
        for name, ident, signature in note.signatures:
            if ident != key_id(name, key):
                continue
            if not verify_ed25519(key, signature, note.text.encode()):
                raise EvidenceError(f"its signature by {name} is not good", "the text was changed, or made up")
            found.append(key)
    return tuple(dict.fromkeys(found))


def key_id(name: str, key: PublicKey) -> bytes:
    """The four bytes by which notes tell an Ed25519 key; empty for one of another type."""
    public = ed25519_bytes(key)
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4] if public else b""


def verifier_key(name: str, key: PublicKey) -> str:
    """The key as verifiers of signed notes take it: `NAME+ID+BASE64`."""
    public = base64.b64encode(_ED25519 + ed25519_bytes(key)).decode("ascii")
    return f"{name}+{key_id(name, key).hex()}+{public}"
