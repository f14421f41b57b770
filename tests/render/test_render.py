from __future__ import annotations

import subprocess
import sys

import pytest

from govml.model import Report, UsageError
from govml.render import DIGESTED, FORMATS, render
from tests.builders import ROOT
from tests.render.conftest import make_report


@pytest.mark.parametrize("format", FORMATS)
def test_equal_reports_give_equal_output_that_ends_in_a_newline(format: str) -> None:
    output = render(format, make_report())
    assert output == render(format, make_report())
    assert output.endswith("\n")
    assert not output.endswith("\n\n")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_the_verdict_and_the_message(format: str, report: Report) -> None:
    output = render(format, report)
    assert "FAILED" in output
    assert "no intended use is given" in output


@pytest.mark.parametrize("format", FORMATS)
def test_only_a_digest_needs_the_list_of_the_records(format: str, report: Report) -> None:
    unlisted = report._replace(records=None)
    if format in DIGESTED:
        with pytest.raises(ValueError, match="no digest"):
            render(format, unlisted)
    else:
        assert render(format, unlisted) == render(format, report)


def test_an_unknown_format(report: Report) -> None:
    with pytest.raises(UsageError, match="no output format 'pdf'") as caught:
        render("pdf", report)
    assert caught.value.hint == "Use one of: text, json, sarif, junit, github, markdown, html."


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys, govml.render as r; from tests.render.conftest import make_report;"
        "print([m for m in ('jinja2', 'rfc8785') if m in sys.modules]);"
        "r.render('text', make_report()); print([m for m in ('jinja2', 'rfc8785') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n" * 2
