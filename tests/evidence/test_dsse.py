"""Envelopes and their encoding: the vector of the specification, securesystemslib as oracle, and what is refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as OtherEnvelope

from govml.evidence.dsse import Envelope, Signature, envelope_json, pae, read_envelope
from govml.model import EvidenceError, Json

TYPE = "http://example.com/HelloWorld"


def test_the_encoding_of_the_specification() -> None:
    """protocol.md, "Test Vectors"."""
    assert pae(TYPE, b"hello world") == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


@settings(deadline=None)
@given(st.binary(max_size=50), st.text(max_size=20))
def test_securesystemslib_encodes_and_writes_the_same(payload: bytes, kind: str) -> None:
    assert pae(kind, payload) == OtherEnvelope(payload, kind, {}).pae()


@settings(deadline=None)
@given(
    st.binary(max_size=50),
    st.text(min_size=1, max_size=9),
    st.lists(st.tuples(st.text(max_size=9), st.binary()), max_size=2),
)
def test_an_envelope_is_read_as_it_was_written(payload: bytes, kind: str, pairs: list[tuple[str, bytes]]) -> None:
    envelope = Envelope(payload, kind, tuple(Signature(*pair) for pair in pairs))
    line = envelope_json(envelope)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert read_envelope(json.loads(line)) == envelope


def test_securesystemslib_reads_what_is_written_here() -> None:
    line = envelope_json(Envelope(b"hello", TYPE, (Signature("key", b"\xff\xfe"),)))
    other = OtherEnvelope.from_dict(json.loads(line))
    assert (other.payload, other.payload_type) == (b"hello", TYPE)
    assert base64.b64decode(json.loads(line)["signatures"][0]["sig"]) == b"\xff\xfe"


def document(**changes: Any) -> Any:
    value = {"payload": "aGk=", "payloadType": TYPE, "signatures": [{"keyid": "k", "sig": "AA=="}]} | changes
    return {name: member for name, member in value.items() if member is not None}


@pytest.mark.parametrize("text", ["++//", "--__", "+/8=", "-_8=", "-_8", "", "AA"])
def test_both_alphabets_of_base64_are_read(text: str) -> None:
    standard = text.replace("-", "+").replace("_", "/")
    expected = base64.b64decode(standard + "=" * (-len(standard) % 4))
    assert read_envelope(document(payload=text)).payload == expected


def test_what_may_be_missing_and_what_is_unknown() -> None:
    found = read_envelope(document(signatures=[{"sig": "AA==", "cert": 1}], other=1))
    assert found.signatures == (Signature("", b"\0"),)
    assert read_envelope(document(signatures=[])).signatures == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "expected an object"),
        ([], "expected an object"),
        (document(payload=None), "payload is missing"),
        (document(payload=1), "payload is missing or not a text"),
        (document(payload="a"), "payload is not base64"),
        (document(payload="a b="), "payload is not base64"),
        (document(payload="+_=="), "payload is not base64"),
        (document(payload="aGk=\n"), "payload is not base64"),
        (document(payloadType=None), "payloadType is missing"),
        (document(payloadType=""), "payloadType is missing"),
        (document(signatures=None), "signatures is missing"),
        (document(signatures={}), "signatures is missing or not a list"),
        (document(signatures=[1]), r"signatures\[0\] is not an object"),
        (document(signatures=[{}]), r"signatures\[0\].sig is missing"),
        (document(signatures=[{"sig": "AA==", "keyid": 1}]), r"signatures\[0\].keyid is not a text"),
    ],
)
def test_what_is_no_envelope_is_refused(value: Json, message: str) -> None:
    with pytest.raises(EvidenceError, match=message) as caught:
        read_envelope(value)
    assert caught.value.hint


JSON: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["payload", "payloadType", "signatures", "sig", "keyid"]), inner),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(JSON)
def test_any_value_is_read_or_refused(value: Json) -> None:
    try:
        assert read_envelope(value).payload_type
    except EvidenceError as error:
        assert str(error)
