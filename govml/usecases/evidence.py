"""`govml evidence list`, `verify` and `export`: what evidence says, whose signature it bears, and how to check that."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from govml.base.snapshot import BlobTooLargeError
from govml.base.worktree import read_plain
from govml.evidence.allowed_signers import read_signers
from govml.evidence.bundle import SUFFIX, read_bundle
from govml.evidence.signers import ALLOWED, REVOKED, Signed, Signers, signatures
from govml.evidence.sshsig import NAMESPACE, PublicKey, armored
from govml.model import EvidenceError, GovmlError, RepositoryError, UsageError
from govml.named import NamedTuple
from govml.records.attestations import Attestation, read_evidence
from govml.records.statements import UNKNOWN, Said
from govml.usecases.check import take_snapshot
from govml.usecases.judge import load_config, load_signers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govml.base.git import Repository

MAX_BYTES: Final = 32 * 1024 * 1024
"""Largest file that is read from disk."""
PAYLOAD, ENCODED, SIGNATURE = "payload.json", "payload.pae", "signature.sig"


class NoEvidenceError(GovmlError):
    """There is no evidence where it was looked for."""

    exit_code: ClassVar[int] = 3


class Trust(NamedTuple):
    """Whose signatures count."""

    signers: Signers
    source: str
    """Where that is written, for people."""
    own: bool
    """Whether what is judged says so itself."""
    files: dict[str, bytes]
    """`allowed_signers` and `revoked_signers`, those that there are."""


def trust_of(repository: Repository, policy_rev: str, rev: str = "") -> Trust:
    """The signers of a trusted commit; without one those of what is judged. Raises `PolicyError`, `UsageError`."""
    snapshot = take_snapshot(repository, policy_rev or rev, False)
    signers, files = load_signers(snapshot, load_config(snapshot))
    where = "the work tree" if snapshot.source == "worktree" else f"commit {snapshot.commit[:12]}"
    return Trust(signers, where, not policy_rev, files)


def trust_in(allowed: Path, revoked: Path | None) -> Trust:
    """The signers in files. Raises `UsageError`."""
    files = {ALLOWED: _read(allowed)} | ({REVOKED: _read(revoked)} if revoked else {})
    try:
        signers = read_signers(files[ALLOWED], files.get(REVOKED, b""))
    except EvidenceError as error:
        raise UsageError(str(error), error.hint) from None
    return Trust(signers, str(allowed), False, files)


class Doubt(NamedTuple):
    """Why what a key signs would not count."""

    what: str
    hint: str


def doubt_about(repository: Repository, key: PublicKey) -> Doubt | None:
    """What the signers of the work tree hold against a key; None where they know it. Raises `PolicyError`."""
    snapshot = take_snapshot(repository, "", False)
    config = load_config(snapshot)
    signers, _ = load_signers(snapshot, config)
    if signers.revoked(key):
        return Doubt(f"{config.evidence.revoked_signers} has the key {key.fingerprint}", "sign with another one")
    if not signers.principals(key):
        path = config.evidence.allowed_signers
        what = f"{path} doesn't have the key {key.fingerprint}: no rule accepts what it signs"
        return Doubt(what, f'add to {path}: NAME namespaces="{NAMESPACE}" {key.line}')
    return None


def list_evidence(repository: Repository, trust: Trust, at: str, rev: str = "", model: str = "") -> list[Attestation]:
    """All evidence of the work tree or of a commit, by path and line; with `model` what claims to be about it.

    Raises `NoEvidenceError` for a model without any.
    """
    snapshot = take_snapshot(repository, rev, False)
    limit = load_config(snapshot).limits.blob_bytes
    found: list[Attestation] = []
    for entry in snapshot.under(""):
        if entry.path.endswith(SUFFIX):
            try:
                found += read_evidence(entry.path, snapshot.read(entry, limit), trust.signers, at)
            except GovmlError as error:
                found.append(Attestation(entry.path, 0, Said(UNKNOWN), (), str(error)))
    if not model:
        return found
    about = [each for each in found if each.said.model == model]
    if not about:
        raise NoEvidenceError(f"there is no evidence about the model {model!r}", "`govml evidence list` lists all")
    return about


def verify_files(paths: Sequence[Path], trust: Trust, at: str) -> list[Attestation]:
    """The evidence in files, and in the bundles of folders. Raises `UsageError`, and `NoEvidenceError` for none."""
    found = [each for path in _bundles(paths) for each in read_evidence(str(path), _read(path), trust.signers, at)]
    if not found:
        raise NoEvidenceError("there is no evidence in these files", f"name bundles, as *{SUFFIX}")
    return found


def export(path: Path, folder: Path, trust: Trust, line: int | None = None) -> list[str]:
    """Write what `ssh-keygen` needs to verify an envelope, in a new folder; returns a command for each signature.

    Raises `UsageError` for a file with several envelopes of which none is chosen, and for a folder that isn't empty.
    """
    try:
        envelopes = read_bundle(_read(path))
    except EvidenceError as error:
        raise UsageError(f"{path}: {error}", error.hint) from None
    if line is None and len(envelopes) != 1:
        raise UsageError(f"{path} holds {len(envelopes)} envelopes", "choose one with --line, from 1")
    if line is not None and not 0 < line <= len(envelopes):
        raise UsageError(f"{path} has no envelope {line}; it holds {len(envelopes)}", "count from 1")
    envelope = envelopes[(line or 1) - 1]
    files = {PAYLOAD: envelope.payload, ENCODED: envelope.signed_bytes(), **trust.files}
    commands = []
    for number, signature in enumerate(envelope.signatures, start=1):
        name = SIGNATURE if number == 1 else f"signature-{number}.sig"
        files[name] = armored(signature.sig).encode()
        (signed,) = signatures(envelope._replace(signatures=(signature,)), trust.signers)
        commands.append(_command(name, signed, files))
    _write_folder(folder, files)
    return commands


def _command(name: str, signed: Signed, files: dict[str, bytes]) -> str:
    """What verifies a signature in the exported folder; that it is one at all where nobody is known to hold its key."""
    common = f"-n {NAMESPACE} -s {name} < {ENCODED}"
    if not signed.principals:
        return f"ssh-keygen -Y check-novalidate {common}"
    revoked = f"-r {REVOKED} " if files.get(REVOKED) else ""
    return f"TZ=UTC ssh-keygen -Y verify -f {ALLOWED} {revoked}-I {shlex.quote(signed.principals[0].name)} {common}"


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """All of it or nothing."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already", "name a folder that is new or empty")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as temporary:
            ready = Path(temporary, "ready")
            ready.mkdir()
            for name, data in files.items():
                (ready / name).write_bytes(data)
            os.replace(ready, folder)
    except OSError as error:
        raise UsageError(f"can't write {folder}: {error.strerror}", "name another folder") from None


def _bundles(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob(f"*{SUFFIX}") if each.is_file())
        else:
            yield path


def _read(path: Path) -> bytes:
    try:
        return read_plain(path, MAX_BYTES, follow=True)
    except BlobTooLargeError as error:
        raise UsageError(f"{path}: {error}", "name a bundle of evidence") from None
    except RepositoryError as error:
        raise UsageError(str(error), "name a file that is there") from None
