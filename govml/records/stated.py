"""Numbers that a card states, and when a recomputed number says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.named import NamedTuple
from govml.records.index import governance_of, list_of, mapping_of, text_of

if TYPE_CHECKING:
    from govml.base.spans import Pointer
    from govml.model import Json
    from govml.records.index import Record


_SCALES: Final[tuple[int, ...]] = tuple(10**decimals for decimals in range(13))


class StatedResult(NamedTuple):
    """A result of a card's `model-index`: metrics on one split of one data set."""

    pointer: Pointer
    names: tuple[str, ...]
    """What its data set is called: name and type."""
    split: str
    revision: str
    metrics: tuple[tuple[str, Json], ...]
    """Name and value of each metric, in order."""

    @property
    def dataset(self) -> str:
        """The name of its data set, as the policies have it."""
        return self.names[0] if self.names else ""


class Comparison(NamedTuple):
    """A recomputed number beside the card's."""

    metric: str
    where: str
    """`DATASET/SPLIT`, or `by ATTRIBUTE: GROUP`."""
    value: float
    stated: Json
    """None where the card says nothing."""

    @property
    def says(self) -> str:
        """`same`, `differs` or `not in the card`."""
        if self.stated is None:
            return "not in the card"
        return "same" if agrees(self.stated, self.value) else "differs"


class Departure(NamedTuple):
    """A place of the card that says something else than the evidence."""

    place: str
    """`PATH:LINE: POINTER`."""
    old: str
    """What the card says, `nothing` for what isn't there."""
    new: str


def stated_results(card: Record) -> list[StatedResult]:
    """The results of a card, in order."""
    found = []
    models = card.fields.get("model-index")
    for i, model in enumerate(models if isinstance(models, list) else []):
        results = mapping_of(model).get("results")
        for j, result in enumerate(results if isinstance(results, list) else []):
            dataset = mapping_of(mapping_of(result).get("dataset"))
            metrics = mapping_of(result).get("metrics")
            named = [mapping_of(each) for each in metrics] if isinstance(metrics, list) else []
            found.append(
                StatedResult(
                    ("model-index", str(i), "results", str(j)),
                    tuple(name for key in ("name", "type") if (name := text_of(dataset.get(key)))),
                    text_of(dataset.get("split")),
                    text_of(dataset.get("revision")),
                    tuple((text_of(each.get("type", each.get("name"))), each.get("value")) for each in named),
                )
            )
    return found


def stated_slices(card: Record) -> list[tuple[str, str, dict[str, Json]]]:
    """`(by, metric, values)` of each of a card's slices, in order."""
    evaluation = mapping_of(governance_of(card).get("evaluation"))
    return [
        (text_of(each.get("by")), text_of(each.get("metric")), mapping_of(each.get("values")))
        for each in list_of(evaluation.get("slices"))
    ]


def agrees(stated: Json, value: float) -> bool:
    """Whether a card's number is the value, rounded to the decimals that it has to be right to.

    These are those that it is stated with, two at least up to 1, one below 10: a 1 that stands for a rate of 0.6 is not
    rounded, it is wrong. Step by step what `rounds_to` in policies/eval_03.rego does, so that both always say the same.
    """
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return False
    try:
        exact = float(stated)
    except OverflowError:  # a whole number that is larger than any value
        return False
    least = 100 if abs(exact) <= 1 else 10 if abs(exact) < 10 else 1
    scale = max(_own_scale(exact), least)
    return abs((value - exact) * scale) <= 0.5 + _noise(exact * scale)


def _own_scale(stated: float) -> int:
    """Ten to the number of decimals that a number is written with, twelve of them at most."""
    for scale in _SCALES:
        scaled = stated * scale
        if abs(scaled - round(scaled)) < _noise(scaled) and (not stated or abs(scaled) > 0.5):
            return scale
    return _SCALES[-1]


def _noise(number: float) -> float:
    """By how much a number of this size may be off, as floating-point numbers are."""
    return max(0.000001, abs(number) / 1_000_000_000_000_000)


def is_revision(revision: str, digests: dict[str, str]) -> bool:
    """Whether a card's revision is one of the digests, or begins like one."""
    bare = revision.rstrip(".…")
    return len(bare) >= 4 and any(digest.startswith(bare) for digest in digests.values())
