"""What is recomputed around the metrics: slices, calibration, robustness, importance, reference, shared rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import numpy
import pytest
from sklearn.metrics import recall_score, roc_auc_score

from govml.evaluation import numbers
from govml.evaluation.model_process import ModelError
from govml.evaluation.recipe import Recipe, read_recipe
from govml.evaluation.tables import DataError, Table
from govml.model import Json

if TYPE_CHECKING:
    from govml.evaluation.tables import Floats

RECIPE: dict[str, Json] = {
    "task": "binary-classification",
    "target": "y",
    "metrics": ["roc_auc", "recall"],
    "drop": ["sex", "age"],
    "slices": [
        {"by": "sex", "metrics": ["recall", "roc_auc"]},
        {"by": "age", "groups": "median"},
        {
            "by": "band",
            "column": "age",
            "groups": {"young": {"below": 30}, "old": {"at_least": 30}, "none": {"above": 200}},
        },
    ],
    "noise": 0.5,
    "resamples": 200,
}


class Line:
    """A model in this process: the logistic function of the first feature; the second doesn't matter."""

    def scores(self, features: Floats) -> Floats:
        return cast("Floats", 1 / (1 + numpy.exp(-features[:, 0])))

    def attributions(self, features: Floats) -> Floats | None:
        return None


def recipe(**changes: Json) -> Recipe:
    return read_recipe({**RECIPE, **changes}, "m.onnx")


def people(rows: int = 120) -> Table:
    random = numpy.random.default_rng(5)
    a, b, noise = (random.normal(size=rows) for _ in range(3))
    age = random.integers(20, 60, rows)
    found = [
        (repr(float(a[n])), repr(float(b[n])), "f" if n % 3 else "m", str(int(age[n])), str(int(a[n] + noise[n] > 0)))
        for n in range(rows - 3)
    ]
    return Table("t.csv", ("a", "b", "sex", "age", "y"), [*found, *[("1", "1", "x", "20", "1")] * 3])


def test_the_numbers_are_those_of_scikit_learn() -> None:
    table = people()
    found = numbers.recompute(table, recipe(), Line())
    truth = numpy.array([int(row[4]) for row in table.rows])
    score = Line().scores(numpy.array([[float(row[0])] for row in table.rows]))
    by_name = {each.name: each for each in found.metrics}
    assert by_name["roc_auc"].value == roc_auc_score(truth, score)
    assert by_name["recall"].value == recall_score(truth, score >= 0.5)
    assert by_name["recall"].n == found.rows == 120
    assert found.method["interval"] == "percentile bootstrap"

    women = numpy.array([row[2] == "f" for row in table.rows])
    first = found.slices[0]
    assert (first.by, first.metric) == ("sex", "recall")
    assert first.values["f"] == recall_score(truth[women], score[women] >= 0.5)
    assert first.n == {"f": int(women.sum()), "m": 120 - 3 - int(women.sum())}
    assert first.gap == pytest.approx(abs(first.values["f"] - first.values["m"]))
    assert [(each.by, each.metric, sorted(each.values)) for each in found.slices] == [
        ("sex", "recall", ["f", "m"]),
        ("sex", "roc_auc", ["f", "m"]),
        ("age", "roc_auc", ["high", "low"]),
        ("band", "roc_auc", ["old", "young"]),
    ]
    assert found.notes == (
        "slices by sex: x left out, of fewer than 5 rows",
        "slices by band: none left out, of fewer than 5 rows",
    )


def test_calibration_robustness_and_importance_say_what_they_are() -> None:
    found = numbers.recompute(people(), recipe(), Line())
    bins = cast("list[dict[str, float]]", found.calibration["bins"])
    assert sum(each["n"] for each in bins) == 120
    assert min(each["n"] for each in bins) >= 5
    expected = sum(each["n"] / 120 * abs(each["score"] - each["rate"]) for each in bins)
    assert found.calibration["ece"] == pytest.approx(expected)
    (noisy,) = found.robustness
    under = cast("dict[str, float]", noisy["metrics"])
    assert under["roc_auc"] < found.metrics[0].value
    features = cast("list[dict[str, Json]]", found.attributions["features"])
    assert [each["name"] for each in features] == ["a", "b"]
    assert features[1]["value"] == 0
    assert str(found.attributions["method"]).startswith("permutation importance, mean absolute change of roc_auc")


def test_the_reference_tells_of_no_single_row() -> None:
    rows: list[tuple[str, ...]] = [
        (str(n), str(min(n % 4, 2)) if n else "9", "0" if n % 2 else "1") for n in range(40)
    ]
    found = numbers.recompute(
        Table("t", ("a", "b", "y"), rows), recipe(drop=[], slices=[], noise=0.1), Line()
    ).reference
    a, b = cast("list[dict[str, Json]]", found["features"])
    levels = [number / 8 for number in range(1, 8)]
    quantiles: list[float] = numpy.quantile(range(40), levels).tolist()
    assert a == {"name": "a", "kind": "number", "levels": levels, "quantiles": quantiles}
    assert b == {"name": "b", "kind": "values", "shares": {"0": 9 / 40, "1": 10 / 40, "2": 20 / 40, "other": 1 / 40}}
    assert cast("dict[str, Json]", found["scores"])["kind"] == "number"


def test_the_same_seed_gives_the_same_numbers_bit_for_bit() -> None:
    def run(seed: int) -> str:
        found = numbers.recompute(people(), recipe(seed=seed), Line())
        return json.dumps([found.metrics, found.robustness, dict(found.attributions)])

    assert run(7) == run(7)
    assert run(7) != run(8)


def test_a_metric_that_isnt_defined_is_an_error() -> None:
    with pytest.raises(ModelError, match="precision is not defined here: the model decides for the same class") as said:
        numbers.recompute(people(), recipe(metrics=["precision"], slices=[], threshold=1.0), Line())
    assert said.value.hint


def test_a_column_of_many_values_needs_groups() -> None:
    with pytest.raises(DataError, match=r"'age' has [0-9]+ values, too many"):
        numbers.recompute(people(), recipe(slices=[{"by": "age"}]), Line())


def test_several_classes_and_values() -> None:
    class Three:
        def scores(self, features: Floats) -> Floats:
            powers = numpy.exp(features[:, :3])
            return cast("Floats", powers / powers.sum(axis=1, keepdims=True))

        def attributions(self, features: Floats) -> Floats | None:
            return numpy.array([1.0, 3.0, 2.0])

    random = numpy.random.default_rng(1)
    rows = [tuple(repr(float(each)) for each in random.normal(size=3)) for _ in range(60)]
    labelled = [(*row, "abc"[numpy.argmax([float(each) for each in row])]) for row in rows]
    found = numbers.recompute(
        Table("t", ("p", "q", "r", "y"), labelled),
        recipe(task="multiclass-classification", metrics=["accuracy", "roc_auc"], drop=[], slices=[]),
        Three(),
    )
    assert found.metrics[0].value == 1.0
    assert [each["name"] for each in cast("list[dict[str, Json]]", found.attributions["features"])] == ["q", "r", "p"]

    class Value(Line):
        def scores(self, features: Floats) -> Floats:
            return features[:, 0]

    numeric = [(*row, row[0]) for row in rows]
    found = numbers.recompute(
        Table("t", ("p", "q", "r", "y"), numeric),
        recipe(task="regression", metrics=["rmse", "r2"], drop=[], slices=[]),
        Value(),
    )
    assert [each.value for each in found.metrics] == [0, 1]
    assert not found.calibration


def test_rows_of_both_data_sets_are_counted() -> None:
    training = Table("train", ("y", "a"), [("1", "5"), ("0", "6"), ("0", "7")])
    test = Table("test", ("a", "y", "extra"), [("5.0", "1", "u"), ("5.0", "1", "v"), ("6", "1", "w")])
    assert numbers.overlap(test, training) == (2, 3)
    with pytest.raises(DataError, match="no column in common"):
        numbers.overlap(test, Table("other", ("z",), [("1",)]))
