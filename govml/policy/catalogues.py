"""The catalogues of clauses that rules support: `policies/catalogues/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from govml import assets
from govml.base.document import parse
from govml.model import Json
from govml.named import NamedTuple

_ENDING: Final = ".yaml"


class Clause(NamedTuple):
    """A clause that a rule supports. Empty where the catalogue doesn't say."""

    control: str
    """As the rule names it: `eu-ai-act 13.3(b)(i)`."""
    catalogue: str
    """The catalogue's title."""
    title: str
    applies_from: str
    """First day on which it applies."""
    status: str
    """Of the catalogue, for example `in-force` or `superseded`."""
    superseded_by: tuple[str, ...]


class Catalogue(NamedTuple):
    """A catalogue and all of its clauses."""

    id: str
    """As controls name it: `eu-ai-act`."""
    title: str
    reference: str
    status: str
    superseded_by: tuple[str, ...]
    clauses: tuple[Clause, ...]


def read_catalogues() -> list[Catalogue]:
    """Every catalogue, by name."""
    found = []
    for name in _files():
        stem = name.removesuffix(_ENDING)
        value = _catalogue(stem)
        clauses = read_clauses(tuple(f"{stem} {number}" for number in _mapping(value.get("clauses"))))
        newer = value.get("superseded_by")
        found.append(
            Catalogue(
                stem,
                _text(value.get("title")),
                _text(value.get("reference")).strip(),
                _text(value.get("status")),
                tuple(map(str, newer)) if isinstance(newer, list) else (),
                tuple(clauses),
            )
        )
    return found


def read_clauses(controls: tuple[str, ...]) -> list[Clause]:
    """Return what the catalogues say about controls, in the same order."""
    found = []
    for control in controls:
        name, _, number = control.partition(" ")
        catalogue = _catalogue(name)
        clause = _mapping(_mapping(catalogue.get("clauses")).get(number))
        newer = catalogue.get("superseded_by")
        found.append(
            Clause(
                control,
                _text(catalogue.get("title")),
                _text(clause.get("title")),
                _text(clause.get("applies_from")),
                _text(catalogue.get("status")),
                tuple(map(str, newer)) if isinstance(newer, list) else (),
            )
        )
    return found


@cache
def _files() -> Mapping[str, bytes]:
    return assets.read_files(assets.policies() / "catalogues", _ENDING)


@cache
def _catalogue(name: str) -> dict[str, Json]:
    data = _files().get(name + _ENDING)
    parsed = parse(data, "yaml") if data is not None else None
    return _mapping(parsed.documents[0].value) if parsed and parsed.documents else {}


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
