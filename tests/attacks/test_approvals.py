"""Attacks by approvals: each is built, and doesn't count, beside the honest one that does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from govml.evidence.statement import statement_bytes
from govml.ledger.chain import Draft, append
from govml.ledger.statements import Approval, approval_statement
from govml.usecases.judging import How
from govml.usecases.promote import RefusedError, Where, record_review
from tests.evidence.keys import Key, make_key
from tests.scenes import ADA, ALICE, BOT, CARD, CAROL, CONFIG, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A version on staging, which Carol has approved for production; Alice's approval is missing."""
    found = Scene(tmp_path)
    found.to_staging()
    assert found.approve(CAROL).exit_code == 0
    return found


def now(scene: Scene) -> str:
    """A moment at which everything in the ledger has happened."""
    return scene.ledger.entries[-1].at


def after(at: str, days: int) -> str:
    """A time some days after another."""
    return (datetime.fromisoformat(at) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def add(scene: Scene, key: Key, change: Callable[[Approval], Approval] = lambda said: said, **about: Any) -> None:
    """Put an approval into the ledger that is Alice's but for what is changed."""
    said = change(scene.approval(now(scene), **about)._replace(expires=after(now(scene), 20)))
    scene.add("approval", approval_statement(said), key, now(scene))


def problem(scene: Scene) -> str:
    """Why the last approval doesn't count; the promotion is refused, too."""
    decision = scene.decide(now(scene))
    assert decision.verdict == "FAILED"
    assert decision.missing == {"risk-owner": 1}
    assert scene.promote().exit_code == 1
    return decision.given[-1].problem


def test_the_honest_one_counts(scene: Scene) -> None:
    add(scene, scene.keys[ALICE])
    assert scene.decide(now(scene)).missing == {}
    assert scene.promote().exit_code == 0


def test_an_unknown_key(scene: Scene, tmp_path: Path) -> None:
    add(scene, make_key(tmp_path / "stranger"))
    assert problem(scene) == "is signed with an unknown key"


def test_a_signature_over_something_else(scene: Scene) -> None:
    from govml.evidence.dsse import PAYLOAD_TYPE, Envelope
    from govml.evidence.statement import statement_bytes
    from govml.ledger.chain import Draft, append

    at = now(scene)
    good = statement_bytes(approval_statement(scene.approval(at)))
    signed = scene.keys[ALICE].seal(good + b" ")
    forged = Envelope(good, PAYLOAD_TYPE, signed.signatures)
    append(scene.repository, lambda _: Draft("approval", forged, at))
    assert "is not a good signature" in problem(scene)


def test_no_signature(scene: Scene) -> None:
    from govml.evidence.dsse import PAYLOAD_TYPE, Envelope
    from govml.evidence.statement import statement_bytes
    from govml.ledger.chain import Draft, append

    at = now(scene)
    payload = statement_bytes(approval_statement(scene.approval(at)))
    append(scene.repository, lambda _: Draft("approval", Envelope(payload, PAYLOAD_TYPE, ()), at))
    assert problem(scene) == "is not signed"


def test_in_the_name_of_somebody_else(scene: Scene) -> None:
    add(scene, scene.keys[CAROL])
    assert "signed by another than it says" in problem(scene)


def test_somebody_without_a_role(scene: Scene) -> None:
    scene.repo.write("govml.yaml", CONFIG.replace(f"[{BOT}]", "[nobody@bank.example]"))
    scene.repo.commit("The bot has no role")
    add(scene, scene.keys[BOT], lambda said: said._replace(approver=BOT))
    assert scene.decide(now(scene)).given[-1].problem == "is of somebody without a role"


def test_of_one_role_for_another(scene: Scene) -> None:
    assert scene.approve(CAROL).exit_code == 0  # again, as validator: no risk owner
    assert problem(scene) == ""


def self_approval(scene: Scene) -> str:
    decision = scene.decide(now(scene))
    assert decision.given[-1].independent is False
    assert [finding.rule for finding in decision.findings] == ["APPR-02"]
    assert scene.promote().exit_code == 1
    return decision.given[-1].principal


def test_by_the_author(scene: Scene) -> None:
    assert scene.approve(ADA).exit_code == 0
    assert self_approval(scene) == ADA
    assert scene.approve(ALICE).exit_code == 0  # what Ada did hinders nobody
    assert scene.promote().exit_code == 0


def test_by_the_author_with_a_second_key(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    second = make_key(tmp_path / "second")
    scene.repo.write("allowed_signers", scene.allowed() + second.allowed(ADA))
    scene.repo.commit("Ada has another key")
    scene.to_staging()
    scene.approve(CAROL)
    add(scene, second, lambda said: said._replace(approver=ADA))
    assert self_approval(scene) == ADA


@pytest.mark.parametrize(
    "trailer",
    [
        f"Co-authored-by: Alice <{ALICE}>",
        f"co-authored-BY: A <{ALICE.upper()}>",
        f"Co-authored-by : Alice\n  <{ALICE}>",
        f"* Squashed:\n\n    Co-authored-by: {ALICE}\n\nReviewed",
    ],
)
def test_by_a_co_author(tmp_path: Path, trailer: str) -> None:
    scene = Scene(tmp_path)
    scene.new_version("v1.5.0")
    scene.repo.git("commit", "--quiet", "--amend", "-m", f"Credit risk\n\n{trailer}")
    scene.repo.git("tag", "--delete", "credit-risk@v1.5.0")
    scene.repo.tag("credit-risk@v1.5.0")
    scene.to_staging("v1.5.0")
    for who in (CAROL, ALICE):
        assert scene.approve(who, version="v1.5.0").exit_code == 0
    decision = scene.decide(now(scene), version="v1.5.0")
    assert decision.missing == {"risk-owner": 1}
    assert [finding.rule for finding in decision.findings] == ["APPR-02"]


def test_by_a_committer_who_took_it_back(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    card = scene.path / "models/credit-risk/README.md"
    text = card.read_text()
    card.write_text(text + "\nMore.\n")
    scene.repo.commit("More", author=("Alice", ALICE))
    card.write_text(text)
    scene.repo.commit("Less", author=("Alice", ALICE))
    scene.new_version("v1.5.0")
    scene.to_staging("v1.5.0")
    for who in (CAROL, ALICE):
        assert scene.approve(who, version="v1.5.0").exit_code == 0
    assert scene.decide(now(scene), version="v1.5.0").missing == {"risk-owner": 1}


def test_by_an_author_whose_files_were_moved(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.repo.write("models/credit-risk/train.py", "".join(f"step({number})\n" for number in range(20)))
    scene.repo.commit("The code", author=("Alice", ALICE))
    scene.repo.git("mv", "models/credit-risk", "models/credit-risk-2")
    card = CARD.replace("1.4.0", "1.5.0").replace("models/credit-risk/", "models/credit-risk-2/")
    scene.repo.write("models/credit-risk-2/README.md", card)
    scene.repo.commit("Another folder")
    scene.repo.tag("credit-risk@v1.5.0")
    scene.to_staging("v1.5.0")
    for who in (CAROL, ALICE):
        assert scene.approve(who, version="v1.5.0").exit_code == 0
    assert scene.decide(now(scene), version="v1.5.0").missing == {"risk-owner": 1}


def test_one_who_merged_both_sides_of_the_model_may_approve(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.repo.git("switch", "--quiet", "-c", "side")
    scene.repo.write("models/credit-risk/notes.txt", "Notes.\n")
    scene.repo.commit("Notes")
    scene.repo.git("switch", "--quiet", "main")
    scene.repo.write("models/credit-risk/README.md", CARD.replace("1.4.0", "1.5.0"))
    scene.repo.commit("Credit risk 1.5.0")
    alice = {"GIT_AUTHOR_EMAIL": ALICE, "GIT_COMMITTER_EMAIL": ALICE}
    scene.repo.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", env=alice)
    assert scene.repo.git("log", "-1", "--format=%ae") == ALICE
    scene.repo.tag("credit-risk@v1.5.0")
    scene.to_production("v1.5.0")


def test_one_who_changed_another_model_may_approve(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.repo.write("models/churn/README.md", CARD.replace("name: credit-risk", "name: churn"))  # of the same data
    scene.repo.commit("Churn", author=("Alice", ALICE))
    scene.new_version("v1.5.0")
    scene.to_production("v1.5.0")


def test_two_keys_of_one_person_count_once(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    second = make_key(tmp_path / "second")
    scene.repo.write("allowed_signers", scene.allowed() + second.allowed(CAROL))
    scene.repo.write("govml.yaml", CONFIG.replace("risk-owner: 1, validator: 1", "validator: 2"))
    scene.repo.commit("Two validators")
    scene.to_staging()
    for key in (scene.keys[CAROL].path, second.path):
        done = scene.run("approve", "credit-risk@v1.4.0", "--to", "production", "--key", key, "--yes", "-m", key.name)
        assert done.exit_code == 0, done.stderr
    assert scene.decide(now(scene)).missing == {"validator": 1}
    assert scene.promote().exit_code == 1


def test_one_person_by_an_address_in_two_cases_counts_once(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    second, twin = make_key(tmp_path / "second"), CAROL.capitalize()
    scene.repo.write("allowed_signers", scene.allowed() + second.allowed(twin))
    scene.repo.write("govml.yaml", CONFIG.replace(f"risk-owner: [{ALICE}, ", f"risk-owner: [{twin}, "))
    scene.repo.commit("Carol owns the risk, too")
    scene.to_staging()
    for key in (scene.keys[CAROL].path, second.path):
        done = scene.run("approve", "credit-risk@v1.4.0", "--to", "production", "--key", key, "--yes")
        assert done.exit_code == 0, done.stderr
    assert scene.decide(now(scene)).missing == {"risk-owner": 1}


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"repository": "https://git.other.example/models"}, "is for another repository"),
        ({"commit": "0" * 40}, "is for another commit"),
        ({"tree": "0" * 40}, "is for another tree"),
        ({"weights": {"md5": "0" * 32}}, "is for another artifact"),
        ({"kind": "rollback"}, "is for another kind of decision"),
        ({"policy": "0" * 64}, "is for another policy"),
        ({"report": "0" * 64}, "is of another report"),
    ],
)
def test_of_something_else(scene: Scene, about: dict[str, Any], words: str) -> None:
    add(scene, scene.keys[ALICE], **about)
    assert words in problem(scene)


@pytest.mark.parametrize("about", [{"stage": "staging"}, {"version": "v1.3.0"}, {"model": "churn"}])
def test_of_another_stage_version_or_model(scene: Scene, about: dict[str, Any]) -> None:
    add(scene, scene.keys[ALICE], **about)
    decision = scene.decide(now(scene))
    assert [each.principal for each in decision.given] == [CAROL]
    assert decision.missing == {"risk-owner": 1}


def test_that_was_good_before_the_policy_changed(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0
    scene.repo.write("govml.yaml", CONFIG.replace("rules:", "rules:\n  CARD-09: off", 1))
    scene.repo.commit("Another policy")
    decision = scene.decide(now(scene))
    assert decision.missing == {"risk-owner": 1, "validator": 1}
    assert "policy, which has changed since" in decision.given[-1].problem
    assert scene.promote().exit_code == 1


def test_that_was_good_before_the_stage_changed(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0
    scene.new_version("v1.5.0")
    scene.to_production("v1.5.0")  # with it, the version is compared with another
    decision = scene.decide(now(scene))
    assert decision.given[-1].problem == "is of another report: something that it was bound to has changed"


def test_that_other_stages_have_nothing_to_do_with(scene: Scene) -> None:
    """Another version gets to where this one was before, and this one to a stage beside: Alice approved none of it."""
    assert scene.approve(ALICE).exit_code == 0
    scene.new_version("v1.5.0")
    scene.to_staging("v1.5.0")
    assert scene.promote("shadow").exit_code == 0
    assert scene.decide(now(scene)).missing == {}
    assert scene.promote().exit_code == 0


def test_that_was_taken_back_and_is_signed_again(scene: Scene) -> None:
    at = scene.now()
    assert scene.approve(ALICE, "production", "v1.4.0", "--at", at).exit_code == 0
    number = str(scene.ledger.entries[-1].number)
    assert scene.approve(ALICE, "production", "v1.4.0", "--withdraw", number).exit_code == 0
    done = scene.approve(ALICE, "production", "v1.4.0", "--at", at)
    assert done.exit_code == 1
    assert f"error: this very approval was given as entry {number} and taken back" in done.stderr
    assert problem(scene).startswith("was withdrawn")
    assert scene.approve(ALICE, "production", "v1.4.0", "--at", at, "-m", "Once more").exit_code == 0
    assert scene.promote().exit_code == 0


def test_that_has_expired(scene: Scene) -> None:
    assert scene.approve(ALICE, "production", "v1.4.0", "--days", "1").exit_code == 0
    decision = scene.decide(after(now(scene), 40))
    assert decision.missing == {"risk-owner": 1, "validator": 1}
    assert decision.given[-1].problem.startswith("expired")


def test_that_gives_itself_more_days_than_the_stage(scene: Scene) -> None:
    add(scene, scene.keys[ALICE], lambda said: said._replace(expires="2099-01-01T00:00:00Z"))
    decision = scene.decide(after(now(scene), 31))
    assert decision.given[-1].problem == "is too old for the stage"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ('valid-before="20260601"', "was not valid then, or is not now"),
        ('valid-after="20990101"', "was not valid then, or is not now"),
        ('namespaces="git"', "unknown key"),
    ],
)
def test_with_a_key_that_is_not_valid(scene: Scene, options: str, words: str) -> None:
    add(scene, scene.keys[ALICE])
    scene.repo.write("allowed_signers", scene.allowed(alice=options))
    scene.repo.commit("The key of Alice is limited")
    assert words in scene.decide(now(scene)).given[-1].problem


def test_with_a_key_that_was_somebody_elses_before(scene: Scene) -> None:
    old = scene.keys[ALICE].allowed("alice@old.example", 'valid-before="20250101"')
    scene.repo.write("allowed_signers", scene.allowed() + old)
    scene.repo.commit("Alice had another name")
    assert scene.approve(CAROL).exit_code == 0
    assert scene.approve(ALICE).exit_code == 0
    assert scene.decide(now(scene)).missing == {}


def test_signed_by_a_stranger_too(scene: Scene, tmp_path: Path) -> None:
    payload = statement_bytes(approval_statement(scene.approval(now(scene))._replace(expires=after(now(scene), 20))))
    sealed, stranger = scene.keys[ALICE].seal(payload), make_key(tmp_path / "stranger").seal(payload)
    both = sealed._replace(signatures=(*stranger.signatures, *sealed.signatures))
    append(scene.repository, lambda _: Draft("approval", both, now(scene)))
    assert scene.decide(now(scene)).missing == {}


def test_with_a_revoked_key(scene: Scene) -> None:
    add(scene, scene.keys[ALICE])
    scene.repo.write("revoked_signers", scene.keys[ALICE].public.line + "\n")
    scene.repo.commit("Alice's key was stolen")
    assert scene.decide(now(scene)).given[-1].problem == "is signed with a revoked key"


def test_dated_into_the_future(scene: Scene) -> None:
    add(scene, scene.keys[ALICE])
    decision = scene.decide("2026-03-03T12:00:00Z")
    assert {each.problem for each in decision.given} == {"is of a later time than the decision"}


def test_a_role_that_is_given_on_a_branch(scene: Scene) -> None:
    """Roles, keys and policies are those of the trusted branch, whatever is checked out or registered."""
    scene.repo.git("switch", "--quiet", "-c", "mine")
    scene.repo.write("govml.yaml", CONFIG.replace("{risk-owner: 1, validator: 1}", "{}"))
    scene.repo.commit("No approvals")
    assert scene.promote().exit_code == 1
    assert scene.decide(now(scene)).missing == {"risk-owner": 1}


def test_a_promotion_by_somebody_who_may_not_release(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0
    before = len(scene.ledger.entries)
    done = scene.run("promote", "credit-risk@v1.4.0", "--to", "production", "--key", scene.keys[ALICE].path)
    assert done.exit_code == 1
    assert "may not release" in done.stderr
    assert len(scene.ledger.entries) == before


def test_a_review_where_signatures_are_asked_for(scene: Scene) -> None:
    from govml.ledger.statements import Review, review_statement

    about, at = scene.decide(now(scene)).about, now(scene)
    review = Review(about, "alice", 7, "APPROVED", about.commit, at, at, after(at, 20))
    scene.add("review", review_statement(review), scene.keys[BOT], at)
    assert problem(scene) == "is a review, and only signatures count"


def test_a_review_where_reviews_count(tmp_path: Path) -> None:
    from govml.ledger.statements import Review, review_statement

    scene = Scene(tmp_path)
    text = CONFIG.replace("promotion:\n", "promotion:\n  approvals: review\n")
    scene.repo.write("govml.yaml", text.replace(f"[{ALICE}, {ADA}]", "[github:alice]"))
    scene.repo.commit("Reviews count")
    scene.to_staging()
    scene.approve(CAROL)
    at = now(scene)
    about = scene.decide(at).about
    good = Review(about, "alice", 7, "APPROVED", about.commit, at, at, after(at, 20))
    for said, key, words in (
        (good._replace(id=1, state="COMMENTED"), BOT, "doesn't approve"),
        (good._replace(id=2, reviewed="0" * 40), BOT, "another commit"),
        (good._replace(id=3), ALICE, "recorded by nobody who may do that"),
        (good._replace(id=4, login="mallory"), BOT, "without a role"),
    ):
        scene.add("review", review_statement(said), scene.keys[key], at)
        assert words in scene.decide(at).given[-1].problem
    assert scene.decide(at).missing == {"risk-owner": 1}
    scene.add("review", review_statement(good), scene.keys[BOT], at)
    assert scene.decide(at).missing == {}

    number = str(scene.ledger.entries[-1].number)
    assert scene.approve(BOT, "production", "v1.4.0", "--withdraw", number).exit_code == 0
    scene.repo.commit("The policies are those of another commit now")
    later = scene.now()
    decision = scene.decide(later)
    where = Where("govml/ledger", How(cache=False))
    again = good._replace(about=decision.about, submitted=later, at=later, expires=after(later, 20))
    with pytest.raises(RefusedError, match="taken back"):
        record_review(scene.repository, decision, again, scene.keys[BOT].private, where, later)
    record_review(scene.repository, decision, again._replace(id=8), scene.keys[BOT].private, where, later)
    assert scene.decide(scene.now()).given[-1].problem == ""
