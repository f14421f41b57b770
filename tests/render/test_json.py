from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.base.canonical import canonical, digest
from govml.model import Report
from govml.render import RenderOptions, render
from govml.render.json import report_digest, report_document
from tests.builders import ROOT
from tests.render.conftest import make_report

SCHEMA = json.loads((ROOT / "schemas" / "report.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_document_fits_its_schema(report: Report) -> None:
    VALIDATOR.check_schema(SCHEMA)
    VALIDATOR.validate(json.loads(render("json", report)))


@pytest.mark.parametrize("member", sorted(SCHEMA["required"]))
def test_the_schema_asks_for_every_member(report: Report, member: str) -> None:
    document: dict[str, Any] = {**report_document(report)}
    del document[member]
    with pytest.raises(jsonschema.ValidationError, match=member):
        VALIDATOR.validate(document)


def test_the_digest_is_over_the_rest_without_the_engine(report: Report) -> None:
    document = report_document(report)
    rest = {key: value for key, value in document.items() if key not in ("digest", "engine")}
    assert document["digest"] == digest(rest) == report_digest(report)
    other = report._replace(policy=report.policy._replace(engine="opa 1.22.0"))
    assert report_digest(other) == report_digest(report)
    assert report_document(other)["engine"] == "opa 1.22.0"


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "PASSED"},
        {"reason": "x"},
        {"at": "2026-03-04T00:00:00Z"},
        {"findings": ()},
        {"fixed": ()},
        {"records": ()},
        {"waivers": ()},
        {"notes": ()},
        {"outcomes": ()},
        {"subjects": ()},
    ],
)
def test_the_digest_changes_with_every_part(report: Report, change: dict[str, Any]) -> None:
    assert report_digest(report._replace(**change)) != report_digest(report)


def test_excerpts_are_not_part_of_it(report: Report) -> None:
    bare = report._replace(findings=tuple(f._replace(excerpt="") for f in report.findings))
    assert render("json", bare) == render("json", report)


def test_options_change_nothing(report: Report) -> None:
    options = RenderOptions(color=True, width=20, verbose=True, unicode=False)
    assert render("json", report, options) == render("json", report)


def test_a_finding_has_its_rules_controls_and_remedy(report: Report) -> None:
    first, second = json.loads(render("json", report))["findings"][:2]
    assert first["controls"] == ["eu-ai-act 13.3(b)(i)", "nist-ai-rmf MAP-1.1"]
    assert first["remediation"].startswith("Add `governance")
    assert second["remediation"] == "Give an address that someone reads."


@given(st.text(st.characters(), max_size=80))
def test_hostile_text_survives_and_no_terminal_acts_on_it(text: str) -> None:
    report = make_report()
    hostile = report._replace(findings=(report.findings[0]._replace(message=text),))
    output = render("json", hostile)
    assert json.loads(output)["findings"][0]["message"] == text.encode("utf-8", "backslashreplace").decode()
    assert all(char >= " " and not "\x7f" <= char <= "\x9f" for char in output if char != "\n")
    assert not set(output) & set("\u202a\u202e\u2066\u200b\u2028")
    assert "##[" not in output


def test_canonical_form() -> None:
    assert canonical({"b": [1.0, "ü\n"], "a": None}) == '{"a":null,"b":[1,"ü\\n"]}'.encode()
    assert digest({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    for value in (2**53, float("nan"), "\udcff"):
        with pytest.raises(ValueError, match=r".+"):
            canonical(value)
