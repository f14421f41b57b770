"""The files of a snapshot as records and digests. What can't be read is a finding, or a digest that isn't known."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from govml.base.git import BlobTooLargeError, blob_id
from govml.model import Finding, Location, MissingObjectError, RepositoryError
from govml.records.artifacts import MAX_HASHED, content_digests
from govml.records.files import FileResult, read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.base.entries import Entry
    from govml.base.git import Snapshot
    from govml.records.files import Limits
    from govml.records.kinds import Kind
    from govml.records.schema import Validator


class SnapshotFiles:
    """Reads the files of one snapshot within limits."""

    def __init__(self, snapshot: Snapshot, limits: Limits, validator: Validator) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._validator = validator
        self._digests: dict[Entry, dict[str, str]] = {}

    def read(self, entry: Entry, candidates: Sequence[Kind]) -> FileResult:
        """Records and findings of a file. Raises `PolicyError` for an unusable schema."""
        path, oid, _ = entry
        try:
            data = self._snapshot.read(entry, self._limits.blob_bytes)
        except BlobTooLargeError as error:
            return FileResult(oid, (), (Finding("size", "error", str(error), Location(path, oid)),))
        except MissingObjectError as error:
            finding = Finding("object", "error", str(error), Location(path, oid), remediation=error.hint)
            return FileResult(oid, (), (finding,))
        except RepositoryError as error:
            return FileResult(oid, (), (Finding("entry", "error", str(error), Location(path, oid)),))
        return read_file(path, oid, data, candidates, self._validator, self._limits)

    def content(self, entry: Entry) -> bytes | None:
        """The bytes of any file; None where it can't be read."""
        with contextlib.suppress(BlobTooLargeError, RepositoryError):
            return self._snapshot.read(entry, self._limits.blob_bytes)
        return None

    def digests(self, entry: Entry) -> dict[str, str]:
        """Digests of any file by algorithm, those that are known: of one that can't be read, none of its content."""
        if entry not in self._digests:
            found = {"gitBlob": entry.oid} if entry.oid else {}
            with contextlib.suppress(BlobTooLargeError, RepositoryError):
                data = self._snapshot.read(entry, MAX_HASHED)
                found = {"gitBlob": entry.oid or blob_id(data), **content_digests(data)}
            self._digests[entry] = found
        return self._digests[entry]
