"""`govml ledger`, as users run it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.builders import ROOT, Result, invoke_govml
from tests.evidence.keys import make_key
from tests.ledger.builders import REF, fill
from tests.scenes import ALICE, BOT, CAROL, Scene

SCHEMA = json.loads((ROOT / "schemas" / "ledger.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A repository with an empty ledger."""
    return Scene(tmp_path)


def document(result: Result) -> dict[str, list[dict[str, object]]]:
    found = json.loads(result.stdout)
    jsonschema.validate(found, SCHEMA)
    return found  # type: ignore[no-any-return]


def checkpoint(scene: Scene, *more: str | Path, who: str = BOT) -> Path:
    """A checkpoint, outside of the repository."""
    file = scene.path.parent / "checkpoint.txt"
    done = scene.run("ledger", "checkpoint", "--key", scene.key(who).path, "--output", file, *more)
    assert done.exit_code == 0, done.stderr
    return file


def test_a_promotion_can_be_seen_verified_and_kept(scene: Scene) -> None:
    scene.to_production()
    log = scene.run("ledger", "log")
    assert log.exit_code == 0
    assert [line.split()[2:7] for line in log.stdout.splitlines()[1:]] == [
        ["promotion", "credit-risk", "v1.4.0", "production", BOT],
        ["approval", "credit-risk", "v1.4.0", "production", CAROL],
        ["approval", "credit-risk", "v1.4.0", "production", ALICE],
        ["promotion", "credit-risk", "v1.4.0", "staging", BOT],
        ["promotion", "credit-risk", "v1.4.0", "dev", BOT],
    ]
    scene.repo.remove("allowed_signers")
    scene.repo.commit("Nobody signs")
    assert scene.key(BOT).public.fingerprint in scene.run("ledger", "log").stdout
    scene.repo.git("revert", "--no-edit", "HEAD")
    file = checkpoint(scene)
    assert file.read_text(encoding="utf-8").startswith("git.bank.example/models/govml/ledger\n5\n")
    done = scene.run("ledger", "verify", "--checkpoint", file)
    assert done.exit_code == 0
    assert done.stdout.startswith("verified: 5 entries, the last of ")
    assert "continues the 5 entries that bot@bank.example saw" in done.stdout


def test_log_shows_what_is_asked_for_also_to_machines(scene: Scene) -> None:
    fill(scene.path, 3)
    found = document(scene.run("ledger", "log", "--json"))
    assert [entry["number"] for entry in found["entries"]] == [2, 1, 0]
    assert "report" in found["entries"][0]
    found = document(scene.run("ledger", "log", "credit-risk", "--stage", "staging", "--json"))
    assert found["entries"] == []
    assert scene.run("ledger", "log", "other").stdout == "no entries\n"


@pytest.mark.parametrize("command", ["log", "verify", "checkpoint"])
def test_no_ledger_is_said(scene: Scene, command: str) -> None:
    done = scene.run("ledger", command)
    assert done.exit_code == 3
    assert done.stderr.splitlines()[-1].startswith("hint: `govml approve` and `govml promote` begin a ledger; ")


def test_a_broken_ledger_is_shown_and_has_no_checkpoint(scene: Scene) -> None:
    fill(scene.path, 3)
    scene.repo.commit_tree(scene.repo.git("rev-parse", f"{REF}^{{tree}}"), parents=[REF], ref=REF)
    done = scene.run("ledger", "verify")
    assert (done.exit_code, done.stdout.split("\n")[0][:18]) == (1, "broken: 3 entries,")
    assert "  broken: entry 3 (" in done.stdout
    assert document(scene.run("ledger", "verify", "--json"))["problems"][0]["number"] == 3
    log = scene.run("ledger", "log")
    assert (log.exit_code, len(log.stdout.splitlines())) == (4, 4)
    assert "error: the ledger is broken at entry 3" in log.stderr
    done = scene.run("ledger", "checkpoint", "--key", scene.key(BOT).path)
    assert (done.exit_code, done.stdout) == (4, "")


def test_a_report_that_was_exchanged_is_broken(scene: Scene) -> None:
    """Git's ids are made to fit; the statement names the report by SHA-256."""
    scene.to_staging()
    repo = scene.repo
    entry = repo.git("rev-parse", f"{REF}:entry.json")
    tree = repo.tree([("100644", entry, "entry.json"), ("100644", repo.blob("{}"), "report.json")])
    old = repo.git("rev-parse", f"{REF}^{{tree}}")
    raw = repo.git("cat-file", "commit", REF).replace(old, tree) + "\n"
    repo.git("update-ref", REF, repo.git("hash-object", "-w", "-t", "commit", "--stdin", stdin=raw))
    done = scene.run("ledger", "verify")
    assert done.exit_code == 1
    assert "entry 1 (" in done.stdout
    assert "its report is not the one that its statement names" in done.stdout


def test_a_ledger_that_was_cut_off_is_told_by_the_checkpoint(scene: Scene) -> None:
    fill(scene.path, 3)
    file = checkpoint(scene)
    scene.repo.git("update-ref", REF, f"{REF}~1")
    assert scene.run("ledger", "verify").exit_code == 0
    done = scene.run("ledger", "verify", "--checkpoint", file)
    assert done.exit_code == 1
    assert "3 entries were seen, and the ledger has 2: its end was cut off" in done.stdout
    scene.repo.git("update-ref", "-d", REF)
    assert scene.run("ledger", "verify", "--checkpoint", file).exit_code == 1


def test_a_checkpoint_by_nobody_who_is_known_proves_nothing(scene: Scene, tmp_path: Path) -> None:
    fill(scene.path, 3)
    scene.keys[BOT] = make_key(tmp_path / "stranger")
    done = scene.run("ledger", "verify", "--checkpoint", checkpoint(scene))
    assert done.exit_code == 4
    assert "nobody who is known signed it" in done.stdout


def test_a_checkpoint_that_was_changed_proves_nothing(scene: Scene) -> None:
    fill(scene.path, 3)
    file = checkpoint(scene)
    file.write_text(file.read_text(encoding="utf-8").replace("\n3\n", "\n2\n"), encoding="utf-8")
    done = scene.run("ledger", "verify", "--checkpoint", file, "--json")
    assert done.exit_code == 4
    (found,) = document(done)["checkpoints"]
    assert found["state"] == "inconclusive"
    assert "is not good" in str(found["message"])


def test_a_checkpoint_of_another_ledger_is_told_as_such(scene: Scene, tmp_path: Path) -> None:
    """It looks like one of a ledger that was rewritten. A name decides nothing: this may have been renamed."""
    fill(scene.path, 2)
    other = Scene(tmp_path, "other")
    other.to_staging()
    other.keys = scene.keys
    hint = (
        "the checkpoint is of git.bank.example/others/govml/ledger, and this is git.bank.example/models/govml/ledger: "
        "another ledger, or another name for this one"
    )
    for of, state in ((other, "broken"), (scene, "verified")):
        for name, told in (("others", hint), ("models", "")):
            file = checkpoint(of, "--origin", f"git.bank.example/{name}/govml/ledger")
            done = scene.run("ledger", "verify", "--checkpoint", file, "--json")
            (found,) = document(done)["checkpoints"]
            assert (found["state"], found["hint"]) == (state, told)
            assert hint in scene.run("ledger", "verify", "--checkpoint", file).stdout or not told
            audit = scene.run("audit", "--no-recompute", "--checkpoint", file, "--format", "json")
            assert json.loads(audit.stdout)["checkpoint"]["hint"] == told
            for form in ("text", "markdown", "html"):
                shown = scene.run("audit", "--no-recompute", "--checkpoint", file, "--format", form).stdout
                assert (hint in " ".join(shown.split())) == bool(told), form


def test_an_auditor_brings_signers_of_their_own(scene: Scene) -> None:
    """Who rewrites the ledger may rewrite allowed_signers, too."""
    fill(scene.path, 2)
    file = checkpoint(scene, who=CAROL)
    trusted = scene.path.parent / "auditor_signers"
    trusted.write_text(scene.key(ALICE).allowed(ALICE), encoding="utf-8")
    command = ("ledger", "verify", "--checkpoint", file, "--allowed-signers", trusted)
    assert scene.run(*command).exit_code == 4
    trusted.write_text(scene.key(CAROL).allowed(CAROL), encoding="utf-8")
    assert scene.run(*command).exit_code == 0


@pytest.mark.parametrize("file", ["absent", "govml.yaml"])
def test_what_is_no_checkpoint_is_refused(scene: Scene, file: str) -> None:
    done = scene.run("ledger", "verify", "--checkpoint", file)
    assert done.exit_code == 2
    assert file in done.stderr


def test_checkpoints_need_an_ed25519_key_in_a_file(scene: Scene, tmp_path: Path) -> None:
    fill(scene.path, 1)
    assert scene.run("ledger", "checkpoint").exit_code == 2
    rsa = make_key(tmp_path / "rsa", kind="rsa", bits=2048)
    done = scene.run("ledger", "checkpoint", "--key", rsa.path)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "an Ed25519 key is needed" in done.stderr


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://user:secret@git.example.org/acme/models.git?token=secret", "git.example.org/acme/models"),
        ("git@git.example.org:acme/models.git", "git.example.org/acme/models"),
        ("ssh://git@git.example.org/acme/models/", "git.example.org/acme/models"),
        ("/srv/git/models.git", "srv/git/models"),
    ],
)
def test_the_origin_is_where_the_repository_is(scene: Scene, url: str, origin: str) -> None:
    config = scene.path / "govml.yaml"
    without = [line for line in config.read_text(encoding="utf-8").splitlines() if "repository:" not in line]
    config.write_text("\n".join(without) + "\n", encoding="utf-8")
    scene.repo.commit()
    fill(scene.path, 1)
    done = scene.run("ledger", "checkpoint", "--key", scene.key(BOT).path)
    assert (done.exit_code, "has no origin" in done.stderr) == (2, True)
    scene.repo.git("remote", "add", "origin", url)
    assert checkpoint(scene).read_text(encoding="utf-8").startswith(f"{origin}/govml/ledger\n1\n")
    assert checkpoint(scene, "--origin", "o").read_text(encoding="utf-8").startswith("o\n1\n")


def test_entries_are_published_and_fetched(scene: Scene) -> None:
    hub = scene.repo.bare("hub.git")
    scene.repo.git("remote", "add", "origin", str(hub))
    assert scene.run("ledger", "push").exit_code == 3
    fill(scene.path, 3)
    done = scene.run("ledger", "push")
    assert (done.exit_code, done.stdout) == (0, "origin has all 3 entries\n")
    other = scene.path.parent / "other"
    subprocess.run(["git", "clone", "--quiet", hub, other], check=True)
    fill(scene.path, 2, first=3)
    assert scene.run("ledger", "push").stdout == "origin has all 5 entries\n"
    done = invoke_govml("ledger", "fetch", cwd=other)
    assert (done.exit_code, done.stdout) == (0, "5 entries, 2 of them new\n")
    assert invoke_govml("ledger", "fetch", cwd=other).stdout == "5 entries, 0 of them new\n"


def test_a_fork_is_not_pushed(scene: Scene) -> None:
    hub = scene.repo.bare("hub.git")
    scene.repo.git("remote", "add", "origin", str(hub))
    fill(scene.path, 1)
    fill(hub, 1, first=7)
    done = scene.run("ledger", "push")
    assert done.exit_code == 4
    assert "have other entries from here on" in done.stderr
    assert scene.run("ledger", "verify").exit_code == 1


def test_an_unknown_remote_is_a_mistake(scene: Scene) -> None:
    done = scene.run("ledger", "push", "nowhere")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "error: there is no remote 'nowhere'")


def test_what_a_statement_says_steers_no_terminal(scene: Scene) -> None:
    from govml.evidence.statement import Statement, Subject, statement_bytes
    from govml.ledger.chain import Draft
    from govml.ledger.statements import APPROVAL
    from tests.ledger.builders import add, key

    subjects = (Subject("report", {"sha256": "0" * 64}),)
    predicate = {"model": "a\x1b[2J\nb", "version": "v1", "stage": "\u202ep"}
    envelope = key().seal(statement_bytes(Statement(subjects, APPROVAL, predicate)))  # type: ignore[arg-type]
    add(scene.path, Draft("approval", envelope, "2026-01-01T00:00:00Z"))
    done = scene.run("ledger", "log")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 2
    assert not {"\x1b", "\u202e"} & set(done.stdout)
    assert scene.repo.git("log", "--format=%s", REF) == "approval v1"
