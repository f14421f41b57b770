"""Git objects, read by object id; never by following a name on disk.

Trees are parsed from their raw bytes, so that what a hostile tree really says is seen: libgit2 and pygit2 hand over
`..`, `.git`, duplicate and non-UTF-8 names without complaint. Nothing here follows a symlink or writes to a work tree.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from govml.base.clone import Hazard, hazards
from govml.base.entries import (
    EMPTY_TREE,
    GITLINK,
    MAX_DEPTH,
    SYMLINK,
    TREE,
    Change,
    Commit,
    Entry,
    EntryProblem,
    blob_id,
    name_problems,
    text_of,
    tree_entries,
    tree_problems,
    without_common,
)
from govml.base.libgit2 import FIND_RENAMES, TAGS, Trees, core, open_repository, plain_tag, python_layer, read_index
from govml.base.snapshot import BlobTooLargeError, Snapshot
from govml.base.tags import Tag, annotated_tag
from govml.base.worktree import read_file, what_is_at
from govml.model import MissingObjectError, RepositoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.base.libgit2 import CoreObject, CoreRepository

__all__ = ["BlobTooLargeError", "Change", "Commit", "Repository", "Snapshot", "blob_id"]

_NO_REFLOG = ("@{upstream}", "@{u}", "@{push}")


class Repository:
    """A Git repository, bare or not, opened for reading."""

    def __init__(self, repository: CoreRepository) -> None:
        self._repo = repository
        self._trees = Trees(repository)
        self.path = Path(repository.path or "")
        """The Git directory."""
        self.workdir = Path(repository.workdir) if repository.workdir else None

    @classmethod
    def open(cls, directory: str | os.PathLike[str]) -> Repository:
        """The repository that holds `directory`. Raises `RepositoryError` with the reason when there is none."""
        folder = os.fspath(directory)
        if not os.path.isdir(folder):
            raise UsageError(f"there is no folder {folder!r}", "name an existing folder with -C")
        try:
            found = core.discover_repository(folder)
            if found is None:
                raise RepositoryError(
                    f"{os.path.abspath(folder)} is not in a Git repository", "run `git init` there, or name one with -C"
                )
            opened = open_repository(found)
            outer = core.discover_repository(os.path.dirname(os.path.abspath(found))) if opened.is_bare else None
            if outer is not None and not open_repository(outer).is_bare:
                # Git takes its files into a commit like any others, so a change could bring a repository of its own.
                raise RepositoryError(
                    f"{os.path.abspath(found)} looks like a bare repository, but lies in the work tree of another one",
                    "name the other one with -C; a bare repository of your own belongs outside of it",
                )
            return cls(opened)
        except (core.GitError, KeyError, ValueError, OSError) as error:
            text = str(error)
            if "object format" in text:
                raise RepositoryError(
                    "this repository uses SHA-256 object ids, which libgit2 can't read",
                    "use a repository with SHA-1 object ids (`git init --object-format=sha1`)",
                ) from None
            if "not owned by current user" in text:
                raise RepositoryError(
                    f"{os.path.abspath(folder)} is owned by somebody else",
                    f"trust it with `git config --global --add safe.directory {os.path.abspath(folder)}`",
                ) from None
            raise RepositoryError(f"can't open the repository at {folder}: {text}") from None

    # -- what it is -------------------------------------------------------------------------------------------------

    @property
    def bare(self) -> bool:
        """Whether it has no work tree."""
        return self.workdir is None

    @property
    def shallow(self) -> bool:
        """Whether history is cut off."""
        return bool(self._repo.is_shallow)

    def common_dir(self) -> Path:
        """The Git directory that all work trees of the repository share."""
        pointer = self.path / "commondir"
        if pointer.is_file():
            return (self.path / pointer.read_text(encoding="utf-8", errors="surrogateescape").strip()).resolve()
        return self.path

    def hazards(self) -> list[Hazard]:
        """What makes Git show another history here than the objects say: replace refs, grafts, alternates, shallow."""
        return hazards(self.common_dir(), self.shallow)

    def head(self) -> str:
        """Commit id of HEAD, empty when the branch has no commit yet."""
        if self._repo.head_is_unborn:
            return ""
        return str(self._repo.head.peel(core.Commit).id)

    def resolve(self, revision: str) -> str:
        """Commit id of a revision. Raises `UsageError` when it names none, `MissingObjectError` when it isn't here."""
        if any(asked not in _NO_REFLOG for asked in re.findall(r"@\{[^}]*\}?", revision)):
            raise UsageError(
                f"revision {revision!r} asks the reflog, which differs from clone to clone and with the clock",
                "name a commit, a branch or a tag",
            )
        try:
            return str(self._repo.revparse_single(revision).peel(core.Commit).id)
        except (KeyError, core.GitError, ValueError, UnicodeError) as error:
            full = len(revision) == 40 and all(c in "0123456789abcdef" for c in revision)
            if full or self.shallow:
                raise MissingObjectError(
                    f"revision {revision!r} is not in this clone", f"fetch it: `git fetch origin {revision}`"
                ) from None
            reason = "is not a commit" if isinstance(error, core.InvalidSpecError) else "is unknown here"
            raise UsageError(
                f"revision {revision!r} {reason}", "`git log --oneline --all` lists what there is"
            ) from None

    def commit(self, commit: str) -> Commit:
        """Who, when and parents of a commit id. Raises `MissingObjectError`."""
        try:
            found = self._object(commit).peel(core.Commit)
        except (KeyError, core.GitError):
            raise _missing(commit, "commit") from None
        return Commit(
            str(found.id),
            str(found.tree_id),
            f"{found.author.name} <{found.author.email}>",
            f"{found.committer.name} <{found.committer.email}>",
            found.commit_time,
            found.message,
            tuple(map(str, found.parent_ids)),
        )

    def merge_base(self, one: str, other: str) -> str:
        """Id of the commit from which two commits grew apart. Raises `MissingObjectError`, `UsageError`."""
        try:
            found = self._repo.merge_base(one, other)
        except (KeyError, core.GitError):
            found = None
        if found is None and self.shallow:
            what = f"this shallow clone ends before the commit from which {one[:12]} and {other[:12]} grew apart"
            raise MissingObjectError(what, "fetch it: `git fetch --unshallow`")
        if found is None:
            raise UsageError(f"{one[:12]} and {other[:12]} have no commit in common", "name a base of the same history")
        return str(found)

    def reaches(self, commit: str, ancestor: str) -> bool | None:
        """Whether a commit is another or comes after it; None where this clone has too little history to tell."""
        if not commit or not re.fullmatch(r"[0-9a-f]{40}", ancestor):
            return None
        try:
            found = commit == ancestor or self._repo.descendant_of(commit, ancestor)
        except (KeyError, core.GitError, ValueError):  # one of the two is no commit, or not in this clone
            return None
        return True if found else None if self.shallow else False

    def identity(self) -> str:
        """`Name <mail>` of who would commit here, empty when Git doesn't know."""
        try:
            found = self._repo.default_signature
        except (KeyError, core.GitError):
            return ""
        return f"{found.name} <{found.email}>"

    def history_ends(self) -> list[str]:
        """Commits behind which a shallow clone has nothing."""
        return (self.common_dir() / "shallow").read_text(encoding="utf-8").split() if self.shallow else []

    # -- snapshots --------------------------------------------------------------------------------------------------

    def snapshot(self, commit: str) -> Snapshot:
        """The files of a commit. Raises `MissingObjectError`."""
        return Snapshot(self, "commit", commit, self.commit(commit).tree, [])

    def staged(self) -> Snapshot:
        """The files of the index: what the next commit would hold."""
        commit, tree, before, _ = self._head_files()
        entries, problems = self._index_entries()
        dirty = [
            Change(entry.path, before[entry.path].oid if entry.path in before else "", entry.oid, entry.mode)
            for entry in entries
            if before.get(entry.path) != entry
        ]
        here = {entry.path for entry in entries}
        dirty += [Change(path, entry.oid, "", 0) for path, entry in before.items() if path not in here]
        result = Snapshot(self, "index", commit, tree, sorted(dirty))
        named = sorted(here.union(problem.path for problem in problems))
        result.problems = sorted([*problems, *name_problems(named)])
        return result

    def worktree(self) -> Snapshot:
        """The files on disk: tracked ones and untracked ones that Git doesn't ignore."""
        root = self.workdir
        if root is None:
            raise UsageError("a bare repository has no work tree", "name a commit with --rev")
        commit, tree, before, unsafe = self._head_files()
        dirty: list[Change] = []
        touched = self._status()
        problems = [each for each in unsafe if each.kind != "twin" and each.path not in touched]
        here = {*before, *(problem.path for problem in problems)}
        for path, status in touched.items():
            if path.endswith("/"):  # a nested repository that is not a submodule
                continue
            here.discard(path)
            problem = "conflict" if status & core.GIT_STATUS_CONFLICTED else what_is_at(root / path)
            old = before[path].oid if path in before else ""
            dirty.append(Change(path, old, "", 0 if problem else 0o100644))
            if problem != "absent":
                here.add(path)
                problems += [EntryProblem(path, _IS[problem], problem)] if problem else []
        result = Snapshot(self, "worktree", commit, tree, sorted(dirty))
        result.problems = sorted({*problems, *name_problems(sorted(here))})
        return result

    def _head_files(self) -> tuple[str, str, dict[str, Entry], list[EntryProblem]]:
        """Commit, tree, files and unsafe entries of HEAD; nothing on an unborn branch."""
        commit = self.head()
        tree = self.commit(commit).tree if commit else ""
        entries, problems = self.listing(tree, "") if tree else ([], [])
        return commit, tree, {entry.path: entry for entry in entries}, problems

    def _status(self) -> dict[str, int]:
        try:
            return self._repo.status("all", False)
        except TypeError:  # only the Python layer has the enumeration that the flags of a file are put into
            return python_layer(str(self.path)).status("all", False)
        except (core.GitError, OSError):
            raise RepositoryError("the index can't be read", "`git reset` makes it anew; --rev needs none") from None

    def listing(self, tree: str, folder: str) -> tuple[list[Entry], list[EntryProblem]]:
        """Files of a tree in a folder and below, and its unsafe entries. Raises `MissingObjectError`."""
        entries: list[Entry] = []
        problems: list[EntryProblem] = []
        for part in folder.split("/") if folder else []:
            tree = next((oid for raw, mode, oid in self._tree(tree) if mode == TREE and raw == part.encode()), "")
            if not tree:
                return [], []
        self._walk(tree, folder + "/" if folder else "", entries, problems)
        return entries, problems

    def entry(self, tree: str, path: str) -> Entry | None:
        """The file at a path of a tree."""
        parts = path.encode("utf-8", "surrogateescape").split(b"/")
        for number, part in enumerate(parts):
            item = next(((mode, oid) for raw, mode, oid in self._tree(tree) if raw == part), None)
            if item is None:
                return None
            mode, tree = item
            if number == len(parts) - 1:
                return Entry(path, tree, mode) if mode not in (TREE, SYMLINK, GITLINK) else None
            if mode != TREE:
                return None
        return None

    def changes(self, old_tree: str, new_tree: str, old_is_safe: bool = False) -> list[Change] | None:
        """Paths whose blob differs between two trees, sorted; None where trees are unsafe or links differ.

        `old_is_safe` says that the names of the old one are known to be safe.
        """
        found: list[Change] = []
        try:
            self._compare(old_tree, new_tree, old_is_safe, "", found)
        except (MissingObjectError, _UnsafeTreeError):
            return None
        return sorted(found)

    def renames(self, old_tree: str, new_tree: str) -> list[tuple[str, str]]:
        """Old and new paths of files that were moved between two trees, also when changed a little, as Git sees it.

        Half of a file has to be as it was (`git diff --find-renames`). Raises `MissingObjectError`.
        """
        try:
            old, new = self._object(old_tree).peel(core.Tree), self._object(new_tree).peel(core.Tree)
            diff = old.diff_to_tree(new)
            diff.find_similar(FIND_RENAMES)  # the default would ask the user's config
            deltas = [delta for delta in diff.deltas if delta.status == core.GIT_DELTA_RENAMED]
        except (KeyError, core.GitError):
            raise _missing(new_tree, "tree") from None
        return sorted((os.fsdecode(each.old_file.raw_path), os.fsdecode(each.new_file.raw_path)) for each in deltas)

    def read(self, entry: Entry, limit: int) -> bytes:
        """Bytes of a blob. Raises `BlobTooLargeError` or `MissingObjectError`."""
        try:
            found = self._object(entry.oid)
        except (KeyError, core.GitError, OSError):
            raise _missing(entry.oid, f"blob of {entry.path}") from None
        if not isinstance(found, core.Blob):
            raise RepositoryError(f"{entry.path} is not a blob", "run `git fsck`: the repository is damaged")
        if found.size > limit > 0:
            raise BlobTooLargeError(found.size, limit)
        return found.data

    def _object(self, oid: str) -> CoreObject:
        found = self._repo.git_object_lookup_prefix(oid)
        if found is None:
            raise KeyError(oid)
        return found

    def _raw(self, oid: str) -> tuple[str, bytes]:
        """Type and bytes of an object, also of one that libgit2 can't parse."""
        try:
            found = self._object(oid)
        except core.GitError:
            kind, raw = python_layer(str(self.path)).read(oid)
            return _TYPES.get(int(kind), ""), raw
        return found.type_str, found.read_raw()

    def read_on_disk(self, relative: str, limit: int) -> bytes:
        """Bytes of a file of the work tree. Raises as `read`, and `RepositoryError` for what is no file in it."""
        assert self.workdir is not None
        return read_file(self.workdir, relative, limit)

    def _index_of_hook(self) -> str:
        """The index that Git prepares for a commit while it runs a hook (`git commit -a` has one of its own).

        Only one in this Git directory counts: a hook may ask about another repository.
        """
        named = os.environ.get("GIT_INDEX_FILE", "")
        if not named or self.workdir is None:
            return ""
        path = Path(named if os.path.isabs(named) else self.workdir / named)
        return str(path) if path.resolve().is_relative_to(self.path.resolve()) and path.is_file() else ""

    def _index_entries(self) -> tuple[list[Entry], list[EntryProblem]]:
        try:
            index = read_index(str(self.path), self._index_of_hook())
        except (core.GitError, OSError):
            raise RepositoryError("the index can't be read", "`git reset` makes it anew; --rev needs none") from None
        entries: list[Entry] = []
        problems: list[EntryProblem] = []
        for item in index:
            mode = int(item.mode)
            if mode == SYMLINK:
                problems.append(EntryProblem(item.path, _IS["symlink"], "symlink"))
            elif mode == GITLINK:
                problems.append(EntryProblem(item.path, _IS["gitlink"], "gitlink"))
            else:
                entries.append(Entry(item.path, str(item.id), mode))
        if index.conflicts is not None:
            unmerged = {side.path for sides in index.conflicts for side in sides if side is not None}
            problems += [EntryProblem(path, _IS["conflict"], "conflict") for path in unmerged]
            entries = [entry for entry in entries if entry.path not in unmerged]
        return entries, sorted(problems)

    # -- trees ------------------------------------------------------------------------------------------------------

    def _tree(self, oid: str) -> list[tuple[bytes, int, str]]:
        return tree_entries(oid, self._raw_tree(oid))

    def _raw_tree(self, oid: str) -> bytes:
        if oid in ("", EMPTY_TREE):  # Git knows it without storing it
            return b""
        found = self._trees.read(oid)
        if found is not None:
            return found
        try:
            kind, raw = self._raw(oid)
        except (KeyError, core.GitError):
            raise _missing(oid, "tree") from None
        if kind != "tree":
            raise RepositoryError(f"object {oid} is not a tree", "run `git fsck`: the repository is damaged")
        return raw

    def _walk(self, tree: str, prefix: str, entries: list[Entry], problems: list[EntryProblem], depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            problems.append(EntryProblem(prefix, f"is nested more than {MAX_DEPTH} folders deep", "name"))
            return
        listing = self._tree(tree)
        bad = tree_problems(listing, prefix)
        problems += bad
        unsafe = {problem.path for problem in bad if problem.kind == "name"}
        for raw, mode, oid in listing:
            path = prefix + text_of(raw)
            if path in unsafe:
                continue
            if mode == TREE:
                self._walk(oid, path + "/", entries, problems, depth + 1)
            elif mode == SYMLINK:
                problems.append(EntryProblem(path, _IS["symlink"], "symlink"))
            elif mode == GITLINK:
                problems.append(EntryProblem(path, _IS["gitlink"], "gitlink"))
            else:
                entries.append(Entry(path, oid, mode))

    def _compare(self, old: str, new: str, safe: bool, prefix: str, found: list[Change], depth: int = 0) -> None:
        if old == new:
            return
        if depth > MAX_DEPTH:
            raise _UnsafeTreeError
        raws = without_common(self._raw_tree(old), self._raw_tree(new), safe)
        old_entries, new_entries = (tree_entries(oid, raw) for oid, raw in zip((old, new), raws, strict=True))
        before, after = ({raw: (mode, oid) for raw, mode, oid in each} for each in (old_entries, new_entries))
        changed = [raw for raw in before.keys() | after.keys() if before.get(raw) != after.get(raw)]
        # What is in both trees is looked at once.
        gone = [(raw, *before[raw]) for raw in changed if raw in before]
        if tree_problems(new_entries, prefix) or tree_problems(gone, prefix) or len(before) != len(old_entries):
            raise _UnsafeTreeError
        for raw in changed:
            name = raw.decode()
            old_mode, old_oid = before.get(raw, (0, ""))
            new_mode, new_oid = after.get(raw, (0, ""))
            if {old_mode, new_mode} & {SYMLINK, GITLINK}:
                raise _UnsafeTreeError
            path = prefix + name
            old_is_tree, new_is_tree = old_mode == TREE, new_mode == TREE
            if old_is_tree or new_is_tree:
                sides = old_oid if old_is_tree else "", new_oid if new_is_tree else ""
                self._compare(*sides, safe, path + "/", found, depth + 1)
            old_blob = "" if old_is_tree else old_oid
            new_blob = "" if new_is_tree else new_oid
            if old_blob or new_blob:
                found.append(Change(path, old_blob, new_blob, new_mode if new_blob else 0))

    # -- tags -------------------------------------------------------------------------------------------------------

    def tags(self, stem: str = "") -> Iterator[Tag]:
        """Every tag reference, or those `STEM@…` and `STEM#…`, in one pass. Raises `MissingObjectError`."""
        iterator = self._repo.references_iterator_init()
        following = self._repo.references_iterator_next
        look_up = self._repo.git_object_lookup_prefix
        prefixes = tuple(f"refs/tags/{stem}{mark}".encode() for mark in "@#") if stem else b"refs/tags/"

        def inner(oid: str) -> bytes:
            return self._tag_or_target(oid, "in a tag")[1]

        while (reference := following(iterator, TAGS)) is not None:
            name, target = reference.raw_name, reference.target
            if isinstance(target, str) or not name.startswith(prefixes):
                continue  # a text is the target of a symbolic reference, which has no object of its own
            ref, oid = name[10:].decode("utf-8", "backslashreplace"), str(target)
            try:
                found = look_up(oid)
                kind = str(found.type_str)
                plain = plain_tag(ref, oid, found) if kind == "tag" else None
                if plain is not None:
                    yield plain
                    continue
                raw = found.read_raw()
            except (KeyError, core.GitError):
                kind, raw = self._tag_or_target(oid, ref)
            if kind == "tag":
                yield annotated_tag(ref, oid, raw, inner)
            else:
                yield Tag(ref, oid, oid if kind == "commit" else "", False)

    def _tag_or_target(self, oid: str, ref: str) -> tuple[str, bytes]:
        try:
            return self._raw(oid)
        except (KeyError, core.GitError):
            raise _missing(oid, f"tag {ref}") from None


_TYPES = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
_IS = {"conflict": "has a merge conflict", "symlink": "is a symbolic link", "gitlink": "is a submodule"}


class _UnsafeTreeError(Exception):
    """A tree holds an entry that only a full walk may judge."""


def _missing(oid: str, what: str) -> MissingObjectError:
    return MissingObjectError(
        f"{what} ({oid[:12]}) is not in this clone",
        "complete it: `git fetch --unshallow` in a shallow clone, `git fetch --refetch` in a partial one",
    )
