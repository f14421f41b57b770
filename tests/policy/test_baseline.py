"""What is new, what was there and what is fixed: findings compared as findings."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import Finding, Level, Location
from govml.policy.baseline import Moved, added_and_dropped, compare

STILL = Moved()


def finding(
    message: str = "is missing",
    path: str = "models/a/README.md",
    pointer: str = "/license",
    level: Level = "error",
    subject: str = "model a",
    line: int = 3,
    excerpt: str = "",
    rule: str = "CARD-08",
) -> Finding:
    return Finding(rule, level, message, Location(path, "b" * 40, pointer, line, 1), subject, excerpt=excerpt)


def told(before: list[Finding], after: list[Finding], moved: Moved = STILL) -> tuple[list[str], int]:
    """Status of each finding now, and how many are fixed."""
    now, fixed = compare(before, after, moved)
    assert [each._replace(status="new") for each in now] == after
    return [each.status for each in now], len(fixed)


def test_place_in_the_file_does_not_count() -> None:
    moved_down = finding(line=30)._replace(location=Location("models/a/README.md", "c" * 40, "/license", 30, 9))
    assert told([finding()], [moved_down]) == (["existing"], 0)


def test_a_second_one_like_it_is_new() -> None:
    assert told([finding()], [finding(), finding(line=9)]) == (["existing", "new"], 0)
    assert told([finding(), finding(line=9)], [finding()]) == (["existing"], 1)


@pytest.mark.parametrize(
    "other",
    [
        finding(rule="CARD-09"),
        finding(pointer="/base_model"),
        finding(subject="model b"),
        finding(message='is "x"'),
    ],
    ids=["rule", "pointer", "subject", "message"],
)
def test_another_one_is_new_and_the_old_one_fixed(other: Finding) -> None:
    assert told([finding()], [other]) == (["new"], 1)


def test_what_becomes_an_error_is_new_and_nothing_is_fixed_by_it() -> None:
    assert told([finding(level="warning")], [finding()]) == (["new"], 0)
    assert told([finding()], [finding(level="warning")]) == (["existing"], 0)


def test_a_record_moves() -> None:
    assert told([finding()], [finding(path="cards/a.md")]) == (["existing"], 0)


def test_a_file_without_a_subject_counts_by_its_path() -> None:
    here, there = finding(subject="", rule="syntax"), finding(subject="", rule="syntax", path="models/b/README.md")
    assert told([here], [there]) == (["new"], 1)
    assert told([here], [there], Moved({"models/a/README.md": "models/b/README.md"}, {})) == (["existing"], 0)


def test_a_record_without_a_policy_subject_moves() -> None:
    before = finding(subject="dvc data/a.dvc", path="data/a.dvc", rule="schema")
    after = finding(subject="dvc more/a.dvc", path="more/a.dvc", rule="schema")
    assert told([before], [after]) == (["new"], 1)
    assert told([before], [after], Moved({"data/a.dvc": "more/a.dvc"})) == (["existing"], 0)


def test_a_subject_is_renamed_in_its_messages_too() -> None:
    moved = Moved({"models/a/README.md": "models/car/README.md"}, {"model a": "model car"})
    before = finding("a has no card; models/a/README.md is empty, and so is a-b")
    after = finding("car has no card; models/car/README.md is empty, and so is a-b", "models/car/README.md")
    assert told([before], [after._replace(subject="model car")], moved) == (["existing"], 0)


def test_a_list_shifts() -> None:
    before = finding("governance.risks[0].mitigation is missing", pointer="/governance/risks/0")
    after = finding("governance.risks[2].mitigation is missing", pointer="/governance/risks/2")
    before, after = before._replace(anchor="risks/[risk=x#1]"), after._replace(anchor="risks/[risk=x#1]")
    assert told([before], [after]) == (["existing"], 0)
    other = after._replace(location=before.location, message=before.message, anchor="risks/[risk=y#1]")
    assert told([before], [other]) == (["new"], 1), "one was mended and another one broken in its place"


def test_differences_of_two_judgements_of_one_tree() -> None:
    added, dropped = added_and_dropped([finding(), finding("gone")], [finding("more"), finding()])
    assert [each.message for each in added] == ["more"]
    assert [each.message for each in dropped] == ["gone"]


FINDINGS = st.lists(
    st.builds(
        finding,
        message=st.sampled_from(["is missing", "a is odd", 'x[1] is "y"']),
        path=st.sampled_from(["models/a/README.md", "b.md"]),
        pointer=st.sampled_from(["", "/a/0", "/a/1"]),
        level=st.sampled_from(["error", "warning"]),
        subject=st.sampled_from(["", "model a", "model b"]),
        line=st.integers(1, 3),
        excerpt=st.sampled_from(["", "x: y"]),
    ),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(before=FINDINGS, after=FINDINGS, seed=st.integers())
def test_nothing_is_lost_and_order_decides_nothing(before: list[Finding], after: list[Finding], seed: int) -> None:
    now, fixed = compare(before, after, STILL)
    assert len(now) == len(after)
    existing = [each for each in now if each.status == "existing"]
    assert len(existing) + len(fixed) <= len(before)
    assert {each.rule for each in fixed} <= {each.rule for each in before}
    shuffled = random.Random(seed).sample(after, len(after))
    again, fixed_again = compare(random.Random(seed).sample(before, len(before)), shuffled, STILL)
    assert sum(each.status == "new" for each in again) == sum(each.status == "new" for each in now)
    assert len(fixed_again) == len(fixed)


@given(findings=FINDINGS)
def test_nothing_changed(findings: list[Finding]) -> None:
    now, fixed = compare(findings, findings, STILL)
    assert all(each.status == "existing" for each in now)
    assert not fixed
