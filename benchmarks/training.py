"""What the training library costs: the same loop with and without it, in turn, in one run.

    python benchmarks/training.py --rounds 9

Each round runs the loop twice, in processes of their own: plain torch, and inside of `start` with `epochs`, `loader`,
`log`, checkpoints and the meter beside it, as `govml train` has it. Both are seeded and deterministic. Printed are the
medians of time for each step, start and end left out, and of the rounds' ratios, which are to be below 1.02. Processor
time tells more than the wall's where other work runs on the machine; it leaves out the wait for the disk.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from govml.launch.meter import Meter

BATCH, BATCHES, EPOCHS = 256, 8, 40


def main() -> None:
    """Run the rounds and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--loop", choices=sorted(LOOPS), help="run one loop in this process and print seconds a step")
    args = parser.parse_args()
    if args.loop:
        print(json.dumps(LOOPS[args.loop]()))
        return
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in LOOPS}
    for number in range(args.rounds):
        for name in sorted(LOOPS, reverse=bool(number % 2)):
            costs[name].append(measured(name))
    for index, clock in enumerate(("wall", "processor")):
        ours, peer = ([1000 * cost[index] for cost in costs[name]] for name in ("library", "plain"))
        ratio = statistics.median(one / other for one, other in zip(ours, peer, strict=True))
        print(f"{clock}: {ratio:.4f} times plain torch (median of {args.rounds} rounds; must be below 1.02)")
        for name, values in (("library", ours), ("plain", peer)):
            middle = statistics.median(values)
            print(f"  {name}: {middle:.3f} ms a step (from {min(values):.3f} to {max(values):.3f})")


def measured(name: str) -> tuple[float, float]:
    """Run one loop in a process of its own and return its seconds a step, by the wall and of processors."""
    with tempfile.TemporaryDirectory(prefix="govml-bench-") as folder:
        environment = {**os.environ, "GOVML_RUN": f"{folder}/run", "GOVML_CHECKPOINTS": f"{folder}/checkpoints"}
        command = [sys.executable, __file__, "--loop", name]
        if name == "plain":
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
        else:
            with Meter(environment):
                done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    wall, processor = json.loads(done.stdout.splitlines()[-1])
    return wall, processor


class Stopwatch:
    """Seconds since it was made, by both clocks."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def a_step(self) -> tuple[float, float]:
        """Return what a step took, when all epochs are over."""
        steps = EPOCHS * BATCHES
        return (time.perf_counter() - self.wall) / steps, (time.process_time() - self.processor) / steps


def parts() -> tuple[Any, Any, Any]:
    """A network of some milliseconds a step, its optimizer and its data."""
    import torch

    torch.set_num_threads(1)
    wide = torch.nn.Linear(512, 512)
    ends = torch.nn.Linear(64, 512), torch.nn.Linear(512, 1)
    network = torch.nn.Sequential(ends[0], torch.nn.ReLU(), wide, torch.nn.ReLU(), ends[1])
    x = torch.randn(BATCH * BATCHES, 64)
    data = torch.utils.data.TensorDataset(x, x.sum(1, keepdim=True))
    return network, torch.optim.Adam(network.parameters()), data


def epoch_of(network: Any, optimizer: Any, loader: Any) -> float:
    """Train for one epoch and return the last loss."""
    for x, y in loader:
        optimizer.zero_grad()
        loss = (network(x) - y).square().mean()
        loss.backward()
        optimizer.step()
    return float(loss.detach())


def plain() -> tuple[float, float]:
    """The loop as it would be written without the library."""
    import torch

    random.seed(7)
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    network, optimizer, data = parts()
    loader = torch.utils.data.DataLoader(data, BATCH, shuffle=True)
    epoch_of(network, optimizer, loader)
    watch = Stopwatch()
    for epoch in range(EPOCHS):
        loss = epoch_of(network, optimizer, loader)
        print(f"epoch {epoch}  loss {loss:.6g}", flush=True)
    return watch.a_step()


def library() -> tuple[float, float]:
    """The same loop with the library."""
    from govml.training import start

    with start(seed=7) as run:
        network, optimizer, data = parts()
        network = run.wrap(network)
        loader = run.loader(data, BATCH, shuffle=True)
        epoch_of(network, optimizer, loader)
        watch = Stopwatch()
        for epoch in run.epochs(EPOCHS, {"network": network, "optimizer": optimizer}):
            loss = epoch_of(network, optimizer, loader)
            run.log(epoch=epoch, loss=loss)
        return watch.a_step()


LOOPS = {"library": library, "plain": plain}

if __name__ == "__main__":
    main()
