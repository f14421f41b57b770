"""SSH keys for tests, and statements signed with them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

from govml.evidence.dsse import PAYLOAD_TYPE, Envelope, Signature, envelope_json, pae
from govml.evidence.sshsig import PrivateKey, PublicKey, read_private_key
from govml.evidence.statement import Statement, statement_bytes


class Key(NamedTuple):
    """A key pair in a folder, made by `ssh-keygen`."""

    path: Path
    """The private key; the public one is beside it, with `.pub`."""
    private: PrivateKey

    @property
    def public(self) -> PublicKey:
        return self.private.public

    def allowed(self, principal: str = "ada@example.org", options: str = "") -> str:
        """Its line of an `allowed_signers` file."""
        return " ".join(filter(None, [principal, options, self.public.line])) + "\n"

    def seal(self, payload: bytes) -> Envelope:
        """An envelope with one signature, by this key."""
        sig = self.private.sign(pae(PAYLOAD_TYPE, payload))
        return Envelope(payload, PAYLOAD_TYPE, (Signature(self.public.fingerprint, sig),))

    def line(self, statement: Statement) -> bytes:
        """A line of a bundle: the statement in an envelope that this key signed."""
        return envelope_json(self.seal(statement_bytes(statement)))


def make_key(folder: Path, name: str = "key", kind: str = "ed25519", bits: int = 0) -> Key:
    """A new key pair without a passphrase, in `folder/name`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    size = ["-b", str(bits)] if bits else []
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", name, "-f", str(path)], check=True)
    private = read_private_key(path.read_bytes())
    assert isinstance(private, PrivateKey)
    return Key(path, private)


def unsigned(statement: Statement) -> bytes:
    """A line of a bundle that nobody signed."""
    return envelope_json(Envelope(statement_bytes(statement), PAYLOAD_TYPE, ()))
