"""The text of a training's pull request, for GitHub's Markdown: what ran, what proves it, what it means, what is found.

Everything told of a run comes from its evidence, and so from the machine that ran it: it is escaped like any other text
of strangers, and said to be claimed where nobody's key stands behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.base.few import few
from govml.named import NamedTuple
from govml.render import diff_markdown, markdown, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govml.evidence.evaluation import Evaluation, Metric
    from govml.evidence.statement import Subject
    from govml.evidence.training import Training
    from govml.model import Diff, Report

LIMIT: Final = 65_000
"""Characters of the text; GitHub takes 65,536."""

_SHORT: Final = 300
"""Characters of one name or text."""
_IN_CELL: Final = 120
"""Characters of one in a table."""
_ROWS: Final = 20
"""Rows of a table; the number of the others is told."""
_FEW: Final = 5
"""Lines of a cell, and names in a sentence."""
_NO_ROOM: Final = "\n_What it changes is left out for want of room._\n"
_LONG: Final = "\n_A part of the evidence is left out for want of room._\n"


class Evidence(NamedTuple):
    """One envelope of the proposal."""

    kind: str
    """`training`, `evaluation` or what else it claims to be."""
    path: str
    digest: str
    """SHA-256 of its payload, hex."""
    subjects: tuple[Subject, ...]
    signers: tuple[str, ...]
    """For each signature, by whom it is, or what is wrong with it; empty when nobody signed."""


class Told(NamedTuple):
    """What the text is about."""

    model: str
    commit: str
    """Commit that was trained."""
    run: str
    """URL of the workflow run, empty when it isn't known."""
    evidence: tuple[Evidence, ...]
    training: Training | None
    """None where only the evaluation is new."""
    evaluation: Evaluation | None
    compared: str
    """What the differences are against: `version v1.2.0, which is on production`."""
    meaning: Diff
    report: Report


def title(model: str) -> str:
    """Title of the pull request, and first line of its commit."""
    return f"Train {words.name(model, 100)}"


def text(told: Told, limit: int = LIMIT) -> str:
    """Return the text, of at most `limit` characters."""
    head = _opening(told)
    for part in (_proof(told.evidence), _ran(told.training), _numbers(told.evaluation)):
        head += part if len(head) + len(part) < limit // 2 else _LONG
    head += f"\n_The differences below are against {words.markdown(told.compared, _SHORT)}._\n\n"
    room = limit - len(head) - len(_FOOT)
    found = markdown.page(told.report, room * 3 // 5)
    below = diff_markdown.page(told.meaning, room - len(found) - 1)
    return head + (f"{below}\n" if len(found) + len(below) < room else _NO_ROOM) + found + _FOOT


_FOOT: Final = "\n<sub>govml, training</sub>\n"


def failed(run: Training) -> str:
    """Return what the summary of a job says of a run that didn't succeed."""
    ended = run.status.replace("-", " ")
    reason = f"\n{words.markdown(run.reason, _SHORT)}\n" if run.reason else ""
    return f"## govml: training of {words.markdown_code(run.model, _SHORT)}: {ended}\n{reason}{_ran(run)}"


def _opening(told: Told) -> str:
    run = told.training
    at = f"at commit {words.markdown_code(told.commit[:12])}"
    name = words.markdown_code(told.model, _SHORT)
    if run is None:
        what = f"{name} was evaluated {at}; its weights are as they were."
    else:
        stages = few([words.markdown_code(stage.name, 100) for stage in run.stages], _FEW)
        what = f"{name} was trained {at}: {stages} of {words.markdown_code(run.pipeline, _SHORT)}."
    by = {each.builder for each in (run, told.evaluation) if each is not None}
    where = ", ".join(words.markdown_code(each, _SHORT) for each in sorted(by))
    link = f" [The run]({told.run})." if told.run else ""
    return f"## Training of {name}\n\n{what}{link}\n\n" + (f"It ran on {where}.\n" if by else "")


def _proof(evidence: Sequence[Evidence]) -> str:
    rows = []
    for each in evidence[:_FEW]:
        about = _lines(f"{words.markdown_code(name, 100)} {_digest(digest)}" for name, digest in each.subjects)
        by = _lines(map(_cell, each.signers)) or "**nobody**"
        kind = f"{_cell(each.kind)}<br/>{words.markdown_code(each.path, _SHORT)}<br/>sha256:{each.digest[:16]}…"
        rows.append(f"| {kind} | {about} | {by} |\n")
    more = len(evidence) - _FEW
    rest = f"\n…and {words.count(more, 'more piece', 'more pieces')} of evidence.\n" if more > 0 else ""
    return f"\n### Evidence\n\n| What | About | Signed by |\n| --- | --- | --- |\n{''.join(rows)}{rest}"


def _lines(parts: Iterator[str]) -> str:
    """Return the lines of a cell."""
    found = list(parts)
    return "<br/>".join(found[:_FEW] + ([f"…and {len(found) - _FEW:,} more"] if len(found) > _FEW else []))


def _digest(digest: dict[str, str]) -> str:
    algorithm = next((name for name in ("sha256", "md5", "gitCommit") if name in digest), min(digest, default=""))
    return words.markdown_code(f"{algorithm}:{digest.get(algorithm, '')[:16]}…", 100)


def _ran(run: Training | None) -> str:
    if run is None:
        return ""
    rows = [f"| {name} | {value} |\n" for name, value in _facts(run)]
    return f"\n### What it took\n\n| What | How much |\n| --- | --- |\n{''.join(rows)}"


def _facts(run: Training) -> Iterator[tuple[str, str]]:
    usage = run.usage
    clock = ", while the clock was set back" if run.clock != "steady" else ""
    yield "Time", f"{duration(usage.seconds)}{clock}"
    yield "GPU time", _gpu_time(usage.gpu_seconds)
    yield "Launcher", _cell(run.launcher) + (f", {run.world_size:,} processes" if run.world_size > 1 else "")
    yield "Energy", f"{usage.energy_kwh:,.4g} kWh" if usage.energy_kwh is not None else "not known"
    yield "Cost", f"{usage.cost:,.2f} {_cell(usage.currency)}" if usage.cost is not None else "not known"
    yield "CO2", f"{usage.co2_kg:,.3g} kg" if usage.co2_kg is not None else "not known"


def _gpu_time(seconds: float | None) -> str:
    return "not known" if seconds is None else duration(seconds) if seconds else "none"


def duration(seconds: float) -> str:
    """Return `1 h 3 min`, `4 min 5 s` or `0.4 s`."""
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _numbers(run: Evaluation | None) -> str:
    if run is None:
        return ""
    rows = [_metric(each) for each in run.metrics[:_ROWS]]
    more = len(run.metrics) - _ROWS
    rest = f"\n…and {words.count(more, 'more number')}.\n" if more > 0 else ""
    tests = ", ".join(words.markdown_code(test, _SHORT) for test in run.failed[:_FEW])
    wrong = f"\n**Failed: {tests}**\n" if tests else ""
    opening = "\n### What was measured\n\n| Metric | On | Value | n | Interval |\n| --- | --- | --- | --- | --- |\n"
    return f"{opening}{''.join(rows)}{rest}{wrong}"


def _metric(metric: Metric) -> str:
    on = "/".join(part for part in (metric.dataset, metric.split) if part)
    interval = metric.confidence_interval
    bounds = f"{interval[0]:.6g} to {interval[1]:.6g}" if interval else ""
    n = f"{metric.n:,}" if metric.n is not None else ""
    return f"| {_cell(metric.name)} | {_cell(on)} | {metric.value:.6g} | {n} | {bounds} |\n"


def _cell(text: str) -> str:
    # A cell begins no block, so nothing has to keep its first character from doing so.
    return words.markdown(text, _IN_CELL).removeprefix("\u200b")
