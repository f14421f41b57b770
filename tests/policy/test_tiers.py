"""Which subjects a rule with tiers is asked of: what govml reads is what the shipped policies read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import PolicyError
from govml.policy.bundle import load_bundle
from govml.policy.embedded import EmbeddedEngine
from govml.policy.index import shipped_modules
from govml.policy.nouns import Bundle
from govml.policy.tiers import TIERED, TIERS, tier_of, tiers_of
from tests.policy.examples import bundle_of

ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.just([]), st.just({}))
TIER = st.one_of(st.sampled_from([*TIERS, "unknown", "High", "high "]), ODD)
RISK = st.one_of(st.fixed_dictionaries({"tier": TIER}), ODD)
CARD = st.one_of(st.fixed_dictionaries({"governance": st.one_of(st.fixed_dictionaries({"risk": RISK}), ODD)}), ODD)
USE = st.one_of(st.fixed_dictionaries({"risk": TIER}), ODD)
SERVED = st.one_of(st.fixed_dictionaries({"model": st.one_of(USE, ODD)}), ODD)
INPUT = st.fixed_dictionaries(
    {},
    optional={
        "card": CARD,
        "used_by": st.one_of(st.lists(USE, max_size=3), ODD),
        "models": st.one_of(st.lists(SERVED, max_size=3), ODD),
    },
)

WATCH = """package watch

# METADATA
# custom: {id: WATCH, subject: SUBJECT, tiers: [limited, high]}
deny contains "seen"
"""
READS = """package reads

# METADATA
# custom: {id: READS, subject: SUBJECT}
deny contains data.govml.lib.RULE
"""


def reader(subject: str, rule: str) -> EmbeddedEngine:
    text = READS.replace("SUBJECT", subject).replace("RULE", rule)
    own = bundle_of(text.replace("data.govml.lib." + rule, '"x"')).modules[0]._replace(text=text)
    return EmbeddedEngine(load_bundle(shipped_modules(), [own], {}, {}), None)


ENGINES = {
    subject: reader(subject, rule)
    for subject, rule in (("model", "tier"), ("data", "data_tier"), ("deployment", "deployment_tier"))
}


@pytest.mark.parametrize("subject", TIERED)
@settings(max_examples=150, deadline=None)
@given(value=INPUT)
def test_the_tier_is_the_one_that_the_policies_read(subject: str, value: dict[str, Any]) -> None:
    said = {each.message for each in ENGINES[subject].evaluate(subject, value) if each.rule == "READS"}
    assert said == {tier_of(subject, value)}, json.dumps(value)
    assert tier_of(subject, value) in tiers_of(subject)


def watch(subject: str) -> Bundle:
    return bundle_of(WATCH.replace("SUBJECT", subject))


@pytest.mark.parametrize(("tier", "found"), [("minimal", 0), ("limited", 1), ("high", 1), ("unheard of", 0), (None, 0)])
def test_a_rule_is_asked_of_its_tiers_only(tier: str | None, found: int) -> None:
    value: dict[str, Any] = {"card": {"governance": {"risk": {"tier": tier}}}}
    assert len(EmbeddedEngine(watch("model"), None).evaluate("model", value)) == found


def test_data_that_serves_nothing_counts_as_high() -> None:
    assert len(EmbeddedEngine(watch("data"), None).evaluate("data", {})) == 1


@pytest.mark.parametrize("metadata", ["tiers: []", "tiers: high", "tiers: [severe]", "tiers: [[high]]", "tiers: {}"])
def test_tiers_of_the_wrong_shape_are_refused(metadata: str) -> None:
    with pytest.raises(PolicyError, match="`tiers` is a list of minimal, limited, high"):
        bundle_of(WATCH.replace("SUBJECT", "model").replace("tiers: [limited, high]", metadata))


def test_a_subject_without_tiers_is_refused() -> None:
    with pytest.raises(PolicyError, match="`tiers` is for a rule whose `subject` is one of model, data, deployment"):
        bundle_of(WATCH.replace("SUBJECT", "model-card"))
