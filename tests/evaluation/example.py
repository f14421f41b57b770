"""A repository with a small model to evaluate: data and weights in DVC, made once and copied for each test."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy

from tests.builders import Repo
from tests.pipelines import dvc_all

CARD = "models/credit/README.md"
WEIGHTS = "models/credit/model.safetensors"
LOADER = '''"""The network of the model, and how its file becomes one."""
import torch
from safetensors.torch import load_file


class Network(torch.nn.Module):
    def __init__(self, tensors):
        super().__init__()
        self.line = torch.nn.Linear(3, 1)
        self.line.load_state_dict({"weight": tensors["weight"], "bias": tensors["bias"]})

    def forward(self, rows):
        return self.line(rows).squeeze(1)


def load(path):
    return Network(load_file(path))
'''
CARD_TEXT = """---
# The card of a small model.
license: apache-2.0
model-index:
- name: credit
  results:
  - task: {type: tabular-classification}
    dataset: {type: loans, name: loans, split: test}
    metrics:
    - {type: roc_auc, value: 0.912}   # from the paper
    - type: recall
      value: 0.5
governance:
  name: credit
  version: 1.0.0
  artifact: models/credit/model.safetensors
  training: {data: [data/train.csv]}
  evaluation:
    data: [data/test.csv]
    recompute:
      task: binary-classification
      target: default
      positive: yes
      drop: [id, sex]
      metrics: [roc_auc, recall]
      output: logit
      slices: [{by: sex, metrics: [recall]}, {by: income, column: income, groups: median}]
      noise: 0.1
      resamples: 200
      seed: 7
      loader: src/network.py:load
---
# Credit

Text with --- in it.
"""


def table(seed: int, rows: int, first: int = 0) -> str:
    """A CSV file of loans; `first` is the first id."""
    random = numpy.random.default_rng(seed)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "income", "debt", "age", "sex", "default"])
    for number in range(rows):
        income, debt, age = (round(float(each), 3) for each in random.normal(size=3))
        bad = 1.5 * debt - income + 0.8 * float(random.normal()) > 0
        sex = "f" if random.random() < 0.5 else "m"
        writer.writerow([first + number, income, debt, age, sex, "yes" if bad else "no"])
    return text.getvalue()


def weights() -> bytes:
    """The weights of the network."""
    import torch
    from safetensors.torch import save

    return bytes(save({"weight": torch.tensor([[-1.0, 1.5, 0.0]]), "bias": torch.tensor([0.1])}))


def make_template(folder: Path) -> Path:
    """The repository, in `folder/repo`; its DVC remote is `folder/store`."""
    repo = Repo(folder)
    repo.write_all({CARD: CARD_TEXT, "src/network.py": LOADER, WEIGHTS: weights()})
    repo.write_all({"data/train.csv": table(1, 150), "data/test.csv": table(2, 80, 1000)})
    dvc_all(
        repo.path,
        ["init", "--quiet"],
        ["remote", "add", "--quiet", "--default", "store", "../store"],
        ["add", "--quiet", "data/train.csv", "data/test.csv", WEIGHTS],
        ["push", "--quiet"],
    )
    repo.git("add", "--all")
    repo.commit("A model", all=False)
    return repo.path


def copy_of(template: Path, folder: Path) -> Repo:
    """A repository like the template, with its remote."""
    shutil.copytree(template.parent / "store", folder / "store")
    shutil.copytree(template, folder / "repo", symlinks=True)
    repo = Repo.__new__(Repo)
    repo.path = folder / "repo"
    repo._folder = folder
    repo._time = 1_767_225_600 + 3600
    return repo


def change_card(repo: Repo, changes: Mapping[str, str]) -> None:
    """Replace texts of the card, and commit."""
    text = (repo.path / CARD).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    repo.write(CARD, text)
    repo.git("add", CARD)
    repo.commit("Another card", all=False)
