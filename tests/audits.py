"""What tests of audits share: audits as users run them, and entries as somebody with a key and Git can write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema

from govml.evidence.statement import statement_bytes
from govml.ledger.chain import Draft, append
from govml.ledger.entries import Entry
from govml.ledger.statements import Action, Promotion, promotion_statement
from govml.usecases.placements import Placement
from govml.usecases.promote import promotion_of
from govml.usecases.stage_tags import next_tag, write_missing
from tests.builders import ROOT, invoke_govml
from tests.evidence.keys import Key
from tests.scenes import BOT, Scene

VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((ROOT / "schemas" / "audit.schema.json").read_text(encoding="utf-8"))
)
CODES = {"PASSED": 0, "FAILED": 1, "INCONCLUSIVE": 4}


def audited(path: Path, *args: str | Path) -> dict[str, Any]:
    """The audit of a repository, or of the pack that is named, as a document."""
    done = invoke_govml("audit", "--format", "json", *args, cwd=path)
    assert done.stdout, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    VALIDATOR.validate(document)
    assert done.exit_code == (CODES[document["verdict"]] if document["source"]["tip"] else 3)
    return document


def wrong(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Everything that is not verified: what, how bad, and why."""
    found = [(f"{each['place']} {each['name']}", each["state"], each["message"]) for each in document["problems"]]
    for entry in document["entries"]:
        found += [(f"entry {entry['number']}", each["state"], each["message"]) for each in entry["doubts"]]
    return found


def forged(
    scene: Scene,
    change: Callable[[Promotion], Promotion] = lambda said: said,
    *,
    key: Key | None = None,
    stage: str = "production",
    version: str = "v1.4.0",
    kind: Action = "promotion",
    at: str = "",
    report: bytes = b"",
    tag: bool = True,
) -> Entry:
    """A promotion that nobody's gate let through: what govml would write for it, `change`d, signed by `key`, with tag.

    A `report` is kept, and signed too, in place of the one that the decision comes to.
    """
    at = at or scene.now()
    decision = scene.decide(at, stage, version, kind)
    said = promotion_of(decision, next_tag(scene.repository, scene.ledger, "credit-risk", stage))
    if report:
        digest = sha256(report).hexdigest()
        inputs = tuple(each._replace(sha256=digest) if each.uri == "report.json" else each for each in said.inputs)
        said = said._replace(about=said.about._replace(report=digest), inputs=inputs)
    said = change(said)
    envelope = (key or scene.keys[BOT]).seal(statement_bytes(promotion_statement(said)))
    draft = Draft(said.about.kind, envelope, at, report or decision.data)
    entry = append(scene.repository, lambda _: draft)
    if tag:
        write_missing(scene.repository, [Placement(entry, said, ())])
    return entry
