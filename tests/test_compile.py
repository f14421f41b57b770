"""Each form that OPA plans a rule into says in Python what the engine says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import regorus

from govml.model import Json
from govml.policy.bundle import load_bundle
from govml.policy.nouns import Module
from govml.policy.values import NOT_ASKED, UnsureError
from tests.policy.examples import head
from tools.compile import compile_rules

FORMS = {
    "a": "input.x",
    "b": "not input.x",
    "c": "input.x == true",
    "d": "not input.x == 1",
    "e": "some each in input.xs\n\teach > 2",
    "f": "not found",
    "g": "every each in input.xs { each < 3 }",
    "h": "every each in input.xs { not each == input.x }",
    "i": "x := input.x\n\tnot is_string(x)",
    "j": 'kind(input.x) == "text"',
    "k": "x := input.x\n\tnot kind(x)",
    "l": "[first, second] := input.xs\n\tfirst == second",
    "m": "input.o.p.q",
    "n": "input.o[input.x]",
    "o": "input.xs[1] == 2",
    "p": "count({each | some each in input.xs}) < count(input.xs)",
    "q": "count([1 | some each in input.xs; not seen[each]]) > 1",
    "r": '{"a": input.x} == {"a": 1}',
    "s": 'input.x in {1, true, null, "s"}',
    "t": '(names & {"a"}) - {"b"} == {"a"}',
    "u": 'some name, value in input.o\n\tname == "a"\n\tvalue',
    "v": "default_one == 1",
    "w": "marked[1]",
    "x": 'object.get(input.o, "a", 0) == 0\n\tis_object(input.o)',
}
HELPERS = """
found if {
	some each in input.xs
	each == input.x
}

kind(x) := "text" if {
	is_string(x)
} else := "none" if {
	x == null
} else := "word" if {
	is_boolean(x)
	not x
}

seen[each] if {
	some each in input.xs
	each == 2
}

names contains name if some name, _ in input.o

default default_one := 1

default_one := input.x if is_number(input.x)

marked[i] := each if {
	some i, each in input.xs
	each != 1
}
"""
VALUES: tuple[Json, ...] = (None, True, False, 0, 1, 1.0, 2, "", "s", "a", [], [2], [1, 2], [2, 2, 3], {}, {"a": 1})
INPUTS: list[dict[str, Json]] = [
    {},
    *({"x": value} for value in VALUES),
    *({"xs": value} for value in VALUES),
    *({"o": value} for value in VALUES),
    *({"x": value, "xs": [1, 2, value], "o": {"a": value, "1": 2}} for value in VALUES),
    {"xs": [2, 2]},
    {"o": {"a": False, "b": 1}, "x": "b"},
    {"o": {"p": {"q": False}}},
    {"o": {"p": {"q": {}}}},
]


@pytest.fixture(scope="module")
def module() -> Module:
    rules = "".join(f'\ndeny_{name} contains "x" if {{\n\t{body}\n}}\n' for name, body in FORMS.items())
    return Module("govml:policies/forms.rego", head("FORM-1").replace("acme", "govml.forms") + HELPERS + rules)


@pytest.fixture(scope="module")
def sets(module: Module, opa: Path) -> dict[str, Any]:
    text = compile_rules(str(opa), load_bundle([module], (), {}, {}))
    space: dict[str, Any] = {}
    exec(compile(text, "compiled", "exec"), space)
    return {name.rpartition(".")[2]: (found, space["SLOTS"]) for name, found in space["SETS"].items()}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_says_what_the_engine_says(form: str, module: Module, sets: dict[str, Any]) -> None:
    engine = regorus.Engine()
    engine.add_policy("0.rego", module.text)
    package = module.text.partition("package ")[2].split("\n")[0]
    finds, slots = sets[f"deny_{form}"]
    told = {True: 0, False: 0, None: 0}
    for value in INPUTS:
        engine.set_input_json(json.dumps(value))
        try:
            expected = bool(json.loads(engine.eval_rule_as_json(f"data.{package}.deny_{form}")))
        except RuntimeError:
            expected = True  # the engine can't decide, and so has to be asked
        try:
            said: bool | None = finds(value, {"govml": {}}, [NOT_ASKED] * slots)
        except UnsureError:
            said = None
        assert said is None or said == expected, value
        told[said] += 1
    assert told[True] and told[False]
    assert told[None] < len(INPUTS) / 2


def test_what_is_not_known_is_unsure(opa: Path) -> None:
    body = 'deny contains "x" if {\n\tround(input.x * 1.5) == 3\n}\n'
    text = compile_rules(str(opa), load_bundle([Module("govml:policies/odd.rego", head("ODD-1") + body)], (), {}, {}))
    assert "raise UnsureError" in text.partition("deny")[2]


def test_all_records_are_not_known(opa: Path) -> None:
    body = 'deny contains "x" if not data.govml.records["model-card"].m\n'
    bundle = load_bundle([Module("govml:policies/odd.rego", head("ODD-1") + body)], (), {}, {})
    with pytest.raises(ValueError, match="all records"):
        compile_rules(str(opa), bundle)
