"""Waivers: what hides a finding, what doesn't, and that every state shows."""

from __future__ import annotations

from typing import Any

import pytest

from govml.model import Finding, Location
from govml.policy.waivers import apply, read_waivers

TODAY = "2026-06-15"
ENTRY: dict[str, Any] = {
    "id": "w1",
    "rule": "CARD-03",
    "subject": "model credit-*",
    "reason": "the team is being formed",
    "approver": "risk@example.org",
    "created": "2026-06-01",
    "expires": "2026-12-31",
}
FINDING = Finding(
    "CARD-03", "error", "no owner", Location("models/credit-risk/README.md", pointer="/governance/owner"),
    "model credit-risk",
)  # fmt: skip


def outcome(change: dict[str, Any], finding: Finding = FINDING, authors: tuple[str, ...] = ("ada@example.org",)) -> str:
    """Return `STATE hidden` or `STATE shown` for one waiver and one finding."""
    entry = {key: value for key, value in {**ENTRY, **change}.items() if value is not None}
    waivers = read_waivers({"schema": "govml.waiver/v1", "waivers": [entry]}, Location("waivers/a.yaml"), authors)
    findings, statuses = apply([finding], waivers, TODAY)
    state = statuses[0].state if statuses else "unread"
    assert findings[0]._replace(waiver="") == finding
    return f"{state} {'hidden' if findings[0].waiver else 'shown'}"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "active hidden"),
        ({"expires": "2026-06-30"}, "active hidden"),
        ({"expires": "2026-06-29"}, "expiring hidden"),
        ({"expires": "2026-06-15"}, "expiring hidden"),
        ({"expires": "2026-06-14"}, "expired shown"),
        ({"expires": "2026-12-31T23:59:59Z"}, "invalid shown"),
        ({"expires": "2026-11-31"}, "invalid shown"),
        ({"created": "2026-06-01T00:00:00Z"}, "invalid shown"),
        ({"rule": "CARD-02"}, "unused shown"),
        ({"rule": "CARD-*"}, "unused shown"),
        ({"subject": "model other"}, "unused shown"),
        ({"subject": "data credit-risk"}, "unused shown"),
        ({"subject": None}, "unread shown"),
        ({"subject": None, "path": "models/**"}, "active hidden"),
        ({"path": "data/**"}, "unused shown"),
        ({"pointer": "/governance"}, "active hidden"),
        ({"pointer": "/governance/own"}, "unused shown"),
        ({"created": "2027-01-01", "expires": "2027-02-01"}, "invalid shown"),
        ({"created": "2026-06-16"}, "invalid shown"),
        ({"created": "2026-06-10", "expires": "2026-06-09"}, "invalid shown"),
        ({"approver": "ada@example.org"}, "invalid shown"),
        ({"approver": "ADA@example.org"}, "invalid shown"),
        ({"approver": "Ada <ada@example.org>"}, "invalid shown"),
        ({"reason": None}, "unread shown"),
        ({"expires": None}, "unread shown"),
    ],
)
def test_states(change: dict[str, Any], expected: str) -> None:
    assert outcome(change) == expected


@pytest.mark.parametrize("rule", ["syntax", "entry", "waiver", "object", "size"])
def test_what_nobody_has_seen_is_never_waived(rule: str) -> None:
    assert outcome({"rule": rule}, FINDING._replace(rule=rule)) == "invalid shown"


def test_what_hides_nothing_is_a_finding() -> None:
    waivers = read_waivers({"waivers": [{**ENTRY, "expires": "2026-06-02"}]}, Location("waivers/a.yaml"), ())
    findings, _ = apply([], waivers, TODAY)
    assert [(each.rule, each.location.path, each.location.pointer) for each in findings] == [
        ("waiver", "waivers/a.yaml", "/waivers/0")
    ]
    assert "expired on 2026-06-02" in findings[0].message


@pytest.mark.parametrize(
    "approver",
    [
        "Mallory (mallory@x.example)", "Mallory mallory@x.example", "mallory@x.example, Mallory",
        "<mallory@x.example> Mallory", "mailto:mallory@x.example", "mallory @x.example", "mallory@x.example.",
        "@mallory", "MALLORY", "Mallory\u200b", "\uff2dALLORY", " ",
    ],
)  # fmt: skip
def test_nobody_approves_their_own_waiver_by_another_spelling(approver: str) -> None:
    assert outcome({"approver": approver}, authors=("Mallory <mallory@x.example>",)) == "invalid shown"


@pytest.mark.parametrize("approver", ["Ann Other <ann@x.example>", "Mallorys Boss", "risk@x.example"])
def test_somebody_else_does(approver: str) -> None:
    assert outcome({"approver": approver}, authors=("Mallory <mallory@x.example>",)) == "active hidden"


def test_an_id_stands_for_one_waiver() -> None:
    """Also over files: which of two one id means, nobody could say."""
    other = {**ENTRY, "rule": "CARD-02", "reason": "something else entirely"}
    for path in ("waivers/a.yaml", "waivers/b.yaml"):
        waivers = read_waivers({"waivers": [ENTRY]}, Location("waivers/a.yaml"), ())
        waivers += read_waivers({"waivers": [{}, other]}, Location(path), ())
        findings, statuses = apply([FINDING], waivers, TODAY)
        assert [status.state for status in statuses] == ["invalid", "invalid"]
        assert not any(finding.waiver for finding in findings)
        assert sum("2 waivers have this id" in finding.message for finding in findings) == 2


def test_entries_without_id_differ_between_documents() -> None:
    entry = {key: value for key, value in ENTRY.items() if key != "id"}
    found = [read_waivers({"waivers": [entry]}, Location("waivers/a.yaml"), (), number)[0] for number in (0, 1)]
    assert [waiver.id for waiver in found] == ["waivers/a.yaml#0", "waivers/a.yaml#1/0"]
