from __future__ import annotations

import json
import re

from govml.model import Json
from govml.records.index import list_of, mapping_of
from govml.render import RenderOptions
from govml.render.promotion import render_promotion
from tests.render.decisions import make_decision


def rendered(document: dict[str, Json], *, verbose: bool = False, form: str = "text") -> str:
    return render_promotion(form, document, b"", RenderOptions(False, 80, verbose, True))


def measured(**numbers: Json) -> dict[str, Json]:
    """The canned decision, something else measured."""
    document = make_decision()
    mapping_of(mapping_of(document["report"])["measured"]).update(numbers)
    return document


def test_the_verdict_and_what_is_missing_are_told_first_and_last() -> None:
    lines = rendered(make_decision()).splitlines()
    assert lines[:3] == [
        "May m v2.0.0 be promoted to production?",
        "FAILED: 1 error",
        "  PROM-01  the version has not been on a stage before `production`",
    ]
    assert lines[-1] == "FAILED: 1 error"
    assert "What would change the verdict" in lines[-15:]


def test_of_many_reasons_the_first_are_told_above_and_all_below() -> None:
    document = make_decision()
    [finding] = list_of(mapping_of(document["report"])["findings"])
    waived = {**finding, "message": "it is so, but waived", "waiver": "W-1"}
    document["findings"] = [*({**finding, "message": f"it is so, {number}"} for number in range(6)), waived]
    above = rendered(document).split("The version", 1)[0]
    assert above.count("it is so") == 4
    assert "and 2 more, below" in above


def test_digests_are_short_and_the_one_that_is_signed_is_whole_on_one_line() -> None:
    text = rendered(make_decision())
    assert re.findall("[0-9a-f]{13,}", text) == ["9" * 64]
    assert "report sha256:" + "9" * 64 in text.splitlines()
    assert "md5:" + "a" * 32 in rendered(make_decision(), verbose=True)
    assert "md5:" + "a" * 32 in rendered(make_decision(), form="markdown")


def test_numbers_have_four_decimals_below_each_other() -> None:
    document = make_decision()
    mapping_of(document["report"])["metrics"] = [
        {"name": "roc_auc", "value": 0.9933454325468845, "interval": [0.98123456, 0.999], "n": 4210},
        {"name": "f1", "value": 0.5},
    ]
    assert (
        "  roc_auc  0.9933 (interval 0.9812 to 0.9990, n 4,210)\n  f1       0.5000 (no interval)\n"
    ) in rendered(document)


def test_changes_have_four_decimals_unless_they_differ_in_later_ones() -> None:
    document = make_decision()
    [metric, version] = list_of(mapping_of(document["report"])["changes"])
    metric.update(old={"value": 0.912}, new={"value": 0.9213454325468845}, delta="+0.0093454325468845")
    assert "→ 0.9213 (no n, no interval) (+0.0093, better)" in " ".join(rendered(document).split())
    assert "<td data-label=\"Now\">0.9213 (no n" in rendered(document, form="html")
    version.update(old="0.1234561", new="0.1234562")
    assert "0.1234561 → 0.1234562" in rendered(document)


def test_slices_and_attributions_are_told_in_words() -> None:
    document = measured(
        slices=[{"by": "age", "metric": "auc", "values": {"high": 0.9933454325468845}, "n": {"high": 12}, "gap": 0.1}],
        attributions={"features": [{"name": f"f{place}", "value": (-1) ** place * place / 7} for place in range(9)]},
    )
    for form in ("text", "markdown"):
        text = rendered(document, form=form)
        assert "high 0.9933 (n 12); gap 0.1000" in text
        assert "f8 1.1429, f7 -1.0000, f6 0.8571, f5 -0.7143, f4 0.5714 and 4 more" in " ".join(text.split())
        assert "{" not in text
    assert "and 4 more" not in rendered(document, verbose=True)
    assert "f0 0.0000" in rendered(document, form="html")


def test_robustness_is_told_as_a_card_or_evidence_gives_it() -> None:
    for given, told in (
        ({"method": "noise", "metrics": {"auc": 0.91}}, "under noise        auc 0.9100"),
        ({"method": "noise", "result": "Stable", "report": "r.md"}, "under noise        Stable, report r.md"),
        ({"result": "Stable under noise"}, "robustness         Stable under noise"),
    ):
        document = measured(source="card", slices=[], robustness=[json.loads(json.dumps(given))])
        text = rendered(document)
        assert told in text
        assert "source             what the card says" in text
