"""The waivers of a snapshot, each with who committed it.

That is who committed the entry as it stands, not who touched its file last: else the next commit to the file would turn
a waiver that somebody approved for themselves into one that somebody else wrote.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from govml.base.document import locate, parse
from govml.base.git import BlobTooLargeError
from govml.model import Finding, Location, MissingObjectError
from govml.named import NamedTuple
from govml.policy.waivers import Waiver, read_waivers
from govml.records.index import list_of, mapping_of
from govml.records.schema import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govml.base.entries import Entry
    from govml.base.git import Repository, Snapshot
    from govml.model import Json
    from govml.records.files import Limits
    from govml.records.kinds import Kind, Kinds


def load_waivers(
    repository: Repository, snapshot: Snapshot, kinds: Kinds, limits: Limits
) -> tuple[list[Waiver], list[Finding]]:
    """The waivers of a snapshot, and findings about files of them that are too large to be read.

    What can't be read, or its schema refuses, hides nothing. Raises `MissingObjectError` where history is cut off.
    """
    kind = kinds.by_name["waiver"]
    under = {entry for folder in _folders(kind) for entry in snapshot.under(folder)}
    entries = sorted(entry for entry in under if kind.covers(entry.path))
    if not entries:  # looking at history has its price
        return [], []
    history = _History(repository, kind, limits)
    validator = Validator()
    waivers: list[Waiver] = []
    findings: list[Finding] = []
    for entry in entries:
        try:
            data = snapshot.read(entry, limits.blob_bytes)
        except BlobTooLargeError as error:
            message = f"no waiver of this file holds: {error}"
            hint = "Split the file, or raise limits.blob_bytes in govml.yaml."
            findings.append(Finding("waiver", "error", message, Location(entry.path, entry.oid), remediation=hint))
            continue
        found = _read(data, entry, kind, validator, limits)
        authors = history.authors(snapshot, entry.path, {key for _, key in found}) if found else {}
        waivers += [waiver._replace(authors=frozenset(authors[key])) for waiver, key in found]
    return waivers, findings


def _folders(kind: Kind) -> set[str]:
    """Folders that hold all that the globs of a kind can match."""
    return {re.split(r"[*?{]", glob, maxsplit=1)[0].rpartition("/")[0] for glob in kind.paths}


def _read(data: bytes, entry: Entry, kind: Kind, validator: Validator, limits: Limits) -> list[tuple[Waiver, str]]:
    """The waivers of a file that its schema accepts, each with what its entry says."""
    found: list[tuple[Waiver, str]] = []
    syntax = kind.syntax_for(entry.path)
    for document in parse(data, syntax, limits.nodes, limits.depth).documents:
        listed = mapping_of(document.value).get("waivers")
        entries = listed if isinstance(listed, list) else []
        refused = {violation.pointer[1:2] for violation in validator.validate(kind, document.value)}
        if () in refused:  # not about one entry
            continue
        spans = locate(data, syntax, document.number, [("waivers", str(i)) for i in range(len(entries))])
        for waiver in read_waivers(document.value, Location(entry.path, entry.oid), (), document.number):
            number = waiver.location.pointer.rpartition("/")[2]
            if (number,) in refused:
                continue
            span = spans[int(number)]
            place = waiver.location._replace(**span._asdict()) if span else waiver.location
            found.append((waiver._replace(location=place), _said(entries[int(number)])))
    return found


def _said(entry: Json) -> str:
    return json.dumps(entry, sort_keys=True)


class _Place(NamedTuple):
    """Where entries stood: in one file of one commit."""

    commit: str
    path: str
    blob: str
    keys: frozenset[str]


class _History:
    """Follows entries from a snapshot back to the commits that brought them.

    An entry is looked for at the same path and, where it isn't there, in the other waiver files: a file that is moved
    keeps its authors. It is followed to the first parent that has it.
    """

    def __init__(self, repository: Repository, kind: Kind, limits: Limits) -> None:
        from govml.base.history import History  # here, as most trees have no waivers

        self._repository = repository
        self._kind = kind
        self._limits = limits
        self._entries: dict[str, frozenset[str] | None] = {}
        self._ends = frozenset(repository.history_ends())
        self._commits = History(repository)

    def authors(self, snapshot: Snapshot, path: str, keys: Iterable[str]) -> dict[str, set[str]]:
        """`Name <mail>` of authors, committers and co-authors of the commits since which the entries stand as they do.

        An entry that isn't committed is by who would commit it. Raises `MissingObjectError`.
        """
        found: dict[str, set[str]] = {key: set() for key in keys}
        here = snapshot.entry(path)
        blob = here.oid if here is not None else ""
        if snapshot.source == "commit":
            todo = [_Place(snapshot.commit, path, blob, frozenset(found))]
        else:
            head = (snapshot.commit,) if snapshot.commit else ()
            todo, new = self._before(head, _Place("", path, blob, frozenset(found)))
            for key in new:
                found[key] |= {self._repository.identity()} - {""}
        while todo:
            place = todo.pop()
            if place.commit in self._ends:
                raise MissingObjectError(f"who wrote {place.path} is not in this clone", "run `git fetch --unshallow`")
            commit = self._repository.commit(place.commit)
            together = {f"<{mail}>" for mail in self._commits.commit(place.commit).mails}  # co-authors, too
            places, new = self._before(commit.parents, place)
            for key in new:
                found[key] |= {commit.author, commit.committer, *together}
            todo += places
        return found

    def _before(self, parents: Iterable[str], place: _Place) -> tuple[list[_Place], set[str]]:
        """Where the entries of a place stood in parents, and those which its own commit brought.

        Nobody knows what an earlier version held that can't be read: it may have held them, or they may be new.
        """
        places: list[_Place] = []
        left, unsure = set(place.keys), set[str]()
        for parent in parents:
            tree = self._repository.commit(parent).tree
            for number, entry in enumerate(self._files(tree, place.path)):
                if not left:
                    break
                known = place.keys if entry.oid == place.blob else self._keys(entry)
                if known is None and number:
                    continue
                held = frozenset(left if known is None else left & known)
                if known is None:
                    unsure |= held
                if held:
                    places.append(_Place(parent, entry.path, entry.oid, held))
                    left -= held
        return places, left | unsure

    def _files(self, tree: str, path: str) -> Iterator[Entry]:
        """The file at a path, if any, then the other files of waivers."""
        same = self._repository.entry(tree, path)
        if same is not None:
            yield same
        listed = {entry for folder in _folders(self._kind) for entry in self._repository.listing(tree, folder)[0]}
        yield from sorted(entry for entry in listed if entry.path != path and self._kind.covers(entry.path))

    def _keys(self, entry: Entry) -> frozenset[str] | None:
        """What the entries of a file say; None when the file can't be read."""
        if entry.oid not in self._entries:
            self._entries[entry.oid] = self._parsed(entry)
        return self._entries[entry.oid]

    def _parsed(self, entry: Entry) -> frozenset[str] | None:
        try:
            data = self._repository.read(entry, self._limits.blob_bytes)
        except BlobTooLargeError:
            return None
        parsed = parse(data, self._kind.syntax_for(entry.path), self._limits.nodes, self._limits.depth)
        if parsed.problems:
            return None
        lists = [list_of(mapping_of(document.value).get("waivers")) for document in parsed.documents]
        return frozenset(_said(entry) for entries in lists for entry in entries)
