"""Ordinary documents, told at sight: a check of a few cards needs no validator for them (docs/adr/0015).

What is not recognised may be valid or not: the validators of `govml.records.schema` say.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

from govml.base.document import parse_pointer
from govml.records.kinds import lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.model import Json

_TYPES: Final[dict[type, frozenset[str]]] = {
    str: frozenset({"string"}),
    int: frozenset({"integer", "number"}),
    float: frozenset({"number"}),  # 1.0 is an integer, too, but not an ordinary one
    bool: frozenset({"boolean"}),
    type(None): frozenset({"null"}),
    list: frozenset({"array"}),
    dict: frozenset({"object"}),
}
_NOTES: Final = frozenset({"$schema", "$id", "$defs", "x-govml", "title", "description", "default", "format"})
_FIELDS: Final = frozenset({"required", "properties", "patternProperties", "additionalProperties", "propertyNames"})
_BOUNDS: Final = {
    dict: ("minProperties", "maxProperties"),
    list: ("minItems", "maxItems"),
    str: ("minLength", "maxLength"),
    int: ("minimum", "maximum"),
    float: ("minimum", "maximum"),
}
_ENDLESS: Final = (float("inf"), float("-inf"))
_KEYWORDS: Final = frozenset({"$ref", "type", "enum", "const", "items", "pattern"}).union(
    _NOTES, _FIELDS, *_BOUNDS.values()
)


class Recogniser:
    """Recognises documents by schemas of govml itself, which hold references and patterns of the plainest kind only."""

    def __init__(self, steps: int) -> None:
        """`steps`: how many values may be looked at, over all documents. Then nothing is recognised any more."""
        self._left = steps
        self._root: dict[str, Json] = {}

    def accepts(self, schema: dict[str, Json], value: Json) -> bool:
        """Whether a document is surely valid; False as well for one of which this can't tell."""
        self._root = schema
        return self._accepts(schema, value)

    def _accepts(self, schema: Json, value: Json) -> bool:
        self._left -= 1
        if self._left < 0:
            return False
        if not isinstance(schema, dict):
            return schema is True
        kinds = _TYPES.get(type(value))
        if kinds is None or not _KEYWORDS.issuperset(schema):
            return False
        expected = schema.get("type")
        if isinstance(expected, str):
            if expected not in kinds:
                return False
        elif expected is not None and kinds.isdisjoint(cast("list[str]", expected)):
            return False
        reference = schema.get("$ref")
        if isinstance(reference, str) and not self._accepts(self._target(reference), value):
            return False
        if "enum" in schema and not (isinstance(value, str) and value in cast("list[Json]", schema["enum"])):
            return False
        if "const" in schema and not (isinstance(value, str) and value == schema["const"]):
            return False
        if bounds := _BOUNDS.get(type(value)):
            size = value if isinstance(value, int | float) else len(cast("str", value))
            least, most = (cast("float", schema.get(keyword, size)) for keyword in bounds)
            if not least <= size <= most or size in _ENDLESS:
                return False
        if isinstance(value, dict):
            return self._accepts_fields(schema, value)
        if isinstance(value, list):
            items = schema.get("items", True)
            return items is True or all(self._accepts(items, item) for item in value)
        pattern = schema.get("pattern")
        if isinstance(value, str) and isinstance(pattern, str):
            return _plain(value) and _search(pattern)(value) is not None
        return True

    def _accepts_fields(self, schema: dict[str, Json], value: dict[str, Json]) -> bool:
        if not value.keys() >= set(cast("list[str]", schema.get("required", ()))):
            return False
        fields = cast("dict[str, Json]", schema.get("properties", {}))
        patterns = cast("dict[str, Json]", schema.get("patternProperties", {}))
        others, names = schema.get("additionalProperties", True), schema.get("propertyNames", True)
        for key, item in value.items():
            if (patterns and not _plain(key)) or not self._accepts(names, key):
                return False
            parts = [part for pattern, part in patterns.items() if _search(pattern)(key)]
            if key in fields:
                parts.append(fields[key])
            for part in parts or (others,):
                if not self._accepts(part, item):
                    return False
        return True

    def _target(self, reference: str) -> Json:
        # One that leads nowhere gives None, which accepts nothing.
        return lookup(self._root, parse_pointer(reference.removeprefix("#")))[1]


def _plain(text: str) -> bool:
    """Whether a text means the same to all engines: Python's `$` also stands before a last newline, `\\d` for more."""
    return text.isascii() and text.isprintable()


@lru_cache(maxsize=256)
def _search(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(pattern).search
