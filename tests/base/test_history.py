"""Commits as they are stored: makers, changes, signatures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.base.history import History
from govml.evidence.sshsig import unarmored, verify
from govml.model import MissingObjectError
from tests.builders import Repo
from tests.evidence.keys import make_key


def test_all_who_made_a_commit_are_told(repo: Repo) -> None:
    commit = repo.commit(
        "Change\n\nCo-authored-by: Bea <BEA@bank.example>\nco-authored-by: C <c@bank.example>", author=("A", "a@x")
    )
    assert History(Repository.open(repo.path)).commit(commit).mails == {"a@x", "bea@bank.example", "c@bank.example"}


def test_commits_since_another(repo: Repo) -> None:
    one = repo.commit("1")
    repo.git("switch", "--quiet", "-c", "side")
    side = repo.commit("side")
    repo.git("switch", "--quiet", "main")
    two = repo.commit("2")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    merge = repo.git("rev-parse", "HEAD")
    history = History(Repository.open(repo.path))
    assert {each.id for each in history.since(one, merge)} == {side, two, merge}
    assert {each.id for each in history.since(two, merge)} == {side, merge}
    assert len(history.since("", merge)) == 4
    assert history.since(merge, one) == []


def test_a_merge_changes_only_what_neither_parent_has(repo: Repo) -> None:
    repo.write("a", "1")
    repo.commit("1")
    repo.git("switch", "--quiet", "-c", "side")
    repo.write("a", "2")
    side = repo.commit("side")
    repo.git("switch", "--quiet", "main")
    repo.write("b", "1")
    other = repo.commit("2")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    plain = repo.git("rev-parse", "HEAD")
    repo.git("reset", "--quiet", "--hard", other)
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repo.write("a", "3")
    evil = repo.commit("merge")
    history = History(Repository.open(repo.path))

    def touches(commit: str) -> bool:
        return history.changes(history.commit(commit), lambda path: path == "a")

    assert [touches(each) for each in (side, other, plain, evil)] == [True, False, False, True]


def test_neither_a_replacement_nor_a_graft_hides_a_commit(repo: Repo) -> None:
    one, two, three = (repo.commit(text) for text in "123")
    repo.git("replace", "--graft", three, one)
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "grafts").write_text(f"{three} {one}\n")
    assert repo.git("rev-list", "--count", "HEAD") == "2"
    assert {each.id for each in History(Repository.open(repo.path)).since("", three)} == {one, two, three}


def test_the_end_of_a_shallow_clone_is_loud(repo: Repo) -> None:
    for text in "123":
        repo.commit(text)
    path = repo.shallow(2)
    repository = Repository.open(path)
    with pytest.raises(MissingObjectError, match="cut off"):
        History(repository).since("", repository.head())


def test_the_signature_of_git_holds(repo: Repo, tmp_path: Path) -> None:
    key = make_key(tmp_path / "keys")
    repo.git("config", "gpg.format", "ssh")
    repo.git("config", "user.signingkey", str(key.path))
    repo.git("config", "commit.gpgsign", "true")
    commit = repo.commit("Signed\n\ngpgsig in the text\n gpgsig x\n")
    allowed = tmp_path / "allowed"
    allowed.write_text(key.allowed())
    repo.git("-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", commit)
    found = History(Repository.open(repo.path)).commit(commit)
    assert verify(unarmored(found.signature), found.signed, "git") == key.public
    raw = subprocess.run(["git", "-C", str(repo.path), "cat-file", "commit", commit], capture_output=True, check=True)
    assert len(found.signed) < len(raw.stdout)
