"""Changing single values of a YAML, JSON or front matter file in place, so that every other byte stays.

Each edit is tried as text at the place where the readers found the value or its neighbours, and taken only when the
file, read again, is exactly the document that was meant. So nothing rests on how well the text was understood: what
can't be proved isn't done, and is told.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from govml.base.document import locate, parse, value_at
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from govml.base.spans import Pointer, Span
    from govml.model import Json

    _Spot = Callable[[Pointer], Span | None]

_PLAIN: Final = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_./-]| (?=[A-Za-z0-9_./-]))*")
_RESERVED: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_CLOSERS: Final = 4
"""Brackets that may close behind the last value of a list's last element."""


class Edit(NamedTuple):
    """A value that is to stand at a place; one more key of a mapping, or element of a list, where there is none."""

    pointer: Pointer
    value: Json
    decimals: int | None = None
    """With how many decimals numbers are written; as short as possible when None."""
    after: str = ""
    """Key that a new key is put behind, if it can be."""


def apply_edits(data: bytes, syntax: str, document: int, edits: Sequence[Edit]) -> tuple[bytes, list[Edit]]:
    """The bytes with every edit made that can be made in place, and the edits that can't.

    `syntax` and `document` are as in `govml.base.document.locate`. A file that can't be read is left as it is.
    """
    left = []
    for edit in edits:
        done = _applied(data, syntax, document, edit)
        if done is None:
            left.append(edit)
        else:
            data = done
    return data, left


def snippet(value: Json, decimals: int | None = None) -> str:
    """A value in YAML's flow style, on one line."""
    return _flow(value, decimals, quote=False)


def _applied(data: bytes, syntax: str, document: int, edit: Edit) -> bytes | None:
    before = parse(data, syntax)
    if before.problems or document >= len(before.documents):
        return None
    # Through text, so that what an alias repeats is no longer one and the same value.
    meant: list[Json] = [json.loads(json.dumps(each.value)) for each in before.documents]
    if not _put(meant, document, edit):
        return None
    text = _Text(data.decode())
    for start, end, new in _candidates(text, data, syntax, document, before.documents[document].value, edit):
        changed = text.replaced(start, end, new)
        after = parse(changed, syntax)
        values = [each.value for each in after.documents]
        same_rest = [each.body for each in after.documents] == [each.body for each in before.documents]
        if not after.problems and same_rest and _same(values, meant):
            return changed
    return None


def _put(documents: list[Json], document: int, edit: Edit) -> bool:
    """Put the value into the documents; False where its parent isn't there."""
    if not edit.pointer:
        return False
    target = value_at(documents[document], edit.pointer[:-1])
    key = edit.pointer[-1]
    value = _rounded(edit.value, edit.decimals)
    if isinstance(target, dict):
        target[key] = value
        return True
    if isinstance(target, list) and key.isdecimal() and int(key) <= len(target):
        target[int(key) : int(key) + 1] = [value]
        return True
    return False


def _rounded(value: Json, decimals: int | None) -> Json:
    """The value as it is read back from what is written."""
    if isinstance(value, float) and decimals is not None:
        return float(f"{value:.{decimals}f}")
    if isinstance(value, list):
        return [_rounded(item, decimals) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item, decimals) for key, item in value.items()}
    return value


def _same(one: Json, other: Json) -> bool:
    """Whether two values are the same document; 1 is 1.0 as YAML and JSON have one kind of number, but not true."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(item, other[key]) for key, item in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


# -- where it may go --------------------------------------------------------------------------------------------------

_Candidate = tuple[int, int, str]
"""Start and end of what is replaced, in characters, and the new text."""


def _candidates(text: _Text, data: bytes, syntax: str, document: int, value: Json, edit: Edit) -> Iterator[_Candidate]:
    def spot(pointer: Pointer) -> Span | None:
        return locate(data, syntax, document, [pointer])[0]

    quote = syntax == "json"
    parent = value_at(value, edit.pointer[:-1])
    key = edit.pointer[-1]
    if (isinstance(parent, dict) and key in parent) or (isinstance(parent, list) and int(key) < len(parent)):
        span, old = spot(edit.pointer), value_at(value, edit.pointer)
        if span is not None and not isinstance(old, dict | list):
            yield from _replacing(text, span, edit, quote)
        elif span is not None and not old:
            yield from _filling(text, span, _flow(edit.value, edit.decimals, quote))
    elif isinstance(parent, dict | list) and not parent:
        if (span := spot(edit.pointer[:-1])) is not None:
            one: Json = {key: edit.value} if isinstance(parent, dict) else [edit.value]
            yield from _filling(text, span, _flow(one, edit.decimals, quote))
    elif isinstance(parent, dict):
        yield from _new_key(text, spot, parent, edit, quote)
    elif isinstance(parent, list):
        yield from _new_element(text, spot, parent, edit, quote)


def _filling(text: _Text, span: Span, new: str) -> Iterator[_Candidate]:
    """In the place of an empty mapping or list, which is shown by its key."""
    end = text.place(span.end_line, span.end_column)
    empty = re.match(r"[ \t]*:[ \t]*(\{[ \t]*\}|\[[ \t]*\])", text.text[end:])
    if empty is not None:
        yield end + empty.start(1), end + empty.end(1), new


def _replacing(text: _Text, span: Span, edit: Edit, quote: bool) -> Iterator[_Candidate]:
    start, end = text.place(span.line, span.column), text.place(span.end_line, span.end_column)
    old = text.text[start:end]
    if isinstance(edit.value, str) and old[:1] == "'":
        yield start, end, "'" + edit.value.replace("'", "''") + "'"
    yield start, end, _flow(edit.value, edit.decimals, quote=quote or old[:1] == '"')
    colon = re.match(r"[ \t]*:", text.text[end:])  # a key without a value is shown by its key
    if colon is not None:
        end += colon.end()
        yield end, end, " " + _flow(edit.value, edit.decimals, quote=quote)


def _new_key(text: _Text, spot: _Spot, parent: dict[str, Json], edit: Edit, quote: bool) -> Iterator[_Candidate]:
    prefix = edit.pointer[:-1]
    name = _flow(edit.pointer[-1], None, quote=quote)
    order = [key for key in (edit.after, *reversed(parent)) if key in parent]
    for sibling in dict.fromkeys(order):
        span = spot((*prefix, sibling))
        if span is None or isinstance(parent[sibling], dict | list) or span.line != span.end_line:
            continue
        end = text.place(span.end_line, span.end_column)
        own = text.key_column(span, sibling)
        indent = text.line(span.line)[:own]
        if quote and own is not None and not indent.strip():
            yield end, end, f",{text.newline}{indent}{name}: {_flow(edit.value, edit.decimals, True)}"
        yield end, end, f", {name}: {_flow(edit.value, edit.decimals, quote)}"
        if own is not None and not quote:
            place = text.end_of(span.line)
            yield place, place, text.lines_in(" " * own, f"{name}:", edit)
    for sibling in parent:
        span = spot((*prefix, sibling))
        indent = text.line(span.line)[: span.column - 1] if span is not None else "-"
        if span is not None and not indent.strip(" ") and not quote:
            line = span.line
            while line > 1 and text.line(line - 1).strip().startswith("#"):
                line -= 1
            place = text.place(line, 1)
            yield place, place, text.lines_in(indent, f"{name}:", edit).removeprefix(text.newline) + text.newline


def _new_element(text: _Text, spot: _Spot, parent: list[Json], edit: Edit, quote: bool) -> Iterator[_Candidate]:
    prefix = edit.pointer[:-1]
    leaves = [span for pointer in _leaves(parent[-1], (*prefix, str(len(parent) - 1))) if (span := spot(pointer))]
    first = spot((*prefix, "0"))
    if not leaves or first is None:
        return
    last = max(leaves, key=lambda span: (span.end_line, span.end_column))
    end = text.place(last.end_line, last.end_column)
    new = _flow(edit.value, edit.decimals, quote)
    if not isinstance(parent[-1], dict | list):
        yield end, end, f", {new}"
    for closer in [match.end() for match in re.finditer(r"[\]}]", text.text[end:])][:_CLOSERS]:
        yield end + closer, end + closer, f", {new}"
    dash = re.fullmatch(r"( *)-( +)", text.line(first.line)[: first.column - 1])
    if dash is None or quote:
        return
    place = text.end_of(last.end_line)
    lead = f"{text.newline}{dash[1]}-{dash[2]}"
    opening = text.text[text.place(first.line, first.column) :][:1]
    if isinstance(edit.value, dict) and opening != "{":
        inner = " " * len(f"{dash[1]}-{dash[2]}")
        rows = [f"{_flow(key, None, False)}: {_flow(item, edit.decimals, False)}" for key, item in edit.value.items()]
        yield place, place, lead + (text.newline + inner).join(rows)
    yield place, place, lead + new


def _leaves(value: Json, pointer: Pointer) -> Iterator[Pointer]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*pointer, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*pointer, str(number)))
    else:
        yield pointer


class _Text:
    """A text by lines and columns, as the readers count them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def place(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1

    def end_of(self, line: int) -> int:
        """Behind the last character of a line."""
        return self._starts[line - 1] + len(self.line(line))

    def line(self, line: int) -> str:
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return self.text[self._starts[line - 1] : end].rstrip("\r\n")

    def key_column(self, span: Span, key: str) -> int | None:
        """Characters before the key of a value; None where the key isn't on the same line."""
        before = self.line(span.line)[: span.column - 1]
        name = re.escape(key)
        match = re.search(rf"""(?:"{name}"|'{name}'|{name})[ \t]*:[ \t]+\Z""", before)
        return match.start() if match is not None else None

    def lines_in(self, indent: str, key: str, edit: Edit) -> str:
        """A key and its value as lines of a block mapping, each on a line of its own where it is a list of mappings."""
        value = edit.value
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            rows = [key, *(f"- {_flow(item, edit.decimals, False)}" for item in value)]
        else:
            rows = [f"{key} {_flow(value, edit.decimals, False)}"]
        return "".join(self.newline + indent + row for row in rows)

    def replaced(self, start: int, end: int, new: str) -> bytes:
        return (self.text[:start] + new + self.text[end:]).encode()


# -- how it is written ------------------------------------------------------------------------------------------------


def _flow(value: Json, decimals: int | None, quote: bool) -> str:
    """A value on one line: as JSON with `quote`, else as YAML with plain texts where no reader mistakes them."""
    if isinstance(value, dict):
        items = [f"{_flow(key, None, quote)}: {_flow(item, decimals, quote)}" for key, item in value.items()]
        return "{" + ", ".join(items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, decimals, quote) for item in value) + "]"
    if isinstance(value, float) and decimals is not None:
        return f"{value:.{decimals}f}"
    if isinstance(value, str) and not quote and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
