"""An audit as a page of HTML that needs nothing else: what is not verified comes first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from govml.records.index import list_of, mapping_of
from govml.render import plots, words
from govml.render.audit import scope, signed_by
from govml.render.html import page, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.model import Json
    from govml.render import RenderOptions

_ROWS: Final = 500
"""Entries, tags and problems that the page tells one by one; the rest is counted. The JSON has all."""
_LEVELS: Final = {"broken": "error", "inconclusive": "warning"}

Document = dict[str, "Json"]


def render(document: Document, options: RenderOptions) -> str:
    """Return an audit as a page of HTML; `options` don't change it."""
    source, summary = mapping_of(document["source"]), mapping_of(document["summary"])
    entries, problems = list_of(document["entries"]), _problems(document)
    tags = sorted(list_of(document["tags"]), key=lambda each: each["state"] == "agrees")
    catalogues = [_catalogue(each) for each in list_of(document["catalogues"])]
    return page(
        "audit.html.j2",
        verdict=document["verdict"],
        reason=words.prose(str(document["reason"])),
        facts=[
            (term, words.prose(str(value)))
            for term, value in (
                ("Audited", scope(document)),
                ("Repository", source["repository"]),
                ("At", document["at"]),
                ("Entries", _counted(summary, ("verified", "broken", "inconclusive", "recomputed"))),
                ("Tags", _counted(mapping_of(summary["tags"]))),
            )
            if value
        ],
        problems=problems[:_ROWS],
        more_problems=_more(problems, "problem"),
        stages=[_stage(each) for each in list_of(document["stages"])],
        checkpoint=_checkpoint(mapping_of(document["checkpoint"])),
        entries=[_entry(each) for each in entries[-_ROWS:][::-1]],
        numbers={"entries": len(entries), "tags": len(tags)},
        more_entries=_more(entries, "earlier entry", "earlier entries"),
        tags=[_told(each, "tag", "state", "message", "entry") for each in tags[:_ROWS]],
        more_tags=_more(tags, "tag"),
        catalogues=catalogues,
        coverage=_coverage(list_of(document["catalogues"])),
        notes=[words.prose(str(note)) for note in _items(document, "notes")],
    )


def _problems(document: Document) -> list[dict[str, object]]:
    """What is broken or can't be verified, what is broken first."""
    found = [(f"{each['place']} {each['name']}".strip(), each) for each in list_of(document["problems"])]
    for entry in list_of(document["entries"]):
        found += [(_named(entry), doubt) for doubt in list_of(entry.get("doubts"))]
    ordered = sorted(found, key=lambda pair: str(pair[1]["state"]) != "broken")
    return [
        {
            "level": _LEVELS.get(str(each["state"]), "warning"),
            "state": each["state"],
            "place": words.prose(place),
            "message": spans(str(each["message"])),
            "remedy": spans(str(each.get("remedy") or "")),
        }
        for place, each in ordered
    ]


def _stage(each: Document) -> dict[str, object]:
    """What is on a stage, who decided it and on what."""
    until = f" until {each['until']}" if each.get("until") else ""
    report, policy = mapping_of(each.get("report")), mapping_of(each.get("policy"))
    given = [
        f"{signed_by(one, 'by')}, entry {one['entry']}, {one['state']}"
        f"{': ' + str(one['comment']) if one.get('comment') else ''}"
        for one in list_of(each.get("approvals"))
    ]
    evidence = [
        f"{one['uri']} sha256:{one['sha256']}"
        f"{', signed by ' + _joined(one, 'signed_by') if _joined(one, 'signed_by') else ''}"
        for one in list_of(each.get("evidence"))
    ]
    facts = [
        ("Since", [f"{each['since']}{until}"]),
        ("Decided by", [f"{signed_by(each, 'decided_by')}, {each['kind']}, entry {each['entry']}"]),
        ("In place of", [str(each["replaces"])] if each.get("replaces") else []),
        ("Commit", [str(each["commit"])]),
        ("Weights", [f"{name}:{digest}" for name, digest in sorted(mapping_of(each.get("weights")).items())]),
        ("Approved by", given),
        ("Evidence", evidence),
        ("Report", [f"{report.get('verdict')}, tier {report.get('tier')}, sha256:{report.get('sha256')}"]),
        ("Policies", [f"{policy.get('digest')} of {policy.get('commit')}"]),
    ]
    return {
        "level": _LEVELS.get(str(each["state"]), ""),
        "state": each["state"],
        "name": words.name(f"{each['model']} on {each['stage']}"),
        "version": words.name(str(each["version"])),
        "facts": [(term, [words.prose(text) for text in texts]) for term, texts in facts if texts],
    }


def _entry(each: Document) -> dict[str, str]:
    again = ", decided again" if each.get("recomputed") else ""
    return {
        "number": str(each["number"]),
        "at": words.prose(str(each["at"])),
        "what": words.prose(_named(each).partition(" ")[2].partition(" ")[2]),
        "by": words.prose(_joined(each, "signed_by") or "nobody"),
        "state": f"{each['state']}{again}",
        "digest": words.prose(str(each["digest"])),
    }


def _named(each: Document) -> str:
    about = " ".join(str(each[name]) for name in ("model", "version", "stage") if each.get(name))
    return f"entry {each['number']} {each['kind']} {about}".strip()


def _checkpoint(seen: Document) -> dict[str, str]:
    if not seen:
        return {}
    who = _joined(seen, "signed_by") or "nobody known"
    told = f"{seen['origin']}: {seen['size']} entries, root {seen['root']}, signed by {who}"
    message = f"{seen['message']}{f' ({hint})' if (hint := seen.get('hint')) else ''}"
    return {"told": words.prose(told), "state": str(seen["state"]), "message": words.prose(message)}


def _catalogue(each: Document) -> dict[str, object]:
    newer = _joined(each, "superseded_by")
    clauses = list_of(each["clauses"])
    return {
        "title": words.prose(str(each["title"])),
        "about": words.prose(f"{each['reference']}, {each['status']}{', superseded by ' + newer if newer else ''}"),
        "counts": _counted(Counter(str(clause["state"]) for clause in clauses)),
        "clauses": [
            {
                "clause": words.name(str(clause["clause"])),
                "title": words.prose(str(clause["title"])),
                "from": words.prose(str(clause["applies_from"])),
                "state": str(clause["state"]).replace("-", " "),
                "rules": words.prose(
                    ", ".join(sorted({f"{rule['rule']} {rule['outcome']}" for rule in list_of(clause["rules"])}))
                ),
            }
            for clause in clauses
        ],
    }


def _coverage(catalogues: Sequence[Document]) -> str:
    """A plot of how many clauses of each catalogue have rules that passed, and none that didn't."""
    rows = []
    for each in catalogues:
        clauses = list_of(each["clauses"])
        good = sum(clause["state"] == "satisfied" for clause in clauses)
        share = good / len(clauses) if clauses else 0.0
        rows.append(plots.Bar(str(each["title"]), share, f"{good:,} of {len(clauses):,}"))
    return plots.bars(rows, 1.0)


def _told(each: Document, *names: str) -> dict[str, str]:
    return {name: words.prose(str(each[name] if each[name] is not None else "")) for name in names}


def _counted(counts: Counter[str] | Document, names: Sequence[str] = ()) -> str:
    return ", ".join(f"{counts[name]} {name.replace('-', ' ')}" for name in names or sorted(counts) if counts[name])


def _more(found: Sequence[object], noun: str, plural: str = "") -> str:
    return f"…and {words.count(len(found) - _ROWS, noun, plural)}." if len(found) > _ROWS else ""


def _joined(each: Document, name: str) -> str:
    return ", ".join(map(str, _items(each, name)))


def _items(each: Document, name: str) -> list[Json]:
    found = each.get(name)
    return found if isinstance(found, list) else []
