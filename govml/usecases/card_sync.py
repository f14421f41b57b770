"""`govml card sync`: the numbers that evidence backs, written into the card; nothing else of it changes."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, ClassVar, Final

from govml.base.document import locate, pointer_text, syntax_of, value_at
from govml.base.edits import Edit, apply_edits, snippet
from govml.base.worktree import read_file, replace_file
from govml.evidence.bundle import evaluation_path, read_bundle
from govml.evidence.evaluation import Evaluation, read_evaluation
from govml.evidence.statement import read_statement, same
from govml.model import EvidenceError, GovmlError, UsageError
from govml.named import NamedTuple
from govml.records.index import governance_of, list_of, mapping_of, text_of
from govml.records.stated import Departure, agrees, is_revision, stated_results
from govml.usecases.evaluation_plan import no_artifact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govml.base.git import Repository
    from govml.base.spans import Pointer
    from govml.evidence.evaluation import Metric, Slice
    from govml.model import Json
    from govml.records.index import Record
    from govml.records.stated import StatedResult
    from govml.records.subjects import Subject

DECIMALS: Final = 4
"""Decimals of a number that the card doesn't have yet, or has as an integer."""
_DIGITS: Final = 3
"""Digits that a small number keeps at least."""
_LIMIT: Final = 20_000_000
_FRACTION: Final = re.compile(r"[-+]?[0-9]*\.([0-9]+)")


class UnbackedCardError(GovmlError):
    """There is no evidence that the card could take numbers from."""

    exit_code: ClassVar[int] = 1


class Sync(NamedTuple):
    """What a card needs so that it says what the evidence says."""

    path: str
    data: bytes
    """The card with all that can be written in place."""
    changed: bool
    """Whether that is any of it."""
    departures: tuple[Departure, ...]
    by_hand: tuple[str, ...]
    """What can't be written in place, as lines that say what to add where."""
    notes: tuple[str, ...]
    """What the card says and the evidence doesn't."""


def plan_sync(repository: Repository, model: str) -> Sync:
    """What the card of a model needs; nothing is written.

    Raises `UnbackedCardError` where no evaluation of its artifact and data is in the work tree, `EvidenceError` for
    evidence that can't be read, `UsageError` for an unknown model.
    """
    from govml.usecases.judge import load_judge
    from govml.usecases.judging import find_model, judgement_of

    if repository.workdir is None:
        raise UsageError("a bare repository has no work tree", "clone it, and write its card there")
    snapshot = repository.worktree()
    subject = find_model(judgement_of(repository, snapshot, load_judge(snapshot)), model)
    evaluation = _evaluation(repository, subject)
    card = subject.record
    data = read_file(repository.workdir, card.path, _LIMIT)
    syntax = syntax_of(card.path)
    wanted = _Wanted(card, evaluation, data, syntax)
    edits = wanted.edits()
    done, left = apply_edits(data, syntax, card.number, edits)
    by_hand = [f"{pointer_text(edit.pointer)}: {snippet(edit.value, edit.decimals)}" for edit in left]
    departures = tuple(wanted.departure(edit) for edit in edits)
    return Sync(card.path, done, done != data, departures, (*by_hand, *wanted.missing), tuple(wanted.notes))


def write(repository: Repository, sync: Sync) -> None:
    """Write the card, whole or not at all."""
    assert repository.workdir is not None
    replace_file(repository.workdir / sync.path, sync.data)


def _evaluation(repository: Repository, subject: Subject) -> Evaluation:
    """The evaluation of the card's artifact, on the data that the tree has."""
    assert repository.workdir is not None
    model = subject.key.name
    path = evaluation_path(model)
    if not (repository.workdir / path).exists():
        raise UnbackedCardError(f"there is no {path}", f"`govml evaluate {model}` writes it")
    artifact = _digests(subject.input.get("artifact"))
    if not artifact:
        raise no_artifact(subject)
    data = {
        text_of(each.get("path")): _digests(each)
        for each in list_of(mapping_of(subject.input.get("evaluation")).get("data"))
    }
    try:
        statements = [read_statement(each.payload) for each in read_bundle(read_file(repository.workdir, path, _LIMIT))]
        found = [read_evaluation(each) for each in statements]
    except EvidenceError as error:
        raise EvidenceError(f"{path}: {error}", error.hint) from None
    again = f"`govml evaluate {model}` evaluates what is here"
    ours = [each for each in found if any(same(subject.digest, artifact) for subject in each.subjects)]
    if not ours:
        raise UnbackedCardError(f"{path} is about another artifact than the card's", again)
    current = [
        each
        for each in ours
        if each.model == model and all(same(item.digests, data.get(item.path, {})) for item in each.data)
    ]
    if not current:
        raise UnbackedCardError(f"{path} is about another model, or other evaluation data than the card's", again)
    return current[-1]


def _digests(value: Json) -> dict[str, str]:
    digests = mapping_of(mapping_of(value).get("digests"))
    return {name: text for name, text in digests.items() if isinstance(text, str)}


class _Wanted:
    """The edits that make a card say what an evaluation says."""

    def __init__(self, card: Record, evaluation: Evaluation, data: bytes, syntax: str) -> None:
        self.missing: list[str] = []
        self.notes: list[str] = []
        self._card = card
        self._evaluation = evaluation
        self._data = data
        self._syntax = syntax
        self._lines = re.split(r"\r\n|\n|\r", data.decode("utf-8", "replace"))

    def edits(self) -> list[Edit]:
        """All of them, metrics first."""
        return [*self._metrics(), *self._slices(), *self._robustness()]

    def departure(self, edit: Edit) -> Departure:
        """What an edit is about."""
        span = locate(self._data, self._syntax, self._card.number, [edit.pointer])[0]
        place = f"{self._card.path}:{span.line if span is not None else 1}: {pointer_text(edit.pointer)}"
        old = self._at(edit.pointer)
        return Departure(place, "nothing" if old is None else snippet(old), snippet(edit.value, edit.decimals))

    # -- metrics ------------------------------------------------------------------------------------------------------

    def _metrics(self) -> Iterator[Edit]:
        results = stated_results(self._card)
        revised: set[Pointer] = set()
        added: dict[Pointer, int] = {}
        missing: dict[tuple[str, str, str], list[Metric]] = {}
        for metric in self._evaluation.metrics:
            result = next((each for each in results if self._is_about(each, metric)), None)
            if result is None:
                missing.setdefault((metric.dataset, metric.split, metric.revision), []).append(metric)
                continue
            if result.pointer not in revised:
                revised.add(result.pointer)
                yield from self._revision(result, metric)
            names = [name for name, _ in result.metrics]
            if metric.name in names:
                yield from self._metric((*result.pointer, "metrics", str(names.index(metric.name))), metric)
            else:
                place = len(names) + added.get(result.pointer, 0)
                added[result.pointer] = added.get(result.pointer, 0) + 1
                value, decimals = self._new(metric)
                yield Edit((*result.pointer, "metrics", str(place)), value, decimals)
        for (dataset, split, revision), metrics in missing.items():
            self.missing.append(self._whole_result(dataset, split, revision, metrics))
            if not split:
                again = f"`govml evaluate {self._evaluation.model}` once the card has the result"
                self.notes.append(f"the evidence names no split, as the card has no result: {again}")
        for result in results:
            backed = {metric.name for metric in self._evaluation.metrics if self._is_about(result, metric)}
            where = "/".join(filter(None, (result.dataset, result.split)))
            for name in dict.fromkeys(name for name, _ in result.metrics if name not in backed):
                self.notes.append(f"{name} on {where}: the card has it, and the evidence doesn't")

    def _is_about(self, result: StatedResult, metric: Metric) -> bool:
        alone = len(stated_results(self._card)) == 1 and not metric.split
        return (metric.dataset in result.names and metric.split == result.split) or (alone and not result.names)

    def _revision(self, result: StatedResult, metric: Metric) -> Iterator[Edit]:
        known = any(is_revision(result.revision, item.digests) for item in self._evaluation.data)
        if metric.revision and not known:
            yield Edit((*result.pointer, "dataset", "revision"), metric.revision, None, "split")

    def _metric(self, pointer: Pointer, metric: Metric) -> Iterator[Edit]:
        stated = mapping_of(self._at(pointer))
        decimals = self._decimals((*pointer, "value"), metric.value)
        if not self._says((*pointer, "value"), metric.value):
            yield Edit((*pointer, "value"), float(metric.value), decimals)
        if metric.n is not None and stated.get("n") != metric.n:
            yield Edit((*pointer, "n"), metric.n, None, "value")
        if metric.confidence_interval is not None:
            bounds = stated.get("confidence_interval")
            if not isinstance(bounds, list) or len(bounds) != 2:
                interval: list[Json] = [*metric.confidence_interval]
                places = _enough(decimals, *metric.confidence_interval)
                yield Edit((*pointer, "confidence_interval"), interval, places, "n")
                return
            for number, bound in enumerate(metric.confidence_interval):
                place = (*pointer, "confidence_interval", str(number))
                if not self._says(place, bound):
                    yield Edit(place, bound, self._decimals(place, bound))

    def _new(self, metric: Metric) -> tuple[dict[str, Json], int]:
        value: dict[str, Json] = {"type": metric.name, "value": float(metric.value)}
        if metric.n is not None:
            value["n"] = metric.n
        if metric.confidence_interval is not None:
            value["confidence_interval"] = [*metric.confidence_interval]
        return value, _enough(DECIMALS, metric.value, *(metric.confidence_interval or ()))

    def _whole_result(self, name: str, split: str, revision: str, metrics: list[Metric]) -> str:
        new = [self._new(metric) for metric in metrics]
        dataset: dict[str, Json] = {"type": name, "name": name, "split": split or "SPLIT", "revision": revision}
        values: list[Json] = [value for value, _ in new]
        result: Json = {"task": {"type": "TASK"}, "dataset": dataset, "metrics": values}
        return f"/model-index/0/results, one more: {snippet(result, max(decimals for _, decimals in new))}"

    # -- slices -------------------------------------------------------------------------------------------------------

    def _slices(self) -> Iterator[Edit]:
        pointer = ("governance", "evaluation", "slices")
        stated = mapping_of(governance_of(self._card).get("evaluation")).get("slices")
        items = stated if isinstance(stated, list) else []
        new: list[Slice] = []
        for each in self._evaluation.slices:
            mine = [
                number
                for number, item in enumerate(items)
                if (mapping_of(item).get("by"), mapping_of(item).get("metric")) == (each.by, each.metric)
            ]
            if not mine:
                new.append(each)
                continue
            yield from self._numbers((*pointer, str(mine[0]), "values"), each.values)
            groups = mapping_of(mapping_of(items[mine[0]]).get("values"))
            for group in sorted(groups.keys() - each.values.keys()):
                self.notes.append(f"{each.metric} by {each.by}: the card has {group!r}, and the evidence doesn't")
        values: list[Json] = [{"by": each.by, "metric": each.metric, "values": {**each.values}} for each in new]
        decimals = _enough(DECIMALS, *(value for each in new for value in each.values.values()))
        if values and not items:
            yield Edit(pointer, values, decimals, "data")
        elif values:
            yield from (Edit((*pointer, str(len(items) + n)), value, decimals) for n, value in enumerate(values))

    def _numbers(self, pointer: Pointer, values: Mapping[str, float]) -> Iterator[Edit]:
        for name, value in values.items():
            if not self._says((*pointer, name), value):
                yield Edit((*pointer, name), float(value), self._decimals((*pointer, name), value))

    # -- robustness ---------------------------------------------------------------------------------------------------

    def _robustness(self) -> Iterator[Edit]:
        """Those of its metrics that the card has; what was tried it says in its own words."""
        stated = mapping_of(mapping_of(governance_of(self._card).get("evaluation")).get("robustness"))
        metrics = mapping_of(stated.get("metrics"))
        tests = self._evaluation.robustness
        if len(tests) > 1:
            tests = tuple(each for each in tests if each.method == stated.get("method"))
        found = tests[0].metrics if len(tests) == 1 else {}
        yield from self._numbers(
            ("governance", "evaluation", "robustness", "metrics"),
            {name: value for name, value in found.items() if name in metrics},
        )
        for name in sorted(metrics.keys() - found.keys()):
            self.notes.append(f"robustness: the card has {name!r}, and the evidence doesn't")

    # -- the card as it is --------------------------------------------------------------------------------------------

    def _at(self, pointer: Pointer) -> Json:
        return value_at(self._card.value, pointer)

    def _says(self, pointer: Pointer, value: float) -> bool:
        """Whether the card has the value, rounded as it is written there: 0.900 is not 0.902."""
        stated = self._at(pointer)
        places = self._places(pointer)
        return agrees(stated, value) and (places is None or float(f"{value:.{places}f}") == stated)

    def _decimals(self, pointer: Pointer, value: float) -> int:
        """Decimals to write a value with: those that the card has there, if they are enough."""
        places = self._places(pointer)
        return _enough(DECIMALS if places is None else places, value)

    def _places(self, pointer: Pointer) -> int | None:
        """Decimals that the card writes a number with; None where it writes none."""
        span = locate(self._data, self._syntax, self._card.number, [pointer])[0]
        if self._at(pointer) is None or span is None or span.line != span.end_line:
            return None
        match = _FRACTION.fullmatch(self._lines[span.line - 1][span.column - 1 : span.end_column - 1])
        return len(match[1]) if match is not None else None


def _enough(decimals: int, *values: float) -> int:
    """Decimals that leave something of small numbers, and with which they are the same again for who compares."""
    for value in values:
        if value and abs(value) < 10.0**-decimals:
            decimals = _DIGITS - 1 - math.floor(math.log10(abs(value)))
        while not agrees(float(f"{value:.{decimals}f}"), value):
            decimals += 1
    return decimals
