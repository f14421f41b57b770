"""Whose keys count: `allowed_signers` and the list of revoked keys, as `ssh-keygen -Y verify` and Git read them.

ssh-keygen(1), "ALLOWED SIGNERS". govml differs where OpenSSH's reading would depend on the machine or say too much:
times without `Z` are in UTC, principals can't be patterns, and keys of certificate authorities are refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from govml.evidence.sshsig import KINDS, NAMESPACE, PublicKey, read_public_key, verify
from govml.model import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govml.evidence.dsse import Envelope

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
    message = envelope.signed_bytes()
    found: list[tuple[PublicKey | None, str]] = []
    for signature in envelope.signatures:
        try:
            found.append((verify(signature.sig, message), ""))
        except EvidenceError as error:
            found.append((None, str(error)))
    return tuple(found)


def read_signers(allowed: bytes, revoked: bytes, *, namespace: str = NAMESPACE) -> Signers:
    """The signers in the two files; `git` is the namespace of commits.

    Raises `EvidenceError`, its message beginning with the file's name and line.
    """
    found: dict[bytes, set[Principal]] = defaultdict(set)
    for line, text in _lines(allowed, ALLOWED):
        try:
            key, principals = _allowed_line(text, namespace)
        except EvidenceError as error:
            raise EvidenceError(f"{ALLOWED}:{line}: {error}", error.hint) from None
        found[key.blob].update(principals)
    revoked_keys = set()
    if revoked.startswith(b"SSHKRL"):
        message = f"{REVOKED}:1: is a key revocation list in binary form"
        raise EvidenceError(message, "list the revoked public keys instead, one a line")
    for line, text in _lines(revoked, REVOKED):
        try:
            revoked_keys.add(read_public_key(text).blob)
        except EvidenceError as error:
            raise EvidenceError(f"{REVOKED}:{line}: {error}", error.hint) from None
    return Signers({blob: tuple(sorted(names)) for blob, names in found.items() if names}, frozenset(revoked_keys))


_BARE: Final = r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+'
_KEY: Final = rf"(?:{'|'.join(map(re.escape, KINDS))})[ \t].*"
_ENTRY: Final = re.compile(rf'("[^"]*"|[^\s"]+)[ \t]+(?:({_BARE})[ \t]+)??({_KEY})')
_OPTION: Final = re.compile(r'([A-Za-z-]+)(?:="((?:[^"\\]|\\.)*)")?(?:,(?=.)|\Z)')
_TIME: Final = re.compile(r"(\d{8})(?:(\d{4})(\d{2})?)?Z?")
_HINT: Final = 'a line is `PRINCIPAL[,PRINCIPAL] [namespaces="govml"] ssh-ed25519 AAAA…`'


def _lines(data: bytes, name: str) -> Iterator[tuple[int, str]]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EvidenceError(f"{name}:{line}: is not UTF-8", "save the file as UTF-8") from None
    for number, entry in enumerate(text.split("\n"), start=1):
        bare = entry.strip(" \t\r")
        if bare and not bare.startswith("#"):
            yield number, bare


def _allowed_line(text: str, namespace: str) -> tuple[PublicKey, set[Principal]]:
    """The key of a line and whose it is in a namespace."""
    entry = _ENTRY.fullmatch(text)
    if entry is None:
        raise EvidenceError("is no entry of an allowed_signers file with a key of a type that is understood", _HINT)
    names = entry[1].strip('"').split(",")
    if "" in names or any(mark in name for name in names for mark in "*?!"):
        raise EvidenceError("a principal is empty or a pattern", "name each principal in full")
    options = _options(entry[2] or "")
    after, before = (_time(options.get(each, ""), each) for each in ("valid-after", "valid-before"))
    if after and before and before <= after:
        raise EvidenceError("valid-before is not later than valid-after", "correct one of the two")
    key = read_public_key(entry[3])
    if not _covers(options.get("namespaces", namespace), namespace):
        return key, set()
    return key, {Principal(name, after, before) for name in names}


def _options(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        option = _OPTION.match(text, at)
        name = option[1].lower() if option else ""
        if name == "cert-authority":
            raise EvidenceError("keys of certificate authorities are not supported", "list each signer's own key")
        if option is None or option[2] is None or name not in ("namespaces", "valid-after", "valid-before"):
            raise EvidenceError(f"{text[at : at + 80]!r} is no option that is understood", _HINT)
        if name in found:
            raise EvidenceError(f"the option {name} stands twice", "keep one of the two")
        found[name] = option[2].replace('\\"', '"')
        at = option.end()
    return found


def _time(text: str, option: str) -> str:
    """`YYYYMMDD[HHMM[SS]][Z]` as RFC 3339 in UTC."""
    if not text:
        return ""
    from datetime import UTC, datetime  # here, as few files have times and every check imports this module

    match = _TIME.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        digits = match[1] + (match[2] or "0000") + (match[3] or "00")
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        hint = f'write {option}="YYYYMMDD" or "YYYYMMDDHHMMSSZ"; times are in UTC'
        raise EvidenceError(f"{text[:40]!r} is no time", hint) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _covers(patterns: str, name: str) -> bool:
    """OpenSSH's match_pattern_list: `*` and `?` in patterns with commas between; one with `!` that matches refuses."""
    matched = False
    for pattern in patterns.split(","):
        bare = pattern.removeprefix("!")
        parts = (".*" if each == "*" else "." if each == "?" else re.escape(each) for each in re.sub(r"\*+", "*", bare))
        if re.fullmatch("".join(parts), name):
            if pattern.startswith("!"):
                return False
            matched = True
    return matched
