from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.model import Finding, Location, Report
from govml.render import words

ANY_TEXT = st.text(st.characters(), max_size=200)
"""Lone surrogates and control characters included."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("Bücher 模型 🎉", "Bücher 模型 🎉"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x7f\x9b31m", r"\x7f\x9b31m"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("no\u00a0break", r"no\xa0break"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("filler\u3164", r"filler\u3164"),
        ("\udcff", r"\udcff"),
        ("##[error]x", r"##\x5berror]x"),
        ("##vso[task]x", r"##vso\x5btask]x"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert words.visible(text) == shown


@given(ANY_TEXT)
def test_visible_text_is_printable_and_stable(text: str) -> None:
    shown = words.visible(text)
    assert shown.isprintable()
    assert words.visible(shown) == shown
    assert words.visible(text, unicode=False).isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("\u2003\u3000::x", "\u2003\u3000\\x3a:x"),
        ("a::b", "a::b"),
        (" :x", " :x"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_no_line_begins_with_a_command(text: str, shown: str) -> None:
    assert words.unhooked(text) == shown


def test_prose_is_one_line_and_counts_what_it_leaves_out() -> None:
    assert words.prose(" a\n\n  b\tc ") == "a b c"
    assert words.prose("x" * 3005, 1000) == "x" * 1000 + " [2,005 more characters]"


@given(ANY_TEXT, st.integers(4, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    shown = words.prose(text)
    lines = words.wrap(shown, room)
    assert max(map(words.width, lines)) <= room
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert "".join(lines).replace(r"\x3a", ":").replace(" ", "") == shown.replace(r"\x3a", ":").replace(" ", "")


@pytest.mark.parametrize(
    ("number", "words_"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1200, "1,200 entries")]
)
def test_count(number: int, words_: str) -> None:
    assert words.count(number, "entry", "entries") == words_


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("模型", 4), ("e\u0301", 1), ("ｱ", 1), ("\uff21", 2)])
def test_width(text: str, columns: int) -> None:
    assert words.width(text) == columns


def finding(source: str, column: int, end_column: int = 0) -> Finding:
    return Finding(
        "R", "error", "m", Location("f", "", "", 1, column, 1 if end_column else 0, end_column), excerpt=source
    )


@pytest.mark.parametrize(
    ("source", "column", "end", "room", "line", "caret"),
    [
        ("name: x", 7, 0, 40, "name: x", "      ^"),
        ("\tname: 模型 # x\n", 8, 10, 40, "    name: 模型 # x", "          ^^^^"),
        ("x" * 50 + "HERE" + "y" * 50, 51, 55, 20, "…" + "x" * 10 + "HEREyyyy…", " " * 11 + "^^^^"),
        ("short", 60, 0, 20, "short", "     ^"),
        ("name: x", 0, 0, 40, "name: x", ""),
        ("   \t", 1, 0, 40, "", ""),
    ],
)
def test_excerpt(source: str, column: int, end: int, room: int, line: str, caret: str) -> None:
    assert words.excerpt(finding(source, column, end), room) == (line, caret)


def test_a_finding_about_a_whole_file_has_no_excerpt() -> None:
    assert words.excerpt(Finding("R", "error", "m", Location("f"), excerpt="source"), 40) == ("", "")


@given(ANY_TEXT, st.integers(0, 250), st.integers(0, 250), st.integers(20, 90))
def test_an_excerpt_fits(source: str, column: int, end: int, room: int) -> None:
    line, caret = words.excerpt(finding(source, column, end), room)
    assert words.width(line) <= room
    assert words.width(caret) <= room
    assert line.isprintable()


def test_the_caret_of_a_long_line_is_below_its_column() -> None:
    source = "".join(f"<{number}>" for number in range(200_000))
    column = source.index("<150000>") + 1
    line, caret = words.excerpt(finding(source, column, column + 8), 60)
    assert line[caret.index("^") :].startswith("<150000>")
    assert caret.count("^") == 8


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a `b_c` d", "a `b_c` d"),
        ("@octocat", "@\u200boctocat"),
        ("<!-- x --> <b>&amp;", "&lt;!-- x --&gt; &lt;b&gt;&amp;amp;"),
        ("a|b", r"a\|b"),
        ("`a|b`", "<code>a&#124;b</code>"),
        ("**bold** _it_ [x](y)", r"\*\*bold\*\* \_it\_ \[x\](y)"),
        ("https://x.example", "https:\u200b//x.example"),
        ("www.x.example", "www\u200b.x.example"),
        ("see #12 and GH-12", "see \\#\u200b12 and GH\u200b-12"),
        ("- item", "\u200b- item"),
        ("1. item", "\u200b1. item"),
        ("a\n# b", r"a \# b"),
    ],
)
def test_markdown(text: str, shown: str) -> None:
    assert words.markdown(text) == shown


@given(ANY_TEXT)
def test_markdown_is_inert(text: str) -> None:
    shown = re.sub(r"</?code>", "", words.markdown(text))
    outside = re.sub(r"`[^`]+`", "", re.sub(r"\\.", "", shown))
    assert "\n" not in shown
    assert not re.search(r"[<>|`*\[\]]|@\w|://|&(?!amp;|lt;|gt;|#\d+;)", outside)


def test_the_tally_counts_no_waived_finding_as_an_error(report: Report) -> None:
    numbers = words.tally(report)
    assert (numbers.errors, numbers.warnings, numbers.waived, numbers.existing, numbers.fixed) == (4, 1, 1, 1, 1)
    assert numbers.records == {"data-card": 1, "model-card": 2}
    assert numbers.rules == {"fired": 3, "waived": 1, "passed": 0, "not-evaluated": 1}


def test_counts_of_nothing(report: Report) -> None:
    empty = report._replace(findings=(), fixed=(), kinds=(), records=(), subjects=(), outcomes=())
    assert words.finding_counts(empty) == "no findings"
    assert words.coverage(empty) == ("0 changed records", "0 subjects", "0 rules")
