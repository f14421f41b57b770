"""Commits beside the work tree, and branches that only their own maker replaces; by the real git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govml.forge.branch import BOT, Remote, TakenError, is_branch, push, write_commit
from govml.model import RepositoryError, UsageError
from tests.builders import Repo

BRANCH = "govml/train/fraud"


@pytest.fixture
def remote(repo: Repo) -> Path:
    repo.write_all({"dvc.lock": "old\n", "src/train.py": "print()\n"})
    repo.commit("First")
    bare = repo.bare()
    repo.git("remote", "add", "origin", str(bare))
    return bare


def at_remote(repo: Repo, remote: Path, *args: str) -> str:
    return repo.git(f"--git-dir={remote}", *args)


def test_a_commit_has_the_new_files_and_nothing_else_changes(repo: Repo, remote: Path) -> None:
    parent = repo.git("rev-parse", "HEAD")
    repo.write(".gitattributes", "* text eol=crlf filter=none\n")
    repo.write("src/train.py", "changed and not asked for\n")
    before = repo.git("status", "--porcelain")
    hook = repo.path / ".git" / "hooks" / "post-index-change"
    hook.write_text("#!/bin/sh\ntouch hooked\n", encoding="utf-8")
    hook.chmod(0o755)
    commit = write_commit(repo.path, parent, {"dvc.lock": b"new\n", "evidence/a b/ü.jsonl": b"{}\n"}, "Train\n\nText")
    assert repo.git("rev-parse", f"{commit}^") == parent
    assert repo.git("-c", "core.quotePath=false", "diff", "--name-status", parent, commit).splitlines() == [
        "M\tdvc.lock", "A\tevidence/a b/ü.jsonl",
    ]  # fmt: skip
    assert repo.git("cat-file", "blob", f"{commit}:dvc.lock") == "new"
    assert repo.git("show", "-s", "--format=%an|%ae|%cn|%ce|%B", commit) == f"{'|'.join(BOT * 2)}|Train\n\nText"
    assert repo.git("--no-optional-locks", "status", "--porcelain") == before
    assert repo.git("rev-parse", "HEAD") == parent


@pytest.mark.parametrize("path", ["../x", ".git/config", "a/../b", "/x", "a//b", "sub/.GIT/hooks/x"])
def test_git_refuses_paths_that_lead_elsewhere(repo: Repo, remote: Path, path: str) -> None:
    with pytest.raises(RepositoryError, match="git update-index"):
        write_commit(repo.path, repo.git("rev-parse", "HEAD"), {path: b""}, "Train")


def test_pushed_replaced_and_left_alone(repo: Repo, remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = Remote("origin", "https://github.example", "secret-token")
    first = repo.git("rev-parse", "HEAD")
    one = write_commit(repo.path, first, {"dvc.lock": b"1"}, "Train")
    assert push(repo.path, origin, one, BRANCH)
    assert at_remote(repo, remote, "rev-parse", BRANCH) == one
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@1900000000 +0000")
    same = write_commit(repo.path, first, {"dvc.lock": b"1"}, "Train")
    assert same != one
    assert not push(repo.path, origin, same, BRANCH)
    repo.write("src/train.py", "print(2)\n")
    other = write_commit(repo.path, repo.commit("Next"), {"dvc.lock": b"2"}, "Train")
    assert push(repo.path, origin, other, BRANCH)
    assert at_remote(repo, remote, "rev-parse", BRANCH) == other
    assert "secret-token" not in (repo.path / ".git" / "config").read_text(encoding="utf-8")


def test_what_somebody_else_committed_is_not_replaced(repo: Repo, remote: Path) -> None:
    first = repo.git("rev-parse", "HEAD")
    assert push(repo.path, Remote("origin"), write_commit(repo.path, first, {"dvc.lock": b"1"}, "Train"), BRANCH)
    theirs = write_commit(repo.path, first, {"dvc.lock": b"mine"}, "By hand", ("Ada", "ada@example.org"))
    repo.git("push", "--quiet", "--force", "origin", f"{theirs}:refs/heads/{BRANCH}")
    new = write_commit(repo.path, first, {"dvc.lock": b"2"}, "Train")
    with pytest.raises(TakenError, match=f"branch {BRANCH} is by ada@example.org"):
        push(repo.path, Remote("origin"), new, BRANCH)
    assert at_remote(repo, remote, "rev-parse", BRANCH) == theirs


def test_a_push_that_is_refused_says_what_git_says(repo: Repo, remote: Path) -> None:
    commit = write_commit(repo.path, repo.git("rev-parse", "HEAD"), {"dvc.lock": b"1"}, "Train")
    with pytest.raises(UsageError, match="no name of a branch"):
        push(repo.path, Remote("origin"), commit, "a..b")
    with pytest.raises(RepositoryError, match="git ls-remote"):
        push(repo.path, Remote("nowhere"), commit, BRANCH)
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'protected branch' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    with pytest.raises(RepositoryError, match=r"git push.*protected branch") as caught:
        push(repo.path, Remote("origin"), commit, BRANCH)
    assert "contents: write" in caught.value.hint


def test_names_of_branches(repo: Repo) -> None:
    assert is_branch(repo.path, BRANCH)
    assert not any(is_branch(repo.path, name) for name in ("", "-x", "a b", "a..b", "a.lock", "a~", "@{-1}"))


def test_the_token_is_not_in_the_arguments(
    repo: Repo, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "noted"
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {noted}\nPATH={os.environ["PATH"]} exec git "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    commit = write_commit(repo.path, repo.git("rev-parse", "HEAD"), {"dvc.lock": b"1"}, "Train")
    assert push(repo.path, Remote("origin", "https://github.example", "secret-token"), commit, BRANCH)
    told = noted.read_text(encoding="utf-8")
    assert "push" in told
    assert "AUTHORIZATION" not in told
