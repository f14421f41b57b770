"""Canonical JSON: the vectors of RFC 8785, and what it has no form for."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.base.canonical import canonical, digest
from govml.model import Json


def test_the_example_of_rfc_8785() -> None:
    """Section 3.2.2 of RFC 8785 and its canonical form in section 3.2.3."""
    value: Json = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(value) == expected.encode()


def test_keys_are_sorted_by_utf_16_units() -> None:
    """Section 3.2.3: the emoji's surrogate comes before U+FB33, though its code point comes behind."""
    assert canonical({"\ufb33": 1, "😀": 2, "1": 3, "\r": 4}) == '{"\\r":4,"1":3,"😀":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), float("inf"), "\ud800", {"\udfff": 1}])
def test_what_has_no_form_is_refused(value: Json) -> None:
    with pytest.raises(ValueError):
        canonical(value)


VALUES: st.SearchStrategy[Json] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
        st.floats(-(2**53) + 1, 2**53 - 1),
        st.text(),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=10,
)


@given(VALUES)
def test_the_canonical_form_says_the_same_and_is_its_own_form(value: Json) -> None:
    text = canonical(value)
    again = json.loads(text)
    assert again == value
    assert canonical(again) == text
    assert digest(value) == "sha256:" + hashlib.sha256(text).hexdigest()
