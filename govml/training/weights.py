"""Tensors in safetensors files: the only importer of safetensors. No pickle is read or written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from govml.training.errors import TrainingError

if TYPE_CHECKING:
    import torch

_ENDING = ".safetensors"


def bare(model: torch.nn.Module) -> torch.nn.Module:
    """Return a module without what `torch.compile` and `DistributedDataParallel` wrap around it."""
    import torch

    while True:
        inner = model.module if isinstance(model, torch.nn.parallel.DistributedDataParallel) else model
        inner = getattr(inner, "_orig_mod", inner)
        if inner is model:
            return model
        model = inner


def finite_weights(weights: torch.nn.Module | Mapping[str, torch.Tensor], path: Path) -> dict[str, torch.Tensor]:
    """Return the tensors of a module or a mapping, which are to be written to `path`.

    Raises `TrainingError` when the path doesn't end in `.safetensors`, there is no tensor, or one is not finite.
    """
    import torch

    if path.suffix != _ENDING:
        raise TrainingError(
            f"{path}: weights are written as safetensors, as loading other formats can run code",
            f"name it {path.with_suffix(_ENDING).name}",
        )
    tensors = dict(bare(weights).state_dict() if isinstance(weights, torch.nn.Module) else weights)
    if not tensors:
        raise TrainingError(f"{path}: there are no weights to write")
    for name, tensor in tensors.items():
        if not isinstance(tensor, torch.Tensor):
            raise TrainingError(f"{path}: {name} is of type {type(tensor).__name__}, not a tensor")
        if tensor.is_floating_point() or tensor.is_complex():
            shown = tensor.float() if tensor.element_size() == 1 else tensor
            bad = int((~torch.isfinite(shown)).sum())
            if bad:
                raise TrainingError(
                    f"{path}: {bad} of {tensor.numel()} numbers of {name} are NaN or infinite; nothing is written",
                    "a lower learning rate or clipped gradients may mend it; log the loss to see where it begins",
                )
    return tensors


def write_tensors(path: Path, tensors: Mapping[str, torch.Tensor]) -> None:
    """Write tensors as one safetensors file, whole or not at all; what was there before stays until then.

    A tensor that shares its memory with another is written twice, so that every name can be loaded.
    Raises `TrainingError` when it can't be written.
    """
    import safetensors
    from safetensors.torch import save_file

    seen: set[int] = set()
    ready = {}
    for name, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        place = tensor.untyped_storage().data_ptr()
        ready[name] = tensor.clone() if place in seen else tensor
        seen.add(place)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        save_file(ready, temporary, metadata={"format": "pt"})
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError | ValueError | safetensors.SafetensorError):
            raise TrainingError(f"can't write {path}: {error}") from None
        raise


def read_tensors(path: Path) -> dict[str, torch.Tensor]:
    """Return the tensors of a safetensors file, on the CPU. Raises `TrainingError` when it is none."""
    import safetensors
    from safetensors.torch import load_file

    try:
        tensors: dict[str, torch.Tensor] = load_file(path)
    except (OSError, ValueError, safetensors.SafetensorError) as error:
        raise TrainingError(f"{path} can't be read as safetensors: {error}") from None
    return tensors
