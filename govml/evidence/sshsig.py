"""SSH signatures (OpenSSH's PROTOCOL.sshsig) and the keys that make them, as `ssh-keygen -Y` reads and writes them.

The only importer of cryptography. What is accepted here `ssh-keygen -Y verify` accepts too; tests/evidence holds both
equal. Refused here and not there: version 0, a NUL behind a name, Ed25519 signatures that aren't reduced (RFC 8032,
section 5.1.7), and RSA keys shorter than 2048 bits.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Final

from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

NAMESPACE: Final = "govml"
"""What govml's signatures are for; one made for another namespace, as for a Git commit, proves nothing here."""
KINDS: Final = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
"""Key types that are understood; the last two are of hardware tokens (FIDO)."""
MIN_RSA_BITS: Final = 2048

_MAGIC: Final = b"SSHSIG"
_CONTAINER: Final = b"openssh-key-v1\0"
"""What a private key of OpenSSH's own format begins with (PROTOCOL.key)."""
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_HASHES: Final = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_MAX_RSA_BYTES: Final = 2048
_LINE: Final = re.compile(r"[ \t]*(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?", re.DOTALL)


class PublicKey(NamedTuple):
    """An SSH public key."""

    kind: str
    """One of `KINDS`."""
    blob: bytes
    """Wire form (RFC 4253, section 6.6), which the key is compared by."""

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` prints it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii").rstrip("=")

    @property
    def line(self) -> str:
        """The key as a line of a `.pub` file has it, without a comment."""
        return f"{self.kind} {base64.b64encode(self.blob).decode('ascii')}"


def read_public_key(text: str) -> PublicKey:
    """The key in a line `TYPE BASE64 [COMMENT]`. Raises `EvidenceError` for what is none that can be used."""
    match = _LINE.fullmatch(text.rstrip("\r\n"))
    if match is None:
        raise EvidenceError("is not an SSH public key", "a key is written `ssh-ed25519 AAAA…`")
    try:
        blob = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        raise EvidenceError("is not an SSH public key: its base64 is broken", "copy the whole line again") from None
    key = PublicKey(match[1], blob)
    try:
        if _Wire(blob).text() != match[1].encode():
            raise EvidenceError(f"says {match[1]} and is another", "copy the whole line again")
        _verifier(key)
    except EvidenceError as error:
        raise EvidenceError(f"is not an SSH public key that can be used: it {error}", error.hint) from None
    return key


def verify(sig: bytes, message: bytes, namespace: str = NAMESPACE) -> PublicKey:
    """The key that signed `message`. Whose key it is, and whether it is allowed, is `govml.evidence.signers`' to say.

    Raises `EvidenceError` when `sig` is not an SSHSIG blob, is for another namespace, or isn't over these bytes.
    """
    wire = _Wire(sig)
    if wire.take(len(_MAGIC)) != _MAGIC:
        raise EvidenceError("is not an SSH signature", _HINT)
    version = wire.number()
    if version != 1:
        raise EvidenceError(f"is an SSH signature of version {version}, not 1", _HINT)
    blob, space, _reserved, algorithm, signature = (wire.text() for _ in range(5))
    wire.end()
    if not namespace or space != namespace.encode():
        shown = space.decode("utf-8", "replace")
        raise EvidenceError(f"is a signature for {shown!r}, not for {namespace!r}", f"sign with -n {namespace}")
    if algorithm not in _HASHES:
        raise EvidenceError("is an SSH signature over an unknown hash", "use sha512 or sha256")
    key = PublicKey(_Wire(blob).text().decode("ascii", "replace"), blob)
    if not _verifier(key).good(signature, _to_sign(space, algorithm, message)):
        raise EvidenceError(f"is not a good signature by {key.fingerprint}", "what was signed is not what is here")
    return key


def ed25519_key(blob: bytes) -> PublicKey | None:
    """The Ed25519 key with this wire form; None for a key of another type."""
    kind = "ssh-ed25519"
    return PublicKey(kind, blob) if blob.startswith(_string(kind.encode())) else None


def ed25519_bytes(key: PublicKey) -> bytes:
    """The 32 bytes of an Ed25519 key (RFC 8709, section 4); empty for a key of another type."""
    return key.blob[-32:] if key.kind == "ssh-ed25519" else b""


def verify_ed25519(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether a bare signature by an Ed25519 key is over these bytes. Raises `EvidenceError` for a malformed key."""
    return _verifier(key).good(_string(b"ssh-ed25519") + _string(signature), data)


def armored(sig: bytes) -> str:
    """A signature as `ssh-keygen -Y sign` writes it."""
    text = base64.b64encode(sig).decode("ascii")
    return "\n".join([_BEGIN, *(text[at : at + 70] for at in range(0, len(text), 70)), _END, ""])


def unarmored(text: str) -> bytes:
    """The blob in an armored signature. Raises `EvidenceError`."""
    lines = text.strip().splitlines()
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise EvidenceError("is not an armored SSH signature", _HINT)
    try:
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except ValueError:
        raise EvidenceError("is not an armored SSH signature: its base64 is broken", _HINT) from None


class PrivateKey:
    """A private key in memory that signs; made by `read_private_key`."""

    def __init__(self, key: PrivateKeyTypes) -> None:
        from cryptography.hazmat.primitives import serialization

        encoded = key.public_key().public_bytes(
            serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
        )
        self.public = read_public_key(encoded.decode("ascii"))
        self._key = key

    def sign(self, message: bytes) -> bytes:
        """An SSHSIG blob over `message`, in govml's namespace."""
        algorithm = b"sha512"
        data = _to_sign(NAMESPACE.encode(), algorithm, message)
        fields = (self.public.blob, NAMESPACE.encode(), b"", algorithm, self._signature(data))
        return _MAGIC + (1).to_bytes(4) + b"".join(map(_string, fields))

    def sign_ed25519(self, data: bytes) -> bytes:
        """A bare Ed25519 signature, for formats that have no SSHSIG. Raises `EvidenceError` for another key."""
        if not ed25519_bytes(self.public):
            raise EvidenceError(f"is a {self.public.kind} key, and an Ed25519 key is needed", "`ssh-keygen -t ed25519`")
        return self._key.sign(data)  # type: ignore[union-attr,call-arg]

    def _signature(self, data: bytes) -> bytes:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        if isinstance(self._key, rsa.RSAPrivateKey):
            return _string(b"rsa-sha2-512") + _string(self._key.sign(data, padding.PKCS1v15(), hashes.SHA512()))
        kind = _string(self.public.kind.encode())
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            pair = decode_dss_signature(self._key.sign(data, ec.ECDSA(_curves()[self.public.kind].hash)))
            return kind + _string(b"".join(_string(each.to_bytes(each.bit_length() // 8 + 1)) for each in pair))
        return kind + _string(self._key.sign(data))  # type: ignore[union-attr,call-arg]


def read_private_key(data: bytes) -> PrivateKey | PublicKey:
    """The key in a file of OpenSSH, PEM or PKCS#8; its public half alone where `ssh-keygen` has to sign with it.

    That is so for one under a passphrase and for the handle of a hardware token. Raises `EvidenceError` for what is no
    private key, or one that can't be used.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    body = re.search(rb"-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END", data)
    try:
        if body is None:
            return PrivateKey(serialization.load_pem_private_key(data, password=None))
        container = _Wire(base64.b64decode(body[1]))
        container.take(len(_CONTAINER))
        cipher, _kdf, _options = (container.text() for _ in range(3))
        container.number()
        blob = container.text()
        public = PublicKey(_Wire(blob).text().decode("ascii", "replace"), blob)
        _verifier(public)
        if cipher != b"none" or public.kind.startswith("sk-"):
            return public
        return PrivateKey(serialization.load_ssh_private_key(data, password=None))
    except TypeError:  # cryptography's word for: a passphrase is needed
        hint = "`ssh-keygen -p -f FILE` rewrites it in OpenSSH's format, which can be used"
        raise EvidenceError("is a PEM file under a passphrase", hint) from None
    except UnsupportedAlgorithm as error:
        raise EvidenceError(f"is a private key that can't be used: {error}", "use an ssh-ed25519 key") from None
    except (ValueError, AttributeError):
        raise EvidenceError("is not a private key", "`ssh-keygen -t ed25519 -f FILE` makes one") from None


_HINT: Final = "a signature is what `ssh-keygen -Y sign -n govml` writes"


def _to_sign(namespace: bytes, algorithm: bytes, message: bytes) -> bytes:
    """What the key signs (PROTOCOL.sshsig, section 3); the reserved field is empty whatever the signature says."""
    fields = (namespace, b"", algorithm, _HASHES[algorithm](message).digest())
    return _MAGIC + b"".join(map(_string, fields))


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


class _Wire:
    """Reads SSH's wire format (RFC 4251, section 5); raises `EvidenceError` where the bytes end early or late."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise EvidenceError("is cut off", _HINT)
        found = self._data[self._at : end]
        self._at = end
        return found

    def number(self) -> int:
        return int.from_bytes(self.take(4))

    def text(self) -> bytes:
        return self.take(self.number())

    def integer(self, most: int) -> int:
        """A multiple precision integer that is not negative and has at most `most` bytes."""
        data = self.text()
        if data[:1] >= b"\x80" or len(data.lstrip(b"\0")) > most or len(data) > _MAX_RSA_BYTES + 1:
            raise EvidenceError("holds a number that is out of range", _HINT)
        return int.from_bytes(data)

    def end(self) -> None:
        if self._at != len(self._data):
            raise EvidenceError("has more bytes than its format", _HINT)


class _Curve(NamedTuple):
    name: bytes
    curve: EllipticCurve
    hash: HashAlgorithm
    size: int


def _curves() -> dict[str, _Curve]:
    """RFC 5656, sections 6.2.1 and 10.1."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    return {
        "ecdsa-sha2-nistp256": _Curve(b"nistp256", ec.SECP256R1(), hashes.SHA256(), 32),
        "ecdsa-sha2-nistp384": _Curve(b"nistp384", ec.SECP384R1(), hashes.SHA384(), 48),
        "ecdsa-sha2-nistp521": _Curve(b"nistp521", ec.SECP521R1(), hashes.SHA512(), 66),
        "sk-ecdsa-sha2-nistp256@openssh.com": _Curve(b"nistp256", ec.SECP256R1(), hashes.SHA256(), 32),
    }


class _Verifier:
    """What one type of key does with a signature blob: `signature` is the whole of it, its type first."""

    kinds: tuple[bytes, ...]

    def good(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature is over the data. Raises `EvidenceError` for one that is malformed."""
        from cryptography.exceptions import InvalidSignature

        wire = _Wire(signature)
        kind = wire.text()
        if kind not in self.kinds:
            raise EvidenceError("is a signature of another type than its key", _HINT)
        body = wire.text()
        try:
            self.check(kind, body, wire, data)
        except InvalidSignature:
            return False
        return True

    def check(self, kind: bytes, body: bytes, rest: _Wire, data: bytes) -> None:
        """Raise cryptography's `InvalidSignature` unless `body` is over `data`; `rest` is what follows it."""
        raise NotImplementedError


class _Ed25519(_Verifier):
    def __init__(self, name: bytes, public: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        self.kinds = (name,)
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def check(self, kind: bytes, body: bytes, rest: _Wire, data: bytes) -> None:
        rest.end()
        self._key.verify(body, data)


class _Ecdsa(_Verifier):
    def __init__(self, name: bytes, curve: _Curve, point: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

        if point[:1] != b"\x04":  # OpenSSH knows uncompressed points only
            raise ValueError("compressed point")
        self.kinds = (name,)
        self._curve = curve
        self._key: EllipticCurvePublicKey = EllipticCurvePublicKey.from_encoded_point(curve.curve, point)

    def check(self, kind: bytes, body: bytes, rest: _Wire, data: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

        rest.end()
        pair = _Wire(body)
        r, s = pair.integer(self._curve.size), pair.integer(self._curve.size)
        pair.end()
        self._key.verify(encode_dss_signature(r, s), data, ECDSA(self._curve.hash))


class _Rsa(_Verifier):
    kinds = (b"rsa-sha2-256", b"rsa-sha2-512")  # not `ssh-rsa`, which is SHA-1

    def __init__(self, exponent: int, modulus: int) -> None:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

        if modulus.bit_length() < MIN_RSA_BITS:
            message = f"is of an RSA key of {modulus.bit_length()} bits; at least {MIN_RSA_BITS} are needed"
            raise EvidenceError(message, "`ssh-keygen -t ed25519` makes a better key")
        self._key = RSAPublicNumbers(exponent, modulus).public_key()
        self._size = (modulus.bit_length() + 7) // 8

    def check(self, kind: bytes, body: bytes, rest: _Wire, data: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256, SHA512

        rest.end()
        whole = body.rjust(self._size, b"\0")  # OpenSSH lets leading zeros be left out
        self._key.verify(whole, data, PKCS1v15(), SHA256() if kind == b"rsa-sha2-256" else SHA512())


class _Token(_Verifier):
    """A FIDO token signs the hash of its application, what it saw and counted, and the hash (PROTOCOL.u2f)."""

    def __init__(self, inner: _Verifier, application: bytes) -> None:
        self.kinds = inner.kinds
        self._inner = inner
        self._application = hashlib.sha256(application).digest()

    def check(self, kind: bytes, body: bytes, rest: _Wire, data: bytes) -> None:
        flags_and_counter = rest.take(5)
        rest.end()
        signed = self._application + flags_and_counter + hashlib.sha256(data).digest()
        self._inner.check(kind, body, rest, signed)


def _verifier(key: PublicKey) -> _Verifier:
    """What verifies signatures of a key. Raises `EvidenceError` for a key that is malformed or not understood."""
    if key.kind not in KINDS:
        raise EvidenceError(f"is of a key of type {key.kind[:80]!r}", f"use one of {', '.join(KINDS)}")
    wire = _Wire(key.blob)
    name = wire.text()
    token = name.startswith(b"sk-")
    found: _Verifier
    try:
        if key.kind == "ssh-rsa":
            found = _Rsa(wire.integer(_MAX_RSA_BYTES), wire.integer(_MAX_RSA_BYTES))
        elif "ecdsa" in key.kind:
            curve = _curves()[key.kind]
            if wire.text() != curve.name:
                raise ValueError("another curve")
            found = _Ecdsa(name, curve, wire.text())
        else:
            found = _Ed25519(name, wire.text())
    except ValueError:
        raise EvidenceError(f"is of a {key.kind} key that is malformed", "copy the key again") from None
    if token:
        found = _Token(found, wire.text())
    wire.end()
    return found
