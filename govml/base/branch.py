"""A branch that is written beside the work tree: raw objects, and a reference that moves by compare-and-swap.

Objects are read as they are stored: `refs/replace` and grafts change nothing here. A process that is killed at any
point leaves the reference at the old commit or at the new one, and nothing that stops the next process:

- objects that nothing names yet are harmless, and `git gc` removes them;
- one process writes at a time, under a lock of the operating system that ends with the process;
- Git's own lock on the reference is taken by a hard link to a file that only a holder of that lock makes. What is found
  linked to it later was left by a process that is gone, and is no lock of Git's.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Final

from govml.base.libgit2 import core, python_layer
from govml.base.snapshot import BlobTooLargeError
from govml.model import MissingObjectError, RepositoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govml.base.git import Repository

WAIT: Final = 600.0
"""Seconds to wait for another process that is writing."""
_PAUSE: Final = 0.02
_KINDS: Final = {"commit": 1, "tree": 2, "blob": 3}


class MovedError(RepositoryError):
    """The branch is not, or no longer, where it was expected to be."""


class Branch:
    """A reference of a repository and the objects behind it."""

    def __init__(self, repository: Repository, ref: str) -> None:
        self.ref = ref
        """Full name, as `refs/heads/NAME`. Empty where objects are only read."""
        self._common = repository.common_dir()
        self._git = python_layer(str(repository.path))
        self._odb = self._git.odb
        if ref and not core.reference_is_valid_name(ref):
            raise UsageError(f"{ref!r} is no name of a branch", "see `git help check-ref-format`")

    # -- reading ----------------------------------------------------------------------------------------------------

    def tip(self, ref: str = "") -> str:
        """Id of what the reference, or another one, points to; empty when there is none. Raises `RepositoryError`."""
        name = ref or self.ref
        try:
            target = self._git.lookup_reference(name).target
        except KeyError:
            return ""
        except (core.GitError, ValueError) as error:
            raise RepositoryError(f"{name} can't be read: {error}", _DAMAGED) from None
        if isinstance(target, str):
            raise RepositoryError(f"{name} is a symbolic reference", "make it a branch of its own")
        return str(target)

    def read(self, oid: str, kind: str, limit: int) -> bytes:
        """Bytes of an object. Raises `MissingObjectError`, `BlobTooLargeError`; `RepositoryError` for another kind."""
        try:
            size = self._odb.read_header(oid)[1] if kind == "blob" else 0  # Git itself reads others whole
            if size > limit:
                raise BlobTooLargeError(size, limit)
            found, data = self._odb.read(oid)
            if len(data) > limit:
                raise BlobTooLargeError(len(data), limit)
        except KeyError:
            raise MissingObjectError(f"{kind} {oid[:12]} is not in this clone", _COMPLETE) from None
        except core.GitError as error:
            raise RepositoryError(f"{kind} {oid[:12]} can't be read: {error}", _DAMAGED) from None
        if int(found) != _KINDS[kind]:
            raise RepositoryError(f"{oid[:12]} is not a {kind}", _DAMAGED)
        return data

    # -- writing ----------------------------------------------------------------------------------------------------

    def write(self, kind: str, data: bytes) -> str:
        """Store an object, on the disk when this returns, and return its id. Raises `RepositoryError`."""
        try:
            oid = str(self._odb.write(_KINDS[kind], data))
            loose = self._common / "objects" / oid[:2] / oid[2:]
            if loose.exists():  # else it was in a pack before
                _sync(loose)
                _sync(loose.parent)
        except (core.GitError, OSError) as error:
            raise RepositoryError(f"can't write to the repository: {error}", _UNWRITABLE) from None
        return oid

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other processes from moving the branch. Raises `RepositoryError` after `WAIT` seconds."""
        import fcntl

        path = self._common / "govml" / "ledger.lock"
        if str(path) in _held:
            raise RepositoryError(f"{self.ref} is being written to by this very process", "one entry at a time")
        try:
            path.parent.mkdir(exist_ok=True)
            handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise RepositoryError(f"can't lock {self.ref}: {error.strerror}", _UNWRITABLE) from None
        _held[str(path)] = handle
        try:
            end = time.monotonic() + WAIT
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        message = f"another process has been writing to {self.ref} for {WAIT:.0f} seconds"
                        raise RepositoryError(message, "wait for it, or end it") from None
                    time.sleep(_PAUSE)
            self._clear()
            yield
        finally:
            del _held[str(path)]
            os.close(handle)  # which ends the lock

    def move(self, old: str, new: str) -> None:
        """Let the reference point to `new` instead of `old` (empty: it is new), under `lock`.

        Raises `MovedError` when it points elsewhere by now, `RepositoryError` when it can't be written.
        """
        if old == new:
            return
        target = self._common / self.ref
        held = target.with_name(target.name + ".lock")
        own = self._own()
        try:
            with own.open("xb") as file:
                file.write(new.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            held.parent.mkdir(parents=True, exist_ok=True)
            self._link(own, held)
            try:
                if self.tip() != old:
                    raise MovedError(f"{self.ref} has moved", "run this again")
                if not old:
                    self._refuse_neighbours()
                    with contextlib.suppress(OSError):
                        target.rmdir()  # empty, of branches that are gone; Git takes it away, too
                held.rename(target)
            except BaseException:
                held.unlink()
                raise
            _sync(target.parent)
        except OSError as error:
            raise RepositoryError(f"can't move {self.ref}: {error.strerror}", _UNWRITABLE) from None
        finally:
            own.unlink(missing_ok=True)

    def _refuse_neighbours(self) -> None:
        """Git can't have both `A` and `A/B`, packed or not."""
        for name in self._git.references:
            if name.startswith(self.ref + "/") or self.ref.startswith(name + "/"):
                raise RepositoryError(f"there can't be {self.ref} beside {name}", f"rename or delete {name}")

    def _own(self) -> Path:
        return self._common / "govml" / "ledger.ref"

    def _clear(self) -> None:
        """Take away what a process left that was killed in `move`."""
        own, target = self._own(), self._common / self.ref
        held = target.with_name(target.name + ".lock")
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            mine = own.lstat()
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                if os.path.samestat(mine, held.lstat()):
                    held.unlink()
            own.unlink()

    def _link(self, own: Path, held: Path) -> None:
        """Take Git's lock, for which `git` itself may have to be waited."""
        for _ in range(250):
            try:
                os.link(own, held)
                return
            except FileExistsError:
                time.sleep(_PAUSE)
        raise RepositoryError(f"{held} is there: a `git` is at work, or was killed", "when none is, remove that file")


_DAMAGED: Final = "`git fsck` says what is broken"
_UNWRITABLE: Final = "is there room on the disk, and may you write to the repository?"
_COMPLETE: Final = "complete the clone: `git fetch --unshallow`, or `git fetch --refetch` in a partial one"


_held: Final[dict[str, int]] = {}
"""Descriptors of the locks that this process holds."""


def _let_go() -> None:
    """A forked worker, such as a policy engine's, holds no lock: it may live longer than who forked it."""
    for handle in _held.values():
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
