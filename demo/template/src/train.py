"""Train the network on the training data and keep the weights that do best on the validation data."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import network as net
import torch
import yaml

from govml.training import start


def main() -> None:
    params = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))["train"]
    with start(seed=params["seed"]) as run:
        x, y = (part.to(run.device) for part in net.read("train"))
        x_validation, y_validation = (part.to(run.device) for part in net.read("validation"))
        network = net.build(x.mean(0), x.std(0), params["hidden"])
        model = run.wrap(network)
        optimizer = torch.optim.Adam(
            model.parameters(), lr=params["learning_rate"], weight_decay=params["weight_decay"]
        )
        loss_of = torch.nn.BCEWithLogitsLoss()
        best: dict[str, Any] = {"weights": copy.deepcopy(network.state_dict()), "loss": 1e9}
        state = {"network": network, "optimizer": optimizer, "best": best}
        for epoch in run.epochs(params["epochs"], state):
            mine = slice(run.rank, None, run.world_size)  # where there are several processes, each takes its share
            optimizer.zero_grad()
            loss = loss_of(model(x[mine]), y[mine])
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                validation = loss_of(network(x_validation), y_validation).item()
            if validation < best["loss"]:
                best.update(weights=copy.deepcopy(network.state_dict()), loss=validation)
            if epoch % 50 == 0:
                run.log(epoch=epoch, loss=round(loss.item(), 4), validation=round(validation, 4))
        run.save_weights(net.WEIGHTS, best["weights"])
        run.save_metrics("training.json", {"validation_loss": round(best["loss"], 4)})


if __name__ == "__main__":
    main()
