"""From findings to a verdict: severities of the profile, what became of each rule, and what it means altogether."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from govml.model import RuleOutcome
from govml.named import NamedTuple
from govml.policy.needs import chain, lacks
from govml.records.files import entry_finding
from govml.usecases.judgement import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govml.base.entries import EntryProblem
    from govml.model import Finding, Level, Rule, Verdict
    from govml.usecases.judge import Judge

CHANGE: Final = "change"
"""Kind of the one subject that a change is."""
PROMOTION: Final = "promotion"
"""Kind of the subject that a version on its way to a stage is."""
APPROVALS: Final = "approvals"
"""Kind of the subject that the approvals of a promotion are."""
_ASKED_OF: Final = {CHANGE: "change", PROMOTION: "promotion", APPROVALS: "promotion"}
"""What a rule about a kind is asked of, where that is no subject of the tree."""
NOTHING_CHECKED: Final = "no records were found: nothing was checked"
"""Reason of the verdict when there is nothing to judge."""


class Looked(NamedTuple):
    """What was looked at, by kind."""

    records: Counter[str]
    subjects: Counter[tuple[str, str, str]]
    """By kind, risk tier and what decides which rules had anything to judge (`govml.policy.needs`)."""
    elsewhere: frozenset[str] = frozenset()
    """Rules that find something about these subjects where nobody asked."""


def leveled(findings: Iterable[Finding], judge: Judge) -> list[Finding]:
    """Findings with the severity that profile or config give to their rules, without those switched off."""
    found = []
    for finding in findings:
        level = judge.severities.get(finding.rule, finding.level)
        if level != "off":
            found.append(finding._replace(level="error" if level == "error" else "warning"))
    return found


def entry_findings(problems: Iterable[EntryProblem], judge: Judge) -> list[Finding]:
    """Findings for entries that stand where a record could be."""
    levels: dict[str, Level] = {"gitlink": "warning"}
    return [
        entry_finding(problem.path, problem.message, levels.get(problem.kind, "error"))
        for problem in problems
        if _matters(problem, judge)
    ]


def passed_over(problems: Iterable[EntryProblem], judge: Judge) -> list[str]:
    """Notes on the entries that stand where no record could be."""
    names = {"symlink": "symbolic links", "gitlink": "submodules"}
    beside = (problem for problem in problems if not _matters(problem, judge))
    counts = Counter(names.get(problem.kind, "names that differ by case") for problem in beside)
    return [f"passed over: {count} {what}" for what, count in sorted(counts.items())]


def _matters(problem: EntryProblem, judge: Judge) -> bool:
    candidates = judge.kinds.candidates
    expected = candidates(problem.path) or candidates(problem.path + "/README.md")
    return problem.kind in ("name", "conflict") or bool(expected)


def outcomes(
    judge: Judge, findings: Iterable[Finding], looked: Looked, own_rules: Mapping[str, Rule]
) -> tuple[RuleOutcome, ...]:
    """What became of every rule; `own_rules` are govml's own, by id."""
    fired: dict[str, list[Finding]] = {}
    for finding in findings:
        fired.setdefault(finding.rule, []).append(finding)
    rules = [*(policy.rule for policy in judge.bundle.policies), *own_rules.values()]
    off = [policy.rule.id for policy in judge.bundle.off]
    after = {each.rule.id: each.rule.after for each in (*judge.bundle.policies, *judge.bundle.off)}
    found = [RuleOutcome(rule, "not-evaluated", "switched off by profile or config") for rule in off]
    for rule in rules:
        if judge.severities.get(rule.id) == "off":
            found.append(RuleOutcome(rule.id, "not-evaluated", "switched off in govml.yaml"))
        else:
            found.append(_outcome(rule, fired.get(rule.id, []), looked, chain(rule.id, after)))
    return tuple(sorted(found))


def _outcome(rule: Rule, findings: list[Finding], looked: Looked, before: list[str]) -> RuleOutcome:
    count, what = _asked(rule, looked)
    if findings:
        waived = sum(1 for finding in findings if finding.waiver)
        outcome: Literal["waived", "fired"] = "waived" if waived == len(findings) else "fired"
        reason = f"{len(findings)} finding{'s' * (len(findings) != 1)}, {waived} waived, in {count} {what}"
        return RuleOutcome(rule.id, outcome, reason, len(findings), count)
    if rule.id in looked.elsewhere:
        return RuleOutcome(rule.id, "not-evaluated", "what it finds about them is not in the paths that were asked for")
    if count:
        return _silent(rule, count, what, _subjects(rule, looked), before)
    if rule.subject in (PROMOTION, APPROVALS):
        return RuleOutcome(rule.id, "not-evaluated", "no promotion: `govml report` asks it")
    if rule.subject == CHANGE:
        return RuleOutcome(rule.id, "not-evaluated", "no change: --base names what to compare with")
    return RuleOutcome(rule.id, "not-evaluated", f"no {what} here")


def _silent(rule: Rule, asked: int, what: str, subjects: Counter[str], before: list[str]) -> RuleOutcome:
    """What became of a rule that was asked and found nothing: there may have been nothing for it to judge."""
    if not (rule.needs or before):
        return RuleOutcome(rule.id, "passed", f"{asked} {what}", 0, asked)
    fit = [had for had in subjects if not lacks(rule.needs, had)]
    stops = {had: [step for step in before if not lacks([step], had)] for had in fit}
    judged = sum(subjects[had] for had in fit if not stops[had])
    if judged:
        words = f", with {' and '.join(rule.needs)}" * bool(rule.needs)
        return RuleOutcome(rule.id, "passed", f"{judged} of {asked} {what}{words}", 0, judged)
    if fit:
        stopped = sorted({step for had in fit for step in stops[had]})
        return RuleOutcome(rule.id, "not-evaluated", f"nothing got past {' and '.join(stopped)}")
    nowhere = [word for word in rule.needs if all(lacks([word], had) for had in subjects)]
    return RuleOutcome(rule.id, "not-evaluated", f"no {' and '.join(nowhere or rule.needs)} here")


def _asked(rule: Rule, looked: Looked) -> tuple[int, str]:
    """How many records or subjects a rule was asked of, and what they are."""
    kind = rule.subject
    if kind in ("", DOCUMENT):
        count, noun = looked.records.total(), "record"
    else:
        count = looked.records[kind] + _subjects(rule, looked).total()
        noun = f"{kind} record" if kind in looked.records else _ASKED_OF.get(kind, f"{kind} subject")
    return count, noun + "s" * (count != 1) + f" of tier {' or '.join(rule.tiers)}" * bool(rule.tiers)


def _subjects(rule: Rule, looked: Looked) -> Counter[str]:
    """How many subjects a rule was asked of, by what they had."""
    found: Counter[str] = Counter()
    for (kind, tier, had), count in looked.subjects.items():
        if count and kind == rule.subject and (not rule.tiers or tier in rule.tiers):
            found[had] += count
    return found


def verdict(
    findings: Iterable[Finding], records: int, compared: bool = False, fail_on_existing: bool = False
) -> tuple[Verdict, str]:
    """The verdict and one sentence on it; where a base was `compared` with, new findings decide."""
    open_ones = [finding for finding in findings if not finding.waiver]
    missing = sum(1 for finding in open_ones if finding.rule == "object")
    if missing:
        return "INCONCLUSIVE", f"{missing} {'object is' if missing == 1 else 'objects are'} not in this clone"
    deciding = [each for each in open_ones if each.status == "new" or fail_on_existing]
    errors = sum(1 for finding in deciding if finding.level == "error")
    if not records and not errors:
        return "INCONCLUSIVE", NOTHING_CHECKED
    new = "new " if compared and not fail_on_existing else ""
    if errors:
        return "FAILED", f"{errors} {new}{'error' if errors == 1 else 'errors'}"
    if deciding:
        return "WARNED", f"{len(deciding)} {new}{'warning' if len(deciding) == 1 else 'warnings'}, no {new}error"
    if open_ones:
        return "PASSED", f"nothing new; the base has {len(open_ones)} finding{'s' * (len(open_ones) != 1)} already"
    return "PASSED", "no findings that are not waived" if list(findings) else "no findings"


def finding_place(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
    """Where a finding stands in a report."""
    place = finding.location
    return place.path, place.line, place.column, finding.rule, finding.message, place.pointer, finding.subject
