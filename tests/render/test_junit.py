from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from govml.model import Location, Report, RuleOutcome
from govml.render import RenderOptions, render
from tests.render.conftest import make_report


def parsed(report: Report) -> ET.Element:
    root = ET.fromstring(render("junit", report).encode("utf-8"))
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        numbers = [
            len(cases),
            *(sum(c.find(tag) is not None for c in cases) for tag in ("failure", "error", "skipped")),
        ]
        assert [int(element.attrib[name]) for name in ("tests", "failures", "errors", "skipped")] == numbers
    return root


def case(root: ET.Element, suite: str, rule: str) -> ET.Element:
    (found,) = [c for s in root if s.attrib["name"] == suite for c in s if c.attrib["name"].partition(":")[0] == rule]
    return found


def test_a_suite_for_each_subject_and_one_for_the_rest(report: Report) -> None:
    names = [suite.attrib["name"] for suite in parsed(report)]
    assert names == ["data/loans/README.md", "model credit-risk", "model x", "model 模型", "rules"]


def test_an_error_fails_its_case(report: Report) -> None:
    failure = case(parsed(report), "model credit-risk", "CARD-02").find("failure")
    assert failure is not None
    assert failure.attrib["message"] == "no intended use is given"
    assert failure.text == (
        "models/credit-risk/README.md:14:1: error: no intended use is given\n"
        "  mend: Add `governance.intended_use` and `governance.out_of_scope` to the card."
    )


def test_a_warning_passes_and_is_told(report: Report) -> None:
    warning = case(parsed(report), "model credit-risk", "CARD-05")
    assert [child.tag for child in warning] == ["system-out"]
    assert (warning[0].text or "").startswith("models/credit-risk/README.md:17:11: warning, existing: ")


def test_a_waived_finding_is_skipped(report: Report) -> None:
    skipped = case(parsed(report), "model credit-risk", "DATA-01").find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "waived by W-1"


def test_a_waiver_hides_nothing_else(report: Report) -> None:
    open_one = report.findings[2]._replace(waiver="")
    both = case(parsed(report._replace(findings=(*report.findings, open_one))), "model credit-risk", "DATA-01")
    assert [child.tag for child in both] == ["failure", "system-out"]


def test_rules_without_findings_are_cases_too(report: Report) -> None:
    passed = RuleOutcome("CARD-09", "passed", "2 subjects", 0, 2)
    root = parsed(report._replace(outcomes=(*report.outcomes, passed)))
    assert [child.tag for child in case(root, "rules", "CARD-09")] == []
    skipped = case(root, "rules", "SERVE-01").find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "not evaluated: there is no deployment"


def test_inconclusive_is_an_error(report: Report) -> None:
    empty = report._replace(verdict="INCONCLUSIVE", reason="A blob is missing.", findings=(), outcomes=())
    root = parsed(empty)
    error = root.find(".//error")
    assert error is not None
    assert error.attrib["message"] == "A blob is missing."
    assert root.attrib["errors"] == "1"


def test_options_change_nothing(report: Report) -> None:
    assert render("junit", report, RenderOptions(True, 20, True, False)) == render("junit", report)


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=40))
def test_hostile_text_is_well_formed_xml(text: str, path: str) -> None:
    report = make_report()
    finding = report.findings[0]._replace(message=text, location=Location(path), subject=path)
    root = parsed(report._replace(findings=(finding,), reason=text, verdict="INCONCLUSIVE"))
    assert {element.tag for element in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"
    }  # fmt: skip
