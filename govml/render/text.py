"""The text format: what a person reads in a terminal.

Everything is laid out as plain text of `options.width` columns first and painted after, so colour never moves anything.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govml.render import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Finding, Report, WaiverStatus
    from govml.render import RenderOptions

_SGR = {
    "error": "1;31",
    "warning": "1;33",
    "FAILED": "1;31",
    "INCONCLUSIVE": "1;31",
    "WARNED": "1;33",
    "PASSED": "1;32",
    "mend": "36",
    "place": "1",
    "heading": "1",
    "aside": "2",
    "better": "32",
    "worse": "31",
    "added": "32",
    "removed": "31",
    "changed": "1",
    "renamed": "1",
    "unreadable": "1;31",
}
_INDENT = 6
_REASONS = 5
"""Reasons why rules were not evaluated that are told without `verbose`."""


class Page:
    """Lines of a text in the making."""

    def __init__(self, options: RenderOptions) -> None:
        self.options = options
        self.width = max(options.width, 40)
        self.bar = "│" if options.unicode else "|"
        self.lines: list[str] = []

    def paint(self, style: str, text: str) -> str:
        """Return text in the colours of a style, or as it is."""
        return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if self.options.color and text else text

    def safe(self, text: str) -> str:
        """Return untrusted text as one visible line."""
        return words.prose(text, unicode=self.options.unicode)

    def hang(self, text: str, indent: int, label: str = "", style: str = "", further: int = 0) -> None:
        """Add wrapped text behind a label, its other lines below its first and `further` to the right."""
        first = " " * indent + label
        below = " " * (min(words.width(first), self.width // 2) + further)
        if words.width(first) > self.width // 2:
            self.lines += [" " * indent + line for line in words.wrap(label.strip(), self.width - indent)]
            self.lines += [below + line for line in words.wrap(text, self.width - len(below))]
            return
        broken = words.wrap(text, self.width - len(below))
        painted = " " * indent + (self.paint(style, label) if style else label)
        self.lines += [painted + broken[0], *(below + line for line in broken[1:])]

    def arrow(self, text: str) -> str:
        """Return text with the arrows that the terminal can show."""
        return text if self.options.unicode else text.replace("→", "->").replace("…", "...")

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.gap()
        self.lines.append(self.paint("heading", text))

    def gap(self) -> None:
        """Leave one empty line, unless there is one or nothing yet."""
        if self.lines and self.lines[-1]:
            self.lines.append("")


class _Page(Page):
    """Lines of one report."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        super().__init__(options)
        self.report = report


def render(report: Report, options: RenderOptions) -> str:
    """Return a report as text for a terminal, the verdict last, where a terminal leaves the eye."""
    page = _Page(report, options)
    for _, group in words.by_file(
        f for f in report.findings if not f.waiver and (f.status == "new" or options.verbose)
    ):
        page.gap()
        _group(page, group)
    _before(page)
    _waived(page)
    _fixed(page)
    _policy_change(page)
    _waivers(page)
    _rules(page)
    _notes(page)
    _verdict(page)
    return "\n".join(page.lines) + "\n"


def _group(page: _Page, group: Sequence[Finding]) -> None:
    """Add the findings of one file, aligned with each other."""
    safe = [words.unhooked(words.visible(words.place(f.location), page.options.unicode)) or "(no file)" for f in group]
    across = max(map(words.width, safe))
    rules = max(words.width(page.safe(f.rule)) for f in group)
    before = across + rules + 13
    beside = all(before + words.width(page.safe(_message(f))) <= page.width for f in group)
    told: list[str] = []
    twice = Counter((f.location.line, f.location.column, f.rule) for f in group)
    for finding, place in zip(group, safe, strict=True):
        rule = page.safe(finding.rule)
        message = page.safe(_message(finding))
        pad = " " * (across - words.width(place))
        level = page.paint(finding.level, finding.level) + " " * (7 - len(finding.level))
        if beside:
            gap = " " * (rules - words.width(rule) + 2)
            page.lines.append(f"{page.paint('place', place)}{pad}  {level}  {rule}{gap}{message}")
        elif before - 2 <= page.width:
            page.lines.append(f"{page.paint('place', place)}{pad}  {level}  {rule}")
            page.hang(message, _INDENT)
        else:
            page.lines += [page.paint("place", line) for line in words.wrap(place, page.width)]
            page.hang(f"{rule}  {message}", _INDENT, finding.level + "  ", finding.level)
        if twice[finding.location.line, finding.location.column, finding.rule] > 1 and not page.options.verbose:
            page.hang(page.safe(finding.subject), _INDENT, "about: ", "aside")
        _details(page, finding, told)


def _message(finding: Finding) -> str:
    """Return the message, and the mark of a finding that the base has too."""
    return finding.message + (" (existing)" if finding.status == "existing" else "")


def _details(page: _Page, finding: Finding, told: list[str]) -> None:
    """Add the excerpt, how to mend it and, when verbose, whom it is about and the controls.

    `told` holds the mends of this file so far: one with code is told once.
    """
    unicode = page.options.unicode
    number = str(finding.location.line).rjust(_INDENT - 2)
    line, caret = words.excerpt(finding, page.width - len(number) - 3, unicode)
    if line:
        page.lines.append(f"{page.paint('aside', f'{number} {page.bar}')} {line}")
    if caret:
        margin = page.paint("aside", " " * len(number) + f" {page.bar}")
        page.lines.append(f"{margin} {page.paint(finding.level, caret)}")
    mend = words.remediation_of(page.report, finding)
    blocks = words.blocks(mend, unicode)
    if mend in told and any(code for _, code in blocks):
        near = "as above" if mend == told[-1] else f"as for {page.safe(finding.rule)} above"
        blocks = [(near, [])]
    if mend:
        told.append(mend)
    for nth, (prose, code) in enumerate(blocks):
        page.hang(prose, _INDENT, "" if nth else "mend: ", "mend")
        for text in code:
            page.hang(text.lstrip(), _INDENT + 2 + len(text) - len(text.lstrip()), further=2)
    if page.options.verbose:
        if finding.subject:
            page.hang(page.safe(finding.subject), _INDENT, "about: ", "aside")
        controls = words.rule_of(page.report, finding.rule).controls
        if controls:
            page.hang(page.safe(", ".join(controls)), _INDENT, "controls: ", "aside")


def _brief(page: _Page, finding: Finding) -> str:
    """Return a finding as one line."""
    place = words.place(finding.location)
    parts = (f"{place}  " if place else "", f"{finding.level}  {finding.rule}  ", finding.message)
    return "".join(words.visible(p, page.options.unicode) for p in parts[:2]) + page.safe(parts[2])


def _waived(page: _Page) -> None:
    """Add the findings that waivers suppress, apart from the others."""
    waived = [f for _, group in words.by_file(page.report.findings) for f in group if f.waiver]
    if not waived:
        return
    page.heading("Waived")
    waivers = {waiver.id: waiver for waiver in page.report.waivers}
    for finding in waived:
        page.hang(_brief(page, finding), 2, further=2)
        waiver = waivers.get(finding.waiver)
        by = f" by {waiver.approver} until {waiver.expires}: {waiver.reason}" if waiver else ""
        page.hang(page.safe(finding.waiver + by), _INDENT, "waiver: ", "mend")


def _before(page: _Page) -> None:
    """Add what the base has too, in short; `verbose` tells it whole."""
    found = [f for f in page.report.findings if not f.waiver and f.status == "existing"]
    if found and not page.options.verbose:
        page.heading("In the base already")
        _briefly(page, found)


def _policy_change(page: _Page) -> None:
    """Add what the change's own policies would say."""
    change = page.report.policy_change
    if change is None:
        return
    page.heading(words.POLICY_CHANGE)
    for told, findings in words.policy_change_parts(change):
        page.hang(page.safe(told), 2, further=2)
        _briefly(page, findings, 4)


def _briefly(page: _Page, findings: Sequence[Finding], indent: int = 2) -> None:
    for _, group in words.by_file(findings):
        for finding in group:
            page.hang(_brief(page, finding), indent, further=2)


def _fixed(page: _Page) -> None:
    """Add what the base has and the judged snapshot no more."""
    if page.report.fixed:
        page.heading("Fixed since the base")
        _briefly(page, page.report.fixed)


def _waivers(page: _Page) -> None:
    """Add the waivers that need someone's eye; all of them when verbose."""
    shown = [w for w in page.report.waivers if w.state != "active" or page.options.verbose]
    if not shown:
        return
    page.heading("Waivers")
    for waiver in shown:
        page.hang(page.safe(_waiver(waiver)), 2, waiver.state.ljust(10))


def _waiver(waiver: WaiverStatus) -> str:
    """Return what a waiver is and does."""
    meaning = {
        "active": f"hides {words.count(waiver.findings, 'finding')}",
        "expiring": f"hides {words.count(waiver.findings, 'finding')}, not for much longer",
        "expired": "hides nothing any more",
        "unused": "there is nothing that it could hide",
        "invalid": "can't be used and hides nothing",
    }[waiver.state]
    about = f" on {waiver.subject}" if waiver.subject else ""
    until = f", until {waiver.expires}" if waiver.expires else ""
    return f"{waiver.id} ({waiver.rule}{about}{until}, by {waiver.approver or 'nobody'}): {meaning}. {waiver.reason}"


def _rules(page: _Page) -> None:
    """Add why rules were not evaluated, in short; every rule with its outcome when verbose."""
    if page.options.verbose and page.report.outcomes:
        page.heading("Rules")
        across = max(words.width(page.safe(o.id)) for o in page.report.outcomes)
        for outcome in page.report.outcomes:
            rule = page.safe(outcome.id)
            title = words.rule_of(page.report, outcome.id).title
            label = f"{outcome.outcome.replace('-', ' '):<13}  {rule}{' ' * (across - words.width(rule))}  "
            page.hang(page.safe(f"{title}: {outcome.reason}" if outcome.reason else title), 2, label)
        return
    missing = words.not_evaluated(page.report)
    if not missing:
        return
    page.heading("Not evaluated")
    for reason, rules in missing[:_REASONS]:
        page.hang(page.safe(f"{', '.join(rules)}: {reason}"), 2)
    if len(missing) > _REASONS:
        rest = sum(len(rules) for _, rules in missing[_REASONS:])
        page.lines.append(f"  and {words.count(rest, 'more rule')} (--verbose lists them)")


def _notes(page: _Page) -> None:
    """Add what govml did by itself."""
    if page.report.notes:
        page.heading("Notes")
        for note in page.report.notes:
            page.hang(page.safe(note), 2, "- ")


def _verdict(page: _Page) -> None:
    """Add what was judged by what, why, and the summary line."""
    page.gap()
    about = words.wrap(page.safe(", ".join(words.provenance(page.report))), page.width)
    page.lines += [page.paint("aside", line) for line in about]
    reason = words.reason_beside_counts(page.report)
    if reason:
        page.hang(page.safe(reason), 0)
    summary = "; ".join([words.finding_counts(page.report), *words.coverage(page.report)])
    page.hang(page.safe(summary), 0, f"{page.report.verdict}: ", page.report.verdict)
