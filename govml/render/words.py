"""What the formats share: counts in words, the order of findings, and untrusted text made safe for each medium.

File names, model names and messages come from the judged repository. `visible` is the base of every safe function: what
it returns has no control character, no bidirectional or invisible character and no lone surrogate. The others add what
their medium needs.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from govml.model import Rule
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govml.model import Finding, Location, Outcome, PolicyChange, Report

OUTCOMES: tuple[Outcome, ...] = ("fired", "waived", "passed", "not-evaluated")
"""Outcomes of rules, in the order in which they are told."""

MESSAGE_LIMIT = 2000
"""Characters of one message that formats for people show; JSON and SARIF have it whole."""

_TAB = "    "

# Printable by their category, yet nothing is seen: Hangul fillers, the Braille blank, invisible vowels and selectors.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xE0100, 0xE01F0))
)


class Tally(NamedTuple):
    """The numbers of a report. A waived finding is neither an error nor a warning any more."""

    errors: int
    warnings: int
    waived: int
    existing: int
    """Errors and warnings that the base has too."""
    fixed: int
    records: dict[str, int]
    subjects: dict[str, int]
    rules: dict[str, int]


def tally(report: Report) -> Tally:
    """Count a report."""
    shown = [f for f in report.findings if not f.waiver]
    return Tally(
        errors=sum(f.level == "error" for f in shown),
        warnings=sum(f.level == "warning" for f in shown),
        waived=len(report.findings) - len(shown),
        existing=sum(f.status == "existing" for f in shown),
        fixed=len(report.fixed),
        records=dict(report.kinds),
        subjects=dict(sorted(report.subjects)),
        rules={outcome: sum(o.outcome == outcome for o in report.outcomes) for outcome in OUTCOMES},
    )


def count(number: int, noun: str, plural: str = "") -> str:
    """Return `1 error`, `2 errors`, `1,200 errors`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def decimals(value: float) -> str:
    """Return a number with four decimals; one that needs others with four digits."""
    return f"{value:.4f}" if 0.001 <= abs(value) < 100_000 or value == 0 else f"{value:.4g}"


def finding_counts(report: Report) -> str:
    """Return `2 errors, 1 warning, 1 waived` with what is zero left out, or `no findings`."""
    numbers = tally(report)
    shown = level_counts([f for f in report.findings if not f.waiver])
    parts = [shown + (f" ({numbers.existing:,} existing)" if numbers.existing else "")] if shown else []
    parts += [f"{numbers.waived:,} waived"] if numbers.waived else []
    parts += [f"{numbers.fixed:,} fixed"] if numbers.fixed else []
    return ", ".join(parts) or "no findings"


def level_counts(findings: Sequence[Finding]) -> str:
    """Return `2 errors, 1 warning` of some findings."""
    errors = sum(f.level == "error" for f in findings)
    parts = [count(errors, "error")] if errors else []
    parts += [count(len(findings) - errors, "warning")] if len(findings) > errors else []
    return ", ".join(parts)


def coverage(report: Report) -> tuple[str, str, str]:
    """Return what was looked at: records by kind, subjects by kind, rules by outcome."""
    numbers = tally(report)
    rules = {outcome.replace("-", " "): n for outcome, n in numbers.rules.items()}
    return (
        count(sum(numbers.records.values()), "changed record" if report.snapshot.base else "record")
        + _breakdown(numbers.records),
        count(sum(numbers.subjects.values()), "subject") + _breakdown(numbers.subjects),
        count(len(report.outcomes), "rule") + _breakdown(rules),
    )


def _breakdown(numbers: dict[str, int]) -> str:
    """Return ` (2 data-card, 4 model-card)`, or nothing when there is nothing."""
    parts = [f"{n:,} {visible(name)}" for name, n in numbers.items() if n]
    return f" ({', '.join(parts)})" if parts else ""


def provenance(report: Report) -> list[str]:
    """Return what was judged by what, one phrase each."""
    snapshot, policy = report.snapshot, report.policy
    on = f" on commit {snapshot.commit[:12]}" if snapshot.commit else " on no commit"
    what = {"commit": f"commit {snapshot.commit[:12]}", "index": "index" + on, "worktree": "work tree" + on}
    base = [f"base {snapshot.base[:12]}"] if snapshot.base else []
    source = f" of commit {policy.commit[:12]}" if policy.commit else " of the judged files themselves"
    return [
        visible(phrase)
        for phrase in [what[snapshot.source], *base, f"profile {policy.profile}{source}", f"at {report.at}"]
    ]


POLICY_CHANGE = "What decides changes"
"""Heading of what the change's own policies would say."""


def policy_change_parts(change: PolicyChange) -> list[tuple[str, Sequence[Finding]]]:
    """Return what the change's own policies, which decide nothing yet, would say: a sentence, and its findings."""
    if change.problem:
        return [(f"The change's own policies can't be used: {change.problem}", ())]
    parts: list[tuple[str, Sequence[Finding]]] = [(f"{rule}", ()) for rule in change.rules]
    if change.added:
        parts.append((f"Once merged, they would add {count(len(change.added), 'finding')}:", change.added))
    if change.dropped:
        parts.append(
            (f"Once merged, they would drop or waive {count(len(change.dropped), 'finding')}:", change.dropped)
        )
    if not (change.added or change.dropped):
        parts.append(("Once merged, they would find the same.", ()))
    return parts


def deciding(report: Report, findings: Sequence[Finding]) -> list[Finding]:
    """Return the open errors of a report that its verdict rests on: new ones, where a base was compared with."""
    errors = [f for f in findings if f.level == "error" and not f.waiver]
    new = any(f.level == "error" and not f.waiver and f.status == "new" for f in report.findings)
    return [f for f in errors if f.status == "new" or (report.verdict == "FAILED" and not new)]


def place(location: Location) -> str:
    """Return `path:line:column`, as much of it as is known; not yet safe for any medium."""
    line = f":{location.line}" if location.line else ""
    return location.path + line + (f":{location.column}" if line and location.column else "")


def reason_beside_counts(report: Report) -> str:
    """Return the reason of the verdict; nothing where the counts that stand beside it say it already."""
    reason = report.reason if tally(report).existing else report.reason.replace("new ", "")
    counted = re.fullmatch(r"[0-9,]+ errors?|[0-9,]+ warnings?, no error|no findings", reason)
    return "" if counted else report.reason


def by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each path with its findings from top to bottom."""
    ordered = sorted(
        findings, key=lambda f: (f.location.path, f.location.line, f.location.column, f.level, f.rule, f.message)
    )
    for path, group in groupby(ordered, key=lambda f: f.location.path):
        yield path, list(group)


def rule_of(report: Report, rule_id: str) -> Rule:
    """Return the rule of an id; where the report has none, one with the id for a title."""
    return report.rules.get(rule_id) or Rule(rule_id, rule_id)


def remediation_of(report: Report, finding: Finding) -> str:
    """Return how to mend a finding: its own text, else its rule's."""
    return finding.remediation or rule_of(report, finding.rule).remediation


def not_evaluated(report: Report) -> list[tuple[str, list[str]]]:
    """Return the reasons why rules were not evaluated, each with the ids of its rules."""
    missing = sorted((o.reason, o.id) for o in report.outcomes if o.outcome == "not-evaluated")
    return [(reason, [rule for _, rule in group]) for reason, group in groupby(missing, key=lambda pair: pair[0])]


# Untrusted text


def cells(text: str, unicode: bool = True) -> list[str]:
    """Return for each code point what people are shown for it, so that columns stay countable."""
    shown = []
    for index, char in enumerate(text):
        # `##[` and `##vso[` anywhere in a line of a log are commands to GitHub's and Azure's runners.
        command = char == "[" and (text.endswith("##", 0, index) or text.endswith("##vso", 0, index))
        plain = char.isprintable() and char not in _UNSEEN and not command and (unicode or char.isascii())
        shown.append(char if plain else _escaped(char))
    return shown


def _escaped(char: str) -> str:
    r"""Return `\x1b`, `\u202e` or `\U000e0041`, and the short `\n`, `\r` and `\t`."""
    number = ord(char)
    short = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(char)
    return short or (
        f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
    )


def visible(text: str, unicode: bool = True) -> str:
    r"""Return text of one line with nothing hidden in it: `\x1b`, `\n`, `\u202e` stand for what can't be seen."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return "".join(cells(text, unicode))


def prose(text: str, limit: int = MESSAGE_LIMIT, unicode: bool = True) -> str:
    """Return a message as one visible line: white space collapsed, and what is over the limit counted."""
    flat = " ".join(text.split())
    more = f" [{count(len(flat) - limit, 'more character')}]" if len(flat) > limit else ""
    return visible(flat[:limit], unicode) + more


def blocks(text: str, unicode: bool = True) -> list[tuple[str, list[str]]]:
    """Return a remediation as `(prose, lines of the code behind it)`, all of it safe; fenced code keeps its lines."""
    found: list[tuple[str, list[str]]] = []
    for number, part in enumerate(re.split(r"^```[a-z]*[ ]*$\n?", text[:MESSAGE_LIMIT], flags=re.MULTILINE)):
        if number % 2 and found:
            found[-1][1].extend(visible(line, unicode) for line in part.rstrip("\n").split("\n"))
        elif part.strip():
            found.append((prose(part, unicode=unicode), []))
    return found


def mend_lines(text: str, unicode: bool = True) -> list[str]:
    """Return a remediation as lines of plain text, `mend:` before the first and code indented; none for none."""
    lines: list[str] = []
    for told, code in blocks(text, unicode):
        lines += [f"mend: {told}" if not lines else unhooked(told), *("  " + unhooked(line) for line in code)]
    return lines


def name(text: str, limit: int = MESSAGE_LIMIT, unicode: bool = True) -> str:
    """Return a name as one visible line: every white space kept, and what is over the limit counted."""
    more = f" [{count(len(text) - limit, 'more character')}]" if len(text) > limit else ""
    return visible(text[:limit], unicode) + more


def encodable(text: str) -> str:
    r"""Return text that UTF-8 can encode: `\udcff` stands for a lone surrogate (a file name that is not UTF-8)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def width(text: str) -> int:
    """Return the columns that visible text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_cell_width(char) for char in text)


def _cell_width(char: str) -> int:
    """Return 0 for a combining mark, 2 for a wide character, else 1 (UAX #11)."""
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, room: int) -> list[str]:
    """Break visible text into lines of at most `room` columns (four at least), between words where it can be.

    No line begins with `::`, which would be a command to GitHub's runner, however far it is indented.
    """
    room = max(room, 4)
    lines = []
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) <= room:
            line += " " + word
            continue
        if line:
            lines.append(line.rstrip(" "))
        line = unhooked(word)
        while width(line) > room:
            head = _take(line, room)
            lines.append(head)
            line = unhooked(line[len(head) :])
    return [*lines, line]


def unhooked(text: str) -> str:
    """Return visible text that can begin a line of a log without being a command to GitHub's runner."""
    bare = text.lstrip()  # the runner looks behind white space
    return text[: -len(bare)] + r"\x3a" + bare[1:] if bare.startswith("::") else text


def _take(text: str, room: int) -> str:
    """Return the longest beginning of text that fits in `room` columns."""
    used = 0
    for index, char in enumerate(text):
        used += _cell_width(char)
        if used > room:
            return text[:index]
    return text


def excerpt(finding: Finding, room: int, unicode: bool = True) -> tuple[str, str]:
    """Return the source line of a finding, cut to `room` columns around its column, and the carets below it.

    The second is empty when the column is unknown; both are when there is no excerpt.
    """
    location, source = finding.location, finding.excerpt.rstrip("\r\n")
    column = min(location.column, len(source) + 1)
    near = max(column - room, 0)
    source = source[near : near + 3 * room]
    parts = [cell if char != "\t" else _TAB for char, cell in zip(source, cells(source, unicode), strict=True)]
    if not "".join(parts).strip() or not location.line:
        return "", ""
    start = column - 1 - near if column else 0
    one_line = location.end_line in (0, location.line) and location.end_column > location.column
    end = min(location.end_column - 1 - near, len(parts)) if one_line else start + 1
    dots = "…" if unicode else "..."
    beyond = int(start == len(parts))
    first = 0
    while width("".join(parts[first:start])) > room // 2 and width("".join(parts[first:])) + beyond > room - len(dots):
        first += 1
    left = (dots if first or near else "") + "".join(parts[first:start])
    line = left + "".join(parts[start:])
    if width(line) > room:
        line = _take(line, room - len(dots)) + dots
    if not location.column:
        return line, ""
    length = min(max(width("".join(parts[start:end])), 1), max(room - width(left), 1))
    return line, " " * width(left) + "^" * length


def log_data(text: str) -> str:
    """Escape the message of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def log_property(text: str) -> str:
    """Escape a property of a GitHub workflow command."""
    return log_data(text).replace(":", "%3A").replace(",", "%2C")


_MARKDOWN = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@\u200b"} | {char: "\\" + char for char in "\\`*_[]#|~$"}
)
# What GitHub makes a link of by itself, URLs and references to issues, as it looks once escaped.
_AUTOLINK = r"(?i):(?=//)|www(?=\.)|(?<![^\W_])GH(?=-\d)|\\#(?=\d)"
_BLOCK = r"[-+=]|\d+[.)]"
_ENTITIES = r"(?ai)[^\w ./,-]|(?<=www)\."


def markdown(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Return a message for GitHub's Markdown: text and `code`, no other markup, HTML, mention or link."""
    parts = re.split(r"`([^`]+)`", prose(text, limit))
    shown = "".join(markdown_code(part) if number % 2 else _markdown_text(part) for number, part in enumerate(parts))
    return "\u200b" + shown if re.match(_BLOCK, shown) else shown


def _markdown_text(text: str) -> str:
    return re.sub(_AUTOLINK, "\\g<0>\u200b", text.translate(_MARKDOWN))


def markdown_code(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Return a name as code for GitHub's Markdown, also inside a table, where no code span can have every character."""
    shown = name(text, limit)
    return html_code(text, limit) if re.search(r"[`|\\]|^ | $|^$", shown) else f"`{shown}`"


def fenced(lines: Sequence[str], indent: str = "") -> str:
    """Return visible lines as a code block of Markdown; its fence is longer than any run of backticks in it."""
    if not lines:
        return ""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n" + "".join(f"{indent}{text}\n" for text in (f"{fence}text", *lines, fence))


def html_code(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Return a name as a `code` element that both Markdown and HTML take as it is."""
    shown = re.sub(
        _ENTITIES, lambda match: f"&#{ord(match[0])};" if match[0].isascii() else match[0], name(text, limit)
    )
    return f"<code>{shown.replace('_', '&#95;')}</code>"
