"""YAML 1.2 core schema from libyaml's events, strictly and with positions; the only importer of PyYAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, cast

import yaml

from govml.base.spans import MAX_INTEGER, DefectError, Pointer, Span
from govml.model import Json

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Mark(Protocol):
    index: int
    line: int
    column: int


class Event(Protocol):
    """What PyYAML's node events have in common (its stubs know neither marks nor attributes)."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    implicit: tuple[bool, bool]
    value: str
    flow_style: bool


_INT: Final = re.compile(r"[-+]?[0-9]+\Z")
_OCT: Final = re.compile(r"0o[0-7]+\Z")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_CONFLICT: Final = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_TEMPLATE: Final = "render the template first, or leave the file out: `ignore: [PATH]` in govml.yaml"
_TEXT: Final = 64
_ODD: Final = re.compile("[\x7f-\x9f\u2028\u2029]")
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


class YamlReader:
    """Builds the value of one document from libyaml's events, iteratively."""

    def __init__(self, nodes: int, depth: int, positions: bool, templated: bool = False) -> None:
        self.value: Json = None
        self.spans: dict[Pointer, Span] = {}
        self._budget = nodes
        self._depth = depth
        self._positions = positions
        self._templated = templated
        self._count = 0
        self._extra = 0
        """What long texts so far would add where an alias repeats them: one for each `_TEXT` characters."""
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
            self._fail(event, f"uses the tag {getattr(event, 'tag', '')!r}", "remove the tag: plain values only")
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
        raise DefectError(message, mark.line + 1, mark.column + 1, hint)

    def _scalar(self, event: Event) -> None:
        top = self._frames[-1] if self._frames else None
        extra = len(event.value) // _TEXT
        self._extra += extra
        if top is not None and type(top.value) is dict and top.key is None:
            self._key(event, top)
            return
        value = self._resolve(event)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1 + extra)
        self._add(value, event, event)

    def _key(self, event: Event, top: _Frame) -> None:
        if event.anchor:
            self._anchors[event.anchor] = (event.value, 1 + len(event.value) // _TEXT)
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
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in "+-.0123456789":
            return text
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
        return text

    def _alias(self, event: Event) -> None:
        found = self._anchors.get(event.anchor or "")
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
                if self._templated and event.flow_style and type(value) is dict:
                    self._fail(event, "{{ }} placeholders are not YAML", f"quote the text; or {_TEMPLATE}")
                self._fail(event, "a key must be plain text", "JSON has no mappings or lists as keys")
            if type(top.value) is list:
                self._path.append(str(len(top.value)))
        if event.anchor:
            self._anchors[event.anchor] = None
        mark = event.start_mark
        self._frames.append(_Frame(value, event.anchor, self._count + self._extra, (mark.line, mark.column)))
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
            self._anchors[frame.anchor] = (frame.value, self._count + self._extra - frame.before + 1)
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


def read_yaml(text: str, nodes: int, depth: int, *, positions: bool) -> Iterator[YamlReader]:
    """The documents of a YAML stream, by the reference parser."""
    loader = getattr(yaml, "CLoader", yaml.Loader)
    reader: YamlReader | None = None
    templated = "{{" in text
    found: list[YamlReader] = []
    if odd := _ODD.search(text):
        # libyaml would count lines at some of them and refuse the others without saying where.
        line, start = text.count("\n", 0, odd.start()), text.rfind("\n", 0, odd.start())
        name = f"U+{ord(odd.group()):04X}"
        raise DefectError(f"holds the control character {name}", line + 1, odd.start() - start, "remove it")
    try:
        for event in yaml.parse(text, Loader=loader):
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                if getattr(event, "tags", None):
                    raise DefectError("uses a %TAG directive", 1, 1, "remove it")
                reader = YamlReader(nodes, depth, positions, templated)
                found.append(reader)
                if len(found) > nodes:
                    raise DefectError(f"holds more than {nodes:,} documents", 1, 1, "split the file")
            elif reader is not None and kind not in ("DocumentEndEvent", "StreamEndEvent"):
                reader.feed(cast("Event", event))
    except yaml.MarkedYAMLError as error:
        if conflict := _CONFLICT.search(text):
            hint = "keep one of the two sides, or join them, and remove the lines with <<<<<<<, ======= and >>>>>>>"
            raise DefectError("holds a merge conflict", text.count("\n", 0, conflict.start()) + 1, 1, hint) from None
        mark = error.problem_mark or error.context_mark
        message = error.problem or error.context or "is not YAML"
        hint = ""
        if templated:
            hint = _TEMPLATE
        elif mark is not None and "\t" in "".join(text.split("\n")[mark.line : mark.line + 1])[: mark.column + 1]:
            hint = "indent with spaces: YAML allows no tabs there"
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise DefectError(f"is not YAML: {message}", line, column, hint) from None
    except yaml.YAMLError as error:
        raise DefectError(f"is not YAML: {str(error).splitlines()[0]}") from None
    # `---` before the first or behind the last document makes no record.
    if len(found) > 1:
        found = [item for item in found if item.value is not None] or found[:1]
    yield from found
