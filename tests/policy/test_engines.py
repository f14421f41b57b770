"""What every engine must do alike: each test runs with both, and what they find is the same, bit for bit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govml.model import EngineError, Json, UsageError
from govml.policy.engine import ENGINES, Engine, EngineName, Violation, open_engine
from govml.policy.nouns import Bundle
from tests.policy.examples import bundle_of, head

RULES = (
    head("ACME-1")
    + """
deny contains "plain text"

deny contains {"msg": "with pointer", "pointer": "/card/a~1b", "remediation": "Do it."} if input.card

deny contains {"message": "with path", "path": ["card", "tags", 0]} if input.card.tags

deny contains {"msg": "from a day on", "from": "2027-12-02"} if input.card

deny_late contains {"msg": sprintf("%s is %d", [input.name, input.number])} if input.number > 1

warn contains {"msg": "conftest", "_loc": {"file": "x", "line": 1}, "details": {"path": 1}, "path": "spec.x"}
"""
)
WARNINGS = head("ACME-2", severity="warning") + 'deny contains "weak" if not input.card\n'
DOCUMENT = 'package main\n\ndeny contains "no kind" if not input.kind\n'


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> EngineName:
    name: EngineName = request.param
    if name == "opa":
        monkeypatch.setenv("GOVML_OPA", str(request.getfixturevalue("opa")))
    return name


class Asked:
    """Opens an engine for one question at a time, and closes it."""

    def __init__(self, name: EngineName) -> None:
        self.name = name

    def __call__(self, bundle: Bundle, subject: str, value: Json, records: Json | None = None) -> list[Violation]:
        engine = open_engine(self.name, bundle, records)
        try:
            return engine.evaluate(subject, value)
        finally:
            engine.close()


@pytest.fixture
def ask(engine_name: EngineName) -> Asked:
    return Asked(engine_name)


def test_members_become_violations(ask: Asked) -> None:
    found = ask(bundle_of(RULES, WARNINGS), "model", {"name": "é\n::x", "number": 3, "card": {"tags": ["a"]}})
    assert found == [
        Violation("ACME-1", "error", "from a day on", None, "2027-12-02", ""),
        Violation("ACME-1", "error", "plain text", None, "", ""),
        Violation("ACME-1", "error", "with path", "/card/tags/0", "", ""),
        Violation("ACME-1", "error", "with pointer", "/card/a~1b", "", "Do it."),
        Violation("ACME-1", "error", "é\n::x is 3", None, "", ""),
        Violation("ACME-1", "warning", "conftest", None, "", ""),
    ]


def test_severities_of_the_profile(ask: Asked) -> None:
    bundle = bundle_of(RULES, WARNINGS, severities={"ACME-1": "off", "ACME-2": "error"})
    assert ask(bundle, "model", {}) == [Violation("ACME-2", "error", "weak", None, "", "")]


def test_each_subject_has_its_own_policies(ask: Asked) -> None:
    bundle = bundle_of(WARNINGS, DOCUMENT)
    assert [each.rule for each in ask(bundle, "model", {})] == ["ACME-2"]
    assert [each.rule for each in ask(bundle, "document", {})] == ["main"]
    assert ask(bundle, "deployment", {}) == []


@pytest.mark.parametrize("value", [[], "text", 3, None, True, {"kind": 1}])
def test_any_json_can_be_a_document(ask: Asked, value: Json) -> None:
    found = ask(bundle_of(DOCUMENT), "document", value)
    assert len(found) == (0 if isinstance(value, dict) else 1)


def test_parameters_and_records_are_data(ask: Asked) -> None:
    text = (
        head()
        + """
deny contains data.govml.parameters.word

deny contains name if some name, _ in data.govml.records.model
"""
    )
    found = ask(bundle_of(text, parameters={"word": "hello"}), "model", {}, {"model": {"a": {}, "b": {}}})
    assert [each.message for each in found] == ["a", "b", "hello"]


def test_modules_call_each_other(ask: Asked) -> None:
    one = head("ACME-1") + "import data.acme.lib\n\ndeny contains lib.twice(x) if some x in [1]\n\nf(x) := x\n"
    lib = 'package acme.lib\n\nimport data.acme.acme_1\n\ntwice(x) := sprintf("%v", [acme_1.f(x) * 2])\n'
    assert [each.message for each in ask(bundle_of(one, lib), "model", {})] == ["2"]


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        ("1", "holds 1;"),
        ("true", "holds true;"),
        ("null", "holds null;"),
        ('["a"]', 'holds ["a"];'),
        ('""', 'holds "";'),
        ("{}", "holds {};"),
        ('{"title": "x"}', 'holds {"title": "x"};'),
        ('{"msg": 3}', 'holds {"msg": 3};'),
        ('{"msg": "x", "pointer": "card"}', "RFC 6901"),
        ('{"msg": "x", "pointer": ["card"]}', "RFC 6901"),
        ('{"msg": "x", "path": [{}]}', "`path` as a list of keys"),
        ('{"msg": "x", "path": [true]}', "`path` as a list of keys"),
        ('{"msg": "x", "from": "tomorrow"}', "YYYY-MM-DD"),
        ('{"msg": "x", "from": "2026-02-30"}', "YYYY-MM-DD"),
        ('{"msg": "x", "from": "２０２６-01-01"}', "YYYY-MM-DD"),
        ('{"msg": "x", "remediation": 3}', "`remediation`"),
        ('concat("", ["x" | some _ in numbers.range(1, 9000)])', "…;"),
    ],
)
def test_an_odd_member_is_never_passed_over(ask: Asked, member: str, shown: str) -> None:
    if "concat" in member:
        member = f'{{"text": {member}}}'
    with pytest.raises(EngineError) as caught:
        ask(bundle_of(head() + f"warn_x contains {member}\n"), "model", {})
    text = str(caught.value)
    assert "policy ACME-1: `warn_x` of policies/0.rego" in text and shown in text
    assert len(text) < 400


@pytest.mark.parametrize(
    "condition",
    [
        "lower(input.card) == `a`",
        "not startswith(object.get(input, `card`, ``), `a`)",
        "to_number(`x`) > 1",
        "time.parse_rfc3339_ns(`2026`) > 1",
        "regex.match(`[`, `x`)",
        "1 / object.get(input, `zero`, 0) > 1",
    ],
)
def test_an_error_in_a_builtin_is_an_error(ask: Asked, condition: str) -> None:
    with pytest.raises(EngineError) as caught:
        ask(bundle_of(head() + f'deny contains "x" if {condition}\n'), "model", {"card": 3})
    assert str(caught.value).startswith(("policies/0.rego:12:", "policies/0.rego: `deny` of rule ACME-1: "))
    assert "backtrace" not in str(caught.value).lower()


def test_a_conflict_is_an_error(ask: Asked) -> None:
    text = head() + 'level := 1 if input.a\n\nlevel := 2 if input.b\n\ndeny contains "x" if level > 0\n'
    with pytest.raises(EngineError, match=r"policies/0\.rego:1[24]:1: "):
        ask(bundle_of(text), "model", {"a": 1, "b": 1})


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(UsageError, match="no engine 'rego'"):
        open_engine("rego", bundle_of(DOCUMENT), None)  # type: ignore[arg-type]


def test_versions(engine_name: EngineName) -> None:
    engine = open_engine(engine_name, bundle_of(DOCUMENT), None)
    try:
        assert engine.name == engine_name
        product, _, release = engine.version.partition(" ")
        assert product == {"embedded": "regorus", "opa": "opa"}[engine_name]
        assert release[:1].isdigit()
    finally:
        engine.close()


# -- both engines, one answer ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(opa: Path) -> Iterator[tuple[Engine, Engine]]:
    from govml.policy.bundle import load_bundle
    from govml.policy.index import shipped_modules

    parameters = json.loads(json.dumps({"inventory": {"credit-risk": "limited"}}))
    bundle = load_bundle(shipped_modules(), (), parameters, {})
    patch = pytest.MonkeyPatch()
    patch.setenv("GOVML_OPA", str(opa))
    engines = (open_engine("embedded", bundle, None), open_engine("opa", bundle, None))
    patch.undo()
    yield engines
    for engine in engines:
        engine.close()


MODEL: dict[str, Any] = {
    "kind": "model",
    "name": "credit-risk",
    "at": "2026-11-20",
    "record": {"kind": "model-card", "path": "models/credit-risk/README.md", "blob": "0" * 40},
    "card": {
        "license": "apache-2.0",
        "datasets": ["loans"],
        "governance": {
            "name": "credit-risk",
            "version": "1.4.0",
            "owner": {"team": "credit-ml", "contact": "credit-ml@example.org"},
            "risk": {"tier": "high", "reason": "Supports a human underwriter; never decides alone."},
            "intended_use": "Scores consumer loan applications for human underwriters.",
            "out_of_scope": ["automated refusal without review"],
            "limitations": ["trained on one market"],
            "oversight": {"who": "duty underwriter", "how_to_stop": "flag `scoring.enabled` off"},
            "monitoring": {"metrics": ["roc_auc"], "drift": {"method": "psi", "threshold": 0.2}, "cadence": "P7D"},
        },
    },
    "sections": {"limitations": "TODO", "intended use": "Scores loans."},
    "artifact": {"path": "models/credit-risk/model.pkl", "digests": {"md5": "0" * 32}, "size": 3, "pickle": True},
    "training": {
        "pipeline": {"path": "dvc.yaml", "stage": "train"},
        "data": [{"name": "loans", "path": "data/train.csv"}],
    },
    "evaluation": {"data": [{"name": "test", "path": "data/train.csv", "digests": {"md5": "1" * 32}}]},
    "metrics": [{"name": "roc_auc", "value": 0.912, "dataset": "loans", "at": "/card/model-index/0"}],
    "deployments": [{"name": "credit", "path": "deploy/a.yaml", "stage": "production", "version": "1.3.0"}],
}
DATA: dict[str, Any] = {
    "kind": "data",
    "name": "loans",
    "record": {"kind": "data-card", "path": "data/README.md", "blob": "0" * 40},
    "card": {"license": "cc-by-4.0", "governance": {"owner": {"team": "x"}, "personal_data": {"contained": True}}},
    "pointers": [{"path": "data/train.csv.dvc", "digests": {"md5": "0" * 32}, "size": 3, "nfiles": 1}],
    "used_by": [{"model": "credit-risk", "role": "training", "risk": "high"}],
}
DEPLOYMENT: dict[str, Any] = {
    "kind": "deployment",
    "name": "credit",
    "record": {"kind": "deployment", "path": "deploy/a.yaml", "blob": "0" * 40},
    "manifest": {"kind": "Deployment"},
    "stage": "production",
    "models": [{"name": "credit-risk", "version": "1.4.0", "uri": "s3://x", "traffic": 100, "model": {"risk": "high"}}],
    "logging": {"enabled": True, "retention_days": 30},
    "rollback": {"version": "1.3.0"},
}

GOVERNANCE: dict[str, Any] = {
    "version": "1.4.0",
    "risk": {"tier": "high"},
    "monitoring": {"drift": {"threshold": 0.2}, "thresholds": {"roc_auc": 0.9}},
}
BEFORE: dict[str, Any] = {
    "record": {"kind": "model-card", "path": "models/credit-risk/README.md", "blob": "0" * 40},
    "card": {"license": "cc-by-nc-4.0", "governance": GOVERNANCE},
    "artifact": {"path": "models/credit-risk/model.safetensors", "digests": {"md5": "0" * 32, "sha256": "0" * 64}},
    "training": {
        "pipeline": {"path": "dvc.yaml", "stage": "train"},
        "data": [{"name": "loans", "path": "data/train.csv", "digests": {"md5": "0" * 32}}],
    },
    "metrics": [
        {"name": "roc_auc", "value": 0.912, "dataset": "loans", "split": "test", "at": "/card/model-index/0"},
        {"name": "harm", "value": 3, "dataset": "loans"},
    ],
    "deployments": [{"name": "credit", "path": "deploy/a.yaml"}],
}
AFTER: dict[str, Any] = {
    **BEFORE,
    "card": {
        "license": "other",
        "license_name": "acme-openrail",
        "governance": {**GOVERNANCE, "risk": {"tier": "limited"}},
    },
    "artifact": {"path": "models/credit-risk/model.safetensors", "digests": {"md5": "1" * 32, "sha256": "0" * 64}},
    "metrics": [{**BEFORE["metrics"][0], "value": 0.85}, {**BEFORE["metrics"][1], "value": 4}],
}
CHANGE: dict[str, Any] = {
    "kind": "change",
    "name": "change",
    "base": "0" * 40,
    "models": [
        {
            "name": "credit-risk",
            "before": BEFORE,
            "after": AFTER,
            "stages": [
                {"stage": "prod", "version": "v1.3.0", "model": {"metrics": BEFORE["metrics"]}},
                {"stage": "dev", "version": "v1.2.0"},
            ],
            "registered": {"version": "v1.4.0", "digests": {"md5": "0" * 32}},
        },
        {"name": "old", "before": {"card": {}}, "stages": [{"stage": "prod", "version": ""}]},
    ],
    "data": [
        {
            "name": "loans",
            "before": {**DATA, "card": {"license": "odbl", "governance": {"version": "2026-03"}}},
            "after": {
                **DATA,
                "card": {"license": "mit", "governance": {"version": "2026-03"}},
                "pointers": [{"path": "data/train.csv.dvc", "digests": {"md5": "1" * 32}}],
            },
        }
    ],
    "deployments": [],
    "files": [{"path": "models/credit-risk/README.md", "change": "modified", "record": True, "owners": []}],
    "codeowners": True,
    "parameters": {"before": {"slices": ["age"]}, "after": {"regression_budget": 0.5}},
}


def without_each_field(value: Json) -> Iterator[Json]:
    """Yield the value with each of its fields deleted in turn."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            for changed in without_each_field(child):
                yield {**value, key: changed}
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield [*value[:index], *value[index + 1 :]]
            for changed in without_each_field(child):
                yield [*value[:index], changed, *value[index + 1 :]]


@pytest.mark.parametrize("subject", [MODEL, DATA, DEPLOYMENT, CHANGE], ids=lambda value: str(value["kind"]))
def test_both_engines_find_the_same_whatever_is_missing(
    shipped: tuple[Engine, Engine], subject: dict[str, Any]
) -> None:
    embedded, opa = shipped
    kind = str(subject["kind"])
    found: set[str] = set()
    values: list[Json] = [subject, *without_each_field(subject), {}, {"kind": kind}]
    for value in values:
        violations = embedded.evaluate(kind, value)
        assert violations == opa.evaluate(kind, value), value
        found.update(each.rule for each in violations)
    assert len(found) >= 3, "the example is too good to compare with"


@pytest.mark.parametrize("odd", [None, True, 0, -1.5, "", "x", [], {}, ["x"], {"x": 1}], ids=repr)
def test_both_engines_find_the_same_whatever_the_type(shipped: tuple[Engine, Engine], odd: Json) -> None:
    embedded, opa = shipped
    for subject in (MODEL, DATA, DEPLOYMENT, CHANGE):
        kind = str(subject["kind"])
        values = [{**subject, key: wrong} for key in subject for wrong in (odd, [odd])]
        card = subject.get("card", {})
        values += [{**subject, "card": {**card, key: odd}} for key in card]
        governance = card.get("governance", {})
        values += [{**subject, "card": {**card, "governance": {**governance, key: odd}}} for key in governance]
        for model in subject["models"] if kind == "change" else ():
            values += [{**subject, "models": [{**model, side: odd}]} for side in model]
            values += [
                {**subject, "models": [{**model, "after": {**AFTER, key: wrong}}]}
                for key in AFTER
                for wrong in (odd, [odd])
            ]
        for value in values:
            assert embedded.evaluate(kind, value) == opa.evaluate(kind, value), value
