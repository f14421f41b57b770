"""JSON with its duplicate keys, odd numbers and positions seen."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from math import isinf
from typing import TYPE_CHECKING, Final, cast

from govml.base.spans import MAX_INTEGER, DefectError, Pointer, Span
from govml.model import Json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def json_value(text: str, nodes: int, depth: int) -> Json:
    """The value of a JSON text (RFC 8259). Raises `DefectError` with the place of what is wrong."""
    try:
        value = _decode(text)
    except json.JSONDecodeError as error:
        raise DefectError(f"is not JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise _too_deep(text, depth) from None
    except _OddityError as oddity:
        line, column = JsonScanner(text).find(oddity.kind, oddity.text)
        raise DefectError(oddity.message, line, column, oddity.hint) from None
    _check(value, text, nodes, depth)
    return cast("Json", value)


def _too_deep(text: str, depth: int) -> DefectError:
    line, column = JsonScanner(text).deeper_than(depth)
    return DefectError(f"is nested more than {depth} levels deep", line, column)


class _OddityError(Exception):
    def __init__(self, kind: str, text: str, message: str, hint: str) -> None:
        self.kind, self.text, self.message, self.hint = kind, text, message, hint


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _OddityError("key", key, f"key {key!r} stands twice", "keep one of the two")
            seen.add(key)
    return result


def _constant(text: str) -> Json:
    raise _OddityError("word", text, f"{text} is not a JSON number", "use null or leave the field out")


def _integer(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > MAX_INTEGER:
        raise _OddityError("word", text, f"the number {text[:40]} is too large to be kept exactly", "quote it")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise _OddityError("word", text, "holds a number that is too large for a double", "quote it, if it is text")
    return value


_decode: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer, parse_float=_float
).decode


def _check(value: object, text: str, nodes: int, depth: int) -> None:
    halves = _HALF.search(text) is not None
    if not halves and len(text) <= nodes and text.count("[") + text.count("{") <= depth:
        return  # whatever it holds: a value has a character, a level a bracket
    count, level, layer = 0, 0, [value]
    while layer:
        count += len(layer)
        level += 1
        if count > nodes:
            raise DefectError(f"holds more than {nodes:,} values", 1, 1, "split the file, or raise limits.nodes")
        below: list[object] = []
        for item in layer:
            if isinstance(item, dict):
                below += item.values()
                if halves:
                    below += item
            elif isinstance(item, list):
                below += item
            elif halves and isinstance(item, str) and _SURROGATE.search(item):
                place = JsonScanner(text).first(lambda token: token[0] == '"' and _SURROGATE.search(_text(token)))
                raise DefectError("holds half of a surrogate pair, which is no character", *place, "correct the escape")
            if level > depth and isinstance(item, dict | list):
                raise _too_deep(text, depth)
        layer = below


def _text(token: str) -> str:
    return cast("str", json.loads(token, strict=False))


_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class JsonScanner:
    """Positions in a JSON text, by its tokens."""

    _TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def _span(self, start: int, end: int) -> Span:
        line, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Span(line, start - self._starts[line - 1] + 1, last, end - self._starts[last - 1] + 1)

    def _walk(self) -> Iterator[tuple[str, Pointer, str, int, int]]:
        """`(role, pointer, token, start, end)` for every key, opening bracket and scalar."""
        path: list[str] = []
        counters: list[int | None] = []  # None in an object, the next index in a list
        expect_key = False
        for match in self._TOKEN.finditer(self._text):
            token = match.group()
            if token in "{[":
                yield "open", tuple(path), token, match.start(), match.end()
                counters.append(None if token == "{" else 0)
                path.append("0")
                expect_key = token == "{"
            elif token in "}]":
                if counters:
                    counters.pop()
                    path.pop()
                expect_key = False
            elif token == ",":
                if counters and counters[-1] is not None:
                    counters[-1] += 1
                    path[-1] = str(counters[-1])
                expect_key = bool(counters) and counters[-1] is None
            elif token == ":":
                expect_key = False
            elif expect_key:
                path[-1] = _text(token)
                yield "key", tuple(path), token, match.start(), match.end()
            else:
                yield "scalar", tuple(path), token, match.start(), match.end()

    def spans(self) -> dict[Pointer, Span]:
        """Span of every pointer: a container by its key, a scalar by itself."""
        found: dict[Pointer, Span] = {}
        for role, pointer, _, start, end in self._walk():
            if role != "open" or pointer not in found:
                found[pointer] = self._span(start, end)
        return found

    def deeper_than(self, depth: int) -> tuple[int, int]:
        """Line and column of the first bracket that opens below `depth` open ones."""
        level = 0
        for match in self._TOKEN.finditer(self._text):
            level += (match.group() in "{[") - (match.group() in "}]")
            if level > depth:
                return self._span(match.start(), match.end())[:2]
        return 1, 1

    def first(self, wanted: Callable[[str], object]) -> tuple[int, int]:
        """Line and column of the first key or scalar that is wanted."""
        for role, _, token, start, end in self._walk():
            if role != "open" and wanted(token):
                return self._span(start, end)[:2]
        return 1, 1

    def find(self, kind: str, text: str) -> tuple[int, int]:
        """Line and column of the second equal key of one object, or of the first scalar with this text."""
        seen: set[Pointer] = set()
        for role, pointer, token, start, end in self._walk():
            twice = role == "key" and kind == "key" and pointer in seen and pointer[-1] == text
            if twice or (role == "scalar" and kind == "word" and token == text):
                span = self._span(start, end)
                return span.line, span.column
            if role == "key":
                seen.add(pointer)
        return 1, 1
