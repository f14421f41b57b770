"""Every schema against its cases: `cases/schemas/KIND/{pass,fail}`, with `fail/expect.json` naming each defect."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import yaml

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "schemas"
NOT_RECORDS = {
    *("audit", "diff", "evaluation", "evidence-list", "ledger", "policy-input", "promotion", "promotion-report"),
    *("registry", "registry-history", "registry-ref", "report", "waiver-list"),
}
"""Schemas of what govml writes: they describe no file of a repository."""
SCHEMAS: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "schemas").glob("*.schema.json"))
}
KINDS = sorted(set(SCHEMAS) - NOT_RECORDS)
POINTER = re.compile(r"(/([^~/]|~[01])*)*")


class Loader(yaml.SafeLoader):
    """Scalars as in the core schema of YAML 1.2: `no` and dates are strings."""


Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ("~", "n", "N", "")),
    ("bool", r"true|True|TRUE|false|False|FALSE", tuple("tTfF")),
    ("int", r"[-+]?[0-9]+", tuple("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", tuple("-+.0123456789")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))
# YAML 1.1's constructor reads `010` as octal.
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def load(path: Path) -> Any:
    """A case as the JSON-compatible value that its syntax stands for."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    if path.suffix == ".md":
        before, front, _body = re.split(r"^---$", text, maxsplit=2, flags=re.MULTILINE)
        assert before == "", f"{path} has no front matter"
        text = front
    return yaml.load(text, Loader)


def escaped(parts: Any) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def defects(kind: str, value: Any) -> set[tuple[str, str]]:
    """Pointer and keyword of every violation, on which both validators agree."""
    schema = SCHEMAS[kind]
    slow = {
        (escaped(error.absolute_path), str(error.validator))
        for error in jsonschema.Draft202012Validator(schema).iter_errors(value)
    }
    fast = {
        (escaped(error.instance_path), str(error.schema_path[-1]))
        for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(value)
    }
    assert {pointer for pointer, _ in slow} == {pointer for pointer, _ in fast}
    return slow


def cases(outcome: str) -> list[Any]:
    return [
        pytest.param(path, id=f"{path.parent.parent.name}/{path.name}")
        for path in sorted(CASES.glob(f"*/{outcome}/*"))
        if path.name != "expect.json"
    ]


@pytest.mark.parametrize("path", cases("pass"))
def test_valid_record_is_accepted(path: Path) -> None:
    assert defects(path.parent.parent.name, load(path)) == set()


@pytest.mark.parametrize("path", cases("fail"))
def test_defect_is_found_where_it_is(path: Path) -> None:
    expected = json.loads((path.parent / "expect.json").read_text(encoding="utf-8"))[path.name]
    assert defects(path.parent.parent.name, load(path)) == {(item["pointer"], item["keyword"]) for item in expected}


def test_every_case_belongs_to_a_schema() -> None:
    assert sorted(folder.name for folder in CASES.iterdir()) == KINDS
    for kind in KINDS:
        fail = {path.name for path in (CASES / kind / "fail").iterdir()} - {"expect.json"}
        assert fail == set(json.loads((CASES / kind / "fail" / "expect.json").read_text(encoding="utf-8"))), kind
        assert len(fail) >= 6, kind
        assert len(list((CASES / kind / "pass").iterdir())) >= 3, kind


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_sound(kind: str) -> None:
    schema = SCHEMAS[kind]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://govml.dev/schemas/{kind}/v1.json"
    assert schema["title"]
    assert schema["description"]
    for reference in found(schema, "$ref"):
        assert reference.removeprefix("#/$defs/") in schema["$defs"], reference
    assert set(schema.get("$defs", {})) == {reference.removeprefix("#/$defs/") for reference in found(schema, "$ref")}
    for properties in found(schema, "properties"):
        for key, value in properties.items():
            assert value.get("title"), key
            assert value.get("description"), key
    for part in subschemas(schema):
        # A person is shown the description where a text is not in the expected form.
        assert "pattern" not in part or part.get("description"), part


@pytest.mark.parametrize("kind", KINDS)
def test_schema_says_where_its_records_are(kind: str) -> None:
    block = SCHEMAS[kind]["x-govml"]
    assert set(block) <= {"kind", "paths", "syntax", "match", "match_any", "name", "subject"}
    assert block["kind"] == kind
    assert block["paths"]
    assert block["syntax"] in {"auto", "front-matter", "yaml", "json", "jsonl"}
    assert block.get("subject", "model") in {"model", "data", "deployment"}
    assert all(POINTER.fullmatch(name) or name in {"@folder", "@stem", "@path", "@statement"} for name in block["name"])
    assert all(POINTER.fullmatch(pointer) for pointer in [*block.get("match", {}), *block.get("match_any", [])])


def test_shared_definitions_do_not_drift() -> None:
    shared = {"annotations", "cloud", "env", "file", "monitoring", "state"}
    for name in shared:
        texts = {
            json.dumps(SCHEMAS[kind]["$defs"][name], sort_keys=True)
            for kind in KINDS
            # A train job may name a model that has no version yet.
            if name in SCHEMAS[kind].get("$defs", {}) and (kind, name) != ("train-job", "annotations")
        }
        assert len(texts) == 1, name


def subschemas(schema: Any) -> list[dict[str, Any]]:
    """A schema and everything below it that is a mapping."""
    if isinstance(schema, list):
        return [part for item in schema for part in subschemas(item)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(part for item in schema.values() for part in subschemas(item))]


def found(schema: Any, keyword: str) -> list[Any]:
    """Values of a keyword, anywhere in a schema."""
    return [part[keyword] for part in subschemas(schema) if keyword in part]
