"""The waivers of the trusted branch (`govml.waiver-list/v1`) as a table, and one as who is to sign it reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.ledger.statements import grant_sentence
from govml.records.index import list_of, mapping_of, text_of
from govml.render.registry import table
from govml.render.words import name, prose

if TYPE_CHECKING:
    from govml.model import Json

_WIDEST: Final = 60


def waivers_table(document: dict[str, Json], color: bool = False) -> str:
    """Return a line for each waiver, and below why one hides nothing."""
    listed = list_of(document["waivers"])
    rows = [["waiver", "rule", "of", "approver", "until", "state", "granted"]]
    for each in listed:
        says, grant = _says(each), mapping_of(each["grant"])
        told = (text_of(each["id"]), says["rule"], says.get("subject") or says["path"], says["approver"])
        granted = f"{grant['at']}, entry {grant['number']}" if grant else "no"
        rows.append([*(prose(text, _WIDEST) for text in told), says["expires"], text_of(each["state"]), granted])
    notes = [f"{each['state']}: {prose(text_of(each['message']))}\n" for each in listed if each["message"]]
    return table(rows, color) + "".join(notes) if listed else "no waivers\n"


def waiver_text(document: dict[str, Json], each: dict[str, Json]) -> str:
    """Return all that one waiver says, and what is signed when it is granted."""
    says = _says(each)
    size = max(map(len, says))
    lines = [f"Waiver {prose(text_of(each['id']))} of commit {document['commit']!s:.12}, {each['state']}:"]
    lines += [f"  {member.ljust(size)}  {name(text, len(text))}" for member, text in says.items()]
    lines += ["", "To be signed:", f"  {prose(grant_sentence(says))}", f"  waiver sha256:{each['sha256']}"]
    return "\n".join(lines) + "\n"


def _says(each: dict[str, Json]) -> dict[str, str]:
    return {member: text_of(text) for member, text in mapping_of(each["waiver"]).items()}
