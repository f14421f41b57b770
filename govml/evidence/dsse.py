"""DSSE 1.0.2 envelopes: a payload, and signatures over it and its type.

https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md and envelope.md. What is signed is the
pre-authentication encoding (`pae`); whoever verifies goes on with the very bytes that were verified.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

from govml.base.canonical import canonical
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.model import Json

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
"""Type of a payload that is an in-toto statement."""

_STANDARD: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_URL_SAFE: Final = re.compile(r"[A-Za-z0-9_-]*={0,2}")


class Signature(NamedTuple):
    """One signature of an envelope."""

    keyid: str
    """A hint which key it is of; nothing protects it, so nothing may depend on it."""
    sig: bytes
    """In govml an SSHSIG blob (`govml.evidence.sshsig`), without armor."""


class Envelope(NamedTuple):
    """A payload and the signatures over it; none of them is verified."""

    payload: bytes
    payload_type: str
    signatures: tuple[Signature, ...]

    def signed_bytes(self) -> bytes:
        """What each signature is over."""
        return pae(self.payload_type, self.payload)


def pae(payload_type: str, payload: bytes) -> bytes:
    """The pre-authentication encoding, which is what gets signed (protocol.md, "Signature Definition")."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def read_envelope(value: Json) -> Envelope:
    """The envelope in a JSON value. Unknown members are ignored; raises `EvidenceError` with what is wrong."""
    if not isinstance(value, dict):
        raise EvidenceError("is not a DSSE envelope: expected an object", _HINT)
    kind = value.get("payloadType")
    if not isinstance(kind, str) or not kind:
        raise EvidenceError("is not a DSSE envelope: payloadType is missing or not a text", _HINT)
    signatures = value.get("signatures")
    if not isinstance(signatures, list):
        raise EvidenceError("is not a DSSE envelope: signatures is missing or not a list", _HINT)
    payload = _decoded(value.get("payload"), "payload")
    return Envelope(payload, kind, tuple(_signature(each, number) for number, each in enumerate(signatures)))


def envelope_json(envelope: Envelope) -> bytes:
    """An envelope as a line of a bundle: RFC 8785, and a line feed at the end."""
    signatures: list[Json] = [{"keyid": each.keyid, "sig": _encoded(each.sig)} for each in envelope.signatures]
    return (
        canonical(
            {"payload": _encoded(envelope.payload), "payloadType": envelope.payload_type, "signatures": signatures}
        )
        + b"\n"
    )


_HINT: Final = "an envelope has payload, payloadType and signatures; docs/evidence.md shows one"


def _signature(value: Json, number: int) -> Signature:
    if not isinstance(value, dict):
        raise EvidenceError(f"is not a DSSE envelope: signatures[{number}] is not an object", _HINT)
    keyid = value.get("keyid", "")
    if not isinstance(keyid, str):
        raise EvidenceError(f"is not a DSSE envelope: signatures[{number}].keyid is not a text", _HINT)
    return Signature(keyid, _decoded(value.get("sig"), f"signatures[{number}].sig"))


def _decoded(value: Json, what: str) -> bytes:
    """Bytes of standard or URL-safe base64, padded or not."""
    if not isinstance(value, str):
        raise EvidenceError(f"is not a DSSE envelope: {what} is missing or not a text", _HINT)
    digits = value.rstrip("=")
    if not (_STANDARD.fullmatch(value) or _URL_SAFE.fullmatch(value)) or len(digits) % 4 == 1:
        raise EvidenceError(f"is not a DSSE envelope: {what} is not base64", _HINT)
    return base64.urlsafe_b64decode(digits.replace("+", "-").replace("/", "_") + "=" * (-len(digits) % 4))


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
