"""Attacks by entries that no gate let through: written by hand, whole and well signed, and found by an audit only."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from govml.evidence.statement import Subject, statement_bytes
from govml.ledger.chain import Draft, append
from govml.ledger.entries import entry_bytes, seconds
from govml.ledger.statements import Withdrawal, approval_statement, promotion_statement, withdrawal_statement
from govml.model import EvidenceError
from govml.usecases.promote import promotion_of
from tests.audits import audited, forged, wrong
from tests.builders import Repo
from tests.evidence.keys import make_key
from tests.ledger.builders import approval, bytes_of, digest
from tests.ledger.builders import time as time_of
from tests.ledger.test_chain import rebuilt
from tests.scenes import ADA, ALICE, BOT, CAROL, CONFIG, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A version on staging; nobody has approved it for production."""
    found = Scene(tmp_path)
    found.to_staging()
    return found


def only(scene: Scene, *args: str | Path) -> tuple[str, str]:
    """How bad the last entry is, and why; nothing else is wrong."""
    document = audited(scene.path, *args)
    found = wrong(document)
    assert found, "nothing was found"
    assert {what for what, _, _ in found} == {f"entry {scene.ledger.entries[-1].number}"}, found
    assert document["verdict"] == ("FAILED" if "broken" in {state for _, state, _ in found} else "INCONCLUSIVE")
    return found[0][1], "; ".join(message for _, _, message in found)


def test_honest_beside_it(scene: Scene) -> None:
    for who in (ALICE, CAROL):
        assert scene.approve(who).exit_code == 0
    assert scene.promote().exit_code == 0
    assert audited(scene.path)["verdict"] == "PASSED"


def test_a_promotion_by_hand_without_approvals(scene: Scene) -> None:
    forged(scene)
    state, message = only(scene)
    assert state == "broken"
    assert message == "did not pass: FAILED, approvals are missing: 1 risk-owner and 1 validator"


def test_a_promotion_that_skips_a_stage(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    forged(scene, stage="staging")
    assert only(scene) == ("broken", "did not pass: FAILED, 1 error")


def test_a_promotion_by_a_stranger(scene: Scene, tmp_path: Path) -> None:
    key = make_key(tmp_path / "stranger")
    forged(scene, key=key, stage="shadow")
    state, message = only(scene)
    assert (state, message) == ("broken", f"is signed with the unknown key {key.public.fingerprint}")


def test_a_promotion_by_somebody_who_may_not_release(scene: Scene) -> None:
    forged(scene, key=scene.keys[ALICE], stage="shadow")
    assert only(scene) == ("broken", f"is signed by {ALICE}, who might not release")


def test_a_report_that_was_made_up(scene: Scene) -> None:
    at = scene.now()
    report = json.loads(scene.decide(at, "shadow").data) | {"findings": [], "tier": "minimal"}
    forged(scene, stage="shadow", at=at, report=json.dumps(report).encode())
    state, message = only(scene)
    assert state == "broken"
    assert message == "made again, its report differs in findings, tier"


def test_a_decision_that_is_not_verified_backs_no_clause(scene: Scene) -> None:
    assert "satisfied" in states_of_clauses(scene, "staging")
    at = scene.now()
    report = json.loads(scene.decide(at, "shadow").data) | {"findings": []}
    forged(scene, stage="shadow", at=at, report=json.dumps(report).encode())
    assert "satisfied" not in states_of_clauses(scene, "shadow")


def test_what_was_not_checked_backs_no_clause_and_is_told_as_such(scene: Scene, tmp_path: Path) -> None:
    """A promotion that anybody may have written stands before the entries that are asked about."""
    forged(scene, key=make_key(tmp_path / "stranger"), stage="shadow")
    asked = ("--since", "3", "--stage", "shadow")
    document = audited(scene.path, *asked)
    (held,) = document["stages"]
    assert (document["verdict"], held["state"], held["decided_by"]) == ("PASSED", "not-checked", [])
    clauses = [clause for catalogue in document["catalogues"] for clause in catalogue["clauses"]]
    assert {clause["state"] for clause in clauses} == {"no-rule", "not-evaluated"}
    assert {rule["reason"] for clause in clauses for rule in clause["rules"]} == {"the decision is not checked"}
    (tag,) = (each for each in document["tags"] if each["entry"] == 2)
    assert tag["message"] == "entry 2, which it agrees with, was not checked"
    for form in ("text", "markdown", "html", "oscal"):
        shown = " ".join(scene.run("audit", *asked, "--format", form).stdout.split()).replace("\\", "")
        assert "not-checked" in shown, form
        assert "somebody unchecked" in shown, form


def test_approvals_that_were_not_checked_are_told_as_such(scene: Scene) -> None:
    for who in (ALICE, CAROL):
        assert scene.approve(who).exit_code == 0
    assert scene.promote().exit_code == 0
    for since, state in ((4, "verified"), (5, "not-checked")):
        (held,) = audited(scene.path, "--since", str(since), "--stage", "production")["stages"]
        assert held["state"] == state
        given = [(each["entry"], each["by"], each["state"]) for each in held["approvals"]]
        assert given == [(2, [], "not-checked"), (3, [], "not-checked")]


def states_of_clauses(scene: Scene, stage: str) -> set[str]:
    catalogues = audited(scene.path, "--stage", stage)["catalogues"]
    return {clause["state"] for catalogue in catalogues for clause in catalogue["clauses"]}


def test_an_entry_that_was_edited_before_those_that_are_asked_about(repo: Repo) -> None:
    repo.write("README.md", "# Nothing is judged here\n")
    repo.commit("Begin")
    rebuilt(repo, {1: entry_bytes(1, digest(bytes_of(0, "")), time_of(1), "approval", approval(77, time_of(1)))})
    broken = [message for _, state, message in wrong(audited(repo.path, "--since", "3")) if state == "broken"]
    assert any(message.startswith("doesn't name the entry before it") for message in broken)


def test_another_report_than_the_signed_one(scene: Scene) -> None:
    at = scene.now()
    real = scene.decide(at, "shadow").about.report
    forged(
        scene,
        lambda said: said._replace(
            about=said.about._replace(report=real),
            inputs=tuple(each._replace(sha256=real) if each.uri == "report.json" else each for each in said.inputs),
        ),
        stage="shadow",
        at=at,
        report=b"{}\n",
    )
    state, message = only(scene)
    assert state == "broken"
    assert message.startswith("the report that it keeps is not the one that was signed")


def test_the_claim_of_an_older_govml_makes_nothing_pass(scene: Scene) -> None:
    report = json.loads(scene.decide(scene.now(), "shadow").data) | {"tier": "minimal"}
    forged(scene, lambda said: said._replace(govml="0.0.1"), stage="shadow", report=json.dumps(report).encode())
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.startswith("was decided by govml 0.0.1, and govml ")


def test_an_approval_under_a_name_of_somebody_else(scene: Scene) -> None:
    said = scene.approval(scene.now(), ALICE)
    scene.add("approval", approval_statement(said), scene.keys[CAROL], scene.now())
    assert only(scene) == ("broken", f"says that it is of {ALICE}, and is signed by {CAROL}")


def test_an_approval_with_an_unknown_key(scene: Scene, tmp_path: Path) -> None:
    key = make_key(tmp_path / "stranger")
    scene.add("approval", approval_statement(scene.approval(scene.now())), key, scene.now())
    assert only(scene) == ("broken", f"is signed with the unknown key {key.public.fingerprint}")


def test_a_withdrawal_by_somebody_else(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0
    said = Withdrawal(scene.ledger.entries[-1].digest, "I don't like it")
    scene.add("withdrawal", withdrawal_statement(said), scene.keys[CAROL], scene.now())
    assert only(scene) == ("broken", "is signed by nobody who might take that approval back")


def test_a_withdrawal_by_somebody_who_might_release_then(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0
    config = (scene.path / "govml.yaml").read_text(encoding="utf-8")
    change_signers(scene, **{"govml.yaml": config.replace(f"releaser: [{BOT}]", f"releaser: [{BOT}, {ADA}]")})
    number = str(scene.ledger.entries[-1].number)
    assert scene.approve(ADA, "production", "v1.4.0", "--withdraw", number, "--at", scene.later(60)).exit_code == 0
    change_signers(scene, **{"govml.yaml": config})
    assert audited(scene.path)["verdict"] == "PASSED"


def test_counting_approvals_that_there_are_not(scene: Scene) -> None:
    forged(scene, lambda said: said._replace(approvals=("0" * 64,)))
    state, message = only(scene)
    assert state == "broken"
    assert message.startswith("counts an approval that is not in the ledger before it (000000000000)")


def test_counting_an_approval_of_another_stage(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0
    entry = scene.ledger.entries[-1]
    forged(scene, lambda said: said._replace(approvals=(entry.digest,)), stage="shadow")
    assert only(scene)[1].startswith(f"counts entry {entry.number}, which approves something else")


def test_weights_that_the_version_does_not_have(scene: Scene) -> None:
    forged(scene, lambda said: said._replace(about=said.about._replace(weights={"md5": "e" * 32})), stage="shadow")
    assert only(scene) == ("broken", "made again, it differs in weights")
    assert Subject("weights", {"md5": "e" * 32}) in scene.ledger.entries[-1].statement.subjects


# -- which commit decides


def weakened(scene: Scene) -> str:
    """A commit of a branch whose config asks for no approvals."""
    scene.repo.git("checkout", "-q", "-b", "feature")
    asked = "{high: {risk-owner: 1, validator: 1}, limited: {risk-owner: 1}}"
    scene.repo.write("govml.yaml", CONFIG.replace(asked, "{}"))
    commit = scene.repo.commit("Weaken")
    scene.repo.git("checkout", "-q", "main")
    return commit


def promoted_by(scene: Scene, branch: str) -> None:
    done = scene.promote("production", "v1.4.0", "--trusted", branch)
    assert done.exit_code == 0, done.stdout + done.stderr


def test_policies_of_a_branch(scene: Scene) -> None:
    commit = weakened(scene)
    promoted_by(scene, "feature")
    state, message = only(scene)
    assert state == "broken"
    assert message == f"commit {commit[:12]}, whose policies decided, is not in the history of main"


def test_policies_of_a_branch_that_was_merged_without_them(scene: Scene) -> None:
    commit = weakened(scene)
    promoted_by(scene, "feature")
    scene.repo.git("checkout", "-q", "feature")
    scene.repo.write("govml.yaml", CONFIG)
    scene.repo.commit("Never mind")
    scene.repo.git("checkout", "-q", "main")
    scene.repo.git("merge", "-q", "--no-ff", "-m", "Merge", "feature")
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.startswith(f"commit {commit[:12]}, whose policies decided, was on another branch than main by then")


def test_policies_that_were_replaced_long_before(scene: Scene) -> None:
    scene.repo.write("govml.yaml", CONFIG.replace("shadow: {after: [dev]}", "shadow: {after: [production]}"))
    scene.repo.commit("A shadow comes after production")
    scene.repo.git("branch", "old", "main~1")
    done = scene.promote("shadow", "v1.4.0", "--trusted", "old")
    assert done.exit_code == 0, done.stdout
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.endswith("by then, which refuses it")


def test_numbers_of_approvals_that_were_raised_before(scene: Scene) -> None:
    """Nothing in the report says how many approvals it takes, so both commits come to the same one."""
    scene.repo.write("govml.yaml", CONFIG.replace("high: {risk-owner: 1", "high: {risk-owner: 2"))
    scene.repo.commit("Two owners of the risk")
    scene.repo.git("branch", "old", "main~1")
    for who in (ALICE, CAROL):
        assert scene.approve(who, "production", "v1.4.0", "--trusted", "old").exit_code == 0
    promoted_by(scene, "old")
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.endswith("by then, which asks for 1 risk-owner more")


def test_main_was_rewritten_under_what_it_decided(scene: Scene) -> None:
    assert audited(scene.path)["verdict"] == "PASSED"
    scene.repo.git("commit", "-q", "--amend", "-m", "Another history")
    found = wrong(audited(scene.path))
    assert {state for _, state, _ in found} == {"broken"}
    assert all(message.endswith("is not in the history of main") for _, _, message in found)


# -- keys that no longer count


def change_signers(scene: Scene, **files: str) -> None:
    for name, text in files.items():
        scene.repo.write(name, text)
    scene.repo.commit("Signers", time=seconds(scene.later(60)))


def test_a_key_that_was_taken_away_and_an_old_commit(scene: Scene) -> None:
    """The bot's key goes; whoever has it still names the commit before."""
    old = scene.repo.git("rev-parse", "main")
    change_signers(scene, allowed_signers=scene.allowed().replace(scene.keys[BOT].allowed(BOT), ""))
    scene.repo.git("branch", "old", old)
    done = scene.promote("shadow", "v1.4.0", "--trusted", "old", "--at", scene.later(60))
    assert done.exit_code == 0, done.stderr
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.startswith("main had taken the right to sign it away with commit")


def test_a_key_that_was_taken_away_and_used_by_then(scene: Scene) -> None:
    """What it signed before stays verified."""
    change_signers(scene, allowed_signers=scene.allowed().replace(scene.keys[BOT].allowed(BOT), ""))
    assert audited(scene.path)["verdict"] == "PASSED"


def test_an_old_commit_after_an_entry_that_names_a_newer_one(scene: Scene) -> None:
    """The ledger itself shows that the right was gone: no clock has to be believed."""
    old = scene.repo.git("rev-parse", "main")
    scene.repo.write("govml.yaml", CONFIG.replace(f"releaser: [{BOT}]", f"releaser: [{ADA}]"))
    scene.repo.commit("Ada releases", time=seconds(scene.later(60)))
    scene.add("approval", approval_statement(scene.approval(scene.now())), scene.keys[ALICE], scene.now())
    scene.repo.git("branch", "old", old)
    done = scene.promote("shadow", "v1.4.0", "--trusted", "old", "--at", scene.later(120))
    assert done.exit_code == 0, done.stderr + done.stdout
    message = only(scene)[1]
    assert audited(scene.path)["verdict"] == "FAILED"
    assert "names an old commit: by that of entry 2, before it, who signed it might no longer" in message
    assert audited(scene.path, "--since", "3")["verdict"] == "FAILED"


def test_a_revoked_key_can_not_date_back(scene: Scene) -> None:
    key = scene.keys[BOT].public
    scene.keys["new"] = make_key(scene.path.parent / "new")
    signers = scene.allowed().replace("new ", f"{BOT} ")
    change_signers(scene, allowed_signers=signers, revoked_signers=key.line + "\n")
    found = wrong(audited(scene.path))
    assert {state for _, state, _ in found} == {"inconclusive"}
    assert {message for _, _, message in found} == {
        f"its key {key.fingerprint} was revoked, and no later entry shows that it was made before that"
    }


def test_a_revoked_key_is_cleared_by_what_others_signed_after_it(scene: Scene) -> None:
    assert scene.approve(ALICE).exit_code == 0  # Alice's client saw a main that didn't revoke the key yet
    change_signers(scene, revoked_signers=scene.keys[BOT].public.line + "\n")
    assert audited(scene.path, "--no-recompute")["verdict"] == "PASSED"


def test_a_revoked_key_is_not_cleared_by_what_anybody_may_say(scene: Scene) -> None:
    """Dave has a key and no role: that he approved something shows nothing."""
    key = make_key(scene.path.parent / "dave")
    change_signers(scene, allowed_signers=scene.allowed() + key.allowed("dave@bank.example"))
    said = scene.approval(scene.now())._replace(approver="dave@bank.example")
    scene.add("approval", approval_statement(said), key, scene.now())
    change_signers(scene, revoked_signers=scene.keys[BOT].public.line + "\n")
    assert audited(scene.path, "--no-recompute")["verdict"] == "INCONCLUSIVE"


def test_a_commit_that_is_younger_than_what_it_decided(scene: Scene) -> None:
    """Two commits come to main at once: one takes the approvals away, the next one brings them back."""
    asked = "{high: {risk-owner: 1, validator: 1}, limited: {risk-owner: 1}}"
    scene.repo.write("govml.yaml", CONFIG.replace(asked, "{}"))
    weak = scene.repo.commit("Tidy up", time=seconds(scene.later(900)))
    scene.repo.write("govml.yaml", CONFIG)
    scene.repo.commit("Address the review", time=seconds(scene.later(901)))
    scene.repo.git("branch", "weak", weak)
    promoted_by(scene, "weak")
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.startswith(f"commit {weak[:12]}, whose policies decided, was not on main by then")


def test_a_side_branch_that_was_merged_after_it_decided(scene: Scene) -> None:
    commit = weakened(scene)
    promoted_by(scene, "feature")
    later = f"@{seconds(scene.later(900))} +0000"
    dates = {"GIT_AUTHOR_DATE": later, "GIT_COMMITTER_DATE": later}
    scene.repo.git("merge", "-q", "--no-ff", "-m", "Merge", "feature", env=dates)
    state, message = only(scene)
    assert state == "inconclusive"
    assert message.startswith(f"commit {commit[:12]}, whose policies decided, was not on main by then")


@pytest.mark.parametrize("commit", ["\u00e9" * 40, "", "HEAD", "0" * 39], ids=["letters", "none", "name", "short"])
def test_a_policy_commit_that_is_none(scene: Scene, commit: str, tmp_path: Path) -> None:
    said = scene.approval(scene.now(), policy_commit=commit)
    scene.add("approval", approval_statement(said), make_key(tmp_path / "stranger"), scene.now())
    state, message = only(scene)
    assert (state, message) == ("broken", "predicate.policy.gitCommit is something else; expected 40 or 64 hex digits")


def test_a_decision_as_of_long_ago(scene: Scene) -> None:
    """Nothing that held once and has ended can be decided by, neither with the command nor without."""
    past = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((seconds(scene.now()) or 0) - 1200))
    done = scene.promote("shadow", "v1.4.0", "--at", past)
    assert done.exit_code == 2
    assert f"--at {past} is past: a promotion is decided when it is made" in done.stderr
    assert scene.promote("shadow", "v1.4.0", "--at", past, "--dry-run").exit_code in (0, 1)
    decision = scene.decide(past, "shadow")
    statement = promotion_statement(promotion_of(decision, "credit-risk#shadow#9"))
    envelope = scene.keys[BOT].seal(statement_bytes(statement))
    with pytest.raises(EvidenceError, match=f"was decided as of {past} and added at"):
        append(scene.repository, lambda _: Draft("promotion", envelope, scene.now(), decision.data))


def test_a_key_that_is_not_valid_any_more(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    change = scene.allowed(bot='valid-before="20260201"')
    scene.repo.write("allowed_signers", change)
    scene.repo.commit("The bot's key ends")
    forged(scene, stage="dev")
    state, message = only(scene)
    assert state == "broken"
    assert f"of {BOT}, which was not valid at" in message
