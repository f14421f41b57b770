"""Deciding about a version and a stage: the honest path, and that equal inputs give equal bytes."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.base.branch import Branch
from govml.evidence.statement import read_statement
from govml.ledger.chain import report_of
from govml.ledger.statements import read_promotion
from govml.usecases.approvals import Given, matched
from tests.builders import ROOT, run_govml
from tests.scenes import ADA, ALICE, CAROL, CONFIG, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def told(scene: Scene, stage: str = "production", version: str = "v1.4.0", *more: str) -> dict[str, Any]:
    """The JSON of a report."""
    done = scene.run("report", f"credit-risk@{version}", "--to", stage, "--format", "json", *more)
    document: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == {"PASSED": 0, "WARNED": 0, "FAILED": 1, "INCONCLUSIVE": 4}[document["verdict"]]
    return document


def validated(document: dict[str, Any]) -> dict[str, Any]:
    """A document that its schema describes, and whose report its own describes."""
    for name, value in (("promotion", document), ("promotion-report", document["report"])):
        schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text())
        jsonschema_rs.Draft202012Validator(schema).validate(value)
    return document


def test_from_dev_to_production(scene: Scene) -> None:
    assert told(scene)["reason"].startswith("1 error")
    scene.to_staging()
    document = validated(told(scene))
    assert document["verdict"] == "FAILED"
    assert document["report"]["verdict"] == "WARNED"
    assert document["missing"] == {"risk-owner": 1, "validator": 1}
    assert {each["rule"] for each in document["mend"]} == {"APPR-01"}
    assert scene.promote().exit_code == 1
    assert scene.approve(ALICE).exit_code == 0
    assert told(scene)["missing"] == {"validator": 1}
    assert scene.approve(CAROL).exit_code == 0
    document = validated(told(scene))
    assert document["verdict"] == "WARNED"
    assert [each["independent_role"] for each in document["approvals"]] == ["risk-owner", "validator"]
    done = scene.promote("production", "v1.4.0", "--format", "json")
    assert done.exit_code == 0
    ledger = scene.ledger
    assert ledger.sound
    assert [entry.kind for entry in ledger.entries] == ["promotion", "promotion", "approval", "approval", "promotion"]
    entry = ledger.entries[-1]
    said = read_promotion(read_statement(entry.envelope.payload))
    assert said.approvals == tuple(each.digest for each in ledger.entries[2:4])
    assert said.tag == "credit-risk#production#3"
    data = report_of(Branch(scene.repository, ""), entry)
    assert hashlib.sha256(data).hexdigest() == said.about.report
    assert json.loads(data) == json.loads(done.stdout)["report"]
    shown = json.loads(scene.run("show", "credit-risk", "--json").stdout)["models"][0]
    assert {name: held["version"] for name, held in shown["stages"].items()} == dict.fromkeys(
        ["dev", "production", "staging"], "v1.4.0"
    )
    assert scene.promote().exit_code == 1  # it is there already
    assert len(scene.ledger.entries) == 5


def test_the_report_is_the_same_bytes_everywhere(scene: Scene, tmp_path: Path, opa: Path) -> None:
    scene.to_production()
    scene.new_version("v1.5.0", roc_auc="0.913")
    scene.to_staging("v1.5.0")
    bare = scene.repo.bare()
    clone = tmp_path / "elsewhere"
    scene.repo.git("clone", "--quiet", "--no-local", str(scene.path), str(clone))
    ledger = ["fetch", "--quiet", "origin", "govml/ledger:govml/ledger"]
    scene.repo.git("-C", str(clone), *ledger)
    command = ["report", "credit-risk@v1.5.0", "--to", "production", "--at", scene.now(), "--format", "report"]
    first = run_govml(*command, cwd=scene.path)
    assert first.exit_code == 1
    assert json.loads(first.stdout)["base"]["version"] == "v1.4.0"
    places: list[tuple[Path, dict[str, str], list[str]]] = [
        (scene.path, {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, []),
        (scene.path, {"PYTHONHASHSEED": "1"}, []),
        (scene.path, {"PYTHONHASHSEED": "77", "LC_ALL": "C"}, []),
        (scene.path, {"GOVML_OPA": str(opa)}, ["--engine", "opa"]),
        (bare, {}, []),
        (clone, {"TZ": "America/St_Johns"}, []),
    ]
    for folder, env, more in places:
        again = run_govml(*command, *more, cwd=folder, env=env)
        assert again.stdout == first.stdout, (folder, env, again.stderr)


def test_a_later_commit_that_decides_nothing_leaves_approvals_alone(scene: Scene) -> None:
    scene.to_staging()
    for who in (ALICE, CAROL):
        scene.approve(who)
    scene.repo.write("notes.md", "Nothing that decides.\n")
    scene.repo.commit("Notes")
    assert scene.promote().exit_code == 0


def test_a_rollback_needs_no_approval_and_goes_to_what_was_there(scene: Scene) -> None:
    scene.to_production()
    scene.new_version("v1.5.0")
    assert scene.rollback("production", "v1.5.0").exit_code == 1  # it was never there
    assert scene.rollback("production", "v1.4.0").exit_code == 1  # it is there
    scene.to_production("v1.5.0")
    done = scene.rollback("production", "v1.4.0")
    assert done.exit_code == 0, done.stderr
    assert scene.ledger.entries[-1].kind == "rollback"
    document = validated(told(scene, "production", "v1.5.0"))
    assert document["report"]["base"]["version"] == "v1.4.0"
    shown = json.loads(scene.run("show", "credit-risk#production", "--json").stdout)
    assert shown["models"][0]["stages"]["production"]["version"] == "v1.4.0"


def test_a_rollback_is_not_stopped_by_what_is_found_today(scene: Scene) -> None:
    scene.to_production()
    scene.new_version("v1.5.0")
    scene.to_production("v1.5.0")
    scene.repo.write("govml.yaml", CONFIG.replace("apache-2.0, ", ""))
    scene.repo.commit("Another list of licences")
    assert scene.promote("shadow", "v1.4.0").exit_code == 1
    document = validated(told(scene, "production", "v1.4.0", "--rollback"))
    assert "CARD-08" in {each["rule"] for each in document["report"]["findings"]}
    assert scene.rollback("production", "v1.4.0").exit_code == 0


def test_a_dry_run_writes_nothing(scene: Scene) -> None:
    before = scene.repo.git("for-each-ref")
    done = scene.promote("dev", "v1.4.0", "--dry-run")
    assert done.exit_code == 0
    assert "May credit-risk v1.4.0 be promoted to dev?" in done.stdout
    assert scene.repo.git("for-each-ref") == before


def test_lost_tags_are_written_again_as_they_were(scene: Scene) -> None:
    scene.to_staging()
    tag = "credit-risk#dev#1"
    before = scene.repo.git("rev-parse", f"refs/tags/{tag}")
    scene.repo.git("tag", "--delete", tag)
    scene.approve(ALICE)
    scene.approve(CAROL)
    assert f"created tag {tag}" in scene.promote().stderr
    assert scene.repo.git("rev-parse", f"refs/tags/{tag}") == before


def test_an_approval_can_be_taken_back(scene: Scene) -> None:
    scene.to_staging()
    scene.approve(ALICE)
    scene.approve(CAROL)
    entry = scene.ledger.entries[2].digest
    target = ("approve", "credit-risk@v1.4.0", "--to", "production")
    stranger = scene.run(*target, "--withdraw", entry[:12], "-m", "No.", "--key", scene.keys[ADA].path)
    assert stranger.exit_code == 1
    assert told(scene)["verdict"] == "WARNED"
    why = "The test data was wrong"
    done = scene.run(*target, "--withdraw", entry[:12], "-m", why, "--key", scene.keys[ALICE].path)
    assert done.exit_code == 0, done.stderr
    document = validated(told(scene))
    assert document["missing"] == {"risk-owner": 1}
    assert document["approvals"][0]["problem"] == "was withdrawn: The test data was wrong"
    # Of the same second she would sign what she took back.
    assert scene.approve(ALICE, "production", "v1.4.0", "--at", scene.later(60)).exit_code == 0
    assert scene.promote("production", "v1.4.0", "--at", scene.later(60)).exit_code == 0


def test_what_was_read_is_what_is_signed(scene: Scene) -> None:
    scene.to_staging()
    document = told(scene)
    at, digest = document["report"]["at"], document["sha256"]
    wrong = scene.approve(ALICE, "production", "v1.4.0", "--at", at, "--report", "0" * 64)
    assert wrong.exit_code == 1
    assert "it has changed" in wrong.stderr
    for who in (ALICE, CAROL):
        assert scene.approve(who, "production", "v1.4.0", "--at", at, "--report", digest).exit_code == 0
    assert scene.promote().exit_code == 0


def test_a_report_that_fails_is_not_approved(scene: Scene) -> None:
    done = scene.approve(ALICE)
    assert done.exit_code == 1
    assert "the report is FAILED" in done.stderr


def test_without_stages_any_may_be_used_and_high_risk_needs_an_approver(scene: Scene) -> None:
    scene.repo.write("govml.yaml", CONFIG.partition("roles:")[0] + f"roles: {{approver: [{CAROL}]}}\n")
    scene.repo.commit("No stages")
    assert told(scene, "canary")["missing"] == {"approver": 1}
    assert scene.approve(CAROL, "canary").exit_code == 0
    assert scene.promote("canary").exit_code == 0


def test_stage_tags_of_others_say_nothing(scene: Scene) -> None:
    """The first entry of a ledger would change what is on the stage, and with it the report that it approves."""
    now = scene.now()
    before = scene.decide(now, "staging").report
    scene.repo.tag("credit-risk#staging#1")
    assert scene.decide(now, "staging").report == before
    assert before["base"] is None


def test_the_version_is_told_against_the_one_on_the_stage(scene: Scene) -> None:
    scene.to_production()
    scene.new_version("v1.5.0", roc_auc="0.915")
    report = validated(told(scene, "production", "v1.5.0"))["report"]
    changes = {(each["field"], each["delta"], each["trend"]) for each in report["changes"]}
    assert ("metric", "+0.003", "better") in changes
    assert [(each["version"], each["metrics"][0]["value"]) for each in report["history"]] == [("v1.4.0", 0.912)]
    assert report["makers"]["names"] == [ADA]
    assert report["makers"]["commits"] == 1


def test_the_formats_tell_what_the_document_says(scene: Scene) -> None:
    scene.to_production()
    target = ("report", "credit-risk@v1.4.0", "--to", "production", "--at", "2026-12-24")
    document = json.loads(scene.run(*target, "--format", "json").stdout)
    for form in ("text", "markdown"):
        text = scene.run(*target, "--format", form, "--verbose").stdout
        assert document["sha256"] in text
        assert "APPR-01" in text
        assert ALICE.split("@")[1] in text
    exact = scene.run(*target, "--format", "report").stdout
    assert hashlib.sha256(exact.encode()).hexdigest() == document["sha256"]


def test_what_is_unknown_is_an_error_with_advice(scene: Scene) -> None:
    for version, code in (("credit-risk@v9.9.9", 1), ("nothing@v1.0.0", 1), ("credit-risk", 2), ("a b@v1.0.0", 2)):
        done = scene.run("report", version, "--to", "dev")
        assert (done.exit_code, done.stdout) == (code, ""), version
        assert "hint: " in done.stderr
    assert scene.run("report", "credit-risk@v1.4.0", "--to", "de v").exit_code == 2
    assert scene.run("report", "credit-risk@v1.4.0", "--to", "dev", "--trusted", "nowhere").exit_code == 2


def test_a_shallow_clone_is_not_decided_about(scene: Scene) -> None:
    scene.new_version("v1.5.0")
    done = run_govml("report", "credit-risk@v1.5.0", "--to", "dev", cwd=scene.repo.shallow(1))
    assert done.exit_code == 4
    assert "cut off" in done.stderr or "not in this clone" in done.stderr


ROLES = ("a", "b", "c")
PEOPLE = ("p", "q", "r", "s")


@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sets(st.sampled_from(ROLES)), st.booleans()), max_size=6),
    st.dictionaries(st.sampled_from(ROLES), st.integers(1, 2)),
)
def test_as_many_roles_are_filled_as_can_be(people: list[tuple[str, set[str], bool]], needed: dict[str, int]) -> None:
    given_ones = [
        Given(str(number), number, "signature", who, "", "", "", "", tuple(sorted(roles)), "", independent)
        for number, (who, roles, independent) in enumerate(people)
    ]
    found, missing = matched(given_ones, needed)
    slots = [role for role, count in needed.items() for _ in range(count)]
    first: dict[str, set[str]] = {}
    for who, roles, independent in people:
        if independent:
            first.setdefault(who, roles)
    orders = itertools.permutations([*first, *[""] * len(slots)], len(slots))
    best = max(
        sum(role in first.get(who, ()) for role, who in zip(slots, order, strict=True)) for order in orders
    )
    assert sum(needed.values()) - sum(missing.values()) == best
    filled = [each.independent_role for each in found if each.independent_role]
    assert len(filled) == best
    assert len({each.principal for each in found if each.independent_role}) == best
    assert all(each.independent_role in each.roles for each in found if each.independent_role)


def test_what_is_pushed_is_on_the_remote_before_it_is_here(scene: Scene) -> None:
    remote = scene.repo.bare("remote.git")
    scene.repo.git("remote", "add", "origin", str(remote))
    scene.repo.git("fetch", "--quiet", "origin")
    done = scene.promote("dev", "v1.4.0", "--push")
    assert done.exit_code == 0, done.stderr
    assert "hint" not in done.stderr
    there = scene.repo.git("ls-remote", "origin", "govml/ledger", "credit-risk#dev#1")
    assert len(there.splitlines()) == 2
    assert scene.repo.git("rev-parse", "govml/ledger") in there


def test_clocks_may_differ_a_little(scene: Scene) -> None:
    scene.to_staging()
    scene.approve(ALICE)
    at = scene.ledger.entries[-1].at
    before = (datetime.fromisoformat(at) - timedelta(seconds=200)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [each.problem for each in scene.decide(before).given] == [""]


def test_what_is_of_tomorrow_at_midnight_counts(scene: Scene) -> None:
    scene.to_staging()
    midnight = datetime.fromisoformat(scene.ledger.entries[-1].at[:10]).replace(tzinfo=UTC)
    for before, passes in ((timedelta(seconds=1), True), (timedelta(days=1, seconds=1), False)):
        found = scene.decide((midnight - before).strftime("%Y-%m-%dT%H:%M:%SZ"))
        assert found.approvable == passes, found.report["findings"]


FRIDAY = """\
# METADATA
# title: Production is not changed on a Friday
# custom:
#   id: ACME-03
#   subject: promotion
package acme.friday

deny contains {"msg": "a version that is new to production waits for Monday", "pointer": "/stage"} if {
	input.stage == "production"
	input.action == "promotion"
	time.weekday(time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [input.at]))) == "Friday"
}
"""


def test_an_own_rule_about_promotions_knows_the_day(scene: Scene, opa: Path) -> None:
    assert FRIDAY.partition("package")[2] in (ROOT / "docs" / "policies.md").read_text()
    scene.repo.write("policies/friday.rego", FRIDAY)
    scene.repo.commit("No Fridays")
    for engine in ("embedded", "opa"):
        found = {}
        for day in ("2026-05-08", "2026-05-09"):
            more = ("--at", day, "--engine", engine)
            env = {"GOVML_OPA": str(opa)}
            target = ("report", "credit-risk@v1.4.0", "--to", "production", "--format", "json")
            done = run_govml(*target, *more, cwd=scene.path, env=env)
            assert done.exit_code == 1, done.stderr
            found[day] = {each["rule"] for each in json.loads(done.stdout)["report"]["findings"]}
        assert found["2026-05-08"] - found["2026-05-09"] == {"ACME-03"}
