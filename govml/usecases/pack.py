"""Evidence packs: a ledger and what it rests on as one file, which is verified without network and repository.

A pack is an uncompressed tar; equal ledgers give equal ones, byte for byte. docs/audit.md has its files, and how to
verify it with sha256sum and ssh-keygen alone. Decisions can't be made again from it: that takes a clone.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from hashlib import sha1, sha256
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Final

from govml import __version__
from govml.base.tags import Tag
from govml.evidence.allowed_signers import read_signers
from govml.evidence.signers import ALLOWED, REVOKED, signatures
from govml.evidence.sshsig import armored
from govml.ledger.chain import Ledger, Problem, misplaced
from govml.ledger.entries import (
    DECISIONS,
    ENTRY_FILE,
    REPORT_FILE,
    commit_bytes,
    read_entry,
    seconds,
    tree_bytes,
)
from govml.model import EvidenceError, GovmlError, MissingObjectError
from govml.named import NamedTuple
from govml.records.config import PATH, default_config, read_config
from govml.records.index import list_of, mapping_of, text_of
from govml.registry.tags import parse_tag
from govml.render.json import json_text
from govml.usecases.audit_entries import Doubt, Recomputed, Rights, Turn, judging_commit
from govml.usecases.ledger import origin_of
from govml.usecases.placements import decisions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govml.ledger.entries import Entry
    from govml.ledger.statements import Grant, Promotion
    from govml.model import Json
    from govml.usecases.audit import Audit
    from govml.usecases.audit_clone import Clone
    from govml.usecases.audit_entries import Source

SCHEMA: Final = "govml.evidence-pack/v1"
MAX_FILE: Final = 1 << 26
"""Bytes of a file in a pack that is read."""
_LATEST: Final = 0o77777777777
"""The last second that a tar has room for, in 2242; what an entry says of its time may be anything."""
_PATH: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*){0,4}")
_COMPRESSED: Final = {
    b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"PK\x03\x04": "zip",
}  # fmt: skip
"""What compressed files begin with."""
_MANIFEST: Final = "pack.json"
_SUMS: Final = "SHA256SUMS"
_SIGNED: Final = "signatures.tsv"


# Writing


def make_pack(clone: Clone, audit: Audit, checkpoint: bytes | None = None) -> bytes:
    """The pack of a ledger that was audited. Raises `LedgerError` for one that is not sound, and as reading it does."""
    ledger = clone.ledger
    ledger.refuse_broken()
    readme = (resources("govml.render") / "templates" / "pack.md").read_bytes()
    files: dict[str, bytes] = {"README.md": readme, "audit.json": json_text(audit.document).encode()}
    if checkpoint is not None:
        files["checkpoint.txt"] = checkpoint
    commits: dict[str, None] = {clone.trusted: None}
    for entry in ledger.entries:
        folder = f"ledger/{entry.number:06}"
        files[f"{folder}/{ENTRY_FILE}"] = entry.data()
        files.update(_signed_files(entry))
        if entry.report:
            files[f"{folder}/{REPORT_FILE}"] = clone.report(entry)
        commits.setdefault(judging_commit(entry) or clone.trusted)
    turns = list(clone.turns())
    commits.update(dict.fromkeys(turn.commit for turn in turns))
    known = _add_trusted(clone, commits, files)
    missing = _add_evidence(clone, files)
    files[_SIGNED] = _signed_by(clone)
    tags: list[Json] = [{**tag._asdict()} for tag in sorted(clone.tags) if parse_tag(tag.ref) is not None]
    files[_MANIFEST] = json_text(
        {
            "schema": SCHEMA,
            "govml": __version__,
            "repository": clone.repository,
            "branch": clone.branch,
            "trusted": clone.trusted,
            "ledger": ledger.ref,
            "tip": ledger.tip,
            "entries": len(ledger.entries),
            "commits": [*clone.by_age(known)],
            "turns": [{"commit": turn.commit, "time": turn.time} for turn in turns],
            "tags": tags,
            "missing": [*missing],
        }
    ).encode()
    files[_SUMS] = "".join(f"{sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)).encode()
    return _tar(files, seconds(ledger.entries[-1].at) or 0 if ledger.entries else 0)


def _signed_files(entry: Entry) -> dict[str, bytes]:
    """What stock tools verify of an entry: the bytes that are signed, and each signature."""
    folder = f"ledger/{entry.number:06}"
    sealed = entry.envelope
    found = {f"{folder}/{number}.sig": armored(each.sig).encode() for number, each in enumerate(sealed.signatures)}
    return {f"{folder}/statement.pae": sealed.signed_bytes(), **found}


def _signed_by(source: Source) -> bytes:
    """`signatures.tsv`: each signature of an entry with what it signs, and who by which keys may have made it, when."""
    rows = []
    for entry in source.ledger.entries:
        folder = f"ledger/{entry.number:06}"
        by = judging_commit(entry) or source.trusted
        try:
            signers = source.rights(by).signers
        except GovmlError:  # nobody can tell whose signatures these are
            continue
        time = re.sub("[^0-9Z]", "", entry.at)
        for number, each in enumerate(signatures(entry.envelope, signers)):
            files = f"{folder}/{number}.sig", f"{folder}/statement.pae", f"trusted/{by}/{ALLOWED}"
            rows += [(*files, who.name, time) for who in each.principals if who.valid_at(entry.at)]
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _add_trusted(clone: Clone, commits: Mapping[str, None], files: dict[str, bytes]) -> list[str]:
    """What says who may do what, of every commit that decided; returns those that could be read."""
    known = []
    for commit in commits:
        try:
            found = clone.deciding(commit)
        except GovmlError:
            continue
        known.append(commit)
        files.update({f"trusted/{commit}/{name}": data for name, data in found.items()})
    return known


def _add_evidence(clone: Clone, files: dict[str, bytes]) -> list[str]:
    """The evidence that decisions name, by its digest; returns the digests of what isn't here any more."""
    missing = set()
    for _, said in decisions(clone.ledger):
        for path, digest in _evidence_of(said):
            data = clone.file(said.about.commit, path)
            if sha256(data).hexdigest() == digest:
                files[f"evidence/{digest}.intoto.jsonl"] = data
            else:
                missing.add(digest)
    return sorted(missing)


def _tar(files: Mapping[str, bytes], time: int) -> bytes:
    """A tar that says nothing but names and contents: sorted, of nobody, of one time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(files):
            info = tarfile.TarInfo(path)
            info.size, info.mtime, info.mode = len(files[path]), max(0, min(time, _LATEST)), 0o644
            tar.addfile(info, io.BytesIO(files[path]))
    return buffer.getvalue()


# Reading


class _Manifest(NamedTuple):
    """What a pack says of itself. None of it is believed where the files show otherwise."""

    repository: str
    branch: str
    trusted: str
    ledger: str
    tip: str
    entries: int
    commits: tuple[str, ...]
    turns: tuple[tuple[str, int], ...]
    tags: tuple[Tag, ...]


class Pack:
    """A `Source` of an audit."""

    recomputes: bool = False
    complete: bool = True

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._manifest = _read_manifest(files)
        self._known: dict[str, Rights] = {}
        self.trusted, self.branch = self._manifest.trusted, self._manifest.branch
        self.repository = self._manifest.repository
        branch = re.sub("^refs/(heads|remotes/[^/]+)/", "", self._manifest.ledger)
        self.origin = origin_of(self.repository, branch)
        self.tags: Sequence[Tag] = self._manifest.tags
        self.ledger = _read_ledger(files, self._manifest)
        self.notes: Sequence[str] = [_NOTE, _UNCHECKED]

    def rights(self, commit: str) -> Rights:
        """Who may do what by a commit, as the pack has it. Raises `GovmlError`."""
        if commit not in self._known:
            folder = f"trusted/{commit}/"
            if commit not in self._manifest.commits:
                raise MissingObjectError(f"what commit {commit[:12]} says of keys and roles is not in the pack", "")
            data = self._files.get(folder + PATH)
            config = read_config(data) if data is not None else default_config()
            signers = read_signers(self._files.get(folder + ALLOWED, b""), self._files.get(folder + REVOKED, b""))
            self._known[commit] = Rights(signers, config.roles)
        return self._known[commit]

    def older(self, commit: str, than: str) -> bool:
        """Whether a commit comes before another one, by the order that the pack has them in."""
        order = self._manifest.commits
        return commit in order and than in order and order.index(commit) < order.index(than)

    def turns(self) -> Sequence[Turn]:
        """How rights changed, newest first."""
        return [Turn(commit, time, self.rights(commit)) for commit, time in self._manifest.turns]

    def report(self, entry: Entry) -> bytes:
        """The report that an entry keeps. Raises `MissingObjectError`."""
        data = self._files.get(f"ledger/{entry.number:06}/{REPORT_FILE}")
        if data is None:
            raise MissingObjectError(f"the report of entry {entry.number} is not in the pack", "")
        return data

    def decided_by(self, commit: str, at: str) -> Doubt | None:
        """That a commit was on the trusted branch only a clone shows."""
        return None

    def waived(self, said: Grant) -> Doubt | None:
        """What waivers a commit had only a clone shows."""
        return None

    def recompute(self, entry: Entry, said: Promotion) -> Recomputed:
        """A pack has nothing to decide from."""
        return Recomputed()

    def problems(self) -> Sequence[Doubt]:
        """Files that are not what the pack says they are, and evidence that is named and isn't here."""
        found = []
        listed = _read_sums(self._files)
        actual = {path: sha256(data).hexdigest() for path, data in self._files.items() if path != _SUMS}
        for path in sorted(listed.keys() | actual.keys()):
            if listed.get(path) != actual.get(path):
                found.append(Doubt("broken", f"{path} is not what {_SUMS} says it is"))
        for entry in self.ledger.entries:
            for path, signed in _signed_files(entry).items():
                if self._files.get(path) != signed:
                    found.append(Doubt("broken", f"{path} is not what entry {entry.number} says"))
        if self._files.get(_SIGNED) != _signed_by(self):
            found.append(Doubt("broken", f"{_SIGNED} is not what the entries say"))
        named: dict[str, int] = {}
        for entry, said in decisions(self.ledger):
            for _, digest in _evidence_of(said):
                named.setdefault(digest, entry.number)
        for digest, number in sorted(named.items()):
            data = self._files.get(f"evidence/{digest}.intoto.jsonl")
            if data is None:
                message = f"evidence {digest[:12]}, which entry {number} rests on, is not in the pack"
                found.append(Doubt("inconclusive", message))
            elif sha256(data).hexdigest() != digest:
                found.append(Doubt("broken", f"evidence {digest[:12]}, which entry {number} rests on, is another file"))
        return found


def read_pack(data: bytes) -> Pack:
    """The pack in these bytes. Raises `EvidenceError` for what is none."""
    files: dict[str, bytes] = {}
    packer = next((name for start, name in _COMPRESSED.items() if data.startswith(start)), "")
    if packer:
        raise EvidenceError(f"is compressed by {packer}, and an evidence pack is a plain tar", "uncompress it first")
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            for member in tar:
                name = member.name.removeprefix("./")  # as `tar cf PACK .` has it
                if member.isdir() and not member.size and (name == "." or _PATH.fullmatch(name)):
                    continue
                if not member.isfile() or member.issparse() or not _PATH.fullmatch(name) or name in files:
                    raise EvidenceError(f"{member.name[:80]!a} is no file of an evidence pack", _HINT)
                if member.size > MAX_FILE:
                    raise EvidenceError(f"{member.name} has {member.size:,} bytes, and {MAX_FILE:,} are read", _HINT)
                handle = tar.extractfile(member)
                files[name] = handle.read() if handle is not None else b""
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise EvidenceError(f"is not an evidence pack: {error}", _HINT) from None
    return Pack(files)


def _read_manifest(files: Mapping[str, bytes]) -> _Manifest:
    try:
        value = mapping_of(json.loads(files[_MANIFEST]))
        json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair could be shown nowhere
        commits = value["commits"]
        if value["schema"] != SCHEMA or not isinstance(commits, list) or not isinstance(value["entries"], int):
            raise ValueError("is of another form")
        tags = tuple(map(_read_tag, list_of(value["tags"])))
        turns = tuple((text_of(each["commit"]), int(str(each["time"]))) for each in list_of(value["turns"]))
        names = {name: text_of(value[name]) for name in ("repository", "branch", "trusted", "ledger", "tip")}
        known = tuple(map(text_of, commits))
        return _Manifest(**names, entries=value["entries"], commits=known, turns=turns, tags=tags)
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise EvidenceError(f"is not an evidence pack: {_MANIFEST}: {error}", _HINT) from None


def _read_tag(value: dict[str, Json]) -> Tag:
    """A tag of the manifest. Raises `KeyError` and `ValueError` where it is none."""
    kinds = [str, str, str, bool, str, str, int, int, str, bool]
    found = [value[name] for name in Tag._fields]
    if [type(each) for each in found] != kinds:
        raise ValueError("a tag has members of other types")
    return Tag(*found)  # type: ignore[arg-type]


def _read_ledger(files: Mapping[str, bytes], manifest: _Manifest) -> Ledger:
    """The ledger, with the Git commits that these entries have; the last has to be the tip that the pack names."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: dict[bytes, int] = {}
    tip = ""
    for number in range(min(manifest.entries, len(files))):
        folder = f"ledger/{number:06}"
        try:
            data = files[f"{folder}/{ENTRY_FILE}"]
            entry = read_entry(data)
        except KeyError:
            problems.append(Problem(number, "", "is not in the pack"))
            continue
        except EvidenceError as error:
            problems.append(Problem(number, "", str(error)))
            continue
        report = files.get(f"{folder}/{REPORT_FILE}")
        blobs = _oid("blob", data), _oid("blob", report) if report is not None else ""
        tip = _oid("commit", commit_bytes(_oid("tree", tree_bytes(*blobs)), tip, entry))
        entry = entry._replace(report=blobs[1], commit=tip)
        reason = misplaced(entry, number, entries[-1] if entries else None, seen)
        if not reason and bool(entry.report) != (entry.kind in DECISIONS):
            reason = f"is a {entry.kind} and has {'a' if entry.report else 'no'} {REPORT_FILE}"
        if reason:
            problems.append(Problem(number, tip, reason))
        entries.append(entry)
    if tip != manifest.tip and not problems:
        message = f"the entries end at commit {tip[:12]}, and not at {manifest.tip[:12]}"
        problems.append(Problem(len(entries), "", message))
    return Ledger(manifest.ledger, manifest.tip, tuple(entries), tuple(problems))


def _oid(kind: str, data: bytes) -> str:
    return sha1(b"%b %d\0%b" % (kind.encode(), len(data), data), usedforsecurity=False).hexdigest()


def _read_sums(files: Mapping[str, bytes]) -> dict[str, str]:
    rows = (line.split("  ", 1) for line in files.get(_SUMS, b"").decode("utf-8", "replace").splitlines())
    return {row[1]: row[0] for row in rows if len(row) == 2}


def _evidence_of(said: Promotion) -> list[tuple[str, str]]:
    """Path and SHA-256 of the files in the repository that a decision rests on."""
    return [(each.uri, each.sha256) for each in said.inputs if each.uri != REPORT_FILE and not each.is_entry]


_HINT: Final = "`govml audit --pack FILE` writes one"
_NOTE: Final = (
    "a pack shows who signed what and on which evidence, by the keys and roles that it holds; that these were the "
    "trusted branch's, that it had the waivers that were granted, and that the decisions come out the same again, only "
    "a clone shows"
)
_UNCHECKED: Final = (
    "audit.json, checkpoint.txt and README.md in the pack are what its maker wrote, and were not checked"
)
