"""A tree of files in memory, in which links are followed as in a real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from govml.base.git import blob_id
from govml.evidence.signers import NO_SIGNERS, Signers
from govml.records.artifacts import content_digests
from govml.records.files import Limits, read_file
from govml.records.index import Lookups, Record, Source, provided_keys
from govml.records.kinds import Kinds, load_kinds, shipped_schemas
from govml.records.links import record_defects
from govml.records.schema import Validator
from govml.records.subjects import Defect, Subject, SubjectKey, build, declared

KINDS: Kinds = load_kinds(shipped_schemas(), {}, {}, [])


class Asked(NamedTuple):
    """A subject and the keys that it looked up."""

    subject: Subject | None
    keys: frozenset[str]


class Tree:
    """Files by path, their records and the keys of these."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = {path: text.encode() for path, text in files.items()}
        self.records: list[Record] = []
        for path, data in sorted(self.files.items()):
            candidates = KINDS.candidates(path)
            if candidates:
                self.records += read_file(path, "", data, candidates, Validator(), Limits()).records

    def get(self, key: str) -> list[Record]:
        return [record for record in self.records if key in provided_keys(record)]

    def has(self, path: str) -> bool:
        return path in self.files

    def digests_at(self, path: str) -> dict[str, str]:
        data = self.files.get(path)
        return {} if data is None else {"gitBlob": blob_id(data), **content_digests(data)}

    def under(self, folder: str) -> list[str]:
        return sorted(path for path in self.files if path.startswith(folder + "/"))

    def content(self, path: str) -> bytes | None:
        return self.files.get(path)

    def signers(self) -> Signers:
        return NO_SIGNERS

    def reaches(self, commit: str) -> bool | None:
        return None

    def registered(self, model: str, version: str) -> Source | None:
        return None

    def subjects(self) -> dict[SubjectKey, Asked]:
        """Every subject that is declared, built."""
        found = {}
        for record in self.records:
            for key in declared(record, KINDS.by_name[record.kind].subject):
                lookups = Lookups(self)
                subject = build(key, record, lookups)
                found[key] = Asked(subject, frozenset(lookups.keys | {"path:" + key.path}))
        return found

    def subject(self, kind: str, name: str) -> Subject:
        """The one subject of a kind and name."""
        built = [asked.subject for key, asked in self.subjects().items() if (key.kind, key.name) == (kind, name)]
        there = [subject for subject in built if subject is not None]
        assert len(there) == 1, there
        return there[0]

    def touched(self, path: str) -> set[str]:
        """Keys that a file provides."""
        return {"path:" + path} | {
            key for record in self.records if record.path == path for key in provided_keys(record)
        }

    def link_defects(self) -> list[Defect]:
        """Defects of records that are no subjects."""
        return [defect for record in self.records for defect in record_defects(record, Lookups(self))]
