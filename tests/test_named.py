"""`govml.named.NamedTuple` makes what `typing.NamedTuple` makes."""

from __future__ import annotations

import pickle
import typing

import pytest

from govml.named import NamedTuple


class Ours(NamedTuple):
    """Something."""

    name: str
    size: int = 1
    """How large."""

    @property
    def twice(self) -> int:
        return self.size * 2

    def named(self, name: str) -> Ours:
        return self._replace(name=name)


class Theirs(typing.NamedTuple):
    """Something."""

    name: str
    size: int = 1
    """How large."""

    @property
    def twice(self) -> int:
        return self.size * 2


def test_it_makes_the_same() -> None:
    ours, theirs = Ours("a"), Theirs("a")
    assert (*ours,) == (*theirs,) == ("a", 1)
    assert repr(ours).removeprefix("Ours") == repr(theirs).removeprefix("Theirs")
    assert ours.twice == 2 and ours.named("b") == Ours("b")
    assert Ours._make(["c", 2])._asdict() == {"name": "c", "size": 2}
    for name in ("_fields", "_field_defaults", "__doc__", "__module__", "__slots__", "__bases__"):
        assert getattr(Ours, name) == getattr(Theirs, name), name
    assert list(Ours.__annotations__) == list(Theirs.__annotations__)
    assert pickle.loads(pickle.dumps(ours)) == ours and type(pickle.loads(pickle.dumps(ours))) is Ours
    with pytest.raises(AttributeError):
        ours.other = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Ours(size=1)  # type: ignore[call-arg]


def test_what_it_cannot_make() -> None:
    with pytest.raises(TypeError, match="one base"):
        type(NamedTuple).__new__(type(NamedTuple), "Odd", (NamedTuple, Ours), {"__annotations__": {}})
