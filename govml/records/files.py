"""From the bytes of one file to its records and to what is wrong with it; a pure function of path, bytes and kinds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from govml.base.document import line_of, locate, misplaced_front_matter, parse, pointer_text
from govml.base.git import blob_id
from govml.base.spans import MAX_DEPTH, MAX_NODES, Problem
from govml.model import Finding, Level, Location, Rule
from govml.named import NamedTuple
from govml.records.anchors import Anchors
from govml.records.index import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.base.document import Document
    from govml.base.spans import Pointer
    from govml.records.kinds import Kind
    from govml.records.schema import Validator, Violation

RULES: Final = {
    rule.id: rule
    for rule in (
        Rule(
            "entry",
            "Files can be addressed safely",
            "A path that leads out of the tree, hides as `.git`, stands twice, differs only by case, or is a symbolic "
            "link or submodule where a record is expected, can't be judged.",
            remediation="Rename or replace the entry by a regular file.",
        ),
        Rule(
            "size",
            "Records are of a size that can be read",
            "A record above `limits.blob_bytes` is not read at all.",
            remediation="Keep data out of records, or raise limits.blob_bytes in govml.yaml.",
        ),
        Rule(
            "object",
            "Every object is in this clone",
            "A blob is missing, as in a partial clone; what can't be read can't be decided.",
            remediation="Complete the clone: `git fetch --refetch`.",
        ),
        Rule(
            "syntax",
            "Records can be parsed",
            "A record is UTF-8 text in YAML 1.2 or JSON without duplicate keys, tags or values that JSON can't hold.",
            controls=("eu-ai-act 11.1",),
        ),
        Rule(
            "schema",
            "Records match the schema of their kind",
            "`govml schema KIND` prints the JSON Schema that a record is held against.",
            controls=("eu-ai-act 11.1",),
        ),
        Rule(
            "link",
            "Links lead to what they say",
            "A path, name, version or digest in a record must lead to a file or record that is what the link says, a "
            "role or stage in `govml.yaml` to one that can be had.",
        ),
    )
}
"""The rules that govml itself judges by, before any policy."""


class Limits(NamedTuple):
    """Bounds on what is read and how long policies may take."""

    blob_bytes: int = 5_000_000
    nodes: int = MAX_NODES
    depth: int = MAX_DEPTH
    policy_seconds: float = 10.0


class FileResult(NamedTuple):
    """What one file holds."""

    blob: str
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]


def read_file(
    path: str, oid: str, data: bytes, candidates: Sequence[Kind], validator: Validator, limits: Limits
) -> FileResult:
    """Records and findings of a file whose path some kinds match. Raises `PolicyError` for an unusable schema."""
    blob = oid or blob_id(data)
    sha256 = hashlib.sha256(data).hexdigest()
    records: list[Record] = []
    findings: list[Finding] = []
    for syntax in dict.fromkeys(kind.syntax_for(path) for kind in candidates):
        kinds = [kind for kind in candidates if kind.syntax_for(path) == syntax]
        parsed = parse(data, syntax, limits.nodes, limits.depth)
        if parsed.problems:
            findings += [_syntax_finding(path, blob, data, syntax, problem) for problem in parsed.problems]
            break
        if syntax == "front-matter" and not parsed.documents:
            findings += _misplaced(path, blob, data, kinds, limits)
        for document in parsed.documents:
            kind = next((kind for kind in kinds if kind.accepts(document.value)), None)
            if kind is not None:
                record = _record(kind, path, blob, sha256, document)
                records.append(record)
                findings += _schema_findings(kind, record, data, syntax, validator)
        if records:
            break
    return FileResult(blob, tuple(records), tuple(findings))


def _record(kind: Kind, path: str, blob: str, sha256: str, document: Document) -> Record:
    name = kind.name_of(document.value, path)
    return Record(kind.name, name, path, blob, sha256, document.number, document.value, document.body)


def _syntax_finding(path: str, blob: str, data: bytes, syntax: str, problem: Problem) -> Finding:
    place = Location(path, blob, "", problem.line, problem.column, problem.line, problem.column + 1)
    excerpt = _excerpt(data, syntax, problem.line)
    return Finding("syntax", "error", problem.message, place, remediation=problem.hint, excerpt=excerpt)


def _misplaced(path: str, blob: str, data: bytes, kinds: Sequence[Kind], limits: Limits) -> list[Finding]:
    """A finding where only its place keeps front matter from being a record; ordinary Markdown has none."""
    found = misplaced_front_matter(data)
    if found is None:
        return []
    line, alone = found
    parsed = parse(alone, "front-matter", limits.nodes, limits.depth)
    values = [document.value for document in parsed.documents if isinstance(document.value, dict)]
    if not parsed.problems and not any(kind.accepts(value) for kind in kinds for value in values):
        return []
    hint = "remove what stands before the opening `---`, spaces too"
    problem = Problem("front matter must start on line 1", line, 1, hint)
    return [_syntax_finding(path, blob, data, "front-matter", problem)]


def _schema_findings(kind: Kind, record: Record, data: bytes, syntax: str, validator: Validator) -> list[Finding]:
    violations = validator.validate(kind, record.value)
    if not violations and kind.name == "evidence":
        violations = _evidence_violations(record)
    if not violations:
        return []
    subject = f"{kind.subject or kind.name} {record.name}"
    places = located(record, data, syntax, [violation.pointer for violation in violations])
    anchors = Anchors(record.value)
    return [
        Finding(
            "schema",
            "error",
            violation.message,
            place,
            subject,
            violation.hint,
            excerpt=excerpt,
            anchor=anchors.of(violation.pointer),
        )
        for violation, (place, excerpt) in zip(violations, places, strict=True)
    ]


def _evidence_violations(record: Record) -> tuple[Violation, ...]:
    """What is wrong with the statement in an envelope, which no JSON Schema can look into."""
    from govml.records.schema import Violation
    from govml.records.statements import read_line

    said = read_line(record.value)
    return (Violation(("payload",), said.problem, said.hint),) if said.problem else ()


def located(record: Record, data: bytes, syntax: str, pointers: Sequence[Pointer]) -> list[tuple[Location, str]]:
    """Location and source line of places in a record."""
    found = []
    for pointer, span in zip(pointers, locate(data, syntax, record.number, pointers), strict=True):
        place = Location(record.path, record.blob, pointer_text(pointer))
        if span is None:
            found.append((place, ""))
        else:
            found.append((place._replace(**span._asdict()), _excerpt(data, syntax, span.line)))
    return found


def _excerpt(data: bytes, syntax: str, line: int) -> str:
    """A source line, for people; nothing of JSON Lines, where a line is a whole document that none of them reads."""
    return "" if syntax == "jsonl" else line_of(data, line)


def entry_finding(path: str, message: str, level: Level) -> Finding:
    """A finding about a tree entry as a whole."""
    return Finding("entry", level, message, Location(path))
