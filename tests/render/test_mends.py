"""How to mend a finding: code keeps its lines in every format, and what is said once is not said again."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from govml.model import Finding, Location, Report
from govml.render import render, words

MEND = "Name the `owner`:\n\n```yaml\ngovernance:\n  owner: 100%   # ann\n::error::x\n```\n\nThen commit."


@pytest.fixture
def fenced(report: Report) -> Report:
    """Return a report of two findings of one rule in one file, whose mend has code."""
    rules = report.rules | {"CARD-02": report.rules["CARD-02"]._replace(remediation=MEND)}
    findings = tuple(Finding("CARD-02", "error", f"gap {n}", Location("a.md", line=n), "model a") for n in (1, 2))
    return report._replace(rules=rules, findings=findings)


def test_github_keeps_lines_as_escapes(fenced: Report) -> None:
    first = render("github", fenced).splitlines()[0]
    assert first.endswith(
        "::gap 1%0Amend: Name the `owner`:%0A  governance:%0A    owner: 100%25   # ann%0A  \\x3a:error::x"
        "%0AThen commit."
    )


def test_junit_indents_code(fenced: Report) -> None:
    root = ET.fromstring(render("junit", fenced))
    (failure,) = root.iter("failure")
    assert (failure.text or "").startswith(
        "a.md:1: error: gap 1\n  mend: Name the `owner`:\n    governance:\n      owner: 100%   # ann\n"
        "    \\x3a:error::x\n  Then commit.\na.md:2: error: gap 2\n"
    )


def test_sarif_fences_code(fenced: Report) -> None:
    log: Any = json.loads(render("sarif", fenced))
    (rule,) = [rule for rule in log["runs"][0]["tool"]["driver"]["rules"] if rule["id"] == "CARD-02"]
    assert (
        "**To mend it:** Name the `owner`:\n\n```text\ngovernance:\n  owner: 100%   # ann\n::error::x\n```\n\n"
        "Then commit."
    ) in rule["help"]["markdown"]
    assert "```yaml\ngovernance:\n  owner:" in rule["help"]["text"]


def test_text_tells_code_once_for_a_rule_and_file(fenced: Report) -> None:
    text = render("text", fenced)
    assert text.count("governance:") == 1
    assert "      mend: as above\n" in text
    between = Finding("CARD-05", "error", "other", Location("a.md", line=1, column=9), remediation="Other.")
    text = render("text", fenced._replace(findings=(fenced.findings[0], between, fenced.findings[1])))
    assert "      mend: as for CARD-02 above\n" in text
    apart = fenced.findings[1]._replace(location=Location("b.md", line=1))
    text = render("text", fenced._replace(findings=(fenced.findings[0], apart)))
    assert text.count("governance:") == 2


@pytest.mark.parametrize(
    ("reason", "told"),
    [("2 errors", ""), ("1 warning, no error", ""), ("no findings", ""), ("3 objects are missing", None)],
)
def test_a_reason_that_the_counts_say_is_not_said_twice(report: Report, reason: str, told: str | None) -> None:
    asked = report._replace(reason=reason)
    assert words.reason_beside_counts(asked) == (reason if told is None else told)
    assert (f"\n{reason}\n" in render("text", asked)) is (told is None)
    assert (f"\n{reason}\n" in render("markdown", asked)) is (told is None)
    assert (f"<p>{reason}</p>" in render("html", asked)) is (told is None)
