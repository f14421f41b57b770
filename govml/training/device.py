"""The device that a run works on, and what is said when it is absent or full."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from govml.model import UsageError
from govml.training.errors import DeviceError
from govml.training.record import Gpu

if TYPE_CHECKING:
    import torch

_CPU_IS_FULL = ("can't allocate memory", "not enough memory")
_GPU_IS_FULL = ("CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED")  # of the driver and of cuBLAS, not of torch


def choose_device(environment: Mapping[str, str], local_rank: int) -> torch.device:
    """Return the device that `GOVML_DEVICE` asks for: `auto` (CUDA where there is one), `cpu` or `cuda`.

    Raises `UsageError` for another word, `DeviceError` when CUDA is asked for and this rank has no device.
    """
    import torch

    wanted = environment.get("GOVML_DEVICE") or "auto"
    if wanted not in ("auto", "cpu", "cuda"):
        raise UsageError(f"GOVML_DEVICE is {wanted!r}", "give auto, cpu or cuda")
    count = torch.cuda.device_count() if wanted != "cpu" and torch.cuda.is_available() else 0
    if wanted == "cpu" or (wanted == "auto" and not count):
        return torch.device("cpu")
    if local_rank >= count:
        raise DeviceError(_absent(environment, local_rank, count), "set GOVML_DEVICE=cpu to train without one")
    device = torch.device("cuda", local_rank)
    torch.cuda.set_device(device)
    return device


def describe_gpu(device: torch.device) -> Gpu | None:
    """Return what a GPU is, None for another device."""
    import torch

    if device.type != "cuda":
        return None
    found = torch.cuda.get_device_properties(device)
    kind = "MIG" if "MIG-" in os.environ.get("CUDA_VISIBLE_DEVICES", "") else "GPU"
    uuid = f"{kind}-{getattr(found, 'uuid', '')}"
    return Gpu(str(found.name), hashlib.sha256(uuid.encode()).hexdigest(), int(found.total_memory))


def out_of_memory(error: BaseException, device: torch.device) -> str:
    """Return what to say when an exception means that memory ran out, else nothing."""
    import torch

    text = str(error).strip()
    words = text if isinstance(error, RuntimeError) else ""
    if isinstance(error, torch.OutOfMemoryError) or any(word in words for word in _GPU_IS_FULL):
        name = torch.cuda.get_device_name(device) if device.type == "cuda" else "the device"
        asked = text.partition("Tried to allocate ")[2].partition(". ")[0]
        return f"out of memory on {name}" + (f": {asked} more were asked for" if asked else "")
    full = isinstance(error, MemoryError) or any(word in words for word in _CPU_IS_FULL)
    return "out of memory on the CPU" if full else ""


def _absent(environment: Mapping[str, str], local_rank: int, count: int) -> str:
    import torch

    if count:
        return f"process {local_rank + 1} of this machine has no GPU: there are {count}"
    if not torch.version.cuda:
        return "CUDA is asked for, and this torch is built without it"
    if environment.get("CUDA_VISIBLE_DEVICES") == "":
        return "CUDA is asked for, and CUDA_VISIBLE_DEVICES hides every GPU"
    return "CUDA is asked for, and torch finds no GPU"
