"""What a rule must find in a subject to have anything to judge."""

from __future__ import annotations

import pytest

from govml.model import Json, PolicyError, Rule
from govml.policy.bundle import load_bundle
from govml.policy.index import shipped_modules
from govml.policy.needs import WORDS, chain, had, lacks
from tests.policy.examples import bundle_of

TRAINED: Json = {"evidence": [{"kind": "training", "status": "succeeded"}]}
OWN = """package own

# METADATA
# custom: {id: OWN, subject: SUBJECT, needs: NEEDS}
deny contains "seen"
"""


@pytest.mark.parametrize(
    ("subject", "value", "words"),
    [
        ("model", {}, ""),
        ("model", TRAINED, "training evidence"),
        ("model", {"evidence": [{"kind": "training", "status": "failed"}]}, ""),
        ("model", {"evidence": [{"kind": "training", "status": "succeeded", "problem": "is no JSON"}]}, ""),
        ("model", {"evidence": [{"kind": "evaluation"}, 3]}, "evaluation evidence"),
        ("model", {"evidence": {"kind": "evaluation"}}, ""),
        ("model", {"card": {}, "metrics": [], "training": {"data": [{}]}}, "card, data, training data"),
        ("model", {"artifact": {}, "metrics": [{}]}, "weights, metrics"),
        ("model", {"metrics": "0.9", "card": "text"}, ""),
        ("promotion", {"action": "rollback", "waivers": [], "after": []}, "rollback"),
        ("promotion", {"action": "promotion", "waivers": [{}], "after": ["dev"]}, "promotion, waivers, stage before"),
        ("approvals", {"needed": {"owner": 1}, "approvals": [{"problem": "expired"}]}, "needed approvals"),
        ("approvals", {"needed": {}, "approvals": [{"role": "owner"}]}, "approvals that count"),
        ("deployment", {"models": [{}]}, ""),
        ("model", [], ""),
    ],
)
def test_what_a_subject_has(subject: str, value: Json, words: str) -> None:
    assert had(subject, value) == words


def test_what_is_lacking() -> None:
    assert lacks(["weights", "card"], "card, metrics") == ["weights"]
    assert lacks([], "") == []
    assert lacks(["card"], "scorecard") == ["card"]


def test_no_word_holds_a_separator() -> None:
    assert not [word for words in WORDS.values() for word in words if "," in word]


def rule_of(subject: str, needs: str) -> Rule:
    return bundle_of(OWN.replace("SUBJECT", subject).replace("NEEDS", needs)).policies[0].rule


def test_words_are_read_in_one_order() -> None:
    assert rule_of("model", "[metrics, card]").needs == ("card", "metrics")


@pytest.mark.parametrize("needs", ["[]", "card", "[scorecard]", "[[card]]", "{}", "[rollback]"])
def test_words_that_nobody_knows_are_refused(needs: str) -> None:
    with pytest.raises(PolicyError, match="`needs` of a rule about model is a list of card, weights, "):
        rule_of("model", needs)


def test_a_subject_without_words_is_refused() -> None:
    with pytest.raises(PolicyError, match="`needs` is for a rule whose `subject` is one of model, data, "):
        rule_of("model-card", "[card]")


def test_the_rules_before_one() -> None:
    after = {"c": "b", "b": "a", "a": "", "x": "y", "y": "x"}
    assert chain("c", after) == ["b", "a"]
    assert chain("a", after) == chain("unknown", after) == []
    assert chain("x", after) == ["y", "x"]


def test_a_rule_after_none_is_refused() -> None:
    with pytest.raises(PolicyError, match="`after` of rule OWN is no rule: OTHER"):
        bundle_of(OWN.replace("SUBJECT", "model").replace("needs: NEEDS", "after: OTHER"))


def test_the_shipped_chain_is_the_one_that_evidence_has_to_pass() -> None:
    rules = {each.rule.id: each.rule for each in load_bundle(shipped_modules(), [], {}, {}).policies}
    after = {each.id: each.after for each in rules.values()}
    numbers = ("03", "11", "02", "10", "09", "08", "07", "06")
    assert chain("PROV-04", after) == [f"PROV-{number}" for number in numbers]
    for rule in rules.values():
        steps = [rules[step] for step in chain(rule.id, after)]
        assert all(step.subject == rule.subject and set(rule.tiers) <= set(step.tiers) for step in steps)
