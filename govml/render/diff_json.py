"""A diff as JSON: `govml.diff/v1`, described by `schemas/diff.schema.json`; all of it, whatever its length."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from govml.render.json import encodable, json_text

if TYPE_CHECKING:
    from govml.model import Diff, Difference, Fact, Json, SnapshotInfo
    from govml.render import RenderOptions

SCHEMA = "govml.diff/v1"
"""Name and version of the format."""


def render(diff: Diff, options: RenderOptions) -> str:
    """Return the diff document, indented; `options` don't change it."""
    return json_text(encodable(cast("Json", diff_document(diff))))


def diff_document(diff: Diff) -> dict[str, Json]:
    """Return the diff as `govml.diff/v1`."""
    changes = [each.change for each in diff.differences]
    return {
        "schema": SCHEMA,
        "base": _snapshot(diff.base),
        "head": _snapshot(diff.head),
        "summary": {
            **{change: changes.count(change) for change in ("added", "removed", "renamed", "changed", "unreadable")},
            "reformatted": len(diff.reformatted),
            "others": len(diff.others),
        },
        "differences": [_difference(each) for each in diff.differences],
        "reformatted": list(diff.reformatted),
        "others": list(diff.others),
        "notes": list(diff.notes),
    }


def _snapshot(side: SnapshotInfo) -> Json:
    return {"source": side.source, "commit": side.commit, "tree": side.tree}


def _difference(each: Difference) -> Json:
    return {
        "kind": each.kind,
        "change": each.change,
        "name": each.name,
        "old_name": each.old_name,
        "path": each.path,
        "old_path": each.old_path,
        "context": list(each.context),
        "facts": [_fact(fact) for fact in each.facts],
    }


def _fact(fact: Fact) -> Json:
    return {
        "field": fact.field,
        "about": fact.about,
        "old": fact.old,
        "new": fact.new,
        "delta": fact.delta,
        "trend": fact.trend,
    }
