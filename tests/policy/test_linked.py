"""The shipped modules, linked for the embedded engine, say what the files say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
import regorus

from govml.model import EngineError, Json
from govml.policy import embedded
from govml.policy.answers import query_module, query_rule
from govml.policy.bundle import load_bundle
from govml.policy.embedded import EmbeddedEngine
from govml.policy.index import shipped_modules
from govml.policy.linked import QUERY, linked_modules
from govml.policy.nouns import Bundle, Module
from govml.policy.tiers import tiers_of
from tests.policy.examples import head
from tests.policy.test_engines import CHANGE, DATA, DEPLOYMENT, MODEL, without_each_field

ACME = """import data.acme.other.helper as borrowed
import data.govml.parameters

deny contains {"msg": helper, "pointer": "/helper"} if {
	data.acme.other.helper(input.name)
	borrowed(input.name)
}

deny contains shared[key] if some key, helper in {"a": 1}

warn contains parameters.said if data.govml.parameters.said

helper := "import of a helper"

shared["a"] := "é, then helper"
"""
OTHER = """package acme.other

helper(helper) if helper != "x"
"""


def answer(modules: list[Module], parameters: Json, rule: str, value: Json) -> Any:
    engine = regorus.Engine()
    for number, module in enumerate(modules):
        engine.add_policy(f"{number}.rego", module.text)
    engine.add_data_json(json.dumps({"govml": {"parameters": parameters}}))
    engine.set_input_json(json.dumps(value))
    return json.loads(engine.eval_rule_as_json(rule))


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(shipped_modules(), (), {"inventory": {"credit-risk": "limited"}}, {})


def test_no_name_of_a_shipped_module_looks_like_a_linked_one(bundle: Bundle) -> None:
    assert not [module.path for module in bundle.modules if "__" in module.text]


@pytest.mark.parametrize("subject", [MODEL, DATA, DEPLOYMENT, CHANGE], ids=lambda value: str(value["kind"]))
def test_linked_policies_say_the_same_at_every_tier(bundle: Bundle, subject: dict[str, Any]) -> None:
    kind = str(subject["kind"])
    paths = {module.path for module in bundle.modules}
    for tier in tiers_of(kind):
        whole = [*bundle.modules, query_module(bundle, kind, [tier])]
        linked = linked_modules(bundle, kind, tier, paths)
        assert [module.text.count("\n") for module in linked[:-1]] == [m.text.count("\n") for m in bundle.modules]
        for value in (subject, {}, *list(without_each_field(subject))[::25]):
            said = answer(linked, bundle.parameters, QUERY, value)
            assert said == answer(whole, bundle.parameters, query_rule(kind, tier), value)


def test_names_are_linked_where_they_stand() -> None:
    own = [Module("govml:policies/acme_1.rego", head() + ACME), Module("govml:policies/other.rego", OTHER)]
    bundle = load_bundle(own, (), {"said": "so"}, {})
    assert bundle.trusted
    found = EmbeddedEngine(bundle, None).evaluate("model", {"name": "y"})
    assert [(each.message, each.pointer) for each in found] == [
        ("import of a helper", "/helper"),
        ("é, then helper", None),
        ("so", None),
    ]


def test_an_error_is_told_at_its_place_in_the_file() -> None:
    text = head() + 'told := "a"\n\ntold := "b" if input.x\n\ndeny contains told\n'
    bundle = load_bundle([Module("govml:policies/acme_1.rego", text)], (), {}, {})
    engine = EmbeddedEngine(bundle, None)
    assert len(engine.evaluate("model", {})) == 1
    line = text[: text.index('told := "b"')].count("\n") + 1
    with pytest.raises(EngineError, match=rf"govml:policies/acme_1\.rego:{line}:1: rule conflicts"):
        engine.evaluate("model", {"x": 1})


def test_what_is_loaded_of_shipped_policies_is_kept_and_left_by_an_engine_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loads: list[int] = []
    load = embedded._load

    def counted(modules: Sequence[Module], parameters: Json, records: Json | None) -> Any:
        loads.append(len(modules))
        return load(modules, parameters, records)

    monkeypatch.setattr(embedded, "_load", counted)
    text = head() + 'told := "a"\n\ntold := "b" if input.x\n\ndeny contains told\n\n# kept\n'
    bundle = load_bundle([Module("govml:policies/acme_1.rego", text)], (), {}, {})
    other = load_bundle([Module("govml:policies/acme_1.rego", text)], (), {"x": 1}, {})
    for made, expected in ((bundle, 1), (bundle, 1), (other, 2), (bundle, 2)):
        engine = EmbeddedEngine(made, None)
        assert len(engine.evaluate("model", {})) == 1
        engine.close()
        assert len(loads) == expected
    failing, beside = EmbeddedEngine(bundle, None), EmbeddedEngine(bundle, None)
    with pytest.raises(EngineError):
        failing.evaluate("model", {"x": 1})
    done = len(loads)
    assert len(beside.evaluate("model", {})) == len(EmbeddedEngine(bundle, None).evaluate("model", {})) == 1
    assert len(loads) == done + 1
    assert len(EmbeddedEngine(bundle, {}).evaluate("model", {})) == 1
    assert len(loads) == done + 2
