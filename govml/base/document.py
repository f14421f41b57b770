"""Bytes -> JSON-compatible values, and pointer -> line and column.

YAML is read as YAML 1.2 core schema (`no` is a string, dates are strings), without tags, duplicate keys or values that
JSON can't hold. Two parsers share the work. PyYAML's events (libyaml) are the reference: strict, with positions.
`yaml12` is several times faster but gives no positions and lets duplicate keys pass, so it decides only documents that
`_plain` shows to hold none of the constructs in which the two could differ; everything else, every error and every
position comes from the reference. `tests/base/test_document.py` holds both equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import yaml12

from govml.base.spans import MAX_DEPTH, MAX_NODES, DefectError, Pointer, Problem, Span
from govml.model import Json

if TYPE_CHECKING:
    from collections.abc import Sequence


class Document(NamedTuple):
    """One document of a file."""

    value: Json
    number: int
    """Position in a multi-document file."""
    body: str = ""
    """Markdown behind the front matter."""


class Parsed(NamedTuple):
    """What a file holds: documents, or problems and no document."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def syntax_of(path: str) -> str:
    """Syntax by the file's ending: `json`, `front-matter` (Markdown) or `yaml`."""
    if path.endswith(".json"):
        return "json"
    return "front-matter" if path.lower().endswith((".md", ".markdown")) else "yaml"


def parse(data: bytes, syntax: str, nodes: int = MAX_NODES, depth: int = MAX_DEPTH) -> Parsed:
    """Documents of a file in `syntax` (`yaml`, `json` or `front-matter`).

    A Markdown file without front matter gives no document and no problem. Never raises for what the bytes hold.
    """
    try:
        text = _decode(data)
        if syntax == "front-matter":
            split = _front_matter(text)
            if split is None:
                return Parsed((), ())
            head, body = split
            values = _yaml_values(head, nodes, depth)
            if len(values) > 1:
                raise DefectError("front matter holds more than one document", 1)
            return Parsed((Document(values[0] if values else None, 0, body),), ())
        if syntax == "json":
            from govml.base.json_reader import json_value

            values = [json_value(text, nodes, depth)]
        else:
            values = _yaml_values(text, nodes, depth)
        return Parsed(tuple(Document(value, number) for number, value in enumerate(values)), ())
    except DefectError as defect:
        return Parsed((), (defect.problem,))


def locate(data: bytes, syntax: str, document: int, pointers: Sequence[Pointer]) -> list[Span | None]:
    """Where each pointer stands in a document; for an absent field, its nearest present parent.

    A mapping or list is shown by its key, a scalar by itself. None where the document has no such place.
    """
    try:
        text = _decode(data)
        if syntax == "json":
            from govml.base.json_reader import JsonScanner

            spans = JsonScanner(text).spans()
        else:
            from govml.base.yaml_reader import read_yaml

            head = text
            if syntax == "front-matter":
                split = _front_matter(text)
                head = split[0] if split else ""
            readers = list(read_yaml(head, MAX_NODES, 10 * MAX_DEPTH, positions=True))
            spans = readers[document].spans if document < len(readers) else {}
    except DefectError:
        return [None for _ in pointers]
    found = []
    for pointer in pointers:
        while pointer and pointer not in spans:
            pointer = pointer[:-1]
        found.append(spans.get(pointer))
    return found


def line_of(data: bytes, line: int) -> str:
    """Text of a 1-based line, for an excerpt; at most 400 characters."""
    lines = data.decode("utf-8", "replace").split("\n")
    return lines[line - 1].rstrip("\r")[:400] if 0 < line <= len(lines) else ""


def pointer_text(pointer: Sequence[str]) -> str:
    """RFC 6901 text of a pointer."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in pointer)


def parse_pointer(text: str) -> Pointer:
    """Parts of an RFC 6901 pointer; a text without a leading `/` is taken as one key."""
    if not text:
        return ()
    parts = text[1:].split("/") if text.startswith("/") else [text]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


# -- bytes and front matter ------------------------------------------------------------------------------------------


def _decode(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        raise DefectError("starts with a byte order mark", 1, 1, "save the file as UTF-8 without BOM")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DefectError("is UTF-16", 1, 1, "save the file as UTF-8")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = _position(before, len(before))
        raise DefectError(f"is not UTF-8: byte 0x{data[error.start]:02x}", line, column, "save it as UTF-8") from None
    bad = _CONTROL.search(text)
    if bad:
        line, column = _position(text, bad.start())
        raise DefectError(f"holds the control character U+{ord(bad.group()):04X}", line, column, "remove it")
    return text.replace("\r\n", "\n") if "\r" in text else text


_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def _front_matter(text: str) -> tuple[str, str] | None:
    """YAML (with the opening line blanked, so that lines stay true) and Markdown body; None without front matter."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return None
    end = re.search(r"^(?:---|\.\.\.)[ \t]*$", rest, re.MULTILINE)
    if end is None:
        raise DefectError("front matter is never closed", 1, 1, "end it with a line `---`")
    return "\n" + rest[: end.start()], rest[end.end() + 1 :]


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


# -- YAML ------------------------------------------------------------------------------------------------------------

# What `yaml12` and libyaml may read differently, or what only the reference can refuse: anchors, aliases, tags,
# directives, block scalars, quoted escapes, explicit keys, merge keys, document markers, tabs, control characters.
# A scan for rare characters comes first: on most texts it alone decides, and it is ten times faster.
_RARE: Final = re.compile(r"[&*!|>%@`?\t\r\\\x7f-\x9f\u2028\u2029\ufeff\U00010000-\U0010ffff]")
_RISKY: Final = re.compile(
    r"(?:^|[:,\[{-])[ ]*[&*!|>%@`]|[\t\r\\\x7f-\x9f\u2028\u2029\ufeff\U00010000-\U0010ffff]|\?(?:\s|$)", re.MULTILINE
)
_WORDS: Final = ("<<", "\n---", "\n...", ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
_NUMBERS: Final = re.compile(r"\d{16}|\d[eE][+-]?\d{3}")
_COLON: Final = re.compile(r":(?:(?=[\s,\[\]{}]|\Z)|(?<=[\"']:))")
_QUOTED: Final = re.compile(r'"(?:(?<=[:,\[{] ")|(?<=[\[{]"))[^"]*"')
_INNER: Final = re.compile(r"\[[^\[\]{}]*\]|\{([^\[\]{}]*)\}")


def _risky(text: str) -> bool:
    return bool(
        (_RARE.search(text) and _RISKY.search(text))
        or text.startswith(("---", "..."))
        or any(word in text for word in _WORDS)
        or _NUMBERS.search(text)
        or ("{" in text and _bare_keys(text))
    )


def _yaml_values(text: str, nodes: int, depth: int) -> list[Json]:
    if len(text) < nodes and not _risky(text):
        try:
            value = yaml12.parse_yaml(text)
        except ValueError:
            pass
        else:
            if _count_keys(value, depth) == len(_COLON.findall(text)):
                return [cast("Json", value)]
    from govml.base.yaml_reader import read_yaml

    return [reader.value for reader in read_yaml(text, nodes, depth, positions=False)]


def _count_keys(value: object, depth: int) -> int:
    """Number of keys in a value; -1 when it holds something that the reference must judge."""
    total = 0
    stack = [(value, 0)]
    while stack:
        item, level = stack.pop()
        kind = type(item)
        if kind is dict:
            if level >= depth:
                return -1
            for key, child in cast("dict[object, object]", item).items():
                if type(key) is not str:
                    return -1
                total += 1
                if type(child) is not str:
                    stack.append((child, level + 1))
        elif kind is list:
            if level >= depth:
                return -1
            stack += [(child, level + 1) for child in cast("list[object]", item) if type(child) is not str]
        elif kind not in (str, int, float, bool, type(None)):
            return -1
    return total


def _bare_keys(text: str) -> bool:
    """Whether a flow mapping may hold a key without a value, which could hide a duplicate."""
    bare = False

    def collapse(match: re.Match[str]) -> str:
        nonlocal bare
        inner = match.group(1)
        if inner:
            bare = bare or any(":" not in part and part.strip() for part in inner.split(","))
        return "x"

    text = _QUOTED.sub("x", text)
    changed = 1
    while changed and not bare:
        text, changed = _INNER.subn(collapse, text)
    return bare or "{" in text
