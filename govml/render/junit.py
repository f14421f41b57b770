"""The JUnit format: XML that CI servers show as test results.

One test suite per judged subject (or file, where a finding has no subject) with a test case per rule that has findings
there, and one suite with the rules that have none. Only errors fail a test case, because CI servers know no warnings.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import groupby
from typing import TYPE_CHECKING

from govml.render import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govml.model import Finding, Report
    from govml.render import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """Return a JUnit XML document; `options` don't change it."""
    suites = [_suite(name, cases) for name, cases in [*_subjects(report), ("rules", _rules(report))]]
    root = ET.Element("testsuites", {"name": f"govml {report.verdict}", **_sums(suites)})
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    """Return a test suite of cases."""
    numbers = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = ET.Element("testsuite", {"name": words.visible(name), **{key: str(n) for key, n in numbers.items()}})
    for case in cases:
        case.set("classname", words.visible(name))
    suite.extend(cases)
    return suite


def _sums(suites: Sequence[ET.Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors", "skipped")
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}


def _subjects(report: Report) -> Iterator[tuple[str, list[ET.Element]]]:
    """Yield every subject that has findings with a case for each rule."""

    def key(finding: Finding) -> tuple[str, str]:
        return finding.subject or finding.location.path or "repository", finding.rule

    ordered = [finding for _, group in words.by_file(report.findings) for finding in group]
    cases = [(where, _case(report, rule, list(g))) for (where, rule), g in groupby(sorted(ordered, key=key), key=key)]
    for where, pairs in groupby(cases, key=lambda pair: pair[0]):
        yield where, [case for _, case in pairs]


def _case(report: Report, rule: str, findings: Sequence[Finding]) -> ET.Element:
    """Return the case of a rule that has findings: failed, skipped when all are waived, or passed with warnings."""
    case = _test(report, rule)
    errors = words.deciding(report, findings)
    others = [f for f in findings if f not in errors]
    if errors:
        failure = ET.SubElement(case, "failure", type="error", message=words.prose(errors[0].message))
        failure.text = "\n".join(_line(report, finding) for finding in errors)
    elif all(f.waiver for f in findings):
        names = ", ".join(dict.fromkeys(f.waiver for f in findings))
        ET.SubElement(case, "skipped", message=words.prose(f"waived by {names}"))
    if others:
        ET.SubElement(case, "system-out").text = "\n".join(_line(report, finding) for finding in others)
    return case


def _line(report: Report, finding: Finding) -> str:
    """Return a finding, and how to mend it below, code line by line."""
    state = f"{finding.level}, waived by {finding.waiver}" if finding.waiver else finding.level
    state += ", existing" if finding.status == "existing" else ""
    place = words.visible(words.place(finding.location) or "repository")
    text = f"{place}: {words.prose(state)}: {words.prose(finding.message)}"
    return "\n  ".join([text, *words.mend_lines(words.remediation_of(report, finding))])


def _rules(report: Report) -> list[ET.Element]:
    """Return a case for each rule without findings, and one that is an error when nothing could be decided."""
    verdict = ET.Element("testcase", name="a verdict is reached")
    ET.SubElement(verdict, "system-out").text = f"{report.verdict}: {words.prose(report.reason)}"
    if report.verdict == "INCONCLUSIVE":
        verdict.insert(0, ET.Element("error", type="inconclusive", message=words.prose(report.reason)))
    cases = [verdict]
    told = {finding.rule for finding in report.findings}
    for outcome in report.outcomes:
        if outcome.id in told:
            continue
        case = _test(report, outcome.id)
        if outcome.outcome == "not-evaluated":
            ET.SubElement(case, "skipped", message=words.prose(f"not evaluated: {outcome.reason}"))
        cases.append(case)
    return cases


def _test(report: Report, rule: str) -> ET.Element:
    title = words.rule_of(report, rule).title
    return ET.Element("testcase", name=words.prose(f"{rule}: {title}" if title != rule else rule))
