"""The Markdown format: a job summary or a comment on a pull request, for GitHub's Markdown.

GitHub takes 65,536 characters in a comment. What doesn't fit is left out by whole entries, and its number is told.
`page` fits a report to any other limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.named import NamedTuple
from govml.render import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Finding, Report, WaiverStatus
    from govml.render import RenderOptions

LIMIT = 65_000
"""Characters of the whole output at most."""

_SHORT = 300
"""Characters of one message in a table or list."""

_PER_FILE = 20
"""Findings of one file that are told in detail."""


class _Section(NamedTuple):
    """A part of the page whose entries can be cut."""

    head: str
    entries: list[str]
    noun: str
    """What one entry is, to count those that are left out."""
    share: int
    """Characters of `LIMIT` kept for it whatever the sections before it take."""
    tail: str = ""


def render(report: Report, options: RenderOptions) -> str:
    """Return a report as Markdown of at most `LIMIT` characters; of `options` only `verbose` matters."""
    return page(report, LIMIT, options.verbose)


def page(report: Report, limit: int, verbose: bool = False) -> str:
    """Return a report as Markdown of at most `limit` characters, as far as the verdict and its counts fit in them."""
    head = _head(report)
    shown = [f for _, group in words.by_file(report.findings) for f in group if not f.waiver and f.status == "new"]
    shown.sort(key=lambda f: f.level != "error")
    sections = [
        _Section(_TABLE, [_row(f) for f in shown], "finding", 18_000),
        _Section("\n### How to mend them\n", _files(report, shown), "file", 16_000),
        _Section("\n### In the base already\n\n", _before(report), "finding", 4_000),
        _Section("\n### Waived\n\n", _waived(report), "waived finding", 5_000),
        _Section("\n### Waivers\n\n", [_waiver(w) for w in report.waivers], "waiver", 5_000),
        _Section("\n### Fixed since the base\n\n", _fixed(report), "fixed finding", 4_000),
        *_policy_change(report),
        _Section("\n### Rules that were not evaluated\n\n", _missing(report), "reason", 5_000),
        _Section("\n### Notes\n\n", [f"- {words.markdown(note, _SHORT)}\n" for note in report.notes], "note", 4_000),
    ]
    if verbose:
        rows = _outcomes(report)
        opening = "\n<details><summary>All rules</summary>\n\n| Outcome | Rule | Why |\n| --- | --- | --- |\n"
        sections.append(_Section(opening, rows, "rule", 4_000, "\n</details>\n"))
    room = limit - len(head)
    parts = [head]
    for number, section in enumerate(sections):
        kept = sum(later.share * limit // LIMIT for later in sections[number + 1 :] if later.entries)
        part = _fit(section, room - kept)
        room -= len(part)
        parts.append(part)
    return "".join(parts)


def _fit(section: _Section, room: int) -> str:
    """Return a section with as many of its entries as there is room for, and how many more there are."""
    if not section.entries:
        return ""
    left = room - len(section.head) - len(section.tail) - 100
    kept = []
    for entry in section.entries:
        left -= len(entry)
        if left < 0:
            break
        kept.append(entry)
    missing = len(section.entries) - len(kept)
    more = f"\n…and {words.count(missing, 'more ' + section.noun)}, left out for want of room.\n" if missing else ""
    return section.head + "".join(kept) + more + section.tail


def _head(report: Report) -> str:
    """Return the verdict, why, and what was judged by what."""
    coverage = "; ".join(map(words.markdown, words.coverage(report)))
    judged = words.markdown(", ".join(words.provenance(report)))
    counts = words.markdown(words.finding_counts(report))
    reason = words.reason_beside_counts(report)
    return (
        f"## govml: {report.verdict}\n\n" + (f"{words.markdown(reason)}\n\n" if reason else "") + f"**{counts}**\n\n"
        f"Looked at {coverage}.\n\n"
        f"{judged[:1].upper()}{judged[1:]}.\n"
    )


_TABLE = "\n### Findings\n\n| Level | Rule | Where | What |\n| --- | --- | --- | --- |\n"


def _row(finding: Finding) -> str:
    """Return a finding as a row of the table."""
    where = words.markdown_code(words.place(finding.location), _SHORT) if finding.location.path else "repository"
    rule = words.markdown_code(finding.rule, _SHORT)
    return f"| {finding.level} | {rule} | {where} | {words.markdown(finding.message, _SHORT)} |\n"


def _files(report: Report, findings: Sequence[Finding]) -> list[str]:
    """Return a block for each file: its findings with excerpt, remedy and controls."""
    blocks = []
    for path, group in words.by_file(findings):
        # A summary is HTML, where Markdown's escapes would be seen.
        name = words.html_code(path, _SHORT) if path else "repository"
        block = [f"\n<details><summary>{name}: {words.level_counts(group)}</summary>\n\n"]
        block += [_detail(report, finding) for finding in group[:_PER_FILE]]
        if len(group) > _PER_FILE:
            block.append(f"- …and {words.count(len(group) - _PER_FILE, 'more finding')} in this file.\n")
        blocks.append("".join([*block, "\n</details>\n"]))
    return blocks


def _detail(report: Report, finding: Finding) -> str:
    """Return a finding as an item of a list."""
    line = f"line {finding.location.line}: " if finding.location.line else ""
    rule = words.rule_of(report, finding.rule)
    about = f"**{finding.level}** {words.markdown_code(rule.id, _SHORT)}"
    item = f"- {about} {line}{words.markdown(finding.message)}\n"
    source, caret = words.excerpt(finding, 100)
    item += words.fenced([source, caret] if caret else [source], "  ") if source else ""
    for number, (prose, code) in enumerate(words.blocks(words.remediation_of(report, finding))):
        item += f"\n  {'' if number else 'Mend: '}{words.markdown(prose, _SHORT)}\n"
        item += words.fenced(code, "  ")
    if rule.controls:
        item += f"\n  Controls: {words.markdown(', '.join(rule.controls), _SHORT)}\n"
    return item


def _waived(report: Report) -> list[str]:
    """Return the suppressed findings, each with its waiver."""
    return [
        f"- {_brief(finding)} (waiver {words.markdown_code(finding.waiver, _SHORT)})\n"
        for _, group in words.by_file(f for f in report.findings if f.waiver)
        for finding in group
    ]


def _before(report: Report) -> list[str]:
    """Return the findings that the base has too."""
    found = [f for f in report.findings if not f.waiver and f.status == "existing"]
    found.sort(key=lambda f: f.level != "error")
    return [f"- {_brief(finding)}\n" for finding in found]


def _fixed(report: Report) -> list[str]:
    """Return the findings that the base has and the judged snapshot no more."""
    return [f"- {_brief(finding)}\n" for _, group in words.by_file(report.fixed) for finding in group]


def _policy_change(report: Report) -> list[_Section]:
    """Return what the change's own policies would say."""
    if report.policy_change is None:
        return []
    entries = []
    for told, findings in words.policy_change_parts(report.policy_change):
        entries.append(f"- {words.markdown(told, _SHORT)}\n")
        entries += [f"  - {_brief(finding)}\n" for finding in findings]
    return [_Section(f"\n### {words.POLICY_CHANGE}\n\n", entries, "line", 4_000)]


def _brief(finding: Finding) -> str:
    """Return a finding on one line."""
    where = f" {words.markdown_code(words.place(finding.location), _SHORT)}" if finding.location.path else ""
    rule = words.markdown_code(finding.rule, _SHORT)
    return f"{finding.level} {rule}{where}: {words.markdown(finding.message, _SHORT)}"


def _waiver(waiver: WaiverStatus) -> str:
    """Return a waiver on one line."""
    until = f" until {words.markdown(waiver.expires, _SHORT)}" if waiver.expires else ""
    by = f" by {words.markdown(waiver.approver, _SHORT)}" if waiver.approver else ""
    rule = words.markdown_code(waiver.rule, _SHORT)
    about = f" on {words.markdown(waiver.subject, _SHORT)}" if waiver.subject else ""
    reason = f": {words.markdown(waiver.reason, _SHORT)}" if waiver.reason else ""
    return f"- **{waiver.state}** {words.markdown_code(waiver.id, _SHORT)} for {rule}{about}{until}{by}{reason}\n"


def _missing(report: Report) -> list[str]:
    """Return the reasons why rules were not evaluated."""
    entries = []
    for reason, rules in words.not_evaluated(report):
        names = ", ".join(words.markdown_code(rule, _SHORT) for rule in rules[:_PER_FILE])
        more = f" and {words.count(len(rules) - _PER_FILE, 'more rule')}" if len(rules) > _PER_FILE else ""
        entries.append(f"- {names}{more}: {words.markdown(reason, _SHORT)}\n")
    return entries


def _outcomes(report: Report) -> list[str]:
    """Return a row for every rule."""
    rows = []
    for outcome in report.outcomes:
        title = words.markdown(words.rule_of(report, outcome.id).title, _SHORT)
        rule = words.markdown_code(outcome.id, _SHORT)
        rows.append(f"| {outcome.outcome} | {rule} {title} | {words.markdown(outcome.reason, _SHORT)} |\n")
    return rows
