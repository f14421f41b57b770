"""Judging a tree, on top of the stored judgement of the same or an earlier tree where there is one.

A change is judged on top of its base: the store stays at the base, so the next change finds it there, and what the
change touches is judged beside it and kept by nobody.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final

from govml.base.canonical import digest
from govml.base.git import Change, Snapshot
from govml.model import RecordInfo, UsageError
from govml.named import NamedTuple
from govml.policy.engine import open_engine
from govml.records.schema import Validator
from govml.usecases.changed_files import changed_files
from govml.usecases.judgement import DOCUMENT, Asker, Due, Judgement, Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from govml.base.entries import EntryProblem
    from govml.base.git import Repository
    from govml.model import Finding, Json
    from govml.policy.engine import Engine, EngineName
    from govml.records.subjects import Subject, SubjectKey
    from govml.usecases.judge import Judge
    from govml.usecases.store import Store

STORED_FROM: Final = 200
"""Files of a tree from which on a judgement is kept between runs."""
_PLACES: Final = 5
"""Places that a message names at most."""


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


class How(NamedTuple):
    """How to judge; by what is the judge's."""

    engine: EngineName = "embedded"
    opa_url: str = ""
    cache: bool = True
    progress: Progress = silent


class Judged(NamedTuple):
    """What was found in a tree: in this run, and by an earlier one in what is the same as then."""

    judgement: Judgement
    store: Store | None
    problems: list[EntryProblem]
    """Unsafe entries of the tree."""

    def findings(self, today: str) -> list[Finding]:
        """What holds on a day, `YYYY-MM-DD`, as the policies said it."""
        files, subjects = self.judgement.files, self.judgement.subjects
        due = [Due("", finding) for result in files.values() for finding in result.findings]
        due += [item for result in subjects.values() if result is not None for item in result.findings]
        if self.store is not None:
            due += self.store.findings(files, subjects)
        return [item.finding for item in due if item.since <= today]

    def records(self) -> list[RecordInfo]:
        """All records, by path."""
        stored = self.store.records(self.judgement.files) if self.store is not None else ()
        return sorted([*self.read(), *stored], key=_record_place)

    def read(self) -> list[RecordInfo]:
        """The records that were read in this run, by path."""
        found = (record for result in self.judgement.files.values() for record in result.records)
        infos = (RecordInfo(r.kind, r.name, r.path, r.blob, r.sha256, r.number) for r in found)
        return sorted(infos, key=_record_place)

    def kinds(self) -> Counter[str]:
        """How many records there are of each kind."""
        counts = self.store.kinds(self.judgement.files) if self.store is not None else Counter()
        return counts + Counter(record.kind for record in self.read())

    def subjects(self) -> Counter[tuple[str, str, str]]:
        """How many subjects there are of each kind and risk tier, and with what that rules may need."""
        results = self.judgement.subjects
        counts = self.store.counts(results) if self.store is not None else Counter()
        judged = ((key.kind, result) for key, result in results.items() if result is not None and result.tier)
        counts.update((kind, result.tier, result.had) for kind, result in judged)
        return Counter({key: count for key, count in sorted(counts.items()) if count and key[0] != DOCUMENT})

    def subjects_at(self, selected: Callable[[str], bool]) -> list[tuple[SubjectKey, str, str]]:
        """Subjects that records at some paths declare, each with its risk tier and what rules may need."""
        results = self.judgement.subjects
        found = [(key, result.tier, result.had) for key, result in results.items() if result is not None]
        if self.store is not None:
            found += self.store.subjects(results)
        return [each for each in found if each[1] and each[0].kind != DOCUMENT and selected(each[0].path)]

    def empty(self) -> list[str]:
        """Files that lie where records are expected and hold none, of those read in this run."""
        files = self.judgement.files.items()
        return sorted(path for path, result in files if result.blob and not (result.records or result.findings))

    def all_empty(self) -> list[str]:
        """All files that lie where records are expected and hold none."""
        stored = self.store.empty(self.judgement.files) if self.store is not None else []
        return sorted([*self.empty(), *stored])

    def close(self, repository: Repository) -> None:
        """Let go of the store."""
        if self.store is not None:
            self.store.close(_folder(repository))


def judge_tree(repository: Repository, snapshot: Snapshot, judge: Judge, at: str, how: How) -> Judged:
    """The judgement of a snapshot: on top of a stored one of its tree where there is one, else from nothing."""
    asker = _asker(judge, at, how)
    store = _stored(repository, snapshot, judge, asker, how)
    if store is None:
        return _from_nothing(repository, snapshot, judge, asker)
    judgement = _judgement(repository, snapshot, judge, asker._replace(remembers=False), store)
    judgement.advance(snapshot.dirty, everything=False)
    return Judged(judgement, store, store.problems() if snapshot.source == "commit" else snapshot.problems)


def judge_change(
    repository: Repository, base: Snapshot, head: Snapshot, judge: Judge, at: str, how: How
) -> tuple[Judged, Judged, list[Change]]:
    """The judgements of both sides of a change by one judge, and the files that differ."""
    asker = _asker(judge, at, how)
    changes, comparable = changed_files(repository, base, head)
    store = _stored(repository, base, judge, asker, how) if comparable else None
    if store is None:
        before = _from_nothing(repository, base, judge, asker)
        return before, _from_nothing(repository, head, judge, asker), changes
    asker = asker._replace(remembers=False)
    judgement = _judgement(repository, head, judge, asker, store)
    judgement.advance(changes, everything=False)
    problems = store.problems()
    # What doesn't hang on the tree alone, such as the history before it, may not be what it was when it was stored.
    earlier = _judgement(repository, base, judge, asker, store)
    earlier.advance([], everything=False)
    before = Judged(earlier, store, problems)
    return before, Judged(judgement, store, problems if head.source == "commit" else head.problems), changes


def _from_nothing(repository: Repository, snapshot: Snapshot, judge: Judge, asker: Asker) -> Judged:
    judgement = _judgement(repository, snapshot, judge, asker._replace(remembers=False), None)
    files, problems = _files(repository, snapshot)
    judgement.advance(files, everything=True)
    return Judged(judgement, None, problems)


def _files(repository: Repository, snapshot: Snapshot) -> tuple[list[Change], list[EntryProblem]]:
    """All files of a snapshot, as if each were added, and its unsafe entries."""
    files, problems = _all_files(repository, snapshot.tree)
    merged = {change.path: change for change in [*files, *snapshot.dirty]}
    return [merged[path] for path in sorted(merged)], problems if snapshot.source == "commit" else snapshot.problems


def discard(repository: Repository) -> None:
    """Forget all stored judgements."""
    from govml.usecases.store import Store

    Store.discard(_folder(repository))


def _judgement(
    repository: Repository, snapshot: Snapshot, judge: Judge, asker: Asker, store: Store | None
) -> Judgement:
    return Judgement(repository, snapshot, judge.kinds, Validator(), judge.config.limits, judge.signers, asker, store)


def judgement_of(
    repository: Repository, snapshot: Snapshot, judge: Judge, at: str = "", how: How | None = None
) -> Judgement:
    """All records of a snapshot, read and linked, no policy asked yet; `at` and `how` are for what is asked later."""
    asker = _asker(judge, at, how or How())._replace(remembers=False)
    judgement = _judgement(repository, snapshot, judge, asker, None)
    judgement.load(_files(repository, snapshot)[0])
    return judgement


def find_model(judgement: Judgement, name: str, *, carded: bool = True) -> Subject:
    """The model of a name, with a card or, unless `carded`, an entry of an artifact index.

    Raises `UsageError`, naming the nearest, where there is not one.
    """
    keys = [key for key in judgement.declared() if key.kind == "model"]
    found = [subject for key in keys if key.name == name and (subject := judgement.subject(key)) is not None]
    found = [subject for subject in found if "card" in subject.input or not carded]
    if not found:
        from difflib import get_close_matches

        close = get_close_matches(name, sorted({key.name for key in keys}), 1)
        raise UsageError(
            f"no card {'' if carded else 'or artifact index '}of this repository names a model {name!r}",
            f"did you mean {close[0]!r}?" if close else "add its card: models/NAME/README.md",
        )
    if len(found) > 1:
        places = ", ".join(sorted(subject.record.path for subject in found)[:_PLACES])
        raise UsageError(f"{name!r} is declared more than once: {places}", "give each its own `governance.name`")
    return found[0]


def _stored(repository: Repository, snapshot: Snapshot, judge: Judge, asker: Asker, how: How) -> Store | None:
    """A stored judgement of the snapshot's tree, made or brought up to date where needed.

    None where it isn't worth its keep (a small tree), can't be kept, or must not (unsafe entries, missing objects).
    """
    if not how.cache or judge.bundle.reads_records or how.opa_url:
        return None
    folder = _folder(repository)
    if not snapshot.tree or (not folder.is_dir() and _is_small(repository, snapshot.tree)):
        return None
    from govml.usecases.store import Store, versions

    name = digest([judge.digest, asker.at, how.engine, *versions()])
    if not Store.path(folder, name).exists() and _is_small(repository, snapshot.tree):
        return None
    store = Store.open(folder, name)
    if store is None or store.tree == snapshot.tree:
        return store
    # A tree with an unsafe name is never stored.
    changes = repository.changes(store.tree, snapshot.tree, old_is_safe=True) if store.tree else None
    everything = changes is None
    problems = None
    if changes is None:
        store.clear()
        changes, problems = _all_files(repository, snapshot.tree)
        if any(problem.kind not in ("symlink", "gitlink") for problem in problems):
            return None
    clean = Snapshot(repository, "commit", snapshot.commit, snapshot.tree, [])
    judgement = _judgement(repository, clean, judge, asker, None if everything else store)
    judgement.advance(changes, everything)
    unreadable = any(f.rule == "object" for result in judgement.files.values() for f in result.findings)
    return store if not unreadable and store.save(judgement, snapshot.tree, problems) else None


def _is_small(repository: Repository, tree: str) -> bool:
    return len(repository.listing(tree, "")[0]) < STORED_FROM


def _folder(repository: Repository) -> Path:
    return repository.common_dir() / "govml"


def _all_files(repository: Repository, tree: str) -> tuple[list[Change], list[EntryProblem]]:
    entries, problems = repository.listing(tree, "") if tree else ([], [])
    return [Change(entry.path, "", entry.oid, entry.mode) for entry in entries], problems


def _asker(judge: Judge, at: str, how: How) -> Asker:
    bundle, seconds = judge.bundle, judge.config.limits.policy_seconds

    def open_one(records: Json | None) -> Engine:
        return open_engine(how.engine, bundle, records, how.opa_url, seconds)

    embedded = how.engine == "embedded"
    return Asker(
        open_one,
        at[:10] if bundle.reads_at else "",
        bundle.reads_records,
        frozenset(policy.rule.subject for policy in bundle.policies),
        frozenset(policy.rule.after for policy in bundle.policies if policy.rule.after),
        min(os.cpu_count() or 1, 8) if embedded else 1,
        embedded and not bundle.trusted,
        how.progress,
    )


def _record_place(record: RecordInfo) -> tuple[str, int]:
    return record.path, record.document
