"""Many processes at once, and processes that are killed: every entry there, one chain, the old state or the new."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import struct
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from govml.base import branch
from govml.base.git import Repository
from govml.ledger.chain import Draft, Ledger, append, read
from govml.ledger.remote import GitRemote
from govml.model import RepositoryError
from tests.builders import Repo
from tests.ledger.builders import add, draft, fill, time
from tests.scenes import CONFIG, Scene

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.restype = ctypes.c_long
TRACEME, SYSCALL, SETOPTIONS, GET_SYSCALL_INFO = 0, 24, 0x4200, 0x420E
TRACESYSGOOD, EXITKILL = 1, 0x100000
WRITES = {
    # openat; then write, pwrite64, fsync, fdatasync, ftruncate, rename, mkdir, rmdir, link, unlink and chmod
    "x86_64": (257, {1, 18, 74, 75, 77, 82, 83, 84, 86, 87, 90, 91, 258, 263, 264, 265, 268, 316}),
    "aarch64": (56, {34, 35, 37, 38, 46, 52, 53, 64, 68, 82, 83, 276}),
}
"""Numbers of the system calls that change what is on a disk."""


def forked(work: Callable[[], object]) -> int:
    """The id of a child process that does some work and ends with 0, or with 1 where it fails."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


def statuses(children: list[int]) -> list[int]:
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


# -- at once -------------------------------------------------------------------------------------------------------


def test_twenty_processes_append_at_once(repo: Repo) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 3):
            add(repo.path, draft(number, at=time(0)))

    assert statuses([forked(partial(work, each * 3)) for each in range(20)]) == [0] * 20
    found = read(Repository.open(repo.path))
    assert found.sound
    assert {entry.about()["version"] for entry in found.entries} == {f"v{number}.0.0" for number in range(60)}
    assert [entry.number for entry in found.entries] == list(range(60))
    assert repo.git("fsck", "--strict") == ""


def test_twenty_processes_promote_at_once(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    stages = [f"region-{number}" for number in range(20)]
    config = CONFIG.replace("    dev: {}\n", "".join(f"    {stage}: {{}}\n" for stage in (*stages, "dev")))
    scene.repo.write("govml.yaml", config)
    scene.repo.commit("Twenty regions")

    def work(stage: str) -> None:
        done = scene.promote(stage)
        assert done.exit_code == 0, done.stdout + done.stderr

    assert statuses([forked(partial(work, stage)) for stage in stages]) == [0] * 20
    assert scene.ledger.sound
    assert sorted(entry.about()["stage"] for entry in scene.ledger.entries) == sorted(stages)
    tags = [tag.rpartition("#") for tag in scene.repo.git("tag", "--list", "credit-risk#*").splitlines()]
    assert sorted(name for name, _, _ in tags) == sorted(f"credit-risk#{stage}" for stage in stages)


def test_each_decision_is_made_on_the_ledger_that_it_is_added_to(repo: Repo) -> None:
    """A decision on an older ledger could promote twice what may be promoted once."""

    def work() -> None:
        append(Repository.open(repo.path), lambda ledger: draft(len(ledger.entries)))

    assert statuses([forked(work) for _ in range(8)]) == [0] * 8
    found = read(Repository.open(repo.path)).entries
    assert [entry.about()["version"] for entry in found] == [f"v{number}.0.0" for number in range(8)]


def test_clones_that_push_at_once_lose_nothing(repo: Repo) -> None:
    repo.commit()
    hub = repo.bare("hub.git")
    clones = [repo.path.parent / f"clone-{number}" for number in range(6)]
    for clone in clones:
        subprocess.run(["git", "clone", "--quiet", hub, clone], check=True)

    def work(first: int) -> None:
        clone = clones[first // 3]
        for number in range(first, first + 3):
            add(clone, draft(number, at=time(0)), GitRemote(Repository.open(clone)))

    assert statuses([forked(partial(work, each * 3)) for each in range(6)]) == [0] * 6
    found = read(Repository.open(hub))
    assert found.sound
    assert {entry.about()["version"] for entry in found.entries} == {f"v{number}.0.0" for number in range(18)}
    for clone in clones:
        here = read(Repository.open(clone))
        assert here.sound
        assert here.entries == found.entries[: len(here.entries)]


def test_workers_of_a_process_that_was_killed_hold_no_lock(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "WAIT", 5.0)
    reading, writing = os.pipe()

    def decide(_: Ledger) -> Draft:
        os.write(writing, str(forked(lambda: sleep(60))).encode())
        sleep(60)
        return draft(0)

    child = forked(lambda: append(Repository.open(repo.path), decide))
    worker = int(os.read(reading, 20))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        assert add(repo.path, draft(1)).number == 0
    finally:
        os.kill(worker, signal.SIGKILL)
        os.close(reading)
        os.close(writing)


def test_another_process_is_waited_for_and_then_told_of(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "WAIT", 0.2)
    seen = []

    def decide(_: Ledger) -> Draft:
        seen.append(statuses([forked(lambda: os._exit(7 if refused(repo.path) else 8))]))
        return draft(0)

    assert append(Repository.open(repo.path), decide).number == 0
    assert seen == [[7]]


def refused(path: Path) -> bool:
    with pytest.raises(RepositoryError, match="another process has been writing"):
        add(path, draft(1))
    return True


def test_an_entry_within_an_entry_is_refused(repo: Repo) -> None:
    def decide(_: Ledger) -> Draft:
        add(repo.path, draft(1))
        return draft(0)

    with pytest.raises(RepositoryError, match="by this very process"):
        append(Repository.open(repo.path), decide)
    assert add(repo.path, draft(0)).number == 0


# -- killed --------------------------------------------------------------------------------------------------------


def about_to_write(child: int) -> bool:
    """Whether a stopped process is about to make a system call that changes what is on the disk."""
    info = ctypes.create_string_buffer(88)  # struct ptrace_syscall_info
    if LIBC.ptrace(GET_SYSCALL_INFO, child, ctypes.c_void_p(88), info) <= 0:
        pytest.skip("system calls can't be seen here")
    entering = info[0] == b"\1"
    call, *arguments = struct.unpack_from("=7Q", info, 24)
    opens, writes = WRITES[os.uname().machine]
    return entering and (call in writes or (call == opens and bool(arguments[2] & os.O_CREAT)))


def killed(work: Callable[[], object], number: int) -> bool:
    """Do some work in a child that is killed as it is about to make its n-th write; False when it makes fewer."""
    child = os.fork()
    if not child:
        LIBC.ptrace(TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    if LIBC.ptrace(SETOPTIONS, child, None, ctypes.c_void_p(TRACESYSGOOD | EXITKILL)):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pytest.skip("processes can't be traced here")
    while os.WIFSTOPPED(status):
        stopped_by = os.WSTOPSIG(status)
        at_call = stopped_by == signal.SIGTRAP | 0x80
        if at_call and about_to_write(child):
            number -= 1
            if not number:
                os.kill(child, signal.SIGKILL)
        passed_on = 0 if at_call or stopped_by in (signal.SIGSTOP, signal.SIGTRAP) else stopped_by
        LIBC.ptrace(SYSCALL, child, None, ctypes.c_void_p(passed_on))
        _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def each_kill(work: Callable[[], object]) -> Iterator[int]:
    """Kill some work before each of its writes in turn."""
    number = 1
    while killed(work, number):
        yield number
        number += 1


@pytest.mark.parametrize("limit", [0, 20, 100, 300, 600])
def test_a_full_disk_is_told_and_changes_nothing(repo: Repo, limit: int) -> None:
    """A limit on the size of files ends writing as a disk does that is full."""
    fill(repo.path, 2)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with pytest.raises(RepositoryError, match="can't"):
            add(repo.path, draft(2))

    before = read(Repository.open(repo.path))
    assert statuses([forked(work)]) == [0]
    assert read(Repository.open(repo.path)) == before
    assert fill(repo.path, 1, first=2)[0].number == 2


def copies(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


traced = pytest.mark.skipif(os.uname().machine not in WRITES, reason="system calls are not known on this machine")


@traced
@pytest.mark.parametrize("before", [0, 2])
def test_killed_anywhere_the_ledger_is_the_old_or_the_new_one(repo: Repo, before: int) -> None:
    fill(repo.path, before)
    if before:
        repo.git("pack-refs", "--all")
    template, path = repo.path / ".git", repo.path.parent / "copy.git"
    seen = set()
    kills = 0
    copies(template, path)
    for number in each_kill(lambda: add(path, draft(2))):
        kills = number
        found = read(Repository.open(path))
        assert found.sound, f"killed at write {number}"
        assert len(found.entries) in (before, before + 1), f"killed at write {number}"
        seen.add(len(found.entries))
        assert len(fill(path, 1, first=50)) == 1, f"killed at write {number}"
        after = read(Repository.open(path))
        assert after.sound
        assert len(after.entries) == len(found.entries) + 1
        assert not list(path.glob("refs/heads/govml/*.lock"))
        copies(template, path)
    assert seen == {before, before + 1}
    assert kills > 10


@traced
def test_killed_while_it_publishes_remote_and_clone_still_agree(repo: Repo) -> None:
    """What `git` itself was told to do may still be done after its caller is gone."""
    repo.commit()
    fill(repo.path, 2)
    hub, clone = repo.path.parent / "hub.git", repo.path.parent / "clone"
    template = repo.path.parent / "template"
    template.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--bare", repo.path, template / "hub.git"], check=True)
    subprocess.run(["git", "clone", "--quiet", template / "hub.git", template / "clone"], check=True)
    subprocess.run(["git", "-C", template / "clone", "remote", "set-url", "origin", hub], check=True)

    def restore() -> None:
        copies(template / "hub.git", hub)
        copies(template / "clone", clone)

    restore()
    for number in each_kill(lambda: add(clone, draft(2), GitRemote(Repository.open(clone)))):
        publish = GitRemote(Repository.open(clone))
        added = add(clone, draft(2), publish)
        assert added.number == 2, f"killed at write {number}"
        assert add(clone, draft(3), publish).number == 3
        here, there = read(Repository.open(clone)), read(Repository.open(hub))
        assert here.sound, f"killed at write {number}"
        assert here.entries == there.entries
        restore()
