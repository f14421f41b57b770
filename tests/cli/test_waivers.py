"""Waivers from end to end: what they hide, and that they hide nothing when something is odd about them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Repo
from tests.cli.checking import check, report, told
from tests.usecases.examples import GOOD

BOB = ("Bob Builder", "bob@example.org")
ENTRY = {
    "id": "W-1",
    "rule": "CARD-09",
    "subject": "model credit-risk",
    "reason": "Measured next quarter.",
    "approver": "carol@example.org",
    "created": "2026-01-01",
    "expires": "2026-12-31",
}


@pytest.fixture
def waived(repo: Repo) -> Repo:
    """A repository in which only the energy of training is missing."""
    card = GOOD["models/credit-risk/README.md"]
    start = card.index("  energy:")
    card = card[:start] + card[card.index("\n", start) + 1 :]
    repo.write_all({**GOOD, "models/credit-risk/README.md": card})
    repo.commit()
    assert [each["rule"] for each in report(repo.path)["findings"]] == ["CARD-09"]
    return repo


def waive(repo: Repo, at: str = "2026-03-03", **changes: str) -> Any:
    lines = [f'  {key}: "{value}"' for key, value in {**ENTRY, **changes}.items() if value]
    repo.write("waivers/w.yaml", "schema: govml.waiver/v1\nwaivers:\n-\n" + "\n".join(lines) + "\n")
    repo.commit(author=BOB)
    return report(repo.path, "--rev", "HEAD", at=at)


def state(found: Any) -> str:
    (waiver,) = found["waivers"]
    return str(waiver["state"])


def energy(found: Any) -> dict[str, Any]:
    return next(each for each in found["findings"] if each["rule"] == "CARD-09")


def test_active(waived: Repo) -> None:
    before = check(waived.path)
    found = waive(waived)
    assert state(found) == "active"
    assert energy(found)["waiver"] == "W-1"
    assert found["verdict"] == "PASSED"
    assert found["summary"]["waived"] == 1
    assert next(each for each in found["rules"] if each["id"] == "CARD-09")["outcome"] == "waived"
    assert before.exit_code in (0, 1)
    assert "W-1" in check(waived.path, "-v").stdout


def test_strict_failure_is_waived(waived: Repo) -> None:
    waived.write("govml.yaml", GOOD["govml.yaml"] + "profile: strict\n")
    assert check(waived.path).exit_code == 1
    assert waive(waived)["verdict"] == "PASSED"


@pytest.mark.parametrize(
    ("at", "expected", "holds"),
    [
        ("2025-12-31", "invalid", False),
        ("2026-01-01", "active", True),
        ("2026-12-16", "active", True),
        ("2026-12-17", "expiring", True),
        ("2026-12-31", "expiring", True),
        ("2027-01-01", "expired", False),
    ],
)
def test_time(waived: Repo, at: str, expected: str, holds: bool) -> None:
    found = waive(waived, at=at)
    assert state(found) == expected
    assert bool(energy(found)["waiver"]) is holds
    assert any(each["rule"] == "waiver" for each in found["findings"]) is not holds


@pytest.mark.parametrize(
    "approver",
    ["bob@example.org", "Bob Builder", "BOB@EXAMPLE.ORG", "Bob Builder <bob@example.org>", "  bob@example.org "],
)
def test_approved_by_its_author(waived: Repo, approver: str) -> None:
    found = waive(waived, approver=approver)
    assert state(found) == "invalid"
    assert not energy(found)["waiver"]
    assert found["verdict"] == "FAILED"


def test_somebody_else_touching_the_file_mends_nothing(waived: Repo) -> None:
    waive(waived, approver="bob@example.org")
    waived.write("other.txt", "x")
    waived.commit(author=("Dora", "dora@example.org"))
    assert state(report(waived.path, "--rev", "HEAD")) == "invalid"


def test_shallow_clone_does_not_know_the_author(waived: Repo) -> None:
    """The last commit there is may be by somebody else than who approved the own waiver."""
    waive(waived, approver="bob@example.org")
    waived.write("other.txt", "x")
    waived.commit()
    told(check(waived.shallow(), "--rev", "HEAD"), 4, "who wrote waivers/w.yaml", "git fetch --unshallow")
    assert state(report(waived.shallow(3, "deeper"), "--rev", "HEAD")) == "invalid"


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "CARD-08"},
        {"subject": "model other"},
        {"subject": "data *"},
        {"path": "models/other/**"},
        {"pointer": "/governance/owner"},
    ],
)
def test_unused(waived: Repo, changes: dict[str, str]) -> None:
    found = waive(waived, **changes)
    assert state(found) == "unused"
    assert not energy(found)["waiver"]
    assert next(each for each in found["findings"] if each["rule"] == "waiver")["level"] == "warning"


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "model *"},
        {"subject": "", "path": "models/**"},
        {"path": "models/credit-risk/README.md"},
        {"pointer": "/governance"},
    ],
)
def test_covers(waived: Repo, changes: dict[str, str]) -> None:
    assert energy(waive(waived, **changes))["waiver"] == "W-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": "2025-01-01"},
        {"rule": "syntax"},
        {"rule": "waiver"},
        {"created": "2027-01-01", "expires": "2027-02-01"},
    ],
)
def test_invalid(waived: Repo, changes: dict[str, str]) -> None:
    found = waive(waived, **changes)
    assert state(found) == "invalid"
    assert found["verdict"] == "FAILED"
    assert not energy(found)["waiver"]


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"reason": "short"}, {"approver": ""}, {"expires": ""}, {"expires": "soon"}, {"rule": "*"},
     {"subject": ""}, {"created": ""}, {"expires": "2026-13-45"}, {"expires": "9999"}],
)  # fmt: skip
def test_entry_that_its_schema_refuses_hides_nothing(waived: Repo, changes: dict[str, str]) -> None:
    found = waive(waived, **changes)
    assert "schema" in {each["rule"] for each in found["findings"]}
    assert not energy(found)["waiver"]
    assert found["verdict"] == "FAILED"


def test_waivers_of_the_judged_do_not_count_under_a_trusted_commit(waived: Repo) -> None:
    trusted = waived.git("rev-parse", "HEAD")
    waive(waived)
    found = report(waived.path, "--rev", "HEAD", "--policy-rev", trusted)
    assert found["waivers"] == []
    assert not energy(found)["waiver"]


def test_unused_is_said_of_the_whole_only(waived: Repo) -> None:
    """A check of some paths can't know whether a waiver about others is needed."""
    waive(waived)
    found = report(waived.path, "--rev", "HEAD", "data")
    assert not [each for each in found["findings"] if each["rule"] == "waiver"]
