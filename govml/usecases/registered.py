"""Versions that were registered before: the tree of a registration tag, in which links are followed as in any other.

Tags are read once, and only when a version is asked for. What can't be read (a shallow clone, missing objects, a
damaged tree) is not known, so it is never evidence for a deployment.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from govml.base.entries import Entry
from govml.model import RepositoryError
from govml.records.index import KINDS_OF, Lookups, provided_keys
from govml.records.subjects import SubjectKey, build
from govml.registry.state import read_registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.base.git import Repository
    from govml.evidence.signers import Signers
    from govml.model import Json
    from govml.records.files import FileResult
    from govml.records.index import Record
    from govml.records.kinds import Kinds
    from govml.registry.state import Model


class Registrations:
    """The registered versions of all models, and the files of their trees."""

    def __init__(
        self,
        repository: Repository,
        kinds: Kinds,
        signers: Signers,
        read: Callable[[str, str, int], FileResult],
        digests: Callable[[Entry], dict[str, str]],
    ) -> None:
        self.digests = digests
        """Digests of a file by algorithm, those that are known."""
        self.signers = signers
        """Whose signatures count."""
        self.until: int | None = None
        """Time, in seconds since the epoch, after which tags don't count; None where all do."""
        self._repository = repository
        self._kinds = kinds
        self._read = read
        self._results: dict[Entry, FileResult] = {}
        self._models: dict[str, Model] | None = None
        self._trees: dict[str, RegisteredTree | None] = {}
        self._listed: dict[str, tuple[str, list[Entry]]] = {}

    def tree(self, model: str, version: str) -> RegisteredTree | None:
        """The tree that a version was registered at; None when it isn't registered (any more) or not in this clone."""
        return self._tree(self.commit(model, version))

    def commit(self, model: str, version: str) -> str:
        """The commit that a version is registered at; empty when it isn't (any more)."""
        known = self._model(model)
        name = "v" + version.removeprefix("v")
        return next(
            (each.commit for each in (known.versions if known else ()) if each.name == name and each.active), ""
        )

    def versions(self, model: str) -> list[str]:
        """The versions of a model that are registered, greatest first."""
        known = self._model(model)
        return [each.name for each in (known.versions if known is not None else ()) if each.name and each.active]

    def stages(self, model: str) -> list[tuple[str, str, str]]:
        """(stage, version, commit) of what is on the stages of a model; the version is empty where it has no name."""
        known = self._model(model)
        held = sorted(known.stages.items()) if known is not None else []
        return [(stage, holding.version, holding.commit) for stage, holding in held]

    def model(self, name: str, commit: str) -> dict[str, Json] | None:
        """A model as policies would have seen it at a commit; None when its card can't be read there."""
        tree = self._tree(commit)
        if tree is None:
            return None
        for record in tree.get("model:" + name):
            subject = build(SubjectKey("model", name, record.path, record.number), record, Lookups(tree))
            if subject is not None:
                return subject.input
        return None

    def _model(self, name: str) -> Model | None:
        if self._models is None:
            self._models = {}
            with contextlib.suppress(RepositoryError):
                self._models = read_registry(self._repository.tags(), self.until).models
        return self._models.get(name)

    def _tree(self, commit: str) -> RegisteredTree | None:
        if commit and commit not in self._trees:
            self._trees[commit] = None
            with contextlib.suppress(RepositoryError):
                self._trees[commit] = RegisteredTree(self, commit, self._repository.commit(commit).tree)
        return self._trees.get(commit)

    def reaches(self, commit: str, ancestor: str) -> bool | None:
        """Whether a commit is another or comes after it; None when that isn't known."""
        return self._repository.reaches(commit, ancestor)

    def entry(self, tree: str, path: str) -> Entry | None:
        """The file at a path of a tree."""
        with contextlib.suppress(RepositoryError):
            return self._repository.entry(tree, path)
        return None

    def under(self, tree: str, folder: str) -> list[str]:
        """Paths of the files of a tree in a folder and below it, sorted."""
        with contextlib.suppress(RepositoryError):
            return sorted(entry.path for entry in self._repository.listing(tree, folder)[0])
        return []

    def records(self, entry: Entry) -> tuple[Record, ...]:
        """The records of a file, read once for all trees that have it."""
        if entry not in self._results:
            self._results[entry] = self._read(*entry)
        return self._results[entry].records

    def candidates(self, tree: str, prefix: str) -> list[Entry]:
        """Files of a tree that may provide keys with a prefix, by path."""
        with contextlib.suppress(RepositoryError):
            # Trees of one repository are much alike: after the first, only what differs from it is walked.
            first, entries = self._listed.get(prefix, ("", []))
            changes = self._repository.changes(first, tree) if first else None
            if changes is not None:
                changed = {change.path for change in changes}
                found = [Entry(change.path, change.new, change.mode) for change in changes if change.mode]
                kept = [entry for entry in entries if entry.path not in changed]
                return sorted([*kept, *self._providing(prefix, found)])
            entries = sorted(self._providing(prefix, self._repository.listing(tree, "")[0]))
            self._listed.setdefault(prefix, (tree, entries))
            return entries
        return []

    def _providing(self, prefix: str, entries: list[Entry]) -> list[Entry]:
        wanted = KINDS_OF.get(prefix)
        return [
            entry
            for entry in entries
            if any(wanted is None or kind.name in wanted for kind in self._kinds.candidates(entry.path))
        ]


class RegisteredTree:
    """The tree of a commit as a source of links (`govml.records.index.Source`)."""

    def __init__(self, registrations: Registrations, commit: str, tree: str) -> None:
        self._registrations = registrations
        self._commit = commit
        self._tree = tree
        self._by_key: dict[str, dict[str, list[Record]]] = {}

    def get(self, key: str) -> list[Record]:
        """Records that provide a key, by path. Only files that can provide such a key are read."""
        prefix, _, path = key.partition(":")
        if prefix == "path":
            entry = self._registrations.entry(self._tree, path)
            return list(self._registrations.records(entry)) if entry is not None else []
        if prefix not in self._by_key:
            self._by_key[prefix] = self._index(prefix)
        return self._by_key[prefix].get(key, [])

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        return self._registrations.entry(self._tree, path) is not None

    def digests_at(self, path: str) -> dict[str, str]:
        """Digests of a file by algorithm, those that are known."""
        entry = self._registrations.entry(self._tree, path)
        return self._registrations.digests(entry) if entry is not None else {}

    def content(self, path: str) -> bytes | None:
        """The bytes of a file that lies in the tree of today only: none."""
        return None

    def under(self, folder: str) -> list[str]:
        """Paths of the files in a folder and below it, sorted."""
        return self._registrations.under(self._tree, folder)

    def signers(self) -> Signers:
        """Whose signatures count: the judge of today says so."""
        return self._registrations.signers

    def reaches(self, commit: str) -> bool | None:
        """Whether a commit is the one of the tree or before it; None when that isn't known."""
        return self._registrations.reaches(self._commit, commit)

    def registered(self, model: str, version: str) -> RegisteredTree | None:
        """The tree of another version of a model."""
        return self._registrations.tree(model, version)

    def _index(self, prefix: str) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for entry in self._registrations.candidates(self._tree, prefix):
            for record in self._registrations.records(entry):
                for key in provided_keys(record):
                    if key.startswith(prefix + ":"):
                        found.setdefault(key, []).append(record)
        return found
