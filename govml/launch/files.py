"""What files are: digests of inputs and outputs, read from the very bytes, and outputs kept aside while a stage runs.

A folder has the MD5 that DVC gives it, and the SHA-256 of the list that `sha256sum` would print of its files.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govml.base.worktree import replace_file
from govml.model import GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from govml.launch.dvc import Output

_CHUNK: Final = 1 << 20


class FileError(GovmlError):
    """A file of a run can't be read, or is none that evidence can be about."""


class Reader(NamedTuple):
    """Reads the files of a work tree, and nothing that a link leads to but DVC's cache."""

    root: Path
    caches: Sequence[Path] = ()
    """Folders outside of the work tree that files may be linked to."""
    listing: Callable[[str], list[str]] | None = None
    """Files of a folder, from the folder; None where there are no folders."""

    def digests(self, path: str, *, blob: bool = False) -> dict[str, str]:
        """`sha256` and `md5` of a file or a folder, for a file with `blob` the id that Git gives it, `gitBlob`, too.

        Nothing for a path where there is nothing. Raises `FileError`.
        """
        found = self._safe(path)
        if found is None:
            return {}
        if not found.is_dir():
            return self._file(path, blob)
        names = self.listing(path) if self.listing is not None else []
        each = {name: self._file(f"{path}/{name}", False) for name in names}
        return folder_digests(each)

    def _file(self, path: str, blob: bool) -> dict[str, str]:
        found = self._safe(path)
        if found is None:
            raise FileError(f"{path} went away while it was read", "nothing else may write there during a run")
        try:
            # Without waiting: nobody may ever write to a pipe.
            with os.fdopen(os.open(found, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
                info = os.fstat(file.fileno())
                if not stat.S_ISREG(info.st_mode):
                    raise FileError(f"{path} is not a regular file", "evidence is about files and folders of files")
                hashes = {"sha256": hashlib.sha256(), "md5": hashlib.md5(usedforsecurity=False)}
                if blob:
                    hashes["gitBlob"] = hashlib.sha1(b"blob %d\0" % info.st_size, usedforsecurity=False)
                while chunk := file.read(_CHUNK):
                    for each in hashes.values():
                        each.update(chunk)
        except OSError as error:
            raise FileError(f"{path} can't be read: {error.strerror}", "mend its rights, or the disk") from None
        return {name: each.hexdigest() for name, each in hashes.items()}

    def _safe(self, path: str) -> Path | None:
        """Where a path really is; None for nothing. Raises `FileError` for a link out of work tree and cache."""
        place = self.root / path
        try:
            real = Path(os.path.realpath(place, strict=True))
        except FileNotFoundError:
            if place.is_symlink():
                raise FileError(f"{path} is a symbolic link to nowhere", "write the file itself") from None
            return None
        except OSError as error:
            raise FileError(f"{path} can't be read: {error.strerror}", "write the file itself") from None
        if any(real.is_relative_to(cache) for cache in self.caches):
            return real
        if place.is_symlink() or not real.is_relative_to(os.path.realpath(self.root)):
            where = os.path.relpath(real, os.path.realpath(self.root))
            shown = str(real) if where.startswith("..") else where
            raise FileError(
                f"{path} is a symbolic link, to {shown}", "evidence is about files: write or copy the file itself"
            )
        return real


def folder_digests(files: dict[str, dict[str, str]]) -> dict[str, str]:
    """Digests of a folder from those of its files by path in it: `md5` as DVC's, which ends in `.dir`, and `sha256`."""
    names = sorted(files)
    tree = [{"md5": files[name]["md5"], "relpath": name} for name in names]
    listing = "".join(f"{files[name]['sha256']}  {name}\n" for name in names)
    return {
        "md5": hashlib.md5(json.dumps(tree, sort_keys=True).encode(), usedforsecurity=False).hexdigest() + ".dir",
        "sha256": hashlib.sha256(listing.encode("utf-8", "surrogateescape")).hexdigest(),
    }


class KeptOutputs:
    """The outputs and locks of stages as they were, put aside in a folder on the same disk until the run has ended.

    DVC removes outputs before a stage begins. What is put aside survives a crash: the next run restores it first.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder

    def put_aside(self, outputs: Iterable[Output], locks: Iterable[str]) -> None:
        """Move outputs away, copy those that the stage continues with, and the lock files.

        Raises `FileError`, nothing moved, when one is behind a link out of the work tree.
        """
        kept = [(output.path, not output.persist) for output in outputs]
        kept += [(path, False) for path in sorted(set(locks))]
        names = [path for path, _ in kept]
        for path in names:
            if not Path(os.path.realpath((self._root / path).parent)).is_relative_to(os.path.realpath(self._root)):
                raise FileError(f"{path} is behind a symbolic link out of the work tree", "make it a folder")
        self._folder.mkdir(parents=True)
        # The list is written first: what it names and the folder lacks wasn't there, or wasn't moved yet.
        there = [path for path in names if os.path.lexists(self._root / path)]
        replace_file(self._folder / _LIST, json.dumps({"paths": names, "there": there}))
        for number, (path, move) in enumerate(kept):
            source, target = self._root / path, self._folder / str(number)
            if not os.path.lexists(source):
                continue
            if move:
                os.rename(source, target)
                continue
            copy = target.with_suffix(".new")
            if source.is_dir() and not source.is_symlink():
                shutil.copytree(source, copy, symlinks=True)
            else:
                shutil.copy2(source, copy, follow_symlinks=False)
            os.rename(copy, target)

    def restore(self) -> None:
        """Everything as it was: what the run left in these places goes. Does nothing where nothing is kept."""
        if not (self._folder / _LIST).is_file():
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        kept = json.loads((self._folder / _LIST).read_text(encoding="utf-8"))
        for number, path in enumerate(kept["paths"]):
            source, target = self._folder / str(number), self._root / path
            if os.path.lexists(source):
                _remove(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.rename(source, target)
            elif path not in kept["there"]:
                _remove(target)
        self.drop()

    def drop(self) -> None:
        """The run is good: what was before is kept no longer."""
        (self._folder / _LIST).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)


_LIST: Final = "kept.json"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
