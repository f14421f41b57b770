"""Whose keys count, and whose signatures an envelope carries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govml.evidence.dsse import Envelope
    from govml.evidence.sshsig import PublicKey

ALLOWED: Final = "allowed_signers"
REVOKED: Final = "revoked_signers"
"""Where the files are unless `evidence` of `govml.yaml` says otherwise."""


class Principal(NamedTuple):
    """Somebody who may sign with a key, and when."""

    name: str
    """As `allowed_signers` has it, often a mail address."""
    valid_after: str
    """RFC 3339 in UTC, empty when it is valid from the start."""
    valid_before: str
    """RFC 3339 in UTC, empty when it never ends; the second itself is still valid."""

    def valid_at(self, at: str) -> bool:
        """Whether the key is this principal's at a time, RFC 3339 in UTC with seconds."""
        return self.valid_after <= at and (not self.valid_before or at <= self.valid_before)


class Signers(NamedTuple):
    """The keys that are allowed to sign, and those that no longer are."""

    allowed: Mapping[bytes, tuple[Principal, ...]]
    """Principals by key blob."""
    revoked_keys: frozenset[bytes]
    """Blobs of revoked keys."""

    def principals(self, key: PublicKey) -> tuple[Principal, ...]:
        """Who may sign with a key, sorted; nobody for an unknown one. Whether it is revoked is another question."""
        return self.allowed.get(key.blob, ())

    def revoked(self, key: PublicKey) -> bool:
        """Whether a key is revoked: nothing that it ever signed counts."""
        return key.blob in self.revoked_keys


NO_SIGNERS: Final = Signers({}, frozenset())
"""What holds where there is no `allowed_signers`: no signature counts."""


class Signed(NamedTuple):
    """A signature of an envelope, and whose it is."""

    fingerprint: str
    """Of the key that signed; empty where the signature doesn't hold, which makes it nobody's."""
    principals: tuple[Principal, ...] = ()
    """Who may sign with that key; nobody for an unknown one."""
    revoked: bool = False
    problem: str = ""
    """Why the signature doesn't hold."""


def signatures(envelope: Envelope, signers: Signers) -> tuple[Signed, ...]:
    """Verify every signature of an envelope. Whether one of them is enough is a policy's to say."""
    found = []
    for key, problem in keys_of(envelope):
        if key is None:
            found.append(Signed("", problem=problem))
        else:
            found.append(Signed(key.fingerprint, signers.principals(key), signers.revoked(key)))
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def keys_of(envelope: Envelope) -> tuple[tuple[PublicKey | None, str], ...]:
    """The keys that signed an envelope; for a signature that doesn't hold None, and why.

    What was verified is remembered, as each decision of a ledger looks at the signatures of those before it.
    """
    from govml.evidence.sshsig import verify  # here, as every check knows signers and few read a signature

    message = envelope.signed_bytes()
    found: list[tuple[PublicKey | None, str]] = []
    for signature in envelope.signatures:
        try:
            found.append((verify(signature.sig, message), ""))
        except EvidenceError as error:
            found.append((None, str(error)))
    return tuple(found)
