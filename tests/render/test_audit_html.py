from __future__ import annotations

import json
import re

from govml.model import Json
from govml.records.index import list_of
from govml.render import RenderOptions
from govml.render.audit import render_audit
from govml.render.audit_markdown import page
from tests.render.audits import make_audit
from tests.render.gfm import on_github
from tests.render.test_html import Page


def rendered(document: dict[str, Json], form: str = "html") -> str:
    return render_audit(form, document, RenderOptions())


def test_the_page_says_everything_and_what_is_broken_first() -> None:
    shown = Page(rendered(make_audit()))
    assert shown.open == []
    told = (
        "FAILED", "2 things are broken", "refs/heads/govml/ledger at " + "2" * 40, "2 verified, 1 broken, 1 recomputed",
        "tag m#production#1: moved: to nowhere", "entry 1 approval m v1.0.0 production: the signature is not good",
        "ask bot", "repository: it is shallow", "m on production: v1.0.0 verified", "alice@bank.example, entry 0",
        "evidence/m/training.intoto.jsonl sha256:" + "b" * 64 + ", signed by ci@bank.example", "sha256:e" + "e" * 63,
        "PASSED, tier high", "the ledger continues the 2 entries", "decided again", "1 of 2", "CARD-01 passed",
        "superseded by sr-26-2", "2027-12-02", "not satisfied", "The remote was not asked.",
    )  # fmt: skip
    for text in told:
        assert text in " ".join(shown.text.split()), text
    places = [shown.text.index(text) for text in ("moved: to nowhere", "is not good", "it is shallow", "On the stages")]
    assert places[:3] == sorted(places[:3])


def test_it_needs_nothing_and_runs_nothing() -> None:
    source = rendered(make_audit())
    shown = Page(source)
    assert not {"script", "link", "img", "iframe", "form", "base", "object", "use"} & set(shown.tags)
    assert not {each for each in shown.attributes if each.startswith("on") or each in ("src", "style")}
    assert set(re.findall(r'href="([^"]*)"', source)) <= {f"#{name}" for name in re.findall(r'id="([^"]*)"', source)}
    assert rendered(json.loads(json.dumps(make_audit()))) == source


def test_a_long_ledger_is_cut_and_counted() -> None:
    document = make_audit()
    [last] = list_of(document["entries"])[2:]
    document["entries"] = [{**last, "number": number} for number in range(700)]
    text = " ".join(Page(rendered(document)).text.split())
    assert "…and 200 earlier entries." in text
    assert "699promotion" in text
    assert "199promotion" not in text


def test_an_empty_record() -> None:
    document = make_audit()
    for name in ("problems", "stages", "entries", "tags", "catalogues", "notes"):
        document[name] = []
    document["checkpoint"] = None
    assert Page(rendered(document)).open == []
    assert "### " not in rendered(document, "markdown")


def test_markdown_tells_what_is_broken_first_and_nothing_hides_in_it() -> None:
    text = rendered(make_audit(), "markdown")
    assert text.index("### What is not verified") < text.index("### On the stages")
    shown = on_github(text)
    assert "<script" not in shown
    assert "evil.example\"" not in shown
    assert "moved: to nowhere" in shown


def test_markdown_of_any_length_fits() -> None:
    document = make_audit()
    old: dict[str, Json] = {"state": "before-the-ledger", "message": "x" * 90, "entry": None}
    document["tags"] = [{"tag": f"m#x#{number}", **old} for number in range(400)]
    whole = page(document, 10**6)
    assert "…and 300 more rows, left out for want of room." in whole
    for limit in (10_000, 4_000, 200):
        assert len(page(document, limit)) <= limit
