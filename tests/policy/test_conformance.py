"""The portable subset in both engines: every builtin that policies may use, every form of `not` that may be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from govml.model import Json
from govml.policy.builtins import ALLOWED
from govml.policy.engine import ENGINES, open_engine
from govml.policy.nouns import Bundle
from tests.builders import ROOT
from tests.policy.examples import bundle_of, head

EXAMPLES = """
abs(-3)
array.concat([1], ["a"])
array.reverse([1, 2])
array.slice([1, 2, 3], -1, 2)
base64.decode("YQ==")
base64.encode("aé")
base64.is_valid("?")
base64url.decode("YQ")
base64url.encode("a?b")
base64url.encode_no_pad("a")
bits.and(6, 3)
bits.lsh(1, 3)
bits.negate(5)
bits.or(6, 3)
bits.rsh(8, 1)
bits.xor(6, 3)
ceil(1.2)
concat("/", ["a", "b"])
concat(",", {"b", "a"})
contains("abc", "b")
count("héllo")
count({1, 2})
endswith("abc", "bc")
floor(-1.2)
format_int(255, 16)
glob.match("models/*/README.md", ["/"], "models/a/README.md")
glob.match("**.md", [], "a/b.md")
glob.quote_meta("*a")
graph.reachable({"a": ["b"], "b": []}, {"a"})
hex.decode("61")
hex.encode("a")
indexof("héllo", "l")
indexof_n("abab", "b")
intersection({{1, 2}, {2}})
is_array([])
is_boolean(1)
is_null(null)
is_number("1")
is_object({})
is_set({1})
is_string("")
json.is_valid("{")
json.patch({"a": 1}, [{"op": "add", "path": "/b", "value": 2}])
json.unmarshal("{\\"a\\": [1]}")
lower("ÄB")
max([1, 3, "a"])
min([1, 3, null])
numbers.range(3, 1)
numbers.range_step(1, 10, 3)
object.filter({"a": 1, "b": 2}, ["a"])
object.get({"a": {"b": 1}}, ["a", "b"], 0)
object.get({}, "a", {"x"})
object.keys({"a": 1})
object.remove({"a": 1, "b": 2}, {"a"})
object.subset({"a": 1, "b": 2}, {"a": 1})
object.union({"a": {"b": 1}}, {"a": {"c": 2}})
object.union_n([{"a": 1}, {"a": 2}])
product([2, 3])
regex.find_all_string_submatch_n("a(.)", "abac", -1)
regex.find_n("a.", "abac", 1)
regex.is_valid("[")
regex.match("^v?[0-9]+$", "v12")
regex.replace("abc", "b", "$0$0")
regex.split("-+", "a--b")
replace("aaa", "a", "b")
round(2.5)
round(-2.5)
semver.compare("1.2.3-rc1", "1.2.3")
semver.is_valid("1.2")
sort(["b", "A", 1, null])
split("a,b", ",")
sprintf("%s %d %v %% %03d %x", ["a", 2, [1], 7, 255])
startswith("abc", "a")
strings.any_prefix_match(["abc"], ["b", "a"])
strings.any_suffix_match("abc", ["c"])
strings.replace_n({"a": "b"}, "aa")
strings.reverse("abé")
substring("héllo", 1, 2)
sum([1, 2])
time.add_date(0, 0, 1, 0)
time.clock(1767225600000000000)
time.clock([1767225600123456789, "Europe/Paris"])
time.date(1767225600000000000)
time.diff(0, 86400000000000)
time.format(0)
time.format([1767225600123456789, "America/New_York", "02 Jan 2006 15:04:05.000Z07:00"])
time.parse_duration_ns("5h")
time.parse_ns("2006-01-02", "2026-03-04")
time.parse_rfc3339_ns("2026-03-04T05:06:07Z")
time.weekday(1767225600000000000)
to_number("12")
trim("xxaxx", "x")
trim_left("aab", "a")
trim_prefix("abc", "ab")
trim_right("baa", "a")
trim_space(" a\\t")
trim_suffix("abc", "bc")
type_name({1})
union({{1}, {2}})
units.parse("1Ki")
units.parse_bytes("1KB")
upper("äb")
urlquery.decode("a%20b")
urlquery.encode("a b/c")
uuid.parse("00000000-0000-4000-8000-000000000000")
[path | walk({"a": [1]}, [path, _])]
""".strip().splitlines()

INPUTS: list[dict[str, Json]] = [
    {},
    {"owner": "team-a", "models": [{"stage": "dev"}], "names": ["", "a", "b", "c", "d"], "list": [1, 2]},
    {"owner": "x", "a": 1, "b": 1, "models": [{}, {"stage": "prod"}]},
    {"models": [{"stage": "q"}, {"stage": "a"}], "names": [], "list": 3},
]


def answers(
    bundle: Bundle, inputs: list[dict[str, Json]], opa: Path, monkeypatch: pytest.MonkeyPatch
) -> list[list[str]]:
    monkeypatch.setenv("GOVML_OPA", str(opa))
    found = []
    for name in ENGINES:
        engine = open_engine(name, bundle, None)
        texts = [[each.message for each in engine.evaluate("model", value)] for value in inputs]
        engine.close()
        found.append(texts)
    embedded, reference = found
    assert embedded == reference
    return embedded


def test_every_allowed_builtin_has_an_example() -> None:
    named = {name for name in ALLOWED for example in EXAMPLES if f"{name}(" in example}
    assert named == set(ALLOWED) - {"print"}


def test_builtins_agree(opa: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [
        f'deny contains sprintf("{number:03d} %v", [[value]]) if value := {example}\n'
        for number, example in enumerate(EXAMPLES)
    ]
    [found] = answers(bundle_of(head() + "\n".join(rules)), [{}], opa, monkeypatch)
    assert [int(each[:3]) for each in found] == list(range(len(EXAMPLES)))


def test_negations_that_the_lint_lets_pass_agree(opa: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "tests" / "cases" / "rego" / "pass" / "negations.rego").read_text(encoding="utf-8")
    body, rest = text.partition('deny contains "x" if {\n')[2].split("}\n\nstages", 1)
    statements = [line.strip() for line in body.splitlines()]
    bindings = "\n\t".join(line for line in statements if not line.startswith("not "))
    negations = [line for line in statements if line.startswith("not ")]
    rules = []
    for number, line in enumerate(negations):
        lines = f"{bindings}\n\t{line}" if any(word in line for word in ("model", "stage", "allowed")) else line
        rules.append(f'deny contains "{number:03d}" if {{\n\t{lines}\n}}\n')
    parts = [head(), "import data.govml.parameters\n\n", "\n".join(rules), "\nstages", rest]
    bundle = bundle_of("".join(parts), parameters={"licences": ["mit"]})
    found = answers(bundle, INPUTS, opa, monkeypatch)
    fired = {each for texts in found for each in texts}
    assert len(fired) >= len(negations) - 1, sorted(set(range(len(negations))) - {int(each) for each in fired})
