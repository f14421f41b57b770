"""The files that a training may change, and their way from the machine that ran it to the job that proposes them.

The machine has run the project's code, so what it hands over is a stranger's: names, kinds of files and sizes are held
against what the trained commit itself says that a training of this model writes. Everything else is refused, and what
decides, how it is judged, or what runs can't be named at all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from govml.base.document import parse
from govml.base.snapshot import BlobTooLargeError
from govml.base.worktree import read_plain
from govml.evidence.bundle import FOLDER, attempts_path, evaluation_path, training_path
from govml.model import GovmlError, UsageError
from govml.named import NamedTuple
from govml.records.config import PATH as CONFIG
from govml.records.globs import Globs, compile_globs
from govml.records.index import governance_of, mapping_of, text_of
from govml.records.paths import candidates, folder_of, join
from govml.records.stages import outputs
from govml.usecases.judge import load_judge
from govml.usecases.judging import find_model, judgement_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.base.git import Repository, Snapshot
    from govml.model import Json

MAX_FILES: Final = 1_000
"""Files of one proposal; a training of one model writes a dozen."""
_NEVER: Final = (
    "**/.git", "**/.git/**", "**/.gitattributes", "**/.gitmodules", ".github/**", ".dvc/**", "**/dvc.yaml", "**/*.rego",
    "policies/**", "schemas/**", "**/CODEOWNERS", CONFIG, "**/allowed_signers", "**/revoked_signers",
    "**/.pre-commit-config.yaml", "**/*.py", "**/*.sh",
)  # fmt: skip
"""What no option lets in: what decides, what runs."""


_LARGE: Final = "large results belong to DVC, not to Git"


class ProposalError(GovmlError):
    """What a training left can't be proposed."""

    exit_code: ClassVar[int] = 1


class Allowed(NamedTuple):
    """The paths that a training of one model may write. No globs let in evidence of other models."""

    exact: frozenset[str]
    more: Globs
    never: Globs
    limit: int
    """Bytes of one file."""

    def allows(self, path: str) -> bool:
        """Whether a file at this path may be changed."""
        named = path in self.exact or (self.more.match(path) and not path.lower().startswith(FOLDER + "/"))
        return named and not self.never.match(path)


class Collected(NamedTuple):
    """What was put into the folder, and what was changed and left behind."""

    taken: tuple[str, ...]
    left: tuple[str, ...]


def allowed(repository: Repository, snapshot: Snapshot, model: str, more: tuple[str, ...] = ()) -> Allowed:
    """What a commit says that a training of a model writes; `more` are globs of further paths.

    Raises `UsageError` for a model without a card.
    """
    judge = load_judge(snapshot)
    judgement = judgement_of(repository, snapshot, judge)
    card = find_model(judgement, model).record
    exact = {card.path, training_path(model), evaluation_path(model), attempts_path(model)}
    exact.update(_named(snapshot, card.path, governance_of(card)))
    exact.update(_written(snapshot, judge.config.limits.blob_bytes))
    folders = [f"{folder}/**" for folder in judge.config.policies if folder != "."]
    return Allowed(
        frozenset(exact),
        compile_globs(more),
        compile_globs((*_NEVER, *folders, *judge.config.evidence, *judge.kinds.by_name["waiver"].paths)),
        judge.config.limits.blob_bytes,
    )


def _named(snapshot: Snapshot, card: str, governance: dict[str, Json]) -> Iterator[str]:
    """Files that a card names for its results."""
    for block, field in (("evaluation", "metrics"), ("explainability", "report"), ("evaluation", "report")):
        path = text_of(mapping_of(governance.get(block)).get(field))
        places = list(candidates(path, folder_of(card))) if path else []
        yield from [place for place in places if snapshot.entry(place)][:1] or places[:1]


def _written(snapshot: Snapshot, limit: int) -> Iterator[str]:
    """Lock files of the pipelines, outputs of their stages that are kept in Git, and where DVC ignores the others."""
    for entry in snapshot.under(""):
        if entry.path.rpartition("/")[2] != "dvc.yaml":
            continue
        yield join(entry.path, "dvc.lock")
        parsed = parse(snapshot.read(entry, limit), "yaml")
        for out in outputs(entry.path, parsed.documents[0].value if parsed.documents else None):
            yield join(out.path, ".gitignore") if out.cached else out.path


# -- on the machine that ran ------------------------------------------------------------------------------------------


def collect(repository: Repository, model: str, folder: Path, more: tuple[str, ...] = ()) -> Collected:
    """Copy the changed files of the work tree that may be proposed into a new or empty folder.

    Raises `GovmlError` when they can't be read or written.
    """
    head = repository.head()
    if not head:
        raise UsageError("there is no commit yet that a training could have been of", "commit first")
    rule = allowed(repository, repository.snapshot(head), model, more)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", "name a new one with --folder")
    taken, left = [], []
    for change in repository.worktree().dirty:
        if not change.mode or not rule.allows(change.path):
            left.append(change.path)
            continue
        try:
            data = repository.read_on_disk(change.path, rule.limit)
            target = folder / change.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except BlobTooLargeError as error:
            raise ProposalError(f"{change.path}: {error}", _LARGE) from None
        except OSError as error:
            raise GovmlError(f"can't write {folder / change.path}: {error.strerror}") from None
        taken.append(change.path)
    return Collected(tuple(taken), tuple(left))


# -- where they are proposed ------------------------------------------------------------------------------------------


def handed_over(folder: Path, rule: Allowed) -> dict[str, bytes]:
    """The files in a folder, by path. Raises `ProposalError` for anything that may not be proposed."""
    found: dict[str, bytes] = {}
    for path, entry in _walk(folder, ""):
        if entry.is_symlink() or not entry.is_file(follow_symlinks=False):
            raise ProposalError(f"{path} is not a plain file", "a training hands over files, no links and devices")
        if not rule.allows(path):
            raise ProposalError(f"{path} is nothing that a training of this model may change", _ALLOW)
        if len(found) == MAX_FILES:
            raise ProposalError(f"there are more than {MAX_FILES:,} files", "let DVC track what is so many")
        found[path] = _read(Path(entry.path), path, rule.limit)
    return found


_ALLOW: Final = (
    "evidence, dvc.lock, the card, its metrics and reports, and uncached outputs of dvc.yaml are; --allow adds others"
)


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise GovmlError(f"can't read {folder}: {error.strerror}", "--folder names what was collected") from None
    for entry in entries:
        path = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), path + "/")
        else:
            yield path, entry


def _read(file: Path, path: str, limit: int) -> bytes:
    try:
        return read_plain(file, limit, path)
    except BlobTooLargeError:
        raise ProposalError(f"{path} has more than {limit:,} bytes", _LARGE) from None
