"""What an evaluation finds, without anything heavy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.model import Json

_NOTHING: Final[Mapping[str, Json]] = MappingProxyType({})


class Metric(NamedTuple):
    """A recomputed number."""

    name: str
    value: float
    n: int
    interval: tuple[float, float] | None
    """None where too few resamples defined it."""


class Slice(NamedTuple):
    """A metric by the groups of one attribute."""

    by: str
    metric: str
    values: dict[str, float]
    n: dict[str, int]
    gap: float
    """Between the largest and the smallest value."""


class Numbers(NamedTuple):
    """Everything that was recomputed; empty where the recipe doesn't ask for it, or it has no meaning for the task."""

    rows: int
    metrics: tuple[Metric, ...]
    slices: tuple[Slice, ...] = ()
    robustness: tuple[dict[str, Json], ...] = ()
    calibration: Mapping[str, Json] = _NOTHING
    attributions: Mapping[str, Json] = _NOTHING
    reference: Mapping[str, Json] = _NOTHING
    method: Mapping[str, Json] = _NOTHING
    notes: tuple[str, ...] = ()
    """What couldn't be said, and why."""
