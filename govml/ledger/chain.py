"""The ledger as a chain: read and verified whole, added to one entry at a time.

What is wrong with a ledger is a value with the number of the entry, never an exception. A ledger with a problem is not
added to: an entry on top would make it look sound.
"""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal, Protocol

from govml.base.branch import Branch, MovedError
from govml.base.snapshot import BlobTooLargeError
from govml.evidence.signers import keys_of
from govml.ledger.entries import (
    DECISIONS,
    ENTRY_FILE,
    MAX_ENTRY,
    MAX_REPORT,
    REPORT_FILE,
    Entry,
    Kind,
    LedgerError,
    commit_bytes,
    entry_bytes,
    is_time,
    read_entry,
    seconds,
    tree_bytes,
)
from govml.model import EvidenceError, MissingObjectError, RepositoryError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.base.git import Repository
    from govml.evidence.dsse import Envelope

BRANCH: Final = "govml/ledger"
"""Where the ledger is unless `promotion.ledger` of `govml.yaml` says otherwise."""
REMOTE: Final = "origin"
SKEW: Final = 300
"""Seconds that the clocks of those who add entries may differ."""
MAX_COMMIT: Final = 65_536


class Problem(NamedTuple):
    """What is wrong with the ledger at one entry."""

    number: int
    """Place of the entry in the chain, from 0; where history is cut off, the number of the first entry that is here."""
    commit: str
    message: str
    state: Literal["broken", "inconclusive"] = "broken"

    @property
    def text(self) -> str:
        """All of it in one sentence."""
        return f"the ledger is {self.state} at entry {self.number}: {self.message}"


class Publisher(Protocol):
    """Where entries are published: `govml.ledger.remote` for a Git remote."""

    name: str
    """Of the remote."""

    def fetch(self) -> None:
        """Bring what the remote has into the remote-tracking branch. Raises `RepositoryError`."""

    def push(self, commit: str) -> None:
        """Let the remote's branch be `commit`. Raises `MovedError` when it is no longer where it was fetched from."""


class Ledger(NamedTuple):
    """The ledger at one tip. Only a `sound` one may be relied on."""

    ref: str
    """Full name of the branch that was read: the local one, or the one of the remote where that is longer."""
    tip: str
    """Commit id, empty when there is no ledger yet."""
    entries: tuple[Entry, ...]
    """Those that could be read, oldest first; all of them when the ledger is sound."""
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every entry is here, and every link and time is as it should be."""
        return not self.problems

    def refuse_broken(self) -> None:
        """Raise `LedgerError`, with the first problem, for a ledger that is not sound."""
        for problem in self.problems:
            raise LedgerError(problem.text, "`govml ledger verify` shows all that is wrong with it")


class Draft(NamedTuple):
    """What is to be added."""

    kind: Kind
    envelope: Envelope
    at: str
    """When, RFC 3339 in UTC with seconds. The entry may say a little later, when another one came before it."""
    report: bytes = b""
    """The report that a promotion or rollback was decided on."""


def read(repository: Repository, branch: str = BRANCH, remote: str = REMOTE) -> Ledger:
    """The ledger on a branch of this clone, or on the remote's as last fetched, whichever has more entries.

    Raises `RepositoryError` when a reference can't be read.
    """
    refs = [f"refs/heads/{branch}", f"refs/remotes/{remote}/{branch}"]
    store = Branch(repository, refs[0])
    tips = [(ref, tip) for ref in refs if (tip := store.tip(ref))]
    if not tips:
        return Ledger(refs[0], "", ())
    histories = {tip: _history(store, tip) for _, tip in tips}
    ref, tip = max(tips, key=lambda each: len(histories[each[1]].commits))  # the first of equals: the local one
    entries, problems = _verified(store, histories[tip])
    here = {commit for commit, _ in histories[tip].commits}
    for other_ref, other in tips:
        if other != tip and other not in here:
            common = sum(commit in here for commit, _ in histories[other].commits)
            message = f"{ref} and {other_ref} have other entries from here on: one was written without the other. "
            message += f"Yours, if nobody else has them: `git branch --force {branch} {remote}/{branch}` drops them, "
            message += "and with --push they are made again on top"
            problems.append(Problem(common, other, message))
    return Ledger(ref, tip, tuple(entries), tuple(problems))


def report_of(objects: Branch, entry: Entry) -> bytes:
    """The report that an entry keeps; `objects` is any branch of the repository, for all reports the same one.

    Raises `MissingObjectError`, `BlobTooLargeError`, `RepositoryError`.
    """
    return objects.read(entry.report, "blob", MAX_REPORT)


def append(
    repository: Repository, prepare: Callable[[Ledger], Draft], branch: str = BRANCH, publish: Publisher | None = None
) -> Entry:
    """Add an entry, prepared from the ledger as it is when nobody else can write to it, and return it.

    `prepare` decides: it is given the ledger and raises what it refuses with. With `publish` the entry is on the remote
    before it is in this clone; where somebody else was faster, `prepare` is asked again with what the remote has now.
    A statement that the ledger holds already, signed with the same keys, is not added again: its entry is returned.

    Raises `LedgerError` when the ledger is broken, the time is before its last entry, or others were always faster, and
    what `prepare` raises.
    """
    store = Branch(repository, f"refs/heads/{branch}")
    draft: Draft | None = None
    start = monotonic()
    with store.lock():
        for _ in range(_TRIES):
            if publish is not None:
                publish.fetch()
            before = store.tip()
            ledger = read(repository, branch, publish.name if publish else REMOTE)
            ledger.refuse_broken()
            # A push may seem to fail though the remote took the entry; asking again would then decide on top of it.
            if draft is None or _holding(ledger, draft) is None:
                draft = prepare(ledger)
            known = _holding(ledger, draft)
            # Whoever waited was asked for a time when it began to wait.
            entry = known or _write(store, ledger, draft, SKEW + monotonic() - start)
            tip = ledger.tip if known else entry.commit
            try:
                if publish is not None:
                    publish.push(tip)
                store.move(before, tip)
                return entry
            except MovedError:
                continue
    raise LedgerError(f"somebody else always wrote to {branch} first", "run this again in a minute")


def synchronise(repository: Repository, branch: str, publish: Publisher, *, push: bool) -> Ledger:
    """Bring the remote's entries here and, with `push`, publish those that only this clone has; return what there is.

    Raises `LedgerError` when the two went apart or the ledger is broken, and what the remote raises.
    """
    store = Branch(repository, f"refs/heads/{branch}")
    with store.lock():
        for _ in range(_TRIES):
            publish.fetch()
            before = store.tip()
            ledger = read(repository, branch, publish.name)
            ledger.refuse_broken()
            try:
                if push and ledger.tip:
                    publish.push(ledger.tip)
                if ledger.tip:
                    store.move(before, ledger.tip)
                return ledger
            except MovedError:
                continue
    raise LedgerError(f"somebody else always wrote to {branch} first", "run this again in a minute")


_TRIES: Final = 20
_PARENT: Final = re.compile(rb"tree [0-9a-f]{40}\nparent ([0-9a-f]{40})\n")
_TREE: Final = re.compile(
    rb"100644 %b\0(.{20})(?:100644 %b\0(.{20}))?" % (re.escape(ENTRY_FILE.encode()), re.escape(REPORT_FILE.encode())),
    re.DOTALL,
)


class _History(NamedTuple):
    """Commits from the first to the tip."""

    commits: list[tuple[str, bytes]]
    """Ids and bytes."""
    cut: Problem | None
    """Why there is nothing before the first of them, where there should be."""


def _history(store: Branch, tip: str) -> _History:
    commits: list[tuple[str, bytes]] = []
    oid = tip
    while oid:
        try:
            raw = store.read(oid, "commit", MAX_COMMIT)
        except MissingObjectError:
            message = "the entries before are not in this clone: `git fetch --unshallow` brings them"
            return _History(commits[::-1], Problem(0, oid, message, "inconclusive"))
        except (BlobTooLargeError, RepositoryError) as error:
            return _History(commits[::-1], Problem(0, oid, str(error)))
        commits.append((oid, raw))
        parent = _PARENT.match(raw)
        oid = parent[1].decode() if parent else ""
    return _History(commits[::-1], None)


def _verified(store: Branch, history: _History) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems = []
    known: dict[bytes, int] = {}
    before: Entry | None = None  # None also where it can't be read, which is told of that entry
    first = 0
    for place, (commit, raw) in enumerate(history.commits):
        try:
            entry = _entry(store, commit, raw)
        except MissingObjectError as error:
            problems.append(Problem(first + place, commit, str(error), "inconclusive"))
            before = None
            continue
        except (EvidenceError, BlobTooLargeError, RepositoryError) as error:
            problems.append(Problem(first + place, commit, str(error)))
            before = None
            continue
        if history.cut and not entries:
            first = entry.number - place
        reason = misplaced(entry, first + place, before, known)
        if reason:
            problems.append(Problem(first + place, commit, reason))
        entries.append(entry)
        before = entry
    if history.cut:
        problems.insert(0, history.cut._replace(number=first))
    return entries, problems


def misplaced(entry: Entry, number: int, before: Entry | None, known: dict[bytes, int]) -> str:
    """Why an entry can't stand at a place; empty when it can. `known` are the payloads so far; its own is added."""
    earlier = known.setdefault(entry.envelope.payload, entry.number)
    if entry.number != number:
        return f"says that it is entry {entry.number}"
    if number == 0 and entry.previous:
        return "names an entry before it, and is the first"
    if before is not None and entry.previous != before.digest:
        return f"doesn't name the entry before it: that is {before.digest[:12]}, not {entry.previous[:12] or 'none'}"
    if before is not None and entry.at < before.at:
        return f"is dated {entry.at}, before the entry before it ({before.at})"
    return f"repeats the statement of entry {earlier}" if earlier != entry.number else ""


def _entry(store: Branch, commit: str, raw: bytes) -> Entry:
    """The entry of a commit. Raises `EvidenceError` where anything is not as `_write` leaves it."""
    tree = raw[5:45].decode("ascii", "replace")
    if raw[:5] != b"tree " or raw[45:46] != b"\n":
        raise EvidenceError("its commit is malformed")
    files = _TREE.fullmatch(store.read(tree, "tree", MAX_COMMIT))
    if files is None:
        raise EvidenceError(f"its tree holds something else than {ENTRY_FILE} and {REPORT_FILE}")
    data = store.read(files[1].hex(), "blob", MAX_ENTRY)
    entry = read_entry(data)._replace(commit=commit, report=(files[2] or b"").hex())
    if bool(entry.report) != (entry.kind in DECISIONS):
        raise EvidenceError(f"is a {entry.kind} and has {'a' if entry.report else 'no'} {REPORT_FILE}")
    parent = _PARENT.match(raw)
    if raw != commit_bytes(tree, parent[1].decode() if parent else "", entry):
        parents = raw.partition(b"\n\n")[0].count(b"\nparent ")
        merge = f"its commit has {parents} parents: the ledger has no merges"
        raise EvidenceError(merge if parents > 1 else "its commit is not as govml writes it: author, time or message")
    return entry


def _write(store: Branch, ledger: Ledger, draft: Draft, skew: float) -> Entry:
    """Store an entry on top of the ledger; no reference names it yet."""
    last = ledger.entries[-1] if ledger.entries else None
    if bool(draft.report) != (draft.kind in DECISIONS):
        raise EvidenceError(f"a {draft.kind} has {'no' if draft.report else 'a'} report")
    number, previous = (last.number + 1, last.digest) if last else (0, "")
    data = entry_bytes(number, previous, _placed(draft.at, last, skew), draft.kind, draft.envelope)
    for size, limit, name in ((len(data), MAX_ENTRY, ENTRY_FILE), (len(draft.report), MAX_REPORT, REPORT_FILE)):
        if size > limit:
            raise LedgerError(f"{name} has {size:,} bytes, and {limit:,} are the most that are kept")
    entry = read_entry(data)  # what couldn't be read again isn't written
    blobs = store.write("blob", data), store.write("blob", draft.report) if draft.report else ""
    tree = store.write("tree", tree_bytes(*blobs))
    return entry._replace(report=blobs[1], commit=store.write("commit", commit_bytes(tree, ledger.tip, entry)))


def _placed(at: str, last: Entry | None, skew: float) -> str:
    """The time of an entry: that of the last one where its clock was ahead by a little, `skew` seconds at most."""
    if last is None or at >= last.at or not is_time(at):
        return at
    if (seconds(last.at) or 0) - (seconds(at) or 0) > skew:
        message = f"entry {last.number}, the last one, is of {last.at}, and now it is {at}: time never goes back"
        raise LedgerError(message, "set the clock of this machine, unless it is that entry which is wrong")
    return last.at


def _holding(ledger: Ledger, draft: Draft) -> Entry | None:
    """The entry that holds a draft's statement already. Raises `LedgerError` where others signed that one."""
    payload = draft.envelope.payload
    found = next((entry for entry in ledger.entries if entry.envelope.payload == payload), None)
    if found is not None and _signing(found.envelope) != _signing(draft.envelope):
        message = f"entry {found.number} holds this very statement, and is not signed with the same key"
        raise LedgerError(message, "`govml audit` says what it is; say it again at another time, or in other words")
    return found


def _signing(envelope: Envelope) -> set[str]:
    """Fingerprints of the keys that signed an envelope; empty for a signature that doesn't hold."""
    return {key.fingerprint if key is not None else "" for key, _ in keys_of(envelope)}
