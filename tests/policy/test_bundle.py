"""Bundles: what binds a module to a rule, what is refused, and what the digest covers."""

from __future__ import annotations

import pytest

from govml.model import PolicyError, Rule
from govml.policy.bundle import load_bundle
from govml.policy.index import shipped_modules
from govml.policy.nouns import Module, Policy
from tests.policy.examples import bundle_of, head

DENY = 'deny contains "x" if input.x\n'
CONFTEST = 'package main\n\ndeny contains "x" if input.x\n\nwarn_late contains "y" if input.y\n'


def test_metadata_becomes_a_rule() -> None:
    bundle = bundle_of(head("ACME-1", "model", "warning") + DENY)
    rule = Rule(
        "ACME-1", "A title", "A description.", "warning", "model", ("eu-ai-act 9.2(a)",), "Mend it.", "policies/0.rego"
    )
    assert bundle.policies == (Policy(rule, "data.acme.acme_1", ("deny",), ()),)
    assert [facts.package for facts in bundle.facts] == [("data", "acme", "acme_1")]
    assert not bundle.trusted


def test_a_conftest_policy_is_asked_of_every_record() -> None:
    [policy] = bundle_of(CONFTEST).policies
    assert policy.rule == Rule("main", "main", "", "error", "document", (), "", "policies/0.rego")
    assert (policy.denies, policy.warns) == (("deny",), ("warn_late",))


def test_files_of_one_package_are_one_policy() -> None:
    bundle = bundle_of(CONFTEST, 'package main\n\nviolation contains "z" if input.z\n')
    [policy] = bundle.policies
    assert policy.denies == ("deny", "violation")


def test_metadata_before_a_rule_makes_a_rule_of_its_own() -> None:
    text = """package main

# METADATA
# title: First
# custom: {id: MAIN-1, subject: model}
deny_a contains "a" if input.a

# METADATA
# title: Second
# custom: {id: MAIN-2}
deny_b contains "b" if input.b

deny contains "c" if input.c
"""
    found = {
        policy.rule.id: (policy.rule.title, policy.rule.subject, policy.denies) for policy in bundle_of(text).policies
    }
    assert found == {
        "MAIN-1": ("First", "model", ("deny_a",)),
        "MAIN-2": ("Second", "document", ("deny_b",)),
        "main": ("main", "document", ("deny",)),
    }


def test_a_profile_changes_and_switches_off() -> None:
    texts = [head("ACME-1") + DENY, head("ACME-2", severity="warning") + DENY]
    bundle = bundle_of(*texts, severities={"ACME-1": "off", "ACME-2": "error"})
    assert [(policy.rule.id, policy.rule.level) for policy in bundle.policies] == [("ACME-2", "error")]
    assert [policy.rule.id for policy in bundle.off] == ["ACME-1"]


def test_tests_are_left_out() -> None:
    own = [Module("policies/a.rego", CONFTEST), Module("policies/a_test.rego", "package main_test\n\n{ not rego")]
    bundle = load_bundle((), own, {}, {})
    assert [module.path for module in bundle.modules] == ["policies/a.rego"]


def test_the_digest_covers_content_parameters_and_severities_but_not_paths() -> None:
    one = load_bundle((), [Module("a.rego", CONFTEST)], {"p": 1}, {})
    moved = load_bundle((), [Module("b/c.rego", CONFTEST)], {"p": 1}, {})
    assert one.digest == moved.digest
    assert one.digest.startswith("sha256:") and len(one.digest) == 71
    others = {
        load_bundle((), [Module("a.rego", CONFTEST + "\n")], {"p": 1}, {}).digest,
        load_bundle((), [Module("a.rego", CONFTEST)], {"p": 2}, {}).digest,
        load_bundle((), [Module("a.rego", CONFTEST)], {"p": 1}, {"main": "warning"}).digest,
    }
    assert len(others | {one.digest}) == 4


@pytest.mark.parametrize(
    ("condition", "reads_at", "reads_records"),
    [
        ("input.card.at", False, False),
        ("input.at", True, False),
        ('input["at"]', True, False),
        ("input[input.key]", True, False),
        ("count(input) > 1", True, False),
        ("is_object(input)", False, False),
        ('object.get(input, "card", 1) == 1', False, False),
        ('object.get(input, "at", 1) == 1', True, False),
        ("object.get(input, input.key, 1) == 1", True, False),
        ("data.govml.records.model", False, True),
        ('data.govml["records"].model', False, True),
        ("data.govml.parameters.x", False, False),
        ("object.get(data.govml.records, input.key, 1) == 1", False, True),
    ],
)
def test_what_a_bundle_reads(condition: str, reads_at: bool, reads_records: bool) -> None:
    bundle = bundle_of(head() + f'deny contains "x" if {condition}\n')
    assert (bundle.reads_at, bundle.reads_records) == (reads_at, reads_records)


def test_imports_are_reads_too() -> None:
    bundle = bundle_of(
        head() + 'import input.at\nimport data.govml.records\n\ndeny contains "x" if records.model[at]\n'
    )
    assert bundle.reads_at and bundle.reads_records


@pytest.mark.parametrize(
    ("texts", "severities", "message", "hint"),
    [
        ([head() + DENY, head().replace("acme_1", "b") + DENY], {}, "rule ACME-1 is defined twice", "an id of its own"),
        ([CONFTEST], {"mian": "off"}, "unknown rule: mian", "did you mean main?"),
        ([head() + "deny if input.x\n"], {}, "policies/0.rego:12:1: `deny` is not a set", "deny contains message"),
        (
            [CONFTEST, "package t\n\nx := time.now_ns()\n\ny := rand.intn(1, 2)\n"],
            {},
            "1.rego:3:6: `time.now_ns`",
            "at",
        ),
        (["package system.authz\n\nallow := true\n"], {}, "package system.authz is reserved", "another"),
        (["package govml_query.model\n\nrules := {}\n"], {}, "package govml_query.model is reserved", "another"),
        (["package govml.parameters.x\n\nrules := {}\n"], {}, "is reserved", "another"),
        (["# METADATA\n# title: [\npackage t\n"], {}, "policies/0.rego:3:2: METADATA: ", ""),
        (["# METADATA\n# - a\npackage t\n"], {}, "policies/0.rego:1: METADATA is a mapping", "docs/policies.md"),
        (["# METADATA\n# severity: error\npackage t\n"], {}, "0.rego:1: `severity` belongs under `custom`", "docs"),
        (["# METADATA\n# custom: {severity: high}\npackage t\n"], {}, "error or warning, not 'high'", "docs"),
        (["# METADATA\n# custom: {subject: A model}\npackage t\n"], {}, "`subject` is one of model", "docs"),
        (["# METADATA\n# custom: {id: a b}\npackage t\n"], {}, "`id` holds letters", "docs"),
        (["# METADATA\n# custom: {controls: x}\npackage t\n"], {}, "`controls` is a list", "docs"),
        (["# METADATA\n# title: 1\npackage t\n"], {}, "`title` is a text", "docs"),
        (["# METADATA\n# scope: rule\npackage t\n"], {}, "`scope` is package before", "docs"),
        (["package t\n\nx := 1\n\n# METADATA\n# title: nothing\n"], {}, "0.rego:5: METADATA stands before no", "above"),
        (
            [
                "package t\n\n# METADATA\n# custom: {id: A}\ndeny contains 1 if input.a\n\n"
                "# METADATA\n# custom: {id: B}\ndeny contains 2 if input.b\n"
            ],
            {},
            "policies/0.rego:7: `deny` has more than one id: A, B",
            "deny_a",
        ),
    ],
)
def test_refused(texts: list[str], severities: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(PolicyError) as caught:
        bundle_of(*texts, severities=severities)  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_a_metadata_comment_inside_a_text_is_no_metadata() -> None:
    text = head() + "deny contains x if {\n\tx := `\n# METADATA\n# title: [\n`\n}\n"
    [policy] = bundle_of(text).policies
    assert policy.rule.title == "A title"


def test_own_policies_do_not_extend_shipped_ones() -> None:
    own = Module("policies/mine.rego", 'package govml.card_02\n\ndeny contains "x" if input.x\n')
    with pytest.raises(PolicyError, match="one of govml's own"):
        load_bundle(shipped_modules(), [own], {}, {})


def test_a_policy_about_nothing_is_refused() -> None:
    own = [Module("policies/mine.rego", head(subject="modle") + DENY)]
    with pytest.raises(PolicyError, match="'modle', which nothing is"):
        load_bundle((), own, {}, {}, kinds=["model-card"])
    own = [Module("policies/mine.rego", head(subject="model-card") + DENY)]
    assert load_bundle((), own, {}, {}, kinds=["model-card"]).policies


def test_a_text_that_takes_the_parser_forever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govml.policy.reading.PARSE_SECONDS", 0.5)
    with pytest.raises(Exception, match=r"did not finish within 0\.5 s for reading policies/0\.rego"):
        bundle_of("package t\n\nx := " + "[" * 60 + "]" * 60 + "\n")


@pytest.mark.parametrize("depth", [2000, 200_000])
def test_deep_nesting_does_not_end_govml(depth: int) -> None:
    with pytest.raises(PolicyError):
        bundle_of("package t\n\nx := " + "(" * depth + "1" + ")" * depth + "\n")
