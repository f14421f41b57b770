"""Trees compared by their bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govml.base.entries import tree_entries, tree_problems, without_common

PLAIN = {b"a", b"A", b"b", b"c.yaml", b"README.md"}
NAMES = st.sampled_from([*sorted(PLAIN), b".git", b"..", b"\xff", "ä".encode(), b"d e"])
MODES = st.sampled_from([b"100644", b"100755", b"40000", b"160000", b"100600"])
ENTRIES = st.lists(st.tuples(MODES, NAMES, st.integers(0, 3)))


def tree(entries: list[tuple[bytes, bytes, int]]) -> bytes:
    return b"".join(b"%b %b\0%b" % (mode, name, bytes([oid]) * 20) for mode, name, oid in entries)


@given(ENTRIES, ENTRIES)
def test_what_differs_is_left(old: list[tuple[bytes, bytes, int]], new: list[tuple[bytes, bytes, int]]) -> None:
    whole = [tree_entries("", tree(side)) for side in (old, new)]
    left = [tree_entries("", side) for side in without_common(tree(old), tree(new))]
    if any(tree_problems(side, "") or not PLAIN.issuperset(name for name, _, _ in side) for side in whole):
        assert left == whole
        return
    assert left[0] == [entry for entry in whole[0] if entry not in whole[1]]
    assert left[1] == [entry for entry in whole[1] if entry not in whole[0]]


def test_what_is_malformed_stays() -> None:
    good = tree([(b"100644", b"a", 1), (b"100644", b"b", 2)])
    assert without_common(good, good) == (b"", b"")
    assert without_common(good, good + b"rest") == (good, good + b"rest")
