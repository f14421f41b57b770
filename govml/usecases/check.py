"""`govml check`: hold every record of a commit, the index or the work tree against schemas and policies.

With a base, what decides is what a change makes new: both sides are judged by the policies, schemas and waivers of the
base, and what is found on both is told apart. What the change's own policies would say is shown, and decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from govml.base.few import few
from govml.model import (
    EngineError,
    Finding,
    GovmlError,
    Location,
    PolicyChange,
    PolicyError,
    PolicyInfo,
    RecordInfo,
    Report,
    Rule,
    SnapshotInfo,
    UsageError,
    WaiverStatus,
)
from govml.named import NamedTuple
from govml.policy.baseline import added_and_dropped, compare
from govml.policy.tiers import ANY
from govml.policy.waivers import RULES as WAIVER_RULES
from govml.policy.waivers import apply
from govml.records.files import RULES
from govml.records.globs import compile_globs
from govml.usecases.judge import load_judge
from govml.usecases.judgement import Progress, StaleError
from govml.usecases.judging import How, Judged, discard, judge_change, judge_tree, silent
from govml.usecases.verdict import (
    CHANGE,
    Looked,
    entry_findings,
    finding_place,
    leveled,
    outcomes,
    passed_over,
    verdict,
)
from govml.usecases.waivers import load_waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from govml.base.git import Repository, Snapshot
    from govml.policy.engine import EngineName
    from govml.policy.waivers import Waiver
    from govml.usecases.judge import Judge

GATES: Final = {"CARD-04", "DATA-05", "EVAL-03", "PROV-01"}
"""Shipped rules that alone deny a missing risk tier, data card or evidence, which others need to say anything."""
_PLACE: Final = r"(?s)([^:\s][^:]*(?:\.(?:rego|json|ya?ml)|(?=:\d+:)))(?::(\d+))?(?::(\d+))?: (.*)"
"""The place that a `PolicyError` begins with."""
REVIEW_RULES: Final = {
    "policy": Rule(
        "policy",
        "What a change would have decide can be used",
        "The policies, schemas and the config that a change brings have to be readable: once they are merged, nothing "
        "could be decided any more.",
        subject=CHANGE,
        remediation="Run `govml check` without --base, which judges by the files as they are and says what is wrong.",
        source="govml",
    )
}
"""The rule of govml itself about a change."""


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
    progress: Progress = silent
    base: str = ""
    """Revision that findings are new against, and that the policies are of; empty for none."""
    fail_on_existing: bool = False
    """Whether what the base has too counts for the verdict."""
    lists_records: bool = True
    """Whether the report lists the records, which its digest is over; how many there are it tells all the same."""


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
        discard(repository)
        return _check(repository, request._replace(cache=False))


def _check(repository: Repository, request: Request) -> Report:
    snapshot = take_snapshot(repository, request.rev, request.staged)
    # A hook compares with HEAD, and before the first commit there is none.
    first = request.base == "HEAD" and not repository.head()
    tip = repository.resolve(request.base) if request.base and not first else ""
    trusted_rev = request.policy_rev or tip
    trusted = repository.snapshot(repository.resolve(trusted_rev)) if trusted_rev else snapshot
    judge = load_judge(trusted)
    law = _Law(judge, *load_waivers(repository, trusted, judge.kinds, judge.config.limits), request.at[:10])
    if tip:
        told = _compared(repository, request, snapshot, tip, trusted, law)
    else:
        told = _alone(repository, request, snapshot, law)
    findings = sorted(
        {each for each in told.findings if _selected(each.location.path, request.paths)}, key=finding_place
    )
    # All of a large repository are read for a report that lists them only: their numbers are known without.
    only_numbers = not (request.lists_records or request.paths or tip)
    records = [] if only_numbers else [record for record in told.records() if _selected(record.path, request.paths)]
    known = [*(record.path for record in records), *(problem.path for problem in told.judged.problems)]
    _refuse_unknown_paths(snapshot, request.paths, known)
    own_rules = RULES | WAIVER_RULES | (REVIEW_RULES if tip else {})
    listed = Counter(record.kind for record in records)
    kinds = listed if request.paths and not tip else told.judged.kinds()
    subjects, elsewhere = _subjects(told, request.paths)
    if tip:
        subjects[CHANGE, ANY, ""] = 1
    count = kinds.total() - (_only_config(kinds) if _may_hide_all(judge) and not tip else 0)
    decided, reason = verdict(findings, count, bool(tip), request.fail_on_existing)
    notes = _notes(repository, request, told, law, kinds)
    told.judged.close(repository)
    return Report(
        decided,
        reason,
        SnapshotInfo(snapshot.source, snapshot.commit, "" if snapshot.dirty else snapshot.tree, told.base),
        PolicyInfo(trusted.commit if trusted_rev else "", judge.digest, judge.config.profile, request.engine),
        request.at,
        tuple(sorted((kinds if only_numbers else listed).items())),
        tuple(records) if request.lists_records else None,
        tuple(findings),
        outcomes(judge, findings, Looked(kinds, subjects, elsewhere), own_rules),
        own_rules | {policy.rule.id: policy.rule for policy in judge.bundle.policies},
        told.waivers,
        tuple(notes),
        tuple(sorted((each for each in told.fixed if _selected(each.location.path, request.paths)), key=finding_place)),
        tuple(_by_kind(subjects).items()),
        told.policy_change,
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


class _Law(NamedTuple):
    """By what is judged."""

    judge: Judge
    waivers: list[Waiver]
    unread: list[Finding]
    """Findings about waiver files that can't be read."""
    today: str

    def hold(self, judged: Judged, more: Iterable[Finding] = ()) -> tuple[list[Finding], list[WaiverStatus]]:
        """What holds today of a tree, with waivers marked, and what the waivers did."""
        found = [*judged.findings(self.today), *entry_findings(judged.problems, self.judge), *more]
        about_changes = {policy.rule.id for policy in self.judge.bundle.policies if policy.rule.subject == CHANGE}
        found = [*leveled(found, self.judge), *self.unread]
        return apply(found, self.waivers, self.today, about_changes, rules=self.judge.rules)


class _Told(NamedTuple):
    """What is reported of a snapshot."""

    judged: Judged
    findings: Sequence[Finding]
    waivers: tuple[WaiverStatus, ...]
    base: str = ""
    fixed: Sequence[Finding] = ()
    policy_change: PolicyChange | None = None
    touched: frozenset[str] | None = None
    """Paths that the change touches; None where nothing was compared."""
    notes: tuple[str, ...] = ()
    """On the change."""

    def records(self) -> list[RecordInfo]:
        """All records, or those that the change touches."""
        if self.touched is None:
            return self.judged.records()
        return [record for record in self.judged.read() if record.path in self.touched]

    def empty(self) -> list[str]:
        """Files that lie where records are expected and hold none, all or those that the change touches."""
        if self.touched is None:
            return self.judged.all_empty()
        return [path for path in self.judged.empty() if path in self.touched]


def _alone(repository: Repository, request: Request, snapshot: Snapshot, law: _Law) -> _Told:
    """What is found in a snapshot."""
    judged = judge_tree(repository, snapshot, law.judge, request.at, _how(request))
    findings, statuses = law.hold(judged)
    return _Told(judged, findings, tuple(statuses))


def _compared(
    repository: Repository, request: Request, snapshot: Snapshot, tip: str, trusted: Snapshot, law: _Law
) -> _Told:
    """What is found in a snapshot, apart from what the commit has that it departs from."""
    if not snapshot.commit:
        raise UsageError("there is no commit yet to compare with a base", "commit first, or leave --base out")
    from govml.usecases.review import Review, Sides, touches_policy

    base = repository.snapshot(repository.merge_base(tip, snapshot.commit))
    before, after, files = judge_change(repository, base, snapshot, law.judge, request.at, _how(request))
    review = Review(Sides(base, snapshot, before, after, files), law.judge, trusted)
    reads_at = law.judge.bundle.reads_at
    about = [due.finding for due in review.findings(law.today if reads_at else "") if due.since <= law.today]
    change, broken = None, list[Finding]()
    if touches_policy(files, law.judge):
        change, broken = _policy_change(repository, request, snapshot, law, after)
    old, _ = law.hold(before)
    new, statuses = law.hold(after, [*about, *broken])
    findings, gone = compare(old, new, review.moved)
    # The waivers are the base's: what is wrong with one is nothing that the change made.
    findings = tuple(each._replace(status="existing") if each.rule in WAIVER_RULES else each for each in findings)
    fixed = [finding for finding in gone if review.mended(finding)]
    touched = frozenset(file.path for file in files)
    notes = [note for note in (review.owners(), review.unasked(len(gone) - len(fixed))) if note]
    return _Told(after, findings, tuple(statuses), base.commit, fixed, change, touched, tuple(notes))


def _policy_change(
    repository: Repository, request: Request, snapshot: Snapshot, law: _Law, judged: Judged
) -> tuple[PolicyChange | None, list[Finding]]:
    """What the policies and waivers of the snapshot itself would say of it, and a finding where they can't be used."""
    try:
        judge = load_judge(snapshot)
        own = _Law(judge, *load_waivers(repository, snapshot, judge.kinds, judge.config.limits), law.today)
        if judge.digest == law.judge.digest and own.waivers == law.waivers:
            return None, []
        proposed, _ = own.hold(judge_tree(repository, snapshot, judge, request.at, _how(request)))
    except (PolicyError, EngineError) as error:
        return PolicyChange("", str(error)), [_unusable(error)]
    now, _ = law.hold(judged)
    added, dropped = added_and_dropped(_open(now), _open(proposed))
    more, less = (tuple(sorted(side, key=finding_place)) for side in (added, dropped))
    return PolicyChange(judge.digest, "", more, less, _severities(law.judge, judge)), []


def _severities(old: Judge, new: Judge) -> tuple[str, ...]:
    """Rules that come, go or have another severity, `CARD-12: error → off`."""
    sides = [
        {policy.rule.id: policy.rule.level for policy in judge.bundle.policies}
        | {policy.rule.id: "off" for policy in judge.bundle.off}
        for judge in (old, new)
    ]
    told = [(rule, *(side.get(rule, "none") for side in sides)) for rule in sorted({*sides[0], *sides[1]})]
    return tuple(f"{rule}: {before} → {after}" for rule, before, after in told if before != after)


def _unusable(error: GovmlError) -> Finding:
    place = re.fullmatch(_PLACE, str(error))
    if place is None:
        return Finding("policy", "error", str(error), Location(""), CHANGE, error.hint)
    location = Location(place[1], line=int(place[2] or 0), column=int(place[3] or 0))
    return Finding("policy", "error", place[4], location, CHANGE, error.hint)


def _open(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.waiver]


def _how(request: Request) -> How:
    return How(request.engine, request.opa_url, request.cache, request.progress)


# -- what the report says ---------------------------------------------------------------------------------------------


def _only_config(kinds: Counter[str]) -> int:
    """How many of the records only say how to judge."""
    return kinds["config"] + kinds["waiver"]


def _may_hide_all(judge: Judge) -> bool:
    """Whether the config says where records are, and so may be why there are none."""
    return not {"records", "ignore"}.isdisjoint(judge.config.document)


def _subjects(told: _Told, paths: tuple[str, ...]) -> tuple[Counter[tuple[str, str, str]], frozenset[str]]:
    """What was judged, or what of it is declared at some paths, and rules that find something about it elsewhere."""
    if not paths:
        return told.judged.subjects(), frozenset()
    here = told.judged.subjects_at(lambda path: _selected(path, paths))
    names = {key.told for key, _, _ in here}
    elsewhere = (each for each in told.findings if not _selected(each.location.path, paths))
    rules = frozenset(each.rule for each in elsewhere if each.subject in names)
    return Counter((key.kind, tier, had) for key, tier, had in here), rules


def _by_kind(subjects: Mapping[tuple[str, str, str], int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (kind, _, _), count in sorted(subjects.items()):
        counts[kind] = counts.get(kind, 0) + count
    return counts


def _notes(repository: Repository, request: Request, told: _Told, law: _Law, kinds: Counter[str]) -> list[str]:
    """What govml did by itself, and what nobody should lose unawares."""
    judge = law.judge
    notes = [hazard.text for hazard in repository.hazards()]
    if not judge.config.present:
        notes.append("no govml.yaml: shipped rules in the default profile, records where teams usually keep them")
    for rule in sorted({policy.rule.id for policy in judge.bundle.off} & GATES):
        notes.append(f"{rule} is switched off: without what it asks for, the rules that depend on it stay silent")
    if told.touched is None and request.base:
        notes.append("no commit yet: nothing to compare with")
    elif not request.policy_rev and not request.base:
        notes.append("policies, schemas and waivers come from what is checked itself; --policy-rev takes trusted ones")
    if told.touched is None and not request.paths and kinds and _only_config(kinds) == kinds.total():
        notes.append("no record was found but those that say how to judge: nothing else was checked")
    if request.paths:
        notes.append(f"what is outside of {few(request.paths)} was judged as well, and is not told here")
    notes += passed_over(told.judged.problems, judge)
    notes += told.notes
    paths = [path for path in told.empty() if _selected(path, request.paths)]
    if paths:
        notes.append(f"hold no record, though records are looked for there: {few(paths)}")
    return notes


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
