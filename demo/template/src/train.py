"""Train the network on the training data and keep the weights that do best on the validation data."""

from __future__ import annotations

import copy
from pathlib import Path

import network as net
import torch
import yaml


def main() -> None:
    params = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))["train"]
    net.deterministic(params["seed"])
    names, x, y = net.read("train")
    _, x_validation, y_validation = net.read("validation")
    mean, scale = x.mean(0), x.std(0)
    x, x_validation = (x - mean) / scale, (x_validation - mean) / scale

    network = net.build(len(names), params["hidden"])
    optimizer = torch.optim.Adam(
        network.parameters(), lr=params["learning_rate"], weight_decay=params["weight_decay"]
    )
    loss_of = torch.nn.BCEWithLogitsLoss()
    best, best_loss = copy.deepcopy(network.state_dict()), float("inf")
    for epoch in range(params["epochs"]):
        optimizer.zero_grad()
        loss = loss_of(network(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            validation = loss_of(network(x_validation).squeeze(1), y_validation).item()
        if validation < best_loss:
            best, best_loss = copy.deepcopy(network.state_dict()), validation
        if epoch % 50 == 0:
            print(f"epoch {epoch:3}: training loss {loss.item():.4f}, validation loss {validation:.4f}", flush=True)
    network.load_state_dict(best)
    net.save(network, mean, scale)
    print(f"kept the weights with validation loss {best_loss:.4f}")


if __name__ == "__main__":
    main()
