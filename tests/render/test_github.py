from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.model import Finding, Location, Report
from govml.render import render
from govml.render.github import ERRORS, WARNINGS
from tests.render.conftest import make_report

LITERAL = r"""
::error title=SCHEMA%3A The record fits its schema::two records are named `x`
::error file=data/loans/README.md,line=1,title=SCHEMA%3A The record fits its schema::the file is not UTF-8
::error file=models/a|b`c@team%2Cx%3A1%25<!--\x1b[31m\u202e\n%3A%3Aerror%3A%3A/README.md,line=2,col=8,endLine=2,title=SCHEMA%3A The record fits its schema::</td><script>alert(1)</script> @octocat ##\x5berror] \x1b[2J\u202egnp ::stop-commands::x ]]> https://evil.example |
::error file=models/credit-risk/README.md,line=14,col=1,endLine=14,title=CARD-02%3A Intended use is stated::no intended use is given%0Amend: Add `governance.intended_use` and `governance.out_of_scope` to the card.
::notice title=govml%3A FAILED::4 errors, 1 warning (1 existing), 1 waived, 1 fixed; 3 changed records (1 data-card, 2 model-card); 3 subjects (1 data, 2 model); 5 rules (3 fired, 1 waived, 1 not evaluated)
"""  # noqa: E501


def test_literal(report: Report) -> None:
    assert render("github", report) == LITERAL.lstrip()


def many(level: str, number: int, status: str = "new") -> tuple[Finding, ...]:
    return tuple(
        Finding("CARD-02", level, f"{status} {n}", Location("f.md", line=n), status=status)  # type: ignore[arg-type]
        for n in range(1, number + 1)
    )


def test_what_github_would_drop_is_counted(report: Report) -> None:
    findings = (*many("warning", WARNINGS + 2), *many("error", ERRORS + 4))
    lines = render("github", report._replace(findings=findings)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == ERRORS
    assert sum(line.startswith("::warning ") for line in lines) == WARNINGS
    assert lines[0].endswith("::new 1%0Amend: " + report.rules["CARD-02"].remediation)
    assert lines[-1].endswith("because GitHub shows 10 of each: 4 errors, 2 warnings")


def test_what_was_there_before_is_annotated_where_it_decides(report: Report) -> None:
    old, new = many("error", 2, "existing"), many("error", 1)
    lines = render("github", report._replace(findings=(*old, *new))).splitlines()
    assert [line.partition("::new")[2][:2] for line in lines[:-1]] == [" 1"]
    assert "3 errors" in lines[-1]
    assert not render("github", report._replace(findings=old, verdict="PASSED")).startswith("::error")
    lines = render("github", report._replace(findings=old, verdict="FAILED")).splitlines()
    assert sum("(existing)::" in line or "(existing)%0A" in line for line in lines) == 2


def test_inconclusive_is_an_error_even_without_findings(report: Report) -> None:
    lines = render(
        "github", report._replace(verdict="INCONCLUSIVE", reason="50% is missing.", findings=())
    ).splitlines()
    assert lines[0] == "::error title=govml%3A INCONCLUSIVE::50%25 is missing."
    full = report._replace(verdict="INCONCLUSIVE", findings=many("error", ERRORS))
    lines = render("github", full).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == ERRORS
    assert lines[-1].endswith("1 error")


@pytest.mark.parametrize(
    ("line", "end", "told"), [(0, 0, "line=1,title"), (3, 0, "line=3,col=2,title"), (3, 5, "line=3,endLine=5")]
)
def test_a_line_always_and_a_column_only_within_one_line(report: Report, line: int, end: int, told: str) -> None:
    finding = Finding("CARD-02", "error", "m", Location("f", "", "", line, 2 if line else 0, end))
    assert f"::error file=f,{told}" in render("github", report._replace(findings=(finding,)))


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), min_size=1, max_size=40))
def test_hostile_text_stays_in_its_command(text: str, path: str) -> None:
    report = make_report()
    finding = report.findings[0]._replace(message=text, location=Location(path))
    output = render("github", report._replace(findings=(finding,)))
    output.encode("utf-8")
    first, last = output.splitlines()
    match = re.fullmatch(r"::error file=([^:,]+),line=1,title=[^:,]+::(.*)", first)
    assert match
    assert last.startswith("::notice title=govml%3A FAILED::")
    assert first.isprintable()
    assert "##[" not in output
