from __future__ import annotations

from govml.base.renames import renames

TEXT = b"".join(b"line %d\n" % number for number in range(20))


def test_equal_content_goes_before_similar() -> None:
    assert renames({"a": TEXT, "b": TEXT + b"more\n"}, {"c": TEXT + b"more\n", "d": TEXT}) == {"c": "b", "d": "a"}


def test_half_of_it_must_be_the_same() -> None:
    half = b"".join(TEXT.splitlines(True)[:10])
    assert renames({"a": half + b"x" * (len(TEXT) - len(half) - 1) + b"\n"}, {"b": TEXT}) == {}
    assert renames({"a": half + b"line 11\nline 12\n"}, {"b": TEXT}) == {"b": "a"}
    assert renames({"a": b"nothing of it\n"}, {"b": TEXT}) == {}


def test_each_file_is_used_once_and_the_first_by_path_wins() -> None:
    assert renames({"a": TEXT, "b": TEXT}, {"c": TEXT}) == {"c": "a"}
    assert renames({"a": TEXT}, {"c": TEXT, "b": TEXT}) == {"b": "a"}


def test_empty_files_are_nobody() -> None:
    assert renames({"a": b""}, {"b": b""}) == {}
