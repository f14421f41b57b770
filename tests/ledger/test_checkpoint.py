"""Checkpoints and signed notes, against the vectors of RFC 6962 and of Go's implementation of notes."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.base.git import Repository
from govml.evidence.sshsig import PublicKey, read_public_key
from govml.ledger.chain import Ledger, Problem, read
from govml.ledger.checkpoint import Checkpoint, checkpoint, consistent, read_checkpoint
from govml.ledger.entries import LedgerError
from govml.ledger.merkle import root
from govml.ledger.note import key_id, read_note, sign_note, signers, verifier_key
from govml.model import EvidenceError
from tests.builders import Repo
from tests.evidence.keys import make_key
from tests.ledger.builders import add, draft, fill, key

# -- RFC 6962 ------------------------------------------------------------------------------------------------------

LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Of the first n leaves: the vectors of the Certificate Transparency project (merkle_tree_test.cc)."""


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


def naive(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + naive(leaves[:split]) + naive(leaves[split:])).digest()


@settings(deadline=None)
@given(st.lists(st.binary(max_size=8), max_size=70))
def test_roots_are_those_of_the_definition(leaves: list[bytes]) -> None:
    assert root(leaves) == naive(leaves)


# -- notes ---------------------------------------------------------------------------------------------------------

GO = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
"""The example of golang.org/x/mod/sumdb/note."""


def of_go() -> PublicKey:
    raw = base64.b64decode(GO_KEY.split("+", 2)[2])[1:]
    blob = (11).to_bytes(4) + b"ssh-ed25519" + (32).to_bytes(4) + raw
    return read_public_key(f"ssh-ed25519 {base64.b64encode(blob).decode()}")


def test_a_note_that_go_signed_is_verified() -> None:
    assert verifier_key("PeterNeumann", of_go()) == GO_KEY
    assert signers(read_note(GO.encode()), [key().public, of_go()]) == (of_go(),)
    with pytest.raises(EvidenceError, match="its signature by PeterNeumann is not good"):
        signers(read_note(GO.replace("don't", "do").encode()), [of_go()])


def test_a_note_has_the_signers_that_are_known(tmp_path: Path) -> None:
    other = make_key(tmp_path)
    note = read_note(sign_note("text\n\nmore\n", "example.org/log", key().private).encode())
    assert note.text == "text\n\nmore\n"
    assert signers(note, [other.public, key().public]) == (key().public,)
    assert signers(note, [other.public]) == ()
    assert note.signatures[0].key_id == key_id("example.org/log", key().public)


def test_only_ed25519_keys_sign_notes(tmp_path: Path) -> None:
    rsa = make_key(tmp_path, kind="rsa", bits=2048)
    with pytest.raises(EvidenceError, match="an Ed25519 key is needed"):
        sign_note("text\n", "name", rsa.private)
    assert signers(read_note(GO.encode()), [rsa.public]) == ()


@pytest.mark.parametrize("name", ["", "two words", "a+b", "no\u00a0break", "line\nfeed"])
def test_names_that_notes_cannot_have_are_refused(name: str) -> None:
    with pytest.raises(EvidenceError, match="can't be the name"):
        sign_note("text\n", name, key().private)


@pytest.mark.parametrize("text", ["text", "", "te\txt\n", "te\0xt\n", "text\r\n"])
def test_texts_that_notes_cannot_have_are_refused(text: str) -> None:
    with pytest.raises(EvidenceError, match="ends with a line feed"):
        sign_note(text, "name", key().private)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        GO.encode()[:-1],
        GO.encode() + b"\n",
        GO.encode() + b"more\n",
        GO.replace("\u2014", "-").encode(),
        GO.replace("x08go", "!").encode(),
        GO.replace("\u2014 PeterNeumann x", "\u2014 PeterNeumann  x").encode(),
        "text\n\n\u2014 name AAAA\n".encode(),
        b"\xff" + GO.encode(),
        GO.encode() + b"x" * 1_000_000,
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        read_note(data)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_note_or_refused(data: bytes) -> None:
    try:
        note = read_note(data)
    except EvidenceError:
        return
    assert note.signatures


# -- checkpoints ---------------------------------------------------------------------------------------------------


def ledger(repo: Repo) -> Ledger:
    return read(Repository.open(repo.path))


def test_a_checkpoint_is_over_the_bytes_of_every_entry(repo: Repo) -> None:
    fill(repo.path, 5)
    seen = checkpoint(ledger(repo), "example.org/ledger")
    files = [repo.git("show", f"{entry.commit}:entry.json") + "\n" for entry in ledger(repo).entries]
    assert seen == Checkpoint("example.org/ledger", 5, naive([file.encode() for file in files]))
    assert seen.text == f"example.org/ledger\n5\n{base64.b64encode(seen.root).decode()}\n"
    assert read_checkpoint(seen.text) == read_checkpoint(seen.text + "more\n") == seen


def test_a_ledger_that_grew_continues_every_checkpoint(repo: Repo) -> None:
    seen = []
    for number in range(7):
        seen.append(checkpoint(ledger(repo), "o"))
        add(repo.path, draft(number))
    assert [consistent(ledger(repo), each) for each in seen] == [""] * 7


def test_a_ledger_that_was_cut_off_does_not(repo: Repo) -> None:
    fill(repo.path, 3)
    seen = checkpoint(ledger(repo), "o")
    repo.git("update-ref", "refs/heads/govml/ledger", "refs/heads/govml/ledger~1")
    assert ledger(repo).sound  # the chain alone can't tell
    assert consistent(ledger(repo), seen) == "3 entries were seen, and the ledger has 2: its end was cut off"


def test_a_ledger_that_was_rewritten_does_not(repo: Repo) -> None:
    fill(repo.path, 3)
    seen = checkpoint(ledger(repo), "o")
    repo.git("update-ref", "-d", "refs/heads/govml/ledger")
    fill(repo.path, 4, first=10)
    assert ledger(repo).sound
    assert consistent(ledger(repo), seen).endswith("the ledger was rewritten")


def test_there_is_no_checkpoint_of_a_broken_ledger() -> None:
    with pytest.raises(LedgerError, match="broken at entry 3: forked"):
        checkpoint(Ledger("r", "t", (), (Problem(3, "c", "forked"),)), "o")


def test_an_origin_has_no_spaces() -> None:
    with pytest.raises(EvidenceError, match="can't be an origin"):
        checkpoint(Ledger("r", "", ()), "two words")


@pytest.mark.parametrize(
    "text",
    ["", "o\n", "o\n1\n", "o\n-1\nAA==\n", *(text % ("A" * 43) for text in ("o\n01\n%s=\n", "\n1\n%s=\n", "o\n1\n%s"))],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(EvidenceError, match="is not a checkpoint"):
        read_checkpoint(text)
