"""Keys in files, under passphrases, in agents; signed here and verified by `ssh-keygen`."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.evidence.dsse import pae
from govml.evidence.signing import Signer, default_key, open_signer, seal
from govml.evidence.sshsig import PublicKey, read_public_key, verify
from govml.model import EvidenceError, GovmlError, UsageError
from tests.builders import ROOT, Repo
from tests.evidence.keys import Key, make_key
from tests.evidence.test_sshsig import ssh_keygen_verifies

MESSAGE = b"what is signed"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return make_key(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key under the passphrase `secret`."""
    path = tmp_path_factory.mktemp("locked") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-a", "1", "-N", "secret", "-f", str(path)], check=True)
    return path


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A running agent without keys."""
    socket = tmp_path / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # it listens by then
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    yield
    process.terminate()
    process.wait()
    process.stdout.close()


def askpass(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    script = folder / "askpass"
    script.write_text(f"#!/bin/sh\necho {answer}\n", encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(script))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


def signs(signer: Signer) -> PublicKey:
    sig = signer.sign(MESSAGE)
    assert ssh_keygen_verifies(signer.public, sig, MESSAGE)
    assert verify(sig, MESSAGE) == signer.public
    return signer.public


def refused(key: str) -> GovmlError:
    with pytest.raises(UsageError) as caught:
        open_signer(key)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("kind", "bits"), [("ed25519", 0), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 2048)]
)
def test_a_private_key_file_signs(tmp_path: Path, kind: str, bits: int) -> None:
    made = make_key(tmp_path, kind=kind, bits=bits)
    assert signs(open_signer(str(made.path))) == made.public


@pytest.mark.parametrize("form", ["PEM", "PKCS8"])
def test_a_key_in_another_file_format_signs(tmp_path: Path, form: str) -> None:
    made = make_key(tmp_path, kind="ecdsa", bits=256)
    subprocess.run(["ssh-keygen", "-q", "-p", "-N", "", "-m", form, "-f", str(made.path)], check=True)
    assert signs(open_signer(str(made.path))) == made.public


def test_a_path_of_the_home_folder(key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(key.path.parent))
    assert open_signer("~/key").public == key.public


def test_a_public_key_signs_by_the_private_one_beside_it(key: Key) -> None:
    assert signs(open_signer(f"{key.path}.pub")) == key.public


def test_a_passphrase_is_asked_for(locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    askpass(tmp_path, monkeypatch, "secret")
    assert signs(open_signer(str(locked))).line in locked.with_suffix(".pub").read_text(encoding="utf-8")


def test_a_wrong_passphrase_is_refused_before_anything_is_done(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    askpass(tmp_path, monkeypatch, "wrong")
    assert "incorrect passphrase" in str(refused(str(locked)))


def test_a_pem_file_under_a_passphrase_says_how_to_rewrite_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    make = ["ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "secret", "-f", str(path)]
    subprocess.run(make, check=True)
    error = refused(str(path))
    assert "PEM file under a passphrase" in str(error)
    assert "ssh-keygen -p" in error.hint


def test_a_key_that_others_can_read_is_refused(key: Key, tmp_path: Path) -> None:
    copy = tmp_path / "key"
    shutil.copy(key.path, copy)
    copy.chmod(0o640)
    error = refused(str(copy))
    assert "mode 0640" in str(error)
    assert error.hint == f"`chmod 600 {copy}`"
    copy.chmod(0o600)
    assert signs(open_signer(str(copy))) == key.public


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not a key",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n!\n-----END OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA",
        "ssh-dss AAAA",
    ],
)
def test_what_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    refused(str(path))


def test_a_key_file_that_is_cut_off_is_refused(key: Key, tmp_path: Path) -> None:
    lines = key.path.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "key"
    path.write_text("\n".join([*lines[:3], lines[-1], ""]), encoding="utf-8")
    path.chmod(0o600)
    refused(str(path))


def test_no_such_file(tmp_path: Path) -> None:
    assert "there is no key file" in str(refused(str(tmp_path / "none")))
    assert "there is no key file" in str(refused(str(tmp_path)))


def test_the_agent_signs_for_a_public_key(key: Key, tmp_path: Path, agent: None) -> None:
    alone = tmp_path / "alone.pub"
    shutil.copy(f"{key.path}.pub", alone)
    error = refused(str(alone))
    assert f"the SSH agent has no key {key.public.fingerprint}" in str(error)
    assert "ssh-add" in error.hint
    subprocess.run(["ssh-add", "-q", str(key.path)], check=True)
    for told in (str(alone), key.public.line, f"key::{key.public.line} comment"):
        assert signs(open_signer(told)) == key.public


def test_an_agent_that_loses_the_key_meanwhile(key: Key, tmp_path: Path, agent: None) -> None:
    alone = tmp_path / "alone.pub"
    shutil.copy(f"{key.path}.pub", alone)
    subprocess.run(["ssh-add", "-q", str(key.path)], check=True)
    signer = open_signer(str(alone))
    subprocess.run(["ssh-add", "-q", "-D"], check=True)
    with pytest.raises(EvidenceError, match="ssh-keygen can't sign"):
        signer.sign(MESSAGE)


def test_without_an_agent_a_public_key_alone_cannot_sign(key: Key, tmp_path: Path) -> None:
    error = refused(key.public.line)
    assert "SSH_AUTH_SOCK names none" in str(error)
    assert "ssh-agent" in error.hint


def test_an_agent_under_a_passphrase_is_not_asked_for_it_again(
    locked: Path, tmp_path: Path, agent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    askpass(tmp_path, monkeypatch, "secret")
    subprocess.run(["ssh-add", "-q", str(locked)], check=True, stdin=subprocess.DEVNULL)
    askpass(tmp_path, monkeypatch, "wrong")
    signs(open_signer(str(locked)))


def test_without_openssh(key: Key, monkeypatch: pytest.MonkeyPatch, locked: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "there is no ssh-keygen" in str(refused(str(locked)))
    open_signer(str(key.path)).sign(MESSAGE)  # a plain file needs none


def test_an_envelope_has_the_signature_or_none(key: Key) -> None:
    signed = seal(b"{}", open_signer(str(key.path)))
    assert verify(signed.signatures[0].sig, pae(signed.payload_type, b"{}")) == key.public
    assert signed.signatures[0].keyid == key.public.fingerprint
    assert seal(b"{}", None).signatures == ()


def test_which_key_is_used(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(key: str = "") -> str:
        return default_key(Repository.open(repo.path), key)

    assert chosen() == ""
    repo.git("config", "user.signingkey", "~/.ssh/id")
    assert chosen() == ""  # one of GnuPG
    repo.git("config", "gpg.format", "ssh")
    assert chosen() == "~/.ssh/id"
    monkeypatch.setenv("GOVML_SIGNING_KEY", "/keys/ci")
    assert chosen() == "/keys/ci"
    assert chosen("mine") == "mine"


def test_a_passphrase_is_asked_for_on_the_terminal(locked: Path) -> None:
    code = (
        "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        "from govml.evidence.signing import open_signer, seal;"
        f"print('SIGNED', len(seal(b'x', open_signer({str(locked)!r})).signatures))"
    )
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown, asked = b"", 0
    with contextlib.suppress(OSError):  # that is how the end of a terminal reads
        while part := os.read(ours, 4096):
            shown += part
            if len(re.findall(rb"assphrase[^\r\n]*: ?", shown)) > asked:
                asked += 1
                os.write(ours, b"secret\n")
    os.close(ours)
    assert process.wait() == 0, shown
    assert b"SIGNED 1" in shown
    assert asked == 2  # to try the key, and to sign


def test_a_fingerprint_is_what_ssh_keygen_prints(key: Key) -> None:
    shown = subprocess.run(["ssh-keygen", "-l", "-f", f"{key.path}.pub"], capture_output=True, text=True, check=True)
    assert shown.stdout.split()[1] == read_public_key(Path(f"{key.path}.pub").read_text(encoding="utf-8")).fingerprint
