"""What is recognised is valid, and what people usually write is recognised."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govml.records.kinds import parse_kind
from govml.records.recognised import Recogniser
from govml.records.schema import check_references
from tests.records.test_schema import CASES, DOCUMENTS, SHIPPED, mutated

KINDS = sorted({name for name, _ in CASES})
CONDITIONAL = {"dvc-pipeline", "inference-service", "train-job", "workload"}
"""Kinds of which no case is recognised: their schemas ask with `if`, which is left to the validators."""


def schema_of(name: str) -> dict[str, Any]:
    kind = parse_kind(f"govml:schemas/{name}", SHIPPED[f"{name}.schema.json"], {})
    assert kind is not None
    return kind.schema


def accepts(schema: dict[str, Any], value: Any) -> bool:
    return Recogniser(10_000).accepts(schema, value)


def is_valid(schema: dict[str, Any], value: Any) -> bool:
    """Whether both validators say so."""
    others = jsonschema_rs.Draft202012Validator(schema, validate_formats=False)
    return jsonschema.Draft202012Validator(schema).is_valid(value) and others.is_valid(value)


@pytest.mark.parametrize("name", KINDS)
def test_of_the_cases_only_valid_ones_are_recognised(name: str) -> None:
    schema = schema_of(name)
    cases = [value for kind, value in CASES if kind == name]
    recognised = [value for value in cases if accepts(schema, value)]
    assert all(is_valid(schema, value) for value in recognised)
    assert recognised or name in CONDITIONAL


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_is_recognised_after_a_change_is_valid(data: st.DataObject) -> None:
    name, start = data.draw(st.sampled_from(CASES))
    value, schema = mutated(start, data.draw), schema_of(name)
    assert not accepts(schema, value) or is_valid(schema, value)


NUMBERS = st.one_of(st.integers(-2, 3), st.sampled_from([0.5, 1.0, float("inf"), float("nan")]))
TEXTS = st.sampled_from(["", "a", "ab", "b", "a\n", "b\x1f", "\u0660", "x-a", "x-a\n"])
PATTERNS = st.sampled_from(["^a", "^x-", "b$", r"^\d$", r"^b\s$", "^[^b]*$", "."])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(TEXTS, inner, max_size=2)),
    max_leaves=5,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas of all keywords that say anything about a value and are known, and of some that are not."""
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
        "enum": st.lists(VALUES, min_size=1, max_size=3),
        "const": VALUES,
        "required": st.lists(TEXTS, max_size=2, unique=True),
        "properties": st.dictionaries(TEXTS, inner, max_size=2),
        "patternProperties": st.dictionaries(PATTERNS, inner, max_size=2),
        "additionalProperties": inner,
        "items": inner,
        **{f"{bound}{of}": st.integers(0, 2) for bound in ("min", "max") for of in ("Items", "Length", "Properties")},
        "pattern": PATTERNS,
        "minimum": st.integers(-1, 2),
        "maximum": st.integers(-1, 2),
        "$ref": st.sampled_from(["#/$defs/text", "#/$defs/some~1few"]),
        "title": st.just("A title"),
        "not": inner,
        "propertyNames": inner,
        "uniqueItems": st.booleans(),
        "contains": inner,
        "if": inner,
        "oneOf": st.lists(inner, min_size=1, max_size=2),
    }
    return st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: keywords[name] for name in names})
    )


SCHEMAS: st.SearchStrategy[Any] = st.recursive(st.booleans(), schemas, max_leaves=4)
DEFINED = {"text": {"type": "string", "minLength": 1}, "some/few": {"type": ["array", "object"]}}


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(schemas(SCHEMAS), VALUES)
def test_any_keyword_is_understood_or_left_to_others(schema: dict[str, Any], value: Any) -> None:
    schema = {**schema, "$defs": DEFINED}
    assert not accepts(schema, value) or is_valid(schema, value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, True),
        ({"enum": [1]}, True),
        ({"const": 0}, False),
        ({"pattern": "^a$"}, "a\n"),
        ({"patternProperties": {"^x-$": True}, "additionalProperties": False}, {"x-\n": 1}),
        ({"properties": {"a": {"type": "string"}}, "patternProperties": {"a": {"type": "null"}}}, {"a": "b"}),
        ({"minimum": 0}, float("nan")),
        ({"type": "number"}, float("inf")),
        ({"items": {"$ref": "#/nowhere"}}, [1]),
        ({"uniqueItems": True}, [1, 1]),
        (False, None),
    ],
)
def test_what_must_not_be_recognised(schema: Any, value: Any) -> None:
    assert not accepts({"properties": {"a": schema}}, {"a": value})


@given(DOCUMENTS)
def test_without_keywords_all_is_recognised(value: Any) -> None:
    assert accepts({"title": "Anything"}, value)


def test_large_documents_are_left_to_the_validators() -> None:
    schema: dict[str, Any] = {"items": {"type": "integer"}}
    recogniser = Recogniser(100)
    assert recogniser.accepts(schema, [1] * 40) and recogniser.accepts(schema, [1] * 40)
    assert not recogniser.accepts(schema, [1] * 40)
    assert not recogniser.accepts(schema, [])


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_schemas_are_as_plain_as_recognising_needs(name: str) -> None:
    schema = json.loads(SHIPPED[name])
    check_references(schema, name)
    patterns = [
        pattern for node in parts_of(schema) for pattern in (node.get("pattern"), *node.get("patternProperties", ()))
    ]
    for pattern in filter(None, patterns):
        re.compile(pattern)
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
        assert not re.search(r"\\[ZAzpPbB]|\{,", pattern), pattern
    assert not any("%" in node.get("$ref", "") for node in parts_of(schema))


def parts_of(value: Any) -> Iterator[dict[str, Any]]:
    """The schemas in a schema, more or less: every object whose `pattern`, `$ref` and such are what they say."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern", ""), str) and isinstance(value.get("$ref", ""), str):
            yield value
        for item in value.values():
            yield from parts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from parts_of(item)
