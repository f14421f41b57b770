"""What `govml.yaml` says of promotions: each thing that can't work is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from govml.base.document import pointer_text
from tests.builders import Repo
from tests.cli.checking import check, report
from tests.evidence.keys import make_key
from tests.records.tree import Tree
from tests.scenes import ADA, ALICE, CAROL

ROLES = f"roles:\n  risk-owner: [{ALICE}, {ADA}]\n  validator: [{CAROL}]\n"


def stages(text: str, more: str = "") -> str:
    return f"{ROLES}promotion:\n{more}  stages:\n" + "".join(f"    {line}\n" for line in text.split("\n"))


@pytest.fixture
def allowed(tmp_path: Path) -> str:
    return "".join(make_key(tmp_path, who.partition("@")[0]).allowed(who) for who in (ADA, ALICE, CAROL))


def told(config: str, allowed: str | None) -> list[tuple[str, str, str, str]]:
    files = {"govml.yaml": config} | ({} if allowed is None else {"allowed_signers": allowed})
    found = Tree(files).link_defects()
    return [(each.level, pointer_text(each.pointer), each.message, each.hint) for each in found]


IN = "/promotion/stages"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "prod: {approvals: {limited: {validater: 1}, high: {validator: 1}}}",
            [("error", f"{IN}/prod/approvals/limited/validater", "`roles` has no 'validater'", "mean 'validator'?")],
        ),
        (
            "prod: {approvals: {high: {cto: 1}}}",
            [("error", f"{IN}/prod/approvals/high/cto", "`roles` has no 'cto'", "`roles` has: risk-owner, validator")],
        ),
        (
            "prod: {approvals: {high: {risk-owner: 5}}}",
            [("error", f"{IN}/prod/approvals/high/risk-owner", "5 approvals by 'risk-owner' are asked for, and 2 have "
              "the role", "ask for fewer")],
        ),
        (
            "staging: {}\nprod: {after: [stagign]}",
            [("error", f"{IN}/prod/after/0", "stage 'prod' comes after 'stagign', which is no", "mean 'staging'?")],
        ),
        (
            "a: {after: [b]}\nb: {after: [a]}\nc: {after: [a, d]}\nd: {}",
            [("error", f"{IN}/a/after", "no version can get on stage 'a': `after` goes in a circle, a after b after a",
              "first stage"),
             ("error", f"{IN}/b/after", "no version can get on stage 'b': `after` goes in a circle, b after a after b",
              "first stage")],
        ),
        ("a: {after: [a]}", [("error", f"{IN}/a/after", "a after a", "")]),
        (
            "prod: {approvals: {limited: {validator: 1}}}",
            [("warning", f"{IN}/prod/approvals/high", "asks for no approvals at tier high, for 1 at limited",
              "a tier that isn't known counts as high")],
        ),
        (
            "prod: {approvals: {minimal: {risk-owner: 2}, limited: {risk-owner: 1}, high: {risk-owner: 2}}}",
            [("warning", f"{IN}/prod/approvals/limited", "for 1 approval at tier limited, for 2 at minimal", "")],
        ),
        ("dev: {}\nprod: {after: [dev], approvals: {high: {risk-owner: 2, validator: 1}}}", []),
        ("prod: {approvals: {high: {risk-owner: 2}, limited: {validator: 1}}}", []),
        ("a: {after: [b, c]}\nb: {after: [a]}\nc: {}", []),
    ],
)  # fmt: skip
def test_what_cannot_be_met_is_told_where_it_is_asked(
    text: str, expected: list[tuple[str, str, str, str]], allowed: str
) -> None:
    found = told(stages(text), allowed)
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    for (_, _, message, hint), (_, _, words, mend) in zip(found, expected, strict=True):
        assert words in message and mend in hint


def test_one_person_fills_one_role(allowed: str) -> None:
    config = f"""\
roles: {{owner: [{ADA}], validator: [{ADA}], reader: []}}
promotion:
  stages:
    prod: {{approvals: {{high: {{owner: 1, validator: 1}}}}}}
    dev: {{approvals: {{high: {{reader: 1}}}}}}
"""
    assert [row[:3] for row in told(config, allowed)] == [
        ("error", f"{IN}/prod/approvals/high", "2 approvals are asked of owner, validator, which 1 have together"),
        ("warning", f"{IN}/dev/approvals/high/reader", "nobody has the role 'reader'"),
    ]


def test_principals_without_a_key_are_a_warning(allowed: str) -> None:
    assert told(ROLES, allowed) == []
    [(level, pointer, message, _)] = told(ROLES, None)
    assert (level, pointer, "no file 'allowed_signers'" in message) == ("warning", "/roles", True)
    [(_, pointer, message, _)] = told("evidence: {allowed_signers: keys/who}\n" + ROLES, allowed)
    assert (pointer, "'keys/who'" in message) == ("/evidence/allowed_signers", True)
    [(level, pointer, message, hint)] = told(ROLES.replace("alice@", "alcie@"), allowed)
    assert (level, pointer, hint) == ("warning", "/roles/risk-owner/0", f"did you mean {ALICE!r}?")
    assert message == "allowed_signers gives 'alcie@bank.example' no key for govml"


def test_reviewers_need_no_key_where_reviews_count(allowed: str) -> None:
    roles = "roles: {risk-owner: ['github:ada']}\n"
    assert told(roles + "promotion: {approvals: review}\n", None) == []
    [(level, pointer, _, hint)] = told(roles, allowed)
    assert (level, pointer, hint) == ("warning", "/roles/risk-owner/0", "set `promotion.approvals: review`")


def test_a_config_of_any_size_is_read_in_no_time() -> None:
    many = "".join(f"  r{n}: [p{n}@x.example]\n" for n in range(5000))
    chain = "".join(f"    s{n}: {{after: [s{n + 1}]}}\n" for n in range(5000))
    assert len(told(f"roles:\n{many}promotion:\n  stages:\n{chain}", "")) == 100


def test_a_check_tells_it_at_its_line(repo: Repo, allowed: str) -> None:
    repo.write("allowed_signers", allowed)
    repo.write("govml.yaml", stages("prod: {approvals: {limited: {}, high: {validater: 1}}}"))
    repo.commit("Config")
    assert check(repo.path).exit_code == 1
    found = report(repo.path)["findings"]
    assert [(each["rule"], each["level"], each["location"]["line"]) for each in found] == [("link", "error", 6)]
    repo.write("govml.yaml", stages("prod: {approvals: {limited: {validator: 1}, high: {}}}"))
    assert check(repo.path).exit_code == 0
    found = report(repo.path)["findings"]
    assert [(each["level"], each["location"]["line"]) for each in found] == [("warning", 6)]
    repo.write("govml.yaml", stages("prod: {approvals: {limited: {}, high: {validator: 1}}}"))
    repo.remove("allowed_signers")
    assert check(repo.path).exit_code == 0
    found = report(repo.path)["findings"]
    assert [(each["level"], each["location"]["line"]) for each in found] == [("warning", 1)]
