from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from govml.model import Location, Report, RuleOutcome
from govml.render import RenderOptions, render
from tests.builders import ROOT
from tests.render.conftest import CARD, HOSTILE_PATH, make_report

VALIDATOR = jsonschema.Draft7Validator(
    json.loads((ROOT / "tests" / "data" / "sarif" / "sarif-schema-2.1.0.json").read_text()),
    format_checker=jsonschema.FormatChecker(),
)


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_a_result(report: Report) -> None:
    run = run_of(report)
    assert run["columnKind"] == "unicodeCodePoints"
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "CARD-02"
    assert (result["level"], result["message"]["text"]) == ("error", "no intended use is given")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": CARD, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 14, "startColumn": 1, "endLine": 14, "endColumn": 11},
            }
        }
    ]


def test_a_rule(report: Report) -> None:
    rule = run_of(report)["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"]["text"] == "Intended use is stated"
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["tags"] == ["eu-ai-act", "nist-ai-rmf"]
    assert "To mend it: Add `governance.intended_use`" in rule["help"]["text"]
    assert "- nist-ai-rmf MAP-1.1" in rule["help"]["markdown"]


def test_only_waived_results_are_suppressed(report: Report) -> None:
    results = run_of(report)["results"]
    assert [result["ruleId"] for result in results if result["suppressions"]] == ["DATA-01"]
    assert all("suppressions" in result for result in results)
    (suppression,) = results[2]["suppressions"]
    assert suppression["justification"] == "waiver W-1 by ann@example.org until 2026-03-10: The card is in review."


def test_a_finding_about_a_file_has_no_region_and_one_about_nothing_no_location(report: Report) -> None:
    results = run_of(report)["results"]
    assert "region" not in results[3]["locations"][0]["physicalLocation"]
    assert "locations" not in results[5]


def test_uris_are_the_bytes_of_the_path(report: Report) -> None:
    uri = run_of(report)["results"][4]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == HOSTILE_PATH
    latin = report.findings[0]._replace(location=Location("caf\udce9/x.yaml"))
    moved = run_of(report._replace(findings=(latin,)))["results"][0]
    assert moved["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%E9/x.yaml"


def fingerprints(report: Report) -> list[str]:
    return [result["partialFingerprints"]["govml/v1"] for result in run_of(report)["results"]]


def test_fingerprints_don_t_move_with_lines(report: Report) -> None:
    first = report.findings[0]
    moved = first._replace(location=first.location._replace(line=99, column=7, end_line=0, end_column=0))
    before = fingerprints(report)
    assert fingerprints(report._replace(findings=(moved, *report.findings[1:]))) == before
    assert len(set(before)) == len(before)
    for location in (first.location._replace(path="other"), first.location._replace(pointer="/other")):
        other = first._replace(location=location)
        assert fingerprints(report._replace(findings=(other, *report.findings[1:])))[0] != before[0]


def test_equal_fingerprints_are_numbered(report: Report) -> None:
    first = report.findings[0]
    one, two = fingerprints(report._replace(findings=(first, first._replace(message="another"))))
    assert (one[:-2], one[-2:], two[-2:]) == (two[:-2], ":1", ":2")


def test_an_inconclusive_run_is_not_successful(report: Report) -> None:
    invocation = run_of(report._replace(verdict="INCONCLUSIVE", reason="A blob is missing."))["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0] == {"level": "error", "message": {"text": "A blob is missing."}}
    assert run_of(report)["invocations"][0]["executionSuccessful"] is True


def test_rules_that_were_not_evaluated_are_told(report: Report) -> None:
    notices = run_of(report)["invocations"][0]["toolExecutionNotifications"]
    texts = [notice["message"]["text"] for notice in notices]
    assert texts == ["No govml.yaml: the defaults were used.", "SERVE-01 was not evaluated: there is no deployment"]
    assert notices[1]["associatedRule"]["id"] == "SERVE-01"


def test_a_rule_that_the_report_does_not_have_is_still_valid(report: Report) -> None:
    outcome = RuleOutcome("GONE", "not-evaluated", "switched off")
    run = run_of(report._replace(rules={}, outcomes=(outcome,)))
    assert "GONE" in [rule["id"] for rule in run["tool"]["driver"]["rules"]]


def test_options_change_nothing(report: Report) -> None:
    assert render("sarif", report, RenderOptions(True, 20, True, False)) == render("sarif", report)


@given(st.text(st.characters(), max_size=60), st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=60))
def test_hostile_text_is_valid_and_no_link(text: str, path: str) -> None:
    report = make_report()
    hostile = report.findings[0]._replace(message=text + "[x](https://evil.example)", location=Location(path))
    rule = report.rules["CARD-02"]._replace(title=text, description=text, controls=(text, text))
    output = render("sarif", report._replace(findings=(hostile,), rules={**report.rules, "CARD-02": rule}))
    run = run_of(report._replace(findings=(hostile,), rules={**report.rules, "CARD-02": rule}))
    assert "](" not in run["results"][0]["message"]["text"]
    assert all(char >= " " and not "\x7f" <= char <= "\x9f" for char in output if char != "\n")
