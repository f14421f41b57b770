"""A decision as one document (`govml.promotion/v1`), which every output format is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from govml.records.index import list_of, mapping_of, text_of

if TYPE_CHECKING:
    from govml.ledger.entries import Entry
    from govml.model import Json
    from govml.usecases.decide import Decision

SCHEMA: Final = "govml.promotion/v1"


def document_of(decision: Decision, entry: Entry | None = None) -> dict[str, Json]:
    """The document: the signed report, the approvals, the verdict on both, and what would change it.

    `entry` is the one of the ledger that was made of it.
    """
    about = decision.about
    rules = {each.rule.id: each.rule for each in decision.judge.bundle.policies}
    findings: list[Json] = [
        {
            "rule": each.rule,
            "level": each.level,
            "message": each.message,
            "controls": [*rules[each.rule].controls] if each.rule in rules else [],
            "remediation": each.remediation or (rules[each.rule].remediation if each.rule in rules else ""),
        }
        for each in decision.findings
    ]
    outcomes: list[Json] = [
        {
            "id": each.id,
            "title": rules[each.id].title if each.id in rules else each.id,
            "outcome": each.outcome,
            "reason": each.reason,
            "controls": [*rules[each.id].controls] if each.id in rules else [],
            "findings": each.findings,
        }
        for each in decision.outcomes
    ]
    return {
        "schema": SCHEMA,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "sha256": about.report,
        "report": decision.report,
        "policy": {"commit": about.policy_commit, "digest": decision.judge.digest},
        "engine": decision.engine,
        "needed": {**decision.needed},
        "missing": {**decision.missing},
        "approvals": [
            {**each._asdict(), "roles": [*each.roles], "counts": bool(each.independent_role)} for each in decision.given
        ],
        "findings": findings,
        "rules": outcomes,
        "mend": _mend(decision, findings),
        "verify": _verify(decision, entry),
    }


def _mend(decision: Decision, findings: list[Json]) -> list[Json]:
    """What would change the verdict: each error, and whatever holds for a while only."""
    found: dict[str, Json] = {}
    for each in [*list_of(decision.report.get("findings")), *list_of(findings)]:
        if each.get("level") == "error" and not each.get("waiver"):
            rule, what = text_of(each.get("rule")), text_of(each.get("message"))
            found.setdefault(f"{rule} {what}", {"rule": rule, "what": what, "how": each.get("remediation")})
    told = cast("list[Json]", list(found.values()))
    waived = [each for each in list_of(decision.report.get("waivers")) if each.get("findings")]
    for each in waived:
        until = f"until {text_of(each.get('expires'))} only: waiver {text_of(each.get('id'))} ends then"
        told.append({"rule": each.get("rule"), "what": f"holds {until}", "how": ""})
    counted = [each for each in decision.given if each.independent_role]
    for given in counted:
        what = f"holds until {given.expires} only: the approval of {given.principal} ends then"
        told.append({"rule": "APPR-01", "what": what, "how": ""})
    return told


def _verify(decision: Decision, entry: Entry | None) -> list[Json]:
    """How to get at the report again, and verify that it is this one."""
    asked, version = decision.asked, mapping_of(decision.report.get("version"))
    again = f"govml report {asked.model}@{asked.version} --to {asked.stage}"
    again += f"{' --rollback' if asked.kind == 'rollback' else ''} --at {asked.at} --output report=report.json"
    lines = [
        again if entry is None else f"git cat-file blob {entry.commit}:report.json > report.json",
        f"echo '{decision.about.report}  report.json' | sha256sum --check",
        f"git rev-parse {text_of(version.get('commit'))}^{{tree}}    # {text_of(version.get('tree'))}",
    ]
    for each in decision.given:
        if each.independent_role and each.kind == "signature":
            lines.append(f"# entry {each.number} by {each.principal}: docs/ledger.md shows how ssh-keygen verifies it")
    return cast("list[Json]", lines)
