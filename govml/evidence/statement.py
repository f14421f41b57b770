"""in-toto Statement v1: what is said (the predicate) about which artifacts (the subjects).

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, resource_descriptor.md and digest_set.md.
Artifacts are matched by digest only; names are for people.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from govml.base.canonical import canonical
from govml.base.document import parse
from govml.model import EvidenceError, Json
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

STATEMENT: Final = "https://in-toto.io/Statement/v1"
PROVENANCE: Final = "https://slsa.dev/provenance/v1"
TEST_RESULT: Final = "https://in-toto.io/attestation/test-result/v0.1"
TRAIN: Final = "https://govml.dev/train/v1"
"""buildType of govml's training runs."""

_HEX: Final = re.compile(r"[0-9a-f]+")
_LENGTH: Final = {"md5": 32, "sha1": 40, "gitCommit": 40, "gitTree": 40, "gitBlob": 40, "gitTag": 40, "sha256": 64}
"""Hex digits of the digests that govml compares. Git's ids may also be of SHA-256, with 64."""


class Subject(NamedTuple):
    """An artifact that a statement is about."""

    name: str
    """For people; matching is by digest."""
    digest: dict[str, str]
    """Hex by algorithm; `.dir` ends the `md5` that DVC has of a folder."""


class Statement(NamedTuple):
    """A claim about artifacts; who makes it is not in it but in the envelope's signatures."""

    subjects: tuple[Subject, ...]
    predicate_type: str
    predicate: dict[str, Json]


def statement_bytes(statement: Statement) -> bytes:
    """A statement as the payload of an envelope, in RFC 8785 form. Raises `EvidenceError` where it has none."""
    subjects: list[Json] = [{"name": name, "digest": {**digest}} for name, digest in statement.subjects]
    try:
        return canonical(
            {
                "_type": STATEMENT,
                "subject": subjects,
                "predicateType": statement.predicate_type,
                "predicate": statement.predicate,
            }
        )
    except ValueError as error:
        raise EvidenceError(f"the statement can't be written as JSON: {error}", "RFC 8785 has no form for it") from None


def read_statement(payload: bytes) -> Statement:
    """The statement in a payload. Unknown members are ignored; raises `EvidenceError` with what is wrong.

    A payload with a key twice in one object is refused: readers would differ in what it says.
    """
    parsed = parse(payload, "json")
    if parsed.problems:
        raise EvidenceError(f"the payload {parsed.problems[0].message}", parsed.problems[0].hint)
    value = parsed.documents[0].value
    if not isinstance(value, dict) or value.get("_type") != STATEMENT:
        raise EvidenceError(f"the payload is no in-toto statement: _type has to be {STATEMENT}", _HINT)
    subjects, kind, predicate = value.get("subject"), value.get("predicateType"), value.get("predicate", {})
    if not isinstance(subjects, list) or not subjects:
        raise EvidenceError("the statement has no subject", _HINT)
    if not isinstance(kind, str) or not kind:
        raise EvidenceError("the statement has no predicateType", _HINT)
    if not isinstance(predicate, dict):
        raise EvidenceError("the statement's predicate is not an object", _HINT)
    return Statement(tuple(_subject(each, number) for number, each in enumerate(subjects)), kind, predicate)


def same(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two digest sets are of one artifact (digest_set.md): an algorithm in common, and none that differs."""
    common = a.keys() & b.keys()
    return bool(common) and all(a[name] == b[name] for name in common)


def read_digest(value: Json, place: str) -> dict[str, str]:
    """The digest set of what is at a `place`. Raises `EvidenceError` for an empty set and for what is no hex.

    Digests of algorithms that are not compared here may have any form.
    """
    if not isinstance(value, dict) or not value:
        raise EvidenceError(f"{place} has no digest", "every artifact is named by its digest")
    found = {}
    for name, text in value.items():
        if not isinstance(text, str) or not text:
            raise EvidenceError(f"{place}.digest.{name} is not a text", "write it in hex")
        if not _is_digest(name, text):
            hint = f"{name} has {_LENGTH[name]} lower-case hex digits"
            raise EvidenceError(f"{place}.digest.{name} is no digest of that kind", hint)
        found[name] = text
    return found


@lru_cache(maxsize=4096)
def _is_digest(name: str, text: str) -> bool:
    """Whether a text can be a digest of an algorithm. A ledger names the same ones again and again."""
    digits = _LENGTH.get(name)
    lengths = (digits, 64) if digits and name.startswith("git") else (digits,)
    plain = text.removesuffix(".dir") if name == "md5" else text
    return not digits or (_HEX.fullmatch(plain) is not None and len(plain) in lengths)


_HINT: Final = "an in-toto Statement v1 has _type, subject, predicateType and predicate; docs/evidence.md shows one"


def _subject(value: Json, number: int) -> Subject:
    place = f"subject[{number}]"
    if not isinstance(value, dict):
        raise EvidenceError(f"{place} is not an object", _HINT)
    name = value.get("name", "")
    if not isinstance(name, str):
        raise EvidenceError(f"{place}.name is not a text", _HINT)
    return Subject(name, read_digest(value.get("digest"), place))
