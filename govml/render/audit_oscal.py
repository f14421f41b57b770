"""An audit as OSCAL assessment results (https://pages.nist.gov/OSCAL, model `assessment-results`, 1.1.3).

The record itself is one set of results, each catalogue whose clauses rules back is another. OSCAL names controls by
tokens, so `eu-ai-act 13.3(b)(i)` is `eu-ai-act_13.3.b.i`. Identifiers are derived from the audit: the same audit gives
the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from govml import __version__
from govml.base.canonical import digest
from govml.render import words
from govml.render.audit import is_odd, names_of, object_of, rows_of, signed_by
from govml.render.json import json_text

if TYPE_CHECKING:
    from govml.model import Json
    from govml.render import RenderOptions

VERSION: Final = "1.1.3"
NS: Final = "https://govml.dev/ns/oscal"
"""Namespace of the properties that are govml's own."""
_STATES: Final[dict[str, tuple[str, str]]] = {
    "satisfied": ("satisfied", "pass"),
    "not-satisfied": ("not-satisfied", "fail"),
    "waived": ("not-satisfied", "other"),
}
"""`state` and `reason` of a finding by the state of a clause; about others there is none."""


def render(document: dict[str, Json], options: RenderOptions) -> str:
    """Return the audit as a JSON document; `options` don't change it."""
    return json_text({"assessment-results": _Writer(document).results()})


def control_id(catalogue: str, clause: str) -> str:
    """The token by which OSCAL names a clause."""
    return f"{catalogue}_{re.sub('[^A-Za-z0-9-]+', '.', clause).strip('.')}"


class _Writer:
    def __init__(self, document: dict[str, Json]) -> None:
        self._document = document
        self._seed = uuid5(NAMESPACE_URL, f"https://govml.dev/audit/{digest(document)}")
        self._at = str(document["at"])
        self._held = rows_of(document, "stages")

    def results(self) -> Json:
        """The value of `assessment-results`."""
        source = object_of(self._document, "source")
        plan = self._id("plan")
        described = f"Policies, roles and keys of commit {source['trusted']} of branch {source['branch']}"
        return {
            "uuid": self._id("assessment-results"),
            "metadata": {
                "title": _line(f"Audit of the model registry {source['repository'] or source['ledger']}"),
                "last-modified": self._at,
                "version": str(source["tip"]) or "none",
                "oscal-version": VERSION,
                "props": [_prop("verdict", self._document["verdict"]), _prop("govml", __version__)],
            },
            "import-ap": {"href": f"#{plan}"},
            "results": [self._record(), *self._catalogues()],
            "back-matter": {
                "resources": [
                    {
                        "uuid": plan,
                        "title": "What was assessed by",
                        "description": _line(described),
                        "rlinks": [{"href": f"git:{source['trusted']}"}],
                    }
                ]
            },
        }

    def _record(self) -> Json:
        """The ledger and the tags: an observation for each thing that isn't verified or is odd, and for each stage."""
        found: list[Json] = [self._stage(each) for each in self._held]
        doubts = [(f"{each['place']} {each['name']}", each) for each in rows_of(self._document, "problems")]
        for entry in rows_of(self._document, "entries"):
            doubts += [(f"entry {entry['number']} ({entry['kind']})", each) for each in rows_of(entry, "doubts")]
        doubts += [(f"tag {each['tag']}", each) for each in rows_of(self._document, "tags") if is_odd(each)]
        for number, (about, each) in enumerate(doubts):
            found.append(
                {
                    "uuid": self._id("doubt", number),
                    "title": _line(about),
                    "description": _line(f"{each['state']}: {each['message']}"),
                    "methods": ["TEST"],
                    "props": [_prop("state", each["state"])],
                    "collected": self._at,
                }
            )
        return {
            "uuid": self._id("record"),
            "title": "The ledger and the registry",
            "description": _line(f"{self._document['verdict']}: {self._document['reason']}"),
            "start": self._at,
            **self._components("record"),
            "reviewed-controls": {"control-selections": [{"include-all": {}}]},
            **({"observations": found} if found else {}),
        }

    def _stage(self, each: dict[str, Json]) -> Json:
        approved = ", ".join(
            f"{signed_by(one, 'by')} (entry {one['entry']}, {one['state']})" for one in rows_of(each, "approvals")
        )
        told = f"{each['state']}, decided by {signed_by(each, 'decided_by')}; approved by {approved or 'nobody'}"
        used = [(f"ledger:{each['entry']}", "the entry of the decision")]
        used += [(str(one["uri"]), f"sha256 {one['sha256']}") for one in rows_of(each, "evidence")]
        evidence: list[Json] = [{"href": _line(uri), "description": what} for uri, what in used]
        return {
            "uuid": self._id("stage", each["model"], each["stage"]),
            "title": _line(f"{each['model']} {each['version']} on {each['stage']}"),
            "description": _line(f"Since {each['since']}: {told}"),
            "methods": ["EXAMINE"],
            "props": [_prop("state", each["state"])],
            "subjects": [self._subject("record", each)],
            "relevant-evidence": evidence,
            "collected": str(each["since"]),
        }

    def _catalogues(self) -> list[Json]:
        found = []
        for catalogue in rows_of(self._document, "catalogues"):
            clauses = [each for each in rows_of(catalogue, "clauses") if each["state"] != "no-rule"]
            if clauses:
                found.append(self._catalogue(catalogue, clauses))
        return found

    def _catalogue(self, catalogue: dict[str, Json], clauses: list[dict[str, Json]]) -> Json:
        name = str(catalogue["id"])
        observations: dict[str, Json] = {}
        findings: list[Json] = []
        for clause in clauses:
            related: list[Json] = []
            for rule in rows_of(clause, "rules"):
                observation = self._observation(name, rule)
                observations.setdefault(str(observation["uuid"]), observation)
                related.append({"observation-uuid": observation["uuid"]})
            if clause["state"] in _STATES:
                findings.append(self._finding(name, clause, related))
        newer = names_of(catalogue, "superseded_by")
        controls: list[Json] = [{"control-id": control_id(name, str(each["clause"]))} for each in clauses]
        return {
            "uuid": self._id("catalogue", name),
            "title": _line(str(catalogue["title"])),
            "description": _line(f"{catalogue['reference']}{f'; superseded by {newer}' if newer else ''}"),
            "start": self._at,
            "props": [_prop("catalogue", name), _prop("status", catalogue["status"] or "unknown")],
            **self._components(name),
            "reviewed-controls": {"control-selections": [{"include-controls": controls}]},
            **({"observations": list(observations.values())} if observations else {}),
            **({"findings": findings} if findings else {}),
        }

    def _observation(self, catalogue: str, rule: dict[str, Json]) -> dict[str, Json]:
        held = next(each for each in self._held if each["entry"] == rule["entry"])
        return {
            "uuid": self._id("rule", catalogue, rule["entry"], rule["rule"]),
            "title": _line(f"{rule['rule']}: {rule['title']}"),
            "description": _line(f"{rule['outcome']}: {rule['reason']}"),
            "methods": ["TEST"],
            "props": [_prop("outcome", rule["outcome"]), _prop("rule", rule["rule"])],
            "subjects": [self._subject(catalogue, held)],
            "relevant-evidence": [
                {"href": f"ledger:{rule['entry']}", "description": "the report kept with this entry"}
            ],
            "collected": str(held["since"]),
        }

    def _finding(self, catalogue: str, clause: dict[str, Json], related: list[Json]) -> Json:
        state, reason = _STATES[str(clause["state"])]
        name = control_id(catalogue, str(clause["clause"]))
        dated: list[Json] = [_prop("applies-from", clause["applies_from"])] if clause["applies_from"] else []
        waived: dict[str, Json] = {"remarks": "a rule is waived"} if clause["state"] == "waived" else {}
        return {
            "uuid": self._id("finding", name),
            "title": _line(f"{clause['clause']} {clause['title']}"),
            "description": "What rules found that support it: evidence for it, and no proof of compliance.",
            **({"props": dated} if dated else {}),
            "target": {
                "type": "objective-id",
                "target-id": name,
                "status": {"state": state, "reason": reason, **waived},
            },
            "related-observations": related,
        }

    def _components(self, where: str) -> dict[str, Json]:
        """The versions that observations are about, as OSCAL wants subjects to be declared."""
        components: list[Json] = [
            {
                "uuid": self._id("component", where, each["model"], each["stage"]),
                "type": "software",
                "title": _line(f"{each['model']} {each['version']}"),
                "description": _line(f"On stage {each['stage']}, commit {each['commit']}"),
                "status": {"state": "operational"},
            }
            for each in self._held
        ]
        return {"local-definitions": {"components": components}} if components else {}

    def _subject(self, where: str, held: dict[str, Json]) -> Json:
        uuid = self._id("component", where, held["model"], held["stage"])
        return {"subject-uuid": uuid, "type": "component", "title": _line(f"{held['model']} {held['version']}")}

    def _id(self, *parts: Json) -> str:
        return str(uuid5(self._seed, "\n".join(map(str, parts))))


def _line(text: str) -> str:
    """Untrusted text as the one line that OSCAL wants."""
    return words.prose(text).strip() or "-"


def _prop(name: str, value: Json) -> Json:
    return {"name": name, "ns": NS, "value": _line(str(value))}
