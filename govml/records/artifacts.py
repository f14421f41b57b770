"""Artifacts: what a path leads to (a `.dvc` file, a DVC output, a file in Git), and what artifact indexes declare."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from govml.base.document import pointer_text
from govml.evaluation.pickles import is_pickle
from govml.model import Json
from govml.named import NamedTuple
from govml.records.index import (
    Lookups,
    Record,
    Source,
    described_data,
    digests_of,
    list_of,
    locked_outputs,
    mapping_of,
    text_of,
)
from govml.records.paths import candidates, folder_of, join

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_HASHED: Final = 100_000_000
"""Bytes of a file in Git up to which its content is hashed; of a larger one only the object id is known."""
_LFS_POINTER: Final = b"version https://git-lfs.github.com/spec/v1\n"
_LFS_OID: Final = rb"oid sha256:([0-9a-f]{64})\nsize [0-9]+\n?"
_KINDS: Final = {"model": "model", "dataset": "data", "data": "data"}


class Artifact(NamedTuple):
    """What a path leads to."""

    path: str
    """The artifact itself, without `.dvc`."""
    pointer: str
    """The `.dvc` file that versions it; empty for an output of a pipeline or a file in Git."""
    digests: dict[str, Json]
    size: int | None
    nfiles: int | None

    def facts(self) -> dict[str, Json]:
        """As it stands in a policy input."""
        found: dict[str, Json] = {"path": self.path, "digests": dict(self.digests)}
        if self.pointer:
            found["pointer"] = self.pointer
        if self.size is not None:
            found["size"] = self.size
        if self.nfiles is not None:
            found["nfiles"] = self.nfiles
        found["pickle"] = is_pickle(self.path)
        return found


class Declaration(NamedTuple):
    """An entry of `dvc.yaml` `artifacts:` or of GTO's `artifacts.yaml`."""

    path: str
    pointer: str
    """Where the entry stands in its record."""


def resolve(path: str, folder: str, source: Source) -> Artifact | None:
    """What a path leads to, looked up from the root and then from `folder`; None when that is nothing."""
    for candidate in candidates(path, folder):
        found = _pointer(candidate, source) or _output(candidate, source)
        if found is None and source.has(candidate):
            found = Artifact(candidate, "", {**source.digests_at(candidate)}, None, None)
        if found is not None:
            return found
    return None


def target(path: str, folder: str, source: Source) -> str:
    """Path of what `resolve` finds, empty for nothing; nothing is read for it that isn't a record."""
    for candidate in candidates(path, folder):
        found = _pointer(candidate, source) or _output(candidate, source)
        if found is not None or source.has(candidate):
            return found.path if found is not None else candidate
    return ""


def names(path: str, folder: str, artifact: str, source: Source) -> bool:
    """Whether a claimed path means an artifact, which needn't be there."""
    means = target(path, folder, source)
    meant = (means,) if means else candidates(path, folder)
    return artifact.removesuffix(".dvc") in {each.removesuffix(".dvc") for each in meant}


def content_digests(data: bytes) -> dict[str, str]:
    """SHA-256 and MD5 of a file's content.

    A Git LFS pointer stands for content that it gives the SHA-256 of (github.com/git-lfs/git-lfs, docs/spec.md).
    """
    if data.startswith(_LFS_POINTER):
        match = re.fullmatch(_LFS_OID, data[len(_LFS_POINTER) :])
        return {"sha256": match[1].decode()} if match is not None else {}
    return {"sha256": hashlib.sha256(data).hexdigest(), "md5": hashlib.md5(data, usedforsecurity=False).hexdigest()}


def _pointer(path: str, source: Source) -> Artifact | None:
    pointer = path if path.endswith(".dvc") else path + ".dvc"
    for record in source.get("path:" + pointer):
        if record.kind == "dvc":
            outs = list_of(record.fields.get("outs"))
            if len(outs) == 1:
                return _artifact(pointer.removesuffix(".dvc"), pointer, outs[0], record)
    return None


def _output(path: str, source: Source) -> Artifact | None:
    for record in source.get("locked:" + path):
        for locked, entry in locked_outputs(record):
            if locked == path:
                return _artifact(path, "", entry, None)
    return None


def _artifact(path: str, pointer: str, entry: dict[str, Json], record: Record | None) -> Artifact:
    digests = digests_of(entry)
    # DVC keeps free metadata of a single output at the top of the file too.
    sha256 = mapping_of(record.fields.get("meta")).get("sha256") if record is not None else None
    if isinstance(sha256, str):
        digests.setdefault("sha256", sha256)
    size, nfiles = entry.get("size"), entry.get("nfiles")
    return Artifact(
        path, pointer, digests, size if isinstance(size, int) else None, nfiles if isinstance(nfiles, int) else None
    )


def data_card(path: str, lookups: Lookups) -> Record | None:
    """The data card that describes an artifact: by its path, else by the folder that both lie in."""
    for card in lookups.get("describes:" + path.removesuffix(".dvc")):
        if any(names(claim, folder_of(card.path), path, lookups) for _, claim in described_data(card)):
            return card
    return next(iter(lookups.get("describes-folder:" + folder_of(path))), None)


def declared(record: Record) -> Iterator[tuple[str, str]]:
    """`(name, subject kind)` of the models and data sets that an artifact index declares."""
    for name, entry in _entries(record).items():
        kind = _KINDS.get(text_of(mapping_of(entry).get("type")))
        if kind is not None:
            yield name, kind


def declaration(record: Record, name: str) -> Declaration:
    """The entry of an artifact index by its name."""
    path = text_of(mapping_of(_entries(record).get(name)).get("path"))
    prefix = ("artifacts", name) if record.kind == "dvc-pipeline" else (name,)
    # `s3://…` is outside of Git: nothing here can be followed.
    inside = path and "://" not in path
    return Declaration(join(record.path, path) if inside else "", pointer_text(prefix))


def _entries(record: Record) -> dict[str, Json]:
    if record.kind == "dvc-pipeline":
        return mapping_of(record.fields.get("artifacts"))
    return record.fields if record.kind == "gto-index" else {}
