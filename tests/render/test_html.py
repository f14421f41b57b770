from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import Location, Report
from govml.render import RenderOptions, render
from govml.render.json import report_digest
from tests.render.conftest import HOSTILE_TEXT, make_report

VOID = {"meta", "!doctype"}


class Page(HTMLParser):
    """The elements of a page, its text, and whether each element that opens also closes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self._texts: list[str] = []
        self.feed(source)
        self.close()
        self.text = "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self._texts.append(data)


def test_the_page_says_everything(report: Report) -> None:
    page = Page(render("html", report))
    assert page.open == []
    for told in (
        "FAILED",
        "Four findings are errors.",
        "4 errors, 1 warning (1 existing), 1 waived, 1 fixed",
        report_digest(report),
        "embedded (regorus 0.13.0)",
        "Add governance.intended_use and governance.out_of_scope to the card.",
        "In the base already",
        "W-1 by ann@example.org until 2026-03-10: The card is in review.",
        "A rollback version is named",
        "there is no deployment",
        "eu-ai-act 14.4(e)",
        "No govml.yaml: the defaults were used.",
    ):
        assert told in page.text


def test_the_caret_is_below_its_column(report: Report) -> None:
    source = "<pre><span>17 │</span>   owner: {team: credit-ml, contact: nobody}\n"
    new = report._replace(findings=tuple(finding._replace(status="new") for finding in report.findings))
    page = render("html", new)
    assert source + '<span>   │</span> <b class="warning">          ^</b>\n</pre>' in page
    assert '<span class="level warning">warning</span>' in page


def test_it_needs_nothing_and_runs_nothing(report: Report) -> None:
    source = render("html", report)
    page = Page(source)
    assert not {"script", "link", "img", "iframe", "form", "a", "base", "object"} & set(page.tags)
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "scope", "data-label"}
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in source or (
        f"default-src 'none'; style-src 'sha256-{digest}'" in source
    )


def test_a_report_of_nothing(report: Report) -> None:
    page = Page(render("html", report._replace(findings=(), fixed=(), waivers=(), notes=(), outcomes=())))
    assert "None." in page.text
    assert "None took part." in page.text


def test_options_change_nothing(report: Report) -> None:
    assert render("html", report, RenderOptions(True, 20, True, False)) == render("html", report)


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=40))
@settings(max_examples=30, deadline=None)
def test_hostile_text_is_text(text: str, path: str) -> None:
    report = make_report()
    finding = report.findings[0]._replace(message=text + HOSTILE_TEXT, location=Location(path, line=1), excerpt=text)
    output = render("html", report._replace(findings=(finding,), notes=(text, "{{ 7 * 7 }}"), reason=text))
    output.encode("utf-8")
    page = Page(output)
    assert page.open == []
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert all(char.isprintable() or char == "\n" for char in page.text)
