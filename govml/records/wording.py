"""What a person reads when a document departs from its schema; the only importer of jsonschema, loaded when needed."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any, cast

import jsonschema

from govml.base.few import few
from govml.base.spans import Pointer
from govml.model import Json
from govml.records.kinds import is_index
from govml.records.schema import Violation, matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "a mapping", "null": "nothing",
}  # fmt: skip


# jsonschema matches by Python's `re`, which a pattern of a repository's own schema could keep busy for ever.


def _patterns(_: Any, pattern: str, instance: object, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matcher(pattern)(instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: object, _: Any) -> Iterator[ValidationError]:
    for pattern, schema in patterns.items():
        for key, value in instance.items() if isinstance(instance, dict) else ():
            if matcher(pattern)(key):
                yield from validator.descend(value, schema, path=key, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, instance: object, schema: Any) -> Iterator[ValidationError]:
    patterns = schema.get("patternProperties", {})
    known = schema.get("properties", {})
    extras = [
        key
        for key in (instance if isinstance(instance, dict) else ())
        if key not in known and not any(matcher(pattern)(key) for pattern in patterns)
    ]
    if isinstance(allowed, dict):
        for key in extras:
            yield from validator.descend(cast("dict[str, Json]", instance)[key], allowed, path=key)
    elif not allowed and extras:
        yield jsonschema.ValidationError("additional properties")


_Validator = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator,
    {
        "pattern": _patterns,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
    },
)


def violations(schema: dict[str, Json], value: Json) -> tuple[Violation, ...]:
    """Violations of a document in document order, equal ones once."""
    validator = _Validator(schema)
    found: dict[Violation, None] = {}
    for error in validator.iter_errors(value):
        for violation in _word(error):
            found[violation] = None
    return tuple(sorted(found, key=lambda item: (_natural(item.pointer), item.message)))


def _natural(pointer: Pointer) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if is_index(part) else (-1, part) for part in pointer)


def _word(error: ValidationError) -> list[Violation]:
    pointer = tuple(str(part) for part in error.absolute_path)
    keyword = str(error.validator)
    if keyword in ("anyOf", "oneOf") and error.context:
        return _branches(error, pointer)
    handler = _HANDLERS.get(keyword)
    if handler is not None:
        return handler(error, pointer)
    if keyword in ("if", "then", "else", "$ref", "allOf", "dependentSchemas") and error.context:
        return [violation for inner in error.context for violation in _word(inner)]
    return [Violation(pointer, f"{_field(pointer)}: {error.message[:300]}", _described(error))]


def _branches(error: ValidationError, pointer: Pointer) -> list[Violation]:
    # Of several alternatives, the one whose type fits is the one that was meant.
    meant = [inner for inner in error.context or [] if not (inner.validator == "type" and not inner.relative_path)]
    groups: dict[int, list[ValidationError]] = {}
    for inner in meant:
        groups.setdefault(int(inner.schema_path[0]), []).append(inner)
    complete = {
        branch: inners
        for branch, inners in groups.items()
        if not any(
            i.validator == "type" and not i.relative_path for i in error.context or [] if i.schema_path[0] == branch
        )
    }
    if complete:
        best = min(complete.values(), key=lambda inners: (len(inners), -max(len(i.relative_path) for i in inners)))
        return [violation for inner in best for violation in _word(inner)]
    types = [str(_type_words(inner.validator_value)) for inner in error.context or [] if inner.validator == "type"]
    expected = " or ".join(dict.fromkeys(types))
    found = _shown(error.instance)
    text = f"expected {expected}" if expected else "no alternative of the schema fits"
    return [Violation(pointer, f"{_field(pointer)} is {found}; {text}", _described(error))]


def _additional(error: ValidationError, pointer: Pointer) -> list[Violation]:
    schema = cast("dict[str, Json]", error.schema)
    known = list(cast("dict[str, Json]", schema.get("properties", {})))
    patterns = cast("dict[str, Json]", schema.get("patternProperties", {}))
    result = []
    for key in cast("dict[str, Json]", error.instance):
        if key in known or any(matcher(pattern)(key) for pattern in patterns):
            continue
        close = difflib.get_close_matches(key, known, 1, 0.6)
        where = f" in {_field(pointer)}" if pointer else ""
        hint = f"did you mean `{close[0]}`?" if close else f"known here: {_some(known)}" if known else ""
        result.append(Violation((*pointer, key), f"unknown field {_quoted(key)}{where}", hint))
    return result


def _required(error: ValidationError, pointer: Pointer) -> list[Violation]:
    instance = cast("dict[str, Json]", error.instance)
    message = error.message
    result = []
    for key in cast("list[str]", error.validator_value):
        if key in instance or not message.startswith(repr(key)):
            continue
        known = cast("dict[str, Json]", cast("dict[str, Json]", error.schema).get("properties", {}))
        close = difflib.get_close_matches(key, [item for item in instance if item not in known], 1, 0.6)
        field = known.get(key)
        described = field.get("description") if isinstance(field, dict) else None
        hint = f"rename `{close[0]}`" if close else f"add `{key}`" + (f": {described}" if described else "")
        result.append(Violation((*pointer, key), f"{_field((*pointer, key))} is missing", hint))
    return result


def _type(error: ValidationError, pointer: Pointer) -> list[Violation]:
    expected = _type_words(error.validator_value)
    hint = _described(error)
    if "string" in (error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]) and (
        isinstance(error.instance, int | float) and not isinstance(error.instance, bool)
    ):
        hint = "put it in quotes: unquoted, it is read as a number"
    return [Violation(pointer, f"{_field(pointer)} is {_shown(error.instance)}; expected {expected}", hint)]


def _enum(error: ValidationError, pointer: Pointer) -> list[Violation]:
    values = [error.validator_value] if error.validator == "const" else cast("list[Json]", error.validator_value)
    close = (
        difflib.get_close_matches(error.instance, [v for v in values if isinstance(v, str)], 1, 0.6)
        if isinstance(error.instance, str)
        else []
    )
    hint = f"did you mean `{close[0]}`?" if close else _described(error)
    expected = ("one of " if len(values) > 1 else "") + _some(
        [v if isinstance(v, str) else json.dumps(v) for v in values]
    )
    return [Violation(pointer, f"{_field(pointer)} is {_shown(error.instance)}; expected {expected}", hint)]


def _pattern(error: ValidationError, pointer: Pointer) -> list[Violation]:
    described = _described(error) or f"the pattern is {error.validator_value}"
    return [
        Violation(
            pointer, f"{_field(pointer)} is {_shown(error.instance)}, which is not in the expected form", described
        )
    ]


def _length(error: ValidationError, pointer: Pointer) -> list[Violation]:
    bound, keyword = error.validator_value, str(error.validator)
    units = {"Length": ("character", "characters"), "Items": ("entry", "entries"), "Properties": ("field", "fields")}
    one, more = units[keyword[3:]]
    side = "at least" if keyword.startswith("min") else "at most"
    size = len(cast("str | list[Json]", error.instance))
    unit = one if size == 1 else more
    if size == 0:
        return [Violation(pointer, f"{_field(pointer)} is empty", _described(error))]
    return [Violation(pointer, f"{_field(pointer)} has {size} {unit}; expected {side} {bound}", _described(error))]


def _range(error: ValidationError, pointer: Pointer) -> list[Violation]:
    words = {
        "minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than", "exclusiveMaximum": "less than",
        "multipleOf": "a multiple of",
    }  # fmt: skip
    expected = f"{words[str(error.validator)]} {error.validator_value}"
    return [
        Violation(pointer, f"{_field(pointer)} is {_shown(error.instance)}; expected {expected}", _described(error))
    ]


_HANDLERS = {
    "additionalProperties": _additional, "unevaluatedProperties": _additional, "required": _required, "type": _type,
    "enum": _enum, "const": _enum, "pattern": _pattern, "minLength": _length, "maxLength": _length,
    "minItems": _length, "maxItems": _length, "minProperties": _length, "maxProperties": _length,
    "minimum": _range, "maximum": _range, "exclusiveMinimum": _range, "exclusiveMaximum": _range,
    "multipleOf": _range,
}  # fmt: skip


def _field(pointer: Pointer) -> str:
    """`governance.risk.tier`, `outs[0].md5`: a field as people write it."""
    text = ""
    for part in pointer:
        text += f"[{part}]" if is_index(part) else ("." if text else "") + part
    return f"`{text[:200]}`" if text else "the document"


def _quoted(text: str) -> str:
    return f"`{text[:120]}`"


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, str):
        short = value if len(value) <= 80 else value[:77] + "…"
        return f"{json.dumps(short, ensure_ascii=False)}"
    return json.dumps(value)


def _type_words(types: object) -> str:
    names = types if isinstance(types, list) else [types]
    return " or ".join(_TYPES.get(str(name), str(name)) for name in names)


def _some(names: list[str]) -> str:
    return few([f"`{name}`" for name in names])


def _described(error: ValidationError) -> str:
    schema = error.schema
    text = schema.get("description") if isinstance(schema, dict) else None
    return text if isinstance(text, str) else ""
