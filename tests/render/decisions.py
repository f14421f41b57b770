"""One canned decision about a promotion, with everything in it that a page has to cope with."""

from __future__ import annotations

from govml.model import Json
from tests.render.conftest import HOSTILE_PATH, HOSTILE_TEXT

CONTROLS: list[Json] = ["eu-ai-act 17.1(m)", "iso-42001 A.3.2"]


def _metric(value: float, *, low: float = 0.0, high: float = 0.0) -> dict[str, Json]:
    interval: dict[str, Json] = {"interval": [low, high]} if high else {}
    return {"name": "roc_auc", "dataset": "loans", "split": "test", "value": value, "n": 5000, **interval}


def _held(version: str, metrics: list[Json], *, holds: bool = False) -> dict[str, Json]:
    at = "2026-01-01T00:00:00Z"
    return {
        "version": version, "commit": "a" * 40, "at": at, "kind": "promotion", "holds": holds, "metrics": metrics,
    }  # fmt: skip


def _usage(cost: float, energy: float) -> dict[str, Json]:
    return {"cost": cost, "currency": "EUR", "energy_kwh": energy, "co2_kg": energy / 4, "gpu_seconds": 3600}


def make_decision() -> dict[str, Json]:
    """Return the canned decision, `govml.promotion/v1`."""
    finding: dict[str, Json] = {
        "rule": "PROM-01", "level": "error", "message": "the version has not been on a stage before `production`",
        "controls": CONTROLS, "remediation": "Promote it to `staging` first:\n\n```sh\ngovml promote m@v2 --to x\n```",
    }  # fmt: skip
    place: dict[str, Json] = {"subject": "model m", "path": HOSTILE_PATH, "pointer": "", "line": 3, "waiver": ""}
    told: dict[str, Json] = {"title": "Stages are in order", "reason": "1 finding", "controls": CONTROLS, "findings": 1}
    evidence: dict[str, Json] = {
        "path": "evidence/m/training.intoto.jsonl", "line": 1, "sha256": "b" * 64, "kind": "training",
        "status": "succeeded", "artifact": True, "finished": "2026-03-01T10:00:00Z", "usage": _usage(4.1, 0.7),
        "signatures": [{"fingerprint": "SHA256:x", "principals": [{"name": "bot@bank.example"}], "revoked": False}],
    }  # fmt: skip
    report: dict[str, Json] = {
        "schema": "govml.promotion-report/v1",
        "asked": {"kind": "promotion", "model": "m", "version": "v2.0.0", "stage": "production", "repository": ""},
        "at": "2026-03-03T00:00:00Z",
        "verdict": "FAILED",
        "reason": "1 error",
        "tier": "high",
        "version": {
            "commit": "c" * 40, "tree": "d" * 40, "weights": {"sha256": "e" * 64}, "artifact": {}, "card": {},
            "registered": True, "deprecated": False, "reachable": True,
        },
        "policy": {
            "digest": "sha256:" + "1" * 64, "profile": "default", "after": ["staging"], "approval_days": 30,
            "evidence_days": 365, "configured": True,
        },
        "needed": {"risk-owner": 1},
        "base": {"version": "v1.1.0", "commit": "f" * 40},
        "placements": [],
        "changes": [
            {"field": "metric", "about": "roc_auc on loans/test", "old": {"value": 0.9}, "new": {"value": 0.921},
             "delta": "+0.021", "trend": "better"},
            {"field": "version", "about": "", "old": "1.1.0", "new": "2.0.0", "delta": "", "trend": ""},
        ],
        "metrics": [_metric(0.921, low=0.91, high=0.93), {"name": "odd", "value": "much"}],
        "history": [
            _held("v1.0.0", [_metric(0.88, low=0.87, high=0.89)]),
            _held("v1.0.1", []),
            _held("v1.1.0", [_metric(0.9)], holds=True),
        ],
        "card": {"intended_use": HOSTILE_TEXT, "limitations": ["one market"]},
        "data": [{"role": "training", "name": "loans", "path": "data/train.csv", "digests": {"md5": "a" * 32}}],
        "evidence": [
            evidence,
            {**evidence, "kind": "evaluation", "usage": _usage(0.4, 0.01), "signatures": []},
        ],
        "measured": {
            "source": "evidence",
            "evidence": 1,
            "metrics": [_metric(0.918)],
            "slices": [
                {"by": "age group", "metric": "roc_auc", "values": {"young": 0.91, HOSTILE_TEXT: 0.9, "none": None},
                 "n": {"young": 1200}, "gap": 0.01},
            ],
            "robustness": [{"method": "noise", "metrics": {"roc_auc": 0.9}}],
            "calibration": {
                "method": "bins of equal size", "ece": 0.02,
                "bins": [{"n": 500, "score": 0.1 * place, "rate": 0.09 * place} for place in range(11)],
            },
            "attributions": {"method": "integrated gradients", "features": [{"name": "income", "value": 0.3},
                                                                            {"name": "age", "value": 0.1}]},
        },
        "makers": {"names": ["ada@example.org"], "trained": ["train@bank.example"], "commits": 1,
                   "unsigned": [{"commit": "c" * 40, "problem": "x"}]},
        "findings": [{**finding, **place}],
        "waivers": [
            {"id": "W-1", "rule": "DATA-01", "subject": "model m", "state": "active", "reason": "In review",
             "approver": "ann@bank.example", "expires": "2026-03-10", "location": {}, "findings": 1,
             "grant": {"entry": "6" * 64, "number": 3, "principal": "ann@bank.example", "at": "2026-03-01T00:00:00Z"}},
        ],
        "rules": [{"id": "PROM-01", "outcome": "fired", **told}],
    }  # fmt: skip
    return {
        "schema": "govml.promotion/v1",
        "verdict": "FAILED",
        "reason": "1 error",
        "sha256": "9" * 64,
        "report": report,
        "policy": {"commit": "8" * 40, "digest": "sha256:" + "1" * 64},
        "engine": "embedded",
        "needed": {"risk-owner": 1},
        "missing": {"risk-owner": 1},
        "approvals": [
            {"entry": "7" * 64, "number": 4, "kind": "signature", "principal": "alice@bank.example",
             "fingerprint": "SHA256:y", "at": "2026-03-02T00:00:00Z", "expires": "2026-04-01T00:00:00Z",
             "comment": "read it", "roles": ["risk-owner"], "problem": "is of another report", "independent": True,
             "role": "", "independent_role": "", "counts": False},
        ],
        "findings": [],
        "rules": [{"id": "APPR-01", "outcome": "not-evaluated", **told}],
        "mend": [{"rule": "PROM-01", "what": finding["message"], "how": finding["remediation"]}],
        "verify": ["govml report m@v2.0.0 --to production", "git rev-parse x"],
    }  # fmt: skip
