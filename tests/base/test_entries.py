"""Trees compared by their bytes."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from govml.base.entries import tree_entries, tree_problems, without_common

PLAIN = [b"a", b"A", b"b", b"B", b"c.yaml", b"README.md"]
ODD = [b".git", b"..", b"\xff", "ä".encode(), b"d e"]
MODES = st.sampled_from([b"100644", b"100755", b"40000", b"160000", b"100600"])
ENTRIES = st.lists(st.tuples(MODES, st.sampled_from([*PLAIN, *ODD]), st.integers(0, 3)))
USUAL = st.tuples(st.sampled_from([b"100644", b"40000"]), st.integers(0, 3))
Rows = list[tuple[bytes, bytes, int]]


def tree(entries: Rows) -> bytes:
    return b"".join(b"%b %b\0%b" % (mode, name, bytes([oid]) * 20) for mode, name, oid in entries)


def as_git_sorts(files: dict[bytes, tuple[bytes, int]]) -> Rows:
    rows = [(mode, name, oid) for name, (mode, oid) in files.items()]
    return sorted(rows, key=lambda row: row[1] + b"/" if row[0] == b"40000" else row[1])


def entries_of(raw: bytes) -> set[tuple[bytes, int, str]]:
    return set(tree_entries("", raw))


@given(ENTRIES, ENTRIES, st.booleans())
def test_what_is_unsafe_stays_whole(old: Rows, new: Rows, clean: bool) -> None:
    whole = [tree_entries("", tree(side)) for side in (old, new)]
    unsafe = [bool(tree_problems(side, "")) or not {*PLAIN}.issuperset(name for name, _, _ in side) for side in whole]
    left = without_common(tree(old), tree(new), clean and not unsafe[0])
    if any(unsafe):
        assert left == (tree(old), tree(new))
    else:
        before, after = map(entries_of, left)
        assert before - after == set(whole[0]) - set(whole[1]) and after - before == set(whole[1]) - set(whole[0])


NAMES = st.sampled_from([*PLAIN, b"a.b", b"a-b", *(b"model-%d" % number for number in range(40))])


FILE, GONE = (b"100644", 1), (b"100644", 0)


@settings(max_examples=400)
@example({b"a": FILE}, {b"A": FILE}, False)
@example({b"a": FILE}, {b"A": FILE}, True)
@example({b"b": FILE}, {b"a": FILE, b"A": FILE}, True)
@example({b"a": FILE, b"A": FILE}, {b"b": FILE}, False)
@example({b"a": FILE, b"A": FILE}, {b"A": GONE}, False)
@example({b"a.b": FILE, b"a": FILE}, {b"a": (b"40000", 1)}, True)
@given(st.dictionaries(NAMES, USUAL, max_size=40), st.dictionaries(NAMES, USUAL, max_size=6), st.booleans())
def test_what_differs_is_left(
    before: dict[bytes, tuple[bytes, int]], change: dict[bytes, tuple[bytes, int]], clean: bool
) -> None:
    after = {name: entry for name, entry in {**before, **change}.items() if change.get(name) != GONE}
    old, new = as_git_sorts(before), as_git_sorts(after)
    unsafe = [bool(tree_problems(tree_entries("", tree(side)), "")) for side in (old, new)]
    left = without_common(tree(old), tree(new), clean and not unsafe[0])
    if any(unsafe):
        assert left == (tree(old), tree(new))
    else:
        assert left[0] == tree([row for row in old if row not in new])
        assert left[1] == tree([row for row in new if row not in old])


def test_what_is_malformed_stays() -> None:
    good = tree([(b"100644", b"a", 1), (b"100644", b"b", 2)])
    assert without_common(good, good) == (b"", b"")
    assert without_common(good, good + b"rest") == (good, good + b"rest")
