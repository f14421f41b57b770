"""Subjects: links followed, defects told where they are claimed, and complete keys."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govml.base.document import pointer_text
from govml.records.deployments import days
from govml.records.subjects import Subject, sections
from tests.records.tree import KINDS, Tree

MD5, OTHER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"


def card(name: str = "credit", more: str = "", body: str = "") -> str:
    return f"---\nlicense: mit\ngovernance:\n  name: {name}\n{more}---\n{body}"


def dvc(path: str, md5: str = MD5, more: str = "") -> str:
    return f"outs:\n- md5: {md5}\n  size: 12\n  hash: md5\n  path: {path}\n{more}"


def told(subject: Subject) -> list[tuple[str, str, str]]:
    """Where a defect is, and what it says."""
    return [(defect.record.path, pointer_text(defect.pointer), defect.message) for defect in subject.defects]


CARD = "models/credit/README.md"


@pytest.mark.parametrize("claimed", ["models/credit/m.bin.dvc", "models/credit/m.bin", "m.bin.dvc", "./m.bin"])
def test_an_artifact_is_found_by_its_dvc_file(claimed: str) -> None:
    tree = Tree({CARD: card(more=f"  artifact: {claimed}\n"), "models/credit/m.bin.dvc": dvc("m.bin")})
    model = tree.subject("model", "credit")
    assert model.input["artifact"] == {
        "path": "models/credit/m.bin", "pointer": "models/credit/m.bin.dvc", "digests": {"md5": MD5}, "size": 12,
        "pickle": True,
    }  # fmt: skip
    assert told(model) == []
    assert model.place(("artifact", "digests"))[1][:2] == ("governance", "artifact")


def test_an_artifact_is_found_in_dvc_lock() -> None:
    lock = LOCK.replace("m/locked.onnx", "out/m.onnx") + "      size: 3\n"
    tree = Tree({CARD: card(more="  artifact: p/out/m.onnx\n"), "p/dvc.lock": lock})
    assert tree.subject("model", "credit").input["artifact"] == {
        "path": "p/out/m.onnx", "digests": {"md5": MD5}, "size": 3, "pickle": False,
    }  # fmt: skip


def test_an_artifact_is_found_as_a_file_of_git() -> None:
    tree = Tree({CARD: card(more="  artifact: m.onnx\n"), "models/credit/m.onnx": "weights"})
    found: Any = tree.subject("model", "credit").input["artifact"]
    assert found["path"] == "models/credit/m.onnx"
    assert set(found["digests"]) == {"gitBlob", "sha256", "md5"}


@pytest.mark.parametrize("claimed", ["nowhere.bin", "../../../etc/passwd", "/etc/passwd", "models/credit"])
def test_a_claim_that_leads_nowhere_is_a_defect_where_it_is_claimed(claimed: str) -> None:
    model = Tree({CARD: card(more=f"  artifact: {claimed}\n")}).subject("model", "credit")
    assert "artifact" not in model.input
    assert [row[:2] for row in told(model)] == [(CARD, "/governance/artifact")]
    assert "leads nowhere" in told(model)[0][2]


@pytest.mark.parametrize(
    ("place", "claim"), [("datasets/loans/README.md", "  data: data/train.csv\n"), ("data/README.md", "")]
)
def test_a_data_card_is_found_by_path_and_by_folder(place: str, claim: str) -> None:
    tree = Tree(
        {
            CARD: card(more="  training: {data: [data/train.csv.dvc]}\n  risk: {tier: high, reason: x}\n"),
            "data/train.csv.dvc": dvc("train.csv"),
            place: f"---\ngovernance:\n  name: loans\n  purpose: scoring\n{claim}---\n",
        }
    )
    training: Any = tree.subject("model", "credit").input["training"]
    assert training["data"][0]["name"] == "loans"
    assert tree.subject("model", "credit").place(("training", "data", "0", "card", "x"))[0].path == place
    data = tree.subject("data", "loans")
    assert data.input["used_by"] == [{"model": "credit", "role": "training", "risk": "high"}]
    assert [row["digests"] for row in data.input["pointers"]] == [{"md5": MD5}]  # type: ignore[union-attr,index,call-overload]


NEAR = "models/credit/data/train.csv"


@pytest.mark.parametrize("claim", ["data/train.csv", "./data/train.csv.dvc", NEAR])
@pytest.mark.parametrize("described", ["train.csv", "../data/train.csv.dvc", NEAR])
def test_data_beside_the_card_is_linked_both_ways(claim: str, described: str) -> None:
    """The tier of a model reaches its data whichever way the path is written."""
    tree = Tree(
        {
            CARD: card(more=f"  training: {{data: [{claim}]}}\n  risk: {{tier: high, reason: x}}\n"),
            NEAR + ".dvc": dvc("train.csv"),
            "models/credit/data/datacard.md": f"---\ngovernance: {{name: loans, purpose: x, data: {described}}}\n---\n",
        }
    )
    training: Any = tree.subject("model", "credit").input["training"]
    assert [(row["name"], row["path"]) for row in training["data"]] == [("loans", NEAR)]
    assert tree.subject("data", "loans").input["used_by"] == [{"model": "credit", "role": "training", "risk": "high"}]


def test_a_path_means_what_it_leads_to() -> None:
    """What stands at the root comes first: the file beside the card is then another one."""
    tree = Tree(
        {
            CARD: card(more="  training: {data: data/train.csv}\n"),
            NEAR + ".dvc": dvc("train.csv"),
            "data/train.csv.dvc": dvc("train.csv", OTHER),
            "models/credit/data/datacard.md": "---\ngovernance: {name: near, purpose: x, data: train.csv}\n---\n",
            "data/datacard.md": "---\ngovernance: {name: root, purpose: x, data: data/train.csv}\n---\n",
        }
    )
    assert [row["name"] for row in tree.subject("model", "credit").input["training"]["data"]] == ["root"]  # type: ignore[union-attr,index,call-overload]
    assert tree.subject("data", "near").input["used_by"] == []
    assert tree.subject("data", "root").input["used_by"] == [{"model": "credit", "role": "training"}]


@pytest.mark.parametrize("claim", ["dvc.yaml#train", "./dvc.yaml#train", "models/credit/../credit/dvc.yaml#train"])
def test_a_pipeline_is_found_as_any_other_path(claim: str) -> None:
    files = {"models/credit/dvc.yaml": "stages:\n  train:\n    cmd: x\n"}
    model = Tree({CARD: card(more=f"  training: {{pipeline: {claim}}}\n"), **files}).subject("model", "credit")
    assert told(model) == []
    training: Any = model.input["training"]
    assert training["pipeline"] == {"path": "models/credit/dvc.yaml", "stage": "train"}


def test_a_pipeline_is_checked_with_its_stage() -> None:
    files = {"dvc.yaml": "stages:\n  train:\n    cmd: x\n"}
    for claim, message in (
        ("dvc.yaml#train", None),
        ("dvc.yaml", None),
        ("dvc.yaml#train@1", None),
        ("dvc.yaml#tain", "dvc.yaml has no stage 'tain'"),
        ("p/dvc.yaml#train", "pipeline 'p/dvc.yaml' is not a dvc.yaml of this repository"),
    ):
        model = Tree({CARD: card(more=f"  training: {{pipeline: {claim}}}\n"), **files}).subject("model", "credit")
        expected = [] if message is None else [(CARD, "/governance/training/pipeline", message)]
        assert told(model) == expected


@pytest.mark.parametrize(("revision", "right"), [(MD5, True), (MD5[:8] + "…", True), (OTHER, False), ("main", True)])
def test_a_revision_is_one_of_the_data(revision: str, right: bool) -> None:
    index = (
        "model-index:\n- name: credit\n  results:\n  - task: {type: t}\n"
        f"    dataset: {{type: test, name: test.csv, revision: {revision}}}\n    metrics: [{{type: auc, value: 0.5}}]\n"
    )
    text = card(more="  evaluation: {data: [data/test.csv.dvc]}\n").replace("license: mit\n", "license: mit\n" + index)
    model = Tree({CARD: text, "data/test.csv.dvc": dvc("test.csv")}).subject("model", "credit")
    assert [row[1] for row in told(model)] == ([] if right else ["/model-index/0/results/0/dataset/revision"])
    metrics: Any = model.input["metrics"]
    assert metrics[0]["value"] == 0.5
    assert metrics[0]["at"] == "/card/model-index/0/results/0/metrics/0"


def test_results_beside_a_card_are_read() -> None:
    text = "- dataset: {id: org/loans, task_id: auc}\n  value: 0.7\n"
    model = Tree({CARD: card(), "models/credit/.eval_results/a.yaml": text}).subject("model", "credit")
    metrics: Any = model.input["metrics"]
    assert [(row["name"], row["value"], row["at"]) for row in metrics] == [("auc", 0.7, "/eval_results/0/0")]
    assert model.place(("eval_results", "0", "0", "value"))[0].path == "models/credit/.eval_results/a.yaml"


SERVICE = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: credit
  annotations: {govml/model: credit@1.0.0, govml/stage: prod}
spec:
  predictor:
    canaryTrafficPercent: 10
    sklearn: {storageUri: gs://m/1}
"""
CANARY = (
    SERVICE.replace("    canaryTrafficPercent: 10\n", "")
    + """\
  canary:
  - trafficPercent: 20
    predictor:
      name: next
      annotations: {govml/model: credit@2.0.0}
      model: {modelFormat: {name: onnx}, storageUri: gs://m/2}
"""
)


def test_deployments_know_their_models_and_models_their_deployments() -> None:
    tree = Tree(
        {
            CARD: card(more="  version: 1.0.0\n"),
            "deploy/a.yaml": SERVICE,
            "deploy/b.yaml": CANARY.replace("name: credit", "name: both"),
        }
    )
    one: Any = tree.subject("deployment", "credit").input["models"]
    assert [(row["name"], row["version"], row["traffic"], row["uri"]) for row in one] == [
        ("credit", "1.0.0", 10, "gs://m/1")
    ]
    assert one[0]["model"]["path"] == CARD
    two: Any = tree.subject("deployment", "both").input["models"]
    assert [(row["version"], row.get("traffic"), row["at"]) for row in two] == [
        ("1.0.0", None, "/manifest/metadata/annotations/govml~1model"),
        ("2.0.0", 20, "/manifest/spec/canary/0/predictor/annotations/govml~1model"),
    ]
    deployed: Any = tree.subject("model", "credit").input["deployments"]
    assert [(row["name"], row["version"]) for row in deployed] == [
        ("credit", "1.0.0"),
        ("both", "1.0.0"),
        ("both", "2.0.0"),
    ]


def test_a_deployment_of_an_unknown_model_is_a_defect() -> None:
    subject = Tree({"deploy/a.yaml": SERVICE}).subject("deployment", "credit")
    assert [(row[1], "'credit'" in row[2]) for row in told(subject)] == [("/metadata/annotations/govml~1model", True)]


def test_an_artifact_without_a_card_is_a_subject_until_a_card_speaks_for_it() -> None:
    index = "artifacts:\n  scorer:\n    path: m/scorer.onnx\n    type: model\n"
    alone = Tree({"dvc.yaml": index, "m/scorer.onnx": "x"})
    assert alone.subject("model", "scorer").input["record"]["kind"] == "dvc-pipeline"  # type: ignore[index,call-overload]
    assert alone.subject("model", "scorer").place(("card",))[1] == ("artifacts", "scorer")
    carded = Tree({"dvc.yaml": index, "models/scorer/README.md": card("scorer")})
    assert carded.subject("model", "scorer").record.path == "models/scorer/README.md"


def test_a_name_that_is_declared_twice_is_a_defect_on_both() -> None:
    tree = Tree({CARD: card(), "models/other/README.md": card()})
    found = [asked.subject for asked in tree.subjects().values() if asked.subject is not None]
    assert sorted(row for subject in found for row in told(subject)) == [
        (CARD, "/governance/name", "model 'credit' is also declared in models/other/README.md"),
        ("models/other/README.md", "/governance/name", f"model 'credit' is also declared in {CARD}"),
    ]


def test_a_name_that_is_declared_twice_in_one_file_is_a_defect_on_both() -> None:
    text = "governance: {name: loans, purpose: x}\n"
    tree = Tree({"data/data_card.yaml": f"{text}---\n{text}"})
    found = [asked.subject for asked in tree.subjects().values() if asked.subject is not None]
    assert sorted(row[2] for subject in found for row in told(subject)) == [
        "data 'loans' is also declared in data/data_card.yaml, document 1",
        "data 'loans' is also declared in data/data_card.yaml, document 2",
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("models/foo.md", "foo"),
        ("models/x/README.md", "x"),
        ("models/x/model_card.md", "x"),
        ("models/x/Model-Card.md", "x"),
        ("models/x/v2.md", "v2"),
    ],
)
def test_a_card_is_called_by_its_folder_only_when_it_speaks_for_it(path: str, name: str) -> None:
    assert KINDS.by_name["model-card"].name_of({"license": "mit"}, path) == name
    assert KINDS.by_name["mlmodel"].name_of({}, "models/x/MLmodel") == "x"


# -- keys ------------------------------------------------------------------------------------------------------------

LOCK = f"schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n    - path: m/locked.onnx\n      md5: {MD5}\n"
LINKED = card(
    more="  artifact: models/credit/m.bin\n  training: {pipeline: dvc.yaml#train, data: [data/train.csv]}\n"
    "  evaluation: {data: [data/test.csv], metrics: metrics.json}\n  explainability: {report: r.json}\n"
)
POOL = {
    CARD: LINKED,
    "models/other/README.md": card(),
    "models/locked/README.md": card("scorer", "  artifact: m/locked.onnx\n"),
    "models/credit/m.bin.dvc": dvc("m.bin"),
    "models/credit/m.bin": "weights",
    "models/credit/.eval_results/a.yaml": "- dataset: {id: a/b, task_id: auc}\n  value: 0.7\n",
    "data/train.csv.dvc": dvc("train.csv"),
    "data/test.csv.dvc": dvc("test.csv", OTHER),
    "data/test.csv": "1,2",
    "data/README.md": "---\npretty_name: Loans\ngovernance:\n  name: loans\n---\n",
    "data/more/README.md": "---\ngovernance:\n  name: more\n  data: [data/train.csv.dvc]\n---\n",
    "data/near/datacard.md": "---\ngovernance: {name: near, purpose: x, data: ../test.csv}\n---\n",
    "dvc.yaml": "stages:\n  train:\n    cmd: x\nartifacts:\n"
    "  scorer: {path: m/locked.onnx, type: model}\n"
    "  credit: {path: models/credit/m.bin, type: model}\n",
    "dvc.lock": LOCK,
    "artifacts.yaml": "set: {type: dataset, path: data/train.csv}\nscorer: {type: model}\ncredit: {type: model}\n",
    "metrics.json": "{}",
    "r.json": "{}",
    "deploy/a.yaml": SERVICE,
    "deploy/b.yaml": CANARY,
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(sorted(POOL))), st.sampled_from(sorted(POOL)))
def test_a_file_changes_only_subjects_that_looked_its_keys_up(there: set[str], path: str) -> None:
    """What lets a judgement of an earlier tree stand: whoever is touched by a file has asked for a key of it."""
    without = Tree({name: POOL[name] for name in there - {path}})
    with_it = Tree({name: POOL[name] for name in there | {path}})
    touched = with_it.touched(path)
    before, after = without.subjects(), with_it.subjects()
    for key in before.keys() | after.keys():
        if key.path == path:
            continue
        assert key in before
        assert key in after
        if before[key].subject != after[key].subject:
            assert before[key].keys & touched, key


@pytest.mark.parametrize("path", sorted(POOL))
def test_every_file_of_the_pool_matters_to_a_subject(path: str) -> None:
    """Otherwise the property above would hold for want of anything to look at."""
    whole = set(POOL) - {path}
    bases = (whole, whole - {"data/near/datacard.md"}, {CARD} - {path}, {"models/other/README.md"}, {"deploy/a.yaml"})
    for base in bases:
        before = Tree({name: POOL[name] for name in base}).subjects()
        after = Tree({name: POOL[name] for name in base | {path}}).subjects()
        if any(before[key].subject != asked.subject for key, asked in after.items() if key.path != path):
            return
    raise AssertionError(f"no subject changes with {path}")


# -- links among DVC files -------------------------------------------------------------------------------------------


def links(files: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(d.record.path, pointer_text(d.pointer), d.message) for d in Tree(files).link_defects()]


def test_a_locked_stage_is_defined_beside_it() -> None:
    assert links({"dvc.lock": LOCK, "dvc.yaml": "stages:\n  train:\n    cmd: x\n"}) == []
    assert (
        links(
            {
                "dvc.lock": LOCK.replace("train", "train@a"),
                "dvc.yaml": "stages:\n  train:\n    foreach: [a]\n    do: {cmd: x}\n",
            }
        )
        == []
    )
    assert links(
        {
            "p/dvc.lock": LOCK,
            "p/dvc.yaml": "stages:\n  fit:\n    cmd: x\n",
            "dvc.yaml": "stages:\n  train:\n    cmd: x\n",
        }
    ) == [("p/dvc.lock", "/stages/train", "stage 'train' is locked, but p/dvc.yaml does not define it")]
    assert links({"dvc.lock": LOCK}) == [
        ("dvc.lock", "/stages/train", "stage 'train' is locked, but there is no dvc.yaml")
    ]


def test_a_declared_path_leads_somewhere() -> None:
    index = "artifacts:\n  a: {path: m/a.onnx, type: model}\n"
    assert links({"p/dvc.yaml": index}) == [
        ("p/dvc.yaml", "/artifacts/a/path", "artifact 'a': 'm/a.onnx' leads nowhere")
    ]
    for files in (
        {"p/m/a.onnx": "x"},
        {"p/m/a.onnx.dvc": dvc("a.onnx")},
        {"p/m.dvc": dvc("m")},
        {"p/x.dvc": dvc("a.onnx", more="wdir: m\n")},
        {"p/dvc.lock": LOCK.replace("m/locked.onnx", "m/a.onnx").replace("train", "fit")},
    ):
        assert [row for row in links({"p/dvc.yaml": index, **files}) if row[0] == "p/dvc.yaml"] == []
    for path in ("s3://bucket/a.onnx", "${model}.onnx"):
        assert links({"dvc.yaml": f"artifacts:\n  a: {{path: '{path}', type: model}}\n"}) == []
    assert links({"dvc.yaml": "stages:\n  t:\n    cmd: x\n    outs: [m/a.onnx]\n" + index}) == []
    looped = "stages:\n  t:\n    foreach: [a]\n    do: {wdir: m, cmd: x, metrics: [a.onnx: {cache: false}]}\n"
    assert links({"p/dvc.yaml": looped + index}) == []
    assert links({"artifacts.yaml": "a: {path: a.onnx, type: model}\nb: {path: b.onnx, virtual: true}\n"}) == [
        ("artifacts.yaml", "/a/path", "artifact 'a': 'a.onnx' leads nowhere")
    ]


# -- smaller parts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# A", "a"),
        ("   ###### A b  ##  ", "a b"),
        ("#\tA#", "a#"),
        ("## A # b", "a # b"),
        ("####### A", None),
        ("    # A", None),
        ("#A", None),
        ("\\# A", None),
        ("### ###", None),
    ],
)
def test_headings_are_read_as_commonmark_does(line: str, heading: str | None) -> None:
    assert list(sections(f"{line}\ntext")) == ([heading] if heading else [])


def test_a_hostile_heading_is_quick() -> None:
    start = time.monotonic()
    assert list(sections("# " + " " * 100_000 + "x" + " #" * 50_000 + "y"))
    assert time.monotonic() - start < 1


def test_sections_are_read_by_heading() -> None:
    body = "intro\n# Use #\ntext\n```\n# no heading\n```\n## Limits\n a\n\n# use\nsecond\n#NoSpace\n    # code\n"
    assert sections(body) == {"use": "text\n```\n# no heading\n```", "limits": "a"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P7D", 7),
        ("P2W", 14),
        ("P1M", 30),
        ("P1Y2M3W4D", 450),
        ("P1DT12H", 1),
        ("P", None),
        ("7d", None),
        (None, None),
        ("PT1H", None),
        ("P999999D", None),
    ],
)
def test_durations_in_days(text: str | None, expected: int | None) -> None:
    assert days(text) == expected
