"""`allowed_signers` and revoked keys, held equal to `ssh-keygen -Y verify`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.evidence.allowed_signers import read_signers
from govml.evidence.dsse import Envelope, Signature
from govml.evidence.signers import NO_SIGNERS, Principal, Signed, signatures
from govml.evidence.sshsig import armored
from govml.model import EvidenceError
from tests.evidence.keys import Key, make_key

MESSAGE = b"signed"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return make_key(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return make_key(tmp_path_factory.mktemp("keys"))


def ssh_keygen_allows(key: Key, allowed: str, name: str, at: str, revoked: str = "") -> bool:
    """What `ssh-keygen -Y verify` says at a time, `YYYYMMDDHHMMSSZ`."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"allowed": allowed, "revoked": revoked, "sig": armored(key.private.sign(MESSAGE))}
        for file, text in files.items():
            Path(folder, file).write_text(text, encoding="utf-8")
        args = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", name, "-n", "govml", "-s", "sig"]
        args += ["-O", f"verify-time={at}", *(["-r", "revoked"] if revoked else [])]
        return subprocess.run(args, cwd=folder, input=MESSAGE, capture_output=True, check=False).returncode == 0


def principals(key: Key, allowed: str) -> tuple[Principal, ...]:
    return read_signers(allowed.encode(), b"").principals(key.public)


def test_who_may_sign(key: Key, other: Key) -> None:
    text = f"# team\n\n{key.allowed('zoe,ada@example.org')}  \t{other.allowed('bob')}{key.allowed('ada@example.org')}"
    assert [each.name for each in principals(key, text)] == ["ada@example.org", "zoe"]
    assert [each.name for each in principals(other, text.replace("\n", "\r\n"))] == ["bob"]
    assert NO_SIGNERS.principals(key.public) == ()


def test_a_key_that_is_only_for_git_is_nobodys_here(key: Key) -> None:
    assert principals(key, key.allowed("ada", 'namespaces="git"')) == ()
    assert principals(key, key.allowed("ada", 'namespaces="git,govml"')) == (Principal("ada", "", ""),)


def test_when_a_key_is_valid(key: Key) -> None:
    options = 'valid-after="20260101",valid-before="20260303120000Z"'
    (principal,) = principals(key, key.allowed("ada", options))
    assert principal == Principal("ada", "2026-01-01T00:00:00Z", "2026-03-03T12:00:00Z")
    assert not principal.valid_at("2025-12-31T23:59:59Z")
    assert principal.valid_at("2026-01-01T00:00:00Z")
    assert principal.valid_at("2026-03-03T12:00:00Z")
    assert not principal.valid_at("2026-03-03T12:00:01Z")


def test_revoked_keys(key: Key, other: Key) -> None:
    signers = read_signers(key.allowed().encode(), f"# lost\n{key.public.line} old laptop\n".encode())
    assert signers.revoked(key.public)
    assert signers.principals(key.public)
    assert not signers.revoked(other.public)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ada", "is no entry"),
        ("ada ssh-ed25519", "is no entry"),
        ("{key}", "is no entry"),
        ("ada ssh-ed25519 AAAA", "is not an SSH public key"),
        ("ada ssh-rsa {blob}", "says ssh-rsa and is another"),
        ("ada cert-authority {key}", "certificate authorities"),
        ('ada namespaces="govml",cert-authority {key}', "certificate authorities"),
        ("*@example.org {key}", "is empty or a pattern"),
        ("!ada {key}", "is empty or a pattern"),
        ("ada,,bob {key}", "is empty or a pattern"),
        ("ada no-touch {key}", "is no option"),
        ("ada namespaces {key}", "is no option"),
        ('ada namespaces="govml", {key}', "is no option"),
        ('ada namespaces="a",namespaces="govml" {key}', "stands twice"),
        ('ada valid-after="soon" {key}', "is no time"),
        ('ada valid-after="20261301" {key}', "is no time"),
        ('ada valid-after="2026010112" {key}', "is no time"),
        ('ada valid-after="20260202",valid-before="20260101" {key}', "not later than valid-after"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(key: Key, line: str, message: str) -> None:
    text = line.format(key=key.public.line, blob=key.public.line.split()[1])
    with pytest.raises(EvidenceError, match=f"^allowed_signers:2: .*{message}") as caught:
        read_signers(f"\n{text}\n".encode(), b"")
    assert caught.value.hint


def test_revocations_that_cannot_be_used_are_named(key: Key, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"^revoked_signers:1: is not an SSH public key"):
        read_signers(b"", b"SHA256:abc\n")
    krl = tmp_path / "krl"
    subprocess.run(["ssh-keygen", "-q", "-k", "-f", str(krl), f"{key.path}.pub"], check=True)
    with pytest.raises(EvidenceError, match="key revocation list"):
        read_signers(b"", krl.read_bytes())
    with pytest.raises(EvidenceError, match=r"^allowed_signers:2: is not UTF-8"):
        read_signers(b"# a\n\xff\n", b"")


@settings(deadline=None)
@given(st.binary(max_size=100), st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(allowed: bytes, revoked: bytes) -> None:
    try:
        read_signers(allowed, revoked)
    except EvidenceError as error:
        assert str(error)


NAMESPACES = st.sampled_from(
    ["", "govml", "git", "git,govml", "*", "g*l", "govm?", "!govml,*", "*,!govml", "!git,*", "g*x"]
)
TIMES = st.sampled_from(["", "20260101", "20260101Z", "202601011230", "20260101123015Z", "20270101"])
MOMENTS = st.sampled_from(
    ["20251231235959Z", "20260101000000Z", "20260101123015Z", "20260101123016Z", "20280101000000Z"]
)
NAMES = st.sampled_from(["ada", "bob,ada", '"ada"', '"a b,ada"', "bob"])


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMESPACES, TIMES, TIMES, MOMENTS)
def test_a_line_allows_what_it_allows_to_ssh_keygen(
    key: Key, names: str, namespaces: str, after: str, before: str, at: str
) -> None:
    given = {"namespaces": namespaces, "valid-after": after, "valid-before": before}
    text = key.allowed(names, ",".join(f'{name}="{value}"' for name, value in given.items() if value))
    moment = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:14]}Z"
    try:
        found = [each.name for each in principals(key, text) if each.valid_at(moment)]
    except EvidenceError:
        found = []
    assert ("ada" in found) == ssh_keygen_allows(key, text, "ada", at)


def test_ssh_keygen_reads_the_same_revocations(key: Key, other: Key) -> None:
    for revoked in (key, other):
        there = ssh_keygen_allows(key, key.allowed("ada"), "ada", "20260101000000Z", f"{revoked.public.line}\n")
        assert read_signers(b"", f"{revoked.public.line}\n".encode()).revoked(key.public) is not there


def test_every_signature_is_told_whose_it_is(key: Key, other: Key) -> None:
    good = key.seal(b"{}")
    stranger, broken = other.seal(b"{}").signatures[0], Signature(key.public.fingerprint, b"SSHSIG")
    envelope = Envelope(b"{}", good.payload_type, (*good.signatures, stranger, broken))
    signers = read_signers(key.allowed("ada").encode(), f"{other.public.line}\n".encode())
    assert signatures(envelope, signers) == (
        Signed(key.public.fingerprint, (Principal("ada", "", ""),)),
        Signed(other.public.fingerprint, (), True),
        Signed("", problem="is cut off"),
    )
    (swapped,) = signatures(good._replace(payload=b"[]"), signers)
    assert "is not a good signature" in swapped.problem
    (retyped,) = signatures(good._replace(payload_type="text/plain"), signers)
    assert "is not a good signature" in retyped.problem
