"""The SARIF format: OASIS SARIF 2.1.0, one run."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from govml.render import words
from govml.render.json import json_text, report_digest

if TYPE_CHECKING:
    from govml.model import Finding, Json, Location, Report, Rule, WaiverStatus
    from govml.render import RenderOptions

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


def render(report: Report, options: RenderOptions) -> str:
    """Return a SARIF log; `options` don't change it."""
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> Json:
    """Return the run (SARIF 3.14)."""
    ids = sorted({*report.rules, *(f.rule for f in report.findings), *(o.id for o in report.outcomes)})
    index = {rule: number for number, rule in enumerate(ids)}
    seen: Counter[str] = Counter()
    waivers = {waiver.id: waiver for waiver in report.waivers}
    return {
        "tool": {"driver": {"name": "govml", "rules": [_rule(words.rule_of(report, rule)) for rule in ids]}},
        "invocations": [_invocation(report, index)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, index, waivers, seen) for finding in report.findings],
        "properties": {
            "verdict": report.verdict,
            "reason": _text(report.reason),
            "commit": words.encodable(report.snapshot.commit),
            "base": words.encodable(report.snapshot.base),
            "policyDigest": words.encodable(report.policy.digest),
            "reportDigest": report_digest(report),
            "at": words.encodable(report.at),
        },
    }


def _rule(rule: Rule) -> Json:
    """Return a reporting descriptor (SARIF 3.49)."""
    title = _text(rule.title) or _text(rule.id)
    description = _text(rule.description) or title
    controls: list[Json] = [words.encodable(control) for control in dict.fromkeys(rule.controls)]
    catalogues: list[Json] = [*dict.fromkeys(words.encodable(c).partition(" ")[0] for c in rule.controls)]
    help_text = [description, f"To mend it: {_text(rule.remediation)}"] if rule.remediation else [description]
    help_markdown = [words.markdown(description)]
    for number, (told, code) in enumerate(words.blocks(rule.remediation)):
        label = "" if number else "**To mend it:** "
        help_markdown.append(f"{label}{words.markdown(told)}\n{words.fenced(code)}".rstrip("\n"))
    help_markdown += (
        ["**Controls:**\n" + "\n".join(f"- {words.markdown(c)}" for c in rule.controls)] if controls else []
    )
    return {
        "id": words.encodable(rule.id),
        "shortDescription": {"text": title},
        "fullDescription": {"text": description},
        "help": {"text": "\n".join(help_text), "markdown": "\n\n".join(help_markdown)},
        "defaultConfiguration": {"level": rule.level},
        "properties": {"tags": catalogues, "controls": controls, "source": words.encodable(rule.source)},
    }


def _result(
    report: Report, finding: Finding, index: dict[str, int], waivers: dict[str, WaiverStatus], seen: Counter[str]
) -> Json:
    """Return a result (SARIF 3.27). All have suppressions, empty for those that count, as 3.27.23 asks."""
    mend = f"\nTo mend it: {_text(finding.remediation)}" if finding.remediation else ""
    location, fingerprint = finding.location, _fingerprint(finding)
    seen[fingerprint] += 1
    result: dict[str, Json] = {
        "ruleId": words.encodable(finding.rule),
        "ruleIndex": index[finding.rule],
        "level": finding.level,
        "message": {"text": (_text(finding.message) or _text(finding.rule)) + mend},
        "partialFingerprints": {"govml/v1": f"{fingerprint}:{seen[fingerprint]}"},
        "suppressions": [_suppression(finding.waiver, waivers)] if finding.waiver else [],
        "properties": {
            "subject": words.encodable(finding.subject),
            "pointer": words.encodable(location.pointer),
            "status": finding.status,
        },
    }
    if report.snapshot.base:
        result["baselineState"] = "new" if finding.status == "new" else "unchanged"
    if location.path:
        result["locations"] = [_location(location)]
    return result


def _location(location: Location) -> Json:
    """Return a location (SARIF 3.28); a region only where the line is known."""
    physical: dict[str, Json] = {"artifactLocation": {"uri": _uri(location.path), "uriBaseId": _ROOT}}
    if location.line:
        region: dict[str, Json] = {"startLine": location.line}
        if location.column:
            region["startColumn"] = location.column
        if location.end_line:
            region["endLine"] = location.end_line
            if location.column and location.end_column:
                region["endColumn"] = location.end_column
        physical["region"] = region
    return {"physicalLocation": physical}


def _suppression(waiver_id: str, waivers: dict[str, WaiverStatus]) -> Json:
    """Return a suppression (SARIF 3.35)."""
    waiver = waivers.get(waiver_id)
    why = f" by {waiver.approver} until {waiver.expires}: {waiver.reason}" if waiver else ""
    return {"kind": "external", "status": "accepted", "justification": _text(f"waiver {waiver_id}{why}")}


def _invocation(report: Report, index: dict[str, int]) -> Json:
    """Return the invocation (SARIF 3.20): not successful when nothing could be decided."""
    decided = report.verdict != "INCONCLUSIVE"
    notices: list[Json] = [] if decided else [_notification("error", report.reason)]
    notices += [_notification("note", note) for note in report.notes]
    for reason, rules in words.not_evaluated(report):
        for rule in rules:
            about: Json = {"id": words.encodable(rule), "index": index[rule]}
            text = f"{rule} was not evaluated: {reason}"
            notices.append({"level": "note", "message": {"text": _text(text)}, "associatedRule": about})
    return {"executionSuccessful": decided, "toolExecutionNotifications": notices}


def _notification(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": _text(text) or level}}


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines move: a hash over rule, subject, path and pointer."""
    parts = (finding.rule, finding.subject, finding.location.path, finding.location.pointer)
    # A length before each part, so that no two lists of parts give the same bytes.
    data = b"".join(b"%d:%s," % (len(part), part) for part in (words.encodable(p).encode() for p in parts))
    return hashlib.sha256(data).hexdigest()


def _text(text: str) -> str:
    """Return a plain text message (SARIF 3.11); `[text](target)` in one would be a link, 3.11.6."""
    return words.encodable(text).replace("](", "] (")


def _uri(path: str) -> str:
    """Return a path as a relative reference: its own bytes, percent-encoded (RFC 3986)."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = words.encodable(path).encode()
    return quote(raw, safe="/")
