"""A decision about a promotion as a page of HTML that needs nothing else, with plots of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.named import NamedTuple
from govml.records.index import list_of, mapping_of, text_of
from govml.render import plots, words
from govml.render.html import page, spans
from govml.render.promotion import asked, change, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.model import Json
    from govml.render import RenderOptions
    from govml.render.promotion import Document

_LONG: Final = 20_000
"""Characters of one text that the page tells: what is signed is read here."""
_PLOTS: Final = 8
_GROUPS: Final = 16
"""Plots of a kind, and groups or features of one plot, that are drawn; the tables have all."""
_ELSEWHERE: Final = ("What would change the verdict", "Findings", "Controls")
"""Parts that the page tells in its own way."""
_KEY: Final = "■ this version · ● on the stage now · ○ before"


class Figure(NamedTuple):
    """A plot with what it shows."""

    title: str
    svg: str
    key: str = ""
    """How it is read."""


def render(document: Document, options: RenderOptions) -> str:
    """Return a decision as a page of HTML; `options` don't change it."""
    report, policy = mapping_of(document.get("report")), mapping_of(document.get("policy"))
    parts = []
    for number, part in enumerate(sections(document, whole=True), 1):
        if part.heading in _ELSEWHERE:
            continue
        figures = [each for each in _FIGURES.get(part.heading, _none)(report) if each.svg]
        against = part.heading.startswith("Against ")
        parts.append(
            {
                "id": f"s{number}",
                "heading": _told(part.heading),
                "rows": [(_told(label), _told(text)) for label, text in part.lines],
                "changes": [_change(each) for each in list_of(report.get("changes"))] if against else [],
                "commands": [words.name(text) for label, text in part.lines if not label],
                "figures": figures[:_PLOTS],
            }
        )
    return page(
        "promotion.html.j2",
        asked=_told(asked(document)),
        verdict=document["verdict"],
        reason=_told(str(document["reason"])),
        facts=[
            ("Report", f"sha256:{document['sha256']}"),
            ("At", _told(str(report["at"]))),
            ("Policies", _told(f"profile {mapping_of(report.get('policy')).get('profile')} of {policy['commit']}")),
            ("Policy digest", _told(str(policy["digest"]))),
            ("Engine", _told(str(document["engine"]))),
        ],
        mend=[_mend(each) for each in list_of(document.get("mend"))],
        parts=parts,
        findings=[_finding(each) for each in (*list_of(report.get("findings")), *list_of(document.get("findings")))],
        rules=[_rule(each) for each in _rules(document, report)],
    )


def _told(text: str) -> str:
    return words.prose(text, _LONG)


def _mend(each: Document) -> dict[str, object]:
    return {
        "rule": words.name(str(each["rule"])),
        "what": spans(str(each["what"])),
        "how": [(spans(prose), "\n".join(code)) for prose, code in words.blocks(str(each["how"]))],
    }


def _change(each: Document) -> dict[str, str]:
    what, old, new, note = (_told(text) for text in change(each))
    return {"what": what, "old": old, "new": new, "note": note, "trend": str(each["trend"])}


def _finding(each: Document) -> dict[str, object]:
    place = f"{each['path']}:{each['line']}" if each.get("path") else ""
    return {
        "level": str(each["level"]),
        "rule": words.name(str(each["rule"])),
        "message": spans(str(each["message"])),
        "place": words.name(place),
        "waiver": _told(str(each.get("waiver") or "")),
        "controls": _told(_joined(each, "controls")),
    }


def _rules(document: Document, report: Document) -> list[Document]:
    return sorted((*list_of(report.get("rules")), *list_of(document.get("rules"))), key=lambda each: str(each["id"]))


def _rule(each: Document) -> dict[str, str]:
    return {
        "outcome": str(each["outcome"]).replace("-", " "),
        "id": words.name(str(each["id"])),
        "title": _told(str(each["title"])),
        "reason": _told(str(each["reason"])),
        "controls": _told(_joined(each, "controls")),
    }


def _joined(each: Document, name: str) -> str:
    found = each.get(name)
    return ", ".join(map(str, found)) if isinstance(found, list) else ""


# -- plots ------------------------------------------------------------------------------------------------------------


def _none(report: Document) -> Iterator[Figure]:
    yield from ()


def _metrics(report: Document) -> Iterator[Figure]:
    """Each metric of the version over the versions that were on the stage before."""
    before = list_of(report.get("history"))
    for metric in list_of(report.get("metrics")):
        points = [_point(each, _same(metric, each), "holds" if each.get("holds") else "before") for each in before]
        version = mapping_of(report.get("asked")).get("version")
        points.append(_point({"version": version}, metric, "asked"))
        if sum(point.value is not None for point in points) > 1:
            yield Figure(_told(_name(metric)), plots.history(points), _KEY)


def _same(metric: Document, version: Document) -> Document:
    """The metric of another version with the same name on the same data, empty where there is none."""
    about = ("name", "dataset", "split")
    found = list_of(version.get("metrics"))
    return next((each for each in found if all(each.get(name) == metric.get(name) for name in about)), {})


def _point(version: Document, metric: Document, state: plots.State) -> plots.Point:
    interval = metric.get("interval") or metric.get("confidence_interval")
    ends = [plots.number(end) for end in interval] if isinstance(interval, list) else []
    known = (ends[0], ends[1]) if len(ends) == 2 and ends[0] is not None and ends[1] is not None else None
    return plots.Point(str(version.get("version")), plots.number(metric.get("value")), known, state)


def _name(metric: Document) -> str:
    about = "/".join(str(metric[name]) for name in ("dataset", "split") if metric.get(name))
    return f"{metric.get('name')}{' on ' + about if about else ''}"


def _measured(report: Document) -> Iterator[Figure]:
    """Slices, calibration and attributions."""
    measured = mapping_of(report.get("measured"))
    by = {"evidence": "recomputed", "card": "as the card says"}.get(str(measured.get("source")), "")
    stated = reversed(list_of(report.get("metrics")))
    whole = {
        text_of(each.get("name")): plots.number(each.get("value"))
        for each in (*stated, *list_of(measured.get("metrics")))
    }
    for each in list_of(measured.get("slices")):
        sizes, values = mapping_of(each.get("n")), mapping_of(each.get("values"))
        groups = _bars((name, value, _n(sizes.get(name))) for name, value in values.items())
        known = whole.get(text_of(each.get("metric")))
        key = f"stroke: all, {plots.short(known)}" if known is not None else ""
        yield Figure(_told(f"{each.get('metric')} by {each.get('by')}, {by}"), plots.dots(groups, known), key)
    calibration = mapping_of(measured.get("calibration"))
    bins = []
    for each in list_of(calibration.get("bins")):
        score, rate, count = (plots.number(each.get(name)) for name in ("score", "rate", "n"))
        if score is not None and rate is not None and 0 <= score <= 1 and 0 <= rate <= 1:
            bins.append(plots.Bin(score, rate, int(count or 0)))
    error = plots.number(calibration.get("ece"))
    key = f"expected error {plots.short(error)}; " if error is not None else ""
    yield Figure("Calibration", plots.reliability(bins), f"{key}dashed: as scored")
    attributions = mapping_of(measured.get("attributions"))
    features = _bars((each.get("name"), each.get("value"), "") for each in list_of(attributions.get("features")))
    yield Figure("What the model looks at", plots.bars(features), _told(str(attributions.get("method") or "")))


def _usage(report: Document) -> Iterator[Figure]:
    """What the runs behind the evidence took."""
    runs = [(f"{each.get('kind')} {str(each.get('finished'))[:10]}", mapping_of(each.get("usage")))
            for each in list_of(report.get("evidence"))]  # fmt: skip
    for currency in sorted({str(usage.get("currency") or "") for _, usage in runs}):
        spent = ((name, u.get("cost"), f" {currency}") for name, u in runs if str(u.get("currency") or "") == currency)
        yield Figure("Cost", plots.bars(_bars(spent)))
    for name, title, unit in (("energy_kwh", "Energy", "kWh"), ("co2_kg", "CO₂", "kg")):
        yield Figure(title, plots.bars(_bars((run, usage.get(name), f" {unit}") for run, usage in runs)))


def _bars(found: Iterator[tuple[Json, Json, str]]) -> list[plots.Bar]:
    drawn: list[plots.Bar] = []
    for name, value, unit in found:
        known = plots.number(value)
        if known is not None and len(drawn) < _GROUPS:
            drawn.append(plots.Bar(str(name), known, words.visible(f"{plots.short(known)}{unit}")))
    return drawn


def _n(size: Json) -> str:
    return f" (n {size:,})" if isinstance(size, int) else ""


_FIGURES: Final = {"Metrics": _metrics, "Measured": _measured, "Evidence": _usage}
"""The plots of a part, by its heading."""
