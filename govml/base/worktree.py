"""Files on disk: what is at a path, the bytes of what is a file and nothing else, writing whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from govml.base.snapshot import BlobTooLargeError
from govml.model import MissingObjectError, RepositoryError


def read_file(root: Path, relative: str, limit: int) -> bytes:
    """Bytes of a file of the work tree. Raises as `read`, and `RepositoryError` for what is no file in it."""
    path = root / relative
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise RepositoryError(f"{relative} leads out of the work tree", "replace the symbolic link by a file")
    except OSError as error:
        raise MissingObjectError(f"can't read {relative}: {error.strerror}") from None
    return read_plain(path, limit, relative)


def read_plain(path: Path, limit: int, shown: str = "", *, follow: bool = False) -> bytes:
    """Bytes of a plain file of at most `limit` bytes, 0 for any; what is no file is refused and never waited for.

    A link in its place is one only with `follow`. Raises `MissingObjectError` for what can't be read, `RepositoryError`
    for what is no plain file, `BlobTooLargeError`; they call it `shown`, where that is given.
    """
    shown = shown or str(path)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0))
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise RepositoryError(f"{shown} is not a plain file")
            if info.st_size > limit > 0:
                raise BlobTooLargeError(info.st_size, limit)
            data = file.read(limit + 1) if limit > 0 else file.read()
    except OSError as error:
        raise MissingObjectError(f"can't read {shown}: {error.strerror}") from None
    if len(data) > limit > 0:  # it grows
        raise BlobTooLargeError(len(data), limit)
    return data


def replace_file(target: Path, content: str | bytes) -> None:
    """Write a file by way of `write_temporary`, with the rights of the one that was there.

    Raises `OSError`; then what was there before stays.
    """
    temporary = write_temporary(target, content)
    try:
        with suppress(FileNotFoundError):
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def encoded(content: str | bytes) -> bytes:
    """Bytes as they are, a text in UTF-8; what that can't encode is escaped."""
    return content.encode(errors="backslashreplace") if isinstance(content, str) else content


def write_temporary(target: Path, content: str | bytes) -> str:
    """Write a file beside `target`, to be renamed or linked to it; returns its path. Raises `OSError`, nothing left.

    It has the rights of an ordinary new file, and is the caller's to remove. What it holds is `encoded`.
    """
    import tempfile  # here, as few commands write and all pay for what is imported

    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(encoded(content))
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def what_is_at(path: Path) -> str:
    """What keeps a path from being a file: `absent`, `symlink`, `gitlink` (a folder in a file's place), or nothing."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return "absent"
    return "symlink" if stat.S_ISLNK(mode) else "gitlink" if stat.S_ISDIR(mode) else ""
