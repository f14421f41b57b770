from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import Finding, Location, Report
from govml.render import RenderOptions, render
from tests.render.conftest import make_report
from tests.render.gfm import Rendered, on_github, structure

LITERAL = """
## govml: FAILED

Four findings are errors.

**4 errors, 1 warning (1 existing), 1 waived, 1 fixed**

Looked at 3 changed records (1 data-card, 2 model-card); 3 subjects (1 data, 2 model); 5 rules (3 fired, 1 waived, 1 not evaluated).

Commit cccccccccccc, base bbbbbbbbbbbb, profile default of commit bbbbbbbbbbbb, at 2026-03-03T00:00:00Z.

### Findings

| Level | Rule | Where | What |
| --- | --- | --- | --- |
| error | `SCHEMA` | repository | two records are named `x` |
| error | `SCHEMA` | `data/loans/README.md` | the file is not UTF-8 |
| error | `SCHEMA` | <code>models/a&#124;b&#96;c&#64;team,x&#58;1&#37;&#60;&#33;--&#92;x1b&#91;31m&#92;u202e&#92;n&#58;&#58;error&#58;&#58;/README.md&#58;2&#58;8</code> | &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\| |
| error | `CARD-02` | `models/credit-risk/README.md:14:1` | no intended use is given |

### How to mend them

<details><summary>repository: 1 error</summary>

- **error** `SCHEMA` two records are named `x`

</details>

<details><summary><code>data/loans/README.md</code>: 1 error</summary>

- **error** `SCHEMA` the file is not UTF-8

</details>

<details><summary><code>models/a&#124;b&#96;c&#64;team,x&#58;1&#37;&#60;&#33;--&#92;x1b&#91;31m&#92;u202e&#92;n&#58;&#58;error&#58;&#58;/README.md</code>: 1 error</summary>

- **error** `SCHEMA` line 2: &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\|

  ```text
      name:    模型\\x1b[0m # the name
               ^^^^
  ```

</details>

<details><summary><code>models/credit-risk/README.md</code>: 1 error</summary>

- **error** `CARD-02` line 14: no intended use is given

  ```text
  governance:
  ^^^^^^^^^^
  ```

  Mend: Add `governance.intended_use` and `governance.out_of_scope` to the card.

  Controls: eu-ai-act 13.3(b)(i), nist-ai-rmf MAP-1.1

</details>

### In the base already

- warning `CARD-05` `models/credit-risk/README.md:17:11`: `governance.owner.contact` is nobody's address, so an incident would reach nobody at all

### Waived

- error `DATA-01` `models/credit-risk/README.md:4:12`: the data set `loans` has no card (waiver `W-1`)

### Waivers

- **expiring** `W-1` for `DATA-01` on model credit-risk until 2026-03-10 by ann@\u200bexample.org: The card is in review.
- **expired** `W-2` for `CARD-02` on model credit-risk until 2026-01-01 by bob@\u200bexample.org: Due in spring \\| @\u200boctocat
- **unused** `W-3` for `CARD-05`

### Fixed since the base

- error `CARD-02` `models/old/README.md:3:1`: no intended use is given

### Rules that were not evaluated

- `SERVE-01`: there is no deployment

### Notes

- No govml.yaml: the defaults were used.
"""  # noqa: E501


def test_literal(report: Report) -> None:
    assert render("markdown", report) == LITERAL.lstrip("\n")


def test_verbose_has_every_rule(report: Report) -> None:
    output = render("markdown", report, RenderOptions(verbose=True))
    assert output.startswith(render("markdown", report))
    assert "| not-evaluated | `SERVE-01` A rollback version is named | there is no deployment |\n" in output


def test_a_passed_report_says_what_ran(report: Report) -> None:
    output = render("markdown", report._replace(verdict="PASSED", findings=(), fixed=(), waivers=(), notes=()))
    assert output.startswith("## govml: PASSED\n")
    assert "**no findings**" in output
    assert "5 rules (3 fired" in output
    assert "### Findings" not in output


def test_what_does_not_fit_is_counted(report: Report) -> None:
    findings = tuple(
        Finding("CARD-02", "error", "long " * 200, Location(f"models/m{n % 300}/README.md", line=n + 1), "model m")
        for n in range(3000)
    )
    output = render("markdown", report._replace(findings=findings, notes=("x" * 500,) * 400))
    assert 60_000 < len(output) <= 65_000
    shown = sum(line.startswith("| error |") for line in output.splitlines())
    assert f"…and {3000 - shown:,} more findings, left out for want of room." in output
    shown = output.count("<details>")
    assert 0 < shown < 300
    assert f"…and {300 - shown} more files, left out for want of room." in output
    assert re.search(r"…and \d+ more notes, left out", output)
    assert "### Waivers" in output


def test_a_file_with_many_findings_is_cut_with_a_count(report: Report) -> None:
    findings = tuple(Finding("CARD-02", "error", "m", Location("f.md", line=n + 1)) for n in range(50))
    assert "- …and 30 more findings in this file.\n" in render("markdown", report._replace(findings=findings))


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=40))
@settings(max_examples=60)
def test_hostile_text_makes_no_markup(text: str, path: str) -> None:
    report = make_report()
    finding = report.findings[0]._replace(message=text, location=Location(path), excerpt="", subject=path)
    harmless = finding._replace(message="m", location=Location("p" if path else ""), subject="s")
    output = render("markdown", report._replace(findings=(finding,), notes=(text,)))
    expected = render("markdown", report._replace(findings=(harmless,), notes=("m",)))
    output.encode("utf-8")
    assert output.count("\n") == expected.count("\n")
    tags = re.compile(r"<(?!/?code>)[^>]*>")
    in_code = re.compile(r"`[^`\n]+`")
    assert tags.findall(in_code.sub("", output)) == tags.findall(in_code.sub("", expected))
    assert not re.search(r"(?<!\\)@\w", in_code.sub("", output))
    for line in output.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 5


def test_github_shows_tables_and_folds_and_nothing_hostile(report: Report) -> None:
    html = on_github(render("markdown", report, RenderOptions(verbose=True)))
    page = Rendered(html)
    assert page.open == []
    assert not {"script", "a", "img"} & set(page.tags)
    assert page.tags.count("table") == 2
    assert page.tags.count("details") == page.tags.count("summary") == 5
    assert "@octocat" not in re.sub("<code>.*?</code>", "", html)
    assert "<script>alert(1)</script>" in page.text


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_markup_on_github(text: str, path: str) -> None:
    report = make_report()
    finding = report.findings[0]._replace(message=text, location=Location(path or "p"), excerpt="", subject=path)
    plain = finding._replace(message="m", location=Location("p"), subject="s")
    shown, expected = (
        Rendered(on_github(render("markdown", report._replace(findings=(each,), notes=(note,)))))
        for each, note in ((finding, text), (plain, "m"))
    )
    assert structure(shown) == structure(expected)
    assert shown.open == []
