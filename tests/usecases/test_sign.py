"""Signing evidence that was made elsewhere, and what is not signed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govml.evidence.bundle import read_bundle
from govml.evidence.dsse import Envelope, Signature, envelope_json
from govml.evidence.evaluation import evaluation_statement
from govml.evidence.sshsig import verify
from govml.evidence.statement import Statement, Subject, statement_bytes
from govml.evidence.training import training_statement
from tests.builders import Repo, Result, invoke_govml
from tests.evidence.examples import BUILDER, EVALUATION, REPOSITORY, TRAINING
from tests.evidence.keys import Key, make_key, unsigned


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return make_key(tmp_path / "keys")


@pytest.fixture
def bundle(repo: Repo) -> Path:
    repo.write("a", "b")
    repo.commit("First")
    commit, tree = repo.git("rev-parse", "HEAD", "HEAD^{tree}").split()
    lines = unsigned(training_statement(TRAINING._replace(commit=commit, tree=tree)))
    lines += unsigned(evaluation_statement(EVALUATION._replace(commit=commit, tree=tree)))
    return repo.write("out.intoto.jsonl", lines)


def sign(repo: Repo, key: Key, *args: str | Path) -> Result:
    return invoke_govml("evidence", "sign", "--key", key.path, *args, cwd=repo.path)


CLAIMS = ("--model", "credit-risk", "--builder", BUILDER, "--repository", REPOSITORY.removesuffix(".git") + "/")


def test_every_envelope_is_signed_once(repo: Repo, key: Key, bundle: Path) -> None:
    before = [envelope.payload for envelope in read_bundle(bundle.read_bytes())]
    done = sign(repo, key, bundle, "--commit", "HEAD", *CLAIMS)
    assert (done.exit_code, done.stdout) == (0, f"signed 2 of 2: {bundle}\n"), done
    signed = bundle.read_bytes()
    envelopes = read_bundle(signed)
    assert [envelope.payload for envelope in envelopes] == before
    for envelope in envelopes:
        [signature] = envelope.signatures
        assert verify(signature.sig, envelope.signed_bytes()) == key.public
    assert sign(repo, key, bundle).stdout == f"signed 0 of 2: {bundle}\n"
    assert bundle.read_bytes() == signed


def test_a_second_key_signs_too(repo: Repo, key: Key, bundle: Path, tmp_path: Path) -> None:
    other = make_key(tmp_path / "keys", "other")
    sign(repo, key, bundle)
    assert sign(repo, other, "out.intoto.jsonl").exit_code == 0
    for envelope in read_bundle(bundle.read_bytes()):
        keys = [verify(signature.sig, envelope.signed_bytes()) for signature in envelope.signatures]
        assert keys == [key.public, other.public]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--model", "other", "says model 'credit-risk', not 'other'"),
        ("--repository", "https://git.example.org/other", "says repository"),
        ("--builder", "https://github.com/o/r/.github/workflows/x.yml", "says builder"),
        ("--commit", "HEAD^", "says commit"),
    ],
)
def test_what_claims_something_else_is_not_signed(
    repo: Repo, key: Key, bundle: Path, option: str, value: str, said: str
) -> None:
    repo.commit("Empty one before")
    commit, tree = repo.git("rev-parse", "HEAD", "HEAD^{tree}").split()
    good = repo.write("good.intoto.jsonl", unsigned(training_statement(TRAINING._replace(commit=commit, tree=tree))))
    bundle.write_bytes(good.read_bytes())
    before = bundle.read_bytes()
    done = sign(repo, key, good, bundle, option, value)
    assert (done.exit_code, said in done.stderr) == (1, True), done
    assert good.read_bytes() == bundle.read_bytes() == before


def test_what_the_config_of_the_commit_calls_the_repository_is_its_name(repo: Repo, key: Key, bundle: Path) -> None:
    repo.write("govml.yaml", f"parameters: {{repository: {REPOSITORY}}}\n")
    repo.commit("A name")
    commit, tree = repo.git("rev-parse", "HEAD", "HEAD^{tree}").split()
    bundle.write_bytes(unsigned(training_statement(TRAINING._replace(commit=commit, tree=tree))))
    asked = ("--repository", "https://git.example.org/mirror")
    assert "says repository" in sign(repo, key, bundle, *asked).stderr
    assert sign(repo, key, bundle, *asked, "--commit", "HEAD").exit_code == 0


def test_a_statement_of_another_tree_or_kind_is_not_signed(repo: Repo, key: Key, bundle: Path) -> None:
    commit = repo.git("rev-parse", "HEAD")
    bundle.write_bytes(unsigned(training_statement(TRAINING._replace(commit=commit))))
    assert "says tree" in sign(repo, key, bundle, "--commit", "HEAD").stderr
    bundle.write_bytes(unsigned(Statement((Subject("x", {"sha256": "1" * 64}),), "https://example.org/x", {})))
    done = sign(repo, key, bundle, "--commit", "HEAD")
    assert (done.exit_code, "says none of it" in done.stderr) == (1, True)
    assert sign(repo, key, bundle).exit_code == 0


def test_what_is_no_evidence_is_not_signed(repo: Repo, key: Key, bundle: Path) -> None:
    payload = statement_bytes(training_statement(TRAINING))
    other_type = envelope_json(Envelope(payload, "text/plain", ()))
    forged = envelope_json(Envelope(payload, "application/vnd.in-toto+json", (Signature("", b"SSHSIG"),)))
    no_statement = envelope_json(Envelope(b"{}", "application/vnd.in-toto+json", ()))
    for data in (b"", b"\n", b"{}\n", b"\x00", other_type, forged, no_statement):
        bundle.write_bytes(data)
        done = sign(repo, key, bundle)
        assert (done.exit_code, str(bundle) in done.stderr) == (1, True), done
        assert bundle.read_bytes() == data
    bundle.unlink()
    assert sign(repo, key, bundle).exit_code == 1
    bundle.symlink_to("/etc/passwd")
    assert sign(repo, key, bundle).exit_code == 1
    bundle.unlink()
    os.mkfifo(bundle)
    assert "not a plain file" in sign(repo, key, bundle).stderr


def test_without_a_key_it_is_a_slip_of_the_pen(repo: Repo, key: Key, bundle: Path) -> None:
    done = invoke_govml("evidence", "sign", bundle, cwd=repo.path)
    assert (done.exit_code, "--key" in done.stderr) == (2, True)
    assert sign(repo, key, bundle, "--commit", "").exit_code == 2
