"""Confidence intervals by the percentile bootstrap (Efron), seeded, all metrics on the same resamples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy

from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govml.evaluation.measures import Answers, Measure
    from govml.evaluation.tables import Floats, Integers

RARE: Final = 10
"""Rows of the rarest class below which each class is resampled by itself, so that none gets lost."""
ROUNDS: Final = 10
"""How often as many resamples as asked for are drawn, where metrics are undefined in some of them."""
_CELLS: Final = 4_000_000
"""Cells of one block of resamples; bounds the memory."""


class Intervals(NamedTuple):
    """What the resamples say."""

    bounds: dict[str, tuple[float, float] | None]
    """By metric; None where too few resamples defined it."""
    stratified: bool
    drawn: int
    """Resamples that were drawn; more than asked for where a metric was undefined in some."""


def intervals(
    measures: Mapping[str, Measure], answers: Answers, resamples: int, confidence: float, seed: int
) -> Intervals:
    """The interval of each metric between the quantiles (1 - confidence) / 2 on both sides of its resamples."""
    random = numpy.random.Generator(numpy.random.PCG64(seed))
    sizes = numpy.bincount(answers.truth.astype(numpy.int64)) if answers.classes else numpy.array([0])
    stratified = bool(answers.classes) and bool(sizes[sizes > 0].min() < RARE)
    strata = [numpy.flatnonzero(answers.truth == number) for number in range(answers.classes)] if stratified else []
    if not strata:
        strata = [numpy.arange(len(answers.truth))]
    found: dict[str, list[float]] = {name: [] for name in measures}
    block = max(1, min(resamples, _CELLS // len(answers.truth)))
    drawn = 0
    while drawn < ROUNDS * resamples and any(len(values) < resamples for values in found.values()):
        weights = _drawn(random, strata, len(answers.truth), block)
        drawn += block
        for name, measure in measures.items():
            values = measure.weighted(answers, weights)
            found[name] += values[~numpy.isnan(values)].tolist()
    tail = (1 - confidence) / 2
    bounds: dict[str, tuple[float, float] | None] = {}
    for name, values in found.items():
        if len(values) < resamples:
            bounds[name] = None
            continue
        edges: list[float] = numpy.quantile(values[:resamples], [tail, 1 - tail]).tolist()
        bounds[name] = edges[0], edges[1]
    return Intervals(bounds, stratified, drawn)


def _drawn(random: numpy.random.Generator, strata: list[Integers], rows: int, block: int) -> Floats:
    """How often each row is in each of `block` resamples."""
    weights = numpy.zeros((block, rows))
    for stratum in strata:
        size = len(stratum)
        if size:
            chosen = random.integers(0, size, size=(block, size)) + numpy.arange(block)[:, None] * size
            weights[:, stratum] = numpy.bincount(chosen.ravel(), minlength=block * size).reshape(block, size)
    return weights
