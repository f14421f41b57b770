"""Taking something away from a failing card never makes it pass: policies deny unless something is there."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from govml.base.document import parse
from tests.builders import Repo
from tests.cli.checking import report
from tests.usecases.examples import CARD, GOOD

DEFECTS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "licence": (("license",), "proprietary-x"),
    "owner": (("governance", "owner", "contact"), "you@example.com"),
    "placeholder": (("governance", "intended_use"), "TODO"),
    "reason": (("governance", "risk", "reason"), "tbd"),
    "limitations": (("governance", "limitations"), []),
    "risks": (("governance", "risks"), [{"risk": "x"}]),
    "oversight": (("governance", "oversight", "how_to_stop"), ""),
    "overdue": (("governance", "revalidate_by"), "2020-01-01"),
    "interval": (("model-index", 0, "results", 0, "metrics", 0), {"type": "roc_auc", "value": 0.9}),
    "split": (("model-index", 0, "results", 0, "dataset", "split"), ""),
    "same data": (("governance", "evaluation", "data"), ["data/train.csv.dvc"]),
    "gap": (("governance", "evaluation", "slices", 0, "values", "old"), 0.1),
    "monitoring": (("governance", "monitoring"), {}),
    "energy": (("governance", "energy"), {}),
}


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every member of a document, at any depth."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def parent(card: Any, path: tuple[str | int, ...]) -> Any:
    for key in path[:-1]:
        card = card[key]
    return card


def test_no_field_taken_away_makes_a_failing_card_pass(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("govml.yaml", GOOD["govml.yaml"] + "  slice_gap_budget: 0.05\n  slices: {age group: [young, old]}\n")
    good: Any = parse(CARD.encode(), "front-matter").documents[0].value
    names: dict[str, tuple[str, str]] = {}
    for defect, (where, value) in DEFECTS.items():
        bad = copy.deepcopy(good)
        parent(bad, where)[where[-1]] = value
        for number, path in enumerate([(), *places(bad)]):
            card = copy.deepcopy(bad)
            if path:
                del parent(card, path)[path[-1]]
            folder = f"models/{defect.replace(' ', '-')}-{number}"
            names[f"{folder}/README.md"] = defect, "/".join(map(str, path))
            if isinstance(card.get("governance"), dict) and card["governance"].get("name"):
                card["governance"]["name"] = folder.removeprefix("models/")
            repo.write(f"{folder}/README.md", f"---\n{json.dumps(card)}\n---\n")
    assert len(names) > 800
    found = report(repo.path)
    failing = {each["location"]["path"] for each in found["findings"] if each["level"] == "error"}
    assert {names[path] for path in names if path not in failing} == set()
    assert "models/credit-risk/README.md" not in failing
