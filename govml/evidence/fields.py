"""Members of a predicate, read with their types; what is wrong is said with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.model import EvidenceError, Json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_OID: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_MOMENT: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")


class Fields:
    """An object of a predicate. Every method raises `EvidenceError` for a member of another type.

    A member that has no default has to be there.
    """

    def __init__(self, value: Json, place: str) -> None:
        if not isinstance(value, dict):
            raise EvidenceError(f"{place} is missing or not an object", _HINT)
        self._value = value
        self._place = place

    def known(self, names: Collection[str]) -> None:
        """Refuse members of other names."""
        for name in sorted(self._value.keys() - set(names)):
            raise EvidenceError(f"{self._place}.{name[:80]} is unknown", f"known are {', '.join(sorted(names))}")

    def text(self, name: str, default: str | None = None) -> str:
        """A text."""
        value = self._value.get(name, default)
        if not isinstance(value, str):
            raise self._wrong(name, "a text")
        return value

    def commit(self, name: str) -> str:
        """The id of a Git object, in full."""
        value = self._value.get(name)
        if not isinstance(value, str) or not _OID.fullmatch(value):
            raise self._wrong(name, "40 or 64 hex digits")
        return value

    def moment(self, name: str) -> str:
        """A time, RFC 3339 in UTC, in whole seconds: such times are ordered as texts are."""
        value = self._value.get(name)
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise self._wrong(name, "a time such as 2026-03-03T09:00:00Z")
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """A number."""
        value = self._value.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(name, "a number")
        return float(value)

    def number_if_any(self, name: str) -> float | None:
        """A number, or None where there is none."""
        return self.number(name) if name in self._value else None

    def count(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._value.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(name, "a whole number")
        return value

    def object(self, name: str) -> dict[str, Json]:
        """An object as it is, empty where there is none."""
        value = self._value.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, "an object")
        return value

    def fields(self, name: str) -> Fields:
        """An object, to be read further."""
        return Fields(self._value.get(name), f"{self._place}.{name}")

    def has(self, name: str) -> bool:
        """Whether the member is there."""
        return name in self._value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        found = tuple(each for each in self._list(name) if isinstance(each, str))
        if len(found) != len(self._list(name)):
            raise self._wrong(name, "a list of texts")
        return found

    def items(self, name: str) -> Iterator[Fields]:
        """The objects of a list, none where there is no list."""
        for number, value in enumerate(self._list(name)):
            yield Fields(value, f"{self._place}.{name}[{number}]")

    def numbers(self, name: str) -> dict[str, float]:
        """An object whose values are numbers."""
        inner = self.fields(name)
        return {key: inner.number(key) for key in inner._value}

    def counts(self, name: str) -> dict[str, int]:
        """An object whose values are whole numbers; empty where there is none."""
        inner = Fields(self.object(name), f"{self._place}.{name}")
        return {key: inner.count(key) for key in inner._value}

    def versions(self, name: str) -> dict[str, str]:
        """An object whose values are texts; empty where there is none."""
        inner = Fields(self.object(name), f"{self._place}.{name}")
        return {key: inner.text(key) for key in inner._value}

    @property
    def place(self) -> str:
        """Where the object is, as in `predicate.runDetails`."""
        return self._place

    def __getitem__(self, name: str) -> Json:
        return self._value.get(name)

    def _list(self, name: str) -> list[Json]:
        value = self._value.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return value

    def _wrong(self, name: str, expected: str) -> EvidenceError:
        state = "is missing" if name not in self._value else "is something else"
        return EvidenceError(f"{self._place}.{name} {state}; expected {expected}", _HINT)


_HINT: Final = "docs/evidence.md has the format"
