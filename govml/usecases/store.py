"""A judgement kept between runs, in one SQLite file inside the Git directory; safe to delete at any time.

It is read row by row, so a run costs what it touches. It holds no decision: policies, schemas, limits, the engine and
the versions of govml and its libraries are part of the file's name; time and waivers are applied afterwards.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from govml.base.entries import EntryProblem
from govml.model import Finding, Location, RecordInfo
from govml.records.index import provided_keys
from govml.records.subjects import SubjectKey
from govml.usecases.judgement import Due, StaleError, key_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from govml.usecases.judgement import Judgement

_LIBRARIES: Final = (
    *("cryptography", "gordon-to-regorus", "jsonschema", "jsonschema-rs", "py-yaml12", "pygit2", "PyYAML"),
)
"""What could make another judgement of the same bytes."""
_FORMAT: Final = 3
"""Of what the rows hold; a judgement in another format is another file."""
KEEP: Final = 4
"""Judgements of other policies that stay beside the current one."""
_SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, blob TEXT, records TEXT, keys TEXT, findings TEXT) WITHOUT ROWID;
CREATE TABLE provides (hash INTEGER, path TEXT, PRIMARY KEY (hash, path)) WITHOUT ROWID;
CREATE TABLE subject (
  id INTEGER PRIMARY KEY, kind TEXT, name TEXT, path TEXT, number INTEGER, tier TEXT, had TEXT, findings TEXT
);
CREATE TABLE needs (hash INTEGER, subject INTEGER, PRIMARY KEY (hash, subject)) WITHOUT ROWID;
CREATE INDEX subject_path ON subject (path);
CREATE INDEX file_count ON file (blob IS NULL);
CREATE INDEX file_empty ON file (path) WHERE records = '[]' AND findings = '[]';
CREATE INDEX file_findings ON file (path) WHERE findings != '[]';
CREATE INDEX subject_findings ON subject (id) WHERE findings != '[]';
"""


class Store:
    """The judgement of one tree by one judge. A file that lacks pages, rows or numbers is not used.

    Who can write it can write what it says, as they can any object of the repository: `--no-cache` asks nobody.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._sql = connection
        self._path = path
        self._log_may_wait = True
        """Whether nothing or little was written."""
        # All reading is one transaction: another process may bring the file to another tree meanwhile.
        self._sql.execute("BEGIN")
        self.tree = self._found = self._stored_tree()
        """Tree that it stands for, empty when for none."""
        if self.tree and self._meta("rows") != self._rows():
            raise sqlite3.DatabaseError("rows are missing")

    @staticmethod
    def path(folder: Path, digest: str) -> Path:
        """Where the store of a judge is."""
        return folder / f"judgement-{digest.removeprefix('sha256:')[:32]}.sqlite"

    @classmethod
    def open(cls, folder: Path, digest: str) -> Store | None:
        """The store of a judge, created when absent; None when the folder can't be used."""
        path = cls.path(folder, digest)
        for _ in range(2):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(path, timeout=1, isolation_level=None)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                    connection.executescript("BEGIN IMMEDIATE;" + _SCHEMA + "COMMIT;")
                return cls(connection, path)
            except sqlite3.OperationalError as error:
                if "no such" not in str(error):  # locked, read-only or full: it may be another's
                    return None
                _remove([path])
            except sqlite3.DatabaseError:
                _remove([path])
            except OSError:
                return None
        return None

    def reopen(self) -> None:
        """Use a connection of this process: SQLite's must not be shared with a parent."""
        try:
            self._sql = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            self._sql.execute("BEGIN")
            same = self._stored_tree() == self._found
        except sqlite3.Error as error:
            raise StaleError(f"the stored judgement can't be read: {error}") from None
        if not same:
            raise StaleError("another run changed the stored judgement meanwhile")

    def _stored_tree(self) -> str:
        return self._meta("tree")

    def _meta(self, key: str) -> str:
        row = self._sql.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def _counted(self, key: str) -> str:
        """Numbers that were kept with the rows."""
        text = self._meta(key)
        if not text:
            raise sqlite3.DatabaseError(f"the number of {key} is missing")
        return text

    def _rows(self) -> str:
        """How many rows there are, to notice lost ones."""
        counts = [self._sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("file", "subject")]
        return json.dumps(counts)

    # -- what a judgement asks --------------------------------------------------------------------------------------

    def providers(self, key: str) -> list[str]:
        """Paths of the files that hold a record which provides a key."""
        return [row[0] for row in self._sql.execute("SELECT path FROM provides WHERE hash = ?", (key_hash(key),))]

    def keys_of(self, path: str) -> list[int]:
        """Hashes of the keys that the records of a file provide."""
        row = self._sql.execute("SELECT keys FROM file WHERE path = ?", (path,)).fetchone()
        return list(json.loads(row[0])) if row else []

    def dependents(self, hashes: Iterable[int]) -> list[SubjectKey]:
        """Subjects that looked up one of the keys."""
        found: dict[SubjectKey, None] = {}
        for number in hashes:
            for row in self._sql.execute(
                "SELECT kind, name, path, number FROM needs JOIN subject ON id = subject WHERE hash = ?", (number,)
            ):
                found[SubjectKey(*row)] = None
        return list(found)

    def declared_in(self, path: str) -> list[SubjectKey]:
        """Subjects that the records of a file declare."""
        rows = self._sql.execute("SELECT kind, name, path, number FROM subject WHERE path = ?", (path,))
        return [SubjectKey(*row) for row in rows]

    def file(self, path: str) -> tuple[str, int] | None:
        """Blob and mode of a file that holds records, None when there is none at the path."""
        row = self._sql.execute("SELECT blob FROM file WHERE path = ?", (path,)).fetchone()
        return (row[0], 0o100644) if row else None

    # -- what a report asks -----------------------------------------------------------------------------------------

    def records(self, but: Iterable[str]) -> Iterator[RecordInfo]:
        """Records of all files but some."""
        left_out = set(but)
        rows = self._sql.execute("SELECT path, blob, records FROM file WHERE records != '[]'").fetchall()
        rows = [row for row in rows if row[0] not in left_out]
        # Read in one go: thousands of small documents take three times as long.
        read = json.loads(f"[{','.join(records for _, _, records in rows)}]")
        for (path, blob, _), records in zip(rows, read, strict=True):
            for kind, name, number, sha256 in records:
                yield RecordInfo(kind, name, path, blob, sha256, number)

    def kinds(self, but: Iterable[str]) -> Counter[str]:
        """How many records there are of each kind, in all files but some."""
        counts = Counter(json.loads(self._counted("kinds")))
        for path in but:
            counts -= self._kinds_in(path)
        return counts

    def _kinds_in(self, path: str) -> Counter[str]:
        row = self._sql.execute("SELECT records FROM file WHERE path = ?", (path,)).fetchone()
        return Counter(record[0] for record in json.loads(row[0])) if row else Counter()

    def empty(self, but: Iterable[str]) -> list[str]:
        """Paths where records are expected that hold none, but some."""
        left_out = set(but)
        rows = self._sql.execute("SELECT path FROM file WHERE records = '[]' AND findings = '[]'")
        return [path for (path,) in rows if path not in left_out]

    def findings(self, files: Iterable[str], subjects: Iterable[SubjectKey]) -> Iterator[Due]:
        """Findings of all files and subjects but some."""
        left_out, judged = set(files), set(subjects)
        for path, text in self._sql.execute("SELECT path, findings FROM file WHERE findings != '[]'"):
            if path not in left_out:
                yield from map(_due, json.loads(text))
        rows = self._sql.execute("SELECT kind, name, path, number, findings FROM subject WHERE findings != '[]'")
        for kind, name, path, number, text in rows:
            if SubjectKey(kind, name, path, number) not in judged:
                yield from map(_due, json.loads(text))

    def counts(self, subjects: Iterable[SubjectKey]) -> Counter[tuple[str, str, str]]:
        """Subjects by kind, risk tier and what they had, but some."""
        rows = json.loads(self._counted("subjects"))
        found = Counter({(kind, tier, had): count for kind, tier, had, count in rows})
        for key in subjects:
            row = self._sql.execute(
                "SELECT tier, had FROM subject WHERE path = ? AND kind = ? AND name = ? AND number = ?",
                (key.path, key.kind, key.name, key.number),
            ).fetchone()
            if row and row[0]:
                found[key.kind, row[0], row[1]] -= 1
        return found

    def subjects(self, but: Iterable[SubjectKey]) -> Iterator[tuple[SubjectKey, str, str]]:
        """Subjects with their risk tier and what they had, but some."""
        left_out = set(but)
        for *key, tier, had in self._sql.execute("SELECT kind, name, path, number, tier, had FROM subject"):
            if (found := SubjectKey(*key)) not in left_out:
                yield found, tier, had

    # -- writing ----------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Stand for no tree; what is there goes when something is saved."""
        self.tree = ""

    def problems(self) -> list[EntryProblem]:
        """Links and submodules of the tree, which hold no records."""
        return [EntryProblem(*each) for each in json.loads(self._meta("problems") or "[]")]

    def save(self, judgement: Judgement, tree: str, problems: list[EntryProblem] | None = None) -> bool:
        """Take in what was judged and stand for `tree`; False, and as it was, when that can't be written."""
        try:
            self._sql.execute("ROLLBACK")
            self._sql.execute("BEGIN IMMEDIATE")
            if self._stored_tree() != self._found:  # another process was faster; this run goes on without
                self._sql.execute("ROLLBACK")
                return False
            self._log_may_wait = bool(self.tree)
            if not self.tree:
                for table in ("file", "provides", "subject", "needs", "meta"):
                    self._sql.execute(f"DELETE FROM {table}")
            self._save_files(judgement)
            self._save_subjects(judgement)
            self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('tree', ?)", (tree,))
            self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('rows', ?)", (self._rows(),))
            if problems is not None:
                self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('problems', ?)", (json.dumps(problems),))
            self._sql.execute("COMMIT")
            self._sql.execute("BEGIN")
            self.tree = self._found = tree
            return self._stored_tree() == tree
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self._sql.execute("ROLLBACK")
            return False

    def _save_files(self, judgement: Judgement) -> None:
        kinds = self.kinds(judgement.files) if self.tree else Counter()
        known: dict[str, set[int]] = {}
        if self.tree:
            for path in judgement.files:
                known[path] = set(self.keys_of(path))
                self._sql.execute("DELETE FROM file WHERE path = ?", (path,))
        files, provides = [], []
        for path, result in judgement.files.items():
            if not result.blob:
                continue
            rows, keys = [], dict[int, None]()
            for record in result.records:
                rows.append((record.kind, record.name, record.number, record.sha256))
                keys |= dict.fromkeys(key_hash(key) for key in provided_keys(record))
                kinds[record.kind] += 1
            # A row that stays is not written again: rows of one file lie in as many pages.
            provides += [(number, path) for number in keys if number not in known.get(path, ())]
            known.get(path, set()).difference_update(keys)
            findings = json.dumps([Due("", finding) for finding in result.findings])
            files.append((path, result.blob, json.dumps(rows), json.dumps(list(keys)), findings))
        gone = [(number, path) for path, numbers in known.items() for number in numbers]
        self._sql.executemany("DELETE FROM provides WHERE hash = ? AND path = ?", gone)
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('kinds', ?)", (json.dumps(kinds),))
        self._sql.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?)", files)
        self._sql.executemany("INSERT OR IGNORE INTO provides VALUES (?, ?)", provides)

    def _save_subjects(self, judgement: Judgement) -> None:
        counts = self.counts(judgement.subjects) if self.tree else Counter()
        known: dict[SubjectKey, int] = {}
        if self.tree:
            for key in judgement.subjects:
                for (number,) in self._sql.execute(
                    "SELECT id FROM subject WHERE path = ? AND kind = ? AND name = ? AND number = ?",
                    (key.path, key.kind, key.name, key.number),
                ).fetchall():
                    known[key] = number
                    self._sql.execute("DELETE FROM subject WHERE id = ?", (number,))
        # A subject keeps its number, so that what it still needs isn't written again. No other gets one that was used:
        # what a subject needed before can stay, as it joins with nothing, or has it judged once too often.
        last = int(self._meta("last") or 0)
        rows, needs = [], []
        for key, result in judgement.subjects.items():
            if result is not None:
                last += key not in known
                number = known.get(key, last)
                rows.append((number, *key, result.tier, result.had, json.dumps(result.findings)))
                if result.tier:
                    counts[key.kind, result.tier, result.had] += 1
                needs += [(key_hash(text), number) for text in result.keys]
        told = json.dumps([(*of, count) for of, count in sorted(counts.items()) if count])
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('subjects', ?)", (told,))
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('last', ?)", (str(last),))
        self._sql.executemany("INSERT INTO subject VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._sql.executemany("INSERT OR IGNORE INTO needs VALUES (?, ?)", needs)

    def close(self, folder: Path) -> None:
        """Close the file, or leave that to the end of the process, and remove the oldest judgements beyond `KEEP`.

        To close it moves SQLite's log into the file, which takes as long as judging twenty records. The log of a small
        change can wait: whoever opens the file reads it as well.
        """
        while _left_open:
            _left_open.pop().close()
        if self._log_may_wait:
            self._sql.execute("ROLLBACK")
            _left_open.append(self._sql)
        else:
            self._sql.close()
        with contextlib.suppress(OSError):
            os.utime(self._path)  # what was used last stays
            found = sorted(folder.glob("judgement-*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
            _remove(found[KEEP:])

    @staticmethod
    def discard(folder: Path) -> None:
        """Remove all judgements."""
        with contextlib.suppress(OSError):
            _remove(folder.glob("judgement-*.sqlite"))


_left_open: Final[list[sqlite3.Connection]] = []
"""The connection that was used last. Nobody uses it again; it is held so that only the end of the process drops it, as
the command ends without taking objects apart."""


def versions() -> list[str]:
    """The format of a judgement, and versions of the libraries that it depends on, as their metadata's folders say."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):
                stem, _, kind = name.rpartition(".")
                if kind in ("dist-info", "egg-info"):
                    library, _, version = stem.partition("-")
                    found.setdefault(library.lower(), version)
    told = [f"{library} {found.get(library.lower().replace('-', '_'), '')}" for library in _LIBRARIES]
    return [f"format {_FORMAT}", *told]


def _remove(stores: Iterable[Path]) -> None:
    for path in stores:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.unlink(f"{path}{suffix}")


def _due(row: list[list[object]]) -> Due:
    since, (rule, level, message, location, *rest) = row
    return Due(str(since), Finding(rule, level, message, Location(*location), *rest))  # type: ignore[arg-type, misc]
