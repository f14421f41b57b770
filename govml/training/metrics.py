"""Metrics as DVC reads them: JSON with finite numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govml.training.errors import TrainingError

if TYPE_CHECKING:
    from govml.model import Json


def finite_metrics(value: Any, name: str = "") -> Json:
    """Return metrics as JSON: numbers (also of torch and NumPy), text, lists and mappings of these.

    Raises `TrainingError` with the metric's dotted name for a number that is NaN or infinite, or another value.
    """
    if isinstance(value, Mapping):
        return {str(key): finite_metrics(item, f"{name}.{key}" if name else str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite_metrics(item, f"{name}[{index}]") for index, item in enumerate(value)]
    if getattr(value, "shape", None) == () and callable(getattr(value, "item", None)):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        raise TrainingError(
            f"metric {name} is {value}; nothing is written",
            "leave out what is not defined; a metric of one class or of no rows has no value",
        )
    if value is None or not isinstance(value, bool | int | float | str):
        raise TrainingError(f"metric {name} is of type {type(value).__name__}, not a number")
    return value if isinstance(value, bool | str) else float(value) if isinstance(value, float) else int(value)
