"""Ledgers for tests: honest ones by `append`, and dishonest ones written object by object."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from govml.base.git import Repository
from govml.evidence.dsse import Envelope
from govml.evidence.statement import Statement, Subject, statement_bytes
from govml.ledger.chain import BRANCH, Draft, Publisher, append
from govml.ledger.entries import Entry, Kind, commit_bytes, entry_bytes, read_entry
from govml.ledger.statements import APPROVAL, MEMBER, VERIFICATION
from tests.builders import Repo
from tests.evidence.keys import Key, make_key

REF = f"refs/heads/{BRANCH}"
REPORT = b'{"schema":"govml.promotion-report/v1"}'


@cache
def key() -> Key:
    """A key that signs what a test doesn't care about."""
    return make_key(Path(mkdtemp(prefix="govml-key-")))


def time(number: int) -> str:
    """The time of a number of minutes after 2026 began."""
    return f"2026-01-01T{number // 60:02}:{number % 60:02}:00Z"


def approval(number: int, at: str = "") -> Envelope:
    """A signed approval, another one for each number."""
    predicate = {"model": "credit-risk", "version": f"v{number}.0.0", "stage": "production", "at": at or time(number)}
    return _sealed(APPROVAL, {**predicate, "comment": ""})


def promotion(number: int, kind: Kind = "promotion", at: str = "") -> Envelope:
    """A signed promotion or rollback."""
    report = hashlib.sha256(REPORT).hexdigest()
    about = {"model": "credit-risk", "version": f"v{number}.0.0", "stage": "production", "report": {"sha256": report}}
    return _sealed(VERIFICATION, {"timeVerified": at or time(number), MEMBER: {"kind": kind, **about}})


def _sealed(kind: str, predicate: dict[str, object]) -> Envelope:
    statement = Statement((Subject("report", {"sha256": "0" * 64}),), kind, predicate)  # type: ignore[arg-type]
    return key().seal(statement_bytes(statement))


def draft(number: int, at: str = "") -> Draft:
    """An entry to add: every third is a promotion."""
    if number % 3 == 2:
        return Draft("promotion", promotion(number, at=at), at or time(number), REPORT)
    return Draft("approval", approval(number, at), at or time(number))


def fill(path: Path, count: int, first: int = 0) -> list[Entry]:
    """Add entries to the ledger of a repository."""
    return [add(path, draft(number)) for number in range(first, first + count)]


def add(path: Path, one: Draft, publish: Publisher | None = None) -> Entry:
    """Add an entry that is decided already."""
    return append(Repository.open(path), lambda _: one, publish=publish)


def bytes_of(number: int, previous: str, at: str = "") -> bytes:
    """The `entry.json` of an approval."""
    return entry_bytes(number, previous, at or time(number), "approval", approval(number, at))


def plant(
    repo: Repo,
    data: bytes,
    parents: Sequence[str],
    *,
    files: Sequence[tuple[str, str, bytes]] = (),
    commit: bytes = b"",
    ref: str = REF,
) -> str:
    """Put any bytes on the ledger's branch as an entry, with more `(mode, name, content)` in its tree; the commit's id.

    `commit` is what it says instead of what govml would write; `%TREE%` in it is the tree.
    """
    rows = [("100644", repo.blob(data), "entry.json")]
    rows += [(mode, repo.blob(content), name) for mode, name, content in files]
    tree = repo.tree(sorted(rows, key=lambda row: row[2]))
    if not commit:
        try:
            commit = commit_bytes(tree, parents[0] if parents else "", read_entry(data))
        except Exception:  # such bytes are no entry: any commit will do
            parent = f"parent {parents[0]}\n" if parents else ""
            who = "govml <govml@localhost> 1767225600 +0000"
            commit = f"tree {tree}\n{parent}author {who}\ncommitter {who}\n\napproval\n\nentry 0\n".encode()
    raw = commit.replace(b"%TREE%", tree.encode())
    oid = repo.git("hash-object", "-w", "-t", "commit", "--literally", "--stdin", stdin=raw)
    repo.git("update-ref", ref, oid)
    return oid


def digest(data: bytes) -> str:
    """What the next entry names."""
    return hashlib.sha256(data).hexdigest()
