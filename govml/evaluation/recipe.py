"""How a card says that its numbers are recomputed: `governance.evaluation.recompute`, as typed values.

The schema of the card describes the block; docs/evaluation.md says what each number means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from govml.model import UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govml.model import Json

Task = Literal["binary-classification", "multiclass-classification", "regression"]
Runtime = Literal["torch", "onnx", "sklearn", "stage"]
Output = Literal["probability", "logit"]

EXAMPLE: Final = "recompute: {task: binary-classification, target: COLUMN, positive: LABEL, metrics: [roc_auc]}"
"""The least that a card has to say."""
_RUNTIMES: Final[tuple[tuple[str, Runtime], ...]] = (
    (".safetensors", "torch"),
    (".pt", "torch"),
    (".pth", "torch"),
    (".onnx", "onnx"),
    (".pkl", "sklearn"),
    (".pickle", "sklearn"),
    (".joblib", "sklearn"),
)
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,400}")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


class RecipeError(UsageError):
    """The card doesn't say, or not clearly, how its numbers are recomputed."""


class Condition(NamedTuple):
    """Which rows are in a group; all that is given has to hold."""

    below: float | None = None
    at_most: float | None = None
    above: float | None = None
    at_least: float | None = None
    one_of: tuple[str, ...] = ()
    """Values as `canonical_cell` has them; empty: any."""


class Slicing(NamedTuple):
    """Numbers by the groups of one attribute."""

    by: str
    """Name of the attribute, as the card's `slices` have it."""
    column: str
    metrics: tuple[str, ...]
    groups: Mapping[str, Condition] | Literal["values", "median"]
    """By conditions, by the values of the column, or below its median (`low`) and from it on (`high`)."""


class Recipe(NamedTuple):
    """Everything that decides a recomputed number, besides artifact, data and code."""

    task: Task
    target: str
    """Column with what is true."""
    positive: str
    """Label of the positive class, of two; empty where the data tells it."""
    classes: tuple[str, ...]
    """Labels in the order of the model's outputs; sorted when empty."""
    features: tuple[str, ...]
    """Columns that the model is given, in this order; all that are left when empty."""
    drop: tuple[str, ...]
    metrics: tuple[str, ...]
    threshold: float
    output: Output
    slices: tuple[Slicing, ...]
    noise: float
    """Standard deviations of each feature by which it is disturbed; 0 for no such test."""
    resamples: int
    confidence: float
    seed: int
    runtime: Runtime
    loader: str
    """`FILE:FUNCTION` of the project."""
    stage: str
    """`dvc.yaml#STAGE`, which computes the numbers itself."""
    dataset: str
    split: str
    """The result of the card's `model-index` that the numbers are for; empty where there is only one."""


def read_recipe(value: Json, artifact: str, metrics_file: str = "") -> Recipe:
    """The recipe in a card for an artifact's path. Raises `RecipeError` with what to add."""
    if not isinstance(value, dict) or not value:
        hint = f"add to the card, below governance.evaluation: {EXAMPLE}; or stage: dvc.yaml#STAGE"
        raise RecipeError("the card doesn't say how its numbers are recomputed", hint)
    stage = _text(value, "stage")
    named = _text(value, "runtime")
    known = next((runtime for ending, runtime in _RUNTIMES if artifact.lower().endswith(ending)), "")
    runtime = "stage" if stage else named or known
    if runtime not in get_args(Runtime):
        raise RecipeError(f"recompute.runtime is missing: {artifact} doesn't tell it", "torch, onnx, sklearn or stage")
    if runtime == "stage":
        if not stage:
            raise RecipeError("recompute.stage is missing", "name the stage: dvc.yaml#evaluate")
        if not metrics_file:
            raise RecipeError(
                "the card names no metrics file of its evaluation stage",
                "add governance.evaluation.metrics: the file that the stage writes its numbers to",
            )
    elif runtime == "torch" and not _text(value, "loader"):
        hint = "a function that takes the artifact's path and returns the model: `loader: src/network.py:load`"
        raise RecipeError("recompute.loader is missing: weights alone don't tell the network", hint)
    task = _text(value, "task")
    if runtime != "stage" and (task not in get_args(Task) or not _text(value, "target")):
        raise RecipeError("recompute.task or recompute.target is missing", EXAMPLE)
    metrics = _texts(value, "metrics")
    if not metrics:
        raise RecipeError("recompute.metrics names no metric", EXAMPLE)
    return Recipe(
        cast("Task", task or "regression"),
        _text(value, "target"),
        canonical_cell(_text(value, "positive")),
        tuple(map(canonical_cell, _texts(value, "classes"))),
        _texts(value, "features"),
        _texts(value, "drop"),
        metrics,
        _number(value, "threshold", 0.5),
        cast("Output", _text(value, "output") or "probability"),
        _slices(value.get("slices"), metrics),
        _number(value, "noise", 0.0),
        int(_number(value, "resamples", 1000)),
        _number(value, "confidence", 0.95),
        int(_number(value, "seed", 7)),
        cast("Runtime", runtime),
        _text(value, "loader"),
        stage,
        _text(value, "dataset"),
        _text(value, "split"),
    )


def canonical_cell(text: str) -> str:
    """A cell of a table so that equal values are equal texts: `1.0` and `+1` are `1`, spaces around it don't count."""
    bare = text.strip()
    if _INTEGER.fullmatch(bare):  # of any size: identifiers must stay apart
        return str(int(bare))
    if not _NUMBER.fullmatch(bare):
        return bare
    number = float(bare)
    return str(int(number)) if number.is_integer() else repr(number)


def _slices(value: Json, metrics: tuple[str, ...]) -> tuple[Slicing, ...]:
    found = []
    for item in value if isinstance(value, list) else []:
        if not isinstance(item, dict):
            raise RecipeError("recompute.slices holds what is no mapping", "- {by: ATTRIBUTE, column: COLUMN}")
        by = _text(item, "by")
        own = _texts(item, "metrics") or metrics[:1]
        if unknown := [name for name in own if name not in metrics]:
            raise RecipeError(f"slice {by!r} has the metric {unknown[0]!r}, which recompute.metrics doesn't", "add it")
        groups = item.get("groups", "values")
        if isinstance(groups, dict):
            conditions = {name: _condition(each) for name, each in groups.items()}
            found.append(Slicing(by, _text(item, "column") or by, own, conditions))
        else:
            found.append(Slicing(by, _text(item, "column") or by, own, "median" if groups == "median" else "values"))
    return tuple(found)


def _condition(value: Json) -> Condition:
    if not isinstance(value, dict):
        return Condition(one_of=(canonical_cell(_shown(value)),))
    within = value.get("in")
    several = [_shown(each) for each in within] if isinstance(within, list) else []
    several += [_shown(value["equals"])] if "equals" in value else []
    bounds = {
        key: float(each)
        for key in ("below", "at_most", "above", "at_least")
        if isinstance(each := value.get(key), int | float) and not isinstance(each, bool)
    }
    return Condition(**bounds, one_of=tuple(map(canonical_cell, several)))


def _text(value: Mapping[str, Json], key: str) -> str:
    return _shown(value.get(key, ""))


def _shown(value: Json) -> str:
    """A scalar as a table would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def _texts(value: Mapping[str, Json], key: str) -> tuple[str, ...]:
    found = value.get(key)
    return tuple(map(_shown, found)) if isinstance(found, list) else ()


def _number(value: Mapping[str, Json], key: str, default: float) -> float:
    found = value.get(key, default)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise RecipeError(f"recompute.{key} is no number", f"the default is {default}")
    return float(found)
