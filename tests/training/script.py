"""A training script that draws from every generator, and can be killed: `KILL` is `epoch N` or `replace N`."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path
from typing import Any

import numpy
import torch

from govml.training import start

EPOCHS = 6


def kill_in(moment: str, number: int) -> None:
    """Die without a chance to clean up, where `KILL` says so."""
    if os.environ.get("KILL") == f"{moment} {number}":
        os.kill(os.getpid(), signal.SIGKILL)


def watch_replacements() -> None:
    """Count the checkpoints that are put in place; `KILL` can choose the moment just before one is."""
    replace, count = os.replace, 0

    def counted(source: str, target: Path) -> None:
        nonlocal count
        if Path(target).name == "checkpoint.json":
            count += 1
            kill_in("replace", count)
        replace(source, target)

    os.replace = counted  # type: ignore[assignment]


def main(folder: Path) -> None:
    """Train a small network with dropout, shuffled batches, noise, a schedule and early keeping of the best."""
    torch.set_num_threads(1)
    with start(seed=11) as run:
        x = torch.randn(48, 5)
        data = torch.utils.data.TensorDataset(x, x.sum(1, keepdim=True))
        loader = run.loader(data, 8, shuffle=True)
        model = run.wrap(torch.nn.Sequential(torch.nn.Linear(5, 8), torch.nn.Dropout(0.3), torch.nn.Linear(8, 1)))
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.05)
        schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0)
        best: dict[str, Any] = {"loss": float("inf"), "weights": {}}
        state = {"model": model, "optimizer": optimizer, "schedule": schedule, "best": best}
        for epoch in run.epochs(EPOCHS, state, seconds=0):
            total = 0.0
            for number, (inputs, targets) in enumerate(loader):
                if number == 3:
                    kill_in("epoch", epoch)
                noise = random.random() + float(numpy.random.rand())
                loss = (model(inputs.to(run.device)) - targets.to(run.device) - 0.01 * noise).square().mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item()
            total = run.mean(total)
            schedule.step(total)
            if total < best["loss"]:
                weights = {name: value.clone() for name, value in model.state_dict().items()}
                best.update(loss=total, weights=weights, epoch=epoch)
            run.log(epoch=epoch, loss=total)
        run.save_weights(folder / "last.safetensors", model)
        run.save_weights(folder / "best.safetensors", best["weights"])
        drawn = {"draws": [random.random(), torch.rand(())], "mean_rank": run.mean(run.rank)}
        run.save_metrics(folder / "metrics.json", {"loss": best["loss"], **drawn})


if __name__ == "__main__":
    watch_replacements()
    main(Path.cwd())
