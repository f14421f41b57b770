"""Rego's values and built-in functions in Python, for the compiled rules (`govml.policy.compiled`).

A value is what JSON gives, a `Set`, or `UNDEFINED`. Only what all engines agree on is here. Where they might not, where
a policy would stop with an error, and where a message would be made, `UnsureError` ends it: then the engine is asked.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, Final

WHITE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Unicode's White_Space. `str.strip` alone takes the separators U+001C to U+001F, too."""
NUMBERS: Final = (int, float)
_DIGITS: Final = re.compile(r"0|[1-9][0-9]{0,14}")


class UnsureError(Exception):
    """The compiled rules can't tell; nothing is said about what a policy would."""


class _Undefined:
    __slots__ = ()


UNDEFINED: Final = _Undefined()
NOT_ASKED: Final = _Undefined()
"""In place of the value of a rule that nobody has asked for yet."""


class Set(dict[Hashable, Any]):
    """Rego's set: `identity` of a member -> the member."""

    __slots__ = ()


def identity(value: Any) -> Hashable:
    """What is equal for equal Rego values and for no others: Python would take `true` for 1.

    Whole numbers beyond what a float holds exactly, of which engines differ, are refused when a record is read.
    """
    kind = type(value)
    if kind is str:
        return str(value)
    if kind in NUMBERS:
        return ("number", value)
    if value is None or kind is bool:
        return ("word", value)
    if kind is list:
        return ("array", *map(identity, value))
    if kind is dict:
        return ("object", frozenset((key, identity(each)) for key, each in value.items()))
    if kind is Set:
        return ("set", frozenset(value))
    raise UnsureError


def equal(left: Any, right: Any) -> bool:
    """Whether two values are one to Rego."""
    if type(left) is str and type(right) is str:
        return bool(left == right)
    return identity(left) == identity(right)


def _order(value: Any) -> tuple[int, Any]:
    """Rego's order: null, booleans, numbers, strings, arrays, objects."""
    kind = type(value)
    if kind is str:
        return 3, value
    if kind in NUMBERS:
        return 2, value
    if kind is bool:
        return 1, value
    if value is None:
        return 0, 0
    if kind is list:
        return 4, [_order(each) for each in value]
    if kind is dict:
        return 5, sorted((_order(key), _order(each)) for key, each in value.items())
    raise UnsureError


def members(value: Any) -> Iterable[tuple[Any, Any]]:
    """Keys and values of a collection in Rego's order."""
    kind = type(value)
    if kind is list:
        return enumerate(value)
    if kind is dict:
        return value.items() if len(value) < 2 else [(key, value[key]) for key in sorted(value, key=_order)]
    if kind is Set:
        each = value.values()
        return [(one, one) for one in (each if len(value) < 2 else sorted(each, key=_order))]
    raise UnsureError


def dot(value: Any, key: Any) -> Any:
    """`value[key]`."""
    kind = type(value)
    if kind is dict:
        return value.get(_key(key), UNDEFINED)
    if kind is list:
        if type(key) is float:
            raise UnsureError
        return value[key] if type(key) is int and 0 <= key < len(value) else UNDEFINED
    if kind is Set:
        return value.get(identity(key), UNDEFINED)
    return UNDEFINED


def _key(key: Any) -> str | int:
    """The key of an object, as Python has it."""
    if type(key) is str or type(key) is int:
        return key
    raise UnsureError


def once(old: Any, new: Any) -> Any:
    """The value of a rule that was given one before."""
    if not equal(old, new):
        raise UnsureError
    return new


def insert(target: dict[str | int, Any], key: Any, value: Any) -> None:
    """Add to an object."""
    target[_key(key)] = value


def insert_once(target: dict[str | int, Any], key: Any, value: Any) -> None:
    """Add to an object that has one value for each key."""
    if _key(key) in target:
        once(target[key], value)
    insert(target, key, value)


# -- built-in functions; of arguments of another type the engine knows what to say ------------------------------------


def _texts(*values: Any) -> None:
    if not all(type(value) is str for value in values):
        raise UnsureError


def _whole(*values: Any) -> None:
    if not all(type(value) is int for value in values):
        raise UnsureError


def contains(text: Any, part: Any) -> bool:
    """Whether a text holds another."""
    _texts(text, part)
    return part in text


def startswith(text: Any, start: Any) -> bool:
    """Whether a text starts with another."""
    _texts(text, start)
    return bool(text.startswith(start))


def trim(text: Any, cutset: Any) -> str:
    """A text without characters of a set at both ends."""
    _texts(text, cutset)
    return str(text.strip(cutset))


def trim_space(text: Any) -> str:
    """A text without white space at both ends."""
    _texts(text)
    return str(text.strip(WHITE))


def trim_prefix(text: Any, prefix: Any) -> str:
    """A text without another before it."""
    _texts(text, prefix)
    return str(text.removeprefix(prefix))


def lower(text: Any) -> str:
    """A text in lower case; engines differ, too, in letters that a later Unicode added."""
    _texts(text)
    return str(text.lower())


def replace(text: Any, old: Any, new: Any) -> str:
    """A text with another in place of each part."""
    _texts(text, old, new)
    if not old:
        raise UnsureError
    return str(text.replace(old, new))


def split(text: Any, delimiter: Any) -> list[str]:
    """The parts of a text between delimiters."""
    _texts(text, delimiter)
    if not delimiter:
        raise UnsureError
    return list(text.split(delimiter))


def concat(delimiter: Any, parts: Any) -> str:
    """Texts joined by a delimiter."""
    if type(parts) is not list:
        raise UnsureError
    _texts(delimiter, *parts)
    return str(delimiter.join(parts))


def substring(text: Any, offset: Any, length: Any) -> str:
    """So many characters of a text from an offset on."""
    _texts(text)
    _whole(offset, length)
    if offset < 0 or length < 0:
        raise UnsureError
    return str(text[offset : offset + length])


def count(value: Any) -> int:
    """How many members there are, or characters of ASCII: engines count others differently."""
    if type(value) in (list, dict, Set) or (type(value) is str and value.isascii()):
        return len(value)
    raise UnsureError


def object_get(value: Any, key: Any, default: Any) -> Any:
    """The value under a key of an object, or another."""
    if type(value) is not dict or type(key) is not str:
        raise UnsureError
    return value.get(key, default)


def object_keys(value: Any) -> Set:
    """The keys of an object."""
    if type(value) is not dict:
        raise UnsureError
    return Set((identity(key), key) for key in value)


def member(value: Any, collection: Any) -> bool:
    """`value in collection`; nothing is in what is no collection."""
    kind = type(collection)
    if kind is Set:
        return identity(value) in collection
    if kind is list or kind is dict:
        looked_for = identity(value)
        return any(identity(each) == looked_for for _, each in members(collection))
    return False


def regex_match(pattern: str, text: Any) -> bool:
    """Whether a pattern that every engine reads alike is found in a text."""
    _texts(text)
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("$", r"\Z"))  # to Rego's, `$` is the end


def gt(left: Any, right: Any) -> bool:
    """`left > right`, of two numbers or two texts."""
    return _comparable(left, right) and bool(left > right)


def gte(left: Any, right: Any) -> bool:
    """`left >= right`."""
    return _comparable(left, right) and bool(left >= right)


def lt(left: Any, right: Any) -> bool:
    """`left < right`."""
    return gt(right, left)


def lte(left: Any, right: Any) -> bool:
    """`left <= right`."""
    return gte(right, left)


def _comparable(left: Any, right: Any) -> bool:
    if (type(left) is str and type(right) is str) or (type(left) in NUMBERS and type(right) in NUMBERS):
        return True
    raise UnsureError


def neq(left: Any, right: Any) -> bool:
    """`left != right`."""
    return not equal(left, right)


def intersection(left: Any, right: Any) -> Set:
    """`left & right`, of sets."""
    _sets(left, right)
    return Set((key, each) for key, each in left.items() if key in right)


def union(left: Any, right: Any) -> Set:
    """`left | right`, of sets."""
    _sets(left, right)
    return Set({**left, **right})


def minus(left: Any, right: Any) -> Any:
    """`left - right`, of sets or whole numbers."""
    if type(left) is int and type(right) is int:
        return left - right
    _sets(left, right)
    return Set((key, each) for key, each in left.items() if key not in right)


def rem(left: Any, right: Any) -> int:
    """`left % right`, of whole numbers that are not negative."""
    _whole(left, right)
    if left < 0 or right <= 0:
        raise UnsureError
    return int(left % right)


def to_number(text: Any) -> int:
    """The whole number that a text is."""
    _texts(text)
    if not _DIGITS.fullmatch(text):
        raise UnsureError
    return int(text)


def _sets(left: Any, right: Any) -> None:
    if type(left) is not Set or type(right) is not Set:
        raise UnsureError
