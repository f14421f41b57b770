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


def test_a_merge_brings_only_what_it_was_not_given(repo: Repo) -> None:
    """Also where both sides touched what matters; a side's change that is left out is brought by who left it out."""
    for name in "abc":
        repo.write(name, "1")
    repo.commit("1")
    repo.git("switch", "--quiet", "-c", "side")
    repo.write("a", "2")
    side = repo.commit("side")
    repo.git("switch", "--quiet", "main")
    repo.write("b", "2")
    other = repo.commit("2")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    plain = repo.git("rev-parse", "HEAD")
    repo.git("reset", "--quiet", "--hard", other)
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repo.write("a", "3")
    evil = repo.commit("merge")
    repo.git("reset", "--quiet", "--hard", other)
    repo.git("merge", "--quiet", "--no-ff", "--strategy=ours", "-m", "ours", "side")
    ours = repo.git("rev-parse", "HEAD")
    repo.git("reset", "--quiet", "--hard", side)
    repo.git("merge", "--quiet", "--no-ff", "--strategy=ours", "-m", "theirs", other)
    theirs = repo.git("rev-parse", "HEAD")
    history = History(Repository.open(repo.path))
    brought = [history.brings(history.commit(each)) or () for each in (side, other, plain, evil, ours, theirs)]
    assert ["".join(each) for each in brought] == ["a", "b", "", "a", "a", "b"]


def test_a_merge_of_three_brings_all_that_differs(repo: Repo) -> None:
    repo.commit("1")
    for name in "ab":
        repo.git("switch", "--quiet", "-c", name, "main")
        repo.write(name, "1")
        repo.commit(name)
    repo.git("switch", "--quiet", "main")
    repo.write("c", "1")
    repo.commit("c")
    repo.git("merge", "--quiet", "-m", "octopus", "a", "b")
    history = History(Repository.open(repo.path))
    assert history.brings(history.commit(repo.git("rev-parse", "HEAD"))) == frozenset("abc")


def test_where_files_were_before_they_were_moved(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.write("old/one", text)
    repo.write("elsewhere", "Another\n")
    first = repo.commit("1")
    repo.git("mv", "old", "between")
    repo.write("between/one", text + "one more\n")
    second = repo.commit("2")
    repo.git("mv", "between", "new")
    repo.git("mv", "elsewhere", "here")
    third = repo.commit("3")
    repo.git("config", "diff.renames", "false")
    history = History(Repository.open(repo.path))
    commits = [history.commit(each) for each in (first, second, third)]
    assert history.former(commits, lambda path: path.startswith("new/")) == {"old/one", "between/one"}
    assert history.former(commits[:2], lambda path: path.startswith("new/")) == set()


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
