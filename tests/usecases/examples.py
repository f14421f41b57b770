"""Repositories that the tests of the use cases start from: a complete one in which nothing is wrong, and poor cards."""

from __future__ import annotations

from typing import Final

AT: Final = "2026-03-03T12:00:00Z"
"""Evaluation time of the tests, so that no result depends on the day they run."""

MD5: Final = {"train": "a1" * 16, "test": "b2" * 16, "model": "c3" * 16}

CARD: Final = f"""\
---
license: apache-2.0
library_name: pytorch
pipeline_tag: tabular-classification
datasets: [loans]
model-index:
- name: credit-risk
  results:
  - task: {{type: tabular-classification}}
    dataset: {{type: loans, name: loans, split: test, revision: "{MD5["test"]}"}}
    metrics:
    - {{type: roc_auc, value: 0.912, n: 5000, confidence_interval: [0.90, 0.92]}}
governance:
  name: credit-risk
  version: 1.4.0
  owner: {{team: credit-ml, contact: credit-ml@bank.example}}
  risk: {{tier: high, reason: Supports a human underwriter and never decides alone.}}
  intended_use: Scores consumer loan applications for human underwriters.
  out_of_scope: [automated refusal without review]
  limitations: [trained on one market]
  misuse: [refusing without a look at the application]
  risks:
  - {{risk: A good applicant is put last., mitigation: Every application is read., residual: Up to a day of delay.}}
  oversight: {{who: duty underwriter, how_to_stop: flag scoring.enabled off}}
  artifact: models/credit-risk/model.safetensors.dvc
  training: {{pipeline: dvc.yaml#train, data: [data/train.csv.dvc]}}
  evaluation:
    data: [data/test.csv.dvc]
    metrics: metrics.json
    slices:
    - {{by: age group, metric: roc_auc, values: {{young: 0.91, old: 0.90}}}}
    robustness: {{method: noise on every column, metrics: {{roc_auc: 0.90}}}}
  explainability: {{method: integrated gradients, report: reports/attributions.json}}
  business_impact: {{summary: Fewer manual reviews, kpi: review hours per 1000 applications}}
  monitoring:
    metrics: [roc_auc]
    drift: {{method: psi, threshold: 0.2}}
    cadence: P7D
    owner: credit-ops
  energy: {{not_applicable: Trained in seconds on a laptop.}}
  revalidate_by: "2026-12-01"
---
# Credit risk
"""

DATA_CARD: Final = """\
---
license: cc-by-4.0
pretty_name: Loans
task_categories: [tabular-classification]
governance:
  name: loans
  owner: {team: credit-ml, contact: credit-ml@bank.example}
  data: [data/train.csv.dvc, data/test.csv.dvc]
  origin: Applications of 2024 from the loan system.
  collection: Exported from the loan system once a year.
  purpose: Research on default of consumer loans.
  preparation: [Equal rows were dropped.]
  bias: {examined: Rates of approval by age group., findings: [Young people apply less often.]}
  gaps: [One market.]
  personal: {contains: false}
---
# Loans
"""

MANIFEST: Final = f"""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: credit-risk
  annotations:
    govml/model: credit-risk@1.4.0
    govml/digest: md5:{MD5["model"]}
    govml/stage: production
    govml/rollback-to: 1.3.0
    govml/log-retention: P365D
spec:
  predictor:
    logger: {{mode: all, url: http://event-log.monitoring}}
    model:
      modelFormat: {{name: pytorch}}
      storageUri: s3://models/files/md5/{MD5["model"][:2]}/{MD5["model"][2:]}
"""

CONFIG: Final = """\
schema: govml.config/v1
rules:   # what evidence needs, a history and keys, has tests of its own: tests/usecases/test_evidence.py
  EVAL-03: off
  PROV-01: off
parameters:
  allowed_licences: [apache-2.0, cc-by-4.0]
"""

PIPELINE: Final = """\
stages:
  train:
    cmd: python train.py
    deps: [data/train.csv]
    outs: [models/credit-risk/model.safetensors]
"""


def pointer(name: str, path: str) -> str:
    """Return a `.dvc` file."""
    return f"outs:\n- md5: {MD5[name]}\n  size: 1000\n  path: {path}\n  meta: {{sha256: {MD5[name] * 2}}}\n"


GOOD: Final = {
    "govml.yaml": CONFIG,
    "models/credit-risk/README.md": CARD,
    "models/credit-risk/model.safetensors.dvc": pointer("model", "model.safetensors"),
    "data/README.md": DATA_CARD,
    "data/train.csv.dvc": pointer("train", "train.csv"),
    "data/test.csv.dvc": pointer("test", "test.csv"),
    "dvc.yaml": PIPELINE,
    "deploy/production/credit-risk.yaml": MANIFEST,
    "metrics.json": "{}\n",
    "reports/attributions.json": "{}\n",
}
"""A repository in which nothing is wrong at `AT`."""


def plain_card(name: str, *, licence: str = "mit", extra: str = "") -> str:
    """Return a card that has only Hugging Face's fields and a name: valid, and short of much that policies ask for."""
    return f"---\nlicense: {licence}\nlibrary_name: pytorch\ngovernance:\n  name: {name}\n{extra}---\n# {name}\n"


def minimal_card(name: str) -> str:
    """A card of tier minimal that nothing is wrong with."""
    return f"""\
---
license: mit
governance:
  name: {name}
  version: 1.0.0
  owner: {{team: sorting, contact: sorting@models.test}}
  risk: {{tier: minimal, reason: People see every entry of the list.}}
  intended_use: Sorts an internal list.
  out_of_scope: [decisions about people]
  limitations: [trained on one market]
model-index:
- name: {name}
  results:
  - task: {{type: tabular-classification}}
    dataset: {{type: lists, name: lists, split: test}}
    metrics: [{{type: accuracy, value: 0.9, n: 500}}]
---
# {name}
"""
