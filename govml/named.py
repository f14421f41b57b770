"""`typing.NamedTuple`, made in half the time: a command that checks one card makes some seventy of them.

What `typing` adds to `collections.namedtuple` when a module is loaded, a check of each annotation, mypy does here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    _OWN = frozenset({"__annotations__", "__module__", "__qualname__"})

    class _Making(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            if bases != (NamedTuple,) or "__annotations__" not in body:
                raise TypeError(f"{name}: one base, fields, and `from __future__ import annotations` are needed")
            fields = body["__annotations__"]
            made = namedtuple(
                name, fields, defaults=[body[field] for field in fields if field in body], module=body["__module__"]
            )
            made.__annotations__ = made.__new__.__annotations__ = fields
            made.__qualname__ = body["__qualname__"]
            for key, value in body.items():
                if key not in _OWN and key not in fields:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Making):
        """As `typing.NamedTuple`, of a class with annotated fields."""
