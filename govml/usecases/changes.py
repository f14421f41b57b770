"""What a change touches: the files that differ between two snapshots, and the subjects that look different for it.

Neither side is read whole. Changed files are read, and of the others those that a link leads to or that may link to
what changed: a file can only mean a path or a name that stands in its text or in its own path, so the text of cards and
manifests is searched before any of them is parsed.
"""

from __future__ import annotations

import contextlib
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from govml.base.entries import Entry
from govml.base.git import BlobTooLargeError
from govml.evidence.signers import NO_SIGNERS, Signers
from govml.model import Json, RepositoryError
from govml.named import NamedTuple
from govml.records.files import FileResult, Limits
from govml.records.index import (
    KINDS_OF,
    Lookups,
    Record,
    locked_outputs,
    mapping_of,
    provided_keys,
    text_of,
)
from govml.records.kinds import SUBJECTS
from govml.records.paths import folder_of
from govml.records.schema import Validator
from govml.records.subjects import SubjectKey, build, declared
from govml.usecases.changed_files import changed_files, moved_records
from govml.usecases.registered import Registrations
from govml.usecases.snapshot_files import SnapshotFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govml.base.git import Repository, Snapshot
    from govml.records.kinds import Kind, Kinds
    from govml.records.schema import Violation
    from govml.records.subjects import Subject
    from govml.usecases.registered import RegisteredTree

_FOLDERS: Final = {"card-in": 1, "describes-folder": 1, "dvc-in": 1, "results-of": 2}
"""Keys whose value is the folder of the record, or the one above it."""
_OF_EVIDENCE: Final = ("evidence", "evidence-for")
"""Keys that no subject is compared by: evidence is told as a file of its own."""
_WORD: Final = re.compile(r"[\w.+-]+")
"""A part of a path or name that YAML and JSON write as it is, or with a backslash, and between other characters."""
_WORDS: Final = re.compile(rb"[\w.+\x80-\xff-]+")
UNREADABLE: Final = frozenset({"syntax", "size", "object", "entry"})
"""Rules that find a file that can't be read."""


class FilePair(NamedTuple):
    """A file on both sides of a change."""

    old: str
    """Its path before; empty when it was added."""
    new: str
    """Its path now; empty when it was removed."""


class ChangedSubject(NamedTuple):
    """A model, data set or deployment that a change adds, removes, renames or touches, as policies see it."""

    kind: str
    name_before: str
    """Empty when there was none."""
    name_after: str
    """Empty when there is none any more."""
    before: dict[str, Json] | None
    """The policy input (`schemas/policy-input.schema.json`)."""
    after: dict[str, Json] | None


class Comparison:
    """Two snapshots of one repository, and what differs between them.

    `kinds` are tried in order: a file is a record if it is one to the first of them, or else to the next. Raises
    `MissingObjectError` where a tree is not in this clone.
    """

    def __init__(
        self, repository: Repository, before: Snapshot, after: Snapshot, kinds: Sequence[Kinds], limits: Limits
    ) -> None:
        self._shared = _Shared(repository, kinds, limits)
        self.before = Tree(before, self._shared)
        self.after = Tree(after, self._shared)

    @cached_property
    def files(self) -> list[FilePair]:
        """Files whose content or path differs, renames followed, by path."""
        before, after = self.before.snapshot, self.after.snapshot
        changes = changed_files(self._shared.repository, before, after).files
        limit = self._shared.limits.blob_bytes
        moved = moved_records(changes, before, after, self._shared.candidates, limit)
        found = [FilePair(change.path, change.path) for change in changes if change.old and not change.gone]
        old = set(moved.values())
        found += [FilePair(change.path, "") for change in changes if change.gone and change.path not in old]
        found += [FilePair(moved.get(each.path, ""), each.path) for each in changes if not each.gone and not each.old]
        return sorted(found, key=lambda pair: (pair.new or pair.old, pair.old))

    def subject_of(self, record: Record) -> str:
        """Kind of the subject that a record is of by itself; empty for none."""
        return self._shared.kind(record.kind).subject

    @cached_property
    def unreadable(self) -> list[tuple[FilePair, str, str]]:
        """Changed files that should hold records and can't be read, with the reason before and the reason now."""
        told = ((pair, self.before.problem(pair.old), self.after.problem(pair.new)) for pair in self.files)
        return [each for each in told if each[1] or each[2]]

    @cached_property
    def subjects(self) -> list[ChangedSubject]:
        """Subjects that the change touches, by kind and name; those of files that can't be read are left out."""
        touched = self._touched_keys()
        unreadable = {path for pair, *_ in self.unreadable for path in pair}
        keys = {
            *self.before.declared(pair.old for pair in self.files),
            *self.after.declared(pair.new for pair in self.files),
            *self.before.looking_up(touched),
            *self.after.looking_up(touched),
        }
        # What serves a model shows its weights, which only the model's card leads to.
        models = {"model:" + key.name for key in keys if key.kind == "model"}
        keys |= self.before.looking_up(models) | self.after.looking_up(models)
        known = sorted(key for key in keys if key.path not in unreadable)
        built = {key: (self.before.subject(key), self.after.subject(key)) for key in known}
        found: list[Pair] = [(old, new) for old, new in built.values() if old and new and old.input != new.input]
        found += paired(
            [old for old, new in built.values() if old and not new],
            [new for old, new in built.values() if new and not old],
            {pair.new: pair.old for pair in self.files if pair.old and pair.new},
        )
        return sorted((_changed(old, new) for old, new in found), key=_place)

    def _touched_keys(self) -> set[str]:
        """Keys of which the answer is, or may be, another one after the change."""
        touched: set[str] = set()
        locked: list[dict[str, dict[str, Json]]] = [{}, {}]
        for pair in self.files:
            for side, (tree, path) in enumerate(((self.before, pair.old), (self.after, pair.new))):
                if not path:
                    continue
                touched.add("path:" + path)
                for record in tree.result(path).records:
                    locked[side].update(locked_outputs(record) if record.kind == "dvc-lock" else ())
                    touched.update(key for key in provided_keys(record) if not key.startswith("locked:"))
        before, after = locked
        touched.update("locked:" + path for path in before | after if before.get(path) != after.get(path))
        return touched


Pair = tuple["Subject | None", "Subject | None"]
"""A subject before and after."""


def paired(removed: list[Subject], added: list[Subject], moved: dict[str, str]) -> list[Pair]:
    """Subjects that are on one side only: one in another place or under another name, or added or removed."""
    found: list[Pair] = []
    old_ones, new_ones = ({each.key: each for each in sorted(side, key=_key)} for side in (removed, added))
    same: tuple[Callable[[SubjectKey, SubjectKey], bool], ...] = (
        lambda old, new: old.name == new.name,
        lambda old, new: (old.path, old.number) == (new.path, new.number),
        lambda old, new: (old.path, old.number) == (moved.get(new.path), new.number),
    )
    for agree in same:
        for new in list(new_ones):
            old = next((old for old in old_ones if old.kind == new.kind and agree(old, new)), None)
            if old is not None:
                found.append((old_ones.pop(old), new_ones.pop(new)))
    return [*found, *((old, None) for old in old_ones.values()), *((None, new) for new in new_ones.values())]


def _key(subject: Subject) -> SubjectKey:
    return subject.key


def either(pair: Pair) -> Subject:
    """The subject as it is, or as it was when it is gone."""
    old, new = pair
    one = new or old
    assert one is not None
    return one


def _changed(old: Subject | None, new: Subject | None) -> ChangedSubject:
    one = either((old, new))
    return ChangedSubject(
        one.key.kind,
        old.key.name if old else "",
        new.key.name if new else "",
        old.input if old else None,
        new.input if new else None,
    )


def _place(subject: ChangedSubject) -> tuple[int, str, str]:
    record = mapping_of((subject.after or subject.before or {}).get("record"))
    return SUBJECTS.index(subject.kind), subject.name_after or subject.name_before, text_of(record.get("path"))


class _Lenient(Validator):
    """Finds nothing: what a record says is compared, and whether its schema likes it is for a check to say."""

    def validate(self, kind: Kind, value: Json) -> tuple[Violation, ...]:
        """No violations."""
        return ()


class _Shared:
    """What both sides have in common: most files, read once."""

    def __init__(self, repository: Repository, kinds: Sequence[Kinds], limits: Limits) -> None:
        self.repository = repository
        self.limits = limits
        self.validator = _Lenient()
        self.mentions = _Mentions()
        self.results: dict[Entry, FileResult] = {}
        self.kinds = kinds
        self._candidates: dict[str, tuple[Kind, ...]] = {}

    def candidates(self, path: str) -> tuple[Kind, ...]:
        """Record kinds that a file may be of."""
        if path not in self._candidates:
            found = (kinds.candidates(path) for kinds in self.kinds)
            self._candidates[path] = next((each for each in found if each), ())
        return self._candidates[path]

    def kind(self, name: str) -> Kind:
        """The record kind of a name."""
        return next(kinds.by_name[name] for kinds in self.kinds if name in kinds.by_name)


class _Mentions:
    """Which files may mean a path or a name, by the words in their text and path."""

    def __init__(self) -> None:
        self._files: list[Entry] = []
        self._known: set[Entry] = set()
        self._any: set[int] = set()
        self._by_word: dict[bytes, int | list[int]] = {}

    def add(self, entry: Entry, read: Callable[[Entry], bytes]) -> None:
        """Take in a file, once. One that can't be read, or has a backslash, may mean anything."""
        if entry in self._known:
            return
        number = len(self._files)
        self._known.add(entry)
        self._files.append(entry)
        data = b"\\"
        with contextlib.suppress(BlobTooLargeError, RepositoryError):
            data = read(entry)
        if b"\\" in data:
            self._any.add(number)
            return
        words = {*_WORDS.findall(data), *_WORDS.findall(entry.path.encode("utf-8", "surrogateescape"))}
        for word in {*words, *(word[:-4] for word in words if word.endswith(b".dvc"))}:
            known = self._by_word.setdefault(word, number)
            if isinstance(known, list):
                known.append(number)
            elif known != number:
                self._by_word[word] = [known, number]

    def find(self, values: Iterable[str]) -> set[Entry]:
        """The files of which text and path hold all parts of one of the paths or names."""
        found = set(self._any)
        for value in values:
            parts = [part.encode() for part in value.split("/") if _WORD.fullmatch(part)]
            if not parts:
                return set(self._files)
            numbers = [self._by_word.get(part, []) for part in parts]
            sets = sorted(({each} if isinstance(each, int) else set(each) for each in numbers), key=len)
            found |= set.intersection(*sets)
        return {self._files[number] for number in found}


class Tree:
    """A snapshot as a source of links (`govml.records.index.Judged`), of which only what is asked for is read."""

    def __init__(self, snapshot: Snapshot, shared: _Shared) -> None:
        self.snapshot = snapshot
        self.candidates = shared.candidates
        self._shared = shared
        self._searched: set[str] = set()
        self._found: dict[str, list[Record]] = {}
        self._files = SnapshotFiles(snapshot, shared.limits, shared.validator)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """All files by path."""
        return {entry.path: entry for entry in self.snapshot.under("")}

    # -- what a file holds ------------------------------------------------------------------------------------------

    def data(self, path: str) -> bytes:
        """Bytes of a file. Raises `BlobTooLargeError` above the limit on records, and as `Snapshot.read`."""
        return self._data(self.entries[path])

    def _data(self, entry: Entry) -> bytes:
        return self.snapshot.read(entry, self._shared.limits.blob_bytes)

    def result(self, path: str) -> FileResult:
        """Records of a file and what is wrong with it; what can't be read is a finding."""
        entry = self.entries.get(path)
        if entry is None or not self.candidates(path):
            return FileResult("", (), ())
        if entry not in self._shared.results:
            self._shared.results[entry] = self._files.read(entry, self.candidates(path))
        return self._shared.results[entry]

    def problem(self, path: str) -> str:
        """Why a file that should hold records can't be read; empty when it can."""
        return next((finding.message for finding in self.result(path).findings if finding.rule in UNREADABLE), "")

    # -- where links lead -------------------------------------------------------------------------------------------

    def get(self, key: str) -> list[Record]:
        """Records that provide a key, by path."""
        if key not in self._found:
            records = (record for path in self._providers(key) for record in self.result(path).records)
            found = [record for record in records if key in provided_keys(record)]
            self._found[key] = sorted(found, key=lambda record: (record.path, record.number))
        return self._found[key]

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        return path in self.entries

    def digests_at(self, path: str) -> dict[str, str]:
        """Digests of any file by algorithm, those that are known: `gitBlob`, and `sha256` and `md5` of the content."""
        return self._files.digests(self.entries[path]) if path in self.entries else {}

    def content(self, path: str) -> bytes | None:
        """The bytes of any file; None where there is none, or it can't be read."""
        return self._files.content(self.entries[path]) if path in self.entries else None

    def under(self, folder: str) -> list[str]:
        """Paths of the files in a folder and below it, sorted."""
        return sorted(path for path in self.entries if path.startswith(folder + "/"))

    def signers(self) -> Signers:
        """Nobody's signatures: a diff tells what is said, and doesn't judge it."""
        return NO_SIGNERS

    def reaches(self, commit: str) -> bool | None:
        """Not asked of a diff."""
        return None

    def registered(self, model: str, version: str) -> RegisteredTree | None:
        """The tree that a version of a model was registered at, by the tags; None when that isn't known."""
        return self._registrations.tree(model, version)

    @cached_property
    def _registrations(self) -> Registrations:
        def read(path: str, oid: str, mode: int) -> FileResult:
            return self._files.read(Entry(path, oid, mode), self.candidates(path))

        return Registrations(self._shared.repository, self._shared.kinds[0], NO_SIGNERS, read, self._files.digests)

    def _providers(self, key: str) -> Iterator[str]:
        """Files that may hold a record which provides a key."""
        prefix, _, value = key.partition(":")
        if prefix == "path":
            yield value
        elif prefix in _OF_EVIDENCE:
            return
        elif prefix == "name":
            kind, _, name = value.partition(":")
            yield from self._mentioning({name}, {kind})
        elif prefix in _FOLDERS:
            for path in self._of_kinds(KINDS_OF[prefix]):
                if value == _folder(path, _FOLDERS[prefix]):
                    yield path
        else:
            yield from self._mentioning({value}, KINDS_OF[prefix])

    def _mentioning(self, values: Iterable[str], kinds: Iterable[str]) -> list[str]:
        """Files of some kinds that may mean one of some paths or names."""
        wanted = set(kinds)
        for path in self._of_kinds(wanted - self._searched):
            self._shared.mentions.add(self.entries[path], self._data)
        self._searched |= wanted
        found = {entry.path for entry in self._shared.mentions.find(values) if self.entries.get(entry.path) == entry}
        return sorted(path for path in found if any(kind.name in wanted for kind in self.candidates(path)))

    def _of_kinds(self, kinds: Iterable[str]) -> list[str]:
        return sorted({path for kind in kinds for path in self._by_kind.get(kind, ())})

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.entries:
            for kind in self.candidates(path):
                found.setdefault(kind.name, []).append(path)
        return found

    # -- subjects ---------------------------------------------------------------------------------------------------

    def subject(self, key: SubjectKey) -> Subject | None:
        """The policy input of a subject; None when nothing declares it."""
        return next((build(key, r, Lookups(self)) for r, found in self._declared(key.path) if found == key), None)

    def declared(self, paths: Iterable[str]) -> set[SubjectKey]:
        """Subjects that the records of some files declare."""
        return {key for path in paths for _, key in self._declared(path)}

    def looking_up(self, keys: set[str]) -> set[SubjectKey]:
        """Subjects that look up one of the keys when they are built."""
        values: set[str] = set()
        folders: set[str] = set()
        for key in keys:
            prefix, _, value = key.partition(":")
            if prefix in ("dvc-in", "results-of"):
                folders.add(value)
            elif prefix == "uses":
                folders.add(folder_of(value))
            if prefix != "name":  # looked up only to tell of two records of one name
                values.add(value.removesuffix(".dvc"))
        kinds = [name for name in self._by_kind if self._shared.kind(name).subject or name in KINDS_OF["artifact"]]
        near = (path for path in self._of_kinds(kinds) if folder_of(path) in folders)
        found = set()
        for path in {*near, *self._mentioning(values, kinds)}:
            for record, subject in self._declared(path):
                lookups = Lookups(self)
                build(subject, record, lookups)
                if lookups.keys & keys:
                    found.add(subject)
        return found

    def _declared(self, path: str) -> Iterator[tuple[Record, SubjectKey]]:
        for record in self.result(path).records:
            for key in declared(record, self._shared.kind(record.kind).subject):
                yield record, key


def _folder(path: str, levels: int) -> str:
    return folder_of(path) if levels == 1 else folder_of(folder_of(path))
