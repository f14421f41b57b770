"""What a change's own policies would say: told in every format for people, and in JSON; it decides nothing."""

from __future__ import annotations

import json

import pytest

from govml.model import Finding, Location, PolicyChange, Report
from govml.render import render
from govml.usecases.reports import read_report

HUMAN = ("text", "markdown", "html")
ADDED = Finding("ACME-1", "error", "no <b>owner</b>", Location("models/a|b/README.md", line=3), "model a")
DROPPED = Finding("CARD-02", "error", "is missing", Location("models/c/README.md"), "model c")


def told(form: str, report: Report, change: PolicyChange) -> str:
    return render(form, report._replace(policy_change=change))


@pytest.mark.parametrize("form", HUMAN)
def test_what_they_would_add_and_drop(report: Report, form: str) -> None:
    text = told(form, report, PolicyChange("sha256:" + "ab" * 32, "", (ADDED,), (DROPPED,), ("CARD-12: error → off",)))
    flat = " ".join(text.split())
    assert "would add 1 finding" in flat
    assert "would drop or waive 1 finding" in flat
    assert "CARD-12: error → off" in flat
    assert "ACME-1" in text
    assert "<b>owner</b>" not in text or form == "text"


@pytest.mark.parametrize("form", HUMAN)
def test_that_they_would_find_the_same(report: Report, form: str) -> None:
    flat = " ".join(told(form, report, PolicyChange("sha256:" + "ab" * 32)).split())
    assert "would find the same" in flat


@pytest.mark.parametrize("form", HUMAN)
def test_why_they_cannot_be_used(report: Report, form: str) -> None:
    flat = " ".join(told(form, report, PolicyChange("", "policies/x.rego:1:1: no such thing")).split())
    assert "policies/x.rego:1:1" in flat.replace("\\", "")


@pytest.mark.parametrize("form", HUMAN)
def test_nothing_is_told_where_nothing_changed(report: Report, form: str) -> None:
    assert "own policies" not in render(form, report)


def test_json_and_back(report: Report) -> None:
    change = PolicyChange("sha256:" + "ab" * 32, "", (ADDED,), (DROPPED,))
    text = told("json", report, change)
    assert json.loads(text)["policy_change"]["added"][0]["rule"] == "ACME-1"
    assert json.loads(render("json", report))["policy_change"] is None
    back = read_report(text.encode()).policy_change
    assert back is not None
    assert [finding.rule for finding in back.added] == ["ACME-1"]
    assert back.dropped[0].message == "is missing"


def test_junit_fails_for_new_errors_only(report: Report) -> None:
    old = tuple(finding._replace(status="existing") for finding in report.findings)
    passed = report._replace(findings=old, verdict="PASSED")
    assert "<failure" in render("junit", report)
    assert "<failure" not in render("junit", passed)
    assert "<failure" in render("junit", passed._replace(verdict="FAILED")), "existing ones count where that was asked"
