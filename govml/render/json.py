"""The JSON format: `govml.report/v1`, described by `schemas/report.schema.json`.

The document is the same for everybody: it has no excerpts and depends on no option. Its `digest` is over the RFC 8785
form of everything but `engine` and `digest`, so both engines give the same one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from govml.base.canonical import digest
from govml.render import words

if TYPE_CHECKING:
    from govml.model import Finding, Json, Location, RecordInfo, Report, RuleOutcome, WaiverStatus
    from govml.render import RenderOptions

SCHEMA = "govml.report/v1"
"""Name and version of the format."""


def render(report: Report, options: RenderOptions) -> str:
    """Return the report document, indented; `options` don't change it."""
    return json_text(cast("Json", report_document(report)))


def report_document(report: Report) -> dict[str, Json]:
    """Return the report as `govml.report/v1`: every member always present, lists in the report's order."""
    document = cast("dict[str, Json]", encodable(cast("Json", _judgement(report))))
    return {**document, "digest": digest(cast("Json", document)), "engine": words.encodable(report.policy.engine)}


def report_digest(report: Report) -> str:
    """Return `sha256:HEX` of the report, what an approver signs."""
    return cast("str", report_document(report)["digest"])


# Characters that terminals act on or that hide text, and `[` where a runner would read a command: only strings have
# them, so an escape of JSON can stand for each.
_ESCAPED = re.compile(
    "[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
    r"|(?<=##)\[|(?<=##vso)\["
)


def json_text(value: Json) -> str:
    """Return JSON for files and terminals: indented, readable in every language, nothing that a terminal acts on."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _ESCAPED.sub(lambda match: json.dumps(match.group())[1:-1].replace("[", r"\u005b"), text) + "\n"


def _judgement(report: Report) -> dict[str, Json]:
    """Return the digested part of the document."""
    snapshot, policy = report.snapshot, report.policy
    if report.records is None:
        raise ValueError("a report without the list of its records has no digest")
    return {
        "schema": SCHEMA,
        "verdict": report.verdict,
        "reason": report.reason,
        "subject": {
            "source": snapshot.source,
            "commit": snapshot.commit,
            "tree": snapshot.tree,
            "base": snapshot.base,
        },
        "policy": {"commit": policy.commit, "digest": policy.digest, "profile": policy.profile},
        "at": report.at,
        "summary": _summary(report),
        "findings": [_finding(report, finding) for finding in report.findings],
        "fixed": [_finding(report, finding) for finding in report.fixed],
        "policy_change": _policy_change(report),
        "waivers": [_waiver(waiver) for waiver in report.waivers],
        "rules": [_outcome(report, outcome) for outcome in report.outcomes],
        "notes": list(report.notes),
        "records": [_record(record) for record in report.records],
    }


def _summary(report: Report) -> dict[str, Json]:
    numbers = words.tally(report)
    return {
        "errors": numbers.errors,
        "warnings": numbers.warnings,
        "waived": numbers.waived,
        "existing": numbers.existing,
        "fixed": numbers.fixed,
        "records": {**numbers.records},
        "subjects": {**numbers.subjects},
        "rules": {**numbers.rules},
    }


def _policy_change(report: Report) -> Json:
    change = report.policy_change
    if change is None:
        return None
    return {
        "digest": change.digest,
        "problem": change.problem,
        "added": [_finding(report, finding) for finding in change.added],
        "dropped": [_finding(report, finding) for finding in change.dropped],
        "rules": list(change.rules),
    }


def _finding(report: Report, finding: Finding) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "subject": finding.subject,
        "location": _location(finding.location),
        "controls": list(words.rule_of(report, finding.rule).controls),
        "remediation": words.remediation_of(report, finding),
        "status": finding.status,
        "waiver": finding.waiver,
    }


def _location(location: Location) -> dict[str, Json]:
    return {
        "path": location.path,
        "blob": location.blob,
        "pointer": location.pointer,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _record(record: RecordInfo) -> dict[str, Json]:
    return {
        "kind": record.kind,
        "name": record.name,
        "path": record.path,
        "document": record.document,
        "blob": record.blob,
        "sha256": record.sha256,
    }


def _outcome(report: Report, outcome: RuleOutcome) -> dict[str, Json]:
    rule = words.rule_of(report, outcome.id)
    return {
        "id": outcome.id,
        "title": rule.title,
        "level": rule.level,
        "controls": list(rule.controls),
        "outcome": outcome.outcome,
        "reason": outcome.reason,
        "findings": outcome.findings,
        "subjects": outcome.subjects,
    }


def _waiver(waiver: WaiverStatus) -> dict[str, Json]:
    return {
        "id": waiver.id,
        "rule": waiver.rule,
        "subject": waiver.subject,
        "state": waiver.state,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "expires": waiver.expires,
        "findings": waiver.findings,
        "location": _location(waiver.location),
    }


def encodable(value: Json) -> Json:
    """Return a value whose strings UTF-8 can encode, so that every report has a digest."""
    if isinstance(value, str):
        return words.encodable(value)
    if isinstance(value, list):
        return [encodable(item) for item in value]
    if isinstance(value, dict):
        return {words.encodable(key): encodable(item) for key, item in value.items()}
    return value
