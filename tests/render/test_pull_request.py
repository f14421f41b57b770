from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import Diff, Difference, Fact, Finding, Location, Report, SnapshotInfo
from govml.render import RenderOptions, pull_request, render
from govml.render.pull_request import COMMENT, in_bytes, text
from tests.render.conftest import HOSTILE_PATH, HOSTILE_TEXT, make_report

NASTY = (
    "-->\n<!-- govml:other -->\n::error::x\n%0A::set-output name=a::b @octocat @org/team #123 GH-7 o/r#8 "
    "`` ` ``` </details></code><img src=x onerror=alert(1)> [a](https://evil.example) ![](x) www.evil.example | \\ "
)


def many(report: Report, number: int, message: str = HOSTILE_TEXT, path: str = HOSTILE_PATH) -> Report:
    findings = tuple(
        Finding("CARD-02", "error", f"{n} {message}", Location(f"{path}{n}", line=n, column=1), excerpt=message)
        for n in range(1, number + 1)
    )
    return report._replace(findings=findings)


def test_one_check_is_its_markdown_with_a_name_below(report: Report) -> None:
    assert text(report, None, "nightly", COMMENT) == render("markdown", report, RenderOptions()) + (
        "\n<sub>govml, nightly</sub>\n"
    )


@pytest.mark.parametrize("limit", [3_000, 20_000, COMMENT, 400_000])
def test_what_does_not_fit_is_cut_by_whole_entries_and_counted(report: Report, limit: int) -> None:
    told = text(many(report, 3_000), None, "check", limit)
    assert len(told) <= limit
    assert len(told) > limit * 0.7
    [missing] = re.findall(r"…and ([0-9,]+) more findings, left out for want of room", told)
    rows = len(re.findall(r"^\| error \|", told, re.MULTILINE))
    assert rows + int(missing.replace(",", "")) == 3_000
    assert told.count("<details>") == told.count("</details>")
    assert told.startswith("## govml: FAILED\n")
    assert told.endswith("<sub>govml, check</sub>\n")


def make_diff(number: int, said: str = "a word") -> Diff:
    """Return what a change means: models whose card said something and now says something else."""
    facts = (Fact(said, said, said, [said, {said: 1}], "+1", "better"), Fact("owner.team", "", "a", None))
    found = tuple(
        Difference("model", "changed", f"{said} {n}", said, f"{said}/{n}", said, facts, (said,)) for n in range(number)
    )
    base, head = SnapshotInfo("commit", "b" * 40, "d" * 40), SnapshotInfo("commit", "c" * 40, "e" * 40)
    return Diff(base, head, found, (said,), (said,), (said,))


def test_what_the_change_means_is_below_within_the_room_that_is_left(report: Report) -> None:
    told = text(report, make_diff(1), "check", COMMENT)
    assert (
        told.index("## govml: FAILED") < told.index("## What the change means") < told.index("<sub>govml, check</sub>")
    )
    few, more = (text(many(report, number), make_diff(3_000), "check", COMMENT) for number in (1, 3_000))
    for page in (few, more):
        assert COMMENT * 0.9 < len(page) <= COMMENT
        assert re.search(r"…and [0-9,]+ more differences, left out for want of room", page)
        assert page.endswith("<sub>govml, check</sub>\n")
    assert few.index("## What the change means") < COMMENT * 0.2
    assert COMMENT * 0.4 < more.index("## What the change means") < COMMENT * 0.6
    assert "_What the change means is left out for want of room._" in text(report, make_diff(3), "check", 600)


def test_a_summary_is_measured_in_bytes(report: Report) -> None:
    room = 30_000
    told = in_bytes(lambda limit: text(many(report, 500, "模型" * 100), make_diff(500), "check", limit), room)
    assert room * 0.6 < len(told.encode()) <= room
    assert "left out for want of room" in told
    assert in_bytes(lambda limit: text(report, None, "check", limit), 10) == ""


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*NASTY.split(" "), NASTY, "\r", "\0", "\u202e", "x" * 3_000]), max_size=8))
def test_text_of_strangers_is_only_text(words: list[str]) -> None:
    said = " ".join(words) or "x"
    report = many(make_report(), 2, said, said.replace("\0", "") + "/")
    report = report._replace(notes=(said,), fixed=report.findings, reason=said, verdict="INCONCLUSIVE")
    told = text(report, make_diff(2, said), "check", COMMENT)
    outside = re.sub(r"^ *(`{3,})text\n(?:.*\n)*? *\1$|`[^`\n]+`|<code>[^<\n]*</code>", "", told, flags=re.MULTILINE)
    assert not re.search(r"<(?!/?(?:details|summary|sub)>)|-->", outside), outside
    assert not re.search(r"@[A-Za-z]|(?<!\\)#\d|(?<![\w\u200b])GH-\d|://", outside), outside
    assert not re.search(r"^\s*(?:::|##\[)", told, re.MULTILINE)
    assert outside.count("<details>") == outside.count("</details>")
    assert all(char.isprintable() or char in "\n\u200b" for char in told)


def test_the_limit_leaves_room_for_the_marker() -> None:
    from govml.forge.comments import LIMIT, marker

    assert len(marker("x" * 100)) + 1 + pull_request.COMMENT <= LIMIT
