"""Plots: whatever the numbers are, they are well-formed, inside of their frame, and say in words what they show."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from govml.model import Json
from govml.render import plots
from govml.render.plots import Bar, Bin, Point
from tests.render.conftest import HOSTILE_TEXT

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e11, max_value=1e11)
NAMES = st.text(max_size=30) | st.just(HOSTILE_TEXT)
SHARES = st.floats(min_value=0, max_value=1)
BARS = st.lists(st.builds(lambda name, value: Bar(name, value, plots.short(value)), NAMES, NUMBERS), max_size=12)


def drawn(svg: str) -> ET.Element:
    """The root of a plot that is well-formed, and whose every coordinate is in its frame."""
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert width == plots.WIDTH
    for each in root.iter():
        for name, end in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            if name in each.attrib:
                assert 0 <= float(each.attrib[name]) <= end, (each.tag, each.attrib)
        for x, y in re.findall(r"[ML ](-?[\d.]+)[ ,](-?[\d.]+)", each.get("d", "")):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height
    return root


def said(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter("text")]


@given(st.lists(st.builds(Point, NAMES, st.none() | NUMBERS, st.none() | st.tuples(NUMBERS, NUMBERS)), max_size=21))
def test_any_history(points: list[Point]) -> None:
    svg = plots.history(points)
    if any(point.value is not None for point in points):
        drawn(svg)
    else:
        assert svg == ""


@given(BARS, st.none() | NUMBERS)
def test_any_groups(rows: list[Bar], reference: float | None) -> None:
    for svg in (plots.dots(rows, reference), plots.bars(rows)):
        if svg:
            drawn(svg)


@given(st.lists(st.builds(Bin, SHARES, SHARES, st.integers(0, 10**9)), min_size=1, max_size=20))
def test_any_calibration(bins: list[Bin]) -> None:
    drawn(plots.reliability(bins))


def test_nothing_to_draw() -> None:
    assert (plots.history([]), plots.dots([]), plots.bars([]), plots.reliability([])) == ("",) * 4
    assert plots.bars([Bar("a", 0.0, "0")]) == ""


def test_a_history_reads_without_colour() -> None:
    points = [Point("v1", 0.88, (0.87, 0.89)), Point("v2", 0.9, None, "holds"), Point("v3", 0.92, (0.9, 0.93), "asked")]
    root = drawn(plots.history(points))
    assert [(each.tag, each.get("class")) for each in root if each.tag in ("circle", "rect")] == [
        ("circle", "hollow"), ("circle", "mark"), ("rect", "mark"),
    ]  # fmt: skip
    assert root.get("aria-label") == "v1 0.88, v2 0.9, v3 0.92"
    assert {"v1", "v2", "v3", "0.92", "0.86", "0.94"} <= set(said(root))
    titles = [each.text for each in root.iter("title")]
    assert titles == ["v1: 0.88 (0.87 to 0.89)", "v2: 0.9", "v3: 0.92 (0.9 to 0.93)"]


def test_higher_is_higher_and_more_is_longer() -> None:
    root = drawn(plots.history([Point("a", 1.0), Point("b", 3.0), Point("c", 2.0)]))
    heights = [float(each.attrib["cy"]) for each in root.iter("circle")]
    assert heights[1] < heights[2] < heights[0]
    rows = [Bar("a", 1, "1"), Bar("b", -4, "-4")]
    widths = [float(each.attrib["width"]) for each in drawn(plots.bars(rows)).iter("rect")]
    assert widths[0] * 4 == widths[1]
    marks = [float(each.attrib["cx"]) for each in drawn(plots.dots(rows)).iter("circle")]
    assert marks[0] > marks[1]


def test_labels_that_have_no_room_are_left_out_and_the_last_never() -> None:
    points = [Point(f"v1.{number}.0", float(number)) for number in range(21)]
    shown = [text for text in said(drawn(plots.history(points))) if text.startswith("v")]
    assert shown[0] == "v1.20.0"
    assert "v1.0.0" in shown
    assert 3 < len(shown) < 10


def test_text_is_escaped_and_nothing_hides_in_it() -> None:
    svg = plots.bars([Bar('<script>"\x1b\u202e', 1.0, "<1>")])
    assert "<script" not in svg
    assert "\x1b" not in svg
    assert "\u202e" not in svg
    assert said(drawn(svg)) == ['<script>"\\x1b\\u202e', "<1>"]


def test_what_is_no_number_is_not_drawn() -> None:
    odd: list[Json] = [True, None, "1", float("nan"), float("inf"), 1e300, [1.0], 10**400]
    assert [plots.number(value) for value in odd] == [None] * len(odd)
    assert plots.number(3) == 3.0
    assert [plots.short(value) for value in (0.0, 0.1, 0.123456, 12345.0, -2.5, 1e9)] == [
        "0", "0.1", "0.1235", "12345", "-2.5", "1000000000",
    ]  # fmt: skip
