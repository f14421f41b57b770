"""The report that approvers sign: everything that a decision rests on but the approvals (`govml.promotion-report/v1`).

It holds nothing that differs between machines, engines or clones, and no commit of the policies: what decides is named
by its digest, so a later commit that changes nothing of it leaves approvals alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from govml.evidence.evaluation import Evaluation
from govml.model import Rule
from govml.named import NamedTuple
from govml.policy.waivers import RULES as WAIVER_RULES
from govml.records.differences import model_facts
from govml.records.files import RULES
from govml.records.index import list_of, mapping_of, text_of
from govml.records.statements import read_line
from govml.render.words import encodable
from govml.usecases.placements import on_stage
from govml.usecases.verdict import APPROVALS, CHANGE, outcomes

if TYPE_CHECKING:
    from govml.ledger.statements import About
    from govml.model import Fact, Finding, Json, Verdict, WaiverStatus
    from govml.records.config import StageConfig
    from govml.usecases.candidate import Candidate
    from govml.usecases.grants import Granted
    from govml.usecases.judge import Judge
    from govml.usecases.makers import Makers
    from govml.usecases.placements import Held, Placement
    from govml.usecases.verdict import Looked

SCHEMA: Final = "govml.promotion-report/v1"
HISTORY: Final = 20
"""Versions that were on the stage before and whose metrics are told."""
_TAGGED: Final = ("stated", "registered", "deprecated", "reachable")
_SAFE: Final = 2**53 - 1
_CARD: Final = (
    "intended_use", "out_of_scope", "limitations", "risk", "oversight", "explainability", "business_impact", "energy",
    "monitoring", "revalidate_by", "owner",
)  # fmt: skip
"""What an approver reads of the card's `governance` block."""


class Facts(NamedTuple):
    """What the report is made of."""

    kind: str
    about: About
    verdict: Verdict
    reason: str
    tier: str
    judge: Judge
    stage: StageConfig
    needed: dict[str, int]
    promotion: dict[str, Json]
    """The policy input of the promotion."""
    candidate: Candidate
    base: Held | None
    placed: tuple[Placement, ...]
    makers: Makers
    findings: tuple[Finding, ...]
    waivers: tuple[WaiverStatus, ...]
    grants: dict[str, Granted | None]
    """Of those waivers that hide something, by id."""
    looked: Looked


def report_of(facts: Facts) -> dict[str, Json]:
    """The report, without its time (`at`). Strings are such that UTF-8 has a form for them."""
    about, promotion = facts.about, facts.promotion
    model = facts.candidate.input
    before = facts.candidate.model_at(facts.base.commit) if facts.base is not None else {}
    rules = _rules(facts)
    value: dict[str, Json] = {
        "schema": SCHEMA,
        "asked": {
            "kind": facts.kind,
            "model": about.model,
            "version": about.version,
            "stage": about.stage,
            "repository": about.repository,
        },
        "verdict": facts.verdict,
        "reason": facts.reason,
        "tier": facts.tier,
        "version": {
            "commit": about.commit,
            "tree": about.tree,
            "weights": {**about.weights},
            "artifact": model.get("artifact", {}),
            "card": mapping_of(model.get("record")),
            **{name: promotion[name] for name in _TAGGED if name in promotion},
        },
        "policy": {
            "digest": facts.judge.digest,
            "profile": facts.judge.config.profile,
            "after": [*facts.stage.after],
            "approval_days": facts.stage.approval_days,
            "evidence_days": facts.stage.evidence_days,
            "configured": promotion["configured"],
        },
        "needed": {**facts.needed},
        "base": {**facts.base._asdict()} if facts.base is not None else None,
        "placements": promotion["placements"],
        "changes": [_fact(each) for each in model_facts(before, model)] if before and model else [],
        "metrics": _metrics(model),
        "history": _history(facts),
        "card": _card(model),
        "data": _data(model),
        "evidence": _evidence(facts.candidate),
        **_measured(facts.candidate),
        "makers": {
            "names": [*facts.makers.names],
            "trained": [*facts.candidate.trainers],
            "commits": facts.makers.commits,
            "unsigned": promotion["unsigned"],
        },
        "findings": [_finding(each, rules) for each in facts.findings],
        "waivers": [_waiver(each, facts.grants.get(each.id)) for each in facts.waivers],
        "rules": _outcomes(facts, rules),
    }
    return cast("dict[str, Json]", _portable(value))


def _metrics(model: dict[str, Json]) -> list[Json]:
    return [{name: value for name, value in each.items() if name != "at"} for each in list_of(model.get("metrics"))]


def _history(facts: Facts) -> list[Json]:
    """The versions that held the stage, oldest first, with the numbers that their cards gave."""
    held = [each for each in facts.placed if each.said.about.stage == facts.about.stage][-HISTORY:]
    return [
        {
            "version": each.said.about.version,
            "commit": each.said.about.commit,
            "at": each.entry.at,
            "kind": each.said.about.kind,
            "holds": each is on_stage(facts.placed, facts.about.stage),
            "metrics": _metrics(facts.candidate.model_at(each.said.about.commit)),
        }
        for each in held
    ]


def _card(model: dict[str, Json]) -> dict[str, Json]:
    governance = mapping_of(mapping_of(model.get("card")).get("governance"))
    return {name: governance[name] for name in _CARD if name in governance}


def _data(model: dict[str, Json]) -> list[Json]:
    return [
        {"role": role, "name": each.get("name"), "path": each.get("path"), "digests": mapping_of(each.get("digests"))}
        for role in ("training", "evaluation")
        for each in list_of(mapping_of(model.get(role)).get("data"))
    ]


def _evidence(candidate: Candidate) -> list[Json]:
    """Every line of evidence, with the digest of the file that holds it, which stock tools can verify."""
    found: list[Json] = []
    for number, each in enumerate(list_of(candidate.input.get("evidence"))):
        record = candidate.evidence(number)
        names = (
            "kind", "problem", "status", "artifact", "builder", "started", "finished", "commit", "dirty", "reachable",
            "usage", "signatures",
        )  # fmt: skip
        told = {name: each[name] for name in names if name in each}
        found.append({"path": record.path, "line": record.number + 1, "sha256": record.sha256, **told})
    return found


def _measured(candidate: Candidate) -> dict[str, Json]:
    """Slices, robustness, calibration and attributions of the latest evaluation that somebody known signed.

    What the card states of them stands in where there is none.
    """
    best: tuple[str, int] | None = None
    for number, each in enumerate(list_of(candidate.input.get("evidence"))):
        known = any(sign.get("principals") and not sign.get("revoked") for sign in list_of(each.get("signatures")))
        if each.get("kind") == "evaluation" and "metrics" in each and each.get("artifact") and known:
            best = max(best or ("", -1), (text_of(each.get("finished")), number))
    if best is None:
        stated = mapping_of(mapping_of(mapping_of(candidate.input.get("card")).get("governance")).get("evaluation"))
        given = {name: _mappings(stated.get(name)) for name in ("slices", "robustness")}
        return {"measured": {"source": "card", **given, "calibration": {}, "attributions": {}}}
    facts = list_of(candidate.input.get("evidence"))[best[1]]
    numbers = {name: facts.get(name, []) for name in ("metrics", "slices", "robustness")}
    run = read_line(candidate.evidence(best[1]).value).run
    assert isinstance(run, Evaluation)
    plots: dict[str, Json] = {"calibration": run.calibration, "attributions": run.attributions}
    return {"measured": {"source": "evidence", "evidence": best[1], **numbers, **plots}}


def _mappings(value: Json) -> list[Json]:
    """What a card gives as one mapping, a list of them, or a result in words."""
    return [{"result": value}] if isinstance(value, str) else [*list_of([value] if isinstance(value, dict) else value)]


def _rules(facts: Facts) -> dict[str, Rule]:
    return RULES | WAIVER_RULES | {policy.rule.id: policy.rule for policy in facts.judge.bundle.policies}


def _outcomes(facts: Facts, rules: dict[str, Rule]) -> list[Json]:
    """What became of every rule; those about changes and approvals are asked elsewhere."""
    elsewhere = {
        each.rule.id
        for each in (*facts.judge.bundle.policies, *facts.judge.bundle.off)
        if each.rule.subject in (CHANGE, APPROVALS)
    }
    found = outcomes(facts.judge, facts.findings, facts.looked, RULES | WAIVER_RULES)
    return [
        {
            "id": each.id,
            "title": rules[each.id].title if each.id in rules else each.id,
            "outcome": each.outcome,
            "reason": each.reason,
            "controls": [*rules[each.id].controls] if each.id in rules else [],
            "findings": each.findings,
        }
        for each in found
        if each.id not in elsewhere
    ]


def _finding(finding: Finding, rules: dict[str, Rule]) -> dict[str, Json]:
    rule = rules.get(finding.rule)
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "subject": finding.subject,
        "path": finding.location.path,
        "pointer": finding.location.pointer,
        "line": finding.location.line,
        "controls": [*rule.controls] if rule is not None else [],
        "remediation": finding.remediation or (rule.remediation if rule is not None else ""),
        "waiver": finding.waiver,
    }


def _waiver(waiver: WaiverStatus, grant: Granted | None) -> dict[str, Json]:
    told: Json = {**grant._asdict()} if grant is not None else None
    return {**waiver._asdict(), "location": {**waiver.location._asdict()}, "grant": told}


def _fact(fact: Fact) -> dict[str, Json]:
    return {**fact._asdict()}


def _portable(value: Json) -> Json:
    """A value for which RFC 8785 has a form: no lone surrogates, no whole number that JSON readers round."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list | tuple):
        return [_portable(item) for item in value]
    if isinstance(value, dict):
        return {encodable(key): _portable(item) for key, item in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE:
        return str(value)
    return value
