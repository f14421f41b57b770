"""An evaluation as a table beside the card's numbers, and as `govml.evaluation/v1`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govml.evidence.evaluation import evaluation_statement
from govml.evidence.statement import statement_bytes
from govml.records.differences import trend
from govml.render.words import count, decimals, prose, visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.evidence.evaluation import Evaluation
    from govml.records.stated import Comparison, Departure


def evaluation_json(
    evaluation: Evaluation, comparisons: Sequence[Comparison], notes: Sequence[str], path: str
) -> str:
    """Return `govml.evaluation/v1`; `path` is where the evidence was written, empty for nowhere."""
    compared = [
        {"metric": each.metric, "where": each.where, "value": each.value, "card": each.says}
        | ({"stated": each.stated} if each.stated is not None else {})
        for each in comparisons
    ]
    document = {
        "schema": "govml.evaluation/v1",
        "statement": json.loads(statement_bytes(evaluation_statement(evaluation))),
        "comparisons": compared,
        "notes": list(notes),
        **({"evidence": path} if path else {}),
    }
    return json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n"


def evaluation_text(
    evaluation: Evaluation, comparisons: Sequence[Comparison], notes: Sequence[str], color: bool = False
) -> str:
    """Return the numbers beside the card's, what was left out, and the result."""
    bounds = {each.name: each.confidence_interval for each in evaluation.metrics}
    rows = [["metric", "", "value", "interval", "card says", ""]]
    for each in comparisons:
        found = bounds.get(each.metric) if not each.where.startswith("by ") else None
        stated = "-" if each.stated is None else prose(json.dumps(each.stated), 40)
        interval = f"{decimals(found[0])} to {decimals(found[1])}" if found else "-"
        rows.append([each.metric, each.where, decimals(each.value), interval, stated, _verdict(each)])
    lines = _table(rows, color)
    for test in evaluation.robustness:
        under = ", ".join(f"{name} {decimals(value)}" for name, value in test.metrics.items())
        lines.append(f"under {visible(test.method)}: {under}")
    lines += [f"note: {prose(note)}" for note in notes]
    overlap = evaluation.training_overlap
    if overlap is not None and overlap.rows:
        trained = ", ".join(overlap.training)
        lines.append(f"{overlap.rows:,} of {overlap.of:,} rows are training rows, too: {visible(trained)}")
    commit = f"commit {evaluation.commit[:12]}" + (" and uncommitted changes" if evaluation.dirty else "")
    about = f"{evaluation.model}{'@' + evaluation.version if evaluation.version else ''}"
    on = f"{count(evaluation.rows, 'row')} of " if evaluation.rows else ""
    data = ", ".join(each.path for each in evaluation.data)
    lines.append(f"{evaluation.result}: {visible(about)} on {on}{visible(data)}, {commit}")
    lines += [f"  failed: {visible(test)}" for test in evaluation.failed]
    lines += [f"  not known: {visible(test)}" for test in evaluation.warned]
    return "\n".join(lines) + "\n"


def departures_text(departures: Sequence[Departure]) -> str:
    """Return one line for each place of a card that says something else than the evidence."""
    return "".join(visible(f"{each.place}: {each.old} → {each.new}") + "\n" for each in departures)


def _verdict(each: Comparison) -> str:
    if each.says != "differs":
        return each.says
    better = trend(each.metric, each.stated, each.value)
    return f"differs, {better} than the card" if better else "differs"


def _table(rows: Sequence[Sequence[str]], color: bool) -> list[str]:
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    lines = ["  ".join(c + " " * (size - width(c)) for c, size in zip(row, widths, strict=True)) for row in shown]
    lines = [line.rstrip() for line in lines]
    return [f"\x1b[1m{lines[0]}\x1b[0m", *lines[1:]] if color else lines
