"""The grammar of tag names: its table, the round trip, and GTO's own regular expressions as the oracle."""

from __future__ import annotations

import random

import pytest
from gto.constants import fullname_re, name_to_tag, shortcut_re, tag_re
from gto.tag import parse_name
from gto.versions import SemVer
from hypothesis import example, given
from hypothesis import strategies as st

from govml.registry.tags import (
    FORMS,
    MAX_LENGTH,
    Action,
    Selector,
    TagName,
    format_tag,
    is_model_name,
    is_tag_name,
    parse_selector,
    parse_tag,
)
from govml.registry.versions import Part, bump, is_version, precedence
from tests.builders import Repo

NAMES = st.from_regex(r"[a-zA-Z0-9]([a-zA-Z0-9/_-]{0,6}[a-zA-Z0-9])?", fullmatch=True)
MODELS = st.one_of(NAMES, st.from_regex(r"[a-zA-Z0-9_./-]{1,6}:[a-z0-9]([a-z/_-]{0,3}[a-z])?", fullmatch=True))
VERSIONS = st.from_regex(
    r"v(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]?)\.(0|[1-9])"
    r"(-(0|[1-9][0-9]?|[0-9]?[a-zA-Z-][0-9a-z-]{0,2})(\.(0|[1-9]|[a-z]))?)?(\+[0-9a-zA-Z-]{1,3}(\.[0-9a-z-]{1,2})?)?",
    fullmatch=True,
)
COUNTERS = st.none() | st.integers(0, 10**6)
CHARACTERS = st.text(alphabet="aZ09-_/.=:#@!v+ \n\x1bé٢", max_size=12)
PIECES = ["m", "dir", "v1.0.0", "v0.1.0-rc.1+b", "prod", "deprecated", "created", "latest", "7", *"=:/@#!."]
TEXTS = CHARACTERS | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@st.composite
def tag_names(draw: st.DrawFn) -> TagName:
    action: Action = draw(st.sampled_from(list(FORMS)))
    version = draw(VERSIONS) if action.endswith("registration") else ""
    stage = draw(NAMES) if action.endswith("assignment") else ""
    return TagName(action, draw(MODELS), version, stage, draw(COUNTERS))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("m@v1.2.3", TagName("registration", "m", "v1.2.3")),
        ("m@v1.2.3#4", TagName("registration", "m", "v1.2.3", "", 4)),
        ("m@v1.2.3!", TagName("deregistration", "m", "v1.2.3")),
        ("m@v1.2.3-rc.1+build.5!#6", TagName("deregistration", "m", "v1.2.3-rc.1+build.5", "", 6)),
        ("m#prod", TagName("assignment", "m", "", "prod")),
        ("m#prod#12", TagName("assignment", "m", "", "prod", 12)),
        ("m#prod!", TagName("unassignment", "m", "", "prod")),
        ("m#prod!#13", TagName("unassignment", "m", "", "prod", 13)),
        ("m@deprecated", TagName("deprecation", "m")),
        ("m@created#0", TagName("creation", "m", "", "", 0)),
        ("cv/models.d=seg/small@v0.0.1", TagName("registration", "cv/models.d:seg/small", "v0.0.1")),
    ],
)
def test_forms(text: str, said: TagName) -> None:
    assert parse_tag(text) == said
    assert format_tag(said) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v1.0.0",
        "m@1.0.0",
        "m@v1.0",
        "m@v1.0.0.0",
        "m@v01.0.0",
        "m@v1.0.0-01",
        "m@v1.0.0!!",
        "m@v1.0.0#",
        "m@v1.0.0#x",
        "m@v1.0.0#1!",
        "m@latest",
        "m@deprecated!",
        "m#",
        "m#-prod",
        "m#prod#1#2",
        "-m@v1.0.0",
        "m_@v1.0.0",
        "m:n@v1.0.0",
        "a=b=c@v1.0.0",
        "=m@v1.0.0",
        "m@v1.0.0\n",
        "m\x1b[31m@v1.0.0",
        "m@v1.0.0 ",
        "é@v1.0.0",
    ],
)
def test_not_the_grammar(text: str) -> None:
    assert parse_tag(text) is None


@given(tag_names())
def test_what_is_formatted_is_parsed_back(said: TagName) -> None:
    assert parse_tag(format_tag(said)) == said


@given(tag_names())
def test_gto_reads_every_tag_in_the_same_way(said: TagName) -> None:
    match = tag_re.search(format_tag(said))
    assert match is not None
    assert match["artifact"] == name_to_tag(said.model)  # type: ignore[no-untyped-call]
    assert (match["version"] or "", match["stage"] or "") == (said.version, said.stage)
    assert bool(match["cancel"]) == (said.action in ("deregistration", "unassignment"))
    assert bool(match["deprecated"]) == (said.action == "deprecation")
    assert bool(match["created"]) == (said.action == "creation")
    assert match["counter"] == (None if said.counter is None else str(said.counter))


@given(TEXTS)
@example("m@v1.٢.0")
@example("m@v1.0.0\n")
def test_any_text_is_a_tag_exactly_when_gto_says_so(text: str) -> None:
    # `$` matches before a line feed and `\d` takes digits of every script: neither can be in a tag that GTO makes.
    by_gto = tag_re.search(text) is not None and not text.endswith("\n") and text.isascii()
    assert (parse_tag(text) is not None) == by_gto


@given(TEXTS)
def test_any_text_is_a_selector_exactly_when_gto_says_so(text: str) -> None:
    text = text.replace("=", ":")
    shortcut = shortcut_re.search(text)
    plain = fullname_re.search(text)
    found = parse_selector(text)
    if text.endswith("\n") or not text.isascii() or not (shortcut or plain):
        assert found is None
    elif plain:
        assert found == Selector(text)
        assert is_model_name(text)
    else:
        assert shortcut is not None
        greatest = shortcut["version"] in ("latest", "greatest")
        version = "" if greatest else shortcut["version"] or ""
        assert found == Selector(shortcut["artifact"], version, shortcut["stage"] or "", greatest)
        assert not is_model_name(text)


@pytest.mark.parametrize("action", list(FORMS))
def test_gto_writes_the_same_forms(action: Action) -> None:
    from gto.constants import Action as GtoAction
    from gto.tag import TagTemplates

    verbs = {
        "deprecation": GtoAction.DEPRECATE,
        "registration": GtoAction.REGISTER,
        "deregistration": GtoAction.DEREGISTER,
        "assignment": GtoAction.ASSIGN,
        "unassignment": GtoAction.UNASSIGN,
    }
    if action == "creation":
        # GTO's grammar has it, but GTO neither writes nor reads it.
        assert set(verbs.values()) == set(TagTemplates)
        return
    said = TagName(
        action, "a:b", "v1.0.0" if "registration" in action else "", "prod" if "assignment" in action else ""
    )
    assert format_tag(said) == TagTemplates[verbs[action]].format(artifact="a=b", version="v1.0.0", stage="prod")
    assert parse_name(format_tag(said))["name"] == "a:b"


def test_digits_of_other_scripts_are_no_version() -> None:
    assert tag_re.search("m@v1٣.0.0") is not None
    assert parse_tag("m@v1٣.0.0") is None


def test_a_selector_may_be_spelled_as_in_a_tag() -> None:
    assert parse_selector("cv=seg@greatest") == Selector("cv:seg", "", "", True)


def test_very_long_names_are_refused_quickly() -> None:
    assert parse_tag("m#prod#" + "9" * (MAX_LENGTH - 7)) is not None
    assert parse_tag("m#prod#" + "9" * 5000) is None
    assert parse_tag("a-" * 40_000 + "@") is None
    assert parse_tag("m@v1.0.0-" + "a" * (MAX_LENGTH - 10) + "!?") is None
    assert parse_selector("m" * (MAX_LENGTH + 1)) is None
    assert not is_model_name("m" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "name",
    ["a//b", "a..b", "-a", "/a", ".a", "a/.b", "a/b.lock", "a.lock/b", "a", "a/b", "a.b", "a@v1.0.0+x.lock", "a.=b"],
)
def test_git_takes_the_same_names(repo: Repo, name: str) -> None:
    repo.commit()
    repo.git("tag", "-m", "x", "--", name, check=False)
    assert bool(repo.git("tag")) == is_tag_name(name)


def test_order_of_the_specification() -> None:
    ascending = [
        "v1.0.0-alpha",
        "v1.0.0-alpha.1",
        "v1.0.0-alpha.beta",
        "v1.0.0-beta",
        "v1.0.0-beta.2",
        "v1.0.0-beta.11",
        "v1.0.0-rc.1",
        "v1.0.0",
        "v2.0.0",
        "v2.1.0",
        "v2.1.1",
        "v10.0.0",
    ]
    mixed = random.Random(1).sample(ascending, len(ascending))
    assert mixed != ascending
    assert sorted(mixed, key=precedence) == ascending
    assert precedence("v1.0.0+a.1") == precedence("v1.0.0+b") == precedence("v1.0.0")


@given(VERSIONS, VERSIONS)
def test_versions_compare_as_in_gto(one: str, other: str) -> None:
    assert (precedence(one) < precedence(other)) == (SemVer(one) < SemVer(other))


@given(CHARACTERS | VERSIONS | st.from_regex(r"v?[0-9.]{0,6}[-+.a-z0-9]{0,4}", fullmatch=True))
def test_versions_are_those_of_gto(text: str) -> None:
    assert is_version(text) == SemVer.is_valid(text)  # type: ignore[no-untyped-call]


@given(VERSIONS, st.sampled_from(["major", "minor", "patch"]))
def test_bump_as_in_gto(version: str, part: Part) -> None:
    assert bump(version, part) == SemVer(version).bump(**{f"bump_{part}": True}).version  # type: ignore[no-untyped-call]
