"""Formats of a decision about a promotion: the document `govml.promotion/v1` -> `str`, one module per format, pure.

Every claim of a format is in the document. What is shared here are its parts in words; nothing is safe for any medium
yet: each format escapes what it shows.
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from govml.base.few import few
from govml.model import Fact
from govml.named import NamedTuple
from govml.render.diff import Row, row
from govml.render.json import json_text
from govml.render.plots import number, short
from govml.render.words import count, decimals

if TYPE_CHECKING:
    from govml.model import Json
    from govml.render import RenderOptions

FORMATS: Final = {
    "text": "govml.render.promotion_text",
    "markdown": "govml.render.promotion_markdown",
    "html": "govml.render.promotion_html",
    "json": "",
    "report": "",
}
"""Output formats by name, and the module of each; `report` is the signed report, byte for byte."""

Document = dict[str, "Json"]
_LONG: Final = re.compile(r"(?<![\w.])[0-9]{1,15}\.[0-9]{5,}(?:e[-+]?[0-9]{1,2})?(?![\w.])")
"""A number with more than four decimals."""
_FEATURES: Final = 5
_GROUPS: Final = 10
"""Attributions, and groups of a slice, that are told where not everything is."""
_RUNS: Final = {"energy_kwh": "kWh", "co2_kg": "kg CO2", "gpu_seconds": "GPU seconds"}
"""What a run used, and its unit."""


class Renderer(Protocol):
    """What a module named in `FORMATS` provides."""

    def render(self, document: Document, options: RenderOptions) -> str:
        """Return the whole output, ending in a newline."""


def render_promotion(form: str, document: Document, data: bytes, options: RenderOptions) -> str:
    """Return a decision in one of `FORMATS`; `data` are the bytes of its report."""
    if form == "json":
        return json_text(document)
    if form == "report":
        return data.decode()
    return cast("Renderer", import_module(FORMATS[form])).render(document, options)


class Section(NamedTuple):
    """A part of the page."""

    heading: str
    lines: list[tuple[str, str]]
    """(label, text); the label is empty where a text stands alone."""


def asked(document: Document) -> str:
    """What is asked, in one sentence."""
    question = _object(_object(document, "report"), "asked")
    verb = "rolled back to" if question["kind"] == "rollback" else "promoted to"
    version = f"{question['model']} {question['version']}"
    if question["kind"] == "rollback":
        return f"May {question['stage']} be rolled back to {version}?"
    return f"May {version} be {verb} {question['stage']}?"


def missing(document: Document) -> list[tuple[str, str]]:
    """What stands against the version: (rule, what), without how to mend it."""
    found = [*_rows(_object(document, "report"), "findings"), *_rows(document, "findings")]
    against = [each for each in found if each["level"] == "error" and not each.get("waiver")]
    return list(dict.fromkeys((str(each["rule"]), str(each["message"])) for each in against))


def sections(document: Document, *, whole: bool = False) -> list[Section]:
    """The parts of the page behind the verdict, in the order in which an approver needs them; empty ones left out.

    Of many groups and attributions some are told, unless `whole`.
    """
    report = _object(document, "report")
    found = [
        Section("What would change the verdict", _mend(document)),
        Section("Approvals", _approvals(document)),
        Section("The version", _version(report)),
        Section(_against(report), [_change(each) for each in _rows(report, "changes")]),
        Section("Metrics", [_metric(each) for each in _rows(report, "metrics")]),
        Section("Measured", _measured(report, whole)),
        Section("What the card says", _card(report)),
        Section("Data", [(f"{each['role']} {each['path']}", _digests(each)) for each in _rows(report, "data")]),
        Section("Evidence", [_evidence(each) for each in _rows(report, "evidence")]),
        Section("Findings", [_finding(each) for each in [*_rows(report, "findings"), *_rows(document, "findings")]]),
        Section("Waivers", [_waiver(each) for each in _rows(report, "waivers")]),
        Section("Before on this stage", [_held(each) for each in _rows(report, "history")]),
        Section("Controls", _controls(document)),
        Section("Verify it", [("", text) for text in _list(document, "verify") if isinstance(text, str)]),
    ]
    return [section for section in found if section.lines]


def _against(report: Document) -> str:
    base = report.get("base")
    return f"Against {base['version'] or base['commit']}, which is on the stage" if isinstance(base, dict) else ""


def _mend(document: Document) -> list[tuple[str, str]]:
    found = []
    told: set[str] = set()
    for each in _rows(document, "mend"):
        how = str(each["how"]).partition("```")[0].strip().rstrip(":")
        found.append((str(each["rule"]), f"{each['what']}{'. ' + how if how and how not in told else ''}"))
        told.add(how)
    return found


def _approvals(document: Document) -> list[tuple[str, str]]:
    if _object(_object(document, "report"), "asked").get("kind") == "rollback":
        return []  # none is needed, and those for the promotion don't count
    found = []
    for role, needed in _object(document, "needed").items():
        found.append((role, f"{needed} needed, {_object(document, 'missing').get(role) or 'none'} missing"))
    for each in _rows(document, "approvals"):
        who = str(each["principal"] or each["fingerprint"] or "somebody unknown")
        state = f"counts as {each['independent_role']}" if each["counts"] else f"doesn't count: it {each['problem']}"
        if not each["counts"] and not each["problem"]:
            state = "doesn't count: " + (
                "its role is filled, or not needed" if each["independent"] else "it is by somebody who made the version"
            )
        comment = f" ({each['comment']})" if each["comment"] else ""
        found.append((who, f"{state}; of {each['at']}, until {each['expires']}, entry {each['number']}{comment}"))
    return found


def _version(report: Document) -> list[tuple[str, str]]:
    version = _object(report, "version")
    makers = _object(report, "makers")
    reachable = "in" if version.get("reachable") else "not in"
    unsigned = len(_rows(makers, "unsigned"))
    names, trained = (", ".join(str(name) for name in _list(makers, key)) for key in ("names", "trained"))
    made = f"{names or 'nobody'} in {count(_number(makers), 'commit')}"
    return [
        ("commit", f"{version['commit']}, {reachable} the history of the trusted branch"),
        ("risk tier", str(report["tier"])),
        *([("weights", _digests({"digests": version["weights"]}))] if version["weights"] else []),
        ("made by", f"{made}, {unsigned} of them not signed by a known key"),
        *([("trained by", trained)] if trained else []),
    ]


def _number(makers: Document) -> int:
    number = makers["commits"]
    return number if isinstance(number, int) else 0


def change(each: Document) -> Row:
    """A change in words; of numbers four decimals, unless they differ in later ones only."""
    told = row(Fact(**cast("dict[str, str]", {name: each[name] for name in Fact._fields})))  # type: ignore[arg-type]
    brief = Row(*(_LONG.sub(lambda found: decimals(float(found[0])), text) for text in told))
    return told if brief.old == brief.new else brief


def _change(each: Document) -> tuple[str, str]:
    told = change(each)
    value = f"{told.old} → {told.new}" if told.old and told.new else told.new or f"{told.old} is gone"
    return told.what, f"{value}{f' ({told.note})' if told.note else ''}"


def _metric(each: Document) -> tuple[str, str]:
    about = "/".join(str(each[name]) for name in ("dataset", "split") if each.get(name))
    interval = each.get("interval") or each.get("confidence_interval")
    ends = " to ".join(map(_told, interval)) if isinstance(interval, list) else _told(interval)
    told = [f"interval {ends}" if interval else "no interval"]
    told += [f"n {each['n']:,}"] if isinstance(each.get("n"), int) else []
    return f"{each.get('name')}{' on ' + about if about else ''}", f"{_told(each.get('value'))} ({', '.join(told)})"


def _told(value: Json) -> str:
    """A value that should be a number: with four decimals if it is one, else as JSON."""
    known = number(value)
    return json.dumps(value, ensure_ascii=False) if known is None or isinstance(value, int) else decimals(known)


def _measured(report: Document, whole: bool) -> list[tuple[str, str]]:
    measured = _object(report, "measured")
    found = []
    for each in _rows(measured, "slices"):
        sizes = _object(each, "n")
        groups = [
            f"{group} {_told(value)}{f' (n {sizes[group]:,})' if isinstance(sizes.get(group), int) else ''}"
            for group, value in _object(each, "values").items()
        ]
        gap = f"; gap {_told(each['gap'])}" if "gap" in each else ""
        told = few(groups, len(groups) if whole else _GROUPS) if groups else "no numbers"
        found.append((f"{each.get('metric')} by {each.get('by')}", told + gap))
    found += [_robustness(each) for each in _rows(measured, "robustness")]
    calibration = _object(measured, "calibration")
    if "ece" in calibration:
        found.append(("calibration error", _told(calibration["ece"])))
    features = sorted(_rows(_object(measured, "attributions"), "features"), key=_size, reverse=True)
    if features:
        shares = [f"{each.get('name')} {_told(each.get('value'))}" for each in features]
        found.append(("attributions", few(shares, len(shares) if whole else _FEATURES)))
    known = {"card": "what the card says", "evidence": "evidence that a known key signed"}
    source = str(measured.get("source"))
    return [("source", known.get(source, source)), *found] if found else []


def _robustness(each: Document) -> tuple[str, str]:
    """A test under a disturbance: numbers from evidence; a card may also give a result in words and a file."""
    told = [f"{name} {_told(value)}" for name, value in _object(each, "metrics").items()]
    told += [f"{label}{each[name]}" for name, label in (("result", ""), ("report", "report ")) if each.get(name)]
    return f"under {each['method']}" if each.get("method") else "robustness", ", ".join(told) or "no result"


def _size(feature: Document) -> float:
    return abs(number(feature.get("value")) or 0.0)


def _card(report: Document) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), _plain(value)) for name, value in _object(report, "card").items()]


def _plain(value: Json) -> str:
    """What a card says, without the brackets of JSON."""
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {_plain(inner)}" for name, inner in value.items())
    return value if isinstance(value, str) else json.dumps(value)


def _digests(each: Document) -> str:
    return ", ".join(f"{name}:{text}" for name, text in sorted(_object(each, "digests").items())) or "no digest"


def _evidence(each: Document) -> tuple[str, str]:
    told = [str(each["kind"]), *([str(each["status"])] if "status" in each else [])]
    told.append("of these weights" if each.get("artifact") else "of other weights")
    if each.get("problem"):
        told.append(str(each["problem"]))
    for signature in _rows(each, "signatures"):
        names = ", ".join(str(principal.get("name")) for principal in _rows(signature, "principals"))
        who = f"signed by {names or 'an unknown key'} ({signature.get('fingerprint')})"
        told.append(f"a signature {signature['problem']}" if "problem" in signature else who)
        if signature.get("revoked"):
            told.append("whose key is revoked")
    if not _rows(each, "signatures"):
        told.append("not signed")
    usage = _object(each, "usage")
    told += [f"{_short(value)} {_RUNS.get(name, name)}" for name, value in usage.items() if name in _RUNS]
    told += [f"{_short(usage['cost'])} {usage.get('currency') or ''}".strip()] if "cost" in usage else []
    return f"{each['path']}:{each['line']}", "; ".join(told)


def _short(value: Json) -> str:
    known = number(value)
    return _told(value) if known is None else short(known)


def _finding(each: Document) -> tuple[str, str]:
    where = f"{each['path']}:{each['line']} " if each.get("path") else ""
    waived = f" (waived by {each['waiver']})" if each.get("waiver") else ""
    return f"{each['level']} {each['rule']}", f"{where}{each['message']}{waived}"


def _waiver(each: Document) -> tuple[str, str]:
    grant = _object(each, "grant")
    granted = f" (granted by entry {grant['number']})" if grant else " (not granted)" if each["findings"] else ""
    held = f"{each['state']}, {each['rule']} until {each['expires']}"
    return str(each["id"]), f"{held}, by {each['approver']}{granted}: {each['reason']}"


def _held(each: Document) -> tuple[str, str]:
    numbers = ", ".join(f"{metric.get('name')} {_told(metric.get('value'))}" for metric in _rows(each, "metrics"))
    return str(each["version"]), f"{each['kind']} of {each['at']}{'; ' + numbers if numbers else ''}"


def _controls(document: Document) -> list[tuple[str, str]]:
    rules = [*_rows(_object(document, "report"), "rules"), *_rows(document, "rules")]
    return [
        (f"{each['id']} {each['outcome']}", f"{each['title']}{_clauses(each)}")
        for each in sorted(rules, key=lambda each: str(each["id"]))
        if each["outcome"] != "not-evaluated"
    ]


def _clauses(each: Document) -> str:
    controls = ", ".join(str(control) for control in _list(each, "controls"))
    return f" [{controls}]" if controls else ""


def _object(value: Document, name: str) -> Document:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _list(value: Document, name: str) -> list[Json]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _rows(value: Document, name: str) -> list[Document]:
    return [each for each in _list(value, name) if isinstance(each, dict)]
