"""`govml evidence sign`: a signature on evidence that was made elsewhere, after a look at what it claims.

A machine that runs a project's code holds no key. Whoever does asks what it knows by itself: which commit was to be
trained, which model, in which repository and where. A key that signs whatever it is handed proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from govml.base.snapshot import BlobTooLargeError
from govml.base.urls import repository_url
from govml.base.worktree import read_plain, replace_file
from govml.evidence.bundle import read_bundle
from govml.evidence.dsse import PAYLOAD_TYPE, Envelope, envelope_json
from govml.evidence.evaluation import read_evaluation
from govml.evidence.signing import seal
from govml.evidence.sshsig import verify
from govml.evidence.statement import PROVENANCE, TEST_RESULT, Statement, read_statement
from govml.evidence.training import read_training
from govml.model import EvidenceError, GovmlError, RepositoryError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from govml.evidence.signing import Signer

MAX_BYTES: Final = 32 * 1024 * 1024
"""Largest bundle that is signed."""


class ClaimError(GovmlError):
    """Evidence says something else than it is asked to, or can't be signed at all."""

    exit_code: ClassVar[int] = 1


class Claims(NamedTuple):
    """What every statement has to say; what is empty isn't asked."""

    commit: str = ""
    tree: str = ""
    model: str = ""
    repository: str = ""
    """URL; credentials and a last `.git` or `/` don't matter."""
    builder: str = ""
    called: str = ""
    """Another name of that repository: what `parameters.repository` of the commit's config says."""


class SignedBundle(NamedTuple):
    """A bundle whose every envelope has a signature by the key now."""

    path: Path
    added: int
    """Envelopes that had none before."""
    envelopes: int


def sign(paths: Sequence[Path], signer: Signer, claims: Claims = Claims()) -> list[SignedBundle]:  # noqa: B008
    """Add a signature to each envelope of some bundles that has none by this key.

    All are read, and held against `claims`, before the first is written. Raises `ClaimError`, with path and line.
    """
    read = [(path, _read(path)) for path in paths]
    for path, envelopes in read:
        for line, envelope in enumerate(envelopes, start=1):
            try:
                _refuse_other(envelope, claims)
            except EvidenceError as error:
                raise ClaimError(f"{path}: envelope {line} {error}", error.hint) from None
    done = []
    for path, envelopes in read:
        sealed = [_sealed(envelope, signer) for envelope in envelopes]
        added = sum(before != after for before, after in zip(envelopes, sealed, strict=True))
        if added:
            _replace(path, b"".join(map(envelope_json, sealed)))
        done.append(SignedBundle(path, added, len(envelopes)))
    return done


def _refuse_other(envelope: Envelope, claims: Claims) -> None:
    """Raise `EvidenceError` for an envelope that this key should not be under."""
    if envelope.payload_type != PAYLOAD_TYPE:
        raise EvidenceError(f"holds no in-toto statement but {envelope.payload_type!r}")
    statement = read_statement(envelope.payload)
    for signature in envelope.signatures:
        verify(signature.sig, envelope.signed_bytes())
    if not any(claims):
        return
    wanted, said = _plain(claims), _plain(_said(statement))
    if said.repository == wanted.called:
        said = said._replace(repository=wanted.repository)
    for name, expected, found in zip(Claims._fields, wanted._replace(called=""), said, strict=True):
        if expected and found != expected:
            raise EvidenceError(f"says {name} {found!r}, not {expected!r}", "nothing was signed")


def _said(statement: Statement) -> Claims:
    if statement.predicate_type == PROVENANCE:
        run = read_training(statement)
        return Claims(run.commit, run.tree, run.model, run.repository, run.builder)
    if statement.predicate_type == TEST_RESULT:
        test = read_evaluation(statement)
        return Claims(test.commit, test.tree, test.model, test.repository, test.builder)
    raise EvidenceError(f"is a statement of type {statement.predicate_type}, which says none of it")


def _plain(claims: Claims) -> Claims:
    return claims._replace(repository=repository_url(claims.repository), called=repository_url(claims.called))


def _sealed(envelope: Envelope, signer: Signer) -> Envelope:
    if any(verify(each.sig, envelope.signed_bytes()) == signer.public for each in envelope.signatures):
        return envelope
    return envelope._replace(signatures=(*envelope.signatures, *seal(envelope.payload, signer).signatures))


def _read(path: Path) -> list[Envelope]:
    try:
        envelopes = read_bundle(read_plain(path, MAX_BYTES))
    except (BlobTooLargeError, EvidenceError) as error:
        raise ClaimError(f"{path}: {error}", error.hint) from None
    except RepositoryError as error:
        raise ClaimError(str(error), "name a bundle, *.intoto.jsonl") from None
    if not envelopes:
        raise ClaimError(f"{path} holds no evidence", "name a bundle, *.intoto.jsonl")
    return envelopes


def _replace(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        raise GovmlError(f"can't write {path}: {error.strerror}", "what was there before stays") from None
