"""Lines of evidence with what they are worth: read, and every signature held against the signers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.evidence.bundle import bundle_lines
from govml.evidence.signers import Signed, Signers, signatures
from govml.named import NamedTuple
from govml.records.statements import UNKNOWN, Said, read_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Attestation(NamedTuple):
    """A line of evidence, and what it is worth."""

    path: str
    line: int
    said: Said
    signatures: tuple[Signed, ...]
    problem: str
    """Why it proves nothing, empty when every signature is by a key that is allowed."""


def read_evidence(path: str, data: bytes, signers: Signers, at: str) -> Iterator[Attestation]:
    """The evidence in a bundle; what is wrong with a line is said, never raised."""
    for number, value, problem in bundle_lines(data):
        said = Said(UNKNOWN, problem=problem) if problem else read_line(value)
        signed = signatures(said.envelope, signers) if said.envelope is not None else ()
        yield Attestation(path, number, said, signed, _problem(said, signed, at))


def _problem(said: Said, signed: Sequence[Signed], at: str) -> str:
    if said.problem:
        return said.problem
    if not signed:
        return "is not signed"
    finished = said.run.finished if said.run is not None else at
    return next(filter(None, (_refusal(each, finished, at) for each in signed)), "")


def _refusal(signed: Signed, finished: str, at: str) -> str:
    """Why a signature doesn't count, empty when it does."""
    if signed.problem:
        return f"has a signature that {signed.problem}"
    if signed.revoked:
        return f"is signed with the revoked key {signed.fingerprint}"
    if not signed.principals:
        return f"is signed with the key {signed.fingerprint}, which nobody allowed"
    if not any(each.valid_at(at) and each.valid_after <= finished for each in signed.principals):
        return f"is signed with the key {signed.fingerprint}, which is not valid at that time"
    return ""
