from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import Json
from govml.records.index import list_of, mapping_of
from govml.render import RenderOptions
from govml.render.promotion import render_promotion
from govml.render.promotion_markdown import page
from tests.render.conftest import HOSTILE_TEXT
from tests.render.decisions import make_decision
from tests.render.gfm import on_github
from tests.render.test_html import Page

JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just(HOSTILE_TEXT),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def rendered(document: dict[str, Json]) -> str:
    return render_promotion("html", document, b"", RenderOptions())


def test_the_page_says_everything() -> None:
    shown = Page(rendered(make_decision()))
    assert shown.open == []
    for told in (
        "May m v2.0.0 be promoted to production?",
        "FAILED",
        "sha256:" + "9" * 64,
        "the version has not been on a stage before production",
        "govml promote m@v2 --to x",
        "alice@bank.example",
        "doesn't count: it is of another report",
        "Against v1.1.0, which is on the stage",
        "+0.021, better",
        "roc_auc on loans/test",
        "0.9210 (interval 0.9100 to 0.9300, n 5,000)",
        "roc_auc by age group, recomputed",
        "expected error 0.02; dashed: as scored",
        "income",
        "4.1 EUR",
        "0.7 kWh",
        "signed by bot@bank.example",
        "In review",
        "one market",
        "Stages are in order",
        "not evaluated",
        "git rev-parse x",
    ):
        assert told in shown.text, told
    assert shown.tags.count("svg") == 1 + 1 + 1 + 1 + 3


def test_a_history_begins_with_the_second_version() -> None:
    document = make_decision()
    report = mapping_of(document["report"])
    assert 'aria-label="v1.0.0 0.88, v1.1.0 0.9, v2.0.0 0.921"' in rendered(document)
    report["history"] = []
    assert "this version" not in rendered(document)


def test_it_needs_nothing_and_runs_nothing() -> None:
    source = rendered(make_decision())
    shown = Page(source)
    assert not {"script", "link", "img", "iframe", "form", "base", "object", "foreignobject", "use"} & set(shown.tags)
    assert not {each for each in shown.attributes if each.startswith("on") or each in ("src", "style", "xlink:href")}
    assert set(re.findall(r'href="([^"]*)"', source)) <= {f"#{name}" for name in re.findall(r'id="([^"]*)"', source)}


def test_the_document_is_all_that_it_is_made_of() -> None:
    document = make_decision()
    assert rendered(json.loads(json.dumps(document))) == rendered(document)


def test_markdown_of_any_length_fits_and_keeps_the_verdict() -> None:
    document = make_decision()
    report = mapping_of(document["report"])
    [finding] = list_of(report["findings"])
    report["findings"] = [{**finding, "line": number} for number in range(400)]
    whole = page(document, 10**6)
    assert "…and 300 more rows, left out for want of room." in whole
    assert on_github(whole).count("<table>") > 5
    for limit in (30_000, 8_000, 300):
        assert page(document, limit).startswith("## govml: FAILED\n")
        assert len(page(document, limit)) <= limit


@settings(max_examples=60, deadline=None)
@given(JSONS)
def test_whatever_a_card_and_a_statement_hold(value: Json) -> None:
    document = make_decision()
    report = mapping_of(document["report"])
    measured = mapping_of(report["measured"])
    report["card"] = {"intended_use": value}
    report["metrics"] = [{"name": value, "value": value, "interval": value, "n": value}]
    metric: dict[str, Json] = {"name": value, "value": value, "interval": [1, 2]}
    report["history"] = [{"version": "v1", "at": "", "kind": "promotion", "metrics": [metric]}]
    for name in ("slices", "robustness", "metrics"):
        measured[name] = [value]
    measured["slices"] = [{"by": value, "metric": value, "values": value, "n": value}]
    measured["calibration"] = {"bins": [{"score": value, "rate": value, "n": value}], "ece": value}
    measured["attributions"] = {"features": [{"name": value, "value": value}], "method": value}
    shown = Page(rendered(document))
    assert shown.open == []
    assert "script" not in shown.tags
