"""`govml audit` of honest repositories: what it verifies, what it tells, in which formats."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from govml.policy.catalogues import read_catalogues
from govml.render.audit_oscal import control_id
from govml.usecases.decide import Asked, trusted_commit
from govml.usecases.judging import How
from govml.usecases.promote import Where, promote
from tests.audits import audited, wrong
from tests.evidence.keys import make_key
from tests.scenes import ALICE, BOT, CAROL, Scene

ROLLBACK = "2990-01-01T00:00:00Z"
AFTER = ("--at", "2990-02-01")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Version 1.4.0 is in production, and then 1.5.0, which is rolled back much later."""
    found = Scene(tmp_path_factory.mktemp("audit"))
    found.to_production()
    found.new_version("v1.5.0")
    found.to_production("v1.5.0")
    asked = Asked("rollback", "credit-risk", "v1.4.0", "production", ROLLBACK, trusted_commit(found.repository))
    assert promote(found.repository, asked, found.keys[BOT].private, Where("govml/ledger", How())).entry is not None
    return found


@pytest.fixture(scope="module")
def document(scene: Scene) -> dict[str, Any]:
    return audited(scene.path, *AFTER)


def on(document: dict[str, Any], stage: str) -> dict[str, Any]:
    (found,) = (each for each in document["stages"] if each["stage"] == stage)
    return found  # type: ignore[no-any-return]


def test_everything_is_verified_and_decided_again(document: dict[str, Any]) -> None:
    assert document["verdict"] == "PASSED", wrong(document)
    assert {each["state"] for each in document["entries"]} == {"verified"}
    assert document["summary"]["kinds"] == {"approval": 4, "promotion": 6, "rollback": 1}
    assert document["summary"]["recomputed"] == 7
    assert document["summary"]["tags"] == {"agrees": 9}


def test_who_decided_what_is_on_a_stage_and_on_what_evidence(document: dict[str, Any]) -> None:
    held = on(document, "production")
    assert (held["version"], held["kind"], held["state"]) == ("v1.4.0", "rollback", "verified")
    assert held["decided_by"] == [BOT]
    assert held["replaces"] == "v1.5.0"
    assert held["evidence"][0]["uri"] == "report.json"
    assert on(document, "staging")["version"] == "v1.5.0"


def test_what_was_on_a_stage_at_a_time(scene: Scene) -> None:
    then = audited(scene.path, "--at", "2989-12-31T23:59:59Z", "--stage", "production", "--no-recompute")
    (held,) = then["stages"]
    assert (held["version"], held["kind"], held["until"]) == ("v1.5.0", "promotion", ROLLBACK)
    assert [each["by"] for each in held["approvals"]] == [[ALICE], [CAROL]]
    assert audited(scene.path, "--at", "2026-01-01", "--no-recompute")["stages"] == []
    noted = audited(scene.path, "--stage", "productoin", "--no-recompute")["notes"]
    assert "nothing was ever put on a stage 'productoin': did you mean 'production'?" in noted


def test_the_same_bytes_again(scene: Scene) -> None:
    first, second = (scene.run("audit", "--no-recompute", "--format", "json", *AFTER) for _ in range(2))
    assert first.stdout == second.stdout


def test_only_the_last_entries(scene: Scene) -> None:
    found = audited(scene.path, "--since", "9")
    assert [each["number"] for each in found["entries"]] == [9, 10]
    assert (found["verdict"], on(found, "dev")["state"]) == ("PASSED", "not-checked")
    again = audited(scene.path, "--since", "govml/ledger~1", "--no-recompute")
    assert [each["number"] for each in again["entries"]] == [9, 10]
    assert scene.run("audit", "--since", "HEAD").exit_code == 2


def test_without_deciding_again(scene: Scene) -> None:
    found = audited(scene.path, "--no-recompute")
    assert (found["verdict"], found["source"]["recomputed"], found["summary"]["recomputed"]) == ("PASSED", False, 0)


def test_a_bare_clone_is_audited_alike(scene: Scene, document: dict[str, Any]) -> None:
    found = audited(scene.repo.bare(), *AFTER)
    assert found == document


def test_a_checkpoint_that_the_ledger_continues(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.txt"
    assert scene.run("ledger", "checkpoint", "--key", scene.key(CAROL).path, "--output", file).exit_code == 0
    found = audited(scene.path, "--no-recompute", "--checkpoint", file)
    assert (found["verdict"], found["checkpoint"]["state"]) == ("PASSED", "verified")
    assert found["checkpoint"]["signed_by"] == [CAROL]


def test_keys_that_the_auditor_does_not_know(scene: Scene, tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.write_text(scene.allowed())
    assert audited(scene.path, "--no-recompute", "--allowed-signers", known)["verdict"] == "PASSED"
    known.write_text(make_key(tmp_path / "other").allowed())
    found = audited(scene.path, "--no-recompute", "--allowed-signers", known)
    assert found["verdict"] == "INCONCLUSIVE"
    assert all("which the auditor doesn't know" in message for _, _, message in wrong(found))


def test_no_ledger_is_no_pass(tmp_path: Path) -> None:
    empty = Scene(tmp_path)
    done = empty.run("audit")
    assert done.exit_code == 3
    assert done.stdout.endswith("INCONCLUSIVE: there is no ledger: nothing was checked\n")
    assert "`govml ledger fetch` brings a remote's" in done.stderr


def test_a_shallow_clone_can_not_tell(scene: Scene) -> None:
    path = scene.repo.shallow()
    fetch = ["git", "fetch", "-q", "--depth=1", scene.path.as_uri(), "+refs/heads/*:refs/remotes/origin/*"]
    subprocess.run(fetch, cwd=path, check=True)
    found = audited(path)
    assert found["verdict"] == "INCONCLUSIVE"
    assert "are not in this clone" in json.dumps(wrong(found))


def test_text_names_what_is_on_the_stages_and_ends_with_the_verdict(scene: Scene) -> None:
    lines = scene.run("audit", *AFTER).stdout.splitlines()
    assert any("credit-risk production  v1.4.0 since" in line for line in lines)
    assert lines[-1] == "PASSED: 11 entries are verified, and every tag agrees with the ledger"
    assert "entry 0 promotion credit-risk v1.4.0 dev" in scene.run("audit", "--no-recompute", "--verbose").stdout


def test_the_verdict_says_what_was_left_out(scene: Scene, tmp_path: Path) -> None:
    agree = "and every tag agrees with the ledger"
    left = {
        ("--no-recompute",): f"11 entries are verified, {agree}; decisions were not made again",
        ("--since", "10"): f"1 entry is verified, {agree}; entries before 10 were not checked",
        ("--since", "11", "--no-recompute"): f"0 entries are verified, {agree}; entries before 11 were not checked",
    }
    for args, reason in left.items():
        assert audited(scene.path, *args)["reason"] == reason
    pack = tmp_path / "evidence.tar"
    assert scene.run("audit", "--no-recompute", "--pack", pack).exit_code == 0
    assert audited(tmp_path, pack)["reason"] == left["--no-recompute",]


def test_clauses_are_backed_by_what_rules_found(document: dict[str, Any]) -> None:
    catalogues = {each["id"]: each for each in document["catalogues"]}
    assert list(catalogues) == ["eu-ai-act", "iso-42001", "nist-ai-rmf", "sr-11-7", "sr-26-2"]
    assert catalogues["sr-11-7"]["superseded_by"] == ["sr-26-2"]
    clauses = {each["clause"]: each for each in catalogues["eu-ai-act"]["clauses"]}
    assert clauses["13.3(b)(i)"]["state"] == "satisfied"
    assert clauses["13.3(b)(i)"]["applies_from"] == "2027-12-02"
    assert {each["stage"] for each in clauses["13.3(b)(i)"]["rules"]} == {"dev", "production", "staging"}
    assert clauses["17.1(k)"]["state"] == "not-satisfied"  # the commits of the scene are not signed
    assert "no-rule" in {each["state"] for each in clauses.values()}


def test_what_had_nothing_to_judge_backs_no_clause(document: dict[str, Any]) -> None:
    clauses = [each for one in document["catalogues"] for each in one["clauses"]]
    found = {(each["stage"], each["rule"]): each for one in clauses for each in one["rules"]}
    assert {found[stage, "PROM-03"]["reason"] for stage in ("dev", "staging")} == {"no rollback here"}
    assert found["dev", "APPR-01"]["reason"] == "no needed approvals here"
    assert found["dev", "APPR-02"]["reason"] == "no approvals that count here"
    assert found["production", "PROM-03"]["outcome"] == "passed"  # it was rolled back


def test_oscal_is_what_trestle_reads(scene: Scene) -> None:
    from trestle.oscal.assessment_results import Model

    done = [scene.run("audit", "--no-recompute", "--format", "oscal", *AFTER) for _ in range(2)]
    assert done[0].exit_code == 0
    assert done[0].stdout == done[1].stdout
    results = Model.model_validate_json(done[0].stdout).assessment_results
    assert [each.title for each in results.results][:2] == [
        "The ledger and the registry",
        "EU Artificial Intelligence Act",
    ]
    uuids = [value for key, value in _members(json.loads(done[0].stdout)) if key == "uuid"]
    assert len(uuids) == len(set(uuids))
    declared = set(uuids)
    referred = [value for key, value in _members(json.loads(done[0].stdout)) if key.endswith("-uuid")]
    assert set(referred) <= declared


def test_oscal_names_no_two_clauses_alike() -> None:
    clauses = [(each.id, clause.control.partition(" ")[2]) for each in read_catalogues() for clause in each.clauses]
    names = [control_id(*clause) for clause in clauses]
    assert len(names) == len(set(names))
    assert control_id("eu-ai-act", "13.3(b)(i)") == "eu-ai-act_13.3.b.i"


def _members(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, list):
        return [found for each in value for found in _members(each)]
    if not isinstance(value, dict):
        return []
    return [*value.items(), *(found for each in value.values() for found in _members(each))]
