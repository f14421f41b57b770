"""Places that stay what they are when lists change."""

from __future__ import annotations

import pytest

from govml.model import Json
from govml.records.anchors import Anchors

RISKS: Json = {"risks": [{"risk": "a", "residual": "x"}, {"risk": "b"}, {"risk": "a"}], "tags": ["x", "y"]}


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        (("risks", "1", "residual"), "risks/[risk=b#1]/residual"),
        (("risks", "2"), "risks/[risk=a#2]"),
        (("tags", "1"), "tags/[y#1]"),
        (("risks",), ""),
        ((), ""),
        (("risks", "9", "residual"), ""),
        (("nowhere", "0"), ""),
    ],
)
def test_anchor(pointer: tuple[str, ...], expected: str) -> None:
    assert Anchors(RISKS).of(pointer) == expected


def test_an_element_without_a_name_is_what_it_says() -> None:
    first, second = Anchors([{"x": 1}, {"x": 2}]), Anchors([{"x": 0}, {"x": 1}])
    assert first.of(("0", "y")) == second.of(("1", "y"))
    assert first.of(("0",)) != first.of(("1",))


def test_a_list_is_gone_through_once_for_all_its_places() -> None:
    anchors = Anchors([{"x": [i]} for i in range(20_000)])
    assert len({anchors.of((str(i), "x")) for i in range(20_000)}) == 20_000
