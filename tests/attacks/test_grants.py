"""Attacks by grants of waivers: each is built, and counts for nothing, beside the honest one that does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govml.ledger.statements import Grant, Withdrawal, grant_statement, withdrawal_statement
from govml.usecases.grant import waivers_at
from tests.audits import audited, wrong
from tests.evidence.keys import Key, make_key
from tests.scenes import ALICE, BOT, CARD, CAROL, CONFIG, Scene

PATH = "waivers/2026.yaml"
HEAD = "schema: govml.waiver/v1\nwaivers:\n"
STRICT = CONFIG.replace("rules:", "rules:\n  PROM-04: error", 1)
"""A promotion needs the grant of what is waived."""


def entry(**changes: str) -> str:
    """A waiver of what is found in version 1.5.0."""
    members = {
        "rule": "CARD-08",
        "subject": "model credit-risk",
        "reason": "The text is with the lawyers.",
        "approver": CAROL,
        "created": "2026-01-01",
        "expires": "2999-06-30",
    }
    lines = "".join(f"  {name}: {text}\n" for name, text in (members | changes).items())
    return f"-{lines[1:]}"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Version 1.5.0, in which one finding is waived: Carol has to grant that."""
    return waived(Scene(tmp_path))


def waived(scene: Scene, config: str = STRICT) -> Scene:
    scene.repo.write("govml.yaml", config)
    card = CARD.replace("1.4.0", "1.5.0").replace("license: apache-2.0", "license: other")
    scene.repo.write("models/credit-risk/README.md", card)
    scene.repo.write(PATH, HEAD + entry())
    scene.repo.commit("A licence that is not allowed, and its waiver")
    scene.repo.tag("credit-risk@v1.5.0")
    return scene


def said(scene: Scene, **changes: Any) -> Grant:
    """What Carol would sign, but for what is changed."""
    at = scene.now()
    told = waivers_at(scene.repository, scene.repo.git("rev-parse", "main"), at)
    grant = Grant(told.listed[0].waiver.content, told.judge.repository, told.commit, at)
    return grant._replace(**changes)


def add(scene: Scene, key: Key, **changes: Any) -> None:
    """Put a grant into the ledger as somebody would who has a key and a Git client."""
    grant = said(scene, **changes)
    scene.add("waiver", grant_statement(grant), key, max(grant.at, scene.now()))


def granted(scene: Scene) -> bool:
    """Whether the report says so; if not, the promotion is refused for that, and nothing else."""
    decision = scene.decide(scene.now(), "dev", "v1.5.0")
    report: Any = decision.report
    (waiver,) = report["waivers"]
    found = [each["rule"] for each in report["findings"] if each["level"] == "error" and not each["waiver"]]
    assert found == ([] if waiver["grant"] else ["PROM-04"])
    assert scene.promote("dev", "v1.5.0", "--dry-run").exit_code == len(found)
    return bool(waiver["grant"])


def broken(scene: Scene) -> str:
    """Why the last entry is broken; nothing else is wrong."""
    assert not granted(scene)
    found = wrong(audited(scene.path))
    last = f"entry {scene.ledger.entries[-1].number}"
    assert {(what, state) for what, state, _ in found} == {(last, "broken")}, found
    return found[0][2]


def change(scene: Scene, path: str, content: str, message: str = "Change") -> None:
    scene.repo.write(path, content)
    scene.repo.commit(message)


def test_the_honest_one_counts(scene: Scene) -> None:
    assert not granted(scene)
    add(scene, scene.keys[CAROL])
    assert granted(scene)
    assert scene.promote("dev", "v1.5.0").exit_code == 0
    assert audited(scene.path)["verdict"] == "PASSED"


def test_by_somebody_else_in_the_approvers_name(scene: Scene) -> None:
    add(scene, scene.keys[ALICE])
    assert broken(scene) == f"says that it is of {CAROL}, and is signed by {ALICE}"


def test_by_somebody_else_in_their_own_name(scene: Scene) -> None:
    """What is granted then is another waiver, which nobody has written."""
    add(scene, scene.keys[ALICE], waiver=said(scene).waiver | {"approver": ALICE})
    assert "doesn't have, as it says" in broken(scene)


def test_with_an_unknown_key(scene: Scene, tmp_path: Path) -> None:
    key = make_key(tmp_path / "stranger")
    add(scene, key)
    assert broken(scene) == f"is signed with the unknown key {key.public.fingerprint}"


def test_by_the_author_of_the_waiver(scene: Scene) -> None:
    scene.repo.write(PATH, HEAD + entry(reason="I have looked at it myself."))
    scene.repo.commit("Another reason", author=("Carol", CAROL))
    add(scene, scene.keys[CAROL])
    decision = scene.decide(scene.now(), "dev", "v1.5.0")
    report: Any = decision.report
    assert [(each["state"], each["grant"]) for each in report["waivers"]] == [("invalid", None)]
    assert "CARD-08" in {each["rule"] for each in report["findings"] if not each["waiver"]}
    ((what, state, message),) = wrong(audited(scene.path))
    assert (what, state) == ("entry 0", "broken")
    assert message.endswith(f"{CAROL} approved a waiver that they committed themselves")


def test_by_a_co_author_of_the_waiver(scene: Scene) -> None:
    scene.repo.write(PATH, HEAD + entry(reason="We have looked at it."))
    scene.repo.commit(f"Another reason\n\nCo-authored-by: Carol <{CAROL}>")
    add(scene, scene.keys[CAROL])
    ((what, state, message),) = wrong(audited(scene.path))
    assert (what, state) == ("entry 0", "broken")
    assert message.endswith(f"{CAROL} approved a waiver that they committed themselves")


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": "2999-12-31"},
        {"subject": "model *"},
        {"path": "models/**"},
        {"reason": "Nobody reads the text of it."},
        {"created": "2026-01-02"},
    ],
)
def test_of_a_waiver_that_was_changed_after_it(scene: Scene, changes: dict[str, str]) -> None:
    add(scene, scene.keys[CAROL])
    change(scene, PATH, HEAD + entry(**changes))
    assert not granted(scene)
    assert audited(scene.path)["verdict"] == "PASSED"  # it was honest when it was given
    add(scene, scene.keys[CAROL])
    assert granted(scene)


def test_of_a_waiver_that_was_only_moved(scene: Scene) -> None:
    add(scene, scene.keys[CAROL])
    other = entry(subject="model churn")
    text = entry().replace("- rule", "- id: W-7\n  rule").replace("model credit-risk", "'model credit-risk' # moved")
    scene.repo.remove(PATH)
    change(scene, "waivers/sub/all.yaml", HEAD + other + text)
    assert granted(scene)


def test_of_a_waiver_whose_id_another_has_too(scene: Scene) -> None:
    """Neither is valid, also where only one of them is about the version: as `govml check` says."""
    twice = [text.replace("- rule", "- id: W\n  rule") for text in (entry(), entry(subject="model churn"))]
    change(scene, PATH, HEAD + "".join(twice))
    assert "2 waivers have this id" in scene.run("check").stdout
    report: Any = scene.decide(scene.now(), "dev", "v1.5.0").report
    assert [(each["id"], each["state"], each["grant"]) for each in report["waivers"]] == [("W", "invalid", None)]
    assert "CARD-08" in {each["rule"] for each in report["findings"] if not each["waiver"]}
    assert scene.promote("dev", "v1.5.0").exit_code == 1


def test_for_a_waiver_that_is_nowhere(scene: Scene) -> None:
    """Signed in advance, for what is to be written later; the entry names a commit that doesn't have it."""
    add(scene, scene.keys[CAROL], waiver=said(scene).waiver | {"subject": "model *"})
    assert "doesn't have, as it says" in broken(scene)


def test_of_another_repository(scene: Scene) -> None:
    add(scene, scene.keys[CAROL], repository="https://git.other.example/models")
    assert broken(scene).startswith("is for the repository 'https://git.other.example/models'")


def test_of_another_repository_where_none_is_named(scene: Scene, tmp_path: Path) -> None:
    """The commit that it names is not one of this history."""
    config = STRICT.replace("  repository: https://git.bank.example/models\n", "")
    change(scene, "govml.yaml", config)
    other = waived(Scene(tmp_path, "other"), config)
    change(other, "README.md", "# Another one\n")
    for who in (ALICE, CAROL):
        change(scene, "allowed_signers", scene.allowed() + other.keys[who].allowed(who))
    add(other, other.keys[CAROL])
    assert granted(other)
    (known,) = other.ledger.entries
    scene.add("waiver", known.statement, other.keys[CAROL], scene.now())
    assert not granted(scene)
    assert audited(scene.path)["verdict"] in ("FAILED", "INCONCLUSIVE")


def test_of_a_commit_that_is_on_no_trusted_branch(scene: Scene) -> None:
    scene.repo.git("switch", "-q", "-c", "side")
    change(scene, PATH, HEAD + entry())
    side = scene.repo.commit("Side")
    scene.repo.git("switch", "-q", "main")
    add(scene, scene.keys[CAROL], policy_commit=side)
    assert broken(scene).endswith("is not in the history of main")


@pytest.mark.parametrize(
    ("options", "words"),
    [('valid-before="20260601"', "was not valid at"), ('namespaces="git"', "is signed with the unknown key")],
)
def test_with_a_key_that_had_expired(scene: Scene, options: str, words: str) -> None:
    change(scene, "allowed_signers", scene.allowed(carol=options))
    add(scene, scene.keys[CAROL])
    assert words in broken(scene)


def test_with_a_key_that_expired_later(scene: Scene) -> None:
    """It was good when it was given, so nothing is wrong with the record; to go on using it takes a key that is."""
    add(scene, scene.keys[CAROL])
    assert granted(scene)
    later = scene.decide("2999-01-01T00:00:00Z", "dev", "v1.5.0").report
    change(scene, "allowed_signers", scene.allowed(carol='valid-before="29980101"'))
    assert granted(scene)
    ended: Any = scene.decide("2999-01-01T00:00:00Z", "dev", "v1.5.0").report
    assert ended["waivers"] != later["waivers"]
    assert ended["waivers"][0]["grant"] is None


def test_with_a_revoked_key(scene: Scene) -> None:
    add(scene, scene.keys[CAROL])
    change(scene, "revoked_signers", scene.keys[CAROL].public.line + "\n")
    assert not granted(scene)
    assert audited(scene.path)["verdict"] == "INCONCLUSIVE"


def test_with_a_key_of_two_people(scene: Scene) -> None:
    change(scene, "allowed_signers", scene.allowed() + scene.keys[CAROL].allowed(ALICE))
    add(scene, scene.keys[CAROL])
    assert not granted(scene)


def test_an_approval_is_no_grant(scene: Scene) -> None:
    """The kind of an entry is nobody's to choose: it is what the statement says."""
    from govml.model import EvidenceError

    with pytest.raises(EvidenceError, match="is called approval, and its statement is something else"):
        scene.add("approval", grant_statement(said(scene)), scene.keys[CAROL], scene.now())


def test_that_was_taken_back(scene: Scene) -> None:
    add(scene, scene.keys[CAROL])
    taken = Withdrawal(scene.ledger.entries[-1].digest, "On second thoughts")
    scene.add("withdrawal", withdrawal_statement(taken), scene.keys[ALICE], scene.now())
    assert granted(scene)  # Alice may not
    assert wrong(audited(scene.path))[0][2] == "is signed by nobody who might take that approval back"
    scene.add("withdrawal", withdrawal_statement(taken._replace(reason="No")), scene.keys[CAROL], scene.now())
    assert not granted(scene)


@pytest.mark.parametrize("who", [CAROL, BOT])
def test_that_was_taken_back_by_who_may(scene: Scene, who: str) -> None:
    add(scene, scene.keys[CAROL])
    taken = Withdrawal(scene.ledger.entries[-1].digest, "On second thoughts")
    scene.add("withdrawal", withdrawal_statement(taken), scene.keys[who], scene.now())
    assert not granted(scene)
    assert audited(scene.path)["verdict"] == "PASSED"


def in_production(scene: Scene, *steps: Callable[[], Any]) -> None:
    """Version 1.5.0 on staging and approved by both, each step done before the approvals."""
    scene.to_staging("v1.5.0")
    for step in steps:
        step()
    for who in (ALICE, CAROL):
        assert scene.approve(who, version="v1.5.0").exit_code == 0


def later(scene: Scene, seconds: int) -> str:
    from datetime import datetime, timedelta

    return (datetime.fromisoformat(scene.now()) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_one_that_comes_after_the_approvals_ends_none(tmp_path: Path) -> None:
    """And taking it back helps nobody: what was approved without it stays approved without it."""
    scene = waived(Scene(tmp_path), CONFIG)
    in_production(scene)
    at = later(scene, 5)
    add(scene, scene.keys[CAROL], at=at)
    decision = scene.decide(at, version="v1.5.0")
    assert (decision.missing, [each.problem for each in decision.given]) == ({}, ["", ""])
    report: Any = decision.report
    assert report["waivers"][0]["grant"]["principal"] == CAROL
    taken = Withdrawal(scene.ledger.entries[-1].digest, "No")
    scene.add("withdrawal", withdrawal_statement(taken), scene.keys[CAROL], at)
    assert scene.decide(at, version="v1.5.0").missing == {}


def test_one_that_comes_after_the_approvals_in_the_same_second_ends_none(tmp_path: Path) -> None:
    """Also one that has their time because a clock is ahead: the ledger's order says what came before."""
    scene = waived(Scene(tmp_path), CONFIG)
    scene.to_staging("v1.5.0")
    at = later(scene, 200)
    for who in (ALICE, CAROL):
        assert scene.approve(who, "production", "v1.5.0", "--at", at).exit_code == 0
    assert scene.decide(at, version="v1.5.0").missing == {}
    add(scene, scene.keys[CAROL], at=at)
    assert scene.ledger.entries[-1].at == at
    decision = scene.decide(at, version="v1.5.0")
    report: Any = decision.report
    assert report["waivers"][0]["grant"]["principal"] == CAROL
    assert (decision.missing, [each.problem for each in decision.given]) == ({}, ["", ""])
    assert scene.promote("production", "v1.5.0", "--at", at).exit_code == 0
    assert audited(scene.path, "--at", at)["verdict"] == "PASSED"


def test_one_that_approvers_relied_on_and_that_is_taken_back_ends_their_approvals(scene: Scene) -> None:
    add(scene, scene.keys[CAROL])
    in_production(scene)
    assert scene.decide(scene.now(), version="v1.5.0").missing == {}
    taken = Withdrawal(scene.ledger.entries[0].digest, "No")
    scene.add("withdrawal", withdrawal_statement(taken), scene.keys[CAROL], scene.now())
    decision = scene.decide(scene.now(), version="v1.5.0")
    assert decision.verdict == "FAILED"
    assert {each.problem for each in decision.given} == {
        "is of another report: something that it was bound to has changed"
    }
    add(scene, scene.keys[CAROL], at=later(scene, 5))
    assert scene.decide(scene.now(), version="v1.5.0").missing == {"risk-owner": 1, "validator": 1}


def test_a_rollback_waits_for_none(scene: Scene) -> None:
    add(scene, scene.keys[CAROL])
    assert scene.promote("dev", "v1.5.0").exit_code == 0
    card = CARD.replace("1.4.0", "1.6.0")
    change(scene, "models/credit-risk/README.md", card)
    scene.repo.tag("credit-risk@v1.6.0")
    assert scene.promote("dev", "v1.6.0").exit_code == 0
    change(scene, "revoked_signers", scene.keys[CAROL].public.line + "\n")
    assert scene.promote("shadow", "v1.5.0").exit_code == 1
    assert scene.rollback("dev", "v1.5.0").exit_code == 0


def test_who_has_no_role_may_be_an_approver_of_waivers(scene: Scene) -> None:
    change(scene, PATH, HEAD + entry(approver=BOT))
    change(scene, "govml.yaml", STRICT.replace(f"[{BOT}]", f"[{ALICE}]"))
    add(scene, scene.keys[BOT])
    assert granted(scene)


def test_by_an_approver_whose_name_is_spelled_otherwise(scene: Scene) -> None:
    """Names are those of `allowed_signers`, to the letter."""
    change(scene, PATH, HEAD + entry(approver=CAROL.upper()))
    add(scene, scene.keys[CAROL])
    assert broken(scene) == f"says that it is of {CAROL.upper()}, and is signed by {CAROL}"
