"""What `govml waiver` says to those who list, grant and take back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.attacks.test_grants import HEAD, PATH, entry, waived
from tests.builders import ROOT
from tests.scenes import ADA, ALICE, BOT, CAROL, Scene

SCHEMA, REPORT = (
    json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("waiver-list", "promotion-report")
)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Version 1.5.0, in which one finding is waived; promoting it takes Carol's grant."""
    return waived(Scene(tmp_path))


def listed(scene: Scene, *args: str) -> dict[str, Any]:
    done = scene.run("waiver", "list", "--json", *args)
    document: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert done.exit_code == (4 if document["unread"] else 0)
    return document


def grant(scene: Scene, who: str = CAROL, name: str = PATH, *args: str) -> Any:
    return scene.run("waiver", "grant", name, "--key", scene.keys[who].path, "--yes", *args)


def write(scene: Scene, text: str, author: tuple[str, str] = ("Ada Author", ADA)) -> None:
    scene.repo.write(PATH, HEAD + text)
    scene.repo.commit("Waivers", author=author)


def test_from_a_waiver_to_a_promotion(scene: Scene) -> None:
    (before,) = listed(scene)["waivers"]
    assert (before["id"], before["state"], before["grant"]) == (f"{PATH}#0", "active", None)
    assert before["waiver"]["approver"] == CAROL
    done = scene.promote("dev", "v1.5.0")
    assert done.exit_code == 1
    assert "PROM-04" in done.stdout
    assert f"waiver {PATH}#0 of CARD-08 is not granted by {CAROL}" in " ".join(done.stdout.split())

    done = grant(scene)
    assert done.exit_code == 0, done.stderr
    assert "  reason    The text is with the lawyers.\n" in done.stderr
    assert "To be signed:\n  I accept what CARD-08 finds in model credit-risk until 2999-06-30\n" in done.stderr
    assert f"  waiver sha256:{before['sha256']}\n" in done.stderr
    assert done.stdout.startswith(f"granted waiver {PATH}#0: entry 0 of the ledger (")
    assert "git push origin govml/ledger" in done.stderr
    [line] = scene.run("ledger", "log").stdout.splitlines()[1:]
    assert line.split()[2:-1] == ["waiver", "CARD-08", "in", "model", "credit-risk", "-", "-", CAROL]
    (after,) = listed(scene)["waivers"]
    assert {**after, "grant": None} == before
    known = scene.ledger.entries[0]
    assert after["grant"] == {"entry": known.digest, "number": 0, "principal": CAROL, "at": known.at}
    assert f"{known.at}, entry 0" in scene.run("waiver", "list").stdout

    done = scene.promote("dev", "v1.5.0")
    assert done.exit_code == 0, done.stderr
    assert "(granted by entry 0)" in " ".join(done.stdout.split())
    told = json.loads(scene.run("report", "credit-risk@v1.5.0", "--to", "staging", "--format", "json").stdout)
    jsonschema.validate(told["report"], REPORT)
    assert [each["grant"]["entry"] for each in told["report"]["waivers"]] == [known.digest]
    inputs: Any = scene.ledger.entries[-1].statement.predicate["inputAttestations"]
    assert {"uri": "ledger:0", "digest": {"sha256": known.digest}} in inputs


def test_the_digest_is_what_stock_tools_say(scene: Scene) -> None:
    import hashlib

    assert grant(scene).exit_code == 0
    predicate: Any = json.loads(scene.ledger.entries[0].envelope.payload)["predicate"]
    text = json.dumps(predicate["waiver"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert predicate["digest"] == {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_nobody_else_grants_it_and_nobody_twice(scene: Scene) -> None:
    for who in (ADA, ALICE, BOT):
        done = grant(scene, who)
        assert done.exit_code == 1
        assert f"the approver of waiver {PATH}#0 is {CAROL}, and this is a key of {who}" in done.stderr
    done = scene.run("waiver", "grant", PATH, "--key", scene.keys[CAROL].path)
    assert (done.exit_code, "--yes signs without asking" in done.stderr) == (2, True)
    assert not scene.ledger.entries
    assert grant(scene).exit_code == 0
    done = grant(scene)
    assert (done.exit_code, f"waiver {PATH}#0 is granted already, by entry 0" in done.stderr) == (1, True)
    assert len(scene.ledger.entries) == 1


@pytest.mark.parametrize(
    ("options", "revoked", "words"),
    [
        ('valid-before="20260601"', False, "as valid until 2026-06-01T00:00:00Z, and now it is "),
        ('valid-after="29990101"', False, "as valid after 2999-01-01T00:00:00Z, and now it is "),
        ('namespaces="git"', False, "doesn't have the key SHA256:"),
        ("", True, "revokes the key SHA256:"),
    ],
)
def test_a_key_that_does_not_count_grants_nothing(scene: Scene, options: str, revoked: bool, words: str) -> None:
    scene.repo.write("allowed_signers", scene.allowed(carol=options))
    if revoked:
        scene.repo.write("revoked_signers", scene.keys[CAROL].public.line + "\n")
    commit = scene.repo.commit("Signers")
    done = grant(scene)
    assert done.exit_code == 1
    assert words in done.stderr and f"_signers` (main at {commit[:12]})" in done.stderr


def test_a_key_of_several_principals_grants_nothing(scene: Scene) -> None:
    scene.repo.write("allowed_signers", scene.allowed() + scene.keys[CAROL].allowed("zoe@bank.example"))
    scene.repo.commit("Signers")
    done = grant(scene)
    assert (done.exit_code, f"to several principals: {CAROL}, zoe@bank.example" in done.stderr) == (1, True)


def test_a_waiver_of_no_rule_is_told_and_not_granted(scene: Scene) -> None:
    write(scene, entry(rule="CARD-8"))
    done = grant(scene)
    assert done.exit_code == 1
    assert "there is no rule 'CARD-8'; did you mean 'CARD-08'?" in done.stderr
    (told,) = listed(scene)["waivers"]
    assert (told["state"], "there is no rule" in told["message"]) == ("unused", True)
    assert "did you mean 'CARD-08'?" in " ".join(scene.run("check").stdout.split())


@pytest.mark.parametrize(
    ("text", "author", "words"),
    [
        (entry(expires="2026-02-01"), ADA, "expired on 2026-02-01 and hides nothing"),
        (entry(created="2998-01-01"), ADA, "is created in the future"),
        (entry(rule="waiver"), ADA, "can't be waived"),
        (entry(reason="I have read the text."), CAROL, "approved a waiver that they committed themselves"),
    ],
)
def test_what_hides_nothing_is_not_granted(scene: Scene, text: str, author: str, words: str) -> None:
    write(scene, text, ("Somebody", author))
    done = grant(scene)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "To be signed" not in done.stderr
    (told,) = listed(scene)["waivers"]
    assert words in told["message"]
    assert words in scene.run("waiver", "list").stdout


def test_a_waiver_is_named_by_its_id_its_place_or_its_file(scene: Scene) -> None:
    second = entry(subject="model churn", id="W-7")
    write(scene, entry() + second)
    for name in (PATH, "waivers/none.yaml", f"{PATH}#2", "W-8", "#0"):
        done = grant(scene, CAROL, name)
        assert done.exit_code == 2
        assert "names no waiver of main at " in done.stderr or "names 2 waivers of main at " in done.stderr, name
        assert "waivers are read there only" in done.stderr
    assert grant(scene, CAROL, "W-7").exit_code == 0
    assert "by entry 0" in grant(scene, CAROL, f"{PATH}#1").stderr
    assert grant(scene, CAROL, f"{PATH}#0").exit_code == 0


def test_how_they_stand_at_a_time(scene: Scene) -> None:
    assert grant(scene).exit_code == 0
    (told,) = listed(scene, "--at", "2026-02-01")["waivers"]
    assert (told["state"], told["grant"]) == ("active", None)
    (told,) = listed(scene, "--at", "2999-06-20")["waivers"]
    assert (told["state"], told["grant"]["number"]) == ("expiring", 0)


def test_without_waivers_and_with_a_file_that_is_too_large(scene: Scene) -> None:
    text = (scene.path / "govml.yaml").read_text(encoding="utf-8")
    scene.repo.write("govml.yaml", text + "limits: {blob_bytes: 200000}\n")
    write(scene, entry() + "#" + "x" * 300_000)
    assert [each["path"] for each in listed(scene)["unread"]] == [PATH]
    assert f"error: {PATH}: no waiver of this file holds" in scene.run("waiver", "list").stderr
    scene.repo.remove(PATH)
    scene.repo.commit("None")
    assert scene.run("waiver", "list") == (0, "no waivers\n", "")


def test_a_grant_is_taken_back(scene: Scene) -> None:
    assert grant(scene).exit_code == 0
    for text in ("1", "99"):
        done = scene.run("waiver", "withdraw", text, "--key", scene.keys[CAROL].path)
        assert (done.exit_code, f"'{text}' names no grant of a waiver" in done.stderr) == (2, True)
    done = scene.run("waiver", "withdraw", "0", "--key", scene.keys[ALICE].path)
    assert (done.exit_code, "may not take back entry 0" in done.stderr) == (1, True)
    done = scene.run("waiver", "withdraw", "0", "-m", "No", "--key", scene.keys[CAROL].path)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("withdrawn: entry 1 of the ledger (")
    assert listed(scene)["waivers"][0]["grant"] is None
    assert grant(scene, CAROL, PATH, "-m", "After all").exit_code == 0
    assert listed(scene)["waivers"][0]["grant"]["number"] == 2
    document = json.loads(scene.run("audit", "--format", "json").stdout)
    assert document["verdict"] == "PASSED"
    assert [each["kind"] for each in document["entries"]] == ["waiver", "withdrawal", "waiver"]
    assert document["entries"][2]["comment"] == "After all"
    assert document["entries"][2]["waiver"]["rule"] == "CARD-08"
    assert "waiver CARD-08 model credit-risk" in " ".join(scene.run("audit", "--verbose").stdout.split())


def test_what_is_pushed_is_on_the_remote(scene: Scene) -> None:
    remote = scene.repo.bare("remote.git")
    scene.repo.git("remote", "add", "origin", str(remote))
    scene.repo.git("fetch", "--quiet", "origin")
    done = grant(scene, CAROL, PATH, "--push")
    assert done.exit_code == 0, done.stderr
    assert "hint" not in done.stderr
    assert scene.repo.git("rev-parse", "govml/ledger") in scene.repo.git("ls-remote", "origin", "govml/ledger")
    done = scene.run("waiver", "withdraw", "0", "--push", "--key", scene.keys[CAROL].path)
    assert done.exit_code == 0, done.stderr
    assert scene.repo.git("rev-parse", "govml/ledger") in scene.repo.git("ls-remote", "origin", "govml/ledger")


def test_a_broken_ledger_says_nothing(scene: Scene) -> None:
    assert grant(scene).exit_code == 0
    tip = scene.repo.git("rev-parse", "govml/ledger")
    tree = scene.repo.git("rev-parse", f"{tip}^{{tree}}")
    scene.repo.commit_tree(tree, "again", parents=[tip], ref="refs/heads/govml/ledger")
    for args in (("list",), ("grant", PATH, "--yes"), ("withdraw", "0")):
        more = () if args[0] == "list" else ("--key", scene.keys[CAROL].path)
        done = scene.run("waiver", *args, *more)
        assert (done.exit_code, "the ledger is broken at entry 1" in done.stderr) == (4, True), args


@pytest.mark.parametrize("reason", ["A\\u202eB, which reads backwards", "Escapes \\u001b[31m are shown as they are"])
def test_what_is_shown_hides_nothing(scene: Scene, reason: str) -> None:
    write(scene, entry(reason=f'"{reason}"'))
    shown = grant(scene).stderr
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    assert f"  reason    {reason.replace('001b', '1b')}\n".replace("\\u1b", "\\x1b") in shown
