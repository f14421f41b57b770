"""`# METADATA` comments: what a policy says about itself.

The format is OPA's (openpolicyagent.org, "Annotations"), read by govml itself, so that it works in every engine. govml
reads `title`, `description`, `scope` and, under `custom`, `id`, `subject`, `tiers`, `needs`, `after`,
`severity`, `controls` and `remediation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, cast

from govml.base.document import parse
from govml.model import Json, Level, PolicyError
from govml.named import NamedTuple
from govml.policy.facts import SUBJECTS, Annotation
from govml.policy.needs import WORDS
from govml.policy.tiers import TIERED, TIERS

LEVELS: Final = ("error", "warning")

_SCOPES = ("package", "subpackages", "document", "rule")
_CUSTOM = ("id", "subject", "tiers", "needs", "after", "severity", "controls", "remediation")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*\Z")
_KIND = re.compile(r"[a-z][a-z0-9-]*\Z")
_BEGIN = re.compile(r"[ \t]*#[ \t]*METADATA[ \t]*\Z")
_COMMENT = re.compile(r"[ \t]*#(.*)\Z")


class Statement(NamedTuple):
    """A statement that a block can stand before: `package`, or a rule by its name."""

    line: int
    end_line: int
    rule: str
    """Empty for `package`."""


def read_annotations(path: str, text: str, statements: Sequence[Statement]) -> tuple[Annotation, ...]:
    """Return the METADATA blocks of a module, in order.

    Raises `PolicyError` with file and line where one is no YAML, of the wrong shape or before no statement.
    """
    lines = text.split("\n")
    found: list[Annotation] = []
    number = 0
    while number < len(lines):
        start = number + 1
        inside = any(each.line < start <= each.end_line for each in statements)
        if not _BEGIN.match(lines[number].rstrip("\r")) or inside:
            number += 1
            continue
        block: list[str] = []
        number += 1
        while number < len(lines) and (comment := _COMMENT.match(lines[number].rstrip("\r"))):
            block.append(comment[1])
            number += 1
        after = [each for each in statements if each.line > start]
        if not after:
            raise PolicyError(f"{path}:{start}: METADATA stands before no rule and no package", "move it above one")
        found.append(_annotation(path, start, "\n".join(block), min(after)))
    return tuple(found)


def _annotation(path: str, line: int, block: str, target: Statement) -> Annotation:
    parsed = parse(block.encode("utf-8", "surrogatepass"), "yaml")
    for problem in parsed.problems:
        where = f"{path}:{line + problem.line}:{problem.column + 1}"
        raise PolicyError(f"{where}: METADATA: {problem.message}", problem.hint)
    value = parsed.documents[0].value if parsed.documents else None
    if len(parsed.documents) > 1 or not isinstance(value, dict):
        raise _wrong(path, line, "METADATA is a mapping, for example `title: A card has an owner`")
    misplaced = [key for key in _CUSTOM if key in value]
    if misplaced:
        raise _wrong(path, line, f"`{misplaced[0]}` belongs under `custom`")
    custom = value.get("custom", {})
    if not isinstance(custom, dict):
        raise _wrong(path, line, "`custom` is a mapping")
    scope = value.get("scope", "rule" if target.rule else "package")
    if scope not in _SCOPES or (scope in ("package", "subpackages")) != (not target.rule):
        raise _wrong(path, line, f"`scope` is package before `package`, rule or document before a rule; not {scope!r}")
    severity = _text(path, line, custom, "severity")
    if severity and severity not in LEVELS:
        raise _wrong(path, line, f"`severity` is error or warning, not {severity!r}")
    subject = _text(path, line, custom, "subject")
    if subject and not _KIND.match(subject):
        raise _wrong(path, line, f"`subject` is one of {', '.join(SUBJECTS)} or a record kind; not {subject!r}")
    identity = _text(path, line, custom, "id")
    if identity and not _ID.match(identity):
        raise _wrong(path, line, f"`id` holds letters, digits and any of _ . / -; not {identity!r}")
    return Annotation(
        line,
        target.rule,
        _text(path, line, value, "title"),
        _text(path, line, value, "description"),
        identity,
        subject,
        cast("Level | None", severity or None),
        _controls(path, line, custom.get("controls", [])),
        _text(path, line, custom, "remediation"),
        _tiers(path, line, subject, custom.get("tiers")),
        _needs(path, line, subject, custom.get("needs")),
        _text(path, line, custom, "after"),
    )


def _tiers(path: str, line: int, subject: str, value: Json) -> tuple[str, ...]:
    if value is None:
        return ()
    if subject not in TIERED:
        raise _wrong(path, line, f"`tiers` is for a rule whose `subject` is one of {', '.join(TIERED)}")
    if not isinstance(value, list) or not value or any(tier not in TIERS for tier in value):
        raise _wrong(path, line, f"`tiers` is a list of {', '.join(TIERS)}")
    return tuple(tier for tier in TIERS if tier in value)


def _needs(path: str, line: int, subject: str, value: Json) -> tuple[str, ...]:
    if value is None:
        return ()
    words = [*WORDS.get(subject, ())]
    if not words:
        raise _wrong(path, line, f"`needs` is for a rule whose `subject` is one of {', '.join(WORDS)}")
    if not isinstance(value, list) or not value or any(word not in words for word in value):
        raise _wrong(path, line, f"`needs` of a rule about {subject} is a list of {', '.join(words)}")
    return tuple(word for word in words if word in value)


def _controls(path: str, line: int, value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise _wrong(path, line, "`controls` is a list of texts such as `eu-ai-act 13.3(b)(i)`")
    return tuple(str(item).strip() for item in value)


def _text(path: str, line: int, values: dict[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise _wrong(path, line, f"`{key}` is a text; put it in quotes")
    return value.strip()


def _wrong(path: str, line: int, message: str) -> PolicyError:
    return PolicyError(f"{path}:{line}: {message}", "docs/policies.md shows the METADATA of a policy")
