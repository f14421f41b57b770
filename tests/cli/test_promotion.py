"""What `govml approve` and `promote` say to those who use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from govml.ledger.entries import seconds
from tests.scenes import ADA, ALICE, BOT, CAROL, Scene


def test_an_approval_is_taken_back_by_the_number_of_its_entry(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    done = scene.approve(ALICE)
    assert "To be signed:\n  I approve credit-risk@v1.4.0 for production\n  report sha256:" in done.stderr
    number = str(scene.ledger.entries[-1].number)
    assert f"production: entry {number} (" in done.stdout
    for text in ("99", number + "0"):
        done = scene.approve(ALICE, "production", "v1.4.0", "--withdraw", text)
        assert done.exit_code == 2
        assert "`govml ledger log credit-risk` has their numbers and digests" in done.stderr
    done = scene.approve(ALICE, "staging", "v1.4.0", "--withdraw", number)
    assert f"error: '{number}' names no approval of credit-risk v1.4.0 for staging" in done.stderr
    done = scene.approve(ALICE, "production", "v1.4.0", "--withdraw", number)
    assert done.exit_code == 0, done.stderr
    assert "git push origin govml/ledger" in done.stderr
    assert scene.decide(scene.now()).given[-1].problem.startswith("was withdrawn")
    assert scene.ledger.entries[-1].about() == {"model": "credit-risk", "version": "v1.4.0", "stage": "production"}


def test_only_who_gave_an_approval_or_may_release_takes_it_back(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    assert scene.approve(ALICE).exit_code == 0
    entries = scene.ledger.entries
    for who in (CAROL, ADA):
        done = scene.approve(who, "production", "v1.4.0", "--withdraw", entries[-1].digest[:12])
        assert done.exit_code == 1
        assert f"may not take back entry {entries[-1].number}" in done.stderr
    assert scene.ledger.entries == entries
    assert scene.approve(BOT, "production", "v1.4.0", "--withdraw", entries[-1].digest).exit_code == 0


def test_what_could_not_be_decided_is_not_approved(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    oid = scene.repo.git("rev-parse", "HEAD:models/credit-risk/README.md")
    (scene.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    done = scene.approve(ALICE)
    assert done.exit_code == 4
    assert "error: the report is INCONCLUSIVE: 1 object is not in this clone" in done.stderr


def test_who_has_no_role_is_told_who_has(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    scene.repo.write("govml.yaml", (scene.path / "govml.yaml").read_text().replace(f"{ALICE}, {ADA}", ALICE))
    scene.repo.commit("Ada has no role")
    done = scene.approve(ADA)
    assert done.exit_code == 1
    assert f"error: {ADA} has no role" in done.stderr
    assert f"releaser: {BOT}; risk-owner: {ALICE}; validator: {CAROL}" in done.stderr
    done = scene.run("promote", "credit-risk@v1.4.0", "--to", "shadow", "--key", scene.keys[ALICE].path)
    assert done.exit_code == 1
    assert f"role `releaser` in govml.yaml: {BOT}" in done.stderr


def test_who_named_a_branch_that_is_not_there_is_said(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.repo.write(
        "govml.yaml", (scene.path / "govml.yaml").read_text().replace("promotion:", "promotion:\n  trusted: mian")
    )
    scene.repo.commit("A slip")
    done = scene.run("report", "credit-risk@v1.4.0", "--to", "dev")
    assert done.exit_code == 2
    assert "there is no branch 'mian'" in done.stderr
    assert "hint: `promotion.trusted` of govml.yaml on main names it" in done.stderr
    done = scene.run("report", "credit-risk@v1.4.0", "--to", "dev", "--trusted", "mian")
    assert "hint: fetch it" in done.stderr


def test_a_stage_that_is_none_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    done = scene.run("report", "credit-risk@v1.4.0", "--to", "productoin")
    assert done.exit_code == 1
    assert "warning: there is no stage 'productoin'; did you mean 'production'?" in done.stderr
    assert "has dev, production, shadow, staging\n" in done.stderr
    assert "there is no stage" not in scene.run("report", "credit-risk@v1.4.0", "--to", "dev").stderr


def test_a_mend_is_told_with_its_commands(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    told = scene.run("report", "credit-risk@v1.4.0", "--to", "production").stdout
    assert "        govml approve credit-risk@v1.4.0 --to production\n" in told
    assert told.count("govml approve credit-risk") == 1
    told = scene.run("report", "credit-risk@v1.4.0", "--to", "staging").stdout
    assert "mend: There is nothing to do" in told


def test_a_mend_names_the_version_that_is_asked_about(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    scene.new_version("v1.5.0")
    told = scene.run("report", "credit-risk@v1.5.0", "--to", "staging", "--rollback").stdout
    assert "        govml promote credit-risk@v1.5.0 --to staging\n" in told


def test_a_digest_of_five_digits_is_none_that_was_read(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    now = scene.now()
    digest = scene.decide(now).about.report
    for told in (digest[:5], f"sha256:{digest[:5]}"):
        done = scene.approve(ALICE, "production", "v1.4.0", "--at", now, "--report", told)
        assert done.exit_code == 1
        assert "read it again" in done.stderr
    assert scene.approve(ALICE, "production", "v1.4.0", "--at", now, "--report", f"sha256:{digest[:12]}").exit_code == 0


def test_a_report_without_its_time_is_told_to_name_it(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    digest = scene.decide("2999-01-01T00:00:00Z").about.report
    done = scene.approve(ALICE, "production", "v1.4.0", "--report", digest)
    assert done.exit_code == 1
    assert "hint: a report is of one time: name that of the one you have read with --at TIME" in done.stderr


def test_what_is_refused_is_refused_with_its_findings(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    step = "PROM-01 (the version has not been on a stage before production; expected one of: staging)"
    for done in (scene.promote(), scene.approve(ALICE)):
        assert done.exit_code == 1
        assert step in done.stderr
    assert f"error: not done: 1 error: {step}\n" in scene.promote().stderr
    scene.to_staging()
    assert "error: not done: approvals are missing: 1 risk-owner and 1 validator\n" in scene.promote().stderr


def test_what_an_approval_is_good_for_is_told(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    done = scene.approve(CAROL, "dev")
    assert "note: dev needs no approvals at tier high" in done.stderr
    scene.to_staging()
    assert f"warning: it counts for no role, as {ADA} is one of those who made the version" in scene.approve(ADA).stderr
    told = scene.approve(BOT).stderr
    assert f"warning: it counts for nothing: {BOT} is releaser, and wanted are risk-owner, validator" in told
    assert f"it counts: {CAROL} as validator" in scene.approve(CAROL).stderr
    again = scene.approve(CAROL, "production", "v1.4.0", "-m", "again")
    assert f"note: {CAROL} is validator, and others fill that already" in again.stderr


def test_days_are_kept_to(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    for days, code in (("0", 2), ("1000", 2), ("1", 0)):
        assert scene.approve(ALICE, "production", "v1.4.0", "--days", days).exit_code == code
    said = scene.ledger.entries[-1].statement.predicate
    assert (seconds(str(said["expires"])) or 0) - (seconds(str(said["at"])) or 0) == 86_400


def test_an_empty_option_is_not_one_that_was_left_out(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.to_staging()
    before = len(scene.ledger.entries)
    assert scene.approve(ALICE, "production", "v1.4.0", "--withdraw", "").exit_code == 2
    assert scene.approve(ALICE, "production", "v1.4.0", "--report", "").exit_code == 1
    assert len(scene.ledger.entries) == before


def test_the_lines_that_verify_a_decision_do(tmp_path: Path) -> None:
    """Before it is made and after, and of the time when it was made."""
    scene = Scene(tmp_path)
    at = scene.now()
    asked = ("credit-risk@v1.4.0", "--to", "dev", "--at", at)
    told = json.loads(scene.run("report", *asked, "--format", "json").stdout)
    made = json.loads(scene.promote("dev", "v1.4.0", "--format", "json").stdout)
    assert scene.promote("staging").exit_code == 0
    scene.new_version("v1.5.0")
    assert scene.promote("dev", "v1.5.0").exit_code == 0
    back = json.loads(scene.run("report", "credit-risk@v1.4.0", "--to", "dev", "--rollback", "--format", "json").stdout)
    assert back["verify"][0].startswith("govml report credit-risk@v1.4.0 --to dev --rollback --at ")
    rolled = json.loads(scene.rollback("dev", "v1.4.0", "--format", "json").stdout)
    for document in (made, rolled):
        lines = [line for line in document["verify"] if not line.startswith("#")]
        assert lines[0].startswith("git cat-file blob ")
        done = subprocess.run(["sh", "-e", "-c", "\n".join(lines)], cwd=scene.path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    if told["report"]["at"] < scene.ledger.entries[0].at:
        again = json.loads(scene.run("report", *asked, "--format", "json").stdout)
        assert again["sha256"] == told["sha256"]
