"""What the training library costs: the same epochs with and without it, in turn, in one run.

    python benchmarks/training.py --pairs 200

Two equal networks are trained, an epoch of the one after an epoch of the other, in an order that changes: one as it
would be written in plain torch, one with `epochs`, `loader`, `wrap`, `log` and checkpoints, and the meter beside it, as
`govml train` has it. Both are seeded and deterministic. Printed are medians for each step, the median ratio of a pair,
and the share of all time that went into what `epochs` does between two epochs: above all the few checkpoints, which are
written by the time that has passed. Together they are to be below 1.02.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from govml.launch.meter import Meter

BATCH, BATCHES = 256, 8


def main() -> None:
    """Run the pairs in a process of its own, metered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--here", action="store_true", help="run the pairs in this process")
    args = parser.parse_args()
    if args.here:
        compare(args.pairs)
        return
    with tempfile.TemporaryDirectory(prefix="govml-bench-") as folder:
        environment = {**os.environ, "GOVML_DEVICE": "cpu", "GOVML_RUN": f"{folder}/run"}
        environment["GOVML_CHECKPOINTS"] = f"{folder}/checkpoints"
        with Meter(environment):
            subprocess.run([sys.executable, __file__, "--here", f"--pairs={args.pairs}"], env=environment, check=True)


def compare(pairs: int) -> None:
    """Train both networks in turn and print what their steps cost."""
    import torch

    from govml.training import start

    costs: dict[str, list[tuple[float, float]]] = {"plain torch": [], "library": []}
    between = 0.0
    shown = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    results, sys.stdout = sys.stdout, shown
    torch.set_num_threads(1)
    with start(seed=7) as run:
        data = examples()
        network, optimizer = parts()
        loader = torch.utils.data.DataLoader(data, BATCH, shuffle=True)
        ours, its_optimizer = parts()
        ours, its_loader = run.wrap(ours), run.loader(data, BATCH, shuffle=True)
        epochs = run.epochs(pairs + 1, {"network": ours, "optimizer": its_optimizer})
        next(epochs)
        begin = time.perf_counter()
        for number in range(pairs):
            for name in sorted(costs, reverse=bool(number % 2)):
                wall, processor = time.perf_counter(), time.process_time()
                if name == "library":
                    epoch = next(epochs)
                    between += time.perf_counter() - wall
                    run.log(epoch=epoch, loss=epoch_of(ours, its_optimizer, its_loader))
                else:
                    print(f"epoch {number}  loss {epoch_of(network, optimizer, loader):.6g}", flush=True)
                costs[name].append((time.perf_counter() - wall, time.process_time() - processor))
        share = between / (time.perf_counter() - begin)
    sys.stdout = results
    for index, clock in enumerate(("wall", "processor")):
        times = {name: [cost[index] for cost in costs[name]] for name in costs}
        middle = {name: f"{1000 * statistics.median(values) / BATCHES:.3f}" for name, values in times.items()}
        ratios = [own / plain for own, plain in zip(times["library"], times["plain torch"], strict=True)]
        print(f"{clock}: {statistics.median(ratios):.4f} times plain torch; ms a step: {middle}")
    print(f"between epochs: {share:.4f} of the time")


def examples() -> Any:
    """Return data for one epoch."""
    import torch

    x = torch.randn(BATCH * BATCHES, 64)
    return torch.utils.data.TensorDataset(x, x.sum(1, keepdim=True))


def parts() -> tuple[Any, Any]:
    """Return a network of some milliseconds a step, and its optimizer."""
    import torch

    ends = torch.nn.Linear(64, 512), torch.nn.Linear(512, 1)
    hidden = torch.nn.Linear(512, 512)
    network = torch.nn.Sequential(ends[0], torch.nn.ReLU(), hidden, torch.nn.ReLU(), ends[1])
    return network, torch.optim.Adam(network.parameters())


def epoch_of(network: Any, optimizer: Any, loader: Any) -> float:
    """Train for one epoch and return the last loss."""
    for x, y in loader:
        optimizer.zero_grad()
        loss = (network(x) - y).square().mean()
        loss.backward()
        optimizer.step()
    return float(loss.detach())


if __name__ == "__main__":
    main()
