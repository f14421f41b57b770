"""The nouns of govml: frozen types and errors, standard library only.

Words come from the field: *finding*, *rule* and *location* are SARIF's result, reportingDescriptor and location; a
*record* is a governed file of a Git tree; a *subject* is what a policy is asked about. Defects in data are `Finding`
values; defects in machinery are `GovmlError` exceptions.
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal, TypeAlias, Union

from govml.named import NamedTuple

Json: TypeAlias = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]
"""A JSON-compatible value."""

Level = Literal["error", "warning"]
Verdict = Literal["PASSED", "WARNED", "FAILED", "INCONCLUSIVE"]
PASSING: Final[tuple[Verdict, ...]] = ("PASSED", "WARNED")
"""Verdicts with which a version may be registered, approved and put on a stage."""
Outcome = Literal["fired", "passed", "waived", "not-evaluated"]
WaiverState = Literal["active", "expiring", "expired", "unused", "invalid"]
Source = Literal["commit", "index", "worktree"]
Trend = Literal["better", "worse", ""]
Alteration = Literal["added", "removed", "renamed", "changed", "unreadable"]


class Location(NamedTuple):
    """A place in a record."""

    path: str
    """Path in the repository, `/` as separator."""
    blob: str = ""
    """Git object id of the blob in hex, empty when there is none."""
    pointer: str = ""
    """RFC 6901 pointer into the document, empty for the whole document."""
    line: int = 0
    """1-based line, 0 when the finding is about the whole file."""
    column: int = 0
    """1-based column in Unicode code points, 0 when unknown."""
    end_line: int = 0
    """Line of the last character, 0 when unknown."""
    end_column: int = 0
    """Column behind the last character, 0 when unknown."""


class Rule(NamedTuple):
    """What a finding violates (SARIF's reportingDescriptor, OPA's METADATA)."""

    id: str
    title: str
    description: str = ""
    level: Level = "error"
    """Severity of its `deny` members; `warn` members are warnings. A severity of profile or config holds for both."""
    subject: str = ""
    """Subject or record kind it is asked of; empty for the rules of govml itself."""
    controls: tuple[str, ...] = ()
    """Clauses it supports, as `CATALOGUE CLAUSE`, for example `eu-ai-act 13.3(b)(i)`."""
    remediation: str = ""
    source: str = ""
    """Where it is written: `path` of its policy or schema."""
    tiers: tuple[str, ...] = ()
    """Risk tiers whose subjects it is asked of; all when empty."""
    needs: tuple[str, ...] = ()
    """What a subject must have for the rule to have anything to judge; words of `govml.policy.needs`."""
    after: str = ""
    """Rule before it in a chain: where that one, or one before it, finds something, this one has nothing to judge."""


class Finding(NamedTuple):
    """One violation, of a schema or of a policy (SARIF's result)."""

    rule: str
    level: Level
    message: str
    location: Location
    subject: str = ""
    """`KIND NAME` of the judged subject, for example `model credit-risk`."""
    remediation: str = ""
    """How to mend it; empty when the rule's own text says it."""
    status: Literal["new", "existing"] = "new"
    waiver: str = ""
    """Identifier of the waiver that suppresses it, empty when none does."""
    excerpt: str = ""
    """The source line at `location.line`, for people; never part of a digest."""
    anchor: str = ""
    """The pointer with list elements told by what identifies them instead of by number; empty where it has none."""


class RecordInfo(NamedTuple):
    """One record of the judged snapshot."""

    kind: str
    name: str
    path: str
    blob: str
    sha256: str
    """SHA-256 of the blob's bytes, hex."""
    document: int = 0
    """Index of the document in a multi-document file."""


class RuleOutcome(NamedTuple):
    """What became of one rule in one run, so that no findings can't mean that nothing ran."""

    id: str
    outcome: Outcome
    reason: str
    """For people: how many subjects were judged, or why none was."""
    findings: int = 0
    subjects: int = 0


class WaiverStatus(NamedTuple):
    """A waiver of the policy commit and what it did."""

    id: str
    rule: str
    subject: str
    state: WaiverState
    reason: str
    approver: str
    expires: str
    location: Location
    findings: int = 0


class SnapshotInfo(NamedTuple):
    """What was judged."""

    source: Source
    commit: str = ""
    """Commit id; for index and work tree the commit they are based on, empty on an unborn branch."""
    tree: str = ""
    base: str = ""


class PolicyInfo(NamedTuple):
    """By what it was judged."""

    commit: str
    """Commit that the policies, schemas and waivers were read from, empty when they came from the judged snapshot."""
    digest: str
    """`sha256:HEX` over every policy, schema, parameter and severity that decides."""
    profile: str
    engine: str
    """Engine and version, for example `embedded (regorus 0.13.0)`; outside the digest."""


class PolicyChange(NamedTuple):
    """What a change's own policies, schemas, config and waivers would say of it; they decide nothing yet."""

    digest: str
    """`sha256:HEX` of what would decide; empty when it can't be used."""
    problem: str = ""
    """Why it can't be used."""
    added: tuple[Finding, ...] = ()
    """Findings that they would add, or have with another severity or without the waiver that hides them now."""
    dropped: tuple[Finding, ...] = ()
    """Findings that they would drop, or hide by a waiver."""
    rules: tuple[str, ...] = ()
    """Rules that come, go or change severity: `CARD-12: error → off`."""


class Report(NamedTuple):
    """The whole result of a check. Everything is sorted; equal inputs give equal reports."""

    verdict: Verdict
    reason: str
    """One sentence: why this verdict."""
    snapshot: SnapshotInfo
    policy: PolicyInfo
    at: str
    """Evaluation time, RFC 3339 in UTC."""
    kinds: tuple[tuple[str, int], ...]
    """How many records there are of each kind, by kind."""
    records: tuple[RecordInfo, ...] | None
    """None where nobody asked for the list. The report then has no digest."""
    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    rules: dict[str, Rule]
    """Every rule that took part, by id."""
    waivers: tuple[WaiverStatus, ...] = ()
    notes: tuple[str, ...] = ()
    """What govml did by itself: defaults it used, files it passed over, hazards of the clone."""
    fixed: tuple[Finding, ...] = ()
    subjects: tuple[tuple[str, int], ...] = ()
    """How many subjects of each kind were judged."""
    policy_change: PolicyChange | None = None
    """None where what decides is not changed, or nothing was compared."""


class Fact(NamedTuple):
    """One thing that is said differently before and after a change."""

    field: str
    """What it is about: `version`, `metric`, `parameter`, `training data`, else a dotted path such as `owner.team`."""
    about: str = ""
    """Which one of several: a metric's name, a path, a heading."""
    old: Json = None
    """None when nothing was said before."""
    new: Json = None
    """None when nothing is said any more."""
    delta: str = ""
    """`+0.012` between two numbers, else empty."""
    trend: Trend = ""
    """For a metric whose name tells which way is better."""


class Difference(NamedTuple):
    """A model, data set, deployment or other record that a change adds, removes or alters."""

    kind: str
    """`model`, `data`, `deployment`, `pipeline`, `parameters`, `policy`, `waiver`, `config` or a record kind."""
    change: Alteration
    name: str
    old_name: str
    path: str
    """Path now; before, when it was removed."""
    old_path: str
    facts: tuple[Fact, ...]
    context: tuple[str, ...] = ()
    """What it matters to, for example `training data of model credit-risk`."""


class Diff(NamedTuple):
    """What a change means. Everything is sorted; equal inputs give equal diffs."""

    base: SnapshotInfo
    head: SnapshotInfo
    differences: tuple[Difference, ...]
    others: tuple[str, ...]
    """Paths of changed files that hold nothing that is governed."""
    reformatted: tuple[str, ...]
    """Paths of changed records that mean what they meant."""
    notes: tuple[str, ...] = ()


class GovmlError(Exception):
    """A defect in machinery or use: what happened, and a hint how to mend it."""

    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(GovmlError):
    """The command was given something that can't be used."""

    exit_code = 2


class RepositoryError(GovmlError):
    """Git can't give what was asked for: no repository, unknown revision, missing object."""


class MissingObjectError(RepositoryError):
    """An object is not in this clone (shallow or partial)."""


class EngineError(GovmlError):
    """A policy engine failed; nothing was decided."""


class EvidenceError(GovmlError):
    """Evidence is not what its format asks for, a signature isn't good, or a key can't be used."""


class PolicyError(GovmlError):
    """A policy, schema or profile can't be used; nothing was decided."""
