"""The data and the network: training and evaluation share them."""

from __future__ import annotations

import csv
from pathlib import Path

import torch
from safetensors.torch import load_file

WEIGHTS = Path("models/tumour-triage/model.safetensors")
LABEL = "diagnosis"


class Scaling(torch.nn.Module):
    """Brings every feature to mean 0 and deviation 1, as they are in the training data."""

    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self, mean: torch.Tensor, scale: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("scale", scale)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.scale


def build(mean: torch.Tensor, scale: torch.Tensor, hidden: int) -> torch.nn.Sequential:
    """Return an untrained network that gives the logit of malignancy."""
    first, last = torch.nn.Linear(len(mean), hidden), torch.nn.Linear(hidden, 1)
    return torch.nn.Sequential(Scaling(mean, scale), first, torch.nn.ReLU(), last, torch.nn.Flatten(0))


def load(path: str) -> torch.nn.Sequential:
    """Read a trained network."""
    tensors = load_file(path)
    network = build(tensors["0.mean"], tensors["0.scale"], len(tensors["1.bias"]))
    network.load_state_dict(tensors)
    return network.eval()


def read(name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the features and the labels (1 is malignant) of a split."""
    with Path("data", f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    values = [[float(value) for column, value in row.items() if column != LABEL] for row in rows]
    return torch.tensor(values), torch.tensor([float(row[LABEL] == "malignant") for row in rows])
