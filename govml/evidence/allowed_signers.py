"""`allowed_signers` and the list of revoked keys, as `ssh-keygen -Y verify` and Git read them.

ssh-keygen(1), "ALLOWED SIGNERS". govml differs where OpenSSH's reading would depend on the machine or say too much:
times without `Z` are in UTC, principals can't be patterns, and keys of certificate authorities are refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from govml.evidence.signers import ALLOWED, REVOKED, Principal, Signers
from govml.evidence.sshsig import KINDS, NAMESPACE, PublicKey, read_public_key
from govml.model import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Iterator


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
