"""SSH signatures, held equal to `ssh-keygen -Y verify`."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.evidence.sshsig import PublicKey, armored, read_private_key, read_public_key, unarmored, verify
from govml.model import EvidenceError
from tests.evidence.keys import Key, make_key

MESSAGE = b"what is signed\n"
KINDS = [("ed25519", 0), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 2048), ("rsa", 3072)]


def ssh_keygen_verifies(key: PublicKey, sig: bytes, message: bytes, namespace: str = "govml") -> bool:
    """What `ssh-keygen -Y verify` says, the key being allowed."""
    with tempfile.TemporaryDirectory() as folder:
        allowed, signature = Path(folder, "allowed_signers"), Path(folder, "signature")
        allowed.write_text(f"me {key.line}\n", encoding="utf-8")
        signature.write_text(armored(sig), encoding="utf-8")
        args = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "me", "-n", namespace, "-s", str(signature)]
        return subprocess.run(args, input=message, capture_output=True, check=False).returncode == 0


def ssh_keygen_signs(key: Key, message: bytes, namespace: str = "govml", hashalg: str = "sha512") -> bytes:
    args = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key.path), "-n", namespace, "-O", f"hashalg={hashalg}"]
    done = subprocess.run(args, input=message, capture_output=True, check=True)
    return unarmored(done.stdout.decode())


def accepted(sig: bytes, message: bytes) -> PublicKey | None:
    try:
        return verify(sig, message)
    except EvidenceError as error:
        assert str(error)
        return None


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Key]:
    folder = tmp_path_factory.mktemp("keys")
    return {(kind, bits): make_key(folder, f"{kind}-{bits}", kind, bits) for kind, bits in KINDS}


@pytest.mark.parametrize("hashalg", ["sha256", "sha512"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_ssh_keygen_signs_is_verified_here(
    keys: dict[tuple[str, int], Key], kind: tuple[str, int], hashalg: str
) -> None:
    key = keys[kind]
    sig = ssh_keygen_signs(key, MESSAGE, hashalg=hashalg)
    assert verify(sig, MESSAGE) == key.public
    assert accepted(sig, MESSAGE + b"!") is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_signed_here_ssh_keygen_verifies(keys: dict[tuple[str, int], Key], kind: tuple[str, int]) -> None:
    key = keys[kind]
    sig = key.private.sign(MESSAGE)
    assert ssh_keygen_verifies(key.public, sig, MESSAGE)
    assert not ssh_keygen_verifies(key.public, sig, MESSAGE + b"!")
    assert verify(sig, MESSAGE) == key.public


def test_a_signature_for_another_namespace_is_refused(keys: dict[tuple[str, int], Key]) -> None:
    sig = ssh_keygen_signs(keys["ed25519", 0], MESSAGE, "git")
    with pytest.raises(EvidenceError, match="is a signature for 'git', not for 'govml'"):
        verify(sig, MESSAGE)
    assert verify(sig, MESSAGE, "git") == keys["ed25519", 0].public
    with pytest.raises(EvidenceError):
        verify(sig, MESSAGE, "")


def test_short_rsa_keys_are_refused(tmp_path: Path) -> None:
    made = rsa.generate_private_key(65537, 1024).public_key()
    line = made.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    with pytest.raises(EvidenceError, match="RSA key of 1024 bits"):
        read_public_key(line)


def test_rsa_with_sha1_is_refused(keys: dict[tuple[str, int], Key]) -> None:
    sig = keys["rsa", 2048].private.sign(MESSAGE).replace(string(b"rsa-sha2-512"), string(b"ssh-rsa"))
    with pytest.raises(EvidenceError):
        verify(sig, MESSAGE)


# -- tampered and cut off ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signatures(keys: dict[tuple[str, int], Key]) -> list[tuple[PublicKey, bytes]]:
    tokens = [token_signature(curve, MESSAGE, 1, 7) for curve in (False, True)]
    return [*((key.public, key.private.sign(MESSAGE)) for key in keys.values()), *tokens]


def test_every_cut_is_refused(signatures: list[tuple[PublicKey, bytes]]) -> None:
    for _, sig in signatures:
        assert all(accepted(sig[:size], MESSAGE) is None for size in range(len(sig)))
        assert accepted(sig + b"\0", MESSAGE) is None


def test_every_changed_byte_is_refused_or_means_the_same(signatures: list[tuple[PublicKey, bytes]]) -> None:
    for key, sig in signatures:
        for place in range(len(sig)):
            changed = sig[:place] + bytes([sig[place] ^ 1]) + sig[place + 1 :]
            assert accepted(changed, MESSAGE) is None, (key.kind, place)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_tampered_signature_is_judged_as_by_ssh_keygen(
    signatures: list[tuple[PublicKey, bytes]], data: st.DataObject
) -> None:
    key, sig = data.draw(st.sampled_from(signatures))
    place = data.draw(st.integers(0, len(sig) - 1))
    inserted = data.draw(st.binary(max_size=2))
    removed = data.draw(st.integers(0, 2))
    changed = sig[:place] + inserted + sig[place + removed :]
    there = ssh_keygen_verifies(key, changed, MESSAGE)
    here = accepted(changed, MESSAGE) == key
    assert here == there or (there and changed[6:10] != sig[6:10])  # ssh-keygen takes version 0, too


@settings(deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_refused_with_words(data: bytes, magic: bool) -> None:
    assert accepted(b"SSHSIG\0\0\0\1" * magic + data, MESSAGE) is None


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_refused_with_words(text: str) -> None:
    for read in (unarmored, read_public_key):
        with pytest.raises(EvidenceError) as caught:
            read(f"-----BEGIN SSH SIGNATURE-----\n{text}\n" if read is unarmored else f"ssh-ed25519 {text}")
        assert str(caught.value)


@settings(deadline=None)
@given(st.binary(max_size=100), st.booleans())
def test_any_private_key_is_refused_with_words(data: bytes, openssh: bool) -> None:
    kind = b"OPENSSH PRIVATE" if openssh else b"PRIVATE"
    body = base64.b64encode(b"openssh-key-v1\0" * openssh + data)
    with pytest.raises(EvidenceError):
        read_private_key(b"-----BEGIN %b KEY-----\n%b\n-----END %b KEY-----\n" % (kind, body, kind))


def strings(data: bytes) -> list[bytes]:
    """The strings that a wire format is made of."""
    found = []
    while data:
        size = int.from_bytes(data[:4])
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found


def altered(sig: bytes) -> Iterator[tuple[str, bytes]]:
    """A signature with one field after the other replaced, each with the same form around it."""
    key, namespace, _, algorithm, signature = fields = strings(sig[10:])
    for number, (name, others) in enumerate(
        {
            "key": [key + b"\0", key[:-1], b""],
            "namespace": [namespace + b"\0", namespace.upper(), b""],
            "reserved": [b"anything"],
            "hash": [b"sha256", algorithm + b"\0", b"md5", b""],
            "signature": [signature + b"\0", signature[:-1], *other_signatures(signature)],
        }.items()
    ):
        for other in others:
            changed = [*fields[:number], other, *fields[number + 1 :]]
            yield name, sig[:10] + b"".join(map(string, changed))
    for version in (0, 2, 2**31):
        yield "version", sig[:6] + version.to_bytes(4) + sig[10:]


def other_signatures(signature: bytes) -> Iterator[bytes]:
    if signature[4:7] == b"sk-":
        return
    kind, body = strings(signature)
    yield string(b"ssh-rsa") + string(body)
    yield string(b"rsa-sha2-256") + string(body)
    yield string(kind) + string(b"\0" + body)
    yield string(kind) + string(body[1:])
    if kind == b"ssh-ed25519":
        order = 2**252 + 27742317777372353535851937790883648493
        yield string(kind) + string(body[:32] + (int.from_bytes(body[32:], "little") + order).to_bytes(32, "little"))
    if kind.startswith(b"ecdsa"):
        r, s = strings(body)
        for one, two in (
            (b"\0" + r, s),
            (bytes(100) + r, s),
            (bytes(3000) + r, s),
            (b"\xff" + r, s),
            (b"", b""),
            (s, r),
        ):
            yield string(kind) + string(string(one) + string(two))
        yield string(kind) + string(string(r))
        yield string(kind) + string(body + b"\0")


def test_every_altered_field_is_judged_as_by_ssh_keygen(signatures: list[tuple[PublicKey, bytes]]) -> None:
    stricter = set()
    for key, sig in signatures:
        for name, changed in altered(sig):
            here, there = accepted(changed, MESSAGE) == key, ssh_keygen_verifies(key, changed, MESSAGE)
            assert there or not here, (key.kind, name)
            if there and not here:
                stricter.add((name, key.kind if name == "signature" else ""))
    # As the module says: a NUL behind a name, version 0, and Ed25519 signatures that aren't reduced.
    assert stricter <= {("namespace", ""), ("hash", ""), ("version", ""), ("signature", "ssh-ed25519")}


def test_rsa_signatures_may_lack_their_leading_zeros(keys: dict[tuple[str, int], Key]) -> None:
    """OpenSSH writes them without; one signature in 256 has such a zero."""
    key = keys["rsa", 2048]
    for number in range(10_000):
        message = b"%d" % number
        *fields, signature = strings(key.private.sign(message)[10:])
        kind, body = strings(signature)
        if body[0] == 0:
            break
    short = string(kind) + string(body.lstrip(b"\0"))
    sig = b"SSHSIG\0\0\0\1" + b"".join(map(string, [*fields, short]))
    assert verify(sig, message) == key.public
    assert ssh_keygen_verifies(key.public, sig, message)


def test_armor_is_as_ssh_keygen_writes_it(keys: dict[tuple[str, int], Key]) -> None:
    key = keys["rsa", 3072]
    args = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key.path), "-n", "govml"]
    text = subprocess.run(args, input=MESSAGE, capture_output=True, check=True).stdout.decode()
    assert armored(unarmored(text)) == text


# -- hardware tokens, made in software --------------------------------------------------------------------------------


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def mpint(number: int) -> bytes:
    return string(number.to_bytes(number.bit_length() // 8 + 1))


def token_signature(curve: bool, message: bytes, flags: int, counter: int) -> tuple[PublicKey, bytes]:
    """What a FIDO token signs (PROTOCOL.u2f), and its key."""
    application = b"ssh:"
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    point = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    signed = b"SSHSIG" + string(b"govml") + string(b"") + string(b"sha512") + string(hashlib.sha512(message).digest())
    seen = bytes([flags]) + counter.to_bytes(4)
    data = hashlib.sha256(application).digest() + seen + hashlib.sha256(signed).digest()
    if curve:
        kind = b"sk-ecdsa-sha2-nistp256@openssh.com"
        p256 = ec.derive_private_key(0xC0FFEE, ec.SECP256R1())
        public = (
            string(kind) + string(b"nistp256") + string(p256.public_key().public_bytes(*point)) + string(application)
        )
        r, s = decode_dss_signature(p256.sign(data, ec.ECDSA(hashes.SHA256())))
        body = mpint(r) + mpint(s)
    else:
        kind = b"sk-ssh-ed25519@openssh.com"
        edwards = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
        public = string(kind) + string(edwards.public_key().public_bytes(*raw)) + string(application)
        body = edwards.sign(data)
    signature = string(kind) + string(body) + seen
    fields = (public, b"govml", b"", b"sha512", signature)
    return PublicKey(kind.decode(), public), b"SSHSIG\0\0\0\1" + b"".join(map(string, fields))


@pytest.mark.parametrize("curve", [False, True])
@pytest.mark.parametrize("flags", [0, 1, 5])
def test_signatures_of_hardware_tokens(curve: bool, flags: int) -> None:
    key, sig = token_signature(curve, MESSAGE, flags, 4711)
    assert read_public_key(key.line) == key
    assert verify(sig, MESSAGE) == key
    assert ssh_keygen_verifies(key, sig, MESSAGE)
    assert accepted(sig, b"other") is None
