"""Record kinds: one JSON Schema each, with an `x-govml` block that says where the records are and their names."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from govml import assets
from govml.base.document import parse_pointer, syntax_of
from govml.base.spans import Pointer
from govml.model import Json, PolicyError
from govml.named import NamedTuple
from govml.records.globs import Globs, compile_globs, glob_keys, path_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SUBJECTS: Final = ("model", "data", "deployment")
SUFFIX: Final = ".schema.json"
_SHIPPED: Final = "govml:schemas/"
"""What the source of a shipped kind begins with; that of a repository's own is a path below `schemas/`."""


_FOLDER_CARDS: Final = frozenset({"readme", "modelcard", "datacard", "datasetcard", "mlmodel"})
"""Stems, without `-` and `_`, of files that describe the folder in which they lie."""


class Kind(NamedTuple):
    """A record kind."""

    name: str
    schema: dict[str, Json]
    paths: tuple[str, ...]
    syntax: str
    """`auto`, `front-matter`, `yaml`, `json` or `jsonl`."""
    match: tuple[tuple[Pointer, tuple[Json, ...] | None], ...]
    """Pointers with their accepted values; None accepts any value that is present."""
    match_any: tuple[Pointer, ...]
    """At least one of these is present; no restriction when empty."""
    name_from: tuple[str, ...]
    subject: str
    """`model`, `data`, `deployment`, or empty when no policy subject is made of such a record."""
    source: str
    """File that defines it."""

    @property
    def shipped(self) -> bool:
        """Whether it is one of govml itself."""
        return self.source.startswith(_SHIPPED)

    def covers(self, path: str) -> bool:
        """Whether its globs match a path."""
        return compile_globs(self.paths).match(path)

    def accepts(self, value: Json) -> bool:
        """Whether a parsed document is of this kind, as far as `match` tells."""
        for pointer, values in self.match:
            found, item = lookup(value, pointer)
            if not found or (values is not None and item not in values):
                return False
        return not self.match_any or any(lookup(value, pointer)[0] for pointer in self.match_any)

    def name_of(self, value: Json, path: str) -> str:
        """The name that a record of this kind goes by."""
        folder, _, file = path.rpartition("/")
        for source in self.name_from:
            if source == "@folder":
                if not _speaks_for_folder(file):
                    return _stem(file)
                if folder:
                    return folder.rpartition("/")[2]
            elif source == "@stem":
                return _stem(file)
            elif source == "@path":
                return path
            elif source == "@statement":
                from govml.records.statements import read_line

                if model := read_line(value).model:
                    return model
            else:
                found, item = lookup(value, parse_pointer(source))
                if found and isinstance(item, str) and item:
                    return item
        return path

    def syntax_for(self, path: str) -> str:
        """Syntax that a file of this kind is read with."""
        return syntax_of(path) if self.syntax == "auto" else self.syntax


class Kinds:
    """The record kinds that take part, in the order in which they are tried."""

    def __init__(self, kinds: Iterable[Kind], ignore: tuple[str, ...] = ()) -> None:
        self.by_name: dict[str, Kind] = {kind.name: kind for kind in sorted(kinds, key=_precedence)}
        self._ignored = compile_globs(ignore)
        # So that a run compiles and tries the globs of few kinds.
        self._by_key: dict[str, list[tuple[Kind, Globs]]] = {}
        for kind in self.by_name.values():
            globs = compile_globs(kind.paths)
            for key in sorted({key for glob in kind.paths for key in glob_keys(glob)}):
                self._by_key.setdefault(key, []).append((kind, globs))

    def candidates(self, path: str) -> tuple[Kind, ...]:
        """Kinds whose paths match."""
        by_key = self._by_key
        found = [kind for key in path_keys(path) for kind, globs in by_key.get(key, ()) if globs.match(path)]
        if not found or self._ignored.match(path):
            return ()
        if len(found) == 1:
            return (found[0],)
        # Two globs of one kind may have keys of their own.
        return tuple(sorted({kind.name: kind for kind in found}.values(), key=_precedence))


def lookup(value: Json, pointer: Pointer) -> tuple[bool, Json]:
    """Whether a pointer leads somewhere, and to what."""
    for part in pointer:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and is_index(part) and int(part) < len(value):
            value = value[int(part)]
        else:
            return False, None
    return True, value


def is_index(part: str) -> bool:
    """Whether a part of a pointer can be the index of an item (RFC 6901, section 4: digits of ASCII only)."""
    return part.isascii() and part.isdigit() and len(part) < 9


@lru_cache(maxsize=64)
def _read(schema: bytes) -> Any:
    # One value for all: nobody changes a schema.
    return json.loads(schema)


def _stem(file: str) -> str:
    return file.partition(".")[0] or file


def _speaks_for_folder(file: str) -> bool:
    return _stem(file).lower().replace("-", "").replace("_", "") in _FOLDER_CARDS


def _precedence(kind: Kind) -> tuple[int, str]:
    # Narrower kinds first: those that look into the document, then the rest by name.
    return (0 if kind.match else 1 if kind.match_any else 2), kind.name


@cache
def shipped_schemas() -> Mapping[str, bytes]:
    """Schema files of govml itself, by file name."""
    return assets.read_files(assets.schemas(), SUFFIX)


def shipped_kind(name: str) -> Kind:
    """What a schema of govml itself describes: a record kind, or a format that govml writes."""
    file = name + SUFFIX
    data = shipped_schemas()[file]
    kind = parse_kind(_SHIPPED + file, data, {})
    return kind or Kind(name, _read(data), (), "json", (), (), (), "", _SHIPPED + file)


def load_kinds(
    shipped: Mapping[str, bytes], own: Mapping[str, bytes], paths: Mapping[str, Sequence[str]], ignore: Sequence[str]
) -> Kinds:
    """The kinds of govml and of a repository, its own replacing shipped ones of the same name.

    `paths` replaces the default paths of kinds. Raises `PolicyError` for a file that is no schema.
    """
    kinds: dict[str, Kind] = {}
    for files, prefix in ((shipped, _SHIPPED), (own, "")):
        for file, data in files.items():
            if files is shipped and b'"x-govml"' not in data:
                continue  # the half that describes what govml writes is not parsed to learn that it is no kind
            kind = parse_kind(prefix + file, data, paths)
            if kind is not None:
                kinds[kind.name] = kind
    unknown = sorted(set(paths) - set(kinds))
    if unknown:
        raise PolicyError(
            f"govml.yaml: records: there is no record kind {unknown[0]!r}", "`govml schema` lists the kinds"
        )
    return Kinds(kinds.values(), tuple(ignore))


def parse_kind(source: str, data: bytes, paths: Mapping[str, Sequence[str]]) -> Kind | None:
    """A kind from its schema file; None for a schema without an `x-govml` block. Raises `PolicyError`."""
    try:
        schema = _read(data)
    except (ValueError, RecursionError) as error:
        raise PolicyError(
            f"{source} is not JSON: {error}", "a record kind is a JSON Schema in a .schema.json file"
        ) from None
    if not isinstance(schema, dict):
        raise PolicyError(f"{source} is not a JSON Schema: it is not an object")
    block = schema.get("x-govml")
    if block is None:
        return None
    if not isinstance(block, dict):
        raise PolicyError(f"{source}: x-govml must be an object", "see `govml schema model-card` for one")
    name = block.get("kind")
    globs = block.get("paths")
    subject = block.get("subject", "")
    syntax = block.get("syntax", "auto")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise PolicyError(f"{source}: x-govml.kind must be a name in lower case, found {name!r}")
    if name in ("change", "promotion", "approvals", "document") or (name in SUBJECTS and subject != name):
        raise PolicyError(f"{source}: x-govml.kind {name!r} is the name of a policy subject", "choose another name")
    if not isinstance(globs, list) or not all(isinstance(glob, str) for glob in globs):
        raise PolicyError(f"{source}: x-govml.paths must be a list of globs")
    if subject not in ("", *SUBJECTS):
        raise PolicyError(f"{source}: x-govml.subject must be one of {', '.join(SUBJECTS)}, found {subject!r}")
    if syntax not in ("auto", "front-matter", "yaml", "json", "jsonl"):
        raise PolicyError(f"{source}: x-govml.syntax must be auto, front-matter, yaml, json or jsonl, found {syntax!r}")
    match = block.get("match", {})
    match_any = block.get("match_any", [])
    name_from = block.get("name", ["@stem"])
    if not isinstance(match, dict) or not isinstance(match_any, list) or not isinstance(name_from, list):
        raise PolicyError(f"{source}: x-govml.match is an object of pointers, match_any and name are lists")
    if not all(key.startswith("/") and (values is None or isinstance(values, list)) for key, values in match.items()):
        raise PolicyError(
            f"{source}: x-govml.match maps a pointer such as /kind to the list of accepted values, or null"
        )
    chosen = tuple(paths.get(name, cast("list[str]", globs)))
    return Kind(
        name,
        schema,
        chosen,
        syntax,
        tuple((parse_pointer(key), None if values is None else tuple(values)) for key, values in match.items()),
        tuple(parse_pointer(str(pointer)) for pointer in match_any),
        tuple(str(item) for item in name_from),
        subject,
        source,
    )
