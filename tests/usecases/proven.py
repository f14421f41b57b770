"""A repository whose model is proven: signed evidence of its training and of its evaluation."""

from __future__ import annotations

from typing import Final, NamedTuple

from govml.base.document import parse
from govml.evidence.evaluation import Data, Evaluation, Metric, Overlap, Robustness, evaluation_statement
from govml.evidence.resources import Resource
from govml.evidence.statement import Subject
from govml.evidence.training import Stage, Training, Usage, training_statement
from govml.model import Json
from govml.records.artifacts import content_digests
from govml.records.stages import definition
from tests.builders import Repo
from tests.evidence.keys import Key
from tests.usecases.examples import GOOD, MD5

BUILDER: Final = "https://github.com/example/models/.github/workflows/train.yml"
PRINCIPAL: Final = "trainer@example.org"
REPOSITORY: Final = "https://github.com/example/models"
TRAINING: Final = "evidence/credit-risk/training.intoto.jsonl"
EVALUATION: Final = "evidence/credit-risk/evaluation.intoto.jsonl"
LOCK: Final = "torch==2.4.1\n"
CONFIG: Final = f"""\
schema: govml.config/v1
parameters:
  allowed_licences: [apache-2.0, cc-by-4.0]
  repository: {REPOSITORY}
  builders:
  - id: {BUILDER}
    principals: [{PRINCIPAL}]
"""


class Proven(NamedTuple):
    """The repository, whose key signed, and what it signed."""

    repo: Repo
    key: Key
    training: Training
    evaluation: Evaluation

    def write(self, training: Training | None = None, evaluation: Evaluation | None = None) -> None:
        """Write both bundles, signed, one of them perhaps about something else."""
        self.repo.write(TRAINING, self.key.line(training_statement(training or self.training)))
        self.repo.write(EVALUATION, self.key.line(evaluation_statement(evaluation or self.evaluation)))


def digests(name: str) -> dict[str, str]:
    """Digests of one of the examples' data or weights, as DVC has them."""
    return {"md5": MD5[name], "sha256": MD5[name] * 2}


def training_of(commit: str, tree: str) -> Training:
    """A training of the example's model at a commit."""
    packages: Json = {"torch": "2.4.1"}
    environment: dict[str, Json] = {"python": "3.12.4", "packages": packages, "cpu": "AMD EPYC 9554", "gpus": []}
    lock = Resource("lock", "requirements.lock", content_digests(LOCK.encode()))
    defined = definition(parse(GOOD["dvc.yaml"].encode(), "yaml").documents[0].value, "train")
    stage = Resource("stage", "dvc.yaml#train", {"sha256": defined})
    return Training(
        subjects=(Subject("models/credit-risk/model.safetensors", digests("model")),),
        model="credit-risk",
        repository=REPOSITORY,
        ref="main",
        commit=commit,
        tree=tree,
        dirty=False,
        pipeline="dvc.yaml",
        stages=(Stage("train", "python train.py", {}),),
        launcher="local",
        inputs=(Resource("data", "data/train.csv", digests("train")), lock, stage),
        environment=environment,
        builder=BUILDER,
        versions={"govml": "1.0.0"},
        invocation="1",
        started="2026-03-01T09:00:00Z",
        finished="2026-03-01T11:00:00Z",
        usage=Usage(7200.0, 7200.0),
        seeds={"python": 7},
        deterministic={"torch": True},
        options={},
    )


def evaluation_of(commit: str, tree: str) -> Evaluation:
    """An evaluation of the example's model at a commit."""
    return Evaluation(
        subjects=(Subject("models/credit-risk/model.safetensors", digests("model")),),
        model="credit-risk",
        repository=REPOSITORY,
        commit=commit,
        tree=tree,
        dirty=False,
        data=(Data("data/test.csv", digests("test")),),
        rows=5000,
        metrics=(Metric("roc_auc", 0.9121234, "loans", "test", MD5["test"], 5000, (0.9, 0.92)),),
        runtime="stage",
        environment={"python": "3.12.4"},
        builder=BUILDER,
        versions={"govml": "1.0.0"},
        started="2026-03-01T12:00:00Z",
        finished="2026-03-01T12:05:00Z",
        passed=("metrics", "rows-apart"),
        training_overlap=Overlap(0, 5000, ("data/train.csv",)),
        robustness=(Robustness("noise 0.1", {"roc_auc": 0.9}),),
        calibration={},
        attributions={},
        reference={},
        method={"resamples": 1000, "seed": 7},
    )


def proven(repo: Repo, key: Key) -> Proven:
    """Two commits: what was trained on, and the evidence."""
    repo.write_all({**GOOD, "govml.yaml": CONFIG, "requirements.lock": LOCK, "allowed_signers": key.allowed(PRINCIPAL)})
    commit = repo.commit("Model")
    tree = repo.git("rev-parse", "HEAD^{tree}")
    made = Proven(repo, key, training_of(commit, tree), evaluation_of(commit, tree))
    made.write()
    repo.commit("Evidence")
    return made
