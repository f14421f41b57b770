"""Judging a tree: every record read once, every subject asked once, and only what a change touches judged again.

A `Judgement` starts empty, or from the stored judgement of an earlier tree, and `advance`s by the files that changed.
What a file holds depends on its bytes alone; what is found about a subject depends on the keys it looked up
(`govml.records.index`). So after a change, the files of changed paths are read and the subjects that looked up a
changed key are judged; all else still holds. A judgement from nothing is the case in which every file changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from govml.base.document import parse_pointer
from govml.base.entries import Entry
from govml.model import Finding, GovmlError, Json, Location
from govml.named import NamedTuple
from govml.policy.needs import had
from govml.policy.tiers import ANY, tier_of
from govml.records.anchors import Anchors
from govml.records.files import FileResult, Limits, located
from govml.records.index import NOT_OF_THE_TREE, Lookups, Record, provided_keys
from govml.records.kinds import SUBJECTS
from govml.records.links import LINKED, record_defects
from govml.records.paths import folders_of
from govml.records.subjects import Subject, SubjectKey, build, declared
from govml.usecases.snapshot_files import SnapshotFiles

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from govml.base.git import Change, Repository, Snapshot
    from govml.evidence.signers import Signers
    from govml.policy.engine import Engine, Violation
    from govml.records.kinds import Kind, Kinds
    from govml.records.schema import Validator
    from govml.usecases.registered import RegisteredTree, Registrations

DOCUMENT: Final = "document"
"""Kind of the subjects that are a record as it stands, for policies about a record kind or about every record."""
PARALLEL_FROM: Final = 300
"""Files or subjects from which on several processes are worth their start."""
CHUNK: Final = 20
"""Files or subjects that a process answers for at once."""

Progress = Callable[[str, int, int], None]
"""Told what is done (`read`, `judged`), how much of it, and of how much."""
J = TypeVar("J")
R = TypeVar("R")


class StaleError(GovmlError):
    """A stored judgement doesn't hold any more; what it stood for is to be judged anew."""


class Due(NamedTuple):
    """A finding that holds from a day on."""

    since: str
    """`YYYY-MM-DD`, empty for at once."""
    finding: Finding


class SubjectResult(NamedTuple):
    """What was found about a subject, and what that rests on."""

    keys: frozenset[str]
    """Keys that it looked up; none when nobody will remember."""
    findings: tuple[Due, ...]
    tier: str
    """Risk tier of the subject; empty for a declaration that a card speaks for, which is no subject."""
    had: str = ""
    """What decides which rules had anything to judge, as `govml.policy.needs` tells it."""


class Asker(NamedTuple):
    """Whom to ask, and how: an engine for each process, and what it is asked besides the subject."""

    open_engine: Callable[[Json | None], Engine]
    """Opens an engine, given every record's document by kind and name when a policy reads them."""
    at: str
    """Date that policies see as `input.at`, empty when none reads it."""
    reads_records: bool
    asked: frozenset[str]
    """Subject and record kinds that at least one policy is about."""
    steps: frozenset[str]
    """Rules that others come after."""
    processes: int
    supervised: bool
    """Whether policies may be endless, so that they must run where they can be stopped."""
    progress: Progress
    remembers: bool = True
    """Whether the judgement is to be stored, so that what each result rests on must be known."""


class Stored(Protocol):
    """A judgement of another tree, kept between runs."""

    def reopen(self) -> None:
        """Prepare for use in a forked process."""

    def providers(self, key: str) -> list[str]:
        """Paths of the files that hold a record which provides a key."""

    def keys_of(self, path: str) -> list[int]:
        """Hashes of the keys that the records of a file provide."""

    def dependents(self, hashes: Iterable[int]) -> list[SubjectKey]:
        """Subjects that looked up one of the keys."""

    def declared_in(self, path: str) -> list[SubjectKey]:
        """Subjects that the records of a file declare."""

    def file(self, path: str) -> tuple[str, int] | None:
        """Blob and mode of a file that holds records, None when there is none at the path."""


class Judgement:
    """Files and subjects that were judged in this run, on top of a stored judgement."""

    def __init__(
        self,
        repository: Repository,
        snapshot: Snapshot,
        kinds: Kinds,
        validator: Validator,
        limits: Limits,
        signers: Signers,
        asker: Asker,
        stored: Stored | None = None,
    ) -> None:
        self.files: dict[str, FileResult] = {}
        """Results of the files that changed; a file that is gone, or holds no record, has none inside."""
        self.subjects: dict[SubjectKey, SubjectResult | None] = {}
        """Results of the subjects that were judged; None for one that is gone."""
        self._repository = repository
        self._snapshot = snapshot
        self._kinds = kinds
        self._reader = SnapshotFiles(snapshot, limits, validator)
        self._limits = limits
        self._signers = signers
        self._asker = asker
        self._stored = stored
        self._blobs: dict[str, str] | None = None
        self._engine: Engine | None = None
        self._loaded: dict[str, FileResult] = {}
        self._registrations: Registrations | None = None
        self._by_key: dict[str, list[Record]] = {}
        self._by_place: dict[tuple[str, int], Record] = {}

    # -- what changes -----------------------------------------------------------------------------------------------

    def advance(self, changes: Sequence[Change], everything: bool) -> None:
        """Judge what the changes touch. `everything`: the changes are all files of the tree.

        Raises `EngineError` or `PolicyError` when that can't be done.
        """
        if everything:
            self._blobs = {change.path: change.new for change in changes if change.mode}
        touched = {"path:" + change.path for change in changes}
        touched |= {"under:" + folder for change in changes for folder in folders_of(change.path)}
        affected: dict[SubjectKey, None] = {}
        self._take_in(changes, touched, affected)
        if self._stored is not None:
            hashes = {key_hash(key) for key in (*touched, *NOT_OF_THE_TREE)}
            for change in changes:
                hashes.update(self._stored.keys_of(change.path))
            affected.update(dict.fromkeys(self._stored.dependents(hashes)))
        self.judge(list(affected))

    def judge(self, keys: Sequence[SubjectKey]) -> None:
        """Ask the policies about these subjects. Raises as `advance`."""
        describe = "{0.kind} {0.name!r} ({0.path})".format
        results = self._spread(self._result, keys, describe, supervised=self._asker.supervised)
        try:
            for done, (subject, judged) in enumerate(zip(keys, results, strict=True), 1):
                self.subjects[subject] = judged
                self._asker.progress("judged", done, len(keys))
        finally:
            self.close()

    def load(self, changes: Sequence[Change]) -> None:
        """Read all files of a tree without asking any policy, to look at subjects."""
        self._blobs = {change.path: change.new for change in changes if change.mode}
        self._take_in(changes, set(), {})

    def documents_at(self, paths: Container[str]) -> Iterator[SubjectKey]:
        """The records at some paths, as policies about records and links see them."""
        for record in self._by_place.values():
            if record.path in paths and self._asks_of_record(record):
                yield SubjectKey(DOCUMENT, record.name, record.path, record.number)

    def declared(self) -> Iterator[SubjectKey]:
        """What the records that were read declare as subjects."""
        for record in self._by_place.values():
            yield from declared(record, self._kinds.by_name[record.kind].subject)

    def _take_in(self, changes: Sequence[Change], touched: set[str], affected: dict[SubjectKey, None]) -> None:
        """Read the changed files; add the keys that they provide to `touched` and their subjects to `affected`."""
        jobs: list[tuple[Change, tuple[Kind, ...]]] = []
        for change in changes:
            candidates = self._kinds.candidates(change.path) if change.mode else ()
            if candidates or self._stored is not None:
                self._forget(change.path, affected)
            if candidates:
                jobs.append((change, candidates))
        read = self._spread(
            lambda job: self._read(job[0].path, job[0].new, job[0].mode, job[1]),
            jobs,
            lambda job: job[0].path,
            supervised=False,
        )
        for done, ((change, _), result) in enumerate(zip(jobs, read, strict=True), 1):
            self._asker.progress("read", done, len(jobs))
            self.files[change.path] = result
            for record in result.records:
                self._by_place[record.path, record.number] = record
                for key in provided_keys(record):
                    self._by_key.setdefault(key, []).append(record)
                    touched.add(key)
                affected.update(dict.fromkeys(declared(record, self._kinds.by_name[record.kind].subject)))
                if self._asks_of_record(record):
                    affected[SubjectKey(DOCUMENT, record.name, record.path, record.number)] = None

    def _spread(
        self, work: Callable[[J], R], jobs: Sequence[J], describe: Callable[[J], str], *, supervised: bool
    ) -> Iterator[R]:
        """`work` for each job: here, or in several processes when there are many, or where it can be stopped."""
        many = self._asker.processes > 1 and len(jobs) >= PARALLEL_FROM
        if not jobs or not (many or supervised):
            return map(work, jobs)
        from govml.policy.workers import supervise

        size = 1 if supervised else CHUNK
        chunks = [jobs[start : start + size] for start in range(0, len(jobs), size)]
        results = supervise(
            lambda chunk: [work(job) for job in chunk],
            chunks,
            self._asker.processes if many else 1,
            self._limits.policy_seconds * size,
            lambda chunk: describe(chunk[0]),
            self._stored.reopen if self._stored is not None else lambda: None,
        )
        return (result for chunk in results for result in chunk)

    def _forget(self, path: str, affected: dict[SubjectKey, None]) -> None:
        self.files[path] = FileResult("", (), ())
        if self._stored is not None:
            affected.update(dict.fromkeys(self._stored.declared_in(path)))

    def _asks_of_record(self, record: Record) -> bool:
        asked = self._asker.asked
        return DOCUMENT in asked or record.kind in LINKED or (record.kind in asked and record.kind not in SUBJECTS)

    def _read(self, path: str, oid: str, mode: int, candidates: tuple[Kind, ...] = ()) -> FileResult:
        return self._reader.read(Entry(path, oid, mode), candidates or self._kinds.candidates(path))

    # -- what is looked up ------------------------------------------------------------------------------------------

    def get(self, key: str) -> list[Record]:
        """Records that provide a key, of this run or of the stored judgement."""
        found = list(self._by_key.get(key, ()))
        if self._stored is not None:
            for path in self._stored.providers(key):
                if path not in self.files:
                    found += [r for r in self._load(path).records if key in provided_keys(r)]
        return sorted(found, key=lambda record: (record.path, record.number)) if len(found) > 1 else found

    def has(self, path: str) -> bool:
        """Whether there is a file at a path of the snapshot."""
        return self._entry(path) is not None

    def digests_at(self, path: str) -> dict[str, str]:
        """Digests of any file of the snapshot by algorithm; none that needs the content when that can't be read."""
        entry = self._entry(path)
        return self._reader.digests(entry) if entry is not None else {}

    def under(self, folder: str) -> list[str]:
        """Paths of the files in a folder and below it, sorted."""
        if self._blobs is None:
            return [entry.path for entry in self._snapshot.under(folder)]
        return sorted(path for path in self._blobs if path.startswith(folder + "/"))

    def content(self, path: str) -> bytes | None:
        """The bytes of any file of the snapshot; None where there is none, or it can't be read."""
        entry = self._entry(path)
        return self._reader.content(entry) if entry is not None else None

    def signers(self) -> Signers:
        """Whose signatures count."""
        return self._signers

    def reaches(self, commit: str) -> bool | None:
        """Whether a commit is the judged one, or that of HEAD for index and work tree, or is before it."""
        return self._repository.reaches(self._snapshot.commit, commit)

    def registered(self, model: str, version: str) -> RegisteredTree | None:
        """The tree that a version of a model was registered at, by the tags; None when that isn't known."""
        return self.registrations().tree(model, version)

    def registrations(self) -> Registrations:
        """What the tags of the clone say."""
        if self._registrations is None:
            from govml.usecases.registered import Registrations

            read, digests = self._read, self._reader.digests
            self._registrations = Registrations(self._repository, self._kinds, self._signers, read, digests)
        return self._registrations

    def _entry(self, path: str) -> Entry | None:
        if self._blobs is None:
            return self._snapshot.entry(path)
        return Entry(path, self._blobs[path], 0o100644) if path in self._blobs else None

    def _load(self, path: str) -> FileResult:
        if path not in self._loaded:
            assert self._stored is not None
            known = self._stored.file(path)
            result = self._read(path, *known) if known is not None else FileResult("", (), ())
            if any(finding.rule in ("object", "entry") for finding in result.findings):
                raise StaleError(f"{path} was judged before and can't be read now")
            self._loaded[path] = result
        return self._loaded[path]

    def _record(self, key: SubjectKey) -> Record | None:
        if self._stored is None or key.path in self.files:
            return self._by_place.get((key.path, key.number))
        return next((record for record in self._load(key.path).records if record.number == key.number), None)

    # -- what is asked ----------------------------------------------------------------------------------------------

    def subject(self, key: SubjectKey) -> Subject | None:
        """The policy input of a subject; None when nothing declares it (any more)."""
        record = self._record(key)
        if record is None:
            return None
        kind = self._kinds.by_name[record.kind]
        if key not in set(declared(record, kind.subject)):
            return None
        return build(key, record, Lookups(self))

    def _result(self, key: SubjectKey) -> SubjectResult | None:
        record = self._record(key)
        if record is None:
            return None
        if key.kind == DOCUMENT and key.name != record.name:  # the record was renamed
            return None
        if key.kind == DOCUMENT:
            return self._document_result(key, record)
        if key not in set(declared(record, self._kinds.by_name[record.kind].subject)):
            return None
        lookups = Lookups(self)
        lookups.keys.add("path:" + key.path)
        subject = build(key, record, lookups)
        keys = frozenset(lookups.keys) if self._asker.remembers else frozenset()
        if subject is None:
            return SubjectResult(keys, (), "")
        places = [(d.record, d.pointer, "link", d.level, d.message, d.hint, "") for d in subject.defects]
        stopped: set[str] = set()
        if key.kind in self._asker.asked:
            value = {**subject.input, "at": self._asker.at} if self._asker.at else subject.input
            for violation in self.engine().evaluate(key.kind, value):
                if violation.rule in self._asker.steps and not violation.since:
                    stopped.add(violation.rule)
                record, pointer = subject.place(parse_pointer(violation.pointer or ""))
                places.append(
                    (record, pointer, violation.rule, violation.level, violation.message, violation.remediation,
                     violation.since)
                )  # fmt: skip
        found = tuple(self._located(places, key.told))
        words = had(key.kind, subject.input, stopped)
        return SubjectResult(keys, found, tier_of(key.kind, subject.input), words)

    def _document_result(self, key: SubjectKey, record: Record) -> SubjectResult:
        """The links of the record itself, and policies that have the document as their input."""
        lookups = Lookups(self)
        lookups.keys.add("path:" + key.path)
        defects = record_defects(record, lookups)
        places = [(d.record, d.pointer, "link", str(d.level), d.message, d.hint, "") for d in defects]
        for subject in (DOCUMENT, record.kind):
            if subject in self._asker.asked and subject not in SUBJECTS:
                for v in self.engine().evaluate(subject, record.value):
                    pointer = parse_pointer(v.pointer or "")
                    places.append((record, pointer, v.rule, v.level, v.message, v.remediation, v.since))
        found = self._located(places, f"{record.kind} {record.name}")
        return SubjectResult(frozenset(lookups.keys), tuple(found), ANY)

    def ask(self, kind: str, value: dict[str, Json]) -> list[Violation]:
        """What the policies of a kind say about an input that is of no record. Raises `EngineError`."""

        def evaluate(one: dict[str, Json]) -> list[Violation]:
            return self.engine().evaluate(kind, one)

        try:
            [found] = self._spread(evaluate, [value], lambda _: f"the {kind}", supervised=self._asker.supervised)
            return found
        finally:
            self.close()

    def locate(self, record: Record, pointer: tuple[str, ...]) -> tuple[Location, str]:
        """Where a place of a record is, and its source line."""
        syntax = self._kinds.by_name[record.kind].syntax_for(record.path)
        return located(record, self._bytes(record), syntax, [pointer])[0]

    def engine(self) -> Engine:
        """The engine of this process, opened when first asked."""
        if self._engine is None:
            self._engine = self._asker.open_engine(self._documents() if self._asker.reads_records else None)
        return self._engine

    def _documents(self) -> Json:
        documents: dict[str, Json] = {}
        for _, result in sorted(self.files.items()):
            for record in result.records:
                by_name = documents.setdefault(record.kind, {})
                assert isinstance(by_name, dict)
                by_name.setdefault(record.name, record.value)
        return documents

    def close(self) -> None:
        """Let go of the engine."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _located(
        self, places: Sequence[tuple[Record, tuple[str, ...], str, str, str, str, str]], subject: str
    ) -> Iterator[Due]:
        by_record: dict[tuple[str, int], list[int]] = {}
        for number, place in enumerate(places):
            by_record.setdefault((place[0].path, place[0].number), []).append(number)
        for numbers in by_record.values():
            record = places[numbers[0]][0]
            kind = self._kinds.by_name[record.kind]
            data = self._bytes(record)
            anchors = Anchors(record.value)
            spots = located(record, data, kind.syntax_for(record.path), [places[n][1] for n in numbers])
            for number, (location, excerpt) in zip(numbers, spots, strict=True):
                _, pointer, rule, level, message, remediation, since = places[number]
                finding = Finding(
                    rule, "error" if level == "error" else "warning", message, location, subject, remediation,
                    excerpt=excerpt, anchor=anchors.of(pointer),
                )  # fmt: skip
                yield Due(since, finding)

    def _bytes(self, record: Record) -> bytes:
        entry = self._entry(record.path) or Entry(record.path, record.blob, 0o100644)
        return self._snapshot.read(entry, 0)


def key_hash(key: str) -> int:
    """A key as a 63-bit number. Equal hashes of different keys only cause work that was not needed."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(key.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big") >> 1
