"""`govml evidence list`, `verify` and `export`, as users run them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from govml.evidence.bundle import attempts_path, evaluation_path, training_path
from govml.evidence.dsse import Signature, envelope_json, read_envelope
from govml.evidence.evaluation import evaluation_statement
from govml.evidence.statement import Statement, statement_bytes
from govml.evidence.training import training_statement
from tests.builders import ROOT, Repo, Result, invoke_govml, run_govml
from tests.cli.checking import check
from tests.evidence.examples import EVALUATION, TRAINING
from tests.evidence.keys import Key, make_key, unsigned
from tests.usecases.proven import proven

AT = "2026-04-01T00:00:00Z"
TRAINED, EVALUATED = training_path("credit-risk"), evaluation_path("credit-risk")
SCHEMA = json.loads((ROOT / "schemas" / "evidence-list.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return make_key(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return make_key(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def signed(repo: Repo, key: Key) -> Repo:
    """A repository with evidence by a key that is allowed."""
    repo.write("allowed_signers", key.allowed("ada@example.org", 'namespaces="govml",valid-after="20260101"'))
    repo.write(TRAINED, key.line(training_statement(TRAINING)))
    repo.write(EVALUATED, key.line(evaluation_statement(EVALUATION)))
    repo.commit()
    return repo


def evidence(repo: Repo, *args: str) -> Result:
    at = [] if args[0] in ("export", "sign") else ["--at", AT]
    return invoke_govml("evidence", *args, *at, cwd=repo.path)


def documents(repo: Repo, *args: str) -> list[dict[str, Any]]:
    document = json.loads(evidence(repo, *args, "--json").stdout)
    jsonschema_rs.Draft202012Validator(SCHEMA).validate(document)
    assert document["at"] == AT
    found: list[dict[str, Any]] = document["evidence"]
    return found


def test_list_tells_what_there_is(signed: Repo, key: Key) -> None:
    done = evidence(signed, "list")
    assert done.exit_code == 0
    assert (
        done.stdout
        == f"""\
{EVALUATED}:1  verified
  evaluation of credit-risk, PASSED, finished 2026-03-03T10:01:00Z
  signed by  ada@example.org, {key.public.fingerprint}
  built by   https://govml.dev/builders/local
  commit     {"c" * 40}
  subject    models/credit-risk/model.safetensors  sha256:{"1" * 64}, md5:{"1" * 32}

{TRAINED}:1  verified
  training of credit-risk, succeeded, finished 2026-03-03T09:10:00Z
  signed by  ada@example.org, {key.public.fingerprint}
  built by   https://govml.dev/builders/local
  commit     {"c" * 40}
  subject    models/credit-risk/model.safetensors  sha256:{"1" * 64}, md5:{"1" * 32}
"""
    )
    assert "--policy-rev takes trusted ones" in done.stderr


def test_list_as_json(signed: Repo, key: Key) -> None:
    evaluated, trained = documents(signed, "list")
    assert evaluated["kind"] == "evaluation"
    assert trained == {
        "path": TRAINED,
        "line": 1,
        "kind": "training",
        "model": "credit-risk",
        "status": "succeeded",
        "repository": "https://git.example.org/credit.git",
        "commit": "c" * 40,
        "builder": "https://govml.dev/builders/local",
        "started": "2026-03-03T09:00:00Z",
        "finished": "2026-03-03T09:10:00Z",
        "subjects": [{"name": "models/credit-risk/model.safetensors", "digest": dict(TRAINING.subjects[0].digest)}],
        "signatures": [
            {
                "fingerprint": key.public.fingerprint,
                "principals": [{"name": "ada@example.org", "valid_after": "2026-01-01T00:00:00Z"}],
                "revoked": False,
            }
        ],
        "verified": True,
    }


def test_list_of_a_model(signed: Repo, key: Key) -> None:
    signed.write(training_path("churn"), key.line(training_statement(TRAINING._replace(model="churn"))))
    assert [each["model"] for each in documents(signed, "list", "churn")] == ["churn"]
    assert len(documents(signed, "list")) == 3
    done = evidence(signed, "list", "nobody")
    assert done.exit_code == 3
    assert "there is no evidence about the model 'nobody'" in done.stderr


def test_list_of_a_commit_and_of_a_bare_repository(signed: Repo) -> None:
    signed.remove(TRAINED)
    assert len(documents(signed, "list")) == 1
    assert len(documents(signed, "list", "--rev", "HEAD")) == 2
    assert invoke_govml("evidence", "list", "--at", AT, cwd=signed.bare()).stdout.count("  verified") == 2


def test_list_of_nothing(repo: Repo) -> None:
    done = evidence(repo, "list")
    assert (done.exit_code, done.stdout) == (0, "no evidence\n")


def test_whoever_adds_evidence_does_not_choose_who_may_sign_it(signed: Repo, other: Key) -> None:
    signed.write("allowed_signers", other.allowed("mallory"))
    signed.write(TRAINED, other.line(training_statement(TRAINING)))
    assert documents(signed, "list")[1]["verified"]
    (trained,) = (each for each in documents(signed, "list", "--policy-rev", "HEAD") if each["kind"] == "training")
    assert trained["problem"] == f"is signed with the key {other.public.fingerprint}, which nobody allowed"


def test_verify(signed: Repo) -> None:
    done = evidence(signed, "verify", "evidence", "--policy-rev", "HEAD")
    assert done.exit_code == 0
    assert done.stdout.count("  verified") == 2
    assert done.stderr == ""
    assert evidence(signed, "verify", TRAINED).exit_code == 0


def statement(**changes: Any) -> Statement:
    return training_statement(TRAINING._replace(**changes))


def refused(repo: Repo, line: bytes, *args: str) -> str:
    """Why a line of evidence is not verified."""
    repo.write(TRAINED, line)
    assert evidence(repo, "verify", TRAINED, *args).exit_code == 1
    (found,) = documents(repo, "verify", TRAINED, *args)
    assert not found["verified"]
    return str(found["problem"])


def test_what_does_not_verify(signed: Repo, key: Key, other: Key) -> None:
    good = key.line(statement())
    envelope = read_envelope(json.loads(good))
    swapped = envelope_json(envelope._replace(payload=statement_bytes(statement(model="other"))))
    two = envelope._replace(signatures=(*envelope.signatures, *other.seal(envelope.payload).signatures))
    assert refused(signed, unsigned(statement())) == "is not signed"
    assert "a signature that is not a good signature by" in refused(signed, swapped)
    assert "nobody allowed" in refused(signed, other.line(statement()))
    assert "nobody allowed" in refused(signed, envelope_json(two))
    cut = envelope._replace(signatures=(Signature("", envelope.signatures[0].sig[:40]),))
    assert "a signature that is cut off" in refused(signed, envelope_json(cut))
    assert "is not JSON" in refused(signed, good[:-9])
    assert "is not a DSSE envelope" in refused(signed, b"{}\n")
    assert "status is not one of" in refused(signed, key.line(statement(status="fine")))
    assert "no in-toto statement" in refused(signed, envelope_json(key.seal(b"{}")))
    early = "2025-12-31T00:00:00Z"
    assert "not valid at that time" in refused(signed, key.line(statement(started=early, finished=early)))
    signed.write("allowed_signers", key.allowed("ada", 'valid-before="20260331"'))
    assert "not valid at that time" in refused(signed, good)
    signed.write("allowed_signers", key.allowed("ada"))
    signed.write("revoked_signers", key.public.line + "\n")
    assert refused(signed, good) == f"is signed with the revoked key {key.public.fingerprint}"
    signed.remove("revoked_signers")
    assert evidence(signed, "verify", TRAINED).exit_code == 0


def test_each_line_has_to_verify(signed: Repo, key: Key) -> None:
    signed.write(attempts_path("credit-risk"), key.line(statement(status="failed")) + b"\n" + unsigned(statement()))
    done = evidence(signed, "verify", attempts_path("credit-risk"))
    assert done.exit_code == 1
    assert f"{attempts_path('credit-risk')}:3  not verified: it is not signed" in done.stdout


def test_verify_with_signers_of_a_file(signed: Repo, key: Key, other: Key, tmp_path: Path) -> None:
    mine = tmp_path / "signers"
    mine.write_text(key.allowed("me"), encoding="utf-8")
    shutil.copy(signed.path / TRAINED, tmp_path)
    told = ["training.intoto.jsonl", "--allowed-signers", str(mine)]
    done = invoke_govml("evidence", "verify", *told, cwd=tmp_path)  # where there is no repository
    assert done.exit_code == 0, done.stderr
    assert "signed by  me," in done.stdout
    revoked = tmp_path / "revoked"
    revoked.write_text(key.public.line, encoding="utf-8")
    assert invoke_govml("evidence", "verify", *told, "--revoked-signers", str(revoked), cwd=tmp_path).exit_code == 1
    mine.write_text("nonsense\n", encoding="utf-8")
    done = invoke_govml("evidence", "verify", *told, cwd=tmp_path)
    assert done.exit_code == 2
    assert "allowed_signers:1: is no entry" in done.stderr


@pytest.mark.parametrize(
    ("args", "exit_code", "message"),
    [
        (["none.jsonl"], 2, "can't read"),
        ([TRAINED, "--policy-rev", "HEAD", "--allowed-signers", "x"], 2, "exclude each other"),
        ([TRAINED, "--revoked-signers", "x"], 2, "goes with --allowed-signers"),
        ([TRAINED, "--policy-rev", ""], 2, "value is empty"),
        ([TRAINED, "--policy-rev", "nowhere"], 2, "is unknown here"),
        (["empty"], 3, "there is no evidence"),
    ],
)
def test_what_cannot_be_verified(signed: Repo, args: list[str], exit_code: int, message: str) -> None:
    (signed.path / "empty").mkdir()
    done = evidence(signed, "verify", *args)
    assert done.exit_code == exit_code
    assert message in done.stderr
    assert "hint: " in done.stderr


def test_signers_that_cannot_be_read(signed: Repo) -> None:
    signed.write("allowed_signers", "nonsense\n")
    done = evidence(signed, "verify", TRAINED)
    assert done.exit_code == 4
    assert "allowed_signers:1: is no entry" in done.stderr


def test_without_signers_nothing_counts(signed: Repo) -> None:
    signed.remove("allowed_signers")
    done = evidence(signed, "verify", TRAINED)
    assert done.exit_code == 1
    assert "there is no allowed_signers file" in done.stderr


def test_the_config_says_where_the_signers_are(signed: Repo, key: Key) -> None:
    signed.remove("allowed_signers")
    signed.write("keys/signers", key.allowed("ada"))
    signed.write("keys/revoked", "")
    signed.write("govml.yaml", "evidence: {allowed_signers: keys/signers, revoked_signers: keys/revoked}\n")
    assert evidence(signed, "verify", TRAINED).exit_code == 0
    signed.write("keys/revoked", key.public.line)
    assert evidence(signed, "verify", TRAINED).exit_code == 1


# -- export -----------------------------------------------------------------------------------------------------------


def run_command(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def test_what_is_exported_is_verified_by_the_command_that_is_printed(signed: Repo, key: Key, tmp_path: Path) -> None:
    signed.write("allowed_signers", key.allowed('"Ada\'s laptop; true"'))
    signed.write("revoked_signers", "# none\n")
    folder = tmp_path / "out"
    done = evidence(signed, "export", TRAINED, str(folder))
    assert done.exit_code == 0, done.stderr
    (command,) = done.stdout.splitlines()
    verified = run_command(command, folder)
    assert verified.returncode == 0, verified.stderr
    assert (
        f'Good "govml" signature for Ada\'s laptop; true with ED25519 key {key.public.fingerprint}' in verified.stdout
    )
    assert (folder / "payload.json").read_bytes() == statement_bytes(training_statement(TRAINING))
    (folder / "payload.pae").write_bytes((folder / "payload.pae").read_bytes() + b" ")
    assert run_command(command, folder).returncode != 0


def test_export_of_a_revoked_key_and_of_an_unknown_one(signed: Repo, key: Key, other: Key, tmp_path: Path) -> None:
    signed.write("revoked_signers", key.public.line + "\n")
    done = evidence(signed, "export", TRAINED, str(tmp_path / "revoked"))
    assert run_command(done.stdout, tmp_path / "revoked").returncode != 0
    envelope = key.seal(b"{}")
    envelope = envelope._replace(signatures=(*envelope.signatures, *other.seal(b"{}").signatures))
    signed.write(TRAINED, envelope_json(envelope))
    signed.remove("revoked_signers")
    folder = tmp_path / "two"
    commands = evidence(signed, "export", TRAINED, str(folder)).stdout.splitlines()
    assert ["check-novalidate" in command for command in commands] == [False, True]
    assert [run_command(command, folder).returncode for command in commands] == [0, 0]


def test_export_chooses_one_envelope(signed: Repo, key: Key, tmp_path: Path) -> None:
    signed.write(TRAINED, key.line(statement()) + unsigned(statement(model="two")))
    done = evidence(signed, "export", TRAINED, str(tmp_path / "x"))
    assert done.exit_code == 2
    assert "holds 2 envelopes" in done.stderr
    assert evidence(signed, "export", TRAINED, str(tmp_path / "x"), "--line", "3").exit_code == 2
    assert not (tmp_path / "x").exists()
    done = evidence(signed, "export", TRAINED, str(tmp_path / "x"), "--line", "2")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "is not signed" in done.stderr
    assert b'"two"' in (tmp_path / "x" / "payload.json").read_bytes()


def test_export_writes_over_nothing(signed: Repo, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert evidence(signed, "export", TRAINED, str(folder)).exit_code == 0
    done = evidence(signed, "export", TRAINED, str(folder))
    assert done.exit_code == 2
    assert "is there already" in done.stderr
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert evidence(signed, "export", TRAINED, str(tmp_path / "file")).exit_code == 2
    assert evidence(signed, "export", TRAINED, str(tmp_path / "file" / "below")).exit_code == 2
    signed.write(TRAINED, b"{}\n")
    assert evidence(signed, "export", TRAINED, str(tmp_path / "new")).exit_code == 2


# -- hostile ----------------------------------------------------------------------------------------------------------


def test_nothing_in_evidence_steers_a_terminal(signed: Repo, key: Key) -> None:
    escape = "\x1b]0;x\x07"
    signed.write("allowed_signers", key.allowed(f'"{escape}"'))
    signed.write(TRAINED, key.line(statement(model=f"m{escape}", builder=f"b{escape}\u202e")))
    done = evidence(signed, "list")
    assert done.exit_code == 0
    assert not set("\x1b\x07\u202e") & set(done.stdout)


def test_large_and_strange_files(signed: Repo, tmp_path: Path) -> None:
    signed.write("evidence/big/x.intoto.jsonl", b"{}\n" * 2_000_000)
    signed.write("evidence/deep/x.intoto.jsonl", b"[" * 100_000)
    signed.write("evidence/zero/x.intoto.jsonl", b"\0\xff\n")
    (signed.path / "evidence/link.intoto.jsonl").symlink_to("/etc/passwd")
    found = {each["path"]: each for each in documents(signed, "list")}
    assert "are more than the limit" in found["evidence/big/x.intoto.jsonl"]["problem"]
    assert "nested" in found["evidence/deep/x.intoto.jsonl"]["problem"]
    assert "evidence/link.intoto.jsonl" not in found
    fifo = tmp_path / "fifo"
    subprocess.run(["mkfifo", str(fifo)], check=True)
    assert evidence(signed, "verify", str(fifo)).exit_code == 2
    assert evidence(signed, "verify", "/dev/zero").exit_code == 2


def test_in_a_process_of_its_own(signed: Repo) -> None:
    done = run_govml("evidence", "verify", "evidence", "--at", AT, cwd=signed.path)
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "markdown", "html"])
def test_no_format_shows_the_bytes_of_a_bundle(repo: Repo, key: Key, form: str) -> None:
    good = proven(repo, key)
    line = key.line(training_statement(good.training))
    payload = json.loads(line)["payload"]
    repo.write("allowed_signers", "")  # a rule's finding
    repo.write("evidence/more.intoto.jsonl", line.replace(b'"payloadType"', b'"type"'))  # the schema's
    repo.write("evidence/broken.intoto.jsonl", b"\n" + line[:-3])  # the parser's
    repo.commit()
    done = check(repo.path, "--format", form, "--rev", "HEAD")
    for path in (TRAINED, "evidence/more.intoto.jsonl", "evidence/broken.intoto.jsonl"):
        assert path in done.stdout
    assert payload[:24] not in done.stdout
    assert payload[200:224] not in done.stdout
    assert "&quot;payload" not in done.stdout
    assert '{"payload' not in done.stdout


def test_a_key_that_nobody_allowed_or_that_was_revoked_is_told_when_it_signs(repo: Repo, key: Key, other: Key) -> None:
    repo.write(TRAINED, unsigned(training_statement(TRAINING)))
    unknown = evidence(repo, "sign", TRAINED, "--key", str(key.path))
    assert unknown.exit_code == 0
    assert f"warning: allowed_signers doesn't have the key {key.public.fingerprint}" in unknown.stderr
    assert f'add to allowed_signers: NAME namespaces="govml" {key.public.line}\n' in unknown.stderr
    repo.write("keys", key.allowed() + other.allowed())
    repo.write("gone", f"{other.public.line}\n")
    repo.write("govml.yaml", "evidence: {allowed_signers: keys, revoked_signers: gone}\n")
    revoked = evidence(repo, "sign", TRAINED, "--key", str(other.path))
    assert f"warning: gone has the key {other.public.fingerprint}" in revoked.stderr
    assert evidence(repo, "sign", TRAINED, "--key", str(key.path)).stderr == ""
