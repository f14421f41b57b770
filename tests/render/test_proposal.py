"""The text of a training's pull request, as GitHub's own parser reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govml.evidence.evaluation import Metric
from govml.evidence.statement import Subject
from govml.evidence.training import Stage, Usage
from govml.model import Report
from govml.render.proposal import LIMIT, Evidence, Told, duration, failed, text, title
from tests.evidence.examples import EVALUATION, TRAINING
from tests.render.conftest import make_report
from tests.render.gfm import Rendered, on_github, structure
from tests.render.test_pull_request import NASTY, make_diff, many


def make_told(report: Report, said: str = "a word", number: int = 2) -> Told:
    """Return what is told of a training in which every name and text is the same."""
    training = TRAINING._replace(
        stages=(Stage(said, said, {}),) * number,
        pipeline=said,
        builder=said,
        launcher=said,
        reason=said,
        model=said,
        usage=Usage(3_900.0, 7_800.0, 0.5, 12.3, said, 0.1),
        world_size=4,
    )
    evaluation = EVALUATION._replace(
        metrics=(Metric(said, 0.912345678, said, said, said, 1234, (0.9, 0.95)),) * number,
        failed=(said,) * number,
        builder=said,
    )
    subject = Subject(said, {"sha256": said})
    evidence = Evidence("training", said, "f" * 64, (subject,) * number, (said,) * number)
    return Told(
        said, "c" * 40, "", (evidence,) * number, training, evaluation, said, make_diff(number, said), report
    )


def test_what_ran_what_it_took_and_what_came_out(report: Report) -> None:
    body = text(make_told(report))
    for line in (
        "| Time | 1 h 5 min |",
        "| GPU time | 2 h 10 min |",
        "| Launcher | a word, 4 processes |",
        "| Energy | 0.5 kWh |",
        "| Cost | 12.30 a word |",
        "| CO2 | 0.1 kg |",
        "| a word | a word/a word | 0.912346 | 1,234 | 0.9 to 0.95 |",
        "**Failed: `a word`, `a word`**",
        "_The differences below are against a word._",
    ):
        assert line in body.splitlines(), line
    assert body.index("### Evidence") < body.index("### What it took") < body.index("## What the change means")
    assert body.index("## What the change means") < body.index("## govml: FAILED")


def test_what_is_not_known_is_said(report: Report) -> None:
    told = make_told(report)
    usage = Usage(5.0, 0.0)
    body = text(told._replace(training=TRAINING._replace(usage=usage, clock="moved-back"), evaluation=None))
    assert "| Time | 5 s, while the clock was set back |" in body
    assert "| GPU time | none |" in body
    unknown = TRAINING._replace(usage=TRAINING.usage._replace(gpu_seconds=None))
    assert "| GPU time | not known |" in failed(unknown)
    assert body.count("not known") == 3
    assert "What was measured" not in body
    body = text(told._replace(training=None))
    assert "its weights are as they were" in body
    assert "What it took" not in body
    nobody = told.evidence[0]._replace(signers=())
    assert "| **nobody** |" in text(told._replace(evidence=(nobody,)))


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0, "0 s"), (0.41, "0.41 s"), (59.9, "59.9 s"), (61, "1 min 1 s"), (360_000, "100 h 0 min")]
)
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_it_fits_into_what_github_takes(report: Report) -> None:
    body = text(make_told(many(report, 1_000), "word" * 100, 1_000))
    assert LIMIT * 0.7 < len(body) <= LIMIT
    assert "…and 995 more pieces of evidence" in body
    assert "…and 980 more numbers" in body
    hostile = text(make_told(many(report, 1_000), "&|`" * 100, 1_000))
    assert len(hostile) <= LIMIT
    assert "_A part of the evidence is left out for want of room._" in hostile
    assert body.endswith("<sub>govml, training</sub>\n")


def plain(body: str) -> list[str]:
    return structure(Rendered(on_github(body)))


@pytest.fixture(scope="module")
def expected() -> list[str]:
    return plain(both("a word"))


def both(said: str) -> str:
    told = make_told(make_report(), said)
    assert told.training is not None
    return text(told) + "\n" + failed(told.training)


@settings(max_examples=20, deadline=None)
@example(NASTY)
@given(st.one_of(st.text(min_size=1), st.text("|`<>*_[]()#@\\\n\r\u202e -~", min_size=1)).filter(str.strip))
def test_no_name_is_more_than_text(expected: list[str], said: str) -> None:
    assert plain(both(said)) == expected
    assert not re.search(r"[\r\n\u202e]", title(said))


def test_a_run_is_a_link_and_nothing_else_is(report: Report) -> None:
    told = make_told(report, NASTY)._replace(run="https://github.example/o/r/actions/runs/4711")
    links = re.findall(r'<a href="([^"]*)"', on_github(text(told)))
    assert links == ["https://github.example/o/r/actions/runs/4711"]
