"""A deployment may serve a version that was registered earlier than the card's: tags are the evidence."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govml.base.git import Repository
from govml.model import Report
from govml.usecases import check as usecase
from govml.usecases import judging, snapshot_files
from govml.usecases.check import Request
from govml.usecases.policies import policy_input
from tests.builders import Repo, invoke_govml
from tests.usecases.examples import AT, CARD, GOOD, MANIFEST, MD5, pointer

NAME = "credit-risk"
DEPLOYED = "deploy/production/credit-risk.yaml"
CARD_AT = "models/credit-risk/README.md"
WEIGHTS_AT = "models/credit-risk/model.safetensors"
NEWER = {
    CARD_AT: CARD.replace("version: 1.4.0", "version: 1.5.0"),
    WEIGHTS_AT + ".dvc": pointer("model", "model.safetensors").replace(MD5["model"], "d4" * 16),
}
"""The card at its next version, with new weights. The manifest stays as it is."""


@pytest.fixture
def first(repo: Repo) -> Repo:
    """Return a repository in which nothing is wrong, its model at 1.4.0, also deployed."""
    repo.git("config", "user.name", "Rita Release")
    repo.git("config", "user.email", "rita@example.org")
    repo.write_all(GOOD)
    repo.commit("1.4.0")
    return repo


def move_on(repo: Repo) -> None:
    repo.write_all(NEWER)
    repo.commit("1.5.0")


def report(where: Repo | Path, rev: str = "HEAD", *, cache: bool = False) -> Report:
    path = where.path if isinstance(where, Repo) else where
    return usecase.check(Repository.open(path), Request(AT, rev=rev, cache=cache))


def denied(where: Repo | Path, rev: str = "HEAD", *, cache: bool = False) -> list[str]:
    """What DEPL-01 says; nothing else may be wrong."""
    found = report(where, rev, cache=cache).findings
    assert {finding.rule for finding in found} <= {"DEPL-01"}, found
    return [finding.message for finding in found]


def facts(repo: Repo, kind: str = "model", rev: str = "") -> Any:
    """The policy input of the model or of the deployment."""
    return policy_input(str(repo.path), NAME, kind, rev)


def is_unknown(messages: list[str]) -> bool:
    return len(messages) == 1 and "expected a version of the model" in messages[0]


def deploy(repo: Repo, old: str, new: str) -> None:
    repo.write(DEPLOYED, MANIFEST.replace(old, new))
    repo.commit("deploy")


def test_an_earlier_version_that_was_registered_may_be_deployed(first: Repo) -> None:
    registered = invoke_govml("register", NAME, "v1.4.0", cwd=first.path)
    assert registered.exit_code == 0, registered.stderr
    move_on(first)
    assert denied(first) == []
    first.git("tag", "--delete", f"{NAME}@v1.4.0")
    assert is_unknown(denied(first))


@pytest.mark.parametrize("served", ["v1.4.0", "1.4.0"])
def test_policies_see_the_digests_of_the_version_that_is_served(first: Repo, served: str) -> None:
    first.tag(f"{NAME}@v1.4.0")
    first.tag(f"{NAME}@v1.3.0")
    move_on(first)
    deploy(first, "@1.4.0", "@" + served)
    (model,) = facts(first, "deployment")["models"]
    assert model["model"]["version"] == "1.5.0"
    assert model["model"]["versions"] == {"1.4.0": {"digests": {"md5": MD5["model"], "sha256": MD5["model"] * 2}}}
    assert denied(first) == []


def test_another_digest_than_the_registered_one_is_refused(first: Repo) -> None:
    first.tag(f"{NAME}@v1.4.0")
    move_on(first)
    deploy(first, f"md5:{MD5['model']}", f"md5:{'d4' * 16}")  # the new weights under the old version
    (message,) = denied(first)
    assert "the digest of" in message
    assert "is not that of version" in message


def test_a_registered_version_stays_deployable_where_its_card_has_other_weights_now(first: Repo) -> None:
    first.tag(f"{NAME}@v1.4.0")
    first.write(WEIGHTS_AT + ".dvc", NEWER[WEIGHTS_AT + ".dvc"])
    first.commit("other weights, same version")
    assert denied(first) == []
    deploy(first, f"md5:{MD5['model']}", f"md5:{'e5' * 16}")
    (message,) = denied(first)
    assert f"expected md5:{MD5['model']}" in message
    assert "d4" * 16 not in message, "nobody is led to deploy what was never registered"


def test_a_lightweight_tag_does_not_help(first: Repo) -> None:
    first.tag(f"{NAME}@v1.4.0", annotated=False)
    move_on(first)
    assert is_unknown(denied(first))


def test_a_tag_object_made_for_another_name_does_not_help(first: Repo) -> None:
    other = first.tag(f"{NAME}@v9.0.0")
    move_on(first)
    first.git("update-ref", f"refs/tags/{NAME}@v1.4.0", other)
    assert is_unknown(denied(first))


@pytest.mark.parametrize(
    "tag", ["other@v1.4.0", f"x={NAME}@v1.4.0", f"{NAME}@v1.4.1", f"{NAME}@v1.4.0+build", f"{NAME}-1.4.0"]
)
def test_a_tag_of_another_model_or_version_does_not_help(first: Repo, tag: str) -> None:
    first.tag(tag)
    move_on(first)
    assert is_unknown(denied(first))


def test_a_tag_on_a_commit_whose_card_states_another_version_does_not_help(first: Repo) -> None:
    move_on(first)
    first.tag(f"{NAME}@v1.4.0")
    deploy(first, f"md5:{MD5['model']}", f"md5:{'d4' * 16}")
    assert is_unknown(denied(first))


def test_a_version_that_was_deregistered_is_no_longer_known(first: Repo) -> None:
    first.tag(f"{NAME}@v1.4.0")
    first.tag(f"{NAME}@v1.4.0!")
    move_on(first)
    assert is_unknown(denied(first))


def test_a_card_that_leaves_the_version_to_the_tag_counts(first: Repo) -> None:
    first.write(CARD_AT, CARD.replace("  version: 1.4.0\n", ""))
    first.commit("no version")
    first.tag(f"{NAME}@v1.4.0")
    move_on(first)
    assert denied(first) == []


def test_a_card_that_moved_is_found_by_its_name(first: Repo) -> None:
    first.tag(f"{NAME}@v1.4.0")
    first.write_all({**NEWER, "models/scoring/README.md": NEWER[CARD_AT]})
    first.remove(CARD_AT)
    first.commit("moved")
    assert denied(first) == []


def test_another_model_that_had_the_path_is_not_taken_for_it(first: Repo) -> None:
    """Then the card of the name counts, wherever it was."""
    other = CARD.replace("name: credit-risk\n  version", "name: other\n  version").replace(
        "model.safetensors.dvc", "other.bin.dvc"
    )
    first.write_all({CARD_AT: other, "models/credit-risk/other.bin.dvc": pointer("test", "other.bin")})
    first.write("models/scoring/README.md", CARD)
    first.commit("swapped")
    first.tag(f"{NAME}@v1.4.0")
    first.remove("models/scoring/README.md")
    move_on(first)
    assert denied(first) == []


def test_the_output_of_a_pipeline_is_found_in_the_lock_of_that_commit(first: Repo) -> None:
    def lock(md5: str) -> str:
        stage = f"    cmd: python train.py\n    outs:\n    - {{path: {WEIGHTS_AT}, md5: {md5}, size: 10}}\n"
        return f"schema: '2.0'\nstages:\n  train:\n{stage}"

    card = CARD.replace("model.safetensors.dvc", "model.safetensors")
    first.remove(WEIGHTS_AT + ".dvc")
    first.write_all({CARD_AT: card, "dvc.lock": lock(MD5["model"])})
    first.commit("locked")
    first.tag(f"{NAME}@v1.4.0")
    first.write_all({CARD_AT: card.replace("version: 1.4.0", "version: 1.5.0"), "dvc.lock": lock("d4" * 16)})
    first.commit("1.5.0")
    assert denied(first) == []
    deploy(first, MD5["model"], "d4" * 16)
    assert len(denied(first)) == 1


def test_each_version_is_read_in_the_tree_that_it_was_registered_at(first: Repo) -> None:
    """Also where the trees differ in which file locks the weights."""
    here, there = "dvc.lock", "training/dvc.lock"
    locks = {"1.3.0": here, "1.3.1": here, "1.4.0": there, "1.5.0": here, "1.6.0": there}
    card = CARD.replace("model.safetensors.dvc", "model.safetensors").replace("pipeline: dvc.yaml#train, ", "")
    for path in (WEIGHTS_AT + ".dvc", "dvc.yaml", DEPLOYED):
        first.remove(path)
    for version, path in locks.items():
        for other in (here, there):
            (first.path / other).unlink(missing_ok=True)
        md5, back = f"a{version[2]}" * 16, "../" * path.count("/")
        out = f"{{path: {back}{WEIGHTS_AT}, md5: {md5}, size: 10}}"
        stage = f"schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n    - {out}\n"
        pipeline = path.replace("lock", "yaml")
        first.write_all({path: stage, pipeline: "stages:\n  train: {cmd: x}\n"})
        first.write(CARD_AT, card.replace("version: 1.4.0", f"version: {version}"))
        manifest = MANIFEST.replace("1.4.0", version).replace(f"md5:{MD5['model']}", f"md5:{md5}")
        first.write(f"deploy/production/{version}.yaml", manifest)
        first.commit(version)
        first.tag(f"{NAME}@v{version}")
    assert [f for f in report(first).findings if f.rule == "DEPL-01"] == []
    for version in locks:
        first.write(f"deploy/production/{version}.yaml", MANIFEST.replace("1.4.0", version))
    first.git("tag", "--delete", f"{NAME}@v1.4.0")
    first.commit("wrong digests")
    denials = {f.location.path: f.message for f in report(first).findings if f.rule == "DEPL-01"}
    assert sorted(denials) == [f"deploy/production/{version}.yaml" for version in locks]
    assert is_unknown([denials["deploy/production/1.4.0.yaml"]])


@pytest.fixture
def in_git(first: Repo) -> Repo:
    """Return a repository with weights in Git and a manifest that pins their SHA-256."""
    first.remove(WEIGHTS_AT + ".dvc")
    first.write_all(
        {
            WEIGHTS_AT: b"weights\r\n\0",
            CARD_AT: CARD.replace("model.safetensors.dvc", "model.safetensors"),
            DEPLOYED: MANIFEST.replace(f"md5:{MD5['model']}", "sha256:" + hashlib.sha256(b"weights\r\n\0").hexdigest()),
        }
    )
    return first


def test_weights_in_git_are_compared_by_their_sha256_before_and_after_the_commit(in_git: Repo) -> None:
    assert denied(in_git, rev="") == []  # the work tree
    worktree = facts(in_git)
    in_git.stage()
    assert usecase.check(Repository.open(in_git.path), Request(AT, staged=True)).findings == ()
    in_git.commit("weights in Git")
    assert denied(in_git) == []
    committed = facts(in_git, rev="HEAD")
    assert worktree["artifact"] == committed["artifact"]
    assert committed["artifact"]["digests"] == {
        "gitBlob": in_git.git("rev-parse", f"HEAD:{WEIGHTS_AT}"),
        "sha256": hashlib.sha256(b"weights\r\n\0").hexdigest(),
        "md5": hashlib.md5(b"weights\r\n\0").hexdigest(),
    }
    in_git.write(WEIGHTS_AT, b"others")
    assert len(denied(in_git, rev="")) == 1


def test_weights_in_git_of_a_registered_version(in_git: Repo) -> None:
    in_git.commit("1.4.0")
    in_git.tag(f"{NAME}@v1.4.0")
    card = CARD.replace("model.safetensors.dvc", "model.safetensors").replace("1.4.0", "1.5.0")
    in_git.write_all({CARD_AT: card, WEIGHTS_AT: b"x"})
    in_git.commit("1.5.0")
    assert denied(in_git) == []


def test_of_a_file_above_the_limit_only_the_object_id_is_known(in_git: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    in_git.commit("weights in Git")
    monkeypatch.setattr(snapshot_files, "MAX_HASHED", 10)
    assert denied(in_git) == []
    monkeypatch.setattr(snapshot_files, "MAX_HASHED", 9)
    assert len(denied(in_git)) == 1
    assert set(facts(in_git, rev="HEAD")["artifact"]["digests"]) == {"gitBlob"}


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the judgement of small trees, too."""
    monkeypatch.setattr(judging, "STORED_FROM", 0)
    yield


@pytest.mark.usefixtures("stored")
def test_a_stored_judgement_follows_the_tags_at_once(first: Repo) -> None:
    earlier = first.git("rev-parse", "HEAD")
    move_on(first)
    for _ in range(2):
        assert is_unknown(denied(first, cache=True))
        first.tag(f"{NAME}@v1.4.0", rev=earlier)
        assert denied(first, cache=True) == []
        assert denied(first, cache=True) == []
        assert denied(first, rev="", cache=True) == []
        first.git("tag", "--delete", f"{NAME}@v1.4.0")
    first.write("notes.txt", "no record")
    first.commit("later")
    first.tag(f"{NAME}@v1.4.0", rev=earlier)
    assert denied(first, cache=True) == []
    assert report(first, cache=True) == report(first)
    assert list((first.path / ".git" / "govml").glob("judgement-*.sqlite"))


def loose(repo: Repo, oid: str) -> Path:
    return repo.path / ".git" / "objects" / oid[:2] / oid[2:]


@pytest.mark.usefixtures("stored")
def test_weights_that_are_fetched_later_are_read_then(in_git: Repo, tmp_path: Path) -> None:
    in_git.commit("weights in Git")
    blob = loose(in_git, in_git.git("rev-parse", f"HEAD:{WEIGHTS_AT}"))
    shutil.move(blob, tmp_path / "kept")
    assert len(denied(in_git, cache=True)) == 1
    shutil.move(tmp_path / "kept", blob)
    assert denied(in_git, cache=True) == []


@pytest.mark.parametrize("what", ["{commit}", "{commit}^{{tree}}", "{commit}:models", "{commit}:" + CARD_AT])
def test_what_is_not_in_this_clone_is_no_evidence(first: Repo, what: str) -> None:
    commit = first.git("rev-parse", "HEAD")
    first.tag(f"{NAME}@v1.4.0")
    move_on(first)
    missing = loose(first, first.git("rev-parse", what.format(commit=commit)))
    assert denied(first) == []
    missing.unlink()
    assert is_unknown(denied(first))


def test_a_shallow_clone_does_not_know_what_was_registered_before(first: Repo) -> None:
    tag = first.tag(f"{NAME}@v1.4.0")
    move_on(first)
    clone = first.shallow()

    def git(*args: str, stdin: bytes = b"") -> bytes:
        return subprocess.run(["git", "-C", str(clone), *args], input=stdin, check=True, capture_output=True).stdout

    raw = subprocess.run(["git", "-C", str(first.path), "cat-file", "tag", tag], check=True, capture_output=True).stdout
    git("hash-object", "-t", "tag", "-w", "--stdin", stdin=raw)
    git("update-ref", f"refs/tags/{NAME}@v1.4.0", tag)
    assert is_unknown(denied(clone))


def test_tags_are_read_only_where_what_is_served_is_not_what_the_card_states(
    first: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.tag(f"{NAME}@v1.4.0")
    read = []
    tags = Repository.tags

    def noting(self: Repository) -> object:
        read.append(self)
        return tags(self)

    monkeypatch.setattr(Repository, "tags", noting)
    assert denied(first) == []
    assert read == []
    deploy(first, f"md5:{MD5['model']}", f"md5:{'e5' * 16}")
    assert len(denied(first)) == 1
    assert len(read) == 1
    read.clear()
    deploy(first, f"md5:{'e5' * 16}", f"md5:{MD5['model']}")
    move_on(first)
    assert denied(first) == []
    assert len(read) == 1
