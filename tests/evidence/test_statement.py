"""in-toto statements: what is read, what is refused, and when two digest sets are of one artifact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.evidence.statement import STATEMENT, Statement, Subject, read_statement, same, statement_bytes
from govml.model import EvidenceError

SHA, OTHER = "a" * 64, "b" * 64


def document(**changes: Any) -> dict[str, Any]:
    value = {"_type": STATEMENT, "subject": [{"name": "x", "digest": {"sha256": SHA}}], "predicateType": "t"}
    return {name: member for name, member in (value | changes).items() if member is not None}


def test_a_statement_is_written_canonically_and_read_again() -> None:
    statement = Statement((Subject("x", {"sha256": SHA, "md5": "1" * 32 + ".dir"}),), "t", {"b": 1, "a": [0.5]})
    payload = statement_bytes(statement)
    assert payload.startswith(b'{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":[0.5],"b":1}')
    assert read_statement(payload) == statement


@pytest.mark.parametrize("value", [float("nan"), 2**60, "\ud800"])
def test_what_json_has_no_form_for_is_refused(value: Any) -> None:
    with pytest.raises(EvidenceError, match="can't be written as JSON"):
        statement_bytes(Statement((Subject("x", {"sha256": SHA}),), "t", {"a": value}))


def test_a_predicate_and_a_name_may_be_missing_and_other_members_are_ignored() -> None:
    payload = json.dumps(document(subject=[{"digest": {"other": "Any Text"}, "uri": "x"}], more=1)).encode()
    assert read_statement(payload) == Statement((Subject("", {"other": "Any Text"}),), "t", {})


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"", "is not JSON"),
        (b"\xff", "is not UTF-8"),
        (b"[]", "_type has to be"),
        (b'{"_type": "a", "_type": "b"}', "stands twice"),
        (document(_type="https://in-toto.io/Statement/v0.1"), "_type has to be"),
        (document(subject=None), "has no subject"),
        (document(subject=[]), "has no subject"),
        (document(subject=["x"]), r"subject\[0\] is not an object"),
        (document(subject=[{"name": 1, "digest": {"sha256": SHA}}]), r"subject\[0\].name"),
        (document(subject=[{"name": "x"}]), r"subject\[0\] has no digest"),
        (document(subject=[{"digest": {}}]), r"subject\[0\] has no digest"),
        (document(subject=[{"digest": {"sha256": ""}}]), "is not a text"),
        (document(subject=[{"digest": {"sha256": SHA.upper()}}]), "sha256 has 64 lower-case hex digits"),
        (document(subject=[{"digest": {"sha256": SHA[:-1]}}]), "is no digest of that kind"),
        (document(subject=[{"digest": {"md5": SHA}}]), "is no digest of that kind"),
        (document(subject=[{"digest": {"sha256": SHA + ".dir"}}]), "is no digest of that kind"),
        (document(predicateType=None), "has no predicateType"),
        (document(predicate=[]), "predicate is not an object"),
    ],
)
def test_what_is_no_statement_is_refused(payload: Any, message: str) -> None:
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    with pytest.raises(EvidenceError) as caught:
        read_statement(data)
    assert message.replace("\\", "") in f"{caught.value} {caught.value.hint}"


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_refused_with_words(data: bytes) -> None:
    with pytest.raises(EvidenceError) as caught:
        read_statement(data)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"sha256": SHA}, {"sha256": SHA}, True),
        ({"sha256": SHA, "md5": "1"}, {"sha256": SHA}, True),
        ({"sha256": SHA, "md5": "1"}, {"md5": "1", "gitBlob": "2"}, True),
        ({"sha256": SHA}, {"sha256": OTHER}, False),
        ({"sha256": SHA, "md5": "1"}, {"sha256": OTHER, "md5": "1"}, False),
        ({"sha256": SHA}, {"md5": "1"}, False),
        ({}, {}, False),
    ],
)
def test_digest_sets_match(a: dict[str, str], b: dict[str, str], expected: bool) -> None:
    """digest_set.md: one algorithm in common at least, and none that differs."""
    assert same(a, b) is same(b, a) is expected
