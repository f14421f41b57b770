"""Bytes -> JSON-compatible values, and pointer -> line and column; the only importer of YAML parsers.

YAML is read as YAML 1.2 core schema (`no` is a string, dates are strings), without tags, duplicate keys or values that
JSON can't hold. Two parsers share the work. PyYAML's events (libyaml) are the reference: strict, with positions.
`yaml12` is several times faster but gives no positions and lets duplicate keys pass, so it decides only documents that
`_plain` shows to hold none of the constructs in which the two could differ; everything else, every error and every
position comes from the reference. `tests/base/test_document.py` holds both equal.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, cast

import yaml12

from govml.model import Json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yaml.events import Event

MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 100
MAX_INTEGER: Final = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3)."""

Pointer = tuple[str, ...]
"""Keys and indices from the root of a document."""


class Span(NamedTuple):
    """Where something stands: 1-based lines and columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Problem(NamedTuple):
    """Why bytes are not a document."""

    message: str
    line: int
    column: int
    hint: str = ""


class Document(NamedTuple):
    """One document of a file."""

    value: Json
    index: int
    """Position in a multi-document file."""
    body: str = ""
    """Markdown behind the front matter."""


class Parsed(NamedTuple):
    """What a file holds: documents, or problems and no document."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


class _DefectError(Exception):
    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, line, column, hint)


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
                raise _DefectError("front matter holds more than one document", 1)
            return Parsed((Document(values[0] if values else None, 0, body),), ())
        values = [_json_value(text, nodes, depth)] if syntax == "json" else _yaml_values(text, nodes, depth)
        return Parsed(tuple(Document(value, index) for index, value in enumerate(values)), ())
    except _DefectError as defect:
        return Parsed((), (defect.problem,))


def locate(data: bytes, syntax: str, document: int, pointers: Sequence[Pointer]) -> list[Span | None]:
    """Where each pointer stands in a document; for an absent field, its nearest present parent.

    A mapping or list is shown by its key, a scalar by itself. None where the document has no such place.
    """
    try:
        text = _decode(data)
        if syntax == "json":
            spans = _JsonScanner(text).spans()
        else:
            head = text
            if syntax == "front-matter":
                split = _front_matter(text)
                head = split[0] if split else ""
            readers = list(_read_yaml(head, MAX_NODES, 10 * MAX_DEPTH, positions=True))
            spans = readers[document].spans if document < len(readers) else {}
    except _DefectError:
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


# -- bytes and front matter ---------------------------------------------------------------------------------------------


def _decode(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        raise _DefectError("starts with a byte order mark", 1, 1, "save the file as UTF-8 without BOM")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _DefectError("is UTF-16", 1, 1, "save the file as UTF-8")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = _position(before, len(before))
        raise _DefectError(f"is not UTF-8: byte 0x{data[error.start]:02x}", line, column, "save it as UTF-8") from None
    bad = _CONTROL.search(text)
    if bad:
        line, column = _position(text, bad.start())
        raise _DefectError(f"holds the control character U+{ord(bad.group()):04X}", line, column, "remove it")
    return text.replace("\r\n", "\n") if "\r" in text else text


_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def _front_matter(text: str) -> tuple[str, str] | None:
    """YAML (with the opening line blanked, so that lines stay true) and Markdown body; None without front matter."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return None
    end = re.search(r"^(?:---|\.\.\.)[ \t]*$", rest, re.MULTILINE)
    if end is None:
        raise _DefectError("front matter is never closed", 1, 1, "end it with a line `---`")
    return "\n" + rest[: end.start()], rest[end.end() + 1 :]


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


# -- YAML ---------------------------------------------------------------------------------------------------------------

# What `yaml12` and libyaml may read differently, or what only the reference can refuse: anchors, aliases, tags,
# directives, block scalars, quoted escapes, explicit keys, merge keys, document markers, tabs, control characters.
_RISKY: Final = re.compile(
    r"[&*!|>%\t\r\\@`\x7f-\x9f\u2028\u2029\ufeff]|[^\x00-\uffff]|<<|\?(?:\s|$)|^(?:---|\.\.\.)|\d{16}|\d[eE][+-]?\d{3}"
    r"|\.(?:inf|nan|Inf|NaN|INF|NAN)",
    re.MULTILINE,
)
_COLON: Final = re.compile(r":(?=[\s,\[\]{}]|\Z)|(?<=[\"']):")
_INNER: Final = re.compile(r"\[[^\[\]{}]*\]|\{([^\[\]{}]*)\}")


def _yaml_values(text: str, nodes: int, depth: int) -> list[Json]:
    if len(text) < nodes and not _RISKY.search(text):
        try:
            value = yaml12.parse_yaml(text)
        except ValueError:
            pass
        else:
            keys = _count_keys(value, depth)
            if keys >= 0 and keys == len(_COLON.findall(text)) and not ("{" in text and _bare_keys(text)):
                return [cast("Json", value)]
    return [reader.value for reader in _read_yaml(text, nodes, depth, positions=False)]


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
    while True:
        for match in _INNER.finditer(text):
            inner = match.group(1)
            if inner is not None and any(part and ":" not in part for part in map(str.strip, inner.split(","))):
                return True
        text, changed = _INNER.subn("x", text)
        if not changed:
            return "{" in text


_INT: Final = re.compile(r"[-+]?[0-9]+\Z")
_OCT: Final = re.compile(r"0o[0-7]+\Z")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_CONSTANTS: Final[dict[str, Json]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class _Frame:
    """An open mapping or list."""

    __slots__ = ("anchor", "before", "key", "merged", "start", "value")

    def __init__(self, value: Json, anchor: str | None, before: int, start: tuple[int, int]) -> None:
        self.value = value
        self.anchor = anchor
        self.before = before
        self.start = start
        self.key: str | None = None
        self.merged: list[dict[str, Json]] | None = None


class _YamlReader:
    """Builds the value of one document from libyaml's events, iteratively."""

    def __init__(self, nodes: int, depth: int, positions: bool) -> None:
        self.value: Json = None
        self.spans: dict[Pointer, Span] = {}
        self._budget = nodes
        self._depth = depth
        self._positions = positions
        self._count = 0
        self._frames: list[_Frame] = []
        self._path: list[str] = []
        self._anchors: dict[str, tuple[Json, int] | None] = {}

    def feed(self, event: Event) -> None:
        """Take one event of the document's content."""
        kind = type(event).__name__
        self._count += 1
        if self._count > self._budget:
            self._fail(event, f"holds more than {self._budget:,} values", "split the file, or raise limits.nodes")
        if getattr(event, "tag", None) is not None:
            self._fail(event, f"uses the tag {event.tag!r}", "remove the tag: plain values only")
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind == "AliasEvent":
            self._alias(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._open(event, {} if kind == "MappingStartEvent" else [])
        else:
            self._close(event)

    def _fail(self, event: Event, message: str, hint: str = "") -> NoReturn:
        mark = event.start_mark
        raise _DefectError(message, mark.line + 1, mark.column + 1, hint)

    def _scalar(self, event: Event) -> None:
        top = self._frames[-1] if self._frames else None
        if top is not None and type(top.value) is dict and top.key is None:
            self._key(event, top)
            return
        value = self._resolve(event)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._add(value, event, event)

    def _key(self, event: Event, top: _Frame) -> None:
        if event.anchor:
            self._anchors[event.anchor] = (event.value, 1)
        name = event.value
        if name == "<<" and event.implicit[0]:
            top.merged = top.merged or []
        elif name in cast("dict[str, Json]", top.value):
            self._fail(event, f"key {name!r} stands twice", "keep one of the two")
        top.key = name
        self._path.append(name)
        if self._positions:
            self.spans[tuple(self._path)] = _span(event, event)

    def _resolve(self, event: Event) -> Json:
        text = event.value
        if not event.implicit[0]:
            return cast("str", text)
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in "+-.0123456789":
            return cast("str", text)
        if _INT.match(text) or _OCT.match(text) or _HEX.match(text):
            digits = text.lstrip("+-")
            base = 8 if digits.startswith("0o") else 16 if digits.startswith("0x") else 10
            number = int(text, base) if len(text) < 400 else MAX_INTEGER + 1
            if abs(number) > MAX_INTEGER:
                self._fail(event, f"the number {text[:40]} is too large to be kept exactly", "quote it")
            return number
        if _SPECIAL.match(text):
            self._fail(event, f"{text} is not a JSON number", "use null or leave the field out")
        if _FLOAT.match(text):
            value = float(text)
            if value in (float("inf"), float("-inf")):
                self._fail(event, f"the number {text[:40]} is too large", "quote it, if it is text")
            return value
        return cast("str", text)

    def _alias(self, event: Event) -> None:
        found = self._anchors.get(event.anchor)
        if found is None:
            self._fail(event, f"alias *{event.anchor} refers to nothing before it, or to itself")
        value, size = found
        self._count += size
        if self._count > self._budget:
            self._fail(event, f"aliases expand to more than {self._budget:,} values", "write the values out")
        top = self._frames[-1] if self._frames else None
        if top is not None and type(top.value) is dict and top.key is None:
            self._fail(event, "an alias can't be a key", "write the key out")
        self._add(value, event, event)

    def _open(self, event: Event, value: Json) -> None:
        if len(self._frames) >= self._depth:
            self._fail(event, f"is nested more than {self._depth} levels deep")
        top = self._frames[-1] if self._frames else None
        if top is not None:
            if type(top.value) is dict and top.key is None:
                what = "{{ }} placeholders are not YAML" if event.flow_style else "a key must be plain text"
                hint = "render the template first, or quote the text" if event.flow_style else ""
                self._fail(event, what, hint)
            if type(top.value) is list:
                self._path.append(str(len(top.value)))
        if event.anchor:
            self._anchors[event.anchor] = None
        mark = event.start_mark
        self._frames.append(_Frame(value, event.anchor, self._count, (mark.line, mark.column)))
        if self._positions and tuple(self._path) not in self.spans:
            self.spans[tuple(self._path)] = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)

    def _close(self, event: Event) -> None:
        frame = self._frames.pop()
        if frame.merged:
            own = cast("dict[str, Json]", frame.value)
            for extra in frame.merged:
                for key, item in extra.items():
                    own.setdefault(key, item)
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.value, self._count - frame.before + 1)
        top = self._frames[-1] if self._frames else None
        if top is not None and type(top.value) is list:
            self._path.pop()
        self._add(frame.value, event, None)

    def _add(self, value: Json, event: Event, scalar: Event | None) -> None:
        if not self._frames:
            self.value = value
            if scalar is not None and self._positions:
                self.spans[()] = _span(scalar, scalar)
            return
        top = self._frames[-1]
        if type(top.value) is list:
            if scalar is not None and self._positions:
                self.spans[(*self._path, str(len(top.value)))] = _span(scalar, scalar)
            top.value.append(value)
            return
        key = cast("str", top.key)
        if key == "<<" and top.merged is not None and "<<" not in cast("dict[str, Json]", top.value):
            extras = value if isinstance(value, list) else [value]
            if not all(isinstance(extra, dict) for extra in extras):
                self._fail(event, "`<<` merges mappings only")
            top.merged += cast("list[dict[str, Json]]", extras)
        else:
            cast("dict[str, Json]", top.value)[key] = value
            if scalar is not None and self._positions and (scalar.start_mark.index < scalar.end_mark.index):
                self.spans[tuple(self._path)] = _span(scalar, scalar)
        top.key = None
        self._path.pop()


def _span(first: Event, last: Event) -> Span:
    start, end = first.start_mark, last.end_mark
    if end.line != start.line and end.column == 0:  # a block scalar ends on the next line
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _read_yaml(text: str, nodes: int, depth: int, *, positions: bool) -> Iterator[_YamlReader]:
    """The documents of a YAML stream, by the reference parser."""
    import yaml

    loader = getattr(yaml, "CLoader", yaml.Loader)
    reader: _YamlReader | None = None
    found: list[_YamlReader] = []
    try:
        for event in yaml.parse(text, Loader=loader):
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                if event.tags:
                    raise _DefectError("uses a %TAG directive", event.start_mark.line + 1, 1, "remove it")
                reader = _YamlReader(nodes, depth, positions)
                found.append(reader)
            elif reader is not None and kind not in ("DocumentEndEvent", "StreamEndEvent"):
                reader.feed(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = error.problem or error.context or "is not YAML"
        hint = ""
        if "{{" in text:
            hint = "render the template first, or leave the file out with `ignore` in govml.yaml"
        elif mark is not None and "\t" in text.split("\n")[mark.line][: mark.column + 1]:
            hint = "indent with spaces: YAML allows no tabs there"
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise _DefectError(f"is not YAML: {message}", line, column, hint) from None
    except yaml.YAMLError as error:
        raise _DefectError(f"is not YAML: {str(error).splitlines()[0]}") from None
    # `---` before the first or behind the last document makes no record.
    if len(found) > 1:
        found = [item for item in found if item.value is not None] or found[:1]
    yield from found


# -- JSON ---------------------------------------------------------------------------------------------------------------


def _json_value(text: str, nodes: int, depth: int) -> Json:
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _DefectError(f"is not JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise _DefectError(f"is nested more than {depth} levels deep") from None
    except _OddityError as oddity:
        line, column = _JsonScanner(text).find(oddity.kind, oddity.text)
        raise _DefectError(oddity.message, line, column, oddity.hint) from None
    _check_size(value, nodes, depth)
    return cast("Json", value)


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


def _check_size(value: object, nodes: int, depth: int) -> None:
    count, level, layer = 0, 0, [value]
    while layer:
        count += len(layer)
        level += 1
        if count > nodes:
            raise _DefectError(f"holds more than {nodes:,} values", 1, 1, "split the file, or raise limits.nodes")
        if level > depth + 1:
            raise _DefectError(f"is nested more than {depth} levels deep")
        below: list[object] = []
        for item in layer:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
            elif item in (float("inf"), float("-inf")):
                raise _DefectError("holds a number that is too large for a double")
        layer = below


class _JsonScanner:
    """Positions in a JSON text, by its tokens."""

    _TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def _span(self, start: int, end: int) -> Span:
        from bisect import bisect_right

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
                path[-1] = cast("str", json.loads(token, strict=False))
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
