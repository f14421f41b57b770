"""Bytes -> JSON-compatible values, and pointer -> line and column.

YAML is read as YAML 1.2 core schema (`no` is a string, dates are strings), without tags, duplicate keys or values that
JSON can't hold. Two parsers share the work. PyYAML's events (libyaml) are the reference: strict, with positions.
`yaml12` is several times faster but gives no positions and lets duplicate keys pass, so it decides only documents that
`_keys_of_plain` shows to hold none of the constructs in which the two could differ; everything else, every error and
every position comes from the reference. `tests/base/test_document.py` holds both equal.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import yaml12

from govml.base.spans import MAX_DEPTH, MAX_INTEGER, MAX_NODES, DefectError, Pointer, Problem, Span
from govml.model import Json
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Document(NamedTuple):
    """One document of a file."""

    value: Json
    number: int
    """Position in a multi-document file; in JSON Lines that of the line."""
    body: str = ""
    """Markdown behind the front matter."""


class Parsed(NamedTuple):
    """What a file holds: documents, or problems and no document."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def syntax_of(path: str) -> str:
    """Syntax by the file's ending: `json`, `jsonl` (JSON Lines), `front-matter` (Markdown) or `yaml`."""
    if path.endswith((".json", ".jsonl")):
        return path.rpartition(".")[2]
    return "front-matter" if path.lower().endswith((".md", ".markdown")) else "yaml"


def parse(data: bytes, syntax: str, nodes: int = MAX_NODES, depth: int = MAX_DEPTH) -> Parsed:
    """Documents of a file in `syntax` (`yaml`, `json`, `jsonl` or `front-matter`).

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
            return Parsed((Document(values[0], 0, body),), ())
        if syntax == "jsonl":
            return Parsed(tuple(_json_lines(text, nodes, depth)), ())
        if syntax == "json":
            from govml.base.json_reader import json_value

            values = [json_value(text, nodes, depth)]
        else:
            values = _yaml_values(text, nodes, depth)
        return Parsed(tuple(Document(value, number) for number, value in enumerate(values)), ())
    except DefectError as defect:
        return Parsed((), (defect.problem,))


def misplaced_front_matter(data: bytes) -> tuple[int, bytes] | None:
    """Line of a `---` that opens front matter only in looks, and that front matter as a file of its own.

    Front matter starts on line 1. Behind blank lines, HTML comments or spaces it is a horizontal rule to Markdown, and
    so to `parse`; None where what follows it is text between rules.
    """
    lines = _unix_lines(data.decode("utf-8", "replace")).split("\n")
    comment = False
    for number, line in enumerate(lines[:_FIRST]):
        text = line.strip()
        if text == "---" and not comment:
            end = next((n for n in range(number + 1, len(lines)) if lines[n].strip() in ("---", "...")), 0)
            block = [each for each in lines[number + 1 : end] if each.strip()]
            if not block or not re.match(_KEY, block[0]) or not all(re.match(_YAML_LINE, each) for each in block):
                return None
            return number + 1, "\n".join(["---", *lines[number + 1 : end], "---", ""]).encode()
        comment = (comment or text.startswith("<!--")) and not text.endswith("-->")
        if text and not comment and not text.endswith("-->"):
            return None
    return None


def locate(data: bytes, syntax: str, document: int, pointers: Sequence[Pointer]) -> list[Span | None]:
    """Where each pointer stands in a document; for an absent field, its nearest present parent.

    A mapping or list is shown by its key, a scalar by itself. None where the document has no such place.
    """
    try:
        text = _decode(data)
        if syntax == "json":
            from govml.base.json_reader import JsonScanner

            spans = JsonScanner(text).spans()
        elif syntax == "jsonl":
            from govml.base.json_reader import JsonScanner

            lines = text.split("\n")
            found = JsonScanner(lines[document]).spans() if document < len(lines) else {}
            spans = {pointer: _moved(span, document) for pointer, span in found.items()}
        else:
            from govml.base.yaml_reader import read_yaml

            head = text
            if syntax == "front-matter":
                split = _front_matter(text)
                head = split[0] if split else ""
            readers = list(read_yaml(head, MAX_NODES, 10 * MAX_DEPTH, positions=True))
            spans = readers[document].spans if document < len(readers) else {}
    except (DefectError, ValueError):  # the latter from `json`, for a text that `parse` refuses
        return [None for _ in pointers]
    nearest = []
    for pointer in pointers:
        while pointer and pointer not in spans:
            pointer = pointer[:-1]
        nearest.append(spans.get(pointer))
    return nearest


def line_of(data: bytes, line: int) -> str:
    """Text of a 1-based line, for an excerpt; at most 400 characters."""
    lines = _unix_lines(data.decode("utf-8", "replace")).split("\n")
    return lines[line - 1][:400] if 0 < line <= len(lines) else ""


def pointer_text(pointer: Sequence[str]) -> str:
    """RFC 6901 text of a pointer."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in pointer)


@lru_cache(maxsize=1024)
def parse_pointer(text: str) -> Pointer:
    """Parts of an RFC 6901 pointer; a text without a leading `/` is taken as one key."""
    if not text:
        return ()
    parts = text[1:].split("/") if text.startswith("/") else [text]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def value_at(value: Json, pointer: Pointer) -> Json:
    """What a pointer leads to in a value; None where that is nothing."""
    for key in pointer:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


_FIRST: Final = 20
"""Lines among which misplaced front matter may open."""
_KEY: Final = r"\s*[A-Za-z_][A-Za-z0-9_-]*:(?:\s|\Z)"
_YAML_LINE: Final = rf"{_KEY}|[ \t#]|-(?:\s|\Z)|[\]}}]"


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
    if len(data.translate(None, _CONTROLS)) < len(data) or "\ufffe" in text or "\uffff" in text:
        bad = re.search(_CONTROL, text)
        assert bad is not None
        line, column = _position(text, bad.start())
        raise DefectError(f"holds the control character U+{ord(bad.group()):04X}", line, column, "remove it")
    return _unix_lines(text)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_CONTROL: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
_CONTROLS: Final = bytes({*range(32), 0x7F} - set(b"\t\n\r"))
"""Those of ASCII: in a text without any, which nearly every text is, `_CONTROL` need not look at each character."""


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


# -- JSON Lines ------------------------------------------------------------------------------------------------------


def _json_lines(text: str, nodes: int, depth: int) -> Iterator[Document]:
    """One document for each line that holds anything (jsonlines.org)."""
    from govml.base.json_reader import json_value

    for number, line in enumerate(text.split("\n")):
        if not line.strip(" \t"):
            continue
        try:
            yield Document(json_value(line, nodes, depth), number)
        except DefectError as defect:
            problem = defect.problem
            raise DefectError(problem.message, problem.line + number, problem.column, problem.hint) from None


def _moved(span: Span, lines: int) -> Span:
    return span._replace(line=span.line + lines, end_line=span.end_line + lines)


# -- YAML ------------------------------------------------------------------------------------------------------------

# What `yaml12` and libyaml may read differently, or what only the reference can refuse: anchors, aliases, tags,
# directives, block scalars, escapes, explicit and merge keys, document markers, tabs, control characters, odd spaces,
# flow collections over several lines. Duplicate keys are found by counting: a document whose text has as many keys as
# its value has none. The count may be too high (then the reference decides), but never too low. `re` compiles
# the patterns that a text needs: all of them together take longer than twenty cards.
_ODD_SPACE: Final = r"[\x80-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
_MARKS: Final = (
    "?",
    "\t",
    "\r",
    "\\",
    "\x7f",
    "\n---",
    "\n...",
    "0x",
    "0o",
    "\n" + 64 * " ",
    8 * "- ",
    "-  ",
    " :",
    "\n:",
    "++",
    "+-",
)
"""Document markers; large numbers, and doubled signs, which `yaml12` takes for numbers; and where nesting may be deep,
as `yaml12` recurses until the stack is full."""
_INDICATORS: Final = "&*!|>%@`"
_LEAD: Final = "|".join(rf"(?<=\n{' ' * width}- [QUOTE])" for width in (0, 2, 4, 6, 8))
_START: Final = rf"(?:(?<=: [QUOTE])|(?<=[\[{{,][QUOTE])|(?<=[\[{{,] [QUOTE])|(?<=\n[QUOTE])|{_LEAD})"
"""Behind a quote: where it surely opens a scalar, given that no flow collection goes over several lines."""
_ASIDE: Final = f"\"{_START}[^\"\n]*\"|'{_START}(?:[^'\n]|'')*'".replace("[QUOTE]", "[\"']") + r"|#(?<!\S#)[^\n]*"
"""Quoted scalars and comments."""
_ODD_QUOTE: Final = r"""["'](?<![^\s:,\[{-]["'])"""
"""A quote that may open a scalar: over several lines, a `#` in it opens no comment."""
_COLON: Final = re.compile(r":(?:(?=[\s,\[\]{}]|\Z)|(?<=[\"'\0]:))")
_FLOW: Final = r"[\[{].*"
_LIST: Final = r"\[[^\[\]{}\n]*\]"
_BARE: Final = r"[{,][^:,{}\n]*[,}]"
_ODD_COLONS: Final = (":,", ":}", ":]", "{:", "{ :", "[:", "[ :", ",:", ", :")
"""Colons that libyaml and `yaml12` don't both take for the same in flow style."""
_MAX_FLOW: Final = 8
"""Levels of flow collections that are looked into; a text is scanned once for each."""
_INNER: Final = r"\[[^\[\]{}\n]*\]|\{([^\[\]{}\n]*)\}"


def _keys_of_plain(text: str) -> int:
    """Number of keys that the text of a plain document writes, or more; -1 when the reference must read it."""
    if text.startswith(("---", "...", ":")) or any(mark in text for mark in _MARKS):
        return -1
    if not text.isascii() and re.search(_ODD_SPACE, text):
        return -1
    if '"' in text or "'" in text or "#" in text:
        text = re.sub(_ASIDE, "\0", text)
        if re.search(_ODD_QUOTE, text):
            return -1
    for match in re.finditer(f"[{_INDICATORS}]", text) if any(mark in text for mark in _INDICATORS) else ():
        place = match.start() - 1
        while place >= 0 and text[place] == " ":
            place -= 1
        if place < 0 or text[place] in "\n:,[{-":
            return -1
    keys = len(_COLON.findall(text))
    if "{" in text or "[" in text:
        bare = _bare_keys(text)
        return -1 if bare < 0 else keys + bare
    return keys


def _yaml_values(text: str, nodes: int, depth: int) -> list[Json]:
    if len(text) < nodes and (keys := _keys_of_plain(text)) >= 0:
        try:
            values = yaml12.parse_yaml(text, multi=True)
        except ValueError:
            pass
        else:
            if len(values) == 1 and _count_keys(values[0], depth) == keys:
                return cast("list[Json]", values)
    from govml.base.yaml_reader import read_yaml

    # A file of comments only is one empty document: whoever expects a record there must hear of it.
    return [reader.value for reader in read_yaml(text, nodes, depth, positions=False)] or [None]


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
                if type(key) is not str or key == "<<":
                    return -1
                total += 1
                if type(child) is not str:
                    stack.append((child, level + 1))
        elif kind is list:
            if level >= depth:
                return -1
            stack += [(child, level + 1) for child in cast("list[object]", item) if type(child) is not str]
        elif kind is int or kind is float:
            if not -MAX_INTEGER <= cast("float", item) <= MAX_INTEGER:  # true of a NaN too
                return -1
        elif kind not in (str, bool, type(None)):
            return -1
    return total


def _bare_keys(text: str) -> int:
    """Number of keys without a value in flow mappings; -1 when the reference must read the flow collections."""
    lines = re.findall(_FLOW, text)
    text = "\n".join(lines)
    if any(odd in text for odd in _ODD_COLONS):
        return -1
    text = re.sub(_LIST, "x", text)
    if "[" not in text and not re.search(_BARE, text):
        return -1 if any(line.count("{") != line.count("}") for line in lines) else 0
    bare = 0
    for _ in range(_MAX_FLOW):
        inners = re.findall(_INNER, text)
        if not inners:
            break
        for inner in inners:
            bare += sum(1 for part in inner.split(",") if part.strip() and not _COLON.search(part))
        text = re.sub(_INNER, "x", text)
    return -1 if "{" in text or "[" in text else bare
