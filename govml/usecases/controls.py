"""Which clauses of which catalogue are backed by what the rules found in the versions that are on a stage."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from govml.named import NamedTuple
from govml.policy.bundle import load_bundle
from govml.policy.catalogues import read_catalogues
from govml.policy.index import shipped_modules
from govml.records.index import text_of
from govml.usecases.verdict import APPROVALS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govml.model import Json
    from govml.policy.catalogues import Catalogue

ClauseState = Literal["not-satisfied", "waived", "not-evaluated", "satisfied", "no-rule"]
_WORST: Final[tuple[tuple[str, ClauseState], ...]] = (
    ("fired", "not-satisfied"),
    ("waived", "waived"),
    ("passed", "satisfied"),
    ("not-evaluated", "not-evaluated"),
)
"""What a clause is when one of its rules came out so; the first that applies."""


class Rated(NamedTuple):
    """What became of a rule in one decision."""

    entry: int
    """Number of the ledger entry."""
    model: str
    version: str
    stage: str
    rule: str
    title: str
    outcome: str
    reason: str
    controls: tuple[str, ...]


def rated(entry: int, model: str, version: str, stage: str, rules: Iterable[dict[str, Json]]) -> list[Rated]:
    """The rules of a promotion report, or of the outcomes beside it."""
    return [
        Rated(
            entry,
            model,
            version,
            stage,
            text_of(each.get("id")),
            text_of(each.get("title")),
            text_of(each.get("outcome")),
            text_of(each.get("reason")),
            tuple(map(text_of, _items(each.get("controls")))),
        )
        for each in rules
    ]


@cache
def undecided() -> tuple[dict[str, Json], ...]:
    """The shipped rules about approvals, which no report has, where nothing is decided again."""
    rules = (each.rule for each in load_bundle(shipped_modules(), [], {}, {}).policies)
    return tuple(
        {
            "id": rule.id,
            "title": rule.title,
            "outcome": "not-evaluated",
            "reason": "the decision was not made again",
            "controls": [*rule.controls],
        }
        for rule in rules
        if rule.subject == APPROVALS
    )


def coverage(outcomes: Iterable[Rated], catalogues: Iterable[Catalogue] | None = None) -> list[Json]:
    """Every clause of every catalogue with the rules that support it; catalogues and clauses by name.

    A clause is `satisfied` when rules that support it passed and none fired or was waived. That is evidence for it,
    never proof of compliance.
    """
    by_control: dict[str, list[Rated]] = defaultdict(list)
    for each in outcomes:
        for control in each.controls:
            by_control[control].append(each)
    found: list[Json] = []
    for catalogue in read_catalogues() if catalogues is None else catalogues:
        clauses: list[Json] = []
        for clause in catalogue.clauses:
            rules = sorted(by_control[clause.control])
            clauses.append(
                {
                    "clause": clause.control.partition(" ")[2],
                    "title": clause.title,
                    "applies_from": clause.applies_from,
                    "state": _state(rules),
                    "rules": [{k: v for k, v in each._asdict().items() if k != "controls"} for each in rules],
                }
            )
        found.append(
            {
                "id": catalogue.id,
                "title": catalogue.title,
                "reference": catalogue.reference,
                "status": catalogue.status,
                "superseded_by": [*catalogue.superseded_by],
                "clauses": clauses,
            }
        )
    return found


def _state(rules: list[Rated]) -> ClauseState:
    outcomes = {each.outcome for each in rules}
    return next((state for outcome, state in _WORST if outcome in outcomes), "no-rule")


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
