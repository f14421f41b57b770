"""Documents against JSON Schemas (2020-12): jsonschema-rs decides, jsonschema words what is wrong.

The first documents of a run are recognised without either, as long as they are ordinary ones (docs/adr/0015).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import unquote

from govml.base.spans import Pointer
from govml.model import Json, PolicyError
from govml.named import NamedTuple
from govml.records.recognised import Recogniser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from govml.records.kinds import Kind

MAX_PATHS: Final = 10_000
"""Ways through the subschemas that apply to one and the same value; a validator walks each of them."""

MAX_VIOLATIONS: Final = 50
"""Violations that are worded for one document; the rest is counted."""


class Violation(NamedTuple):
    """One place where a document departs from its schema."""

    pointer: Pointer
    """Where the defect is; for a missing field, where it belongs."""
    message: str
    hint: str = ""


_STEPS: Final = 4_000
"""Values that a recogniser looks at in half the time in which jsonschema-rs is loaded: those of seventy cards."""

_compiled_shipped: Final[dict[str, Callable[[Json], bool]]] = {}
"""Compiled schemas of govml itself, by their source; kept for the process."""


class Validator:
    """The schemas of all kinds, compiled when first needed: for the first document that isn't recognised."""

    def __init__(self) -> None:
        self._compiled_own: dict[str, Callable[[Json], bool]] = {}
        self._recogniser = Recogniser(_STEPS) if not _compiled_shipped else None

    def validate(self, kind: Kind, value: Json) -> tuple[Violation, ...]:
        """Violations in document order, none for a valid document. Raises `PolicyError` for an unusable schema."""
        if self._recogniser is not None and kind.shipped and self._recogniser.accepts(kind.schema, value):
            return ()
        self._recogniser = None  # jsonschema-rs is quicker, and has to be loaded now
        compiled = _compiled_shipped if kind.shipped else self._compiled_own
        is_valid = compiled.get(kind.source)
        if is_valid is None:
            is_valid = compiled[kind.source] = _compile(kind)
        return () if is_valid(value) else _worded(kind, value)


def _refuse(uri: str) -> Json:
    raise ValueError(f"{uri} is not part of the schema and is never fetched")


def _compile(kind: Kind) -> Callable[[Json], bool]:
    import jsonschema_rs

    if not kind.shipped:
        check_references(kind.schema, kind.source)
    # A pattern of a repository's own schema could keep a backtracking engine busy for ever.
    patterns = jsonschema_rs.FancyRegexOptions() if kind.shipped else jsonschema_rs.RegexOptions()
    try:
        validator = jsonschema_rs.Draft202012Validator(
            kind.schema, retriever=_refuse, validate_formats=False, pattern_options=patterns
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        text = str(error).splitlines()[0]
        raise PolicyError(
            f"{kind.source} is not a usable JSON Schema: {text}",
            "check it against draft 2020-12; patterns have no look-around and no back-references",
        ) from None
    return cast("Callable[[Json], bool]", validator.is_valid)


@lru_cache(maxsize=512)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text holds a match of a pattern, in time linear in the text wherever the pattern allows it."""
    import jsonschema_rs

    try:
        linear = jsonschema_rs.RegexOptions()
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=linear).is_valid
    except jsonschema_rs.ValidationError:  # look-around, which only schemas of govml itself may use
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}).is_valid


def check_references(schema: Json, source: str) -> None:
    """Refuse `$ref` outside the file, to nowhere, in a circle that consumes nothing, or fanned out without bounds.

    A circle such as `{"allOf": [{"$ref": "#"}]}` would never end: no validator notices it before its stack is full.
    Thirty subschemas that each name the next one twice would take a validator 2^30 steps. Raises `PolicyError`.
    """
    nodes = list(_objects(schema))
    anchors = {f"#{name}": node for node in nodes if isinstance(name := node.get("$anchor"), str)}
    same_place: dict[int, list[tuple[str, dict[str, Json]]]] = {}
    for node in nodes:
        found = [("", item) for item in _parts_about_the_same_value(node)]
        reference = node.get("$ref")
        if isinstance(node.get("$id"), str) and node is not schema:
            raise PolicyError(f"{source}: $id stands below the root", "drop it: references are within one file")
        if "$dynamicRef" in node:
            raise PolicyError(f"{source}: $dynamicRef is not supported", "use $ref")
        if isinstance(reference, str):
            target = anchors.get(reference) or _target(schema, reference, source)
            found += [(reference, target)] if isinstance(target, dict) else []
        same_place[id(node)] = found
    paths: dict[int, int] = {}
    for node in nodes:
        _count_paths(node, same_place, paths, source)


def _objects(schema: Json) -> Iterator[dict[str, Json]]:
    stack = [schema]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack += item.values()
        elif isinstance(item, list):
            stack += item


def _parts_about_the_same_value(node: dict[str, Json]) -> Iterator[dict[str, Json]]:
    for key in ("not", "if", "then", "else"):
        if isinstance(part := node.get(key), dict):
            yield part
    for key in ("allOf", "anyOf", "oneOf"):
        parts = node.get(key)
        yield from (part for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()
    depending = node.get("dependentSchemas")
    yield from (part for part in depending.values() if isinstance(part, dict)) if isinstance(depending, dict) else ()


def _target(schema: Json, reference: str, source: str) -> Json:
    from govml.base.document import parse_pointer
    from govml.records.kinds import lookup

    if not reference.startswith("#"):
        raise PolicyError(
            f"{source}: $ref {reference!r} leads out of the file and is never fetched",
            "copy what it names into `$defs`",
        )
    found, target = lookup(schema, parse_pointer(unquote(reference[1:])))
    if not found:
        raise PolicyError(f"{source}: $ref {reference!r} leads nowhere")
    return target


def _count_paths(
    start: dict[str, Json], edges: Mapping[int, list[tuple[str, dict[str, Json]]]], paths: dict[int, int], source: str
) -> None:
    """Note in `paths` how many ways lead on from a node; raises `PolicyError` for a circle and for too many."""
    path: list[tuple[dict[str, Json], Iterator[tuple[str, dict[str, Json]]]]] = []
    on_path: set[int] = set()
    if id(start) not in paths:
        path.append((start, iter(edges.get(id(start), ()))))
        on_path.add(id(start))
    while path:
        node, rest = path[-1]
        reference, target = next(rest, ("", None))
        if target is None:
            path.pop()
            on_path.discard(id(node))
            paths[id(node)] = 1 + sum(paths[id(each)] for _, each in edges.get(id(node), ()))
            if paths[id(node)] > MAX_PATHS:
                raise PolicyError(
                    f"{source}: its $ref fan out into more than {MAX_PATHS:,} subschemas of one value",
                    "name each subschema once",
                )
        elif id(target) in on_path:
            raise PolicyError(
                f"{source}: $ref {reference!r} leads back to itself", "let it describe a part of the value"
            )
        elif id(target) not in paths:
            path.append((target, iter(edges.get(id(target), ()))))
            on_path.add(id(target))


def _worded(kind: Kind, value: Json) -> tuple[Violation, ...]:
    from govml.records.wording import violations

    found = violations(kind.schema, value)
    if not found:
        return (Violation((), "does not match its schema"),)
    rest = len(found) - MAX_VIOLATIONS
    return found[:MAX_VIOLATIONS] + ((Violation((), f"and {rest} more places"),) if rest > 0 else ())
