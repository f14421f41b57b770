from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govml.model import Finding, Location, Report, RuleOutcome
from govml.render import RenderOptions, render, words
from tests.render.conftest import make_report

LITERAL = """
(no file)  error    SCHEMA  two records are named `x`

data/loans/README.md  error    SCHEMA  the file is not UTF-8

models/a|b`c@team,x:1%<!--\\x1b[31m\\u202e\\n::error::/README.md:2:8
      error  SCHEMA  </td><script>alert(1)</script> @octocat ##\\x5berror]
             \\x1b[2J\\u202egnp ::stop-commands::x ]]> https://evil.example |
   2 │     name:    模型\\x1b[0m # the name
     │              ^^^^

models/credit-risk/README.md:14:1  error    CARD-02  no intended use is given
  14 │ governance:
     │ ^^^^^^^^^^
      mend: Add `governance.intended_use` and `governance.out_of_scope` to the
            card.

In the base already
  models/credit-risk/README.md:17:11  warning  CARD-05
    `governance.owner.contact` is nobody's address, so an incident would reach
    nobody at all

Waived
  models/credit-risk/README.md:4:12  error  DATA-01  the data set `loans` has
    no card
      waiver: W-1 by ann@example.org until 2026-03-10: The card is in review.

Fixed since the base
  models/old/README.md:3:1  error  CARD-02  no intended use is given

Waivers
  expiring  W-1 (DATA-01 on model credit-risk, until 2026-03-10, by
            ann@example.org): hides 1 finding, not for much longer. The card is
            in review.
  expired   W-2 (CARD-02 on model credit-risk, until 2026-01-01, by
            bob@example.org): hides nothing any more. Due in spring | @octocat
  unused    W-3 (CARD-05, by nobody): there is nothing that it could hide.

Not evaluated
  SERVE-01: there is no deployment

Notes
  - No govml.yaml: the defaults were used.

commit cccccccccccc, base bbbbbbbbbbbb, profile default of commit bbbbbbbbbbbb,
at 2026-03-03T00:00:00Z
Four findings are errors.
FAILED: 4 errors, 1 warning (1 existing), 1 waived, 1 fixed; 3 changed records
        (1 data-card, 2 model-card); 3 subjects (1 data, 2 model); 5 rules (3
        fired, 1 waived, 1 not evaluated)
"""


def test_literal(report: Report) -> None:
    assert render("text", report) == LITERAL.lstrip("\n")


def test_findings_that_fit_are_aligned_one_a_line(report: Report) -> None:
    findings = (
        Finding("CARD-05", "warning", "no owner", Location("a.md", line=9, column=1)),
        Finding("SCHEMA", "error", "not a list", Location("a.md", line=12, column=10)),
    )
    rules = {id: rule._replace(remediation="") for id, rule in report.rules.items()}
    lines = render("text", report._replace(findings=findings, rules=rules)).splitlines()
    assert lines[:2] == [
        "a.md:9:1    warning  CARD-05  no owner",
        "a.md:12:10  error    SCHEMA   not a list",
    ]


def test_colour_changes_nothing_but_colour(report: Report) -> None:
    for verbose in (False, True):
        plain = render("text", report, RenderOptions(verbose=verbose))
        coloured = render("text", report, RenderOptions(color=True, verbose=verbose))
        assert coloured != plain
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "\x1b[1;31merror\x1b[0m" in coloured


def test_ascii(report: Report) -> None:
    assert render("text", report, RenderOptions(unicode=False)).isascii()


def test_verbose_tells_every_rule_waiver_and_control(report: Report) -> None:
    quiet = render("text", report)
    verbose = render("text", report, RenderOptions(verbose=True))
    active = report.waivers[0]._replace(id="W-9", state="active")
    assert "W-9" not in render("text", report._replace(waivers=(active,)))
    assert "active    W-9" in render("text", report._replace(waivers=(active,)), RenderOptions(verbose=True))
    for told in (
        "  not evaluated  SERVE-01  A rollback version is named: there is no deployment\n",
        "      controls: eu-ai-act 13.3(b)(i), nist-ai-rmf MAP-1.1\n",
        "      about: model credit-risk\n",
    ):
        assert told in verbose
        assert told not in quiet


def test_reasons_why_rules_were_not_evaluated_are_short_unless_verbose(report: Report) -> None:
    outcomes = tuple(RuleOutcome(f"R-{n}", "not-evaluated", f"reason {n}") for n in range(8))
    output = render("text", report._replace(outcomes=outcomes))
    assert "  R-4: reason 4\n  and 3 more rules (--verbose lists them)\n" in output
    assert "reason 7" in render("text", report._replace(outcomes=outcomes), RenderOptions(verbose=True))


@pytest.mark.parametrize("verdict", ["PASSED", "WARNED", "FAILED", "INCONCLUSIVE"])
def test_the_summary_comes_last(report: Report, verdict: str) -> None:
    bare = report._replace(
        verdict=verdict,  # type: ignore[arg-type]
        reason="Why.",
        findings=(),
        fixed=(),
        kinds=report.kinds[:1],
        subjects=(("data", 1),),
        outcomes=report.outcomes[:1],
    )
    assert render("text", bare, RenderOptions(width=100)).splitlines()[-2:] == [
        "Why.",
        f"{verdict}: no findings; 1 changed record (1 data-card); 1 subject (1 data); 1 rule (1 fired)",
    ]


@pytest.mark.parametrize(
    ("source", "phrase"),
    [("commit", "commit cccccccccccc,"), ("index", "index on commit ccc"), ("worktree", "work tree on commit ccc")],
)
def test_what_was_judged(report: Report, source: str, phrase: str) -> None:
    snapshot = report.snapshot._replace(source=source)  # type: ignore[arg-type]
    assert f"\n{phrase}" in render("text", report._replace(snapshot=snapshot))


@given(
    st.text(st.characters(), max_size=200),
    st.text(st.characters(), min_size=1, max_size=120),
    st.text(st.characters(exclude_characters="\n"), max_size=120),
    st.integers(0, 130),
    st.booleans(),
)
@example("", "  ::error::sp/model_card.md", "", 0, True)
@example("", "0", "00000\x1f\x1f\x1f\x1f" + "\U00010000" * 5, 15, False)
@settings(max_examples=100)
def test_hostile_text_fits_and_commands_nothing(text: str, path: str, source: str, column: int, unicode: bool) -> None:
    report = make_report()
    finding = report.findings[0]._replace(
        rule=text[:60], message=text, location=Location(path, "", "", 3, column), excerpt=source, remediation=text
    )
    waived = finding._replace(waiver="W-1")
    waivers = tuple(w._replace(id=path, reason=text, approver=path) for w in report.waivers)
    outcomes = (RuleOutcome(path, "not-evaluated", text),)
    hostile = report._replace(
        findings=(finding, waived), fixed=(finding,), waivers=waivers, notes=(text,), reason=text, outcomes=outcomes
    )
    for verbose in (False, True):
        output = render("text", hostile, RenderOptions(verbose=verbose, unicode=unicode))
        output.encode("utf-8")
        for line in output.removesuffix("\n").split("\n"):
            assert line.isprintable()
            assert words.width(line) <= 80
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
