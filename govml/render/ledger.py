"""The ledger as a table and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govml.records.index import mapping_of, text_of
from govml.render.registry import table
from govml.render.words import count, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govml.ledger.chain import Ledger, Problem
    from govml.ledger.checkpoint import Comparison
    from govml.ledger.entries import Entry

SCHEMA = "govml.ledger/v1"


def ledger_json(
    ledger: Ledger, entries: Iterable[Entry], problems: Sequence[Problem], comparisons: Sequence[Comparison] = ()
) -> str:
    """Return govml.ledger/v1: the entries given, what is wrong, and the checkpoints that were compared."""
    document = {
        "schema": SCHEMA,
        "ref": ledger.ref,
        "tip": ledger.tip,
        "size": len(ledger.entries),
        "entries": [_document(entry) for entry in entries],
        "problems": [
            {"number": each.number, "commit": each.commit, "state": each.state, "message": each.message}
            for each in problems
        ],
        "checkpoints": [
            {
                "origin": each.seen.origin,
                "size": each.seen.size,
                "root": each.seen.root.hex(),
                "signed_by": list(each.signed_by),
                "state": each.state,
                "message": each.message,
                "hint": each.hint,
            }
            for each in comparisons
        ],
    }
    return json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n"


def _document(entry: Entry) -> dict[str, object]:
    kept = {"report": entry.report} if entry.report else {}
    return {
        "number": entry.number,
        "at": entry.at,
        "kind": entry.kind,
        **entry.about(),
        "predicate_type": entry.statement.predicate_type,
        "digest": entry.digest,
        "commit": entry.commit,
        **kept,
    }


def log_table(entries: Sequence[Entry], signed: Sequence[str], color: bool = False) -> str:
    """Return one line for each entry, in the order given, with who signed it; of a waiver its rule and subject."""
    rows = [["entry", "time", "kind", "model", "version", "stage", "signed by", "digest"]]
    for entry, who in zip(entries, signed, strict=True):
        about, waiver = entry.about(), mapping_of(entry.statement.predicate.get("waiver"))
        of = text_of(waiver.get("subject")) or text_of(waiver.get("path"))
        waived = {"model": f"{text_of(waiver.get('rule'))} in {of}"} if waiver else {}
        named = [prose((about or waived).get(name, "-"), 60) for name in ("model", "version", "stage")]
        rows.append([str(entry.number), entry.at, entry.kind, *named, prose(who or "-", 60), entry.digest[:12]])
    return table(rows, color) if entries else "no entries\n"


def verification_text(
    ledger: Ledger, verdict: str, problems: Sequence[Problem], comparisons: Sequence[Comparison]
) -> str:
    """Return the verdict, and a line for each thing that it rests on."""
    entries = count(len(ledger.entries), "entry", "entries")
    last = f", the last of {ledger.entries[-1].at}" if ledger.entries else ""
    lines = [f"{verdict}: {entries}{last}"]
    lines += [f"  {each.state}: entry {each.number} ({each.commit[:12]}): {prose(each.message)}" for each in problems]
    for each in comparisons:
        lines.append(f"  {each.state}: checkpoint of {prose(each.seen.origin, 200)}: {prose(each.message)}")
        lines += [f"    {prose(each.hint, 600)}"] if each.hint else []
    return "\n".join(lines) + "\n"
