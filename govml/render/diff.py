"""Formats of a diff: a `Diff` -> `str`, one module per format, pure; and what they share: facts in words.

Nothing here is safe for any medium yet: each format escapes what it shows.
"""

from __future__ import annotations

import json
from collections import Counter
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol, cast

from govml.named import NamedTuple
from govml.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.model import Diff, Difference, Fact, Json, SnapshotInfo
    from govml.render import RenderOptions

FORMATS: Final = {
    "text": "govml.render.diff_text",
    "markdown": "govml.render.diff_markdown",
    "json": "govml.render.diff_json",
    "html": "govml.render.diff_html",
}
"""Output formats by name, and the module of each."""
VALUE_LIMIT: Final = 300
"""Characters of one value that formats for people show."""
NOTHING: Final = "Nothing that is governed changes."
"""What a diff without differences says."""

_HEADINGS: Final = {
    "file": "Files that can't be read",
    "model": "Models",
    "data": "Data sets",
    "data file": "Data files",
    "deployment": "Deployments",
    "pipeline": "Pipelines",
    "parameters": "Parameters",
    "metrics": "Metrics files",
    "policy": "Policies",
    "schema": "Schemas",
    "waiver": "Waivers",
    "evidence": "Evidence",
    "config": "Configuration",
}
_VERSIONS: Final = ("version", "weights", "training data", "evaluation data", "dependency", "output", "subject")
_NEAR: Final = 40
"""Characters shown before the first one in which two long values differ."""


class Renderer(Protocol):
    """What a module named in `FORMATS` provides."""

    def render(self, diff: Diff, options: RenderOptions) -> str:
        """Return the whole output, ending in a newline."""


class Row(NamedTuple):
    """A fact in words."""

    what: str
    old: str
    """Empty when nothing was said before."""
    new: str
    """Empty when nothing is said any more."""
    note: str
    """`+0.013, better`; empty when there is nothing to note."""


def render_diff(form: str, diff: Diff, options: RenderOptions) -> str:
    """Return a diff in a format of `FORMATS`, ending in a newline."""
    return cast("Renderer", import_module(FORMATS[form])).render(diff, options)


def sections(diff: Diff) -> Iterator[tuple[str, list[Difference]]]:
    """Yield each heading with its differences, in the order of the diff."""
    for kind, group in groupby(diff.differences, key=lambda each: each.kind):
        yield _HEADINGS.get(kind, f"Records of kind {kind}"), list(group)


def summary(diff: Diff) -> str:
    """Return `3 models (2 added, 1 changed), 1 data set changed, 3 other files`."""
    parts = []
    for kind, group in groupby(diff.differences, key=lambda each: each.kind):
        changes = Counter(each.change for each in group)
        told = ", ".join(f"{number:,} {change}" for change, number in sorted(changes.items()))
        how = f"({told})" if len(changes) > 1 else next(iter(changes))
        parts.append(f"{_counted(kind, changes.total())} {how}")
    if diff.reformatted:
        parts.append(f"{count(len(diff.reformatted), 'record')} changed in form only")
    if diff.others:
        parts.append(count(len(diff.others), "other file"))
    return ", ".join(parts) or "no differences"


def _counted(kind: str, number: int) -> str:
    nouns = {
        "data": ("data set", ""),
        "policy": ("policy", "policies"),
        "parameters": ("parameter file", ""),
        "metrics": ("metrics file", ""),
        "config": ("configuration", ""),
        "evidence": ("piece of evidence", "pieces of evidence"),
    }
    return count(number, *nouns.get(kind, (kind, "")))


def compared(diff: Diff) -> str:
    """Return what was compared with what."""
    return " → ".join(sides(diff))


def sides(diff: Diff) -> tuple[str, str]:
    """Return what was before, and what is now."""
    return _snapshot(diff.base), _snapshot(diff.head)


def _snapshot(side: SnapshotInfo) -> str:
    where = {"commit": "", "index": "index on ", "worktree": "work tree on "}[side.source]
    return f"{where}commit {side.commit[:12]}" if side.commit else f"{where}no commit"


def headline(each: Difference) -> tuple[str, str]:
    """Return the name of what differs, and how."""
    name = f"{each.old_name} → {each.name}" if each.change == "renamed" else each.name
    return name, each.change


def about(each: Difference, most: int = 8) -> list[str]:
    """Return where it is, where it was, and what it matters to; of a long list how much more there is."""
    moved = [f"moved from {each.old_path}"] if each.old_path and each.old_path != each.path else []
    place = [each.path] if each.path != each.name else []
    more = len(each.context) - most
    return [*place, *moved, *each.context[:most], *([f"{more:,} more"] if more > 0 else [])]


def row(fact: Fact) -> Row:
    """Return a fact in words."""
    what = f"{fact.field} {fact.about}" if fact.about else fact.field
    old, new = _value(fact, fact.old), _value(fact, fact.new)
    if fact.field == "metric" and isinstance(fact.old, dict) and isinstance(fact.new, dict):
        revisions = [f", data {str(side.get('revision'))[:12]}" for side in (fact.old, fact.new)]
        if fact.old.get("revision") != fact.new.get("revision"):
            old, new = old + revisions[0], new + revisions[1]
    note = ", ".join(part for part in (fact.delta, fact.trend) if part)
    return Row(what, *_apart(old, new), note)


def _value(fact: Fact, value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and fact.field == "metric":
        return f"{_plain(value.get('value'))} ({_evidence(value)})"
    if isinstance(value, dict) and fact.field in _VERSIONS:
        return _version(value)
    return _plain(value)


def _plain(value: Json) -> str:
    if isinstance(value, str):
        return value or '""'
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _evidence(metric: dict[str, Json]) -> str:
    """Return what stands behind a metric, as its card says."""
    number, interval = metric.get("n"), metric.get("interval")
    samples = f"{number:,}" if isinstance(number, int) else _plain(number)
    ends = " to ".join(map(_plain, interval)) if isinstance(interval, list) else _plain(interval)
    return ", ".join(
        (
            f"n {samples}" if number is not None else "no n",
            f"interval {ends}" if interval is not None else "no interval",
        )
    )


def _version(version: dict[str, Json]) -> str:
    """Return `3 files, 13 MB, 1,200 rows, md5 9a1b2c3d4e5f`."""
    parts = []
    for key, noun in (("nfiles", "file"), ("size", ""), ("rows", "row")):
        number = version.get(key)
        if isinstance(number, int):
            parts.append(count(number, noun) if noun else _size(number))
    algorithm, _, digest = str(version.get("digest", "")).partition(":")
    return ", ".join([*parts, f"{algorithm} {digest[:12]}" if digest else "no digest"])


def _size(size: int) -> str:
    """Return a number of bytes in three digits, decimal units."""
    number = float(size)
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if number < 999.5 or unit == "TB":
            break
        number /= 1000
    return count(size, "byte") if unit == "bytes" else f"{number:,.3g} {unit}"


def _apart(old: str, new: str) -> tuple[str, str]:
    """Return two values from where they differ on, when they are too long to be shown whole."""
    if not old or not new or max(len(old), len(new)) <= VALUE_LIMIT:
        return old, new
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))) - _NEAR
    return ("…" + old[start:], "…" + new[start:]) if start > 0 else (old, new)
