"""One canned audit, with everything in it that a format has to cope with."""

from __future__ import annotations

from govml.model import Json
from tests.render.conftest import HOSTILE_TEXT

AT = "2026-03-03T12:00:00Z"


def _entry(number: int, kind: str, doubts: list[Json]) -> dict[str, Json]:
    return {
        "number": number, "at": AT, "kind": kind, "commit": f"{number}" * 40, "digest": f"{number}" * 64, "model": "m",
        "version": "v1.0.0", "stage": "production", "state": "broken" if doubts else "verified", "doubts": doubts,
        "signed_by": ["bot@bank.example"], "keys": ["SHA256:x"], "recomputed": kind == "promotion",
    }  # fmt: skip


def _clause(clause: str, state: str, rules: list[Json]) -> dict[str, Json]:
    return {"clause": clause, "title": f"About {clause}", "applies_from": "2027-12-02", "state": state, "rules": rules}


def make_audit() -> dict[str, Json]:
    """Return the canned audit, `govml.audit/v1`."""
    bad: Json = {"state": "broken", "message": f"the signature is not good: {HOSTILE_TEXT}", "remedy": "ask `bot`"}
    rule: Json = {
        "entry": 2, "model": "m", "version": "v1.0.0", "stage": "production", "rule": "CARD-01", "title": "A card",
        "outcome": "passed", "reason": "1 model",
    }  # fmt: skip
    stage: dict[str, Json] = {
        "model": "m", "stage": "production", "version": "v1.0.0", "commit": "c" * 40, "weights": {"sha256": "e" * 64},
        "since": AT, "until": "", "entry": 2, "kind": "promotion", "state": "verified",
        "decided_by": ["bot@bank.example"], "replaces": "v0.9.0",
        "approvals": [{"entry": 0, "by": ["alice@bank.example"], "at": AT, "state": "verified", "comment": "read"}],
        "policy": {"commit": "8" * 40, "digest": "1" * 64},
        "report": {"sha256": "9" * 64, "verdict": "PASSED", "tier": "high"},
        "evidence": [{"uri": "evidence/m/training.intoto.jsonl", "sha256": "b" * 64, "kind": "training",
                      "signed_by": ["ci@bank.example"]}],
    }  # fmt: skip
    return {
        "schema": "govml.audit/v1",
        "at": AT,
        "verdict": "FAILED",
        "reason": "2 things are broken",
        "source": {
            "repository": "https://git.bank.example/models", "ledger": "refs/heads/govml/ledger", "tip": "2" * 40,
            "branch": "main", "trusted": "8" * 40, "entries": 3, "since": 0, "stage": "", "recomputed": True,
        },
        "summary": {
            "verified": 2, "broken": 1, "inconclusive": 0, "recomputed": 1,
            "kinds": {"approval": 2, "promotion": 1}, "tags": {"agrees": 1, "moved": 1},
        },
        "problems": [
            {"place": "repository", "name": "", "entry": None, "state": "inconclusive", "message": "it is shallow"},
            {"place": "tag", "name": "m#production#1", "entry": 2, "state": "broken", "message": "moved: to nowhere"},
        ],
        "checkpoint": {
            "origin": "git.bank.example/models/govml/ledger", "size": 2, "root": "ab" * 32,
            "signed_by": ["bot@bank.example"], "state": "verified", "message": "the ledger continues the 2 entries",
            "hint": "",
        },
        "stages": [stage],
        "entries": [_entry(0, "approval", []), _entry(1, "approval", [bad]), _entry(2, "promotion", [])],
        "tags": [
            {"tag": "m#production#1", "state": "moved", "message": "to nowhere", "entry": 2},
            {"tag": "m@v1.0.0", "state": "agrees", "message": "", "entry": None},
        ],
        "catalogues": [
            {
                "id": "eu-ai-act", "title": "EU Artificial Intelligence Act", "reference": "Regulation (EU) 2024/1689",
                "status": "in-force", "superseded_by": [],
                "clauses": [_clause("9.2", "satisfied", [rule]), _clause("9.3", "no-rule", [])],
            },
            {
                "id": "sr-11-7", "title": "SR 11-7", "reference": "SR 11-7", "status": "superseded",
                "superseded_by": ["sr-26-2"], "clauses": [_clause("V", "not-satisfied", [rule])],
            },
        ],
        "notes": ["The remote was not asked."],
    }  # fmt: skip
