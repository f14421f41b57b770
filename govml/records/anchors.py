"""Places in a document that stay what they are when a list is reordered or grows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from govml.base.canonical import digest

if TYPE_CHECKING:
    from govml.base.spans import Pointer
    from govml.model import Json

IDENTIFYING: Final = ("name", "id", "risk", "rule", "type", "by", "metric", "path", "dataset", "uri")
"""Fields by which people tell the elements of a list apart, in the order in which they are looked for."""


class Anchors:
    """The places of one document."""

    def __init__(self, value: Json) -> None:
        self._value = value
        self._labels: dict[int, list[str]] = {}  # of each list that was passed, by `id`

    def of(self, pointer: Pointer) -> str:
        """Return a pointer with each list index replaced by what its element is; empty without an index.

        What an element is: a text or number itself, a mapping by its first identifying field, else by all that it says.
        """
        parts, value = [], self._value
        for key in pointer:
            if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                parts.append(self._labels_of(value)[int(key)])
                value = value[int(key)]
            else:
                parts.append(key)
                value = value.get(key) if isinstance(value, dict) else None
        return "/".join(parts) if any(part.startswith("[") for part in parts) else ""

    def _labels_of(self, elements: list[Json]) -> list[str]:
        if id(elements) not in self._labels:
            seen: Counter[str] = Counter()
            labels = self._labels[id(elements)] = []
            for identity in map(_identity, elements):
                seen[identity] += 1  # of several alike the first, the second, ...
                labels.append(f"[{identity}#{seen[identity]}]")
        return self._labels[id(elements)]


def _identity(element: Json) -> str:
    if isinstance(element, dict):
        for field in IDENTIFYING:
            if isinstance(element.get(field), str | int | float):
                return f"{field}={element[field]}"
    if isinstance(element, str | int | float):
        return str(element)
    try:
        return digest(element)
    except ValueError:  # no portable JSON: its place has to do
        return ""
