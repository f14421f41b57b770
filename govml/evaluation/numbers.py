"""The numbers of one evaluation: metrics with intervals, slices, robustness, calibration, attributions, reference.

A pure function of table, recipe and model: what is drawn is drawn from the recipe's seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy

from govml.evaluation import measures, tables
from govml.evaluation.bootstrap import intervals
from govml.evaluation.measures import Answers
from govml.evaluation.model_process import ModelError
from govml.evaluation.recipe import canonical_cell
from govml.evaluation.results import Metric, Numbers, Slice

if TYPE_CHECKING:
    from govml.evaluation.recipe import Recipe, Slicing
    from govml.evaluation.tables import Flags, Floats, Table
    from govml.model import Json

FEW: Final = 5
"""Rows below which a group, a bin or a share would tell of single persons."""
BINS: Final = 10
ATTRIBUTED: Final = 200
"""Rows that attributions are computed on."""
REPEATS: Final = 5
"""Permutations of each feature."""
PERMUTED: Final = 1000
"""Rows that permutation importance is computed on."""
_VALUES: Final = 20
"""Values up to which a feature's shares are kept, and a column has a group for each."""


class Model(Protocol):
    """What is asked for scores: `govml.evaluation.model_process.ModelProcess`."""

    def scores(self, features: Floats) -> Floats:
        """A score for each row, of more than two classes a column for each."""

    def attributions(self, features: Floats) -> Floats | None:
        """Mean absolute attribution by feature; None where the model can't tell."""


def recompute(table: Table, recipe: Recipe, model: Model) -> Numbers:
    """The numbers of a model, which is loaded, on a table. Raises `DataError`, `RecipeError`, `ModelError`."""
    names = tables.feature_names(table, recipe)
    features = tables.matrix(table, names)
    truth, classes = _truth(table, recipe)
    chosen = {name: measures.measure(recipe.task, name) for name in recipe.metrics}

    def answers(scores: Floats) -> Answers:
        return Answers(truth, scores, _decided(scores, recipe), classes)

    found = answers(model.scores(features))
    values = {name: measures.value(measure, found) for name, measure in chosen.items()}
    for name, value in values.items():
        if numpy.isnan(value):
            raise ModelError(f"{name} is not defined here: {_why(found)}", "choose another metric or threshold")
    sampled = intervals(chosen, found, recipe.resamples, recipe.confidence, recipe.seed)
    notes = [
        f"{name} has no confidence interval: too few resamples define it"
        for name in chosen
        if sampled.bounds[name] is None
    ]
    metrics = tuple(Metric(name, values[name], len(truth), sampled.bounds[name]) for name in chosen)
    slices, told = _slices(table, recipe, found)
    robustness: tuple[dict[str, Json], ...] = ()
    if recipe.noise:
        noisy = answers(model.scores(_disturbed(features, recipe)))
        under: dict[str, Json] = {name: _plain(measures.value(each, noisy)) for name, each in chosen.items()}
        what = f"normal noise of {recipe.noise:g} standard deviations on every feature"
        robustness = ({"method": what, "metrics": {name: each for name, each in under.items() if each is not None}},)
    return Numbers(
        len(truth),
        metrics,
        slices,
        robustness,
        _calibration(found) if classes else {},
        _attributions(names, features, recipe, model, found),
        _reference(names, features, found.scores),
        {
            "resamples": recipe.resamples,
            "drawn": sampled.drawn,
            "seed": recipe.seed,
            "confidence": recipe.confidence,
            "interval": "stratified percentile bootstrap" if sampled.stratified else "percentile bootstrap",
            "threshold": recipe.threshold,
        },
        tuple(notes + told),
    )


def _truth(table: Table, recipe: Recipe) -> tuple[Floats | tables.Integers, int]:
    if recipe.task == "regression":
        return tables.numbers(table, recipe.target), 0
    labels = tables.labels(table, recipe)
    return labels.numbers, len(labels.classes)


def _decided(scores: Floats, recipe: Recipe) -> Floats | tables.Integers:
    if recipe.task == "regression":
        return scores
    if scores.ndim == 2:
        return numpy.asarray(scores.argmax(axis=1), dtype=numpy.int64)
    return (scores >= recipe.threshold).astype(numpy.int64)


def _why(answers: Answers) -> str:
    if answers.classes and len(numpy.unique(answers.decided)) == 1:
        return "the model decides for the same class in every row"
    return "the rows give it nothing to divide by"


def _plain(value: float) -> float | None:
    return None if numpy.isnan(value) else float(value)


# -- slices -----------------------------------------------------------------------------------------------------------


def _slices(table: Table, recipe: Recipe, answers: Answers) -> tuple[tuple[Slice, ...], list[str]]:
    found, notes = [], []
    for slicing in recipe.slices:
        groups = _groups(table, slicing)
        small = [name for name, rows in groups.items() if rows.sum() < FEW]
        if small:
            notes.append(f"slices by {slicing.by}: {', '.join(small)} left out, of fewer than {FEW} rows")
        for metric in slicing.metrics:
            measure = measures.measure(recipe.task, metric)
            values: dict[str, float] = {}
            sizes: dict[str, int] = {}
            for name, rows in groups.items():
                if name in small:
                    continue
                value = measures.value(measure, answers.of(rows))
                if numpy.isnan(value):
                    notes.append(f"slices by {slicing.by}: {metric} is not defined in {name}")
                    continue
                values[name], sizes[name] = value, int(rows.sum())
            if values:
                gap = max(values.values()) - min(values.values())
                found.append(Slice(slicing.by, metric, values, sizes, gap))
    return tuple(found), notes


def _groups(table: Table, slicing: Slicing) -> dict[str, Flags]:
    if slicing.groups == "median":
        values = tables.numbers(table, slicing.column)
        low = values < numpy.median(values)
        return {"low": low, "high": ~low}
    if slicing.groups == "values":
        cells = numpy.array([canonical_cell(cell) for cell in table.column(slicing.column)])
        distinct = sorted(set(cells.tolist()))
        if len(distinct) > _VALUES:
            raise tables.DataError(
                f"{table.name}: {slicing.column!r} has {len(distinct)} values, too many for a group each",
                "say the groups in recompute.slices: `groups: median`, or {young: {below: 40}, old: {at_least: 40}}",
            )
        return {name or "(empty)": cells == name for name in distinct}
    return {name: tables.is_in(table, slicing.column, condition) for name, condition in slicing.groups.items()}


# -- robustness, calibration ------------------------------------------------------------------------------------------


def _disturbed(features: Floats, recipe: Recipe) -> Floats:
    random = numpy.random.Generator(numpy.random.PCG64(recipe.seed))
    return features + recipe.noise * features.std(axis=0) * random.standard_normal(features.shape)


def _calibration(answers: Answers) -> dict[str, Json]:
    """Bins of equal size over the score of the positive class, or of the class that is chosen, and what came true."""
    if len(answers.scores) < FEW:
        return {}
    if answers.scores.ndim == 1:
        score, right = answers.scores, answers.truth == 1
    else:
        score, right = answers.scores.max(axis=1), answers.truth == answers.decided
    order = numpy.lexsort((right, score))
    bins: list[Json] = []
    error = 0.0
    for rows in numpy.array_split(order, min(BINS, len(order) // FEW)):
        mean, rate = float(score[rows].mean()), float(right[rows].mean())
        error += len(rows) / len(order) * abs(mean - rate)
        bins.append({"n": len(rows), "score": mean, "rate": rate})
    found: dict[str, Json] = {"method": "bins of equal size", "bins": bins, "ece": error}
    if answers.scores.ndim == 1:
        found["brier"] = float(((score - right) ** 2).mean())
    return found


# -- what the model looks at ------------------------------------------------------------------------------------------


def _attributions(
    names: tuple[str, ...],
    features: Floats,
    recipe: Recipe,
    model: Model,
    answers: Answers,
) -> dict[str, Json]:
    """Integrated gradients where the model has gradients, else permutation importance (Breiman 2001)."""
    random = numpy.random.Generator(numpy.random.PCG64(recipe.seed))
    rows = numpy.sort(random.permutation(len(features))[:ATTRIBUTED])
    found = model.attributions(features[rows])
    method = f"integrated gradients from the mean row, mean absolute value over {len(rows)} rows"
    if found is None:
        first = recipe.metrics[0]
        measure = measures.measure(recipe.task, first)
        rows = numpy.sort(random.permutation(len(features))[:PERMUTED])
        own = features[rows]
        before = measures.value(measure, answers.of(rows))
        found = numpy.zeros(len(names))
        for place in range(len(names)):
            for _ in range(REPEATS):
                shuffled = own.copy()
                shuffled[:, place] = random.permutation(own[:, place])
                scores = model.scores(shuffled)
                after = Answers(answers.truth[rows], scores, _decided(scores, recipe), answers.classes)
                found[place] += abs(before - measures.value(measure, after)) / REPEATS
        if numpy.isnan(found).any():
            return {}
        method = f"permutation importance, mean absolute change of {first}, {REPEATS} times on {len(rows)} rows"
    order = sorted(range(len(names)), key=lambda place: (-float(found[place]), names[place]))
    each: list[Json] = [{"name": names[place], "value": float(found[place])} for place in order]
    return {"method": method, "features": each}


# -- what production is compared with ---------------------------------------------------------------------------------


def _reference(names: tuple[str, ...], features: Floats, scores: Floats) -> dict[str, Json]:
    """The distribution of each feature and of the scores, without a value that fewer than `FEW` rows stand behind."""
    each: list[Json] = [{"name": name, **_distribution(features[:, place])} for place, name in enumerate(names)]
    score = scores if scores.ndim == 1 else scores.max(axis=1)
    return {"features": each, "scores": _distribution(score, shares=False)}


def _distribution(values: Floats, *, shares: bool = True) -> dict[str, Json]:
    distinct, counts = numpy.unique(values, return_counts=True)
    if shares and len(distinct) <= min(_VALUES, len(values) // FEW):
        found: dict[str, Json] = {}
        rest = 0
        for value, count in zip(distinct.tolist(), counts.tolist(), strict=True):
            if count < FEW:
                rest += count
            else:
                found[f"{value:g}"] = count / len(values)
        return {"kind": "values", "shares": {**found, **({"other": rest / len(values)} if rest else {})}}
    parts = min(10, len(values) // FEW)
    levels = [number / parts for number in range(1, parts)]
    return {"kind": "number", "levels": list(levels), "quantiles": numpy.quantile(values, levels).tolist()}


# -- rows of the training data ----------------------------------------------------------------------------------------


def overlap(evaluation: Table, training: Table) -> tuple[int, int]:
    """How many rows of the evaluation data are rows of the training data, by all columns that both have, of how many.

    Raises `DataError` where they share no column.
    """
    shared = set(evaluation.columns) & set(training.columns)
    if not shared:
        raise tables.DataError(f"{training.name} and {evaluation.name} have no column in common")
    known = set(tables.row_digests(training, shared))
    mine = tables.row_digests(evaluation, shared)
    return sum(digest in known for digest in mine), len(mine)
