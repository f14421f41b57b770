"""The compiled rules say nothing wrong: where they find a subject clean, the engine finds nothing about it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import regorus

from govml.base.git import Repository
from govml.model import Json
from govml.policy import compiled
from govml.policy.bundle import load_bundle
from govml.policy.embedded import EmbeddedEngine
from govml.policy.index import shipped_modules
from govml.policy.linked import QUERY, linked_modules
from govml.policy.nouns import Bundle, Module
from govml.policy.screened import ScreenedEngine, screens
from govml.policy.tiers import TIERS, tier_of
from govml.policy.values import NOT_ASKED, UNDEFINED, Set, UnsureError, equal, identity, members
from govml.usecases.judge import load_judge
from govml.usecases.judging import judgement_of
from tests.builders import Repo
from tests.evidence.keys import make_key
from tests.policy.test_engines import DATA, DEPLOYMENT, MODEL, without_each_field
from tests.usecases.examples import AT, GOOD, plain_card
from tests.usecases.proven import proven
from tools.compile import compiled as compile_rules

ODD: list[Json] = [
    *(None, True, False, 0, 1, -1, 0.5, 1e300, 2**70),
    *("", " ", "TODO", "tbd.", "<!-- x", "x", "é", "2026-02-30", "high"),
    [],
    [[]],
    [None, 1, "a", {}],
    ["x"],
    {},
    {"name": "x"},
    {"0": "x"},
    {"value": True, "name": 1},
]
"""What a field may hold instead of what it should."""


STRICT: tuple[dict[str, Json], ...] = (
    {
        "allowed_licences": [],
        "required_metrics": {"minimal": ["f1"], "limited": ["f1", "roc_auc"], "high": ["f1", "roc_auc"]},
        "slices": {"age group": ["young", "old"], "region": ["north"]},
        "slice_gap_budget": 0.001,
        "revalidation_days": 1,
        "log_retention_days": 100_000,
        "builders": [],
        "inventory": {"credit-risk": "minimal", "m": "high"},
    },
    {"budgets": {"gpu_hours": 0, "cost": 0}, "evidence_max_age_days": 1, "repository": ""},
    {"repository": "https://example.org/another"},
)
"""Parameters that ask for more than any example has."""


class Reference:
    """What the engine says of each set of the policies."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._engines: dict[tuple[str, str], Any] = {}

    def __call__(self, subject: str, value: Json) -> dict[str, list[Json]]:
        asked = subject, tier_of(subject, value)
        if asked not in self._engines:
            self._engines[asked] = regorus.Engine()
            paths = {module.path for module in self._bundle.modules}
            for number, module in enumerate(linked_modules(self._bundle, *asked, paths)):
                self._engines[asked].add_policy(f"{number}.rego", module.text)
            self._engines[asked].add_data_json(json.dumps({"govml": {"parameters": self._bundle.parameters}}))
        self._engines[asked].set_input_json(json.dumps(value))
        rules = json.loads(self._engines[asked].eval_rule_as_json(QUERY))["rules"]
        policies = {policy.rule.id: policy.package for policy in self._bundle.policies}
        return {f"{policies[rule]}.{name}": said[0] for rule, sets in rules.items() for name, said in sets.items()}


class Told(NamedTuple):
    """How often what was told of sets that hold nothing, and of those that hold something."""

    empty: Counter[str]
    full: Counter[str]
    sets: Counter[tuple[str, bool, str]]
    """The same by set."""


def compare(bundle: Bundle, subject: str, values: Iterator[Json]) -> Told:
    """Hold each compiled set against the engine's."""
    reference, told = Reference(bundle), Told(Counter(), Counter(), Counter())
    data: Json = {"govml": {"parameters": bundle.parameters}}
    for value in values:
        known = [NOT_ASKED] * compiled.SLOTS
        for name, found in reference(subject, value).items():
            said = answer(compiled.SETS[name], value, data, known)
            assert not (found and said == "clean"), (name, found, value)
            (told.full if found else told.empty)[said] += 1
            told.sets[name, bool(found), said] += 1
    return told


def answer(says: Callable[[Any, Any, list[Any]], bool], value: Json, data: Json, known: list[Any]) -> str:
    try:
        return "finds" if says(value, data, known) else "clean"
    except UnsureError:
        return "unsure"


def bundle_with(parameters: dict[str, Json]) -> Bundle:
    return load_bundle(shipped_modules(), (), parameters, {})


def replaced(value: Json, dice: random.Random) -> Json:
    """The value with one of its fields, at any depth, holding something odd."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        key = dice.choice(sorted(value))
        return {**value, key: replaced(value[key], dice)}
    if isinstance(value, list) and value and dice.random() < 0.8:
        index = dice.randrange(len(value))
        return [*value[:index], replaced(value[index], dice), *value[index + 1 :]]
    return dice.choice(ODD)


def at_tier(value: dict[str, Any], tier: str) -> dict[str, Any]:
    """A model's, data set's or deployment's input at a risk tier."""
    copy: dict[str, Any] = json.loads(json.dumps(value))
    if "governance" in copy.get("card", {}) and copy["kind"] == "model":
        copy["card"]["governance"]["risk"] = {**copy["card"]["governance"].get("risk", {}), "tier": tier}
    for use in copy.get("used_by", ()):
        use["risk"] = tier
    for served in copy.get("models", ()):
        served["model"] = {**served.get("model", {}), "risk": tier}
    return copy


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[dict[str, Any], Bundle]]]:
    """Inputs of real repositories in which little or nothing is wrong, with the policies that judge them."""
    folder = tmp_path_factory.mktemp("judged")
    good, plain = Repo(folder / "good"), Repo(folder / "plain")
    good.write_all(GOOD)
    plain.write("models/m/README.md", plain_card("m"))
    repos = [good, plain, proven(Repo(folder / "proven"), make_key(folder, "key")).repo]
    found: dict[str, list[tuple[dict[str, Any], Bundle]]] = {"model": [], "data": [], "deployment": []}
    for repo in repos:
        repo.commit()
        repository = Repository.open(repo.path)
        snapshot = repository.snapshot(repository.resolve("HEAD"))
        judge = load_judge(snapshot)
        judgement = judgement_of(repository, snapshot, judge)
        for key in judgement.declared():
            subject = judgement.subject(key)
            if subject is not None:
                found[key.kind].append(({**subject.input, "at": AT[:10]}, judge.bundle))
    return found


@pytest.mark.parametrize("parameters", [{}, {"inventory": {"credit-risk": "limited"}}])
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("value", [MODEL, DATA, DEPLOYMENT], ids=["model", "data", "deployment"])
def test_with_each_field_left_out(value: dict[str, Any], tier: str, parameters: dict[str, Json]) -> None:
    told = compare(bundle_with(parameters), value["kind"], without_each_field(at_tier(value, tier)))
    assert told.empty["clean"] > 2 * (told.empty["unsure"] + told.empty["finds"])
    assert told.full


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("subject", ["model", "data", "deployment"])
def test_on_odd_inputs(subject: str, seed: int, judged: dict[str, list[tuple[dict[str, Any], Bundle]]]) -> None:
    dice = random.Random(f"{subject} {seed}")
    for value, bundle in judged[subject]:

        def values(start: dict[str, Any] = value) -> Iterator[Json]:
            for _ in range(50):
                odd: Json = at_tier(start, dice.choice(TIERS))
                for _ in range(dice.randint(1, 3)):
                    odd = replaced(odd, dice)
                if isinstance(odd, dict):
                    yield odd

        assert compare(bundle, subject, values()).empty["clean"]


def test_every_set_is_seen_to_hold_nothing_and_something(
    judged: dict[str, list[tuple[dict[str, Any], Bundle]]],
) -> None:
    seen: Counter[tuple[str, bool, str]] = Counter()
    for subject, inputs in judged.items():
        for value, bundle in [
            *inputs,
            ({"model": MODEL, "data": DATA, "deployment": DEPLOYMENT}[subject], bundle_with({})),
        ]:
            assert isinstance(bundle.parameters, dict)
            for parameters in ({}, *STRICT):
                changed = bundle_with({**bundle.parameters, **parameters})
                for tier in TIERS:
                    late = {**at_tier(value, tier), "at": "2031-01-01"}
                    without = islice(without_each_field(late), 0, None, 9 if parameters else 1)
                    seen += compare(changed, subject, chain([at_tier(value, tier), late], without)).sets
    full = {name for name, found, _ in seen if found}
    clean = {name for name, found, said in seen if not found and said == "clean"}
    assert set(compiled.SETS) - full == set()
    assert set(compiled.SETS) - clean == set()
    empty = Counter(said for (_, found, said), count in seen.items() for _ in range(count) if not found)
    assert empty["clean"] > 5 * (empty["unsure"] + empty["finds"])


def test_what_is_clean_needs_no_engine(judged: dict[str, list[tuple[dict[str, Any], Bundle]]]) -> None:
    clean = 0
    for subject, inputs in judged.items():
        for value, bundle in inputs:
            screened, whole = ScreenedEngine(bundle, None), EmbeddedEngine(bundle, None)
            found = whole.evaluate(subject, value)
            assert bool(screened.unclean(subject, value)) == bool(found), (subject, value["name"], found)
            assert screened.evaluate(subject, value) == found
            assert screened.asked == bool(found)
            clean += not found
            screened.close()
            whole.close()
    assert clean >= 4


@pytest.mark.parametrize("value", [MODEL, DATA, DEPLOYMENT], ids=["model", "data", "deployment"])
def test_what_is_found_is_the_same_without_them(value: dict[str, Any]) -> None:
    bundle, dice, found = bundle_with({"inventory": {"credit-risk": "limited"}}), random.Random(value["kind"]), 0
    screened, whole = ScreenedEngine(bundle, None), EmbeddedEngine(bundle, None)
    for _ in range(150):
        odd = replaced(at_tier(value, dice.choice(TIERS)), dice)
        told = screened.evaluate(value["kind"], odd)
        assert told == whole.evaluate(value["kind"], odd)
        found += len(told)
    assert found
    screened.close()
    whole.close()


def test_the_compiled_rules_are_fresh(opa: Path) -> None:
    path = Path(compiled.__file__)
    assert path.read_text(encoding="utf-8") == compile_rules(str(opa)), "run `python -m tools.compile`"


def test_other_policies_are_not_screened() -> None:
    bundle = bundle_with({})
    assert screens(bundle)
    assert not screens(bundle._replace(trusted=False))
    edited = Module(bundle.modules[0].path, bundle.modules[0].text + "\n# edited\n")
    assert not screens(bundle._replace(modules=(edited, *bundle.modules[1:])))


def test_rules_that_are_off_are_not_asked() -> None:
    value: Json = {"kind": "model", "name": "m"}
    assert [each.rule.id for each in ScreenedEngine(bundle_with({}), None).unclean("model", value)] == ["CARD-01"]
    bundle = load_bundle(shipped_modules(), (), {}, {"CARD-01": "off"})
    assert not ScreenedEngine(bundle, None).unclean("model", value)


def test_values_are_told_apart_as_rego_does() -> None:
    apart = [None, False, True, 0, 1, "", "1", [], [1], [True], {}, {"a": 1}, {"a": True}, Set(), Set({1: 1})]
    for number, one in enumerate(apart):
        for other in apart[number + 1 :]:
            assert not equal(one, other), (one, other)
    assert equal(1, 1.0) and equal([{"a": [None]}], [{"a": [None]}])
    with pytest.raises(UnsureError):
        identity(UNDEFINED)


def test_members_come_in_the_order_of_rego() -> None:
    assert list(members({"b": 1, "a": 2, "é": 3, "B": 4})) == [("B", 4), ("a", 2), ("b", 1), ("é", 3)]
    mixed = Set({identity(each): each for each in ["a", 2, True, None, 10, "B", False]})
    assert [each for _, each in members(mixed)] == [None, False, True, 2, 10, "B", "a"]
    with pytest.raises(UnsureError):
        members("text")
