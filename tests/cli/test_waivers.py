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


DORA = ("Dora", "dora@example.org")
W = "waivers/w.yaml"


def test_the_next_commit_to_the_file_does_not_wash_a_waiver(waived: Repo) -> None:
    waive(waived, approver="bob@example.org")
    text = (waived.path / W).read_text()
    waived.write(W, text.replace("waivers:\n", "waivers:\n" + text.partition("waivers:\n")[2].replace("W-1", "W-2")))
    waived.commit(author=DORA)
    found = report(waived.path, "--rev", "HEAD")
    assert {waiver["id"]: waiver["state"] for waiver in found["waivers"]} == {"W-1": "invalid", "W-2": "active"}


@pytest.mark.parametrize("between", ["schema: [", "schema: govml.waiver/v1\nwaivers: [] # " + "x" * 300_000])
def test_breaking_and_mending_the_file_does_not_wash_a_waiver(waived: Repo, between: str) -> None:
    waived.write("govml.yaml", GOOD["govml.yaml"] + "limits: {blob_bytes: 200000}\n")
    waive(waived, approver="bob@example.org")
    text = (waived.path / W).read_text()
    for content in (between, text):
        waived.write(W, content)
        waived.commit(author=DORA)
    assert state(report(waived.path, "--rev", "HEAD")) == "invalid"


def test_moving_the_file_does_not_wash_a_waiver(waived: Repo) -> None:
    waive(waived, approver="bob@example.org")
    waived.git("mv", W, "waivers/moved.yaml")
    waived.commit(author=DORA)
    assert state(report(waived.path, "--rev", "HEAD")) == "invalid"


def test_merging_does_not_wash_a_waiver(waived: Repo) -> None:
    waived.git("checkout", "-q", "-b", "topic")
    waive(waived, approver="bob@example.org")
    waived.git("checkout", "-q", "main")
    waived.write("other.txt", "x")
    waived.commit(author=DORA)
    waived.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
    assert state(report(waived.path, "--rev", "HEAD")) == "invalid"


def test_who_changes_an_entry_is_its_author(waived: Repo) -> None:
    waive(waived, approver="bob@example.org")
    waived.write(W, (waived.path / W).read_text().replace("next quarter", "next year"))
    waived.commit(author=DORA)
    assert state(report(waived.path, "--rev", "HEAD")) == "active"


@pytest.mark.parametrize("how", [(), ("--staged",)])
@pytest.mark.parametrize(("mail", "expected"), [("carol@example.org", "invalid"), ("erin@example.org", "active")])
def test_what_is_not_committed_is_by_who_would(waived: Repo, how: tuple[str, ...], mail: str, expected: str) -> None:
    waived.git("config", "user.name", "Somebody")
    waived.git("config", "user.email", mail)
    waive(waived)
    waived.git("reset", "-q", "--soft", "HEAD~1")
    assert state(report(waived.path, *how)) == expected


@pytest.mark.parametrize(("kept", "lost"), [("blob:none", f"blob of {W}"), ("tree:0", "tree (")])
def test_history_that_is_not_here_is_told(waived: Repo, kept: str, lost: str) -> None:
    """What a partial clone lacks is not the end of history."""
    waive(waived, approver="bob@example.org")
    waived.write(W, (waived.path / W).read_text() + "x-note: more\n")
    waived.commit(author=DORA)
    target = waived.partial(filter=kept)
    here = waived.git("ls-tree", "-r", "-t", "--format=%(objectname)", "HEAD")
    here += "\n" + waived.git("rev-parse", "HEAD^{tree}")
    waived.git("pack-objects", "-q", str(target / "objects" / "pack" / "pack"), stdin=here + "\n")
    told(check(target, "--rev", "HEAD"), 4, lost, "is not in this clone", "git fetch")


def test_a_file_of_waivers_that_is_too_large_is_told(waived: Repo) -> None:
    """Also where it is only the trusted commit that has it."""
    waived.write("govml.yaml", GOOD["govml.yaml"] + "limits: {blob_bytes: 200000}\n")
    waive(waived)
    waived.write(W, (waived.path / W).read_text() + "#" + "x" * 300_000)
    trusted = waived.commit()
    waived.remove(W)
    waived.commit()
    found = report(waived.path, "--rev", "HEAD", "--policy-rev", trusted)
    (finding,) = [each for each in found["findings"] if each["rule"] == "waiver"]
    assert "no waiver of this file holds: 300," in finding["message"]
    assert finding["level"] == "error"
    assert not energy(found)["waiver"]


@pytest.mark.parametrize("glob", ["{waivers,exceptions}/*.yaml", "w?ivers/w.yaml", "waivers/"])
def test_waivers_are_found_by_any_glob(waived: Repo, glob: str) -> None:
    waived.write("govml.yaml", GOOD["govml.yaml"] + f'records: {{waiver: ["{glob}"]}}\n')
    assert state(waive(waived)) == "active"


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
