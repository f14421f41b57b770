"""`govml.yaml`, and files on their way to records and findings."""

from __future__ import annotations

import json

import pytest

from govml.base.document import parse
from govml.model import Location, PolicyError
from govml.records.config import TrainingConfig, default_config, read_config
from govml.records.files import Limits, read_file
from govml.records.kinds import load_kinds
from govml.records.paths import clean, folder_of, join
from govml.records.schema import Validator
from tests.builders import ROOT
from tests.records.tree import KINDS


def test_an_empty_config_is_the_default_but_present() -> None:
    for text in (b"", b"# nothing\n", b"{}\n"):
        assert read_config(text)._replace(present=False) == default_config()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"profle: x\n", r"govml\.yaml:1:9: unknown field `profle`"),
        (b"ignore:\n- 3\n", r"govml\.yaml:2:3: `ignore\[0\]` is 3; expected text"),
        (b"a: [\n", r"govml\.yaml:2:1: is not YAML"),
        (b"- a\n", r"govml\.yaml:1:1: the document is a list; expected a mapping"),
        (b"\xff", r"govml\.yaml:1:1: is not UTF-8"),
        (b"limits: {depth: -1}\n", r"govml\.yaml:1:17: `limits\.depth` is -1"),
    ],
)
def test_a_config_that_cannot_be_used_is_an_error_with_its_line(text: bytes, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        read_config(text)


def test_the_training_block_has_prices_grid_and_cluster() -> None:
    text = b"training: {currency: EUR, prices: {cpu: 1}, grid: {g_co2_per_kwh: 230}, trainjob: {image: i, nodes: 2}}"
    found = read_config(text).training
    assert found == TrainingConfig("local", "EUR", {"cpu": 1.0}, 230.0, {"image": "i", "nodes": 2})
    assert read_config(b"").training == TrainingConfig()


@pytest.mark.parametrize(
    "block",
    [
        "launcher: slurm", "prices: {cpu: -1}", "currency: Euro", "grid: {source: x}", "trainjob: {nodes: 2}",
        "trainjob: {image: i, secrets: {TOKEN: no-key}}", "trainjob: {image: i, nodes: 0}", "gpus: 8",
    ],
)  # fmt: skip
def test_a_training_block_that_can_not_be_meant_is_refused(block: str) -> None:
    with pytest.raises(PolicyError, match=r"govml\.yaml:1"):
        read_config(f"training: {{{block}}}".encode())


@pytest.mark.parametrize(
    ("named", "missing"),
    [("limited: {risk-owner: 1}", "high"), ("minimal: {risk-owner: 1}, high: {risk-owner: 1}", "limited")],
)
def test_a_tier_that_would_take_less_than_a_lower_one_has_to_be_named(named: str, missing: str) -> None:
    text = "promotion: {stages: {production: {approvals: {%s}}}}"
    with pytest.raises(PolicyError, match=rf"govml\.yaml:1:\d+: `promotion.*approvals\.{missing}` is missing"):
        read_config((text % named).encode())
    read_config((text % f"{named}, {missing}: {{}}").encode())


def test_ignore_adds_to_the_default() -> None:
    config = read_config(b"ignore: [drafts/**]\n")
    assert config.ignore == (*default_config().ignore, "drafts/**")


def read(path: str, data: bytes) -> list[tuple[str, str, Location]]:
    result = read_file(path, "", data, KINDS.candidates(path), Validator(), Limits())
    return [(finding.rule, finding.message, finding.location._replace(blob="")) for finding in result.findings]


def test_a_syntax_defect_is_one_finding_for_all_kinds_of_a_path() -> None:
    assert read("models/x/README.md", b"---\na: 1\n\tb: 2\n---\n") == [
        (
            "syntax",
            "is not YAML: found a tab character that violates indentation",
            Location("models/x/README.md", "", "", 3, 1, 3, 2),
        )
    ]


def test_a_schema_violation_stands_at_its_place() -> None:
    found = read("data/x.dvc", b"outs:\n- path: x\n  md5: 12\n")
    assert [(rule, place.pointer, place.line, place.column) for rule, _, place in found] == [
        ("schema", "/outs/0/md5", 3, 8)
    ]


def test_an_empty_file_where_a_record_is_expected_is_told() -> None:
    for data in (b"", b"# nothing\n"):
        assert [rule for rule, _, _ in read("data/x.dvc", data)] == ["schema"]


def test_documents_of_one_file_are_several_records() -> None:
    text = b"apiVersion: v1\nkind: Service\n---\napiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\n"
    path = "deploy/a.yaml"
    result = read_file(path, "", text, KINDS.candidates(path), Validator(), Limits())
    assert [(record.kind, record.number) for record in result.records] == [("inference-service", 1)]
    assert {finding.location.line for finding in result.findings} <= {4, 5}


def test_own_kinds_replace_shipped_ones_of_the_same_name() -> None:
    own = json.dumps({"x-govml": {"kind": "dvc", "paths": ["only.dvc"], "name": ["/name"]}}).encode()
    shipped = {"dvc.schema.json": (ROOT / "schemas" / "dvc.schema.json").read_bytes()}
    kinds = load_kinds(shipped, {"schemas/dvc.schema.json": own}, {}, ["**/skip/**"])
    assert [kind.source for kind in kinds.candidates("only.dvc")] == ["schemas/dvc.schema.json"]
    assert kinds.candidates("a.dvc") == kinds.candidates("skip/only.dvc") == ()
    assert kinds.by_name["dvc"].name_of(parse(b"name: n\n", "yaml").documents[0].value, "only.dvc") == "n"
    assert kinds.by_name["dvc"].name_of({}, "only.dvc") == "only.dvc"


def test_paths_are_cleaned_and_joined() -> None:
    assert [clean(path) for path in ("", ".", "./a//b/../c", "../a", "/a")] == ["", "", "a/c", "../a", "/a"]
    assert folder_of("a/b/c") == "a/b"
    assert folder_of("a") == ""
    assert join("a/b.dvc", "../c", "d") == "a/c"
    assert join("b.dvc", "c") == "c"


CARD = "license: mit\ngovernance:\n  name: m\n# a comment\ntags:\n- a\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"\n---\n{CARD}---\nText\n", 2),
        (f"\r\n \r\n---\r\n{CARD}---\r\n", 3),
        (f"  ---\n{CARD}---\n", 1),
        (f"<!-- licence\n\nof the card -->\n<!-- x -->\n--- \n\n{CARD}...\nText\n", 5),
        ("\n---\nlicense: [mit\n---\n", 2),
    ],
)
def test_front_matter_behind_line_1_is_a_finding(text: str, line: int) -> None:
    path = "models/m/README.md"
    result = read_file(path, "", text.encode(), KINDS.candidates(path), Validator(), Limits())
    assert [(each.rule, each.message, each.location.line) for each in result.findings] == [
        ("syntax", "front matter must start on line 1", line)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\n---\nlicense: mit\n---\n",
        "\n---\nSome text with a rule.\n---\n",
        "\n---\nNote: this is text\nthat goes on.\n---\n",
        "\n---\nNote: this is text\n---\n",
        "\n---\nlicense: mit\n",
        "<!--\n---\nlicense: mit\n---\n-->\n",
        "\n" * 30 + "---\nlicense: mit\n---\n",
        "\n\n---\n\n---\n",
        "",
    ],
)
def test_markdown_with_rules_is_no_finding(text: str) -> None:
    path = "README.md"
    result = read_file(path, "", text.encode(), KINDS.candidates(path), Validator(), Limits())
    assert KINDS.candidates(path) and result.findings == () and result.records == ()
