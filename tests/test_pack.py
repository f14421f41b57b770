"""The shipped policies: every rule is complete, both engines decide alike, and less evidence never helps."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
import regorus
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.policy.tiers import TIERED
from govml.records.differences import HIGHER, LOWER, trend
from tests.builders import ROOT, find_opa

PACK = ROOT / "policies"
CASES = ROOT / "tests" / "cases" / "policies"
LIBRARIES = ("lib.rego", "evidence_lib.rego", "promotion_lib.rego")
SETS = ("deny", "warn")
SUBJECTS = ("model", "data", "deployment", "change", "promotion", "approvals")
ODD: tuple[Any, ...] = (None, "x", 7, ["x"], {"a": 1})
"""What each field is replaced by in turn, to see that no type upsets a rule."""

Answer = dict[str, list[dict[str, Any]]]


class PackRule(NamedTuple):
    """A rule of the pack, as its file says."""

    id: str
    path: Path
    package: str
    metadata: dict[str, Any]
    sets: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Kind of subject that it is asked about."""
        return str(self.metadata["custom"]["subject"])


class Case(NamedTuple):
    """One file below `tests/cases/policies`."""

    rule: str
    kind: str
    path: Path
    document: dict[str, Any]

    @property
    def input(self) -> dict[str, Any]:
        """The input that the rule is asked about."""
        return dict(self.document["input"])

    @property
    def parameters(self) -> dict[str, Any]:
        """The shipped parameters with those of the case over them."""
        return {**defaults(), **self.document.get("parameters", {})}


@cache
def defaults() -> dict[str, Any]:
    """The shipped parameters."""
    return dict(yaml.safe_load((PACK / "parameters.yaml").read_text()))


def load_rules() -> dict[str, PackRule]:
    """Read the METADATA block above `package` of every rule."""
    rules = {}
    for path in sorted(PACK.glob("*.rego")):
        if path.name in LIBRARIES or path.name.endswith("_test.rego"):
            continue
        text = path.read_text()
        block, package = re.split(r"^package ", text, maxsplit=1, flags=re.MULTILINE)
        head, *comments = block.splitlines()
        assert head == "# METADATA", path
        metadata = yaml.safe_load("\n".join(line.removeprefix("#").removeprefix(" ") for line in comments))
        sets = tuple(name for name in SETS if re.search(rf"^{name} contains", text, re.MULTILINE))
        rule = PackRule(metadata["custom"]["id"], path, package.split("\n")[0], metadata, sets)
        assert rule.id not in rules
        rules[rule.id] = rule
    return rules


RULES = load_rules()
CASE_LIST = [
    Case(path.parts[-3], path.parts[-2], path, json.loads(path.read_text()))
    for path in sorted(CASES.glob("*/*/*.json"))
]


class Pack:
    """The pack in regorus with one set of parameters."""

    def __init__(self, parameters: Mapping[str, Any] | None) -> None:
        self._parameters = parameters
        self._asking: dict[str, Any] = {}
        self._whole: Any = None

    def _for(self, name: str) -> Any:
        """An engine with what a rule, or a kind of subject, needs: it takes longer the more modules there are."""
        if name not in self._asking:
            libraries = [PACK / library for library in sorted(LIBRARIES)]
            self._asking[name] = self._engine([*libraries, *(rule.path for rule in _rules_of(name))])
            asking = f"package ask[{json.dumps(name)}]\nanswers := {_answers(name)}"
            self._asking[name].add_policy(f"ask {name}", asking)
        return self._asking[name]

    def _all(self) -> Any:
        if self._whole is None:
            self._whole = self._engine(sorted(PACK.glob("*.rego")))
        return self._whole

    def _engine(self, paths: Iterable[Path]) -> Any:
        engine = regorus.Engine()
        for path in paths:
            engine.add_policy(path.name, path.read_text())
        if self._parameters is not None:
            engine.add_data_json(json.dumps({"govml": {"parameters": self._parameters}}))
        return engine

    def ask(self, rule: str, subject: Any) -> Answer:
        """What one rule says about an input."""
        return self.ask_all(rule, subject)[rule]

    def ask_all(self, name: str, subject: Any) -> dict[str, Answer]:
        """What a rule, or all rules about a kind of subject, say. An error of the engine is an error of the test."""
        engine = self._for(name)
        engine.set_input_json(json.dumps(subject))
        answers = json.loads(engine.eval_rule_as_json(f"data.ask[{json.dumps(name)}].answers"))
        assert isinstance(answers, dict), (name, answers)
        return answers

    def value(self, query: str, subject: Any) -> Any:
        """What an expression is for an input."""
        self._all().set_input_json(json.dumps(subject))
        (result,) = json.loads(self._all().eval_query_as_json(query))["result"]
        return result["expressions"][0]["value"]

    def test(self, path: str) -> bool:
        """Whether a test rule is true."""
        self._all().set_input_json("{}")
        return bool(json.loads(self._all().eval_rule_as_json(path)) is True)


def _rules_of(name: str) -> list[PackRule]:
    return [RULES[name]] if name in RULES else [RULES[rule] for rule in by_subject(name)]


def _answers(name: str) -> str:
    lines = [
        f'\t"{rule.id}": {{' + ", ".join(f'"{each}": data.{rule.package}.{each}' for each in rule.sets) + "},\n"
        for rule in _rules_of(name)
    ]
    return "{\n" + "".join(lines) + "}"


@cache
def _pack(parameters: str) -> Pack:
    return Pack(json.loads(parameters))


def pack(parameters: Mapping[str, Any] | None) -> Pack:
    """The pack with parameters; engines are kept for the run."""
    return _pack(json.dumps(parameters, sort_keys=True))


def pointers(value: Any, prefix: str = "") -> Iterator[str]:
    """Every field of a document, at any depth. List items are claims, no fields: what is in them is."""
    if isinstance(value, dict):
        for key, item in value.items():
            pointer = f"{prefix}/{key.replace('~', '~0').replace('/', '~1')}"
            yield pointer
            yield from pointers(item, pointer)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from pointers(item, f"{prefix}/{number}")


def edited(document: Any, pointer: str, *value: Any) -> Any:
    """A document without a field, or with another value there; what is beside it is shared."""
    step, more, rest = pointer[1:].partition("/")
    result = document.copy()
    key = int(step) if isinstance(result, list) else step.replace("~1", "/").replace("~0", "~")
    if more:
        result[key] = edited(result[key], f"/{rest}", *value)
    elif value:
        result[key] = value[0]
    else:
        del result[key]
    return result


def first_day(answer: Answer) -> str:
    """The first day on which something is denied: empty for at once, `9` for never."""
    return min((str(member.get("from", "")) for member in answer["deny"]), default="9")


def by_subject(kind: str) -> list[str]:
    """The rules about one kind of subject."""
    return [rule.id for rule in RULES.values() if rule.subject == kind]


def largest(kind: str) -> dict[str, Any]:
    """The input with the most fields among the passing cases of a kind of subject."""
    inputs = [case.input for case in CASE_LIST if case.input["kind"] == kind and case.kind == "pass"]
    return max(inputs, key=lambda subject: len(list(pointers(subject))))


@pytest.mark.parametrize("case", CASE_LIST, ids=lambda case: "/".join(case.path.parts[-3:]))
def test_case(case: Case) -> None:
    answer = pack(case.parameters).ask(case.rule, case.input)
    for name in SETS:
        found = sorted((member["pointer"], member["msg"]) for member in answer.get(name, []))
        expected = sorted(map(tuple, case.document[name]))
        assert [pointer for pointer, _ in found] == [pointer for pointer, _ in expected], found
        for (_, message), (_, part) in zip(found, expected, strict=True):
            assert part in message
    now = [member for member in answer["deny"] if "from" not in member]
    assert bool(answer["deny"]) == (case.kind == "fail"), now


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_rule_is_complete(rule: PackRule) -> None:
    custom = rule.metadata["custom"]
    assert set(rule.metadata) == {"title", "description", "custom"}
    assert set(custom) - {"tiers", "needs", "after"} == {"id", "subject", "severity", "controls", "remediation"}
    assert rule.path.stem == rule.id.lower().replace("-", "_")
    assert rule.package == f"govml.{rule.path.stem}"
    assert custom["subject"] in SUBJECTS
    assert custom["severity"] in ("error", "warning")
    assert "deny" in rule.sets
    assert "credit-risk" not in rule.path.read_text(), "the model of a user has another name"
    assert re.search(r"^```(yaml|sh|text)$", custom["remediation"], re.MULTILINE)
    assert custom["subject"] in TIERED or "tiers" not in custom
    for block in re.findall(r"```yaml\n(.*?)```", custom["remediation"], re.DOTALL):
        assert list(yaml.safe_load_all(block))
    mine = [case.kind for case in CASE_LIST if case.rule == rule.id]
    assert mine.count("pass") >= 1
    assert mine.count("fail") >= 2
    tests = rule.path.with_name(f"{rule.path.stem}_test.rego").read_text()
    assert f"package {rule.package}_test\n" in tests


def catalogues() -> dict[str, dict[str, Any]]:
    """The catalogues of clauses, by id."""
    found = {path.stem: yaml.safe_load(path.read_text()) for path in sorted((PACK / "catalogues").glob("*.yaml"))}
    assert len(found) == 5
    return found


def test_controls_are_in_the_catalogues() -> None:
    known = catalogues()
    for rule in RULES.values():
        assert rule.metadata["custom"]["controls"]
        for control in rule.metadata["custom"]["controls"]:
            catalogue, clause = control.split(" ", 1)
            assert clause in known[catalogue]["clauses"], f"{rule.id}: {control}"


def test_catalogues() -> None:
    known = catalogues()
    for name, catalogue in known.items():
        assert catalogue["id"] == name
        assert catalogue["status"] in ("in-force", "superseded")
        assert (catalogue["status"] == "superseded") == bool(catalogue["superseded_by"])
        assert set(catalogue["superseded_by"]) <= set(known)
        for clause, entry in catalogue["clauses"].items():
            assert isinstance(clause, str)
            assert entry["source"] in ("read", "title-only", "not-read")
            assert entry["title"]
            assert entry.get("applies_from") in (None, *catalogue.get("dates", {}))


def test_profiles_name_every_rule() -> None:
    profiles = {path.stem: yaml.safe_load(path.read_text()) for path in (PACK / "profiles").glob("*.yaml")}
    assert set(profiles) == {"default", "strict", "none"}
    assert profiles["default"]["rules"] == {}
    assert profiles["strict"]["rules"] == dict.fromkeys(RULES, "error")
    assert profiles["none"]["rules"] == dict.fromkeys(RULES, "off")


def test_inputs_follow_the_schema() -> None:
    schema = json.loads((ROOT / "schemas" / "policy-input.schema.json").read_text())
    validator = jsonschema_rs.Draft202012Validator(schema)
    passing = [case for case in CASE_LIST if case.kind == "pass" and case.rule != "CARD-04"]
    assert [case.path.name for case in passing if not validator.is_valid(case.input)] == []
    assert not validator.is_valid({"kind": "model", "name": "m", "metric": []})


HONEST: dict[str, Any] = {
    "kind": "model",
    "name": "spam-filter",
    "card": {
        "license": "apache-2.0",
        "library_name": "transformers",
        "pipeline_tag": "text-classification",
        "governance": {
            "name": "spam-filter",
            "risk": {"tier": "minimal", "reason": "Sorts internal newsletters."},
            "owner": {"team": "it-tools", "contact": "#it-tools"},
            "intended_use": "Filters spam from the newsletter inbox.",
        },
    },
    "metrics": [{"name": "accuracy", "value": 0.97, "dataset": "SMS spam", "split": "test"}],
}
"""All that a small team writes down about a model of tier minimal."""


def test_a_minimal_honest_card_passes() -> None:
    answers = pack(defaults()).ask_all("model", HONEST)
    assert len(answers) == len(by_subject("model"))
    assert [rule for rule, answer in answers.items() if any(answer.values())] == []


@pytest.mark.parametrize("before", [{}, {"before": HONEST}])
def test_a_new_version_of_a_minimal_honest_card_passes(before: dict[str, Any]) -> None:
    record = {"kind": "model-card", "path": "README.md", "blob": "1" * 40}
    after = {**HONEST, "record": record, "metrics": [{**HONEST["metrics"][0], "value": 0.98}]}
    model = {"name": "spam-filter", **before, "after": after, "stages": []}
    answers = pack(defaults()).ask_all("change", {"kind": "change", "name": "change", "models": [model]})
    assert len(answers) == len(by_subject("change"))
    assert [rule for rule, answer in answers.items() if any(answer.values())] == []


def test_an_unknown_tier_is_one_finding() -> None:
    subject = {"kind": "model", "name": "m", "card": {"license": "cc-by-nc-4.0", "governance": {"risk": "high"}}}
    answers = pack(defaults()).ask_all("model", subject)
    assert [rule for rule, answer in answers.items() if any(answer.values())] == ["CARD-04"]
    assert [member["pointer"] for member in answers["CARD-04"]["deny"]] == ["/card/governance/risk/tier"]


def test_words_of_metrics_are_those_of_the_diff() -> None:
    assert set(pack(defaults()).value("data.govml.eval_04.higher_words", {})) == HIGHER
    assert set(pack(defaults()).value("data.govml.eval_04.lower_words", {})) == LOWER


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*sorted(HIGHER | LOWER), "Top", "5", "at", "_", "-", " ", "é", ""]), max_size=4))
def test_a_metric_is_better_where_the_diff_says_so(parts: list[str]) -> None:
    directions = {"better": "higher", "worse": "lower", "": "unknown"}
    for name in ("".join(parts), "_".join(parts), "".join(map(str.capitalize, parts))):
        said = pack(defaults()).value("data.govml.eval_04.direction(input)", name)
        assert said == directions[trend(name, 1, 2)], name


_CLAIMED = {
    "change": r"/(models|data)/\d+/after/",
    "promotion": r"/(stated|weights|registered|deprecated|configured|reachable|commits|base)\b|/waivers(/\d+/|$)",
    "approvals": r"/approvals\b",
}


def claims(subject: dict[str, Any]) -> list[str]:
    """Fields that somebody writes. Of a change that is what it leaves; what was before, and tags, are as they are.

    Of a promotion, what is asked for, which waivers there are, and what the ledger and the trusted commit say are as
    they are.
    """
    return [
        pointer
        for pointer in pointers(subject)
        if re.match(_CLAIMED.get(subject["kind"], ""), pointer)
    ]


def test_a_field_of_the_wrong_type_is_missing() -> None:
    """What is denied where a field is absent is denied where it is null. What is needed of a role is never null."""
    for kind in SUBJECTS:
        subject = largest(kind)
        engine = pack(defaults())
        for pointer in (each for each in pointers(subject) if not each.startswith("/needed/")):
            absent = engine.ask_all(kind, edited(subject, pointer))
            null = engine.ask_all(kind, edited(subject, pointer, None))
            for rule in by_subject(kind):
                assert first_day(absent[rule]) == first_day(null[rule]), (rule, pointer)


def test_without_parameters_nothing_more_passes() -> None:
    engine = pack(None)
    for case in CASE_LIST:
        answer = engine.ask(case.rule, case.input)
        if case.kind == "fail" and "parameters" not in case.document:
            assert answer["deny"], case.path


def test_rego_tests_pass_in_regorus() -> None:
    tests = [
        (package, name)
        for path in sorted(PACK.glob("*_test.rego"))
        for package in re.findall(r"^package (\S+)", path.read_text(), re.MULTILINE)
        for name in re.findall(r"^(test_\w+) if", path.read_text(), re.MULTILINE)
    ]
    assert len({package for package, _ in tests}) == len(RULES) + len(LIBRARIES)
    assert [name for package, name in tests if not pack(defaults()).test(f"data.{package}.{name}")] == []


def run_opa(opa: Path, *args: str, check: bool = True) -> str:
    """Run the real OPA on the pack's Rego files and return what it prints."""
    files = [str(path) for path in sorted(PACK.glob("*.rego"))]
    done = subprocess.run([str(opa), *args, *files], capture_output=True, text=True, check=False, timeout=600)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_rego_tests_pass_in_opa(opa: Path) -> None:
    results = json.loads(run_opa(opa, "test", "--format=json"))
    assert len(results) > len(RULES)
    run_opa(opa, "check", "--strict")
    assert run_opa(opa, "fmt", "--list") == ""


def ask_opa(opa: Path, folder: Path, asked: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Answer]]]:
    """Ask OPA once about many inputs: for each row, the answers about each variant of its input.

    A row has `input`, `parameters`, what to `ask` (as `Pack.ask_all`), and the JSON patches that make the `variants`.
    """
    clauses = [
        f'answers("{name}", subject, parameters) := value if {{\n'
        f"\tvalue := {_answers(name)} with input as subject with data.govml.parameters as parameters\n}}\n"
        for name in (*RULES, *SUBJECTS)
    ]
    query = folder / "query.rego"
    query.write_text(
        "package differential\n\n" + "\n".join(clauses) + "\nresult := [said |\n\tsome row in data.rows\n"
        "\tsaid := [found |\n\t\tsome variant in row.variants\n"
        "\t\tfound := answers(row.ask, json.patch(row.input, variant), row.parameters)\n\t]\n]\n"
    )
    rows = folder / "rows.json"
    rows.write_text(json.dumps({"rows": asked}))
    files = [str(path) for path in sorted(PACK.glob("*.rego")) if not path.name.endswith("_test.rego")]
    args = [word for path in (*files, str(query), str(rows)) for word in ("--data", path)]
    command = [str(opa), "eval", "--format=json", *args, "data.differential.result"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr + done.stdout[:2000]
    return list(json.loads(done.stdout)["result"][0]["expressions"][0]["value"])


def rows_of_cases() -> list[dict[str, Any]]:
    """Every case, and what is left of each failing one without each field in turn, for its rule."""
    return [
        {
            "input": case.input,
            "parameters": case.parameters,
            "ask": case.rule,
            "variants": [
                [],
                *([{"op": "remove", "path": pointer}] for pointer in claims(case.input) if case.kind == "fail"),
            ],
        }
        for case in CASE_LIST
    ]


def rows_of_odd_types() -> list[dict[str, Any]]:
    """The largest inputs with each field removed, or replaced by something odd, in turn, for every rule about them.

    Every field meets two kinds of odd values; its neighbours meet others, and many fields stand in several places.
    """
    rows = []
    for kind in SUBJECTS:
        subject = largest(kind)
        variants: list[list[dict[str, Any]]] = []
        for number, pointer in enumerate(pointers(subject)):
            variants.append([{"op": "remove", "path": pointer}])
            odd = (ODD[(number + step) % len(ODD)] for step in (0, len(ODD) // 2))
            variants += [[{"op": "replace", "path": pointer, "value": value}] for value in odd]
        rows.append({"input": subject, "parameters": defaults(), "ask": kind, "variants": variants})
    return rows


def answers_alike(opa: Path | None, folder: Path, rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Answer]]]:
    """What regorus says about the variants of each row. Fails where OPA, if there is one, doesn't say the same."""
    for row, theirs in zip(rows, ask_opa(opa, folder, rows) if opa else [None] * len(rows), strict=True):
        mine = [pack(row["parameters"]).ask_all(row["ask"], applied(row["input"], patch)) for patch in row["variants"]]
        for patch, ours, answers in zip(row["variants"], mine, theirs or mine, strict=True):
            assert canonical(ours) == canonical(answers), (row["ask"], patch)
        yield mine


def applied(subject: Any, patch: Sequence[Mapping[str, Any]]) -> Any:
    """An input with a patch of at most one operation."""
    for operation in patch:
        subject = edited(subject, operation["path"], *([operation["value"]] if "value" in operation else []))
    return subject


def test_opa_and_regorus_decide_alike_about_odd_types(opa: Path, tmp_path: Path) -> None:
    rows = rows_of_odd_types()
    assert len(list(answers_alike(opa, tmp_path, rows))) == len(SUBJECTS)


def test_engines_decide_alike_and_removing_a_field_never_helps(tmp_path: Path) -> None:
    """What is denied stays denied, by the same rule or by another one, and from no later day."""
    rows, seen = rows_of_cases(), 0
    for case, row, said in zip(CASE_LIST, rows, answers_alike(find_opa(), tmp_path, rows), strict=True):
        before, *others = (first_day(answers[case.rule]) for answers in said)
        for patch, after in zip(row["variants"][1:], others, strict=True):
            if after > before:
                less = applied(case.input, patch)
                after = min(map(first_day, pack(case.parameters).ask_all(case.input["kind"], less).values()))
            assert after <= before, (case.path.name, patch)
            seen += 1
    assert seen > 1000


def canonical(answers: Mapping[str, Answer]) -> dict[str, dict[str, list[str]]]:
    """Answers whose sets are sorted."""
    return {
        rule: {name: sorted(json.dumps(member, sort_keys=True) for member in found) for name, found in answer.items()}
        for rule, answer in answers.items()
    }
