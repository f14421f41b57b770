"""Bundles: files with one DSSE envelope a line (`*.intoto.jsonl`), and where they lie in a repository.

https://github.com/in-toto/attestation/blob/main/spec/v1/bundle.md
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govml.base.document import parse
from govml.base.worktree import replace_file
from govml.evidence.dsse import Envelope, envelope_json, read_envelope
from govml.model import EvidenceError, Json, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER: Final = "evidence"
SUFFIX: Final = ".intoto.jsonl"

_PART: Final = re.compile(r"(?!\.)[^\x00-\x1f\x7f\\/:]+")


class Line(NamedTuple):
    """A line of a bundle that isn't empty."""

    number: int
    """From 1."""
    value: Json
    """The JSON document; None when it is none."""
    problem: str = ""
    """What is wrong with it."""


def training_path(model: str) -> str:
    """Path of the evidence of a model's latest training. Raises `UsageError` for a name that can't be a path."""
    return _path(model, "training")


def evaluation_path(model: str) -> str:
    """Path of the evidence of a model's latest evaluation. Raises `UsageError` for a name that can't be a path."""
    return _path(model, "evaluation")


def attempts_path(model: str) -> str:
    """Path of the evidence of runs that didn't succeed. Raises `UsageError` for a name that can't be a path."""
    return _path(model, "attempts")


def bundle_lines(data: bytes) -> Iterator[Line]:
    """The lines of a bundle as JSON documents, and those that are none."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            parsed = parse(line, "json")
            if parsed.problems:
                yield Line(number, None, parsed.problems[0].message)
            else:
                yield Line(number, parsed.documents[0].value)


def read_bundle(data: bytes) -> list[Envelope]:
    """The envelopes of a bundle. Raises `EvidenceError` with the line of the first that is none."""
    found = []
    for number, value, problem in bundle_lines(data):
        try:
            if problem:
                raise EvidenceError(problem, "each line of a bundle is one DSSE envelope")
            found.append(read_envelope(value))
        except EvidenceError as error:
            raise EvidenceError(f"line {number} {error}", error.hint) from None
    return found


def write_bundle(root: Path, path: str, envelopes: Iterable[Envelope]) -> None:
    """Write a bundle at a `path` of the work tree `root`, whole or not at all.

    Raises `EvidenceError` when the path leads out of the work tree, and `OSError`.
    """
    _replace(root, path, b"".join(map(envelope_json, envelopes)))


def append_bundle(root: Path, path: str, envelope: Envelope) -> None:
    """Add an envelope at the end of a bundle, or begin one. Raises as `write_bundle`."""
    target = place_of(root, path)
    before = target.read_bytes() if target.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    _replace(root, path, before + envelope_json(envelope))


def _path(model: str, name: str) -> str:
    if not all(map(_PART.fullmatch, model.split("/"))):
        raise UsageError(f"{model!r} can't be the name of a folder for evidence", "use letters, digits, - _ . and /")
    return f"{FOLDER}/{model}/{name}{SUFFIX}"


def place_of(root: Path, path: str) -> Path:
    """Where a bundle lies, or will. Raises `EvidenceError` for a path that leads elsewhere, or to what is no file."""
    target = root / path
    if target.is_symlink() or not target.resolve().is_relative_to(root.resolve()):
        raise EvidenceError(f"{path} is, or is behind, a symbolic link", "replace the link by a folder or a file")
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise EvidenceError(f"{path} is not a plain file", "remove it: govml writes the file itself")
    return target


def _replace(root: Path, path: str, data: bytes) -> None:
    replace_file(place_of(root, path), data)
