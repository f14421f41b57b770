"""Seeds, flags that make a run repeatable, and the state of the random generators."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any, Literal

from govml.model import UsageError

if TYPE_CHECKING:
    import torch

    from govml.model import Json

Determinism = Literal["error", "warn", "off"]


def set_seeds(seed: int) -> dict[str, int]:
    """Seed the generators of Python, NumPy (where it is installed) and torch, on every device; returns their seeds.

    Raises `UsageError` for a seed that one of them doesn't take.
    """
    import torch

    if type(seed) is not int or not 0 <= seed < 2**32:
        raise UsageError(f"the seed is {seed!r}", "give a whole number from 0 to 4294967295, as far as NumPy's go")
    random.seed(seed)
    seeds = {"python": seed, "torch": seed}
    if (numpy := _numpy()) is not None:
        numpy.random.seed(seed)
        seeds["numpy"] = seed
    torch.manual_seed(seed)
    if torch.cuda.is_available():
        seeds["cuda"] = seed
    return dict(sorted(seeds.items()))


def set_flags(wanted: Determinism) -> None:
    """Make torch take deterministic algorithms: where it has none it raises, warns, or (`off`) is not asked to.

    To be called before anything runs on a GPU, as cuBLAS reads its setting once.
    """
    import torch

    if wanted == "off":
        return
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True, warn_only=wanted == "warn")
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


def flags() -> dict[str, Json]:
    """Return the settings in force that decide whether a run can be repeated."""
    import torch

    asked = "warn" if torch.is_deterministic_algorithms_warn_only_enabled() else "error"
    return {
        "algorithms": asked if torch.are_deterministic_algorithms_enabled() else "off",
        "cublas_workspace": os.environ.get("CUBLAS_WORKSPACE_CONFIG", ""),
        "cudnn_benchmark": bool(torch.backends.cudnn.benchmark),
        "cudnn_deterministic": bool(torch.backends.cudnn.deterministic),
        "float32_matmul_precision": str(torch.get_float32_matmul_precision()),
        "python_hash_seed": os.environ.get("PYTHONHASHSEED", "random"),
        "threads": int(torch.get_num_threads()),
    }


def generator_states(device: torch.device, generator: torch.Generator) -> dict[str, Json]:
    """Return the state of every generator of this process, for `restore_generators`."""
    import torch

    version, internal, gauss = random.getstate()
    states: dict[str, Json] = {
        "python": [version, list(internal), gauss],
        "torch": _hex(torch.get_rng_state()),
        "loader": _hex(generator.get_state()),
    }
    if (numpy := _numpy()) is not None:
        _, keys, position, has_gauss, cached = numpy.random.get_state()
        states["numpy"] = [keys.tolist(), int(position), int(has_gauss), float(cached)]
    if device.type == "cuda":
        states["cuda"] = _hex(torch.cuda.get_rng_state(device))
    return states


def restore_generators(states: dict[str, Any], device: torch.device, generator: torch.Generator) -> None:
    """Put every generator of this process into the state that `generator_states` returned."""
    import torch

    version, internal, gauss = states["python"]
    random.setstate((version, tuple(internal), gauss))
    torch.set_rng_state(_tensor(states["torch"]))
    generator.set_state(_tensor(states["loader"]))
    if "numpy" in states and (numpy := _numpy()) is not None:
        keys, position, has_gauss, cached = states["numpy"]
        numpy.random.set_state(("MT19937", numpy.array(keys, dtype=numpy.uint32), position, has_gauss, cached))
    if "cuda" in states and device.type == "cuda":
        torch.cuda.set_rng_state(_tensor(states["cuda"]), device)


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def _hex(state: torch.Tensor) -> str:
    return bytes(state.cpu().tolist()).hex()


def _tensor(text: str) -> torch.Tensor:
    import torch

    return torch.tensor(list(bytes.fromhex(text)), dtype=torch.uint8)
