"""One canned diff, with everything in it that a format must cope with."""

from __future__ import annotations

from govml.model import Diff, Difference, Fact, Json, SnapshotInfo
from tests.render.conftest import CARD, HOSTILE_PATH, HOSTILE_TEXT

OLD: dict[str, Json] = {"digest": "md5:" + "a1" * 16, "size": 12_000_000, "nfiles": 3}
NEW: dict[str, Json] = {"digest": "md5:" + "b2" * 16, "size": 13_400_000, "nfiles": 3, "rows": 1200}


def make_diff() -> Diff:
    """Return the canned diff."""
    return Diff(
        SnapshotInfo("commit", "b" * 40, "d" * 40),
        SnapshotInfo("worktree", "c" * 40, ""),
        (
            Difference(
                "file", "unreadable", "data/x.csv.dvc", "data/x.csv.dvc", "data/x.csv.dvc", "data/x.csv.dvc",
                (Fact("can't be read", "", None, "is not YAML: expected a key"),),
            ),
            Difference(
                "model", "changed", "credit-risk", "credit-risk", CARD, CARD,
                (
                    Fact("version", "", "1.4.0", "1.5.0"),
                    Fact("out_of_scope", "", None, "mortgages"),
                    Fact("limitations", "", "one market", None),
                    Fact(
                        "metric", "roc_auc on loans/test",
                        {"value": 0.912, "n": 5000, "interval": [0.9, 0.92], "revision": "a1" * 16},
                        {"value": 0.9, "revision": "b2" * 16}, "-0.012", "worse",
                    ),
                    Fact("metric", "log_loss", 0.4, 0.3, "-0.1", "better"),
                    Fact("training data", "data/train.csv", OLD, NEW),
                    Fact("tags", "in another order"),
                ),
                ("risk high", "served by credit-risk in production"),
            ),
            Difference("model", "renamed", "new", "old", "models/new/README.md", "models/old/README.md", ()),
            Difference(
                "model", "added", f"模型{HOSTILE_TEXT}", "", HOSTILE_PATH, "",
                (
                    Fact("license", "", None, HOSTILE_TEXT),
                    Fact(HOSTILE_TEXT, HOSTILE_PATH, "| a\\", "`x` {{ 7 * 7 }}"),
                    Fact("version", HOSTILE_PATH, {"digest": f"{HOSTILE_TEXT}:{HOSTILE_TEXT}"}, None),
                    Fact("metric", "auc", {"value": HOSTILE_TEXT, "n": "many", "interval": "[|"}, None),
                ),
                (HOSTILE_TEXT,),
            ),
            Difference(
                "waiver", "removed", "CARD-02 on model m", "CARD-02 on model m", "waivers/w.yaml", "waivers/w.yaml",
                (Fact("expires", "", "2026-04-01", None),),
            ),
            Difference(
                "config", "changed", "govml.yaml", "govml.yaml", "govml.yaml", "govml.yaml",
                (Fact("parameters.x", "", True, [1, "a"]), Fact("long", "", "y" * 400 + "1", "y" * 400 + "2" * 400)),
            ),
        ),
        ("src/train.py", HOSTILE_PATH),
        ("data/README.md",),
        ("this clone is shallow", HOSTILE_TEXT),
    )  # fmt: skip
