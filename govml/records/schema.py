"""Documents against JSON Schemas (2020-12): jsonschema-rs decides, jsonschema words what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from govml.base.spans import Pointer
from govml.model import Json, PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.records.kinds import Kind

MAX_VIOLATIONS: Final = 50
"""Violations that are worded for one document; the rest is counted."""


class Violation(NamedTuple):
    """One place where a document departs from its schema."""

    pointer: Pointer
    """Where the defect is; for a missing field, where it belongs."""
    message: str
    hint: str = ""


class Validator:
    """The schemas of all kinds, compiled when first used."""

    def __init__(self) -> None:
        self._compiled: dict[str, Callable[[Json], bool]] = {}

    def validate(self, kind: Kind, value: Json) -> tuple[Violation, ...]:
        """Violations in document order, none for a valid document. Raises `PolicyError` for an unusable schema."""
        is_valid = self._compiled.get(kind.name)
        if is_valid is None:
            is_valid = self._compiled[kind.name] = _compile(kind)
        return () if is_valid(value) else _worded(kind, value)


def _refuse(uri: str) -> Json:
    raise ValueError(f"{uri} is not part of the schema and is never fetched")


def _compile(kind: Kind) -> Callable[[Json], bool]:
    import jsonschema_rs

    if not kind.source.startswith("govml:"):
        check_references(kind.schema, kind.source)
    try:
        validator = jsonschema_rs.Draft202012Validator(kind.schema, retriever=_refuse, validate_formats=False)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        text = str(error).splitlines()[0]
        raise PolicyError(
            f"{kind.source} is not a usable JSON Schema: {text}", "check it against draft 2020-12"
        ) from None
    return cast("Callable[[Json], bool]", validator.is_valid)


def check_references(schema: Json, source: str) -> None:
    """Refuse `$ref` outside the file, to nowhere, or in a circle that consumes nothing. Raises `PolicyError`.

    A circle such as `{"$ref": "#"}` would never end: no validator notices it before its stack is full.
    """
    from govml.base.document import parse_pointer
    from govml.records.kinds import lookup

    stack: list[Json] = [schema]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            stack += item.values()
            seen: set[str] = set()
            target: Json = item
            while isinstance(target, dict) and isinstance(reference := target.get("$ref"), str):
                if not reference.startswith("#"):
                    raise PolicyError(
                        f"{source}: $ref {reference!r} leads out of the file and is never fetched",
                        "copy what it names into `$defs`",
                    )
                if reference in seen:
                    raise PolicyError(f"{source}: $ref {reference!r} leads back to itself")
                seen.add(reference)
                found, target = lookup(schema, parse_pointer(reference[1:].replace("%25", "%")))
                if not found and (reference == "#" or reference.startswith("#/")):
                    raise PolicyError(f"{source}: $ref {reference!r} leads nowhere")
                if not found:
                    break


def _worded(kind: Kind, value: Json) -> tuple[Violation, ...]:
    from govml.records.wording import violations

    found = violations(kind.schema, value)
    if not found:
        return (Violation((), "does not match its schema"),)
    rest = len(found) - MAX_VIOLATIONS
    return found[:MAX_VIOLATIONS] + ((Violation((), f"and {rest} more places"),) if rest > 0 else ())
