"""What is made from the shipped policies is fresh."""

from __future__ import annotations

from pathlib import Path

from govml import assets
from govml.policy.bundle import load_bundle
from govml.policy.facts import content_digest
from govml.policy.index import render_index, shipped_index, shipped_links, shipped_modules
from govml.policy.reading import read_module


def test_the_index_is_fresh() -> None:
    for name, text in render_index().items():
        assert (assets.policies() / name).read_text(encoding="utf-8") == text, "run `python -m govml.policy.index`"


def test_the_index_says_what_the_modules_say() -> None:
    index = shipped_index()
    for module in shipped_modules():
        known = read_module(module)[0]
        assert index[content_digest(module.text)] == known._replace(links=None)
        assert shipped_links()[content_digest(module.text)] == known.links


def test_every_shipped_rule_is_documented() -> None:
    bundle = load_bundle(shipped_modules(), (), {}, {})
    assert bundle.trusted and len(bundle.policies) >= 20
    for policy in bundle.policies:
        rule = policy.rule
        assert rule.title and rule.description and rule.remediation and rule.controls, rule.id
        assert Path(rule.source).stem == rule.id.lower().replace("-", "_")
        assert policy.package == f"data.govml.{rule.id.lower().replace('-', '_')}"
