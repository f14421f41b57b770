"""The processes of one run: how torchrun is started, who this one is among them, and what they tell each other."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govml.model import UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    import torch


class Ranks(NamedTuple):
    """Who this process is, in torchrun's words."""

    rank: int = 0
    """Among all processes of the run; 0 alone writes."""
    local_rank: int = 0
    """Among those of this machine."""
    world_size: int = 1


def read_ranks(environment: Mapping[str, str]) -> Ranks:
    """Return who torchrun says that this process is. Raises `UsageError` when its variables are no numbers."""
    return Ranks(
        _number(environment, "RANK", 0), _number(environment, "LOCAL_RANK", 0), _number(environment, "WORLD_SIZE", 1)
    )


def torchrun_command(environment: Mapping[str, str], command: list[str], gpus: int) -> list[str]:
    """Return the command that runs `command` (as `sys.orig_argv`) once for each process; empty when there is no need.

    There is none where `GOVML_LAUNCHER` asks for no torchrun, or torchrun has started this process. Without
    `GOVML_PROCESSES` there is one process for each GPU. Raises `UsageError` for settings that can't be.
    """
    launcher = environment.get("GOVML_LAUNCHER") or "local"
    if launcher not in ("local", "torchrun"):
        raise UsageError(f"GOVML_LAUNCHER is {launcher!r}", "give local or torchrun")
    if launcher == "local" or "RANK" in environment:
        return []
    nodes = _number(environment, "GOVML_NODES", 1)
    meeting = environment.get("GOVML_RDZV", "")
    if nodes > 1 and not meeting:
        raise UsageError(f"GOVML_NODES is {nodes}, and nothing says where they meet", "set GOVML_RDZV to HOST:PORT")
    where = ["--standalone", "--local-addr=127.0.0.1"]
    if nodes > 1:
        where = [f"--nnodes={nodes}", "--rdzv-backend=c10d", f"--rdzv-endpoint={meeting}", "--rdzv-id=govml"]
    elif "PET_NNODES" in environment:  # a Kubeflow job says by torchrun's own variables where the nodes meet
        where = []
    processes = _number(environment, "GOVML_PROCESSES", gpus or 1)
    # With --no-python the interpreter's own options, `-m` and `-c` come through as they were.
    torchrun = [sys.executable, "-m", "torch.distributed.run", *where, f"--nproc-per-node={processes}", "--no-python"]
    return [*torchrun, sys.executable, *command[1:]]


def become_torchrun(command: list[str], environment: Mapping[str, str]) -> None:
    """Become torchrun, in this very process, so that signals and the exit status need nobody between. Never returns."""
    processes = next(int(word.partition("=")[2]) for word in command if word.startswith("--nproc-per-node="))
    threads = str(max(1, (os.cpu_count() or 1) // processes))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, {"OMP_NUM_THREADS": threads, **environment})


def distributed(model: torch.nn.Module, device: torch.device) -> torch.nn.Module:
    """Return a module whose gradients are averaged over the processes; its weights keep the names that they have."""
    import torch

    class Distributed(torch.nn.parallel.DistributedDataParallel):  # type: ignore[misc] # torch is not read
        def state_dict(self, *args: Any, **options: Any) -> Any:
            return self.module.state_dict(*args, **options)

        def load_state_dict(self, *args: Any, **options: Any) -> Any:
            return self.module.load_state_dict(*args, **options)

    wrapped: torch.nn.Module = Distributed(model, device_ids=[device] if device.type == "cuda" else None)
    return wrapped


class Group:
    """The processes of a run, once they have met. With one process nothing is asked of torch.distributed."""

    def __init__(self, ranks: Ranks, device: torch.device) -> None:
        self.size = ranks.world_size
        self._device = device
        if self.size > 1:
            import torch.distributed

            if device.type == "cuda":
                torch.distributed.init_process_group("nccl", device_id=device)
            else:
                torch.distributed.init_process_group("gloo")

    def mean(self, value: torch.Tensor) -> torch.Tensor:
        """Return the mean of what the processes give, on the device of each."""
        if self.size == 1:
            return value
        import torch.distributed

        total = value.clone()
        torch.distributed.all_reduce(total)
        return total / self.size

    def any(self, *values: bool) -> list[bool]:
        """Return, for each value, whether any process says so; all get the same answer."""
        if self.size == 1:
            return list(values)
        import torch.distributed

        told = torch.tensor(values, dtype=torch.uint8, device=self._device)
        torch.distributed.all_reduce(told, torch.distributed.ReduceOp.MAX)
        return [bool(value) for value in told.tolist()]

    def gather(self, value: bytes) -> list[bytes]:
        """Return what every process gives, by rank."""
        if self.size == 1:
            return [value]
        import torch.distributed

        own = torch.tensor([len(value)], device=self._device)
        lengths = [torch.zeros_like(own) for _ in range(self.size)]
        torch.distributed.all_gather(lengths, own)
        longest = max(int(length) for length in lengths)
        padded = torch.tensor(list(value.ljust(longest, b"\0")), dtype=torch.uint8, device=self._device)
        parts = [torch.zeros_like(padded) for _ in range(self.size)]
        torch.distributed.all_gather(parts, padded)
        return [bytes(part.tolist())[: int(length)] for part, length in zip(parts, lengths, strict=True)]

    def close(self) -> None:
        """Wait until all are here, and part."""
        if self.size > 1:
            import torch.distributed

            torch.distributed.barrier()
            torch.distributed.destroy_process_group()


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or (int(text) < 1 and name not in ("RANK", "LOCAL_RANK")):
        raise UsageError(f"{name} is {text!r}", "give a whole number from 1")
    return int(text)
