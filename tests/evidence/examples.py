"""A training run and an evaluation, for tests to change."""

from __future__ import annotations

from govml.evidence.evaluation import Data, Evaluation, Metric, Overlap, Robustness, Slice
from govml.evidence.resources import Resource
from govml.evidence.statement import Subject
from govml.evidence.training import Stage, Training, Usage

WEIGHTS = Subject("models/credit-risk/model.safetensors", {"md5": "1" * 32, "sha256": "1" * 64})
COMMIT, TREE = "c" * 40, "d" * 40
REPOSITORY = "https://git.example.org/credit.git"
BUILDER = "https://govml.dev/builders/local"

TRAINING = Training(
    subjects=(WEIGHTS,),
    model="credit-risk",
    repository=REPOSITORY,
    ref="main",
    commit=COMMIT,
    tree=TREE,
    dirty=False,
    pipeline="dvc.yaml",
    stages=(Stage("train", "python train.py", {"params.yaml": {"train.epochs": 3, "train.lr": 0.1}}),),
    launcher="local",
    options={},
    inputs=(
        Resource("code", "train.py", {"gitBlob": "a" * 40, "sha256": "2" * 64}),
        Resource("data", "data/train.csv", {"md5": "3" * 32, "sha256": "3" * 64}),
        Resource("lock", "requirements.lock", {"gitBlob": "b" * 40, "sha256": "4" * 64}),
    ),
    seeds={"python": 7, "torch": 7},
    deterministic={"torch.use_deterministic_algorithms": True},
    environment={"python": "3.11.2", "platform": "Linux-x86_64", "packages": {"torch": "2.9.0"}, "gpus": [], "cpus": 2},
    builder=BUILDER,
    versions={"govml": "0.1.0", "dvc": "3.60.0"},
    invocation="run-1",
    started="2026-03-03T09:00:00Z",
    finished="2026-03-03T09:10:00Z",
    usage=Usage(600.0, 0.0, 0.02, 0.0083, "EUR", 0.0046),
    byproducts=(Resource("metrics", "metrics.json", {"md5": "5" * 32, "sha256": "5" * 64}),),
    lock_files=("requirements.lock",),
)

EVALUATION = Evaluation(
    subjects=(WEIGHTS,),
    model="credit-risk",
    repository=REPOSITORY,
    commit=COMMIT,
    tree=TREE,
    dirty=False,
    data=(Data("data/test.csv", {"md5": "6" * 32, "sha256": "6" * 64}),),
    rows=4210,
    metrics=(Metric("roc_auc", 0.912, "loans", "test", "6" * 32, 4210, (0.901, 0.923)),),
    calibration={"method": "equal-width", "ece": 0.02, "bins": []},
    attributions={},
    reference={},
    method={"resamples": 1000, "seed": 7, "confidence": 0.95},
    runtime="torch",
    environment={"python": "3.11.2"},
    builder=BUILDER,
    versions={"govml": "0.1.0"},
    started="2026-03-03T10:00:00Z",
    finished="2026-03-03T10:01:00Z",
    passed=("metrics", "rows-apart"),
    configuration=(Resource("data", "data/test.csv", {"md5": "6" * 32, "sha256": "6" * 64}),),
    training_overlap=Overlap(0, 4210, ("data/train.csv",)),
    slices=(Slice("age", "roc_auc", {"under 40": 0.91, "from 40": 0.913}, {"under 40": 2000, "from 40": 2210}, 0.003),),
    robustness=(Robustness("gaussian noise 0.1", {"roc_auc": 0.9}),),
)
