"""Formats of an audit: the document `govml.audit/v1` -> `str`, one module per format, pure.

Every claim of a format is in the document, so renderers take that and nothing else.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from govml.ledger.statements import ENTRY_URI
from govml.render.json import json_text
from govml.render.promotion import Section

if TYPE_CHECKING:
    from govml.model import Json
    from govml.render import RenderOptions

FORMATS: Final = {
    "text": "govml.render.audit_text",
    "json": "",
    "markdown": "govml.render.audit_markdown",
    "html": "govml.render.audit_html",
    "oscal": "govml.render.audit_oscal",
}
"""Output formats by name, and the module of each."""


class Renderer(Protocol):
    """What a module named in `FORMATS` provides."""

    def render(self, document: dict[str, Json], options: RenderOptions) -> str:
        """Return the whole output, ending in a newline."""


def render_audit(form: str, document: dict[str, Json], options: RenderOptions) -> str:
    """Return an audit in one of `FORMATS`."""
    if form == "json":
        return json_text(document)
    return cast("Renderer", import_module(FORMATS[form])).render(document, options)


def sections(document: dict[str, Json], verbose: bool = False) -> list[Section]:
    """The parts of the page, in words that are safe for no medium yet; empty ones left out."""
    problems = [
        (_name(each), f"{each['state']}: {each['message']}{_remedy(each)}") for each in rows_of(document, "problems")
    ]
    entries = rows_of(document, "entries")
    for each in entries:
        problems += [
            (_named(each), f"{doubt['state']}: {doubt['message']}{_remedy(doubt)}") for doubt in rows_of(each, "doubts")
        ]
    found = [
        Section(f"On the stages at {document['at']}", [_held(each) for each in rows_of(document, "stages")]),
        Section("Entries", [_entry(each) for each in entries] if verbose else []),
        Section("Tags", [_tag(each) for each in rows_of(document, "tags") if verbose or is_odd(each)]),
        Section("Clauses that rules back, on these stages", _controls(document, verbose)),
        Section("Checkpoint", _checkpoint(document)),
        Section("Notes", [("", str(note)) for note in _list(document, "notes")]),
        Section("What is not verified", problems),
    ]
    return [section for section in found if section.lines]


def scope(document: dict[str, Json]) -> str:
    """What was audited, in one sentence."""
    source, summary = object_of(document, "source"), object_of(document, "summary")
    kinds = ", ".join(f"{count} {name}" for name, count in object_of(summary, "kinds").items())
    since = f" from entry {source['since']} on" if source["since"] else ""
    again = f"{summary['recomputed']} decided again" if source["recomputed"] else "none decided again"
    ledger = f"{source['ledger']} at {source['tip'] or 'nothing'}"
    decides = f"{source['branch']} at {source['trusted']}"
    return f"{ledger}, {source['entries']} entries{since} ({kinds or 'none'}; {again}); {decides}"


def _held(each: dict[str, Json]) -> tuple[str, str]:
    approvals = rows_of(each, "approvals")
    given = [f"{signed_by(one, 'by')} (entry {one['entry']}, {one['state']})" for one in approvals]
    approved = f"; approved by {', '.join(given)}" if given else ""
    until = f" until {each['until']}" if each["until"] else ""
    evidence = [
        f"{one['uri']}{' signed by ' + names_of(one, 'signed_by') if names_of(one, 'signed_by') else ''}"
        for one in rows_of(each, "evidence")
        if not ENTRY_URI.fullmatch(str(one["uri"]))
    ]
    rests = f"; on {', '.join(evidence)}" if evidence else ""
    when = f"since {each['since']}{until} by {each['kind']}, entry {each['entry']}, {each['state']}"
    return (
        f"{each['model']} {each['stage']}",
        f"{each['version']} {when}; decided by {signed_by(each, 'decided_by')}{approved}{rests}",
    )


def _entry(each: dict[str, Json]) -> tuple[str, str]:
    who = names_of(each, "signed_by") or "nobody"
    again = " and decided again" if each.get("recomputed") else ""
    return _named(each), f"{each['at']} by {who}: {each['state']}{again}"


def _named(each: dict[str, Json]) -> str:
    waiver = object_of(each, "waiver")
    named = [(each, name) for name in ("model", "version", "stage")] + [(waiver, name) for name in _WAIVED]
    about = " ".join(str(told[name]) for told, name in named if name in told)
    return f"entry {each['number']} {each['kind']}{' ' + about if about else ''}"


_WAIVED: Final = ("rule", "subject", "path")


def _name(each: dict[str, Json]) -> str:
    number = f"entry {each['entry']} " if each["place"] == "ledger" else ""
    return f"{each['place']} {number}{each['name']}".strip()


def _remedy(each: dict[str, Json]) -> str:
    return f" ({each['remedy']})" if each.get("remedy") else ""


def is_odd(each: dict[str, Json]) -> bool:
    """Whether a tag is told in every format, though it is no problem."""
    return each["state"] == "before-the-ledger"


def _tag(each: dict[str, Json]) -> tuple[str, str]:
    return str(each["tag"]), f"{each['state']}{': ' + str(each['message']) if each['message'] else ''}"


def _controls(document: dict[str, Json], verbose: bool) -> list[tuple[str, str]]:
    found = []
    for catalogue in rows_of(document, "catalogues"):
        clauses = rows_of(catalogue, "clauses")
        states = Counter(str(each["state"]) for each in clauses)
        if not states.keys() - {"no-rule"}:
            continue
        newer = ", ".join(map(str, _list(catalogue, "superseded_by")))
        replaced = f"; superseded by {newer}" if newer else ""
        counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        found.append((str(catalogue["title"]), f"{len(clauses)} clauses: {counts}{replaced}"))
        for each in clauses if verbose else ():
            rules = sorted({f"{rule['rule']} {rule['outcome']}" for rule in rows_of(each, "rules")})
            dated = f" from {each['applies_from']}" if each["applies_from"] else ""
            told = f"{each['state']}: {each['title']}{dated}{' [' + ', '.join(rules) + ']' if rules else ''}"
            found.append((f"  {each['clause']}", told))
    return found


def _checkpoint(document: dict[str, Json]) -> list[tuple[str, str]]:
    seen = object_of(document, "checkpoint")
    if not seen:
        return []
    who = names_of(seen, "signed_by") or "nobody known"
    hint = f" ({seen['hint']})" if seen.get("hint") else ""
    told = f"{seen['size']} entries, signed by {who}: {seen['state']}, {seen['message']}{hint}"
    return [(str(seen["origin"]), told)]


def names_of(each: dict[str, Json], name: str) -> str:
    """A list of texts as one text."""
    return ", ".join(str(who) for who in _list(each, name))


def signed_by(each: dict[str, Json], name: str) -> str:
    """Whose an entry is that something rests on; of one that was not checked nobody knows."""
    return names_of(each, name) or ("somebody unchecked" if each["state"] == "not-checked" else "nobody")


def object_of(value: dict[str, Json], name: str) -> dict[str, Json]:
    """A member that is an object; empty when there is none."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _list(value: dict[str, Json], name: str) -> list[Json]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def rows_of(value: dict[str, Json], name: str) -> list[dict[str, Json]]:
    """A member that is a list of objects; empty when there is none."""
    return [each for each in _list(value, name) if isinstance(each, dict)]
