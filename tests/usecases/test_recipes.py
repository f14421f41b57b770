"""Evidence holds for what made it: the stage as `dvc.yaml` defines it now, and the recipe that the card has now."""

from __future__ import annotations

from pathlib import Path

import pytest

from govml.base.canonical import digest
from govml.evidence.resources import RECIPE, Resource
from govml.model import Json
from tests.builders import Repo, run_govml
from tests.cli.checking import report
from tests.evidence.keys import make_key
from tests.pipelines import Workshop, copy
from tests.usecases.examples import GOOD
from tests.usecases.proven import Proven, proven

CARD = "models/credit-risk/README.md"


@pytest.fixture
def good(repo: Repo, tmp_path: Path) -> Proven:
    return proven(repo, make_key(tmp_path))


def messages(good: Proven) -> list[str]:
    good.repo.commit("Another one")
    found = report(good.repo.path, "--rev", "HEAD")
    return [each["message"] for each in found["findings"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("python train.py", "python honest.py"),
        ("deps: [", "deps: [src/more.py, "),
        ("    cmd:", "    wdir: src\n    cmd:"),
        ("stages:\n", "vars:\n- {epochs: 3}\nstages:\n"),
    ],
)
def test_evidence_of_another_stage_than_the_one_that_is_there(good: Proven, old: str, new: str) -> None:
    changed = GOOD["dvc.yaml"].replace(old, new)
    assert changed != GOOD["dvc.yaml"]
    good.repo.write("dvc.yaml", changed)
    assert any("read another dvc.yaml#train than" in each for each in messages(good))


def test_what_does_not_decide_the_run_may_change(good: Proven) -> None:
    pipeline = GOOD["dvc.yaml"].replace("    cmd:", "    desc: Learns.\n    cmd:")
    good.repo.write("dvc.yaml", pipeline + "  other:\n    cmd: python other.py\n")
    assert messages(good) == []


def test_evidence_that_leaves_the_stage_out(good: Proven) -> None:
    inputs = tuple(each for each in good.training.inputs if each.role != "stage")
    good.write(good.training._replace(inputs=inputs))
    assert any("read another dvc.yaml#train than" in each for each in messages(good))


def test_evidence_of_a_stage_that_the_card_does_not_name(good: Proven) -> None:
    good.repo.write("dvc.yaml", GOOD["dvc.yaml"] + "  second:\n    cmd: python train.py\n")
    card = GOOD[CARD].replace("dvc.yaml#train", "dvc.yaml#second")
    good.repo.write(CARD, card)
    assert any("read another dvc.yaml#second than" in each for each in messages(good))


def test_numbers_of_another_recipe_or_other_code_than_is_there(good: Proven) -> None:
    recipe = "    recompute: {task: binary-classification, target: defaulted, metrics: [roc_auc]}\n"
    good.repo.write(CARD, GOOD[CARD].replace("    metrics: metrics.json\n", "    metrics: metrics.json\n" + recipe))
    assert any("read another governance.evaluation.recompute than" in each for each in messages(good))

    told: dict[str, Json] = {"task": "binary-classification", "target": "defaulted", "metrics": ["roc_auc"]}
    made = Resource(RECIPE, "a card", {"sha256": digest(told).removeprefix("sha256:")})
    good.write(evaluation=good.evaluation._replace(configuration=(made,)))
    assert messages(good) == []

    code = Resource("code", "src/network.py", {"gitBlob": "ab" * 20})
    good.write(evaluation=good.evaluation._replace(configuration=(made, code)))
    assert any("read another src/network.py than" in each for each in messages(good))


# -- by the commands --------------------------------------------------------------------------------------------------


def test_a_training_tells_the_stage_and_the_files_that_fill_it_in(untrained: Workshop, tmp_path: Path) -> None:
    workshop = copy(untrained, tmp_path)
    pipeline = workshop.read("dvc.yaml").replace("sh train.sh", "${shell} ${script}")
    variables = {"dvc.yaml": "vars: [who.yaml, {shell: sh}]\n" + pipeline, "who.yaml": "script: train.sh\n"}
    workshop.change(variables)
    result = run_govml("train", "net", "--no-sign", cwd=workshop.path)
    assert result.exit_code == 0, result.stderr
    told = {(each.role, each.name): each.digest for each in workshop.evidence().inputs}
    assert ("params", "who.yaml") in told
    assert set(told[("stage", "dvc.yaml#train")]) == {"sha256"}
