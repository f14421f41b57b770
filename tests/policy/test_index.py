"""What is made from the shipped policies is fresh."""

from __future__ import annotations

from pathlib import Path

from govml import assets
from govml.policy.bundle import load_bundle
from govml.policy.facts import content_digest
from govml.policy.index import INDEX, render_index, shipped_index, shipped_modules
from govml.policy.reading import read_module


def test_the_index_is_fresh() -> None:
    text = (assets.policies() / INDEX).read_text(encoding="utf-8")
    assert text == render_index(), "run `python -m govml.policy.index`"


def test_the_index_says_what_the_modules_say() -> None:
    index = shipped_index()
    for module in shipped_modules():
        assert index[content_digest(module.text)] == read_module(module)[0]


def test_every_shipped_rule_is_documented() -> None:
    bundle = load_bundle(shipped_modules(), (), {}, {})
    assert bundle.trusted and len(bundle.policies) >= 20
    for policy in bundle.policies:
        rule = policy.rule
        assert rule.title and rule.description and rule.remediation and rule.controls, rule.id
        assert Path(rule.source).stem == rule.id.lower().replace("-", "_")
        assert policy.package == f"data.govml.{rule.id.lower().replace('-', '_')}"
