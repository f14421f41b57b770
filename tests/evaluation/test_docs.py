"""docs/evaluation.md: its example is a valid card that can be read, and it names every metric."""

from __future__ import annotations

import re

from govml import assets
from govml.base.document import parse
from govml.evaluation.measures import _TABLES
from govml.evaluation.recipe import Condition, read_recipe
from govml.records.index import mapping_of
from govml.records.kinds import parse_kind
from govml.records.schema import Validator
from tests.builders import ROOT

PAGE = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")


def test_the_example_is_a_card() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    value = parse(block.encode(), "yaml").documents[0].value
    schema = (assets.schemas() / "model-card.schema.json").read_bytes()
    kind = parse_kind("govml:schemas/model-card.schema.json", schema, {})
    assert kind is not None
    assert Validator().validate(kind, value) == ()
    evaluation = mapping_of(mapping_of(mapping_of(value).get("governance")).get("evaluation"))
    recipe = read_recipe(evaluation["recompute"], "models/credit-risk/model.safetensors")
    assert (recipe.runtime, recipe.positive, recipe.threshold) == ("torch", "yes", 0.4)
    assert recipe.slices[0].groups == "values"
    assert recipe.slices[1].groups == {"young": Condition(below=30), "old": Condition(at_least=30)}


def test_every_metric_is_named() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `metrics` |"))
    for table in _TABLES.values():
        assert set(table) <= set(re.findall(r"[a-z0-9_]+", row))
