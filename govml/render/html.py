"""The HTML format: one page that needs nothing else, for a browser, for paper and for an archive.

There is no script, and the page's own policy allows nothing but its own style sheet, by hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from govml.named import NamedTuple
from govml.render import words
from govml.render.json import report_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Finding, Report, RuleOutcome, WaiverStatus
    from govml.render import RenderOptions

_STYLE = "report.css"

_COLUMNS = 120
"""Columns of source that an excerpt shows."""


class _Span(NamedTuple):
    """A run of a message."""

    text: str
    code: bool


def render(report: Report, options: RenderOptions) -> str:
    """Return a report as a page of HTML; `options` don't change it."""
    files_shown = words.by_file(f for f in report.findings if not f.waiver and f.status == "new")
    return page(
        "report.html.j2",
        verdict=report.verdict,
        reason=words.prose(words.reason_beside_counts(report)),
        counts=words.finding_counts(report),
        facts=_facts(report),
        findings=[
            {"path": words.name(path), "counts": words.level_counts(group), "findings": _cards(report, group)}
            for path, group in files_shown
        ],
        waived=_cards(report, [f for f in report.findings if f.waiver]),
        before=_cards(report, [f for f in report.findings if not f.waiver and f.status == "existing"]),
        fixed=_cards(report, report.fixed),
        policy_change=_policy_change(report),
        waivers=[_waiver(waiver) for waiver in report.waivers],
        rules=[_rule(report, outcome) for outcome in report.outcomes],
        notes=[words.prose(note) for note in report.notes],
    )


def page(template: str, **values: object) -> str:
    """Return a page of HTML from a template and its values, which are escaped in it, with the one style sheet."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    sources = {name: (files("govml.render") / "templates" / name).read_text("utf-8") for name in (template, _STYLE)}
    environment = Environment(
        loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style = environment.get_template(_STYLE).render()
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template).render(style_hash=style_hash, **values) + "\n"


def _facts(report: Report) -> list[tuple[str, str]]:
    """Return what identifies the decision, and what was looked at, as terms and values."""
    snapshot, policy = report.snapshot, report.policy
    source = {"commit": "", "index": "the index on ", "worktree": "the work tree on "}[snapshot.source]
    facts = [
        ("Judged", source + (snapshot.commit or "no commit")),
        ("Tree", snapshot.tree),
        ("Base", snapshot.base),
        ("Policies", f"profile {policy.profile} of {policy.commit or 'the judged files themselves'}"),
        ("Policy digest", policy.digest),
        ("Engine", policy.engine),
        ("At", report.at),
        ("Report digest", report_digest(report)),
        ("Looked at", "; ".join(words.coverage(report))),
    ]
    return [(term, words.prose(value)) for term, value in facts if value]


def _policy_change(report: Report) -> list[dict[str, object]]:
    """Return what the change's own policies would say."""
    parts = words.policy_change_parts(report.policy_change) if report.policy_change is not None else []
    return [{"told": words.prose(told), "findings": _cards(report, findings)} for told, findings in parts]


def spans(text: str) -> list[_Span]:
    """Return a message as runs, what stands between backticks as code."""
    parts = re.split(r"`([^`]+)`", words.prose(text))
    return [_Span(part, code=bool(number % 2)) for number, part in enumerate(parts)]


def _cards(report: Report, findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings as the template shows them."""
    waivers = {waiver.id: waiver for waiver in report.waivers}
    return [_card(report, finding, waivers.get(finding.waiver)) for finding in findings]


def _card(report: Report, finding: Finding, waiver: WaiverStatus | None) -> dict[str, object]:
    rule = words.rule_of(report, finding.rule)
    source, caret = words.excerpt(finding, _COLUMNS)
    line = str(finding.location.line)
    by = f" by {waiver.approver} until {waiver.expires}: {waiver.reason}" if waiver else ""
    return {
        "level": finding.level,
        "rule": words.name(rule.id),
        "title": words.prose(rule.title),
        "state": "existing" if finding.status == "existing" else "",
        "message": spans(finding.message),
        "place": words.name(words.place(finding.location)),
        "source": source,
        "caret": caret,
        "line": line,
        "blank": " " * len(line),
        "mend": [
            {"prose": spans(prose), "code": "\n".join(code)}
            for prose, code in words.blocks(words.remediation_of(report, finding))
        ],
        "waiver": words.prose(finding.waiver + by),
        "subject": words.prose(finding.subject),
        "controls": words.prose(", ".join(rule.controls)),
    }


def _waiver(waiver: WaiverStatus) -> dict[str, str]:
    return {
        "state": waiver.state,
        "id": words.name(waiver.id),
        "of": words.prose(f"{waiver.rule} on {waiver.subject}" if waiver.subject else waiver.rule),
        "expires": words.prose(waiver.expires),
        "approver": words.prose(waiver.approver),
        "reason": words.prose(waiver.reason),
    }


def _rule(report: Report, outcome: RuleOutcome) -> dict[str, str]:
    rule = words.rule_of(report, outcome.id)
    return {
        "outcome": outcome.outcome.replace("-", " "),
        "id": words.name(outcome.id),
        "title": words.prose(rule.title),
        "reason": words.prose(outcome.reason),
        "controls": words.prose(", ".join(rule.controls)),
    }
