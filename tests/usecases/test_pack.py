"""Evidence packs: the same bytes for the same ledger, and verified by govml and by stock tools with nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
from pathlib import Path
from random import Random

import pytest

from govml.base.git import Repository
from govml.evidence.statement import read_statement
from govml.ledger.statements import approval_statement, read_promotion
from govml.usecases.decide import Asked
from govml.usecases.judging import How
from govml.usecases.promote import Where, promote
from tests.attacks.test_grants import waived
from tests.audits import audited
from tests.builders import Repo, invoke_govml
from tests.evidence.keys import make_key
from tests.scenes import ALICE, BOT, CAROL, Scene
from tests.usecases.proven import CONFIG as PROVEN
from tests.usecases.proven import EVALUATION, PRINCIPAL, TRAINING, proven

AT = ("--at", "2027-01-01")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Version 1.4.0 is in production."""
    found = Scene(tmp_path_factory.mktemp("pack"))
    found.to_production()
    return found


@pytest.fixture(scope="module")
def pack(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(scene, tmp_path_factory.mktemp("packs") / "evidence.tar")


@pytest.fixture(scope="module")
def folder(pack: Path) -> Path:
    """The pack, unpacked."""
    target = pack.parent / "unpacked"
    target.mkdir()
    subprocess.run(["tar", "-xf", pack, "-C", target], check=True)
    return target


def packed(scene: Scene, file: Path, cwd: Path | None = None) -> Path:
    done = scene.run("audit", "--no-recompute", *AT, "--pack", file)
    assert done.exit_code == 0, done.stderr
    return file


def test_a_pack_says_what_the_clone_says(scene: Scene, pack: Path, tmp_path: Path) -> None:
    there, here = audited(scene.path, "--no-recompute", *AT), audited(tmp_path, pack, *AT)
    assert here["verdict"] == "PASSED"
    assert "only a clone shows" in here.pop("notes")[0]
    del there["notes"]
    assert here == there
    clauses = {each["clause"]: each for one in here["catalogues"] for each in one["clauses"]}
    assert clauses["MEASURE-1.3"]["state"] == "not-evaluated"
    assert {(each["rule"], each["reason"]) for each in clauses["MEASURE-1.3"]["rules"]} == {
        ("APPR-02", "the decision was not made again")
    }


def test_equal_ledgers_give_equal_packs(scene: Scene, pack: Path, tmp_path: Path) -> None:
    assert packed(scene, tmp_path / "again.tar").read_bytes() == pack.read_bytes()


def test_files_are_of_nobody_and_of_the_last_entry_s_time(scene: Scene, pack: Path) -> None:
    with tarfile.open(pack) as tar:
        members = tar.getmembers()
    assert [each.name for each in members] == sorted(each.name for each in members)
    assert {(each.uid, each.gid, each.uname, each.gname, each.mode) for each in members} == {(0, 0, "", "", 0o644)}
    assert len({each.mtime for each in members}) == 1


def test_the_read_me_verifies_it_with_stock_tools(folder: Path) -> None:
    script = (folder / "README.md").read_text().partition("```sh\n")[2].partition("```")[0]
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.split('signature for ')[1].split()[0] for line in lines] == [BOT, BOT, ALICE, CAROL, BOT]
    assert all(line.startswith('Good "govml" signature') for line in lines)


def test_the_read_me_shows_what_was_altered(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", folder, copy], check=True)
    file = copy / "ledger" / "000004" / "statement.pae"
    file.write_bytes(file.read_bytes().replace(b"v1.4.0", b"v1.4.1"))
    script = (folder / "README.md").read_text().partition("```sh\n")[2].partition("```")[0]
    done = subprocess.run(["bash", "-c", script], cwd=copy, capture_output=True, text=True, check=False)
    assert "ledger/000004/statement.pae: FAILED" in done.stdout
    assert 'Could not verify signature' in done.stdout + done.stderr


def test_entries_are_chained_by_plain_sha256(folder: Path) -> None:
    previous = ""
    for file in sorted(folder.glob("ledger/*/entry.json")):
        data = file.read_bytes()
        assert f'"previous":"{previous}"'.encode() in data
        previous = hashlib.sha256(data).hexdigest()


def test_reports_are_what_statements_name(folder: Path) -> None:
    for file in folder.glob("ledger/*/report.json"):
        payload = file.with_name("statement.pae").read_bytes().split(b" ", 4)[4]
        assert read_promotion(read_statement(payload)).about.report == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", [TRAINING, "evidence/credit-risk/a:b.intoto.jsonl"])
def test_evidence_that_decisions_rest_on_is_in_it(repo: Repo, tmp_path: Path, name: str) -> None:
    keys = {who: make_key(tmp_path / "keys", who.partition("@")[0]) for who in (PRINCIPAL, BOT)}
    proven(repo, keys[PRINCIPAL])
    (repo.path / TRAINING).rename(repo.path / name)
    repo.write("allowed_signers", "".join(key.allowed(who) for who, key in keys.items()))
    repo.write("govml.yaml", f"{PROVEN}roles: {{releaser: [{BOT}]}}\npromotion: {{stages: {{dev: {{}}}}}}\n")
    repo.commit("Version")
    repo.tag("credit-risk@v1.4.0")
    repository = Repository.open(repo.path)
    asked = Asked("promotion", "credit-risk", "v1.4.0", "dev", "2026-03-03T12:00:00Z")
    assert promote(repository, asked, keys[BOT].private, Where("govml/ledger", How())).entry is not None
    file = tmp_path / "evidence.tar"
    assert invoke_govml("audit", *AT, "--pack", file, cwd=repo.path).exit_code == 0
    (held,) = audited(tmp_path, file, *AT)["stages"]
    assert sorted((each["uri"], each["kind"], each["signed_by"]) for each in held["evidence"][1:]) == sorted(
        [(EVALUATION, "evaluation", [PRINCIPAL]), (name, "training", [PRINCIPAL])]
    )
    with tarfile.open(file) as tar:
        for each in held["evidence"][1:]:
            kept = tar.extractfile(f"evidence/{each['sha256']}.intoto.jsonl")
            assert kept is not None and kept.read() == (repo.path / each["uri"]).read_bytes()


def test_what_was_left_out_of_the_audit_is_in_it_whole(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "evidence.tar"
    assert scene.run("audit", "--no-recompute", "--since", "3", *AT, "--pack", file).exit_code == 0
    assert audited(tmp_path, file, *AT)["verdict"] == "PASSED"


def test_an_entry_of_an_unknown_commit_keeps_no_pack_from_being_made(tmp_path: Path) -> None:
    scene, file = Scene(tmp_path), tmp_path / "evidence.tar"
    scene.to_staging()
    said = scene.approval(scene.now(), policy_commit="5" * 40)
    entry = scene.add("approval", approval_statement(said), scene.keys[ALICE], scene.now())
    assert scene.run("audit", "--no-recompute", *AT, "--pack", file).exit_code == 4
    found = audited(tmp_path, file, *AT)
    assert found["verdict"] == "INCONCLUSIVE"
    doubted = [each["number"] for each in found["entries"] if each["state"] != "verified"]
    assert doubted == [entry.number]


def test_the_grant_of_a_waiver_is_in_it(tmp_path: Path) -> None:
    scene, file = waived(Scene(tmp_path)), tmp_path / "evidence.tar"
    done = scene.run("waiver", "grant", "waivers/2026.yaml", "--yes", "--key", scene.keys[CAROL].path)
    assert done.exit_code == 0, done.stderr
    assert scene.promote("dev", "v1.5.0").exit_code == 0
    packed(scene, file)
    found = audited(tmp_path, file, *AT)
    assert found["verdict"] == "PASSED"
    assert (found["entries"][0]["kind"], found["entries"][0]["signed_by"]) == ("waiver", [CAROL])
    with tarfile.open(file) as tar:
        rows = tar.extractfile("signatures.tsv")
        assert rows is not None
        assert "ledger/000000/0.sig\tledger/000000/statement.pae" in rows.read().decode()


def test_a_pack_is_written_through_no_link(scene: Scene, tmp_path: Path) -> None:
    file, precious = tmp_path / "evidence.tar", tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / ".evidence.tar.part").symlink_to(precious)
    packed(scene, file)
    assert precious.read_text() == "mine"
    assert scene.run("audit", *AT, "--pack", "-").exit_code == 2


def test_a_checkpoint_is_kept_with_it(scene: Scene, tmp_path: Path) -> None:
    note, file = tmp_path / "checkpoint.txt", tmp_path / "evidence.tar"
    assert scene.run("ledger", "checkpoint", "--key", scene.key(CAROL).path, "--output", note).exit_code == 0
    assert scene.run("audit", "--no-recompute", "--checkpoint", note, "--pack", file).exit_code == 0
    with tarfile.open(fileobj=io.BytesIO(file.read_bytes())) as tar:
        kept = tar.extractfile("checkpoint.txt")
        assert kept is not None and kept.read() == note.read_bytes()
    assert audited(tmp_path, file, "--checkpoint", note)["checkpoint"]["state"] == "verified"


def test_nothing_in_a_pack_is_believed_to_be_what_it_should_be(pack: Path, tmp_path: Path) -> None:
    """Whatever is in its files, the answer is one of the exit codes and a line, never a traceback."""
    random, file = Random(7), tmp_path / "odd.tar"
    with tarfile.open(pack) as tar:
        files = {each.name: (tar.extractfile(each) or io.BytesIO()).read() for each in tar}
    for _ in range(60):
        changed = dict(files)
        name = random.choice(["pack.json", "pack.json", *files])
        if name == "pack.json":
            value = json.loads(files[name])
            holder = random.choice([value, *value["tags"], *value["turns"]])
            holder[random.choice(sorted(holder))] = random.choice([None, 3, -1, 10**30, "x", [], {}, [[]], ["y"], True])
            changed[name] = json.dumps(value).encode()
        else:
            altered = bytearray(files[name])
            altered[random.randrange(len(altered))] ^= random.randrange(1, 256)
            changed[name] = bytes(altered)
        with tarfile.open(file, "w") as out:
            for path, data in changed.items():
                member = tarfile.TarInfo(path)
                member.size = len(data)
                out.addfile(member, io.BytesIO(data))
        done = invoke_govml("audit", *AT, file, cwd=tmp_path)
        assert done.exit_code in (1, 4), name
        assert "internal error" not in done.stderr, (name, done.stderr)
