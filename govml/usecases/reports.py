"""A report file back to a `Report`: what `--format json` wrote, held against its schema, its digest and its numbers.

The file may come from anybody, a fork's run for one. What it says is not true because it is well formed; but what is
made of it is written by govml, with every text in it treated as any other of the judged repository.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from govml import assets
from govml.base.document import parse
from govml.model import (
    Finding,
    GovmlError,
    Location,
    PolicyInfo,
    RecordInfo,
    Report,
    Rule,
    RuleOutcome,
    SnapshotInfo,
    WaiverStatus,
)
from govml.records.kinds import Kind
from govml.records.schema import Validator
from govml.render.json import report_document

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest report file that is read."""
_NODES: Final = 5_000_000
_SCHEMA: Final = "report.schema.json"
_HINT: Final = "give the file that `govml check --output json=FILE` of this version wrote"


def read_report(data: bytes) -> Report:
    """The report in a `govml.report/v1` document. Raises `GovmlError` for anything else.

    Excerpts and the descriptions of rules are not in such a document, so the report has none.
    """
    if len(data) > MAX_BYTES:
        raise GovmlError(f"the report is larger than {MAX_BYTES:,} bytes", _HINT)
    parsed = parse(data, "json", nodes=_NODES)
    if parsed.problems or not parsed.documents:
        raise GovmlError(f"the report {parsed.problems[0].message}", _HINT)
    document = parsed.documents[0].value
    schema = json.loads((assets.schemas() / _SCHEMA).read_bytes())
    kind = Kind("report", schema, (), "json", (), (), (), "", f"govml:schemas/{_SCHEMA}")
    for violation in Validator().validate(kind, document):
        raise GovmlError(f"the report does not fit its schema at /{'/'.join(violation.pointer)}", _HINT)
    fields = cast("dict[str, Any]", document)
    report = _report(fields)
    if report_document(report) != fields:
        raise GovmlError("the report was changed after it was written: its digest or its numbers are other ones", _HINT)
    return report


def _report(fields: dict[str, Any]) -> Report:
    subject, policy = fields["subject"], fields["policy"]
    findings, fixed = _findings(fields["findings"]), _findings(fields["fixed"])
    return Report(
        fields["verdict"],
        fields["reason"],
        SnapshotInfo(**subject),
        PolicyInfo(**policy, engine=fields["engine"]),
        fields["at"],
        tuple(RecordInfo(**record) for record in fields["records"]),
        findings,
        tuple(RuleOutcome(**_only(rule, RuleOutcome._fields)) for rule in fields["rules"]),
        _rules(fields),
        tuple(WaiverStatus(**waiver | {"location": Location(**waiver["location"])}) for waiver in fields["waivers"]),
        tuple(fields["notes"]),
        fixed,
        tuple(fields["summary"]["subjects"].items()),
    )


def _findings(items: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(**_only(item, Finding._fields) | {"location": Location(**item["location"])}) for item in items)


def _rules(fields: dict[str, Any]) -> dict[str, Rule]:
    """Rules by id: those of the outcomes, and those that only findings name."""
    rules = {item["rule"]: Rule(item["rule"], item["rule"], "", item["level"], "", tuple(item["controls"]))
             for item in (*fields["findings"], *fields["fixed"])}  # fmt: skip
    return rules | {
        rule["id"]: Rule(rule["id"], rule["title"], "", rule["level"], "", tuple(rule["controls"]))
        for rule in fields["rules"]
    }


def _only(item: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name in names}
