"""Bytes to values and positions: the fast reader against the reference, hostile input, and where things stand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from govml.base import document
from govml.base.document import line_of, locate, parse, parse_pointer, pointer_text, syntax_of
from govml.base.spans import MAX_DEPTH, MAX_NODES, DefectError, Problem
from govml.base.yaml_reader import read_yaml
from govml.model import Json
from tests.builders import ROOT

QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

EXAMPLE_CARD = """\
license: apache-2.0
datasets: [loans]
model-index:
- name: credit-risk
  results:
  - task: {type: tabular-classification}
    dataset: {type: loans, name: loans, split: test, revision: 3f0c…}   # the data version: DVC's digest
    metrics:
    - {type: roc_auc, value: 0.912}
governance:
  name: credit-risk              # default: the folder's name
  risk: {tier: high, reason: Supports a human underwriter; never decides alone.}   # minimal | limited | high
  oversight: {who: duty underwriter, how_to_stop: flag `scoring.enabled` off}
  monitoring: {metrics: [roc_auc], drift: {method: psi, threshold: 0.2}, cadence: P7D}
"""


def reference(text: str) -> list[Json] | Problem:
    """What the reference reader says."""
    try:
        return [reader.value for reader in read_yaml(text, MAX_NODES, MAX_DEPTH, positions=False)] or [None]
    except DefectError as defect:
        return defect.problem


def both_readers(text: str) -> None:
    """Fail when `parse` and the reference reader disagree about a text. `repr` tells `1`, `1.0` and `True` apart."""
    if "\r" in text or text.startswith("\ufeff") or re.search(document._CONTROL, text):
        return  # `parse` refuses these, or turns them into plain lines, before any reader sees them
    expected = reference(text)
    parsed = parse(text.encode(), "yaml")
    if isinstance(expected, Problem):
        assert parsed.problems == (expected,)
        assert parsed.documents == ()
    else:
        assert parsed.problems == ()
        assert repr([item.value for item in parsed.documents]) == repr(expected)


# -- the fast reader against the reference ---------------------------------------------------------------------------

PIECES = (
    "a", "b", "a b", "key", "no", "yes", "null", "~", "Null", "true", "True", "TRUE", "1", "01", "0o7", "0x1F", "1e3",
    "1.", "+1", ".5", "-.5", "1_000", "1:30", "2024-01-01", "-", "--", "---", "- ", ": ", ":", "::", " #c", "#",
    "# c: d\n", "x#y", ",", "[", "]", "{", "}", "'", '"', "'a: b'", '"a: b, c"', "''", '""', "'it''s'", '"x # y"',
    "\n", "\n  ", "\n    ", "\n- ", "\n  - ", " ", "  ", "a: ", "b: ", "a:\n", "a:", '"a": ', '"a":', "'a': ", "é",
    "日本", "\u00a0", "\u2028", "\u0085", "\ufeff", "😀", "<<: ", "? ", "?", "!", "&x ", "*x", "|\n  x\n", ">", "%",
    "@",
    "`", "\t", "{a: 1, b}", "{a: 1, a: 2}", "[a: 1]", "{a}", "[1, 2]", "{}", "[]", "{a: {b: c}}", "http://x", "a:b",
    "- - a", "...", "\\", '"\\n"', "/", "{{ x }}", "nan", ".nan", "-.inf", "0", "-0", "1e400", "12345678901234567",
    "0x1F12345678901234567", "9007199254740992", "0b1", "00", "e1", '"x\n  # y\n  z"',
)  # fmt: skip


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@example("- - - -")
@example("\n")
@example("[1, 2]!yes")  # yaml12 alone takes the first document and ignores what follows it
@example("  key:\n~")
@example('""\n- ')
@example("\u00a0")
@example("0x1F12345678901234567")
@example("[")  # the position of this error is behind the last line
@example("{;`:}")
@example('{:~"a": }')
@example("[1.a:]")
@example("{k: {u:v, u:v}, w: 1}\nz: x:,y")
@example('{b: x - "y, b: "z"}')
@example('{k: it "a, "b # c", k: 1}')
@example('a: "x\n  # b: c\n  y"\n')
@example('{a: "x # y", a: 1}')
@example("kpi: {text: hours per 1,000 applications}")
def test_hostile_texts_are_read_alike(text: str) -> None:
    both_readers(text)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["no", "2024-01-01", "1e3", "a: b", "x # y", "it's", 'say "x"', "1,000", "日本 😀", "a\nb\n", "<<"]
    ),
)
KEYS = st.one_of(st.text(max_size=6), st.sampled_from(["a", "b", "a/b", "~", "no", "1", "x y", "<<", "", "a: b", "#"]))
VALUES: st.SearchStrategy[object] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, '"', "'", "|"]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([20, 80, 1000]),
        "indent": st.sampled_from([2, 4]),
    }
)


@QUICK
@given(VALUES, STYLES)
def test_dumped_documents_are_read_alike(value: object, style: dict[str, object]) -> None:
    both_readers(yaml.dump(value, **style))  # type: ignore[call-overload]


@QUICK
@given(st.data())
def test_mutated_documents_are_read_alike(data: st.DataObject) -> None:
    text = data.draw(st.one_of(st.just(EXAMPLE_CARD), VALUES.map(lambda value: str(yaml.dump(value)))))
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        column = data.draw(st.integers(0, len(lines[place])))
        kind = data.draw(st.sampled_from(["repeat", "insert", "drop"]))
        if kind == "repeat":
            lines.insert(place, lines[place])
        elif kind == "insert":
            lines[place] = lines[place][:column] + data.draw(st.sampled_from(PIECES)) + lines[place][column:]
        else:
            lines[place] = lines[place][:column]
    both_readers("\n".join(lines))


def test_the_example_card_is_read_by_the_fast_reader() -> None:
    expected = reference(EXAMPLE_CARD)
    assert not isinstance(expected, Problem)
    assert document._keys_of_plain(EXAMPLE_CARD) == document._count_keys(expected[0], MAX_DEPTH) > 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no\n", {"a": "no"}),
        ("a: 2024-01-01\n", {"a": "2024-01-01"}),
        ("a: 010\n", {"a": 10}),
        ("a: 0o10\n", {"a": 8}),
        ("a: 0x10\n", {"a": 16}),
        ("a: -0x10\n", {"a": "-0x10"}),
        ("a: 1_000\n", {"a": "1_000"}),
        ("a: 1:30\n", {"a": "1:30"}),
        ("a: True\nb: ~\nc:\n", {"a": True, "b": None, "c": None}),
        ("no: 1\n1: 2\nnull: 3\n", {"no": 1, "1": 2, "null": 3}),
        ("x: &x {a: 1, b: 1}\ny:\n  <<: *x\n  b: 2\n", {"x": {"a": 1, "b": 1}, "y": {"b": 2, "a": 1}}),
        ('"<<": {a: 1}\n', {"<<": {"a": 1}}),
        ("# nothing\n", None),
        ("", None),
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}),
    ],
)
def test_scalars_follow_yaml_1_2(text: str, value: Json) -> None:
    parsed = parse(text.encode(), "yaml")
    assert [item.value for item in parsed.documents] == [value]
    assert parsed.problems == ()


# -- input that is no document ---------------------------------------------------------------------------------------

BOMB = b"a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)
)
DEEP = "is nested more than 100 levels deep"
EXACTLY = "is too large to be kept exactly"

NO_CONTENT = "is not YAML: did not find expected node content"
HALF = "holds half of a surrogate pair, which is no character"

BAD = {
    "not UTF-8": ("yaml", b"a: 1\nb: \xff\n", "is not UTF-8: byte 0xff", 2, 4),
    "byte order mark": ("yaml", b"\xef\xbb\xbfa: 1\n", "starts with a byte order mark", 1, 1),
    "UTF-16": ("yaml", "a: 1\n".encode("utf-16"), "is UTF-16", 1, 1),
    "UTF-16 big endian": ("json", b"\xfe\xff" + '{"a": 1}'.encode("utf-16-be"), "is UTF-16", 1, 1),
    "CRLF": ("yaml", b"a: 1\r\nb: ]\r\n", NO_CONTENT, 2, 4),
    "lone CR": ("yaml", b"a: 1\rb: ]\r", NO_CONTENT, 2, 4),
    "tab": ("yaml", b"a:\n\tb: 1\n", "is not YAML: found character that cannot start any token", 2, 1),
    "tab behind": ("yaml", b"a: 1\n\tb: 1\n", "is not YAML: found a tab character that violates indentation", 2, 1),
    "open end": ("yaml", b"[", NO_CONTENT, 2, 1),
    "unclosed front matter": ("front-matter", b"---\na: 1\n", "front matter is never closed", 1, 1),
    "bad front matter": ("front-matter", b"---\na: 1\nb: ]\n---\n", NO_CONTENT, 3, 4),
    "placeholder": ("yaml", b"a: {{ x }}\n", "{{ }} placeholders are not YAML", 1, 5),
    "placeholder key": ("yaml", b"a: 1\n{{ x }}: 1\n", "{{ }} placeholders are not YAML", 2, 1),
    "template": ("yaml", b"{{- if x }}\na: 1\n{{- end }}\n", "{{ }} placeholders are not YAML", 1, 2),
    "list as a key": ("yaml", b"a:\n  ? [b]\n  : 1\n", "a key must be plain text", 2, 5),
    "mapping as a key": ("yaml", b"{a: 1}: 2\n", "a key must be plain text", 1, 1),
    "alias as a key": ("yaml", b"a: &x b\n*x : 1\n", "an alias can't be a key", 2, 1),
    "bell": ("yaml", b"a: 1\nb: \x07\n", "holds the control character U+0007", 2, 4),
    "NUL": ("json", b'{"a": "\x00"}', "holds the control character U+0000", 1, 8),
    "next line": ("yaml", "a: 1\nb: x\u0085y\n".encode(), "holds the control character U+0085", 2, 5),
    "line separator": ("yaml", "a: 1\nb: x\u2028y\n".encode(), "holds the control character U+2028", 2, 5),
    "key twice": ("yaml", b"a: 1\nb: 2\na: 3\n", "key 'a' stands twice", 3, 1),
    "key twice in flow": ("yaml", b"x: {a: 1, a: 2}\n", "key 'a' stands twice", 1, 11),
    "bare key twice": ("yaml", b"x: {a, b: 1, a}\n", "key 'a' stands twice", 1, 14),
    "key twice, quoted": ("yaml", b"x: 1\n'x': 2\n", "key 'x' stands twice", 2, 1),
    "merge of a number": ("yaml", b"a: 1\nb:\n  <<: 3\n", "`<<` merges mappings only", 3, 7),
    "not a number": ("yaml", b"a: .nan\n", ".nan is not a JSON number", 1, 4),
    "infinity": ("yaml", b"a:\n- -.inf\n", "-.inf is not a JSON number", 2, 3),
    "too large": ("yaml", b"a: 9007199254740992\n", f"the number 9007199254740992 {EXACTLY}", 1, 4),
    "too large in hex": ("yaml", b"a: 0xFFFFFFFFFFFFFFFF\n", f"the number 0xFFFFFFFFFFFFFFFF {EXACTLY}", 1, 4),
    "5,000 digits": ("yaml", b"a: " + b"1" * 5000, f"the number {'1' * 40} {EXACTLY}", 1, 4),
    "too large a float": ("yaml", b"a: 1\nb: 1e999\n", "the number 1e999 is too large", 2, 4),
    "alias of itself": ("yaml", b"a: &a [*a]\n", "alias *a refers to nothing before it, or to itself", 1, 8),
    "alias of nothing": ("yaml", b"a: *b\n", "alias *b refers to nothing before it, or to itself", 1, 4),
    "alias bomb": ("yaml", BOMB, "aliases expand to more than 200,000 values", 6, 14),
    "tag": ("yaml", b"a: 1\nb: !!set {x}\n", "uses the tag 'tag:yaml.org,2002:set'", 2, 4),
    "tag directive": ("yaml", b"%TAG ! tag:x,2000:\n---\na: !b c\n", "uses a %TAG directive", 1, 1),
    "later document": ("yaml", b"a: 1\n---\nb: 2\n---\nc: ]\n", NO_CONTENT, 5, 4),
    "deep flow": ("yaml", b"[" * 10_000 + b"]" * 10_000, DEEP, 1, 101),
    "deep flow, open": ("yaml", b"a: " + b"[" * 10_000, DEEP, 1, 103),
    "deep flow mapping": ("yaml", b"{a: " * 10_000 + b"1" + b"}" * 10_000, DEEP, 1, 401),
    "deep block": ("yaml", b"".join(b" " * n + b"a:\n" for n in range(600)), DEEP, 101, 101),
    "deep dashes": ("yaml", b"- " * 99_000 + b"a", DEEP, 1, 201),
    "deep wide dashes": ("yaml", b"-  " * 60_000 + b"a", DEEP, 1, 301),
    "empty keys": ("yaml", b": " * 90_000, "is not YAML: did not find expected key", 1, 1),
    "deep JSON": ("json", b"[" * 10_000 + b"]" * 10_000, DEEP, 1, 101),
    "deep JSON object": ("json", b'{"a":\n' * 10_000 + b"1" + b"}" * 10_000, DEEP, 101, 1),
    "JSON, 101 levels": ("json", b"[" * 101 + b"]" * 101, DEEP, 1, 101),
    "JSON key twice": ("json", b'{"a": 1,\n "b": {"c": 1, "c": 2}}', "key 'c' stands twice", 2, 16),
    "JSON NaN": ("json", b'{"a":\n NaN}', "NaN is not a JSON number", 2, 2),
    "JSON infinity": ("json", b"[1,\n -Infinity]", "-Infinity is not a JSON number", 2, 2),
    "JSON too large": ("json", b'{"a": 1,\n "b": 9007199254740992}', f"the number 9007199254740992 {EXACTLY}", 2, 7),
    "JSON 5,000 digits": ("json", b'{"a": ' + b"1" * 5000 + b"}", f"the number {'1' * 40} {EXACTLY}", 1, 7),
    "JSON float": ("json", b'{"a": 1,\n "b": 1e999}', "holds a number that is too large for a double", 2, 7),
    "JSON surrogate": ("json", rb'{"a": 1, "b": "\ud800"}', HALF, 1, 15),
    "JSON surrogate key": ("json", rb'{"\udfff": 1}', HALF, 1, 2),
    "YAML surrogate": ("yaml", rb'a: "\ud800"', "is not YAML: found invalid Unicode character escape code", 1, 7),
    "JSON comma": ("json", b'{"a": 1,}', "is not JSON: Expecting property name enclosed in double quotes", 1, 9),
    "no JSON": ("json", b"", "is not JSON: Expecting value", 1, 1),
    "JSON line break": ("json", b'{"a": "x\ny"}', "is not JSON: Invalid control character at", 1, 9),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_problem_with_its_place(case: str) -> None:
    syntax, data, message, line, column = BAD[case]
    start = time.monotonic()
    parsed = parse(data, syntax)
    assert parsed.documents == ()
    assert [problem[:3] for problem in parsed.problems] == [(message, line, column)]
    assert time.monotonic() - start < 5


def test_a_file_of_many_documents_ends_at_the_budget() -> None:
    assert parse(b"---\n" * 2000, "yaml", nodes=1000).problems[0].message == "holds more than 1,000 documents"


def test_the_node_budget_holds_in_every_syntax() -> None:
    for syntax, data in (("yaml", b"a: [" + b"1, " * 50 + b"1]"), ("json", b"[" + b"1, " * 50 + b"1]")):
        assert parse(data, syntax, nodes=20).problems[0].message == "holds more than 20 values"


@pytest.mark.parametrize(
    "text",
    [
        'a: &a "{long}"\nb: [{aliases}]\n',
        'a: &a {{k: "{long}"}}\nb: [{aliases}]\n',
        'a: &a ["{long}"]\nb: [{aliases}]\n',
        'x: &x "{long}"\na: &a [*x]\nb: [{aliases}]\n',
    ],
)
def test_aliases_of_long_texts_count_by_their_length(text: str) -> None:
    for length, aliases, fits in ((64_000, 50, False), (64_000, 5, True), (10, 1_000, True)):
        filled = text.format(long="x" * length, aliases=", ".join(["*a"] * aliases))
        parsed = parse(filled.encode(), "yaml", nodes=10_000)
        assert [problem.message for problem in parsed.problems] == (
            [] if fits else ["aliases expand to more than 10,000 values"]
        )


def test_a_template_that_is_no_yaml_says_what_to_do() -> None:
    problem = parse(b"a: 1\n{{- x -}} b\n  c\n", "yaml").problems[0]
    assert "render the template first" in problem.hint


def test_hostile_nesting_does_not_end_the_process() -> None:
    """A reader that recurses would be killed by the system, which no `except` catches: so in a process of its own."""
    program = """
import itertools
from govml.base.document import parse
tokens = ["- ", ": ", "a: ", "? ", "-\\n", "[", "{", ":\\n", "'a': ", '"": ', "- a:\\n", "a: [", "- [", "[- ",
          " - ", "-  "]
for pair in itertools.product(tokens, repeat=2):
    unit = "".join(pair)
    parse((unit * (60_000 // len(unit))).encode(), "yaml")
for token in tokens:
    parse((token * 90_000).encode(), "yaml")
    parse("".join(" " * n + token.strip() + "\\n" for n in range(600)).encode(), "yaml")
parse(b"[" * 1_000_000, "json")
print("alive")
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-2000:]


@settings(max_examples=200, deadline=None)
@example(b"{;", "json")
@given(st.binary(max_size=60), st.sampled_from(["yaml", "json", "jsonl", "front-matter"]))
def test_any_bytes_give_documents_or_one_problem(data: bytes, syntax: str) -> None:
    parsed = parse(data, syntax)
    assert not (parsed.documents and parsed.problems)
    json.dumps([item.value for item in parsed.documents], allow_nan=False)
    for problem in parsed.problems:
        assert problem.line >= 1
        assert problem.column >= 1
    line_of(data, 1)
    locate(data, syntax, 0, [(), ("a", "0")])


# -- front matter and other forms ------------------------------------------------------------------------------------


def test_syntax_goes_by_the_ending() -> None:
    paths = ["a.json", "a.jsonl", "a.md", "A.MD", "a.markdown", "a.yaml", "a.dvc", "dvc.lock", "MLmodel"]
    assert [syntax_of(path) for path in paths] == ["json", "jsonl", *["front-matter"] * 3, *["yaml"] * 4]


def test_front_matter_and_body_come_apart() -> None:
    parsed = parse(b"---\r\na: 1\r\n---\r\n# Title\r\n\r\n---\r\nText\r\n", "front-matter")
    assert parsed == (((({"a": 1}), 0, "# Title\n\n---\nText\n"),), ())


def test_markdown_without_front_matter_is_no_document() -> None:
    assert parse(b"# Title\n---\na: 1\n---\n", "front-matter") == ((), ())


def test_front_matter_may_be_empty_and_may_end_with_dots() -> None:
    assert parse(b"---\n---\nText", "front-matter").documents == ((None, 0, "Text"),)
    assert parse(b"---\na: 1\n...\nText", "front-matter").documents == (({"a": 1}, 0, "Text"),)


def test_several_documents_are_numbered() -> None:
    parsed = parse(b"---\na: 1\n---\n---\nb: 2\n", "yaml")
    assert parsed.documents == (({"a": 1}, 0, ""), ({"b": 2}, 1, ""))


def test_pointers_are_written_and_read() -> None:
    assert pointer_text(("a/b", "~", "0", "")) == "/a~1b/~0/0/"
    assert parse_pointer("/a~1b/~0/0/") == ("a/b", "~", "0", "")
    assert parse_pointer("") == ()
    assert parse_pointer("name") == ("name",)
    assert parse_pointer("/~01") == ("~1",)


# -- positions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("syntax", "text", "number", "pointer", "span"),
    [
        ("yaml", "a:\n  b: 12\n", 0, ("a", "b"), (2, 6, 2, 8)),
        ("yaml", "a:\n  b: 12\n", 0, ("a",), (1, 1, 1, 2)),
        ("yaml", "a: [x, {b: yy}]\n", 0, ("a", "1", "b"), (1, 12, 1, 14)),
        ("yaml", "a:\n- - x\n  - yz\n", 0, ("a", "0", "1"), (3, 5, 3, 7)),
        ("yaml", "a:\n", 0, ("a",), (1, 1, 1, 2)),
        ("yaml", "a: 1\n", 0, ("b", "c"), (1, 1, 1, 2)),
        ("yaml", "a:\n  b: 1\n", 0, ("a", "c"), (1, 1, 1, 2)),
        ("yaml", "a: |\n  x\n  y\nb: 1\n", 0, ("a",), (1, 4, 1, 5)),
        ("yaml", 'a: "x\n  y"\n', 0, ("a",), (1, 4, 2, 5)),
        ("yaml", "a/b:\n  ~: 1\n", 0, ("a/b", "~"), (2, 6, 2, 7)),
        ("yaml", "a: 1\n---\nb: 2\n---\nc: 3\n", 1, ("b",), (3, 4, 3, 5)),
        ("yaml", "日本: 😀x\n", 0, ("日本",), (1, 5, 1, 7)),
        ("yaml", "a: 1\r\nb: 2\r\n", 0, ("b",), (2, 4, 2, 5)),
        ("yaml", "a: 1\rb: 2\r", 0, ("b",), (2, 4, 2, 5)),
        ("front-matter", "---\na: 1\nb: {c: 2}\n---\nText\n", 0, ("b", "c"), (3, 8, 3, 9)),
        ("front-matter", "---\r\na: 1\r\n---\r\n", 0, ("a",), (2, 4, 2, 5)),
        ("json", '{"a": 1,\n "b": [1, {"c": "é"}]}', 0, ("b", "1", "c"), (2, 17, 2, 20)),
        ("json", '{"b": [1]}', 0, ("b",), (1, 2, 1, 5)),
        ("json", '{"a\\u002fb": {"~": 12}}', 0, ("a/b", "~"), (1, 20, 1, 22)),
        ("json", '{"a": {}}', 0, ("a", "b"), (1, 2, 1, 5)),
    ],
)
def test_a_pointer_leads_to_its_place(
    syntax: str, text: str, number: int, pointer: tuple[str, ...], span: tuple[int, ...]
) -> None:
    assert locate(text.encode(), syntax, number, [pointer]) == [span]


def test_what_is_no_document_has_no_places() -> None:
    assert locate(b"[", "yaml", 0, [("a",), ()]) == [None, None]
    assert locate(b"a: 1\n", "yaml", 3, [("a",)]) == [None]
    assert locate(b"# Title\n", "front-matter", 0, [("a",)]) == [None]


def test_lines_are_excerpted() -> None:
    assert line_of(b"a\r\nb\xff\rc", 2) == "b\ufffd"
    assert line_of(b"a\r\nb\rc", 3) == "c"
    assert line_of(b"a", 0) == line_of(b"a", 2) == ""
    assert len(line_of(b"x" * 1000, 1)) == 400


def leaves(value: Json, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Json]]:
    """Every scalar of a value with its pointer."""
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for number, item in enumerate(value) for leaf in leaves(item, (*path, str(number)))]
    return [(path, value)]


def sliced(text: str, span: tuple[int, int, int, int]) -> str:
    """The text that a span covers."""
    lines = text.split("\n")[span[0] - 1 : span[2]]
    lines[-1] = lines[-1][: span[3] - 1]
    lines[0] = lines[0][span[1] - 1 :]
    return "\n".join(lines)


PLAIN = st.one_of(
    st.booleans(), st.integers(-999, 999), st.text(alphabet="ab é日😀:#,'\"-{}[]", min_size=1, max_size=8)
)
NAMES = st.one_of(st.text(alphabet="ab/~é日", min_size=1, max_size=4), st.sampled_from(["a/b", "~", "0"]))
TREES: st.SearchStrategy[Json] = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)), max_leaves=8
)


@QUICK
@given(TREES, STYLES)
def test_every_yaml_scalar_stands_where_its_span_says(value: Json, style: dict[str, object]) -> None:
    style = {**style, "default_style": None}  # any other one writes tags before numbers
    text = yaml.dump(value, **style)  # type: ignore[call-overload]
    parsed = parse(text.encode(), "yaml")
    assert parsed.problems == ()
    places = leaves(parsed.documents[0].value)
    for (_, leaf), span in zip(places, locate(text.encode(), "yaml", 0, [path for path, _ in places]), strict=True):
        assert span is not None
        assert parse(sliced(text, span).encode(), "yaml").documents[0].value == leaf


@QUICK
@given(TREES, st.sampled_from([None, 1, 3]), st.booleans())
def test_every_json_scalar_stands_where_its_span_says(value: Json, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    places = leaves(value)
    for (_, leaf), span in zip(places, locate(text.encode(), "json", 0, [path for path, _ in places]), strict=True):
        assert span is not None
        assert json.loads(sliced(text, span)) == leaf


@pytest.mark.parametrize("text", ["++1", "+-1", "+-0", "++00", "-+1", "--1"])
def test_a_doubled_sign_is_no_number(text: str) -> None:
    assert parse(f"a: {text}\n".encode(), "yaml").documents[0].value == {"a": text}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", 2),
        ("- a\n<<<<<<< HEAD\n- b\n=======\n- c\n>>>>>>> theirs\n", 2),
        ("a: {{ x }}\n<<<<<<< HEAD\n", 1),
    ],
)
def test_conflicts_and_placeholders_are_named(text: str, line: int) -> None:
    (problem,) = parse(text.encode(), "yaml").problems
    conflict = "{{" not in text
    assert problem.line == line
    assert ("merge conflict" in problem.message) is conflict
    assert (">>>>>>>" if conflict else "`ignore: [PATH]` in govml.yaml") in problem.hint
    assert not parse(b"a: |\n  <<<<<<< HEAD\n", "yaml").problems


# -- JSON Lines --------------------------------------------------------------------------------------------------------

SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=6)
LINES = st.lists(st.dictionaries(st.text(max_size=4), SCALARS, max_size=3), max_size=6)


@QUICK
@given(values=LINES, blank=st.lists(st.sampled_from(["", " ", "\t"]), max_size=3))
def test_every_line_is_a_document_of_its_own(values: list[Json], blank: list[str]) -> None:
    lines = [*blank, *(json.dumps(value) for value in values)]
    parsed = parse("\n".join(lines).encode(), "jsonl")
    assert parsed.problems == ()
    assert [item.value for item in parsed.documents] == values
    assert [item.number for item in parsed.documents] == list(range(len(blank), len(lines)))
    for item in parsed.documents:
        spans = locate("\n".join(lines).encode(), "jsonl", item.number, [()])
        assert spans[0] is not None
        assert spans[0].line == item.number + 1


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{}\n\n{"a": 1, "a": 2}\n', 3, 10, "stands twice"),
        ('{"a": 1}\n{"a": \n}\n', 2, 7, "is not JSON"),
        ("{}\n[1, NaN]", 2, 5, "is not a JSON number"),
        ("{} {}\n", 1, 4, "is not JSON"),
        ("{}\n" + "[" * 200 + "]" * 200, 2, 101, "levels deep"),
    ],
)
def test_a_broken_line_is_a_problem_at_that_line(text: str, line: int, column: int, message: str) -> None:
    parsed = parse(text.encode(), "jsonl")
    assert parsed.documents == ()
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message


def test_a_place_in_a_line_is_a_place_in_the_file() -> None:
    spans = locate(b'{}\n\n{"a": {"b": 7}}\n', "jsonl", 2, [("a",), ("a", "b"), ("c",)])
    assert [(span.line, span.column, span.end_line) for span in spans if span] == [(3, 2, 3), (3, 13, 3), (3, 1, 3)]
    assert locate(b"{}\n", "jsonl", 7, [()]) == [None]
