"""Schemas: what people read for each kind of violation, two validators that agree, and schemas that can't be used."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govml.base.document import parse
from govml.model import Json, PolicyError
from govml.records.globs import compile_globs, glob_keys
from govml.records.kinds import Kinds, load_kinds, lookup, parse_kind
from govml.records.schema import MAX_VIOLATIONS, Validator, Violation, check_references
from tests.builders import ROOT

SHIPPED = {path.name: path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.schema.json"))}


def kind_of(schema: dict[str, Any]) -> Any:
    """A kind with this schema, for every YAML file."""
    block = {"x-govml": {"kind": "thing", "paths": ["**/*.yaml"]}}
    kind = parse_kind("schemas/thing.schema.json", json.dumps({**schema, **block}).encode(), {})
    assert kind is not None
    return kind


def check(schema: dict[str, Any], value: Json) -> list[tuple[Any, ...]]:
    """Violations as plain rows."""
    return [tuple(violation) for violation in Validator().validate(kind_of(schema), value)]


NAMES = {"properties": {"owner": {"type": "object", "description": "who answers for it"}, "tier": {}}}


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        (
            {**NAMES, "additionalProperties": False},
            {"ownr": {}},
            [(("ownr",), "unknown field `ownr`", "did you mean `owner`?")],
        ),
        (
            {"properties": {"a": {**NAMES, "additionalProperties": False}}},
            {"a": {"x": 1}},
            [(("a", "x"), "unknown field `x` in `a`", "known here: `owner`, `tier`")],
        ),
        (
            {**NAMES, "unevaluatedProperties": False},
            {"tier": 1, "tir": 2},
            [(("tir",), "unknown field `tir`", "did you mean `tier`?")],
        ),
        (
            {**NAMES, "required": ["owner", "tier"]},
            {},
            [
                (("owner",), "`owner` is missing", "add `owner`: who answers for it"),
                (("tier",), "`tier` is missing", "add `tier`"),
            ],
        ),
        ({**NAMES, "required": ["owner"]}, {"onwer": {}}, [(("owner",), "`owner` is missing", "rename `onwer`")]),
        (
            {"properties": {"v": {"type": "string"}}},
            {"v": 1.0},
            [(("v",), "`v` is 1.0; expected text", "put it in quotes: unquoted, it is read as a number")],
        ),
        (
            {"properties": {"v": {"type": ["string", "null"], "description": "a version"}}},
            {"v": [1]},
            [(("v",), "`v` is a list; expected text or nothing", "a version")],
        ),
        ({"type": "object"}, None, [((), "the document is empty; expected a mapping", "")]),
        ({"type": "object"}, [], [((), "the document is an empty list; expected a mapping", "")]),
        (
            {"items": {"properties": {"tier": {"enum": ["minimal", "limited", "high"]}}}},
            [{}, {"tier": "hihg"}],
            [
                (
                    ("1", "tier"),
                    '`[1].tier` is "hihg"; expected one of `minimal`, `limited`, `high`',
                    "did you mean `high`?",
                )
            ],
        ),
        (
            {"properties": {"kind": {"const": "TrainJob"}}},
            {"kind": True},
            [(("kind",), "`kind` is true; expected `TrainJob`", "")],
        ),
        (
            {"properties": {"md5": {"pattern": "^[0-9a-f]{32}$", "description": "32 hex digits"}}},
            {"md5": "xyz"},
            [(("md5",), '`md5` is "xyz", which is not in the expected form', "32 hex digits")],
        ),
        (
            {"properties": {"md5": {"pattern": "^x$"}}},
            {"md5": "y" * 100},
            [(("md5",), f'`md5` is "{"y" * 77}…", which is not in the expected form', "the pattern is ^x$")],
        ),
        (
            {"properties": {"a": {"minLength": 2}}},
            {"a": "x"},
            [(("a",), "`a` has 1 character; expected at least 2", "")],
        ),
        ({"properties": {"a": {"minLength": 2}}}, {"a": ""}, [(("a",), "`a` is empty", "")]),
        (
            {"properties": {"a": {"maxItems": 1}}},
            {"a": [1, 2]},
            [(("a",), "`a` has 2 entries; expected at most 1", "")],
        ),
        ({"properties": {"a": {"minItems": 1}}}, {"a": []}, [(("a",), "`a` is empty", "")]),
        ({"maxProperties": 1}, {"a": 1, "b": 1}, [((), "the document has 2 fields; expected at most 1", "")]),
        ({"properties": {"a": {"minimum": 0}}}, {"a": -1}, [(("a",), "`a` is -1; expected at least 0", "")]),
        (
            {"properties": {"a": {"exclusiveMaximum": 1}}},
            {"a": 1},
            [(("a",), "`a` is 1; expected less than 1", "")],
        ),
        ({"properties": {"a": {"multipleOf": 2}}}, {"a": 3}, [(("a",), "`a` is 3; expected a multiple of 2", "")]),
        (
            {"properties": {"d": {"anyOf": [{"type": "string"}, {"type": "array"}]}}},
            {"d": 3},
            [(("d",), "`d` is 3; expected text or a list", "")],
        ),
        (
            {"properties": {"d": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}}},
            {"d": ["x", {}]},
            [(("d", "1"), "`d[1]` is a mapping; expected text", "")],
        ),
        (
            {"allOf": [{"if": {"required": ["a"]}, "then": {"required": ["b"]}}]},
            {"a": 1},
            [(("b",), "`b` is missing", "add `b`")],
        ),
    ],
)
def test_violations_are_worded(schema: dict[str, Any], value: Json, expected: list[tuple[Any, ...]]) -> None:
    assert check(schema, value) == expected


def test_violations_stand_in_document_order_and_are_counted() -> None:
    found = check({"items": {"type": "string"}}, list(range(120)))
    assert [row[0] for row in found[:-1]] == [(str(number),) for number in range(MAX_VIOLATIONS)]
    assert found[-1] == ((), "and 70 more places", "")


# -- two validators --------------------------------------------------------------------------------------------------

FIELDS = sorted(
    {"license", "model-index", "governance", "name", "version", "risk", "tier", "owner", "outs", "deps", "md5", "path"}
    | {"size", "stages", "cmd", "artifacts", "type", "schema", "models", "stage", "metrics", "value", "datasets"}
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 2**40), st.floats(-10, 10), st.text(max_size=5),
    st.sampled_from(["high", "1.0.0", "2.0", "model", "prod", "a.csv", "0" * 32, "https://example.org", "P7D"]),
)  # fmt: skip
DOCUMENTS: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=4)), inner)
    ),
    max_leaves=12,
)


def shipped_cases() -> list[tuple[str, Any]]:
    """The documents that the schemas' own cases use, to start from something nearly valid."""
    found = []
    for path in sorted((ROOT / "tests" / "cases" / "schemas").glob("*/*/*")):
        if path.name != "expect.json":
            syntax = {".md": "front-matter", ".json": "json"}.get(path.suffix, "yaml")
            parsed = parse(path.read_bytes(), syntax)
            found += [(path.parent.parent.name, document.value) for document in parsed.documents]
    return found


CASES = shipped_cases()


def mutated(value: Any, draw: Any) -> Any:
    """The value with one place of it replaced or removed."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 4)) == 0:
            return {name: item for name, item in value.items() if name != key}
        return {**value, key: mutated(value[key], draw)}
    if isinstance(value, list) and value and draw(st.booleans()):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], mutated(value[place], draw), *value[place + 1 :]]
    return draw(DOCUMENTS)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_both_validators_agree_on_the_shipped_schemas(data: st.DataObject) -> None:
    name, start = data.draw(st.sampled_from(CASES))
    value = mutated(start, data.draw)
    kind = parse_kind(f"govml:schemas/{name}", SHIPPED[f"{name}.schema.json"], {})
    assert kind is not None
    slow = list(jsonschema.Draft202012Validator(kind.schema).iter_errors(value))
    fast = list(jsonschema_rs.Draft202012Validator(kind.schema, validate_formats=False).iter_errors(value))
    # jsonschema-rs leaves empty keys out of its paths.
    assert {tuple(str(part) for part in e.absolute_path if part != "") for e in slow} == {
        tuple(map(str, e.instance_path)) for e in fast
    }
    violations = Validator().validate(kind, value)
    assert bool(violations) == bool(slow)
    assert all(
        violation.message and violation != Violation((), "does not match its schema") for violation in violations
    )


# -- schemas that can't be used --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[]", "is not an object"),
        (b'{"x-govml": 1}', "x-govml must be an object"),
        (b'{"x-govml": {"kind": "Bad Name", "paths": []}}', "must be a name in lower case"),
        (b'{"x-govml": {"paths": []}}', "must be a name in lower case"),
        (b'{"x-govml": {"kind": "model", "paths": []}}', "is the name of a policy subject"),
        (b'{"x-govml": {"kind": "change", "paths": []}}', "is the name of a policy subject"),
        (b'{"x-govml": {"kind": "a", "paths": "x"}}', "paths must be a list of globs"),
        (b'{"x-govml": {"kind": "a", "paths": [], "subject": "x"}}', "subject must be one of"),
        (b'{"x-govml": {"kind": "a", "paths": [], "syntax": "toml"}}', "syntax must be auto"),
        (b'{"x-govml": {"kind": "a", "paths": [], "match": []}}', "match is an object"),
    ],
)
def test_a_file_that_defines_no_kind_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        parse_kind("schemas/a.schema.json", data, {})


def test_a_schema_without_a_block_is_no_kind() -> None:
    assert parse_kind("a", b'{"type": "object"}', {}) is None


def test_paths_for_an_unknown_kind_are_refused() -> None:
    with pytest.raises(PolicyError, match="there is no record kind 'nope'"):
        load_kinds({}, {}, {"nope": ["x"]}, [])


@pytest.mark.parametrize(
    "schema", [{"type": "nonsense"}, {"properties": 3}, {"pattern": "("}, {"required": "a"}, {"minimum": "x"}]
)
def test_a_schema_that_is_none_is_a_policy_error(schema: dict[str, Any]) -> None:
    with pytest.raises(PolicyError, match="is not a usable JSON Schema"):
        check(schema, {"a": 1})


@pytest.mark.parametrize("reference", ["https://example.org/a.json", "file:///etc/passwd", "other.json", "//x/y"])
def test_references_out_of_the_file_are_refused_without_a_socket(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", opened)
    monkeypatch.setattr(socket, "create_connection", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)
    with pytest.raises(PolicyError, match="leads out of the file"):
        check({"properties": {"a": {"$ref": reference}}}, {"a": 1})


ENDLESS = {
    "itself": {"$ref": "#"},
    "one another": {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
    "through allOf": {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}},
    "root through anyOf": {"anyOf": [{"type": "string"}, {"$ref": "#"}]},
    "through oneOf": {"oneOf": [{"$ref": "#/$defs/b"}], "$defs": {"b": {"oneOf": [{"$ref": "#"}]}}},
    "through if": {"if": {"$ref": "#"}},
    "through then": {"if": True, "then": {"$ref": "#"}},
    "through else": {"if": False, "else": {"$ref": "#"}},
    "through not": {"not": {"$ref": "#"}},
    "through dependentSchemas": {"dependentSchemas": {"a": {"$ref": "#"}}},
    "anchor": {"$defs": {"a": {"$anchor": "x", "$ref": "#x"}}, "$ref": "#x"},
    "anchor through allOf": {"allOf": [{"$ref": "#x"}], "$anchor": "x"},
    "below properties": {"properties": {"a": {"$ref": "#/properties/a"}}},
    "below items": {"items": {"allOf": [{"$ref": "#/items"}]}},
    "escaped": {"$defs": {"a/b": {"anyOf": [{"$ref": "#/$defs/a~1b"}]}}, "$ref": "#/$defs/a~1b"},
    "percent": {"$defs": {"a b": {"anyOf": [{"$ref": "#/$defs/a%20b"}]}}, "$ref": "#/$defs/a%20b"},
}
FINITE = {
    "tree": {"properties": {"a": {"$ref": "#"}}},
    "list": {"items": {"$ref": "#"}},
    "anchor": {"properties": {"a": {"$ref": "#x"}}, "$anchor": "x"},
    "shared": {"$defs": {"t": {"type": "integer"}}, "allOf": [{"$ref": "#/$defs/t"}, {"$ref": "#/$defs/t"}]},
    "a property called $ref": {"properties": {"$ref": {"type": "string"}}},
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_references_are_refused(name: str) -> None:
    """In a process of its own: a validator would end the process when its stack is full, and no `except` sees that."""
    program = (
        "import json, sys\nfrom govml.model import PolicyError\nfrom govml.records.kinds import parse_kind\n"
        "from govml.records.schema import Validator\n"
        "kind = parse_kind('s', sys.stdin.buffer.read(), {})\n"
        "try:\n    Validator().validate(kind, {'a': [1, {'a': 2}]})\n"
        "except PolicyError as error:\n    print(error)\n"
    )
    schema = {**ENDLESS[name], "x-govml": {"kind": "thing", "paths": []}}  # type: ignore[dict-item]
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(schema), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1000:]
    assert "leads back to itself" in done.stdout


@pytest.mark.parametrize("name", FINITE)
def test_references_that_end_are_kept(name: str) -> None:
    schema: Any = FINITE[name]
    check_references(schema, "s")
    assert bool(check(schema, {"a": 1})) == bool(list(jsonschema.Draft202012Validator(schema).iter_errors({"a": 1})))


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$dynamicAnchor": "x", "allOf": [{"$dynamicRef": "#x"}]}, "dynamicRef is not supported"),
        ({"$defs": {"a": {"$id": "https://example.org/a"}}}, "id stands below the root"),
    ],
)
def test_references_that_only_a_validator_could_follow_are_refused(schema: dict[str, Any], words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        check(schema, {"a": 1})


def fan_out(levels: int) -> dict[str, Any]:
    """A schema of which each level names the next one twice, without a circle."""
    twice = {f"n{i}": {"anyOf": [{"$ref": f"#/$defs/n{i + 1}"}] * 2} for i in range(levels)}
    return {"$defs": {**twice, f"n{levels}": {"type": "string"}}, "$ref": "#/$defs/n0"}


def test_references_that_fan_out_are_refused() -> None:
    with pytest.raises(PolicyError, match="fan out into more than 10,000 subschemas"):
        check_references(fan_out(30), "s")
    check_references(fan_out(10), "s")
    assert check(fan_out(10), 3) and not check(fan_out(10), "x")


@pytest.mark.parametrize("part", ["²", "٣", "9" * 5000, "-1", ""])
def test_what_is_no_index_finds_no_item(part: str) -> None:
    assert lookup([1, 2, 3, 4], (part,)) == (False, None)
    assert check({"properties": {part: {"type": "string"}}}, {part: 1})


@pytest.mark.parametrize("reference", ["#/$defs/none", "#/properties/a/0", "#nowhere"])
def test_references_to_nowhere_are_refused(reference: str) -> None:
    with pytest.raises(PolicyError, match="leads nowhere"):
        check({"properties": {"a": {"$ref": reference}}}, {"a": 1})


@pytest.mark.parametrize("pattern", [r"^(a+)+$", r"^(a|aa)+$", r"^(.*)*x$", r"(?:x+x+)+y"])
def test_a_costly_pattern_does_not_hang(pattern: str) -> None:
    start = time.monotonic()
    found = check({"properties": {"v": {"pattern": pattern}}}, {"v": "a" * 40 + "x" * 40 + "!"})
    assert time.monotonic() - start < 5
    assert [row[1].endswith("which is not in the expected form") for row in found] == [True]


def test_a_pattern_that_only_backtracking_can_match_is_refused_or_bounded() -> None:
    start = time.monotonic()
    try:
        check({"properties": {"v": {"pattern": r"^(?=a)(a+)+\1$"}}}, {"v": "a" * 40 + "!"})
    except PolicyError as error:
        assert "no look-around" in error.hint
    assert time.monotonic() - start < 5


# -- globs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("glob", "yes", "no"),
    [
        (
            "models/**/README.md",
            ["models/README.md", "models/a/README.md", "models/a/b/README.md"],
            ["a/models/README.md"],
        ),
        ("**/*.dvc", ["a.dvc", "a/b.dvc", "a/b/c.dvc"], ["a.dvc/b", "a.dvcx"]),
        ("data/", ["data/a", "data/a/b"], ["data", "dat/a"]),
        ("*.md", ["a.md", ".md"], ["a/b.md"]),
        ("a?.md", ["ab.md"], ["a/.md", "a.md"]),
        ("{a,b}/*.{yaml,yml}", ["a/x.yaml", "b/x.yml"], ["c/x.yaml", "a/x.json"]),
        ("a.b+(c)[d]^$|", ["a.b+(c)[d]^$|"], ["axb+(c)d^$|"]),
        ("a/**", ["a/b", "a/b/c\nd"], ["a", "b/a/c"]),
        ("{a", ["a"], ["{a"]),
    ],
)
def test_globs(glob: str, yes: list[str], no: list[str]) -> None:
    pattern = compile_globs((glob,))
    assert [path for path in yes + no if pattern.match(path)] == yes


def test_no_globs_match_nothing_and_many_match_any() -> None:
    assert not compile_globs(()).match("")
    assert compile_globs(("a", "b")).match("b")
    assert not compile_globs(("a", "b")).match("b\n")


def test_a_glob_of_many_stars_is_quick() -> None:
    start = time.monotonic()
    assert not compile_globs(("**/" * 8 + "x",)).match("a/" * 60)
    assert time.monotonic() - start < 5


PIECES = st.sampled_from(["a", "b", ".", "/", "*", "**", "**/", "?", "{", ",", "}", "{a,b}", ".{a,{b,c}}"])


def _naive(glob: str) -> re.Pattern[str]:
    """What a glob means, as a backtracking expression: right, but slow."""
    glob = glob + "**" if glob.endswith("/") else glob
    out, depth = "", 0
    for token in re.findall(r"\*\*/|\*\*|.", glob):
        known = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:"}.get(token)
        known = known or ({"}": ")", ",": "|"}.get(token) if depth else None) or re.escape(token)
        depth += (known == "(?:") - (known == ")")
        out += known
    return re.compile(out + ")" * depth + r"\Z", re.DOTALL)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=9).map("".join), st.lists(st.text("ab./c", max_size=8), min_size=1, max_size=12))
def test_a_glob_matches_what_it_says_and_its_kind_is_a_candidate(glob: str, paths: list[str]) -> None:
    kind = parse_kind("x", json.dumps({"x-govml": {"kind": "x", "paths": [glob]}}).encode(), {})
    assert kind is not None
    kinds = Kinds([kind])
    naive = _naive(glob)
    for path in paths:
        assert kind.covers(path) == (naive.match(path) is not None)
        assert kind.covers(path) == bool(kinds.candidates(path))


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("x/*.{yaml,{json,toml}}", "x/a.toml"),
        ("x/*.{yaml,{json,toml}}", "x/a.yaml"),
        ("{a,b/}*.md", "b/c.md"),
        ("*{abcd,b}*cd", "abcd"),
        ("**a*b/c", "ab/ab/c"),
        ("**/a/*/**/b*", "a/a/x/b/bc"),
        ("x/**/", "x/a/b"),
    ],
)
def test_odd_globs_find_their_records(glob: str, path: str) -> None:
    kind = parse_kind("x", json.dumps({"x-govml": {"kind": "x", "paths": [glob]}}).encode(), {})
    assert kind is not None
    assert [each.name for each in Kinds([kind]).candidates(path)] == ["x"]


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*a" * 30, "a" * 3000 + "b"),
        ("**a" * 30, "a/" * 3000 + "b"),
        ("**/a/*" * 10 + "b", "a/" * 200 + "c"),
        ("**/a/" * 30 + "b", "a/" * 3000 + "c"),
        ("{a,aa}" * 30 + "b", "a" * 3000),
        ("{a,b}" * 60, "a" * 59),
        ("{*,?}" * 30 + "b", "a" * 3000),
        ("*a" + "?" * 30 + "b", "ab" * 1500 + "c"),
        ("*.{a,aa}{b,bb}", "a." * 30_000 + "c"),
    ],
)
def test_hostile_globs_are_quick(glob: str, path: str) -> None:
    start = time.monotonic()
    assert glob_keys(glob)
    assert not compile_globs((glob,)).match(path)
    assert time.monotonic() - start < 2


def test_usual_globs_are_quick_for_many_paths() -> None:
    globs = compile_globs(("**/{deploy,k8s,manifests}/**/*.{yaml,yml,json}", "models/**/*.md", "**/{a,b}.{md,json}"))
    paths = [f"services/team-{number}/k8s/base/overlay/deployment-{number}.yaml" for number in range(10_000)]
    start = time.monotonic()
    assert all(map(globs.match, paths))
    assert time.monotonic() - start < 1
