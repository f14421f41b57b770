"""Attacks on what stands around the entries: tags, the ledger's branch, the clone, and packs."""

from __future__ import annotations

import gzip
import io
import tarfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from govml.ledger.chain import BRANCH
from tests.audits import audited, wrong
from tests.builders import invoke_govml
from tests.evidence.keys import make_key
from tests.scenes import ALICE, BOT, CAROL, Scene

LEDGER = f"refs/heads/{BRANCH}"
DEV, STAGING = "credit-risk#dev#1", "credit-risk#staging#2"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A version on dev and staging."""
    found = Scene(tmp_path)
    found.to_staging()
    return found


def found(scene: Scene, *args: str | Path) -> list[tuple[str, str, str]]:
    """What is wrong, without deciding again."""
    return wrong(audited(scene.path, "--no-recompute", *args))


def retag(scene: Scene, name: str, rev: str, *more: str) -> None:
    scene.repo.git("tag", "--delete", name)
    scene.repo.git("tag", "--annotate", "-m", "again", name, rev, *more)


def test_honest_beside_it(scene: Scene) -> None:
    assert found(scene) == []


def test_a_deleted_tag_is_told_and_comes_back(scene: Scene) -> None:
    scene.repo.git("tag", "--delete", DEV)
    assert found(scene) == [(f"tag {DEV}", "broken", "deleted: the ledger names it, and it isn't here")]
    assert scene.promote("shadow").exit_code == 0
    assert found(scene) == []


def test_a_moved_tag(scene: Scene) -> None:
    commit = scene.repo.commit("Another")
    retag(scene, STAGING, "HEAD")
    ((what, state, message),) = found(scene)
    assert (what, state) == (f"tag {STAGING}", "broken")
    assert message.startswith(f"moved: is at {commit[:12]}, and the ledger says ")


def test_a_tag_made_again_where_it_was(scene: Scene) -> None:
    retag(scene, STAGING, "HEAD")
    message = "recreated: is at the right commit, and not the tag that govml made"
    assert found(scene) == [(f"tag {STAGING}", "broken", message)]


def test_a_lightweight_tag_in_its_place(scene: Scene) -> None:
    scene.repo.git("tag", "--delete", STAGING)
    scene.repo.git("tag", STAGING, "HEAD")
    assert found(scene)[0][2].startswith("recreated")


@pytest.mark.parametrize("name", ["credit-risk#production#7", "credit-risk#staging!#7", "other#production#1"])
def test_a_stage_tag_that_no_entry_names(scene: Scene, name: str) -> None:
    scene.repo.tag(name, time=2_000_000_000)
    message = "foreign: was made by Ada Author <ada@example.org>, and no entry of the ledger names it"
    assert found(scene) == [(f"tag {name}", "broken", message)]


@pytest.mark.parametrize("name", ["credit-risk#production#9", "credit-risk#staging#3", "credit-risk#staging!#9"])
def test_a_stage_tag_that_is_dated_before_the_ledger_and_counts_on_from_it(scene: Scene, name: str) -> None:
    scene.repo.tag(name)
    message = "foreign: says that it is older than the ledger, and counts on from #1, which the ledger gave out"
    assert found(scene) == [(f"tag {name}", "broken", message)]


def test_a_stage_tag_from_before_the_ledger_is_told_and_no_problem(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.repo.tag("credit-risk#canary#9")
    scene.to_staging()
    document = audited(scene.path, "--no-recompute")
    assert document["verdict"] == "PASSED"
    assert ("credit-risk#canary#9", "before-the-ledger") in [(each["tag"], each["state"]) for each in document["tags"]]


@pytest.mark.parametrize("name", ["credit-risk#production", "credit-risk#shadow", "credit-risk#staging"])
def test_a_stage_tag_that_somebody_without_a_key_dates_back_is_told_everywhere(scene: Scene, name: str) -> None:
    """Nobody can tell it from an honest old one; nobody can overlook it."""
    scene.repo.tag(name)
    document = audited(scene.path, "--no-recompute")
    assert document["verdict"] == "PASSED"
    assert "every tag agrees with the ledger but 1 that is dated before it" in document["reason"]
    message = "before-the-ledger: is dated before the ledger, by a time that anybody can write; no entry names it"
    if "staging" not in name:
        message += f", and none is about credit-risk on {name.split('#')[1]}: what is there only tags say"
    for form in ("text", "markdown", "html", "oscal"):
        shown = " ".join(scene.run("audit", "--no-recompute", "--format", form).stdout.split()).replace("\\", "")
        for each in (name, "1 that is dated before it", *message.split(": ", 1)):
            assert each in shown, (form, each)


def test_a_number_that_the_ledger_gave_out_is_not_older_than_it(scene: Scene) -> None:
    scene.repo.tag("credit-risk#production#1")
    message = "foreign: says that it is older than the ledger, and counts on from #1, which the ledger gave out"
    assert found(scene) == [("tag credit-risk#production#1", "broken", message)]


def test_what_looks_like_a_stage_tag_of_the_model_and_is_none(scene: Scene) -> None:
    """Other readers of such tags may show it on the stage."""
    scene.repo.git("tag", "credit-risk#production#9")
    scene.repo.git("tag", "release#9")
    ((what, state, message),) = found(scene)
    assert (what, state) == ("tag credit-risk#production#9", "broken")
    assert message.startswith("foreign: names a stage and is no tag that counts: ")


def test_a_number_that_leaves_no_name_for_the_next_tag(scene: Scene) -> None:
    name = f"credit-risk#dev#{'9' * 230}"
    scene.repo.tag(name, time=2_000_000_000)
    done = scene.promote("shadow")
    assert (done.exit_code, "created tag credit-risk#shadow#3" in done.stderr) == (0, True), done.stderr
    assert [what for what, _, _ in found(scene)] == [f"tag {name}"]


def test_a_registration_that_was_deleted(scene: Scene) -> None:
    scene.repo.git("tag", "--delete", "credit-risk@v1.4.0")
    message = "deleted: entry 0 is about this version, and no tag registers it"
    assert found(scene) == [("tag credit-risk@v1.4.0", "broken", message)]
    told = audited(scene.path)
    doubts = [doubt for entry in told["entries"] for doubt in entry["doubts"]]
    assert {doubt["message"] for doubt in doubts} == {
        "can't be decided again: no tag here registers v1.4.0 of credit-risk"
    }
    assert all("`git fetch origin --tags`" in each["remedy"] for each in (*doubts, *told["problems"]))


def test_a_registration_that_was_moved(scene: Scene) -> None:
    scene.repo.commit("Another")
    retag(scene, "credit-risk@v1.4.0", "HEAD")
    ((what, state, message),) = found(scene)
    assert (what, state) == ("tag credit-risk@v1.4.0", "broken")
    assert message.startswith("moved: registers ")


def test_a_registration_that_was_made_again(scene: Scene) -> None:
    scene.repo.git("tag", "--delete", "credit-risk@v1.4.0")
    scene.repo.tag("credit-risk@v1.4.0", time=2_000_000_000)
    message = "recreated: is younger than entry 0, which is about it"
    assert found(scene) == [("tag credit-risk@v1.4.0", "broken", message)]


# -- the branch


def test_nothing_is_added_with_a_time_to_come(scene: Scene) -> None:
    """Time never goes back, so nobody could add anything until then."""
    before = scene.ledger.tip
    later = (datetime.now(UTC) + timedelta(days=30)).isoformat(timespec="seconds")
    asked = ("shadow", "v1.4.0", "--at", later)
    for done in (scene.promote(*asked), scene.approve(CAROL, *asked)):
        assert (done.exit_code, done.stdout) == (2, "")
        assert "is still to come" in done.stderr
    assert scene.ledger.tip == before
    assert scene.promote(*asked, "--dry-run").exit_code == 0


def checkpoint(scene: Scene, folder: Path) -> Path:
    file = folder / "checkpoint.txt"
    assert scene.run("ledger", "checkpoint", "--key", scene.key(CAROL).path, "--output", file).exit_code == 0
    return file


def test_entries_cut_off_show_beside_a_checkpoint(scene: Scene, tmp_path: Path) -> None:
    file = checkpoint(scene, tmp_path)
    scene.repo.git("update-ref", LEDGER, f"{LEDGER}~1")
    scene.repo.git("tag", "--delete", STAGING)
    assert found(scene) == []
    ((what, state, message),) = found(scene, "--checkpoint", file)
    assert (what.split()[0], state) == ("checkpoint", "broken")
    assert message == "2 entries were seen, and the ledger has 1: its end was cut off"


def test_entries_cut_off_before_the_first_that_is_asked_about(scene: Scene) -> None:
    """Of what was audited up to an entry that is gone nothing would be checked, and pass."""
    assert scene.run("audit", "--no-recompute", "--since", "2").exit_code == 0
    done = scene.run("audit", "--no-recompute", "--since", "3")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no entry 2 to go on from: the ledger has 2" in done.stderr


def test_a_ledger_that_is_gone_shows_beside_a_checkpoint(scene: Scene, tmp_path: Path) -> None:
    file = checkpoint(scene, tmp_path)
    scene.repo.git("update-ref", "-d", LEDGER)
    later = (datetime.now(UTC) + timedelta(days=9)).isoformat(timespec="seconds")
    for at in ("2020-01-01", later):  # tags that were made from it are still there, whenever that was
        assert invoke_govml("audit", "--at", at, cwd=scene.path).exit_code == 1
    for tag in (DEV, STAGING):
        scene.repo.git("tag", "--delete", tag)
    assert invoke_govml("audit", cwd=scene.path).exit_code == 3
    assert invoke_govml("audit", "--checkpoint", file, cwd=scene.path).exit_code == 1


def test_a_ledger_written_anew_shows_beside_a_checkpoint(scene: Scene, tmp_path: Path) -> None:
    file = checkpoint(scene, tmp_path)
    scene.repo.git("update-ref", "-d", LEDGER)
    for tag in (DEV, STAGING):
        scene.repo.git("tag", "--delete", tag)
    soon = (datetime.now(UTC) + timedelta(minutes=2)).isoformat(timespec="seconds")
    for stage in ("dev", "staging"):
        assert scene.promote(stage, "v1.4.0", "--at", soon).exit_code == 0
    assert found(scene) == []
    assert found(scene, "--checkpoint", file)[0][2].endswith("are not those that were seen: the ledger was rewritten")


def test_a_ledger_that_was_forked(scene: Scene) -> None:
    there = scene.repo.git("rev-parse", LEDGER)
    scene.repo.git("update-ref", LEDGER, f"{LEDGER}~1")
    scene.repo.git("tag", "--delete", STAGING)
    assert scene.promote("shadow").exit_code == 0
    scene.repo.git("update-ref", f"refs/remotes/origin/{BRANCH}", there)
    ((what, state, message),) = found(scene)
    assert (what, state) == (f"ledger {there}", "broken")
    assert "have other entries from here on: one was written without the other" in message
    assert "`git branch --force govml/ledger origin/govml/ledger` drops them" in message


def test_a_checkpoint_by_somebody_unknown_proves_nothing(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.txt"
    key = make_key(tmp_path / "stranger")
    assert scene.run("ledger", "checkpoint", "--key", key.path, "--output", file).exit_code == 0
    ((_, state, message),) = found(scene, "--checkpoint", file)
    assert (state, message) == ("inconclusive", "the checkpoint proves nothing: nobody who is known signed it")


@pytest.mark.parametrize("data", [b"", b"\n", b"git.bank.example/models\n5\n"])
def test_a_damaged_checkpoint_is_not_taken_for_none(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    file = tmp_path / "checkpoint.txt"
    file.write_bytes(data)
    monkeypatch.setenv("GITHUB_REPOSITORY", "acme/models")
    monkeypatch.setenv("GITHUB_TOKEN", "none")
    for command in ("audit", "ledger verify", "github audit"):
        done = scene.run(*command.split(), "--checkpoint", file)
        assert (done.exit_code, done.stdout) == (2, ""), command
        assert f"checkpoint.txt {'' if data else 'is empty, and '}is not a signed note" in done.stderr


def test_replaced_objects_are_told(scene: Scene) -> None:
    other = scene.repo.commit("Another")
    scene.repo.git("replace", scene.repo.git("rev-parse", "credit-risk@v1.4.0^{commit}"), other)
    ((what, state, message),) = found(scene)
    assert (what.strip(), state) == ("repository", "inconclusive")
    assert message.startswith("refs/replace is in use")


# -- packs


def packed(scene: Scene, folder: Path) -> Path:
    file = folder / "evidence.tar"
    assert scene.run("audit", "--no-recompute", "--pack", file).exit_code == 0
    return file


def altered(file: Path, **changes: bytes | None) -> Path:
    """The pack with files changed or, by None, left out; `__` in a name stands for `/`."""
    wanted = {name.replace("__", "/"): data for name, data in changes.items()}
    target = file.with_name("altered.tar")
    with tarfile.open(file) as tar, tarfile.open(target, "w") as out:
        for member in tar:
            handle = tar.extractfile(member)
            assert handle is not None
            data = handle.read()
            change = next((each for name, each in wanted.items() if member.name.endswith(name)), data)
            if change is not None:
                member.size = len(change)
                out.addfile(member, io.BytesIO(change))
    return target


def test_an_honest_pack(scene: Scene, tmp_path: Path) -> None:
    assert audited(tmp_path, packed(scene, tmp_path))["verdict"] == "PASSED"


def test_a_pack_with_keys_of_somebody_else(scene: Scene, tmp_path: Path) -> None:
    stranger = make_key(tmp_path / "stranger")
    pack = altered(packed(scene, tmp_path), allowed_signers=stranger.allowed(BOT).encode())
    problems = wrong(audited(tmp_path, pack))
    assert ("entry 0", "broken", f"is signed with the unknown key {scene.key(BOT).public.fingerprint}") in problems


@pytest.mark.parametrize(
    ("who", "options", "message"),
    [
        ("mallory@bank.example", "", f"counts as signed by {BOT}, and the auditor knows the key as one of mallory@"),
        (BOT, 'valid-before="20200101"', f"is signed with a key of {BOT}, which the auditor knows as not valid at "),
        (f"{BOT},mallory@bank.example", "", ""),
    ],
)
def test_a_pack_with_names_for_keys_that_the_auditor_knows(
    scene: Scene, tmp_path: Path, who: str, options: str, message: str
) -> None:
    """Whoever has one key that the auditor knows could be everybody in a pack of their own."""
    known = tmp_path / "known"
    known.write_text(scene.key(BOT).allowed(who, options), encoding="utf-8")
    document = audited(tmp_path, packed(scene, tmp_path), "--allowed-signers", known)
    assert document["verdict"] == ("INCONCLUSIVE" if message else "PASSED")
    for _, state, told in wrong(document):
        assert state == "inconclusive"
        assert told.startswith(message)


def test_a_name_more_for_a_key_that_the_auditor_knows(scene: Scene, tmp_path: Path) -> None:
    known, pack = tmp_path / "known", packed(scene, tmp_path)
    known.write_text(scene.key(BOT).allowed(BOT), encoding="utf-8")
    forged = scene.allowed().replace(f"{BOT} ", f"{CAROL},{BOT} ").replace(scene.key(CAROL).allowed(CAROL), "")
    pack = altered(pack, allowed_signers=forged.encode(), **{"govml.yaml": None})
    messages = [told for _, _, told in wrong(audited(tmp_path, pack, "--allowed-signers", known))]
    assert f"counts as signed by {CAROL}, and the auditor knows the key as one of {BOT}" in messages


def test_what_was_taken_back_with_a_key_that_the_auditor_knows_as_ended(tmp_path: Path) -> None:
    scene, known = Scene(tmp_path), tmp_path / "known"
    scene.to_staging()
    assert scene.approve(ALICE).exit_code == 0
    assert scene.approve(ALICE, "production", "v1.4.0", "--withdraw", "2").exit_code == 0
    entry = scene.ledger.entries[-1]
    assert entry.kind == "withdrawal"
    known.write_text(scene.allowed(alice='valid-before="20200101"'), encoding="utf-8")
    assert {what for what, _, _ in found(scene, "--allowed-signers", known)} == {f"entry {entry.number - 1}"}


def test_a_pack_without_an_entry(scene: Scene, tmp_path: Path) -> None:
    pack = altered(packed(scene, tmp_path), **{"000001__entry.json": None})
    assert any(message == "is not in the pack" for _, _, message in wrong(audited(tmp_path, pack)))


def test_a_pack_with_another_report(scene: Scene, tmp_path: Path) -> None:
    pack = altered(packed(scene, tmp_path), **{"000001__report.json": b"{}\n"})
    messages = [message for _, _, message in wrong(audited(tmp_path, pack))]
    assert "the report that it keeps is not the one that was signed" in messages


@pytest.mark.parametrize("name", ["0.sig", "statement.pae"])
def test_a_pack_with_something_else_to_verify_beside_an_entry(scene: Scene, tmp_path: Path, name: str) -> None:
    """`ssh-keygen` would verify what another entry says."""
    pack = packed(scene, tmp_path)
    with tarfile.open(pack) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    path, other = f"ledger/000001/{name}", files[f"ledger/000000/{name}"]
    sums = files["SHA256SUMS"].replace(sha256(files[path]).hexdigest().encode(), sha256(other).hexdigest().encode())
    pack = altered(pack, **{path: other, "SHA256SUMS": sums})
    assert wrong(audited(tmp_path, pack)) == [("repository ", "broken", f"{path} is not what entry 1 says")]


@pytest.mark.parametrize("name", ["signatures.tsv", "audit.json"])
def test_a_pack_with_an_empty_file(scene: Scene, tmp_path: Path, name: str) -> None:
    """With nothing in the list `ssh-keygen` verifies nothing. What the maker's audit said is told to be unchecked."""
    pack = packed(scene, tmp_path)
    with tarfile.open(pack) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    sums = files["SHA256SUMS"].replace(sha256(files[name]).hexdigest().encode(), sha256(b"").hexdigest().encode())
    document = audited(tmp_path, altered(pack, **{name: b"", "SHA256SUMS": sums}))
    broken = [("repository ", "broken", "signatures.tsv is not what the entries say")]
    assert wrong(document) == (broken if name == "signatures.tsv" else [])
    assert any(note.startswith("audit.json") and note.endswith("were not checked") for note in document["notes"])


def test_a_pack_with_half_a_character(scene: Scene, tmp_path: Path) -> None:
    pack = altered(packed(scene, tmp_path), **{"pack.json": b'{"branch": "\\ud800"}\n'})
    done = invoke_govml("audit", pack, cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "surrogates not allowed" in done.stderr


def test_a_pack_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "evidence.tar"
    file.write_bytes(b"no tar at all" * 100)
    done = invoke_govml("audit", file, cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (4, "")
    assert f"error: {file}: is not an evidence pack" in done.stderr
    file.write_bytes(gzip.compress(b"no tar"))
    assert f"error: {file}: is compressed by gzip" in invoke_govml("audit", file, cwd=tmp_path).stderr


def test_folders_of_a_pack_hold_nothing(tmp_path: Path) -> None:
    """`tar cf` adds a member for each, and `./` before all."""
    (tmp_path / "x" / "ledger").mkdir(parents=True)
    (tmp_path / "x" / "pack.json").write_text("{}")
    with tarfile.open(tmp_path / "evidence.tar", "w") as tar:
        tar.add(tmp_path / "x", ".")
    done = invoke_govml("audit", tmp_path / "evidence.tar", cwd=tmp_path)
    assert "evidence.tar: is not an evidence pack: pack.json: " in done.stderr
    with tarfile.open(tmp_path / "evidence.tar", "a") as tar:
        tar.add(tmp_path / "x" / "pack.json", "pack.json")  # the same file once more, and which of them counts?
    done = invoke_govml("audit", tmp_path / "evidence.tar", cwd=tmp_path)
    assert "'pack.json' is no file of an evidence pack" in done.stderr


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../b", "ledger/.git/x"])
def test_a_pack_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    file = tmp_path / "evidence.tar"
    with tarfile.open(file, "w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    done = invoke_govml("audit", file, cwd=tmp_path)
    assert done.exit_code == 4
    assert "is no file of an evidence pack" in done.stderr


def header(kind: bytes, **fields: tuple[int, bytes]) -> bytes:
    """A tar header with fields at their places, and the sum over it."""
    raw = bytearray(tarfile.TarInfo("pack.json").tobuf(tarfile.GNU_FORMAT))
    raw[156:157] = kind
    for place, value in fields.values():
        raw[place : place + len(value)] = value
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        # 64 MiB of nothing in 512 bytes: forty of them took gigabytes of memory
        (header(tarfile.GNUTYPE_SPARSE, size=(483, b"%011o\0" % (1 << 26))), "is no file of an evidence pack"),
        (header(tarfile.XHDTYPE, size=(124, b"\x80\0\0\x7f" + b"\xff" * 8)), "is not an evidence pack"),
    ],
)
def test_a_pack_with_sizes_that_are_none(tmp_path: Path, raw: bytes, words: str) -> None:
    file = tmp_path / "evidence.tar"
    file.write_bytes(raw + bytes(1024))
    done = invoke_govml("audit", file, cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (4, "")
    assert words in done.stderr
