"""The lint: each file under `tests/cases/rego/fail` says at which places it is refused, those under `pass` are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govml.model import PolicyError
from govml.policy.builtins import ALLOWED, REFUSED
from govml.policy.nouns import Module
from govml.policy.reading import lint_modules
from tests.builders import ROOT

CASES = ROOT / "tests" / "cases" / "rego"
EXPECT = re.compile(r"# expect: (\d+:\d+) (.+)")


def files(folder: str) -> list[Path]:
    return sorted((CASES / folder).glob("*.rego"))


@pytest.mark.parametrize("path", files("fail"), ids=lambda path: path.stem)
def test_refused(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = EXPECT.findall(text)
    found = [
        (f"{each.location.line}:{each.location.column}", each.message, each.remediation)
        for each in lint_modules([Module(path.name, text)])
    ]
    assert expected, "the case expects nothing"
    assert [place for place, _, _ in found] == [place for place, _ in expected], found
    for (_, message, _), (_, start) in zip(found, expected, strict=True):
        assert message.startswith(start)


@pytest.mark.parametrize("path", files("pass"), ids=lambda path: path.stem)
def test_accepted(path: Path) -> None:
    assert lint_modules([Module(path.name, path.read_text(encoding="utf-8"))]) == []


def test_every_refusal_says_what_to_write_instead() -> None:
    for path in files("fail"):
        for each in lint_modules([Module(path.name, path.read_text(encoding="utf-8"))]):
            assert each.rule == "rego-lint" and each.level == "error"
            assert each.remediation or "calls itself" in each.message, each


def test_nothing_is_both_allowed_and_refused() -> None:
    assert not set(ALLOWED) & set(REFUSED)


@pytest.mark.parametrize(
    ("text", "place", "words", "hint"),
    [
        ("package a\n\ndeny contains msg if {\n\tmsg := \n}\n", "4:6", "expecting", ""),
        ('package a\n\ndeny contains $"x {input.y}" if true\n', "3:15", "invalid character", "sprintf"),
        ('package a\n\ndeny[msg] { msg := "x" }\n', "3:11", "", "Rego v1"),
        ("", "1:1", "", ""),
        ("\x00", "1:1", "", ""),
    ],
)
def test_what_does_not_parse_is_an_error_with_its_place(text: str, place: str, words: str, hint: str) -> None:
    with pytest.raises(PolicyError) as caught:
        lint_modules([Module("policies/x\n::y.rego", text)])
    assert str(caught.value).startswith(f"policies/x\n::y.rego:{place}: "), str(caught.value)
    assert words in str(caught.value)
    assert "backtrace" not in str(caught.value)
    assert hint in caught.value.hint
