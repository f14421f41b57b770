"""`govml card sync`: evidence into cards of every form, and nothing else of them changes."""

from __future__ import annotations

import difflib
import hashlib
import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govml.base.document import parse, syntax_of
from govml.evidence.evaluation import Data, Evaluation, Metric, Robustness, Slice, evaluation_statement
from govml.evidence.statement import Subject
from govml.model import Json
from govml.records.stated import agrees
from tests.builders import Repo, Result, invoke_govml
from tests.evidence.keys import unsigned

CARD = "models/credit/README.md"
EVIDENCE = "evidence/credit/evaluation.intoto.jsonl"
WEIGHTS, DATA = b"weights", b"a,y\n1,0\n"
TEXT = """---
# A card, with "quotes" and 'more'
license:   apache-2.0
model-index:
- name: credit
  results:
  - task: {type: tabular-classification}
    dataset: {type: loans, name: "Loans", split: test, revision: 0000beef}
    metrics:
    - {type: roc_auc, value: 0.912, n: 4210, confidence_interval: [0.900, 0.92]}   # from the paper
    - type: recall   # at 0.5
      value: 0.50
governance:
  name: credit
  artifact: models/credit/model.safetensors
  evaluation:
    data: [data/test.csv]
    metrics: metrics.json   # what the stage writes

    slices:
    - {by: sex, metric: recall, values: {f: 0.6, m: 0.55, x: 0.4}}
---
value: 0.912
"""


def digests(data: bytes) -> dict[str, str]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "md5": hashlib.md5(data).hexdigest()}


def evaluation(**changes: object) -> Evaluation:
    usual = Evaluation(
        subjects=(Subject("models/credit/model.safetensors", digests(WEIGHTS)),),
        model="credit",
        repository="",
        commit="1" * 40,
        tree="2" * 40,
        dirty=False,
        data=(Data("data/test.csv", digests(DATA)),),
        rows=80,
        metrics=(
            Metric("roc_auc", 0.95082, "Loans", "test", digests(DATA)["md5"], 80, (0.90151, 0.98874)),
            Metric("recall", 0.86111, "Loans", "test", digests(DATA)["md5"], 80, (0.75, 0.96667)),
        ),
        calibration={},
        attributions={},
        reference={},
        method={},
        runtime="onnx",
        environment={},
        builder="https://govml.dev/builders/local",
        versions={},
        started="2026-01-01T00:00:00Z",
        finished="2026-01-01T00:00:01Z",
        slices=(Slice("sex", "recall", {"f": 0.8571, "m": 0.55004}, {"f": 40, "m": 40}, 0.3),),
    )
    return usual._replace(**changes)  # type: ignore[arg-type]


def prepare(repo: Repo, card: str = TEXT, path: str = CARD, found: Evaluation | None = None) -> Repo:
    repo.write_all({path: card, "models/credit/model.safetensors": WEIGHTS})
    repo.write_all({"data/test.csv": DATA, "metrics.json": "{}"})
    repo.write(EVIDENCE, unsigned(evaluation_statement(found or evaluation())))
    repo.commit()
    return repo


def sync(repo: Repo, *args: str) -> Result:
    return invoke_govml("card", "sync", "credit", *args, cwd=repo.path)


def changes(repo: Repo, before: str = TEXT, path: str = CARD) -> list[str]:
    after = (repo.path / path).read_bytes().decode()
    return [line for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[0] in "+-"]


def test_a_metric_of_the_card_that_no_evidence_says_is_told(repo: Repo) -> None:
    prepare(repo, TEXT.replace("type: recall ", "type: sensitivity "))
    done = sync(repo)
    assert "/metrics/2: nothing → {type: recall" in done.stdout
    assert "note: sensitivity on Loans/test: the card has it, and the evidence doesn't\n" in done.stderr


def test_the_card_says_what_the_evidence_says_and_nothing_else_changed(repo: Repo) -> None:
    prepare(repo)
    checked = sync(repo, "--check")
    assert checked.exit_code == 1
    assert changes(repo) == []
    assert f"{CARD}:10: /model-index/0/results/0/metrics/0/value: 0.912 → 0.951" in checked.stdout
    assert f"{CARD}:11: /model-index/0/results/0/metrics/1/n: nothing → 80" in checked.stdout

    done = sync(repo)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(checked.stdout)
    assert f"wrote {CARD}" in done.stdout
    assert "on Loans/test: the card has" not in done.stderr
    assert "note: recall by sex: the card has 'x', and the evidence doesn't" in done.stderr
    md5 = digests(DATA)["md5"]
    assert changes(repo) == [
        '-     dataset: {type: loans, name: "Loans", split: test, revision: 0000beef}',
        f'+     dataset: {{type: loans, name: "Loans", split: test, revision: "{md5}"}}',
        "-     - {type: roc_auc, value: 0.912, n: 4210, confidence_interval: [0.900, 0.92]}   # from the paper",
        "+     - {type: roc_auc, value: 0.951, n: 80, confidence_interval: [0.902, 0.99]}   # from the paper",
        "-       value: 0.50",
        "+       value: 0.86",
        "+       n: 80",
        "+       confidence_interval: [0.75, 0.97]",
        "-     - {by: sex, metric: recall, values: {f: 0.6, m: 0.55, x: 0.4}}",
        "+     - {by: sex, metric: recall, values: {f: 0.86, m: 0.55, x: 0.4}}",
    ]
    for args in ((), ("--check",)):
        again = sync(repo, *args)
        assert (again.exit_code, again.stdout) == (0, f"{CARD} says what the evidence says\n")


def test_metrics_and_slices_that_the_card_lacks_are_added(repo: Repo) -> None:
    bare = TEXT.partition("    - type: recall")[0] + "governance:" + TEXT.partition("governance:")[2]
    bare = bare.partition("\n    slices:")[0] + "\n---\n"
    prepare(repo, bare)
    assert sync(repo).exit_code == 0
    added = [line for line in changes(repo, bare) if line[0] == "+"]
    assert "+     - {type: recall, value: 0.8611, n: 80, confidence_interval: [0.7500, 0.9667]}" in added
    assert added[-2:] == ["+     slices:", "+     - {by: sex, metric: recall, values: {f: 0.8571, m: 0.5500}}"]
    assert sync(repo, "--check").exit_code == 0


def test_json_and_yaml_cards(repo: Repo) -> None:
    value = parse(TEXT.encode(), "front-matter").documents[0].value
    text = json.dumps(value, indent=2)
    prepare(repo, text, "models/credit/model_card.json")
    assert sync(repo).exit_code == 0
    after = (repo.path / "models/credit/model_card.json").read_text(encoding="utf-8")
    assert '"value": 0.951,\n' in after
    assert sync(repo, "--check").exit_code == 0
    assert len(after.splitlines()) == len(text.splitlines()) + 2  # n and the interval of recall

    (repo.path / "models/credit/model_card.json").unlink()
    yaml = TEXT.split("---\n")[1].replace("\n", "\r\n")
    repo.write("models/credit/model_card.yaml", yaml)
    assert sync(repo).exit_code == 0
    data = (repo.path / "models/credit/model_card.yaml").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == yaml.count("\n") + 2


def test_what_cant_be_written_in_place_is_said(repo: Repo) -> None:
    text = TEXT.replace("{by: sex, metric: recall, values: {f: 0.6, m: 0.55, x: 0.4}}", "*all")
    text = text.replace("license:", "x-all: &all {by: sex, metric: recall, values: {f: 0.6, m: 0.55}}\nlicense:")
    text = text.replace('name: "Loans"', "name: Others")
    prepare(repo, text)
    done = sync(repo)
    assert done.exit_code == 1
    assert "add by hand: /model-index/0/results, one more: {task: {type: TASK}, dataset: {type: Loans" in done.stdout
    assert done.stdout.count("/model-index/0/results, one more") == 1
    assert "metrics: [{type: roc_auc, value: 0.95" in done.stdout
    assert "{type: recall, value: 0." in done.stdout
    assert "add by hand: /governance/evaluation/slices/0/values/f: 0.8571" in done.stdout
    assert "wrote" not in done.stdout
    assert changes(repo, text) == []


def test_a_card_without_results_is_told_the_one_to_add_and_to_name_its_split(repo: Repo) -> None:
    card = TEXT.replace("model-index:", "x-model-index:")
    alone = Metric("roc_auc", 0.5, "test.csv", "", digests(DATA)["md5"])
    prepare(repo, card, found=evaluation(metrics=(alone,)))
    done = sync(repo)
    assert "dataset: {type: test.csv, name: test.csv, split: SPLIT, revision: " in done.stdout
    assert "`govml evaluate credit` once the card has the result" in done.stderr


NOISE = Robustness("noise on every feature", {"roc_auc": 0.94382, "recall": 0.8})
SHIFT = Robustness("all shifted", {"roc_auc": 0.5})


def test_robustness_is_written_where_the_card_has_it(repo: Repo) -> None:
    stated = "    robustness:\n      method: a tenth of noise\n      metrics: {roc_auc: 0.000, f1: 0.7} # under noise\n"
    card = TEXT.replace("    metrics: metrics.json", stated + "    metrics: metrics.json")
    prepare(repo, card, found=evaluation(robustness=(NOISE,)))
    pointer = "/governance/evaluation/robustness/metrics/roc_auc"
    assert f"{CARD}:20: {pointer}: 0.0 → 0.944" in sync(repo, "--check").stdout
    done = sync(repo)
    assert done.exit_code == 0, done.stderr
    assert "      metrics: {roc_auc: 0.944, f1: 0.7} # under noise\n" in (repo.path / CARD).read_text(encoding="utf-8")
    assert "note: robustness: the card has 'f1', and the evidence doesn't" in done.stderr
    assert sync(repo, "--check").exit_code == 0

    # Of two tests the one that the card names; none where it names none of them.
    repo.write(EVIDENCE, unsigned(evaluation_statement(evaluation(robustness=(SHIFT, NOISE)))))
    assert sync(repo, "--check").exit_code == 0
    repo.write(CARD, (repo.path / CARD).read_text(encoding="utf-8").replace("a tenth of noise", SHIFT.method))
    assert f"{pointer}: 0.944 → 0.500" in sync(repo).stdout


def test_a_card_without_robustness_or_with_text_for_it_is_left(repo: Repo) -> None:
    prepare(repo, found=evaluation(robustness=(NOISE,)))
    assert sync(repo).exit_code == 0
    assert "robustness" not in (repo.path / CARD).read_text(encoding="utf-8")
    text = TEXT.replace("    metrics: metrics.json", "    robustness: Tried by hand.\n    metrics: metrics.json")
    repo.write(CARD, text)
    assert sync(repo).exit_code == 0
    assert "    robustness: Tried by hand.\n" in (repo.path / CARD).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("found", "said", "code"),
    [
        (evaluation(subjects=(Subject("m", digests(b"other")),)), "is about another artifact than the card's", 1),
        (evaluation(data=(Data("data/test.csv", digests(b"old")),)), "or other evaluation data than the card's", 1),
        (evaluation(model="other"), "is about another model", 1),
    ],
)
def test_evidence_about_something_else_is_refused(repo: Repo, found: Evaluation, said: str, code: int) -> None:
    prepare(repo, found=found)
    done = sync(repo)
    assert (done.exit_code, said in done.stderr) == (code, True)
    assert "`govml evaluate credit`" in done.stderr
    assert changes(repo) == []


def test_absent_broken_and_hidden_evidence(repo: Repo, tmp_path: Path) -> None:
    prepare(repo)
    repo.write(EVIDENCE, '{"payload": 1}\n')
    broken = sync(repo)
    assert (broken.exit_code, f"{EVIDENCE}: line 1 is not a DSSE envelope" in broken.stderr) == (4, True)
    (repo.path / EVIDENCE).unlink()
    absent = sync(repo)
    assert (absent.exit_code, f"there is no {EVIDENCE}" in absent.stderr) == (1, True)
    (tmp_path / "elsewhere").write_bytes(unsigned(evaluation_statement(evaluation())))
    (repo.path / EVIDENCE).symlink_to(tmp_path / "elsewhere")
    linked = sync(repo)
    assert (linked.exit_code, "leads out of the work tree" in linked.stderr) == (4, True)
    unknown = invoke_govml("card", "sync", "credits", cwd=repo.path)
    assert (unknown.exit_code, "did you mean 'credit'?" in unknown.stderr) == (2, True)


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_a_rounded_number_agrees_with_the_value(value: float, places: int) -> None:
    stated = float(f"{value:.{places}f}")
    if places >= 2 or abs(stated) >= 10:
        assert agrees(stated, value)
    assert not agrees(value + 10, value)
    assert not agrees(True, 1.0)
    assert not agrees("0.5", 0.5)
    assert not agrees(1, 0.96)
    assert not agrees(3, 3.3)


# -- random cards -----------------------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["0.9", "0.912", "1", "0", "91.25", ".5", "0.00001", "1e-3"])
COMMENT = st.sampled_from(["", " # {value: 0.1}", "   # it's", " #"])


@st.composite
def cards(draw: st.DrawFn) -> str:
    """Text of a card with a result for the data set of the evidence, written in one of many styles."""
    metrics = []
    for name in draw(st.permutations(["roc_auc", "recall", "f1"])):
        extra = {"n": "12"} if draw(st.booleans()) else {}
        if draw(st.booleans()):
            extra["confidence_interval"] = draw(st.sampled_from(["[0.1, 0.95]", "[ 0.10,0.951 ]"]))
        pairs = list(({"type": name, "value": draw(NUMBERS)} | extra).items())
        pairs = list(draw(st.permutations(pairs)))
        if draw(st.booleans()):
            metrics.append("    - {" + ", ".join(f"{key}: {text}" for key, text in pairs) + "}" + draw(COMMENT))
        else:
            first, *rest = [f"{key}: {text}{draw(COMMENT)}" for key, text in pairs]
            metrics.append("    - " + first + "".join(f"\n      {line}" for line in rest))
        if draw(st.booleans()):
            metrics.append("    # between")
    revision = draw(st.sampled_from(["", ", revision: abcd", ', revision: "12345"']))
    dataset = draw(
        st.sampled_from(
            [
                f"    dataset: {{type: loans, name: Loans, split: test{revision}}}",
                '    dataset:\n      name: "Loans"\n      type: loans # x\n      split: test',
            ]
        )
    )
    block = "    slices:\n    - by: sex\n      metric: recall\n      values: {m: 1}\n"
    slices = draw(st.sampled_from(["", "    slices: []\n", block]))
    parts = [
        "---", "# top", "model-index:", "- name: credit", "  results:", "  - task: {type: t}", dataset, "    metrics:",
        *metrics, "governance:", "  name: credit  # n", "  artifact: models/credit/model.safetensors", "  evaluation:",
        f"    data: [data/test.csv]\n{slices}    metrics: metrics.json", "---", "body", "",
    ]  # fmt: skip
    return "\n".join(parts)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cards())
def test_any_card_says_what_the_evidence_says_and_keeps_the_rest(repo: Repo, card: str) -> None:
    if not (repo.path / CARD).exists():
        prepare(repo, card)
    repo.write(CARD, card)
    before = parse(card.encode(), syntax_of(CARD)).documents[0]
    done = sync(repo)
    assert done.exit_code == 0, (done, card)
    text = (repo.path / CARD).read_text(encoding="utf-8")
    after = parse(text.encode(), syntax_of(CARD)).documents[0]
    assert after.body == before.body
    meant = json.loads(json.dumps(before.value))
    found = cast("dict[str, Json]", after.value)
    result = meant["model-index"][0]["results"][0]
    now = json.loads(json.dumps(found))["model-index"][0]["results"][0]
    for metric, mine in zip(result["metrics"], now["metrics"], strict=True):
        known = next((each for each in evaluation().metrics if each.name == metric["type"]), None)
        if known is not None:
            assert agrees(mine["value"], known.value)
            assert mine["n"] == 80
            low, high = cast("list[float]", mine["confidence_interval"])
            assert known.confidence_interval is not None
            assert agrees(low, known.confidence_interval[0])
            assert agrees(high, known.confidence_interval[1])
            metric |= {key: mine[key] for key in ("value", "n", "confidence_interval")}
    assert now["dataset"]["revision"] == digests(DATA)["md5"]
    result["dataset"]["revision"] = now["dataset"]["revision"]
    evaluated = cast("dict[str, dict[str, Json]]", found["governance"])["evaluation"]
    meant["governance"]["evaluation"]["slices"] = evaluated["slices"]
    assert found == meant
    assert text.count("#") == card.count("#")
    assert sync(repo, "--check").exit_code == 0
