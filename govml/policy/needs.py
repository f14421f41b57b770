"""What a rule must find in a subject to have anything to judge.

A rule may name it in its METADATA (`custom.needs`). Where no subject has it, the rule judged nothing, and the report
says so instead of `passed`. No finding depends on it. A rule that asks that something be there fires without it, so it
doesn't need it.

Rules can form a chain (`custom.after`), where each speaks only of what got past those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from govml.model import Json

_SEPARATOR: Final = ", "


def _evidence(kind: str, status: str = "") -> Callable[[Json], bool]:
    """Evidence that can be read, of a run that ended well: what `policies/evidence_lib.rego` calls present."""

    def found(value: Json) -> bool:
        entries = [each for each in _list(value, "evidence") if _at(each, "kind") == kind and not _at(each, "problem")]
        return any(not status or _at(each, "status") == status for each in entries)

    return found


def _members(*keys: str) -> Callable[[Json], bool]:
    """A list or mapping that holds something."""

    def found(value: Json) -> bool:
        there = _at(value, *keys)
        return isinstance(there, list | dict) and bool(there)

    return found


def _mapping(*keys: str) -> Callable[[Json], bool]:
    return lambda value: isinstance(_at(value, *keys), dict)


def _action(name: str) -> Callable[[Json], bool]:
    return lambda value: _at(value, "action") == name


def _counting(value: Json) -> bool:
    return any(_at(each, "role") for each in _list(value, "approvals"))


WORDS: Final[Mapping[str, Mapping[str, Callable[[Json], bool]]]] = {
    "model": {
        "card": _mapping("card"),
        "weights": _mapping("artifact"),
        "metrics": _members("metrics"),
        "groups": _members("card", "governance", "evaluation", "slices"),
        "data": lambda value: any(_members(side, "data")(value) for side in ("training", "evaluation")),
        "training data": _members("training", "data"),
        "evaluation data": _members("evaluation", "data"),
        "training evidence": _evidence("training", "succeeded"),
        "evaluation evidence": _evidence("evaluation"),
    },
    "data": {"card": _mapping("card"), "pointers": _members("pointers")},
    "promotion": {
        "promotion": _action("promotion"),
        "rollback": _action("rollback"),
        "waivers": _members("waivers"),
        "stage before": _members("after"),
    },
    "approvals": {"needed approvals": _members("needed"), "approvals that count": _counting},
}
"""By subject: each word, and whether a policy input has what it says."""


def had(subject: str, value: Json, stopped: Iterable[str] = ()) -> str:
    """Return the words that hold of a policy input and the rules of a chain that stopped it, as one text."""
    words = [word for word, holds in WORDS.get(subject, {}).items() if holds(value)]
    return _SEPARATOR.join([*words, *sorted(stopped)])


def lacks(needs: Iterable[str], words: str) -> list[str]:
    """Return what is needed and not among what `had` tells of a subject."""
    return [each for each in needs if each not in words.split(_SEPARATOR)]


def chain(rule: str, after: Mapping[str, str]) -> list[str]:
    """Return the rules before one, the nearest first; `after` gives the rule before each."""
    found: list[str] = []
    while (rule := after.get(rule, "")) and rule not in found:
        found.append(rule)
    return found


def _list(value: Json, key: str) -> list[Json]:
    found = _at(value, key)
    return found if isinstance(found, list) else []


def _at(value: Json, *keys: str) -> Json:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
