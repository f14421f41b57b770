"""Edits in place: the value is there afterwards, and nothing else is another."""

from __future__ import annotations

import difflib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.base.document import parse
from govml.base.edits import Edit, apply_edits, snippet
from govml.model import Json

CARD = """---
# A comment, and a ' quote
model-index:
- name: credit   # odd: "name"
  results:
  - dataset: {type: loans, name: 'Loans: all', split: test}
    metrics:
    - {type: roc_auc, value: 0.912, n: 4210}  # measured
    - type: recall
      value:   "0.5"
      # behind

governance: {evaluation: {recompute: {metrics: [roc_auc]}}}
---
# Body

value: 0.912
"""
METRIC = ("model-index", "0", "results", "0", "metrics", "0")


def edited(text: str, *edits: Edit, syntax: str = "front-matter") -> str:
    data, left = apply_edits(text.encode(), syntax, 0, edits)
    assert left == []
    return data.decode()


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_a_number_changes_and_nothing_else() -> None:
    after = edited(CARD, Edit((*METRIC, "value"), 0.93, 3))
    assert after == CARD.replace("value: 0.912, n", "value: 0.930, n")


def test_a_key_is_added_in_the_style_around_it() -> None:
    recall = ("model-index", "0", "results", "0", "metrics", "1")
    after = edited(
        CARD,
        Edit((*METRIC, "confidence_interval"), [0.9, 0.95], 3, "n"),
        Edit((*recall, "n"), 80, None, "value"),
        Edit(("model-index", "0", "results", "0", "dataset", "revision"), "12e4", None, "split"),
    )
    assert changed_lines(CARD, after) == [
        "-   - dataset: {type: loans, name: 'Loans: all', split: test}",
        "+   - dataset: {type: loans, name: 'Loans: all', split: test, revision: \"12e4\"}",
        "-     - {type: roc_auc, value: 0.912, n: 4210}  # measured",
        "+     - {type: roc_auc, value: 0.912, n: 4210, confidence_interval: [0.900, 0.950]}  # measured",
        "+       n: 80",
    ]


def test_an_element_is_added_behind_the_last_one() -> None:
    after = edited(CARD, Edit((*METRIC[:-1], "2"), {"type": "f1", "value": 0.5}, 2))
    assert changed_lines(CARD, after) == ["+     - {type: f1, value: 0.50}"]
    block = CARD.replace("- {type: roc_auc, value: 0.912, n: 4210}  # measured", "- type: roc_auc")
    assert changed_lines(block, edited(block, Edit((*METRIC[:-1], "2"), {"type": "f1", "value": 0.5}, 2))) == [
        "+     - type: f1",
        "+       value: 0.50",
    ]


def test_a_list_of_mappings_becomes_lines_in_block_style_and_one_line_in_flow_style() -> None:
    slices: list[Json] = [{"by": "sex", "metric": "recall", "values": {"f": 0.5, "no": 1.0}}]
    block = "evaluation:\n  # how\n  recompute: {}\n"
    assert edited(block, Edit(("evaluation", "slices"), slices, 4), syntax="yaml") == (
        'evaluation:\n  slices:\n  - {by: sex, metric: recall, values: {f: 0.5000, "no": 1.0000}}\n  # how\n'
        "  recompute: {}\n"
    )
    flow = "evaluation: {metrics: m.json}\n"
    assert edited(flow, Edit(("evaluation", "slices"), slices, 1), syntax="yaml") == (
        'evaluation: {metrics: m.json, slices: [{by: sex, metric: recall, values: {f: 0.5, "no": 1.0}}]}\n'
    )


def test_empty_mappings_and_lists_are_filled() -> None:
    text = "a: {}  # one\nb: [ ]\nc:\n- d: []\n"
    after = edited(
        text, Edit(("a", "no"), 0.5, 2), Edit(("b",), [1, 2]), Edit(("c", "0", "d", "0"), {"x": "y"}), syntax="yaml"
    )
    assert after == 'a: {"no": 0.50}  # one\nb: [1, 2]\nc:\n- d: [{x: y}]\n'
    assert edited('{"a": {}}', Edit(("a", "b"), "c"), syntax="json") == '{"a": {"b": "c"}}'


def test_json_stays_json() -> None:
    pretty = json.dumps({"a": {"value": 1, "b": [1, 2]}}, indent=2)
    after = edited(pretty, Edit(("a", "n"), 5), Edit(("a", "value"), 0.5, 2), syntax="json")
    assert after == pretty.replace('"value": 1,', '"value": 0.50,\n    "n": 5,')
    assert edited('{"a":{"value":1}}', Edit(("a", "s"), "x"), syntax="json") == '{"a":{"value":1, "s": "x"}}'


def test_line_ends_quotes_and_empty_values_are_kept() -> None:
    text = "a:\r\n  value: '1'\r\n  empty:\r\n"
    after = edited(
        text, Edit(("a", "value"), "it's"), Edit(("a", "n"), 3, None, "value"), Edit(("a", "empty"), 1), syntax="yaml"
    )
    assert after == "a:\r\n  value: 'it''s'\r\n  n: 3\r\n  empty: 1\r\n"


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: &x {value: 1}\nb: *x\n", Edit(("a", "value"), 2)),
        ("- {}\n", Edit(("0", "value"), 2)),
        ("a: 1\n", Edit(("b", "c"), 2)),
        ("a: [\n", Edit(("a",), 2)),
        ("a: {b: 1}\n", Edit(("a",), 2)),
        ("", Edit(("a",), 1)),
    ],
)
def test_what_cant_be_proved_is_left(text: str, edit: Edit) -> None:
    assert apply_edits(text.encode(), "yaml", 0, [edit]) == (text.encode(), [edit])


def test_a_snippet_is_yaml() -> None:
    value: Json = {"type": "roc_auc", "value": 0.9, "split": "no", "revision": "0123", "name": "a: b"}
    assert parse(snippet(value).encode(), "yaml").documents[0].value == value


# -- random cards -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["roc_auc", "recall", "it's", 'a "b"', "x: y", "# no", "yes", "0.5", "ä", "a, b", "[x", "-"])
COMMENTS = st.sampled_from(["", "  # say: 'it'", "   # {a: 1}", " #"])


@st.composite
def mappings(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Text of a metric in flow or block style at an indentation of six, and its keys."""
    keys = draw(st.permutations(["type", "name", "value"]))
    values = {"type": draw(WORDS), "name": draw(WORDS), "value": draw(st.sampled_from(["0.9", "1", "0.12345", "1e-3"]))}

    def scalar(key: str) -> str:
        if key == "value":
            return values[key]
        quote = draw(st.sampled_from(["json", "single"]))
        if quote == "json":
            return json.dumps(values[key], ensure_ascii=False)
        return "'" + values[key].replace("'", "''") + "'"

    if draw(st.booleans()):
        gap = draw(st.sampled_from([", ", " , ", ",  ", ",\n       "]))
        return "{" + gap.join(f"{key}: {scalar(key)}" for key in keys) + "}" + draw(COMMENTS), keys
    space = draw(st.sampled_from([" ", "   "]))
    lines = [f"{key}:{space}{scalar(key)}{draw(COMMENTS)}" for key in keys]
    between = draw(st.sampled_from(["", "      # between\n", "\n"]))
    return ("\n" + between + "      ").join(lines).replace("\n\n      ", "\n\n      "), keys


@settings(max_examples=150, deadline=None)
@given(st.lists(mappings(), min_size=1, max_size=3), st.data(), st.sampled_from(["\n", "\r\n"]))
def test_only_what_is_meant_is_another_in_any_card(
    metrics: list[tuple[str, list[str]]], data: st.DataObject, newline: str
) -> None:
    items = "".join(f"    - {text}\n" for text, _ in metrics)
    card = f"---\n# top\nmodel-index:\n- name: m\n  results:\n  -\n    metrics:\n{items}# end\n---\nvalue: 0.9\n"
    card = card.replace("\n", newline)
    number = data.draw(st.integers(0, len(metrics) - 1))
    pointer = ("model-index", "0", "results", "0", "metrics", str(number))
    edits = [Edit((*pointer, "value"), 0.8761, 3), Edit((*pointer, "n"), 7, None, "value")]
    before = parse(card.encode(), "front-matter")
    assert before.documents, before.problems
    done, left = apply_edits(card.encode(), "front-matter", 0, edits)
    assert left == []
    after = parse(done, "front-matter").documents[0]
    value = json.loads(json.dumps(before.documents[0].value))
    value["model-index"][0]["results"][0]["metrics"][number] |= {"value": 0.876, "n": 7}
    assert after.value == value
    assert after.body == before.documents[0].body
    # What is taken away is the old number alone, what comes is the new one and the key.
    gone = [line for line in card.split(newline) if line not in done.decode().split(newline)]
    assert len(gone) <= 2
    assert card.count("#") == done.decode().count("#")
    assert done.decode().count("\r") - card.count("\r") in (0, 1)
