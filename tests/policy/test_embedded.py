"""Hostile Rego in the embedded engine itself, past the lint: an error with a place, never a crash and never a pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from govml.model import EngineError, Json
from govml.policy.embedded import EmbeddedEngine
from govml.policy.nouns import Bundle, Module, Policy
from govml.policy.workers import supervise
from tests.builders import ROOT
from tests.policy.examples import bundle_of

DENY = 'package main\n\ndeny contains "x" if input.x\n'


def bundle(text: str) -> Bundle:
    """Return a bundle that was never linted."""
    read = bundle_of(DENY)
    return read._replace(modules=(Module("policies/hostile.rego", text),))


def ask(text: str, value: Json) -> object:
    engine = EmbeddedEngine(bundle(text), None)
    return engine.evaluate("document", value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("strings.count(input.x, ``) > 0", ""),
        ("http.send({`url`: `http://127.0.0.1:1`, `method`: `get`}).status_code != 200", "may not reach the network"),
        ("unknown.function(input.x)", "policies/hostile.rego:3:"),
        ("count(input.x, input.x, 3)", "policies/hostile.rego:3:"),
        ("crypto.sha256(input.x) == ``", "policies/hostile.rego:3:"),
    ],
)
def test_what_the_lint_refuses_still_decides_nothing(body: str, message: str) -> None:
    with pytest.raises(EngineError) as caught:
        ask(f'package main\n\ndeny contains "x" if {body}\n', {"x": "aé"})
    assert message in str(caught.value)
    assert "backtrace" not in str(caught.value).lower()


def test_a_missing_set_decides_nothing() -> None:
    with pytest.raises(EngineError, match=r"policy main: `deny` of policies/0\.rego gave no result"):
        ask("package main\n\ndeny := 1 if input.never\n", {})


def test_a_boolean_decides_nothing() -> None:
    with pytest.raises(EngineError, match=r"policy main: `deny` of policies/0\.rego gave no result"):
        ask("package main\n\ndeny if input.x\n", {"x": 1})


def test_a_missing_answer_decides_nothing() -> None:
    read = bundle_of(DENY)
    [policy] = read.policies
    renamed = Policy(policy.rule._replace(id="OTHER"), "data.other", ("deny",), ())
    engine = EmbeddedEngine(read, None)
    engine._bundle = read._replace(policies=(renamed,))
    with pytest.raises(EngineError, match="policy OTHER: `deny`"):
        engine.evaluate("document", {"x": 1})


def nested(depth: int) -> Json:
    value: Json = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("value", [{"x": float("nan")}, nested(2_000), nested(100_000)], ids=["nan", "deep", "deepest"])
def test_input_that_is_no_json_decides_nothing(value: Json) -> None:
    engine = EmbeddedEngine(bundle_of(DENY), None)
    with pytest.raises(EngineError):
        engine.evaluate("document", value)


def test_an_exponential_policy_is_stopped() -> None:
    text = "package main\n\ndeny contains x if {\n"
    text += "".join(f"\tsome v{n} in numbers.range(1, 100)\n" for n in range(6)) + "\tx := v0 + v5\n\tx < 0\n}\n"
    made = bundle(text)

    def work(_: str) -> object:
        return EmbeddedEngine(made, None).evaluate("document", {})

    with pytest.raises(EngineError, match=r"did not finish within 0\.3 s for the input \{\}"):
        list(supervise(work, ["{}"], 1, 0.3, lambda job: f"the input {job}", lambda: None))


def test_endless_recursion_ends_only_its_worker() -> None:
    made = bundle("package main\n\nf(x) := f(x + 1)\n\ndeny contains f(1)\n")

    def work(_: str) -> object:
        return EmbeddedEngine(made, None).evaluate("document", {})

    with pytest.raises(EngineError):
        list(supervise(work, ["{}"], 1, 10.0, lambda job: f"the input {job}", lambda: None))


def test_no_backtrace_even_where_rust_is_told_to_give_one(tmp_path: Path) -> None:
    code = (
        "from govml.policy.nouns import Module\n"
        "from govml.policy.embedded import syntax_tree\n"
        "from govml.model import PolicyError\n"
        "try: syntax_tree(Module('p.rego', 'package a\\n\\nx := '))\n"
        "except PolicyError as error: print(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"RUST_BACKTRACE": "full", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("p.rego:3:") and done.stdout.count("\n") == 1
