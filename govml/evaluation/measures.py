"""Metrics: the number as scikit-learn computes it, and the same for many weighted resamples of the rows at once.

`tests/evaluation/test_measures.py` holds both equal. A metric that is not defined for the rows, as recall without a
positive row, is NaN here and an error or a gap where it is asked for.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import numpy
from sklearn import metrics as sklearn

from govml.evaluation.recipe import RecipeError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.evaluation.recipe import Task
    from govml.evaluation.tables import Flags, Floats, Integers


class Answers(NamedTuple):
    """What is true and what the model says, row by row."""

    truth: Floats | Integers
    """Numbers of classes (1 is the positive one of two), or the values of a regression."""
    scores: Floats
    """Probability of the positive class, of each class (a column for each), or the value."""
    decided: Floats | Integers
    """The class that is chosen; the value of a regression."""
    classes: int
    """How many classes there are; 0 for a regression."""

    def of(self, rows: Flags | Integers) -> Answers:
        """The answers for some rows."""
        return Answers(self.truth[rows], self.scores[rows], self.decided[rows], self.classes)


class Measure(NamedTuple):
    """A metric."""

    value: Callable[[Answers], float]
    """Over all rows, by scikit-learn."""
    weighted: Callable[[Answers, Floats], Floats]
    """Over each resample: a row of counts, how often each row was drawn; NaN where it is not defined."""


def measure(task: Task, name: str) -> Measure:
    """A metric by the name that cards have for it. Raises `RecipeError`, naming those of the task."""
    table = _TABLES[task]
    found = table.get(_SAME.get(name.lower(), name.lower()))
    if found is None:
        raise RecipeError(f"{name!r} is no metric that is recomputed for {task}", f"there are: {', '.join(table)}")
    return found


def value(found: Measure, answers: Answers) -> float:
    """The metric over all rows; NaN where it is not defined."""
    if not len(answers.truth):
        return float("nan")
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        # What scikit-learn answers for an undefined metric differs from metric to metric: 0, 1, NaN or an error.
        if numpy.isnan(found.weighted(answers, numpy.ones((1, len(answers.truth))))[0]):
            return float("nan")
        return float(found.value(answers))


# -- two classes ------------------------------------------------------------------------------------------------------


def _counts(answers: Answers, weights: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """True positives, false positives, false negatives and true negatives of each resample."""
    truth, decided = answers.truth == 1, answers.decided == 1
    masks = (truth & decided, ~truth & decided, truth & ~decided, ~truth & ~decided)
    tp, fp, fn, tn = (weights @ mask.astype(numpy.float64) for mask in masks)
    return tp, fp, fn, tn


def _ratio(top: Floats, bottom: Floats) -> Floats:
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return numpy.where(bottom > 0, top / numpy.where(bottom > 0, bottom, 1.0), numpy.nan)


def _accuracy(answers: Answers, weights: Floats) -> Floats:
    return _ratio(weights @ (answers.truth == answers.decided).astype(numpy.float64), weights.sum(axis=1))


def _precision(answers: Answers, weights: Floats) -> Floats:
    tp, fp, _, _ = _counts(answers, weights)
    return _ratio(tp, tp + fp)


def _recall(answers: Answers, weights: Floats) -> Floats:
    tp, _, fn, _ = _counts(answers, weights)
    return _ratio(tp, tp + fn)


def _specificity(answers: Answers, weights: Floats) -> Floats:
    _, fp, _, tn = _counts(answers, weights)
    return _ratio(tn, tn + fp)


def _f1(answers: Answers, weights: Floats) -> Floats:
    tp, fp, fn, _ = _counts(answers, weights)
    return _ratio(2 * tp, 2 * tp + fp + fn)


def _balanced(answers: Answers, weights: Floats) -> Floats:
    return (_recall(answers, weights) + _specificity(answers, weights)) / 2


def _mcc(answers: Answers, weights: Floats) -> Floats:
    tp, fp, fn, tn = _counts(answers, weights)
    return _ratio(tp * tn - fp * fn, numpy.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))


def _roc_auc(answers: Answers, weights: Floats) -> Floats:
    return _auc(answers.truth == 1, answers.scores, weights)


def _auc(truth: Flags, scores: Floats, weights: Floats) -> Floats:
    """Area under the ROC curve, equal scores counting half (Mann-Whitney)."""
    order = numpy.argsort(scores, kind="stable")
    starts = numpy.flatnonzero(numpy.r_[True, numpy.diff(scores[order]) != 0])
    ordered = weights[:, order]
    positive = numpy.add.reduceat(ordered * truth[order], starts, axis=1)
    negative = numpy.add.reduceat(ordered * ~truth[order], starts, axis=1)
    below = numpy.cumsum(negative, axis=1) - negative
    won = (positive * (below + negative / 2)).sum(axis=1)
    return _ratio(won, positive.sum(axis=1) * negative.sum(axis=1))


def _average_precision(answers: Answers, weights: Floats) -> Floats:
    order = numpy.argsort(-answers.scores, kind="stable")
    scores, truth = answers.scores[order], answers.truth[order] == 1
    ends = numpy.flatnonzero(numpy.r_[numpy.diff(scores) != 0, True])
    ordered = weights[:, order]
    positive = numpy.cumsum(ordered * truth, axis=1)[:, ends]
    chosen = numpy.cumsum(ordered, axis=1)[:, ends]
    precision = positive / numpy.where(chosen > 0, chosen, 1.0)
    steps = numpy.diff(positive, axis=1, prepend=0.0)
    return _ratio((precision * steps).sum(axis=1), positive[:, -1])


def _mean_of(rows: Callable[[Answers], Floats]) -> Callable[[Answers, Floats], Floats]:
    def weighted(answers: Answers, weights: Floats) -> Floats:
        return _ratio(weights @ rows(answers), weights.sum(axis=1))

    return weighted


def _brier_rows(answers: Answers) -> Floats:
    return numpy.asarray((answers.scores - answers.truth) ** 2, dtype=numpy.float64)


def _log_rows(answers: Answers) -> Floats:
    small = numpy.finfo(numpy.float64).eps
    if answers.scores.ndim == 1:
        given = numpy.where(answers.truth == 1, answers.scores, 1 - answers.scores)
    else:
        total = answers.scores.sum(axis=1)
        given = answers.scores[numpy.arange(len(answers.truth)), answers.truth.astype(numpy.int64)] / total
    return -numpy.log(numpy.clip(given, small, 1 - small))


# -- more than two ----------------------------------------------------------------------------------------------------


def _confusion(answers: Answers, weights: Floats) -> Floats:
    """Resample x class that is true x class that is chosen."""
    count = answers.classes
    cells = answers.truth.astype(numpy.int64) * count + answers.decided.astype(numpy.int64)
    return (weights @ numpy.eye(count * count)[cells]).reshape(-1, count, count)


def _macro(kind: str) -> Callable[[Answers, Floats], Floats]:
    def weighted(answers: Answers, weights: Floats) -> Floats:
        table = _confusion(answers, weights)
        hit = numpy.diagonal(table, axis1=1, axis2=2)
        true, chosen = table.sum(axis=2), table.sum(axis=1)
        if kind == "recall":
            return _ratio(hit, true).mean(axis=1)
        if kind == "precision":
            return _ratio(hit, chosen).mean(axis=1)
        return _ratio(2 * hit, true + chosen).mean(axis=1)

    return weighted


def _one_against_the_rest(answers: Answers, weights: Floats) -> Floats:
    each = [_auc(answers.truth == number, answers.scores[:, number], weights) for number in range(answers.classes)]
    return numpy.asarray(numpy.mean(each, axis=0))


def _rest_value(answers: Answers) -> float:
    # The mean of two-class curves; scikit-learn's own takes only scores that sum up to exactly one.
    each = [
        sklearn.roc_auc_score(answers.truth == number, answers.scores[:, number]) for number in range(answers.classes)
    ]
    return float(numpy.mean(each))


# -- regression -------------------------------------------------------------------------------------------------------


def _squared(answers: Answers) -> Floats:
    return numpy.asarray((answers.scores - answers.truth) ** 2, dtype=numpy.float64)


def _absolute(answers: Answers) -> Floats:
    return numpy.asarray(numpy.abs(answers.scores - answers.truth), dtype=numpy.float64)


def _rmse(answers: Answers, weights: Floats) -> Floats:
    return numpy.asarray(numpy.sqrt(_mean_of(_squared)(answers, weights)))


def _r2(answers: Answers, weights: Floats) -> Floats:
    total = weights.sum(axis=1)
    mean = weights @ answers.truth / total
    # About each resample's own mean, not as a difference of large sums.
    spread = ((answers.truth[None, :] - mean[:, None]) ** 2 * weights).sum(axis=1)
    return 1 - _ratio(weights @ _squared(answers), spread)


def _decided(name: str, **options: object) -> Callable[[Answers], float]:
    return lambda answers: getattr(sklearn, name)(answers.truth, answers.decided, **options)


def _scored(name: str, **options: object) -> Callable[[Answers], float]:
    return lambda answers: getattr(sklearn, name)(answers.truth, answers.scores, **options)


def _log_value(answers: Answers) -> float:
    scores = answers.scores if answers.scores.ndim == 1 else answers.scores / answers.scores.sum(axis=1, keepdims=True)
    return float(sklearn.log_loss(answers.truth, scores, labels=list(range(answers.classes))))


_SAME: Final = {
    "auc": "roc_auc", "auroc": "roc_auc", "roc-auc": "roc_auc", "acc": "accuracy", "sensitivity": "recall",
    "tpr": "recall", "true_positive_rate": "recall", "ppv": "precision", "tnr": "specificity",
    "ap": "average_precision",
    "auprc": "average_precision", "pr_auc": "average_precision", "brier_score": "brier", "logloss": "log_loss",
    "matthews_correlation": "mcc", "matthews_corrcoef": "mcc", "fpr": "false_positive_rate",
    "fnr": "false_negative_rate", "r_squared": "r2", "f1_macro": "f1",
}  # fmt: skip
"""Other names that cards have for a metric."""
_BINARY: Final = {
    "roc_auc": Measure(_scored("roc_auc_score"), _roc_auc),
    "average_precision": Measure(_scored("average_precision_score"), _average_precision),
    "accuracy": Measure(_decided("accuracy_score"), _accuracy),
    "balanced_accuracy": Measure(_decided("balanced_accuracy_score"), _balanced),
    "precision": Measure(_decided("precision_score"), _precision),
    "recall": Measure(_decided("recall_score"), _recall),
    "specificity": Measure(_decided("recall_score", pos_label=0), _specificity),
    "f1": Measure(_decided("f1_score"), _f1),
    "mcc": Measure(_decided("matthews_corrcoef"), _mcc),
    "false_positive_rate": Measure(
        lambda answers: 1 - sklearn.recall_score(answers.truth, answers.decided, pos_label=0),
        lambda answers, weights: 1 - _specificity(answers, weights),
    ),
    "false_negative_rate": Measure(
        lambda answers: 1 - sklearn.recall_score(answers.truth, answers.decided),
        lambda answers, weights: 1 - _recall(answers, weights),
    ),
    "brier": Measure(_scored("brier_score_loss"), _mean_of(_brier_rows)),
    "log_loss": Measure(_log_value, _mean_of(_log_rows)),
}
_TABLES: Final[dict[Task, dict[str, Measure]]] = {
    "binary-classification": _BINARY,
    "multiclass-classification": {
        "accuracy": _BINARY["accuracy"],
        "balanced_accuracy": Measure(_decided("balanced_accuracy_score"), _macro("recall")),
        "precision": Measure(_decided("precision_score", average="macro"), _macro("precision")),
        "recall": Measure(_decided("recall_score", average="macro"), _macro("recall")),
        "f1": Measure(_decided("f1_score", average="macro"), _macro("f1")),
        "roc_auc": Measure(_rest_value, _one_against_the_rest),
        "log_loss": Measure(_log_value, _mean_of(_log_rows)),
    },
    "regression": {
        "mae": Measure(_decided("mean_absolute_error"), _mean_of(_absolute)),
        "mse": Measure(_decided("mean_squared_error"), _mean_of(_squared)),
        "rmse": Measure(_decided("root_mean_squared_error"), _rmse),
        "r2": Measure(_decided("r2_score"), _r2),
    },
}
