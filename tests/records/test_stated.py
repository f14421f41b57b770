"""A number that the card rounds: what `govml card sync` writes is what rule EVAL-03 takes, for any number."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import regorus
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govml.records.stated import agrees
from tests.builders import ROOT

PROBE = """package probe

said := [holds(pair) | some pair in input]

default holds(_) := false

holds([exact, stated]) if data.govml.eval_03.rounds_to(exact, stated)
"""
Rule = Callable[[list[tuple[float, float]]], list[bool]]


@pytest.fixture(scope="module")
def rule() -> Rule:
    """What the rule says of pairs of the exact number and the stated one."""
    engine = regorus.Engine()
    for name in ("lib", "evidence_lib", "eval_03"):
        engine.add_policy(name, (ROOT / "policies" / f"{name}.rego").read_text(encoding="utf-8"))
    engine.add_policy("probe", PROBE)

    def asked(pairs: list[tuple[float, float]]) -> list[bool]:
        engine.set_input_json(json.dumps(pairs))
        found: list[bool] = json.loads(engine.eval_rule_as_json("data.probe.said"))
        return found

    return asked


@st.composite
def pairs(draw: st.DrawFn) -> tuple[float, float]:
    """An exact number, and one that is it rounded, nearly it, or another."""
    exact = draw(st.one_of(st.floats(-1.5, 1.5), st.floats(-1e9, 1e9), st.sampled_from([0.0, 1.0, 1e-9, 1e12])))
    places = draw(st.integers(0, 14))
    rounded = float(f"{exact:.{places}f}")
    beside = rounded + draw(st.sampled_from([-1, 1])) * 10.0**-places
    return exact, draw(st.sampled_from([rounded, beside, exact, draw(st.floats(-10, 10))]))


@settings(max_examples=60, deadline=None)
@example([(0.912345, 0.91), (0.915, 0.91), (0.6, 1.0), (0.96, 1), (3.3, 3), (3.04, 3), (12.4, 12), (1e-13, 0.0)])
@example([(0.5000004, 0.5), (0.125, 0.12), (0.125, 0.13), (91.25, 91.2), (0.1234565, 0.123456), (5e-324, 0)])
@example([(123456789.123456, 123456789.1235), (1e15 / 3, 333333333333333.0), (0.30000000000000004, 0.3)])
@example([(32768.7734375, 32768.773438), (32768.7734375, 32768.773437), (45678.123456, 45678.12346)])
@given(st.lists(pairs(), min_size=1, max_size=50))
def test_card_sync_and_the_rule_say_the_same_of_every_number(rule: Rule, found: list[tuple[float, float]]) -> None:
    assert [agrees(stated, exact) for exact, stated in found] == rule(found)


def test_what_is_no_number_is_not_the_value() -> None:
    assert not agrees("0.9", 0.9)
    assert not agrees(True, 1.0)
    assert not agrees(None, 0.0)
    assert not agrees(10**400, 1.0)
