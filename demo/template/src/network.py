"""The network and its file: training and evaluation share them."""

from __future__ import annotations

import csv
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WEIGHTS = Path("models/tumour-triage/model.safetensors")
LABEL = "diagnosis"


def deterministic(seed: int) -> None:
    """Give the same weights for the same seed on the same machine."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def read(name: str) -> tuple[list[str], torch.Tensor, torch.Tensor]:
    """Return the feature names, the features and the labels (1 is malignant) of a split."""
    with Path("data", f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    features = [column for column in rows[0] if column != LABEL]
    values = torch.tensor([[float(row[column]) for column in features] for row in rows])
    return features, values, torch.tensor([float(row[LABEL] == "malignant") for row in rows])


def build(features: int, hidden: int) -> torch.nn.Sequential:
    """Return an untrained network that gives the logit of malignancy."""
    return torch.nn.Sequential(torch.nn.Linear(features, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 1))


def save(network: torch.nn.Sequential, mean: torch.Tensor, scale: torch.Tensor) -> None:
    """Write the weights with the scaling of the features, without pickle."""
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    save_file({**network.state_dict(), "mean": mean, "scale": scale}, WEIGHTS)


def load() -> tuple[torch.nn.Sequential, torch.Tensor, torch.Tensor]:
    """Read what `save` wrote."""
    tensors = load_file(WEIGHTS)
    mean, scale = tensors.pop("mean"), tensors.pop("scale")
    network = build(len(mean), len(tensors["0.bias"]))
    network.load_state_dict(tensors)
    return network.eval(), mean, scale
