"""`govml check`: hold every record of a commit, the index or the work tree against schemas and policies."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from govml.base.canonical import digest
from govml.base.git import Change, Repository, Snapshot
from govml.model import (
    Finding,
    GovmlError,
    Json,
    Level,
    PolicyInfo,
    RecordInfo,
    Report,
    RuleOutcome,
    SnapshotInfo,
    UsageError,
    Verdict,
)
from govml.policy.engine import open_engine
from govml.policy.waivers import RULES as WAIVER_RULES
from govml.policy.waivers import apply
from govml.records.files import RULES, entry_finding
from govml.records.globs import compile_globs
from govml.records.kinds import SUBJECTS
from govml.records.schema import Validator
from govml.usecases.judge import Judge, load_judge
from govml.usecases.judgement import DOCUMENT, Asker, Due, Judgement, Progress, StaleError
from govml.usecases.waivers import load_waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from govml.base.entries import EntryProblem
    from govml.policy.engine import Engine, EngineName
    from govml.usecases.store import Store

GATES: Final = {"CARD-04", "DATA-05"}
"""Shipped rules that alone deny a missing risk tier or data card, which others need to say anything."""
NOTHING_CHECKED: Final = "no records were found: nothing was checked"
"""Reason of the verdict when there is nothing to judge."""
SHOWN: Final = 5
"""Files without records that a note names."""
STORED_FROM: Final = 200
"""Files of a tree from which on a judgement is kept between runs."""


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


class Request(NamedTuple):
    """What to check, and by what."""

    at: str
    """Evaluation time, RFC 3339 in UTC."""
    rev: str = ""
    staged: bool = False
    paths: tuple[str, ...] = ()
    """Files, folders or globs whose findings are asked for; all when empty."""
    policy_rev: str = ""
    engine: EngineName = "embedded"
    opa_url: str = ""
    cache: bool = True
    progress: Progress = _silent


def check(repository: Repository, request: Request) -> Report:
    """Judge a snapshot. Defects in records are findings; raises `GovmlError` when nothing can be decided."""
    try:
        return _check(repository, request)
    except StaleError:
        return _check(repository, request._replace(cache=False))
    except GovmlError:
        raise
    except Exception:
        # The stored judgement may be damaged in any way. It is no part of the decision: forget it and decide anew.
        if not request.cache:
            raise
        from govml.usecases.store import Store

        Store.discard(_folder(repository))
        return _check(repository, request._replace(cache=False))


def _check(repository: Repository, request: Request) -> Report:
    snapshot = take_snapshot(repository, request.rev, request.staged)
    trusted = repository.snapshot(repository.resolve(request.policy_rev)) if request.policy_rev else snapshot
    judge = load_judge(trusted)
    judgement, store, problems = _judge(repository, snapshot, judge, _asker(judge, request), request)
    findings = _findings(judgement, store, judge, request.at[:10])
    entries, notes = _entry_findings(problems, judge)
    waivers, unread = load_waivers(repository, trusted, judge.kinds, judge.config.limits)
    findings, statuses = apply([*findings, *entries, *unread], waivers, request.at[:10])
    selected = {finding for finding in findings if _selected(finding.location.path, request.paths)}
    findings = sorted(selected, key=_finding_place)
    records = [record for record in _records(judgement, store) if _selected(record.path, request.paths)]
    _refuse_unknown_paths(snapshot, request.paths, [*(r.path for r in records), *(p.path for p in problems)])
    subjects = _subjects(judgement, store)
    verdict, reason = _verdict(findings, len(records))
    empty = _empty_note(judgement, store, request.paths)
    if store is not None:
        store.close(_folder(repository))
    return Report(
        verdict,
        reason,
        SnapshotInfo(snapshot.source, snapshot.commit, "" if snapshot.dirty else snapshot.tree),
        PolicyInfo(trusted.commit if request.policy_rev else "", judge.digest, judge.config.profile, request.engine),
        request.at,
        tuple(records),
        tuple(findings),
        _outcomes(judge, findings, subjects, Counter(record.kind for record in records if record.kind not in SUBJECTS)),
        RULES | WAIVER_RULES | {policy.rule.id: policy.rule for policy in judge.bundle.policies},
        tuple(statuses),
        (*_notes(repository, judge, request), *notes, *empty),
        subjects=tuple(_by_kind(subjects).items()),
    )


def take_snapshot(repository: Repository, rev: str, staged: bool) -> Snapshot:
    """What is judged: a commit when one is named or the repository is bare, else the index or the work tree."""
    if rev:
        return repository.snapshot(repository.resolve(rev))
    if staged:
        return repository.staged()
    if repository.bare:
        head = repository.head()
        if not head:
            raise UsageError("this bare repository has no commit on its HEAD", "name one with --rev")
        return repository.snapshot(head)
    return repository.worktree()


# -- judging ----------------------------------------------------------------------------------------------------------


def _judge(
    repository: Repository, snapshot: Snapshot, judge: Judge, asker: Asker, request: Request
) -> tuple[Judgement, Store | None, list[EntryProblem]]:
    """The judgement of a snapshot: on top of a stored one of its tree where there is one, else from nothing."""
    keep = request.cache and not judge.bundle.reads_records and not request.opa_url
    store = _stored(repository, snapshot, judge, asker, request.engine) if keep else None
    judgement = _judgement(repository, snapshot, judge, asker._replace(remembers=False), store)
    if store is not None:
        judgement.advance(snapshot.dirty, everything=False)
        return judgement, store, store.problems() if snapshot.source == "commit" else snapshot.problems
    changes, problems = _all_files(repository, snapshot.tree)
    merged = {change.path: change for change in [*changes, *snapshot.dirty]}
    judgement.advance([merged[path] for path in sorted(merged)], everything=True)
    return judgement, None, problems if snapshot.source == "commit" else snapshot.problems


def _judgement(
    repository: Repository, snapshot: Snapshot, judge: Judge, asker: Asker, store: Store | None
) -> Judgement:
    return Judgement(repository, snapshot, judge.kinds, Validator(), judge.config.limits, asker, store)


def judgement_of(repository: Repository, snapshot: Snapshot, judge: Judge) -> Judgement:
    """All records of a snapshot, read and linked, no policy asked."""
    changes, _ = _all_files(repository, snapshot.tree)
    merged = {change.path: change for change in [*changes, *snapshot.dirty]}
    judgement = _judgement(repository, snapshot, judge, _asker(judge, Request("")), None)
    judgement.load([merged[path] for path in sorted(merged)])
    return judgement


def _stored(repository: Repository, snapshot: Snapshot, judge: Judge, asker: Asker, engine: str) -> Store | None:
    """A stored judgement of the snapshot's tree, made or brought up to date where needed.

    None where it isn't worth its keep (a small tree), can't be kept, or must not (unsafe entries, missing objects).
    """
    folder = _folder(repository)
    if not snapshot.tree or (not folder.is_dir() and _is_small(repository, snapshot.tree)):
        return None
    from govml.usecases.store import Store, versions

    name = digest([judge.digest, asker.at, engine, *versions()])
    if not Store.path(folder, name).exists() and _is_small(repository, snapshot.tree):
        return None
    store = Store.open(folder, name)
    if store is None or store.tree == snapshot.tree:
        return store
    changes = repository.changes(store.tree, snapshot.tree) if store.tree else None
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


def _asker(judge: Judge, request: Request) -> Asker:
    bundle, seconds = judge.bundle, judge.config.limits.policy_seconds

    def open_one(records: Json | None) -> Engine:
        return open_engine(request.engine, bundle, records, request.opa_url, seconds)

    embedded = request.engine == "embedded"
    return Asker(
        open_one,
        request.at[:10] if bundle.reads_at else "",
        bundle.reads_records,
        frozenset(policy.rule.subject for policy in bundle.policies),
        min(os.cpu_count() or 1, 8) if embedded else 1,
        embedded and not bundle.trusted,
        request.progress,
    )


# -- what the report says ---------------------------------------------------------------------------------------------


def _findings(judgement: Judgement, store: Store | None, judge: Judge, today: str) -> list[Finding]:
    due = [Due("", finding) for result in judgement.files.values() for finding in result.findings]
    due += [item for result in judgement.subjects.values() if result is not None for item in result.findings]
    if store is not None:
        due += store.findings(judgement.files, judgement.subjects)
    held = (item.finding for item in due if item.since <= today)
    return [leveled for finding in held if (leveled := _leveled(finding, judge)) is not None]


def _leveled(finding: Finding, judge: Judge) -> Finding | None:
    """With the severity that profile or config give to its rule; None when that is switched off."""
    level = judge.severities.get(finding.rule)
    if level is None:
        return finding
    return None if level == "off" else finding._replace(level="error" if level == "error" else "warning")


def _entry_findings(problems: Iterable[EntryProblem], judge: Judge) -> tuple[list[Finding], list[str]]:
    """Findings for entries that stand where a record could be, a note for the rest."""
    findings: list[Finding] = []
    passed_over: dict[str, int] = {}
    for problem in problems:
        expected = bool(judge.kinds.candidates(problem.path) or judge.kinds.candidates(problem.path + "/README.md"))
        if problem.kind in ("name", "conflict") or expected:
            level: Level = "warning" if problem.kind == "gitlink" else "error"
            finding = _leveled(entry_finding(problem.path, problem.message, level), judge)
            findings += [finding] if finding is not None else []
        else:
            what = {"symlink": "symbolic links", "gitlink": "submodules"}.get(problem.kind, "names that differ by case")
            passed_over[what] = passed_over.get(what, 0) + 1
    return findings, [f"passed over: {count} {what}" for what, count in sorted(passed_over.items())]


def _empty_note(judgement: Judgement, store: Store | None, selected: tuple[str, ...]) -> list[str]:
    """A note on the files that lie where records are expected and hold none: nobody should lose one unawares."""
    paths = [
        path for path, result in judgement.files.items() if result.blob and not (result.records or result.findings)
    ]
    paths += store.empty(judgement.files) if store is not None else []
    paths = sorted(path for path in paths if _selected(path, selected))
    if not paths:
        return []
    shown = ", ".join(paths[:SHOWN]) + (f" and {len(paths) - SHOWN:,} more" if len(paths) > SHOWN else "")
    return [f"hold no record, though records are looked for there: {shown}"]


def _records(judgement: Judgement, store: Store | None) -> list[RecordInfo]:
    records = [
        RecordInfo(r.kind, r.name, r.path, r.blob, r.sha256, r.number)
        for result in judgement.files.values()
        for r in result.records
    ]
    return sorted([*records, *(store.records(judgement.files) if store is not None else ())], key=_record_place)


def _record_place(record: RecordInfo) -> tuple[str, int]:
    return record.path, record.document


def _subjects(judgement: Judgement, store: Store | None) -> Counter[tuple[str, str]]:
    """How many subjects there are of each kind and risk tier."""
    counts = store.counts(judgement.subjects) if store is not None else Counter()
    for key, result in judgement.subjects.items():
        if result is not None and result.tier:
            counts[key.kind, result.tier] += 1
    return Counter({key: count for key, count in sorted(counts.items()) if count and key[0] != DOCUMENT})


def _by_kind(subjects: Mapping[tuple[str, str], int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (kind, _), count in subjects.items():
        counts[kind] = counts.get(kind, 0) + count
    return counts


def _outcomes(
    judge: Judge, findings: Iterable[Finding], subjects: Mapping[tuple[str, str], int], records: Counter[str]
) -> tuple[RuleOutcome, ...]:
    fired: dict[str, list[Finding]] = {}
    for finding in findings:
        fired.setdefault(finding.rule, []).append(finding)
    asked = [(policy.rule, policy.rule.subject) for policy in judge.bundle.policies]
    outcomes = []
    for rule, subject in [*asked, *((rule, "") for rule in (RULES | WAIVER_RULES).values())]:
        everywhere = subject in ("", DOCUMENT)
        met = sum(n for (kind, tier), n in subjects.items() if kind == subject and tier in (rule.tiers or (tier,)))
        count = records.total() if everywhere else met + records[subject]
        noun = "record" if everywhere else f"{subject} record" if subject in records else f"{subject} subject"
        what = noun + "s" * (count != 1) + f" of tier {' or '.join(rule.tiers)}" * bool(rule.tiers)
        found = fired.get(rule.id, [])
        waived = sum(1 for finding in found if finding.waiver)
        if judge.severities.get(rule.id) == "off":
            outcomes.append(RuleOutcome(rule.id, "not-evaluated", "switched off in govml.yaml"))
        elif found:
            outcome: Literal["waived", "fired"] = "waived" if waived == len(found) else "fired"
            reason = f"{len(found)} finding{'s' * (len(found) != 1)}, {waived} waived, in {count} {what}"
            outcomes.append(RuleOutcome(rule.id, outcome, reason, len(found), count))
        elif count:
            outcomes.append(RuleOutcome(rule.id, "passed", f"{count} {what}", 0, count))
        else:
            outcomes.append(RuleOutcome(rule.id, "not-evaluated", f"no {what} here"))
    for policy in judge.bundle.off:
        outcomes.append(RuleOutcome(policy.rule.id, "not-evaluated", "switched off by profile or config"))
    return tuple(sorted(outcomes))


def _verdict(findings: Iterable[Finding], records: int) -> tuple[Verdict, str]:
    open_ones = [finding for finding in findings if not finding.waiver]
    errors = sum(1 for finding in open_ones if finding.level == "error")
    missing = sum(1 for finding in open_ones if finding.rule == "object")
    if missing:
        return "INCONCLUSIVE", f"{missing} {'object is' if missing == 1 else 'objects are'} not in this clone"
    if not records and not errors:
        return "INCONCLUSIVE", NOTHING_CHECKED
    if errors:
        return "FAILED", f"{errors} {'error' if errors == 1 else 'errors'}"
    if open_ones:
        return "WARNED", f"{len(open_ones)} {'warning' if len(open_ones) == 1 else 'warnings'}, no error"
    return "PASSED", "no findings that are not waived" if list(findings) else "no findings"


def _notes(repository: Repository, judge: Judge, request: Request) -> list[str]:
    notes = repository.notices()
    if not judge.config.present:
        notes.append("no govml.yaml: shipped rules in the default profile, records where teams usually keep them")
    for rule in sorted({policy.rule.id for policy in judge.bundle.off} & GATES):
        notes.append(f"{rule} is switched off: without what it asks for, the rules that depend on it stay silent")
    if not request.policy_rev:
        notes.append("policies, schemas and waivers come from what is checked itself; --policy-rev takes trusted ones")
    return notes


def _finding_place(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
    place = finding.location
    return place.path, place.line, place.column, finding.rule, finding.message, place.pointer, finding.subject


def _selected(path: str, asked: tuple[str, ...]) -> bool:
    if not asked or "" in asked or any(path == item or path.startswith(f"{item}/") for item in asked):
        return True
    return bool(compile_globs(tuple(glob for item in asked for glob in (item, f"{item}/**"))).match(path))


def _refuse_unknown_paths(snapshot: Snapshot, asked: tuple[str, ...], known: Sequence[str]) -> None:
    """A path that names nothing is a slip of the pen: passing over it in silence would look like a clean check."""
    for item in asked:
        if not item or any(_selected(path, (item,)) for path in known) or snapshot.entry(item) or snapshot.under(item):
            continue
        if not any(_selected(entry.path, (item,)) for entry in snapshot.under("")):
            what = {"commit": "the commit", "index": "the index"}.get(snapshot.source, "the work tree")
            raise UsageError(f"{item!r} names no file or folder of {what}", "paths are relative to -C DIR")
