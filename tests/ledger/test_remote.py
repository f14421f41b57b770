"""Publishing: fetched only forwards, pushed only on top, and a lost race leaves nothing behind."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from govml.base.branch import MovedError
from govml.base.git import Repository
from govml.ledger.chain import BRANCH, Draft, Ledger, append, read
from govml.ledger.entries import LedgerError
from govml.ledger.remote import GitRemote
from govml.model import RepositoryError
from tests.builders import Repo
from tests.ledger.builders import REF, add, draft, fill

TRACKING = f"refs/remotes/origin/{BRANCH}"


@pytest.fixture
def hub(repo: Repo) -> Path:
    """A bare repository with a ledger of two entries."""
    repo.commit()
    fill(repo.path, 2)
    return repo.bare("hub.git")


@pytest.fixture
def clone(hub: Path) -> Path:
    return cloned(hub, "clone")


def cloned(hub: Path, name: str, *options: str) -> Path:
    target = hub.parent / name
    subprocess.run(["git", "clone", "--quiet", *options, hub, target], check=True)
    return target


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(["git", "-C", folder, *args], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def publish(folder: Path, number: int) -> int:
    return add(folder, draft(number), GitRemote(Repository.open(folder))).number


def count(folder: Path) -> int:
    found = read(Repository.open(folder))
    assert found.sound, found.problems
    return len(found.entries)


def test_an_entry_is_on_the_remote_and_here(hub: Path, clone: Path) -> None:
    assert publish(clone, 2) == 2
    assert git(hub, "rev-parse", REF) == git(clone, "rev-parse", REF) == git(clone, "rev-parse", TRACKING)


def test_an_entry_that_only_the_clone_has_gets_to_the_remote_when_it_is_added_again(hub: Path, clone: Path) -> None:
    fill(clone, 1, first=2)
    assert publish(clone, 2) == 2
    assert count(hub) == count(clone) == 3


def test_the_first_entry_founds_the_remotes_ledger(repo: Repo) -> None:
    repo.commit()
    hub = repo.bare("hub.git")
    clone = cloned(hub, "clone")
    assert publish(clone, 0) == 0
    assert count(hub) == 1


def test_a_clone_of_one_branch_keeps_track_of_the_ledger(hub: Path) -> None:
    clone = cloned(hub, "narrow", "--single-branch", "--branch=main")
    assert publish(clone, 2) == 2
    assert git(clone, "rev-parse", TRACKING) == git(hub, "rev-parse", REF)


def test_entries_that_were_made_offline_go_along(hub: Path, clone: Path) -> None:
    fill(clone, 2, first=2)
    assert publish(clone, 4) == 4
    assert count(hub) == 5


def test_a_lost_race_decides_again_on_what_the_winner_left(hub: Path, clone: Path) -> None:
    other = cloned(hub, "other")
    seen: list[int] = []

    def decide(ledger: Ledger) -> Draft:
        seen.append(len(ledger.entries))
        if len(seen) == 1:
            publish(other, 7)  # while this one decides
        return draft(8)

    added = append(Repository.open(clone), decide, publish=GitRemote(Repository.open(clone)))
    assert (seen, added.number) == ([2, 3], 3)
    assert count(hub) == 4
    assert git(hub, "rev-parse", REF) == git(clone, "rev-parse", REF)


def test_who_refuses_after_a_lost_race_leaves_nothing(hub: Path, clone: Path) -> None:
    other = cloned(hub, "other")

    def decide(ledger: Ledger) -> Draft:
        if len(ledger.entries) > 2:
            raise LedgerError("it is there already")
        publish(other, 7)
        return draft(8)

    with pytest.raises(LedgerError, match="already"):
        append(Repository.open(clone), decide, publish=GitRemote(Repository.open(clone)))
    here = read(Repository.open(clone)).entries
    assert [entry.about()["version"] for entry in here] == ["v0.0.0", "v1.0.0", "v7.0.0"]


def test_a_push_that_only_seemed_to_fail_is_not_repeated(hub: Path, clone: Path) -> None:
    class Deaf(GitRemote):
        """Loses the answer of the first push."""

        deaf = True

        def push(self, commit: str) -> None:
            super().push(commit)
            if self.deaf:
                self.deaf = False
                raise MovedError("no answer")

    asked: list[int] = []

    def decide(ledger: Ledger) -> Draft:
        asked.append(len(ledger.entries))
        return draft(2)

    assert append(Repository.open(clone), decide, publish=Deaf(Repository.open(clone))).number == 2
    assert asked == [2]
    assert count(hub) == count(clone) == 3


def test_a_fork_is_told_and_never_pushed(hub: Path, clone: Path) -> None:
    other = cloned(hub, "other")
    fill(clone, 1, first=3)  # offline
    publish(other, 4)
    with pytest.raises(LedgerError, match=r"broken at entry 2: .* was written without the other"):
        publish(clone, 5)
    assert count(hub) == 3


@pytest.mark.parametrize("ordinary", [False, True])
def test_a_remote_that_was_rewritten_is_told(hub: Path, clone: Path, ordinary: bool) -> None:
    """Also after `git fetch` has overwritten what was known, where this clone has a ledger of its own."""
    fill(clone, 1, first=2)
    git(hub, "update-ref", "-d", REF)
    fill(hub, 3, first=20)
    if ordinary:
        git(clone, "fetch", "--quiet")
    with pytest.raises(LedgerError, match=r"doesn't continue|was written without the other"):
        publish(clone, 5)
    assert count(hub) == 3


def test_a_remote_that_was_cut_off_is_told(hub: Path, clone: Path) -> None:
    git(hub, "update-ref", REF, git(hub, "rev-parse", f"{REF}~1"))
    with pytest.raises(LedgerError, match="the ledger of origin doesn't continue the one fetched before"):
        publish(clone, 5)


def test_a_remote_without_its_ledger_is_told(hub: Path, clone: Path) -> None:
    git(hub, "update-ref", "-d", REF)
    with pytest.raises(LedgerError, match="origin had a ledger and has none any more"):
        publish(clone, 5)


def test_a_broken_ledger_on_the_remote_is_not_added_to(hub: Path, clone: Path) -> None:
    tree = git(hub, "rev-parse", f"{REF}^{{tree}}")
    evil = git(hub, "-c", "user.name=M", "-c", "user.email=m@m", "commit-tree", tree, "-p", REF, "-m", "promotion")
    git(hub, "update-ref", REF, evil)
    with pytest.raises(LedgerError, match="broken at entry 2"):
        publish(clone, 5)


def test_a_remote_that_refuses_is_told_in_its_words(hub: Path, clone: Path) -> None:
    hook = hub / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    hook.chmod(0o755)
    with pytest.raises(LedgerError, match=r"takes no new entry: .*pre-receive hook declined"):
        publish(clone, 2)
    assert count(clone) == 2


def test_a_remote_that_is_gone_is_told(clone: Path, hub: Path) -> None:
    hub.rename(hub.with_name("elsewhere"))
    with pytest.raises(RepositoryError, match="`git ls-remote` failed"):
        publish(clone, 2)
    assert count(clone) == 2


def test_tags_are_pushed_once_and_never_moved(hub: Path, clone: Path) -> None:
    for name in ("m#dev#1", "m#dev#2"):
        git(clone, "tag", "--annotate", "--message=x", name)
    remote = GitRemote(Repository.open(clone))
    remote.push_tags(["m#dev#1"])
    remote.push_tags(["m#dev#1", "m#dev#2"])
    remote.push_tags([])
    assert git(hub, "tag").splitlines() == ["m#dev#1", "m#dev#2"]
    before = git(hub, "rev-parse", "refs/tags/m#dev#1")
    for name in ("m#dev#1", "m#dev#3"):
        git(clone, "tag", "--force", "--annotate", "--message=another", name)
    with pytest.raises(LedgerError, match="another tag m#dev#1"):
        remote.push_tags(["m#dev#3", "m#dev#1"])
    assert git(hub, "tag").splitlines() == ["m#dev#1", "m#dev#2"]
    assert git(hub, "rev-parse", "refs/tags/m#dev#1") == before


def test_tags_that_somebody_else_pushes_meanwhile(hub: Path, clone: Path) -> None:
    """Two promotions write the same lost tags again; the slower one is told nothing, and pushes what is left."""
    git(clone, "tag", "-a", "-m", "1", "m#dev#1")
    git(clone, "tag", "-a", "-m", "2", "m#dev#2")

    class Slow(GitRemote):
        def _tags(self, refs: Sequence[str]) -> dict[str, str]:
            found = super()._tags(refs)
            git(clone, "push", "--quiet", "origin", "refs/tags/m#dev#1")
            return found

    Slow(Repository.open(clone)).push_tags(["m#dev#1", "m#dev#2"])
    assert git(hub, "tag", "--list").split() == ["m#dev#1", "m#dev#2"]
