"""The GitHub format: workflow commands, which GitHub shows as annotations in "Files changed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.render import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Finding, Report
    from govml.render import RenderOptions

ERRORS = 10
"""Errors that GitHub shows per step; it drops any more without a word."""

WARNINGS = 10
"""Warnings that GitHub shows per step."""


def render(report: Report, options: RenderOptions) -> str:
    """Return annotations, worst first, and a notice with the verdict and how many findings have no annotation.

    What the base has too is annotated where it decides (`--fail-on-existing`).
    """
    ordered = [f for _, group in words.by_file(report.findings) for f in group if not f.waiver]
    ordered.sort(key=lambda f: f.status == "existing")
    decides = report.verdict == "FAILED" and not any(f.status == "new" and f.level == "error" for f in ordered)
    if not decides:  # what was there before is no red line on somebody's change
        ordered = [f for f in ordered if f.status == "new"]
    errors = [f for f in ordered if f.level == "error"]
    warnings = [f for f in ordered if f.level == "warning"]
    lines = []
    if report.verdict == "INCONCLUSIVE":
        lines.append(f"::error title=govml%3A INCONCLUSIVE::{words.log_data(words.prose(report.reason))}")
    room = ERRORS - len(lines)
    lines += [_annotation(report, finding) for finding in (*errors[:room], *warnings[:WARNINGS])]
    return "\n".join([*lines, _notice(report, [*errors[room:], *warnings[WARNINGS:]])]) + "\n"


def _annotation(report: Report, finding: Finding) -> str:
    """Return one command. A `line` always, since GitHub shows no annotation without one in "Files changed"."""
    location = finding.location
    rule = words.rule_of(report, finding.rule)
    title = f"{rule.id}: {rule.title}" if rule.title != rule.id else rule.id
    properties = []
    if location.path:
        properties += [("file", words.visible(location.path)), ("line", str(location.line or 1))]
        if location.column and location.end_line in (0, location.line):
            properties.append(("col", str(location.column)))
        if location.end_line:
            properties.append(("endLine", str(location.end_line)))
    properties.append(("title", words.prose(title, 200)))
    text = words.prose(finding.message) + (" (existing)" if finding.status == "existing" else "")
    message = "\n".join([text, *words.mend_lines(words.remediation_of(report, finding))])
    told = ",".join(f"{name}={words.log_property(value)}" for name, value in properties)
    return f"::{finding.level} {told}::{words.log_data(message)}"


def _notice(report: Report, rest: Sequence[Finding]) -> str:
    """Return the verdict, what was looked at, and the findings that GitHub would drop, by number."""
    parts = [words.finding_counts(report), *words.coverage(report)]
    parts += (
        [f"without an annotation, because GitHub shows {ERRORS} of each: {words.level_counts(rest)}"] if rest else []
    )
    return f"::notice title=govml%3A {report.verdict}::{words.log_data('; '.join(parts))}"
