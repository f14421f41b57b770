"""Metrics against scikit-learn's own, weighted ones against scikit-learn's `sample_weight`."""

from __future__ import annotations

import math

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn

from govml.evaluation.bootstrap import intervals
from govml.evaluation.measures import _TABLES, Answers, measure, value
from govml.evaluation.recipe import RecipeError

SEEDS = st.integers(0, 2**32 - 1)


def answers(seed: int, rows: int = 60, *, ties: bool = True) -> Answers:
    random = numpy.random.default_rng(seed)
    truth = random.integers(0, 2, rows)
    truth[:2] = 0, 1
    scores = numpy.clip(0.3 * truth + 0.7 * random.random(rows), 0, 1)
    scores = numpy.round(scores, 1) if ties else scores
    return Answers(truth, scores, (scores >= 0.5).astype(numpy.int64), 2)


def several(seed: int, rows: int = 90, classes: int = 3) -> Answers:
    random = numpy.random.default_rng(seed)
    truth = random.integers(0, classes, rows)
    truth[:classes] = range(classes)
    scores = random.dirichlet(numpy.ones(classes), rows)
    return Answers(truth, scores, scores.argmax(axis=1), classes)


def values_of(seed: int, rows: int = 40) -> Answers:
    random = numpy.random.default_rng(seed)
    truth = random.normal(10, 3, rows)
    scores = truth + random.normal(0, 1, rows)
    return Answers(truth, scores, scores, 0)


EXAMPLES = {"binary-classification": answers, "multiclass-classification": several, "regression": values_of}
CASES = [(task, name) for task, table in _TABLES.items() for name in table]


@pytest.mark.parametrize(("task", "name"), CASES)
@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_the_resampled_metric_is_scikit_learns_on_the_drawn_rows(task: str, name: str, seed: int) -> None:
    found = EXAMPLES[task](seed)
    which = measure(task, name)  # type: ignore[arg-type]
    random = numpy.random.default_rng(seed)
    rows = random.integers(0, len(found.truth), len(found.truth))
    counts = numpy.bincount(rows, minlength=len(found.truth)).astype(float)[None, :]
    weighted = which.weighted(found, counts)[0]
    if math.isnan(weighted):
        return
    assert weighted == pytest.approx(which.value(found.of(rows)), abs=1e-9)


def test_the_values_are_scikit_learns() -> None:
    found = answers(1)
    expected = {
        "roc_auc": sklearn.roc_auc_score(found.truth, found.scores),
        "recall": sklearn.recall_score(found.truth, found.decided),
        "specificity": sklearn.recall_score(1 - found.truth, 1 - found.decided),
        "brier": sklearn.brier_score_loss(found.truth, found.scores),
        "auroc": sklearn.roc_auc_score(found.truth, found.scores),
    }
    for name, number in expected.items():
        assert value(measure("binary-classification", name), found) == number


@pytest.mark.parametrize("name", ["roc_auc", "recall", "average_precision", "mcc"])
def test_what_is_not_defined_is_not_a_number(name: str) -> None:
    negative = Answers(numpy.zeros(5), numpy.full(5, 0.2), numpy.zeros(5), 2)
    assert math.isnan(value(measure("binary-classification", name), negative))


def test_an_unknown_metric_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(RecipeError, match="'rouge' is no metric") as refused:
        measure("regression", "rouge")
    assert "rmse" in refused.value.hint


def test_intervals_are_the_same_for_the_same_seed_and_hold_the_value() -> None:
    found = answers(3, 200)
    measures = {name: measure("binary-classification", name) for name in ("roc_auc", "recall")}
    first = intervals(measures, found, 500, 0.95, 7)
    assert first == intervals(measures, found, 500, 0.95, 7)
    assert first != intervals(measures, found, 500, 0.95, 8)
    assert not first.stratified
    for name, bounds in first.bounds.items():
        assert bounds is not None
        assert bounds[0] < value(measures[name], found) < bounds[1]


def test_a_rare_class_is_resampled_by_itself() -> None:
    truth = numpy.array([1, 1, 1] + [0] * 97)
    scores = numpy.linspace(1, 0, 100)
    found = intervals(
        {"roc_auc": measure("binary-classification", "roc_auc")}, Answers(truth, scores, truth, 2), 200, 0.95, 7
    )
    assert found.stratified
    assert found.drawn == 200
    assert found.bounds["roc_auc"] == (1.0, 1.0)


def test_an_interval_that_too_few_resamples_define_is_left_out() -> None:
    """Precision, where one row of a hundred is chosen: two of three resamples have it, three rounds suffice."""
    truth = numpy.array([1] * 50 + [0] * 50)
    decided = numpy.zeros(100)
    decided[0] = 1
    rare = Answers(truth, decided, decided, 2)
    never = rare._replace(decided=numpy.zeros(100))
    precision = {"precision": measure("binary-classification", "precision")}
    some = intervals(precision, rare, 100, 0.95, 7)
    assert some.bounds["precision"] == (1.0, 1.0)
    assert some.drawn > 100
    assert intervals(precision, never, 100, 0.95, 7).bounds["precision"] is None
