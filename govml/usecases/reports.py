"""The files of a report back to what they were made of: held against their schema, their digest and their numbers.

A file may come from anybody, a fork's run for one. What it says is not true because it is well formed; but what is
made of it is written by govml, with every text in it treated as any other of the judged repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from govml.base.document import parse
from govml.model import (
    Diff,
    Difference,
    Fact,
    Finding,
    GovmlError,
    Json,
    Location,
    PolicyChange,
    PolicyInfo,
    RecordInfo,
    Report,
    Rule,
    RuleOutcome,
    SnapshotInfo,
    WaiverStatus,
)
from govml.records.kinds import shipped_kind
from govml.records.schema import Validator
from govml.render.diff_json import diff_document
from govml.render.json import encodable, report_document

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest report file that is read."""
_NODES: Final = 5_000_000
_HINT: Final = "give the file that this version of govml wrote"


def read_report(data: bytes) -> Report:
    """The report in a `govml.report/v1` document. Raises `GovmlError` for anything else.

    Excerpts and the descriptions of rules are not in such a document, so the report has none.
    """
    fields = _fields(data, "report")
    report = _report(fields)
    if report_document(report) != fields:
        raise GovmlError("the report was changed after it was written: its digest or its numbers are other ones", _HINT)
    return report


def read_diff(data: bytes) -> Diff:
    """The diff in a `govml.diff/v1` document. Raises `GovmlError` for anything else."""
    fields = _fields(data, "diff")
    diff = Diff(
        SnapshotInfo(**fields["base"]),
        SnapshotInfo(**fields["head"]),
        tuple(_difference(each) for each in fields["differences"]),
        tuple(fields["others"]),
        tuple(fields["reformatted"]),
        tuple(fields["notes"]),
    )
    if encodable(cast("Json", diff_document(diff))) != fields:
        raise GovmlError("the diff was changed after it was written: its numbers are other ones", _HINT)
    return diff


def _fields(data: bytes, name: str) -> dict[str, Any]:
    """The document of one of govml's formats, as its schema describes it."""
    if len(data) > MAX_BYTES:
        raise GovmlError(f"the {name} is larger than {MAX_BYTES:,} bytes", _HINT)
    parsed = parse(data, "json", nodes=_NODES)
    if parsed.problems or not parsed.documents:
        raise GovmlError(f"the {name} {parsed.problems[0].message}", _HINT)
    document = parsed.documents[0].value
    for violation in Validator().validate(shipped_kind(name), document):
        raise GovmlError(f"the {name} does not fit its schema at /{'/'.join(violation.pointer)}", _HINT)
    return cast("dict[str, Any]", document)


def _difference(fields: dict[str, Any]) -> Difference:
    facts = tuple(Fact(**fact) for fact in fields["facts"])
    return Difference(**fields | {"facts": facts, "context": tuple(fields["context"])})


def _report(fields: dict[str, Any]) -> Report:
    subject, policy = fields["subject"], fields["policy"]
    findings, fixed = _findings(fields["findings"]), _findings(fields["fixed"])
    return Report(
        fields["verdict"],
        fields["reason"],
        SnapshotInfo(**subject),
        PolicyInfo(**policy, engine=fields["engine"]),
        fields["at"],
        tuple(fields["summary"]["records"].items()),
        tuple(RecordInfo(**record) for record in fields["records"]),
        findings,
        tuple(RuleOutcome(**_only(rule, RuleOutcome._fields)) for rule in fields["rules"]),
        _rules(fields),
        tuple(WaiverStatus(**waiver | {"location": Location(**waiver["location"])}) for waiver in fields["waivers"]),
        tuple(fields["notes"]),
        fixed,
        tuple(fields["summary"]["subjects"].items()),
        _policy_change(fields["policy_change"]),
    )


def _policy_change(fields: dict[str, Any] | None) -> PolicyChange | None:
    if fields is None:
        return None
    lists = {name: _findings(fields[name]) for name in ("added", "dropped")}
    return PolicyChange(**fields | lists | {"rules": tuple(fields["rules"])})


def _findings(items: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(**_only(item, Finding._fields) | {"location": Location(**item["location"])}) for item in items)


def _rules(fields: dict[str, Any]) -> dict[str, Rule]:
    """Rules by id: those of the outcomes, and those that only findings name."""
    rules = {item["rule"]: Rule(item["rule"], item["rule"], "", item["level"], "", tuple(item["controls"]))
             for item in (*fields["findings"], *fields["fixed"], *_proposed(fields))}  # fmt: skip
    return rules | {
        rule["id"]: Rule(rule["id"], rule["title"], "", rule["level"], "", tuple(rule["controls"]))
        for rule in fields["rules"]
    }


def _proposed(fields: dict[str, Any]) -> list[dict[str, Any]]:
    change = fields["policy_change"]
    return [*change["added"], *change["dropped"]] if change is not None else []


def _only(item: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name in names}
