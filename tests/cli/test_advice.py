"""Whoever follows the advice of a finding to the letter is rid of it."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from typing import Any

import pytest

from govml.base.document import parse
from tests.builders import Repo, invoke_govml
from tests.cli.checking import report
from tests.usecases.examples import CARD, DATA_CARD, GOOD, MANIFEST, MD5

MODEL = "models/credit-risk/README.md"
DATA = "data/README.md"
SERVICE = "deploy/production/credit-risk.yaml"


def card_of(text: str) -> Any:
    return parse(text.encode(), "front-matter").documents[0].value


def snippets(remediation: str) -> list[Any]:
    """Return the documents of the advice, about the model that these tests have."""
    texts = re.findall(r"```yaml\n(.*?)```", remediation.replace("MODEL", "credit-risk"), re.DOTALL)
    parsed = [parse(text.removeprefix("---\n").removesuffix("---\n").encode(), "yaml") for text in texts]
    assert not any(each.problems for each in parsed), parsed
    return [each.documents[0].value for each in parsed]


def merged(into: Any, snippet: Any) -> Any:
    """Return a document with the fields of a snippet written over its own."""
    if not isinstance(into, dict) or not isinstance(snippet, dict):
        return snippet
    return into | {key: merged(into.get(key), value) for key, value in snippet.items()}


def without(card: Any, *fields: str) -> Any:
    """Return a card without some fields of its governance block."""
    left = copy.deepcopy(card)
    for field in fields:
        left["governance"].pop(field, None)
    return left


def front_matter(card: Any) -> str:
    return f"---\n{json.dumps(card)}\n---\n"


def advice(repo: Repo, rule: str, message: str = "") -> list[str]:
    """Return the advice of each finding of a rule."""
    found = report(repo.path)["findings"]
    return [each["remediation"] for each in found if each["rule"] == rule and message in each["message"]]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("CARD-02", ["intended_use", "out_of_scope"]),
        ("CARD-03", ["owner"]),
        ("CARD-04", ["risk"]),
        ("CARD-05", ["limitations", "misuse"]),
        ("CARD-06", ["risks"]),
        ("CARD-07", ["oversight"]),
        ("CARD-09", ["energy"]),
        ("MON-01", ["monitoring"]),
        ("MON-03", ["revalidate_by"]),
        ("EVAL-08", ["training"]),
    ],
)
def test_a_card(repo: Repo, rule: str, fields: list[str]) -> None:
    repo.write_all(GOOD)
    card = without(card_of(CARD), *fields)
    repo.write(MODEL, front_matter(card))
    told = advice(repo, rule)
    assert told
    for snippet in snippets(told[0])[: 1 if rule == "CARD-09" else None]:
        repo.write(MODEL, front_matter(merged(card, snippet)))
        assert not advice(repo, rule)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("DATA-01", ["origin"]),
        ("DATA-01", ["collection"]),
        ("DATA-01", ["purpose"]),
        ("DATA-02", ["preparation"]),
        ("DATA-04", ["bias", "gaps"]),
        ("DATA-05", ["personal"]),
    ],
)
def test_a_data_card(repo: Repo, rule: str, fields: list[str]) -> None:
    repo.write_all(GOOD)
    card = without(card_of(DATA_CARD), *fields)
    repo.write(DATA, front_matter(card))
    told = advice(repo, rule)
    assert told
    for snippet in snippets(told[0]):
        repo.write(DATA, front_matter(merged(card, snippet)))
        assert not advice(repo, rule)


def test_a_data_set_without_a_card(repo: Repo) -> None:
    repo.write_all({path: text for path, text in GOOD.items() if path != DATA})
    (first, *_) = advice(repo, "DATA-01")
    repo.write(DATA, front_matter(snippets(first)[0]))
    assert not advice(repo, "DATA-01")


def test_a_licence(repo: Repo) -> None:
    repo.write_all(GOOD)
    card = card_of(CARD) | {"license": "acme-1"}
    repo.write(MODEL, front_matter(card))
    (told,) = advice(repo, "CARD-08", "license is")
    for_card, for_config = snippets(told)
    repo.write(MODEL, front_matter(merged(card, for_card)))
    assert advice(repo, "CARD-08", "license is")
    repo.write("govml.yaml", json.dumps({"schema": "govml.config/v1"} | for_config))
    assert not advice(repo, "CARD-08", "license is")


def test_the_licence_of_a_base_model(repo: Repo) -> None:
    repo.write_all(GOOD)
    card = card_of(CARD) | {"base_model": "acme/base"}
    repo.write(MODEL, front_matter(card))
    (told,) = advice(repo, "CARD-08")
    assert "governance" in snippets(told)[0]
    repo.write(MODEL, front_matter(merged(card, snippets(told)[0])))
    assert not advice(repo, "CARD-08")


def test_groups(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("govml.yaml", GOOD["govml.yaml"] + "  slices: {age: [under-25, 25-and-over]}\n")
    (told,) = advice(repo, "EVAL-05")
    repo.write(MODEL, front_matter(merged(card_of(CARD), snippets(told)[0])))
    assert not advice(repo, "EVAL-05")
    card = card_of(CARD)
    card["governance"]["evaluation"]["slices"] = [{"by": "age"}]
    repo.write(MODEL, front_matter(card))
    unusable, *_ = advice(repo, "EVAL-05", "can't be used")
    card["governance"]["evaluation"]["slices"] = snippets(unusable)[0]
    repo.write(MODEL, front_matter(card))
    assert not advice(repo, "EVAL-05")


def test_a_sha256_beside_the_md5(repo: Repo) -> None:
    repo.write_all(GOOD)
    pointers = {name: re.sub(r"\n  meta: .*", "", GOOD[name]) for name in ("data/train.csv.dvc", "data/test.csv.dvc")}
    repo.write_all(pointers)
    told = advice(repo, "DATA-03", "MD5 only")
    assert len(told) == 2 and "sha256sum" in told[0]
    meta = {"meta": {key: hashlib.sha256(b"x").hexdigest() for key in snippets(told[0])[0]["meta"]}}
    for name, text in pointers.items():
        pointer = parse(text.encode(), "yaml").documents[0].value
        assert isinstance(pointer, dict)
        repo.write(name, json.dumps(pointer | meta))
    assert not advice(repo, "DATA-03")


def filled(snippet: str) -> str:
    """Return the advice with the digest of this repository's weights in place of the example."""
    return snippet.replace("sha256:9f2c…", "md5:" + MD5["model"])


@pytest.mark.parametrize("rule", ["DEPL-01", "DEPL-03", "DEPL-04"])
def test_a_manifest_of_kserve(repo: Repo, rule: str) -> None:
    repo.write_all(GOOD)
    service: Any = parse(MANIFEST.encode(), "yaml").documents[0].value
    for field in ("model", "digest") if rule == "DEPL-01" else ("rollback-to", "log-retention"):
        del service["metadata"]["annotations"]["govml/" + field]
    del service["spec"]["predictor"]["logger"]
    repo.write(SERVICE, json.dumps(service))
    told = advice(repo, rule)
    assert told
    repo.write(SERVICE, json.dumps(merged(service, snippets(filled(told[0]))[0])))
    assert not advice(repo, rule)


def test_a_manifest_of_its_own(repo: Repo) -> None:
    repo.write_all({path: text for path, text in GOOD.items() if path != SERVICE})
    repo.write(SERVICE, MANIFEST.replace("govml/digest", "other/digest"))
    (told, *_) = advice(repo, "DEPL-01")
    repo.write(SERVICE, json.dumps(snippets(filled(told))[1]))
    found = report(repo.path)
    assert not [each for each in found["findings"] if each["location"]["path"] == SERVICE]
    assert {"kind": "deployment", "name": "credit-risk-prod"}.items() <= next(
        each for each in found["records"] if each["path"] == SERVICE
    ).items()


@pytest.mark.parametrize(("field", "message"), [("version", "governance.version"), ("artifact", "governance.artifact")])
def test_a_gap_of_the_card_is_not_blamed_on_the_manifest(repo: Repo, field: str, message: str) -> None:
    repo.write_all(GOOD)
    card = without(card_of(CARD), field)
    repo.write(MODEL, front_matter(card))
    (told,) = advice(repo, "DEPL-01", message)
    (snippet,) = snippets(told.replace("model.safetensors", "model.safetensors"))
    repo.write(MODEL, front_matter(merged(card, snippet)))
    assert not advice(repo, "DEPL-01")


@pytest.mark.parametrize("command", [["schema"], ["schema", "team-record"]])
def test_own_kinds_are_among_the_schemas(repo: Repo, command: list[str]) -> None:
    block = {"kind": "team-record", "paths": ["teams/*.yaml"]}
    text = json.dumps({"title": "A \x1b[2Jteam", "x-govml": block})
    repo.write("schemas/team.schema.json", text)
    repo.write("schemas/broken.schema.json", "{")
    repo.write("schemas/list.schema.json", "[]")
    result = invoke_govml(*command, cwd=repo.path)
    assert result.exit_code == 0, result.stderr
    if len(command) == 1:
        assert "team-record" in result.stdout and "teams/*.yaml" in result.stdout and "\x1b" not in result.stdout
        assert "model-card" in result.stdout
    else:
        assert json.loads(result.stdout) == json.loads(text)
    assert invoke_govml(*command, cwd=repo.path.parent).exit_code == (0 if len(command) == 1 else 2)
