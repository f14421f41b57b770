"""Versions that were registered before: the tree of a registration tag, in which links are followed as in any other.

Tags are read once, and only when a version is asked for. What can't be read (a shallow clone, missing objects, a
damaged tree) is not known, so it is never evidence for a deployment.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from govml.model import RepositoryError
from govml.records.index import KINDS_OF, provided_keys
from govml.registry.state import read_registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.base.entries import Entry
    from govml.base.git import Repository
    from govml.records.files import FileResult
    from govml.records.index import Record
    from govml.records.kinds import Kinds
    from govml.registry.state import Model


class Registrations:
    """The registered versions of all models."""

    def __init__(
        self,
        repository: Repository,
        kinds: Kinds,
        read: Callable[[str, str, int], FileResult],
        digests: Callable[[Entry], dict[str, str]],
    ) -> None:
        self._repository = repository
        self._kinds = kinds
        self._read = read
        self._digests = digests
        self._results: dict[Entry, FileResult] = {}
        self._models: dict[str, Model] | None = None
        self._trees: dict[str, RegisteredTree | None] = {}

    def tree(self, model: str, version: str) -> RegisteredTree | None:
        """The tree that a version was registered at; None when it isn't registered (any more) or not in this clone."""
        if self._models is None:
            self._models = {}
            with contextlib.suppress(RepositoryError):
                self._models = read_registry(self._repository.tags()).models
        known = self._models.get(model)
        name = "v" + version.removeprefix("v")
        found = [each.commit for each in (known.versions if known else ()) if each.name == name and each.active]
        if not found:
            return None
        if found[0] not in self._trees:
            self._trees[found[0]] = None
            with contextlib.suppress(RepositoryError):
                tree = self._repository.commit(found[0]).tree
                self._trees[found[0]] = RegisteredTree(self._repository, tree, self._kinds, self.result, self._digests)
        return self._trees[found[0]]

    def result(self, entry: Entry) -> FileResult:
        """What a file holds, read once for all trees that have it."""
        if entry not in self._results:
            self._results[entry] = self._read(*entry)
        return self._results[entry]


class RegisteredTree:
    """The tree of a commit as a source of links (`govml.records.index.Source`)."""

    def __init__(
        self,
        repository: Repository,
        tree: str,
        kinds: Kinds,
        read: Callable[[Entry], FileResult],
        digests: Callable[[Entry], dict[str, str]],
    ) -> None:
        self._repository = repository
        self._tree = tree
        self._kinds = kinds
        self._read = read
        self._digests = digests
        self._entries: list[Entry] | None = None
        self._by_key: dict[str, dict[str, list[Record]]] = {}

    def get(self, key: str) -> list[Record]:
        """Records that provide a key, by path. Only files that can provide such a key are read."""
        prefix, _, path = key.partition(":")
        if prefix == "path":
            entry = self._entry(path)
            return list(self._read(entry).records) if entry is not None else []
        if prefix not in self._by_key:
            self._by_key[prefix] = self._index(prefix)
        return self._by_key[prefix].get(key, [])

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        return self._entry(path) is not None

    def digests_at(self, path: str) -> dict[str, str]:
        """Digests of a file by algorithm, those that are known."""
        entry = self._entry(path)
        return self._digests(entry) if entry is not None else {}

    def _entry(self, path: str) -> Entry | None:
        with contextlib.suppress(RepositoryError):
            return self._repository.entry(self._tree, path)
        return None

    def _index(self, prefix: str) -> dict[str, list[Record]]:
        if self._entries is None:
            self._entries = []
            with contextlib.suppress(RepositoryError):
                self._entries = sorted(self._repository.listing(self._tree, "")[0])
        wanted = KINDS_OF.get(prefix)
        found: dict[str, list[Record]] = {}
        for entry in self._entries:
            if any(wanted is None or kind.name in wanted for kind in self._kinds.candidates(entry.path)):
                for record in self._read(entry).records:
                    for key in provided_keys(record):
                        if key.startswith(prefix + ":"):
                            found.setdefault(key, []).append(record)
        return found
