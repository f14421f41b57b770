"""A snapshot's files in a folder of their own, with the content that DVC keeps; the work tree is not touched."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from govml.base.git import blob_id
from govml.launch.dvc import Pipelines
from govml.launch.files import FileError, Reader
from govml.model import GovmlError, RepositoryError, UsageError
from govml.records.paths import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govml.base.git import Repository, Snapshot
    from govml.model import Json


class ContentError(GovmlError):
    """Content is not what the records say."""


class Checkout:
    """The files, and what DVC knows of them."""

    def __init__(self, snapshot: Snapshot, folder: Path, pipelines: Pipelines | None) -> None:
        self._snapshot = snapshot
        self.folder = folder
        self.pipelines = pipelines
        """None where the repository doesn't use DVC."""
        listing = pipelines.files if pipelines is not None else None
        self._reader = Reader(folder, pipelines.caches if pipelines is not None else (), listing)

    def materialise(self, paths: Sequence[str], *, pull: bool) -> None:
        """Bring content here that DVC keeps. Raises `PipelineError` for what can't be had."""
        wanted = [path for path in dict.fromkeys(paths) if not (self.folder / path).exists()]
        if not wanted:
            return
        if self.pipelines is None:
            raise UsageError(f"{wanted[0]} is kept by DVC, and there is no .dvc/config", "`dvc init`, and commit it")
        if pull:
            self.pipelines.pull(wanted)
        else:
            self.pipelines.checkout(wanted)
        if missing := [path for path in wanted if not (self.folder / path).exists()]:
            raise ContentError(f"{missing[0]} is not there, though DVC brought it", "`dvc status` says more")

    def digests(self, path: str, stated: Mapping[str, Json]) -> dict[str, str]:
        """Digests of what is at a path: `sha256`, `md5`, and `gitBlob` where that is stated.

        Raises `ContentError` unless it is what the records say, `FileError` for what can't be read.
        """
        found = self._reader.digests(path, blob="gitBlob" in stated)
        common = found.keys() & stated.keys()
        wrong = sorted(name for name in common if found[name] != stated[name])
        if wrong or not common:
            what = wrong[0] if wrong else next(iter(stated), "digest")
            here, there = found.get(what, "unknown")[:12], str(stated.get(what))[:12]
            raise ContentError(
                f"{path} has the {what} {here}, and the records say {there}",
                "the cache or remote holds other bytes: `dvc fetch` again, or `dvc push` from where they are right",
            )
        return found

    def blob(self, path: str) -> str:
        """Git's id of a file of the snapshot; of one that is not committed, that of its content."""
        entry = self._snapshot.entry(path)
        if entry is None:
            raise ContentError(f"{path} is not in the tree that is evaluated", "commit it, or let DVC keep it")
        return entry.oid or blob_id(self._snapshot.read(entry, 0))


@contextmanager
def checked_out(repository: Repository, snapshot: Snapshot, near: str) -> Iterator[Checkout]:
    """A snapshot in a temporary folder, which is gone afterwards; with the DVC repository that the path `near` is in.

    Only regular files with safe names are in it. What is taken from DVC's cache is a copy.
    """
    with tempfile.TemporaryDirectory(prefix="govml-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        _write_files(snapshot, folder)
        dvc = _dvc_folder(snapshot, near)
        pipelines = None
        if dvc is not None:
            if repository.workdir is not None:
                own = Pipelines.open(repository.workdir, dvc)
                try:
                    own.lend_to(folder)
                finally:
                    own.close()
            pipelines = Pipelines.open(folder, dvc)
        try:
            yield Checkout(snapshot, folder, pipelines)
        finally:
            if pipelines is not None:
                pipelines.close()


def _write_files(snapshot: Snapshot, folder: Path) -> None:
    for entry in snapshot.under(""):
        target = folder / entry.path
        if not target.resolve().is_relative_to(folder):  # the names were checked; nothing may depend on it alone
            raise RepositoryError(f"{entry.path} leads out of the repository")
        data = snapshot.read(entry, 0)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.write_bytes(data)
        except OSError as error:
            raise FileError(f"can't check out {entry.path}: {error.strerror}", "TMPDIR names another disk") from None
        if entry.mode & 0o100:
            target.chmod(0o755)


def _dvc_folder(snapshot: Snapshot, path: str) -> str | None:
    """The nearest folder above a path with a DVC repository in it."""
    folder = path
    while folder:
        folder = folder_of(folder)
        if snapshot.entry(f"{folder}/.dvc/config".lstrip("/")) is not None:
            return folder
    return None
