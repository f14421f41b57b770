"""The chain: what is appended is read again, and nothing else is believed."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep, tzset

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govml.base.branch import Branch
from govml.base.canonical import canonical
from govml.base.git import Repository
from govml.evidence.dsse import PAYLOAD_TYPE, Envelope, Signature
from govml.ledger import chain
from govml.ledger.chain import BRANCH, Draft, Ledger, append, read, report_of
from govml.ledger.entries import MAX_ENTRY, SCHEMA, LedgerError, entry_bytes, read_entry
from govml.model import EvidenceError, RepositoryError, UsageError
from tests.builders import Repo
from tests.ledger.builders import REF, REPORT, add, approval, bytes_of, digest, draft, fill, plant, promotion, time


def ledger(repo: Repo) -> Ledger:
    return read(Repository.open(repo.path))


def problem(repo: Repo) -> tuple[int, str, str]:
    """The one problem of a ledger: number, state, message."""
    (found,) = ledger(repo).problems
    return found.number, found.state, found.message


# -- honest ledgers ------------------------------------------------------------------------------------------------


def test_no_ledger_is_an_empty_one(repo: Repo) -> None:
    assert ledger(repo) == Ledger(REF, "", ())
    assert ledger(repo).sound


def test_what_is_appended_is_read_again(repo: Repo) -> None:
    added = fill(repo.path, 7)
    found = ledger(repo)
    assert found.sound
    assert list(found.entries) == added
    assert [entry.number for entry in added] == list(range(7))
    assert [entry.previous for entry in added] == ["", *(entry.digest for entry in added[:-1])]
    assert found.tip == added[-1].commit == repo.git("rev-parse", REF)
    assert added[2].about() == {"model": "credit-risk", "version": "v2.0.0", "stage": "production"}
    assert report_of(Branch(Repository.open(repo.path), ""), added[2]) == REPORT
    assert repo.git("fsck", "--strict") == ""


def test_git_alone_shows_the_ledger(repo: Repo) -> None:
    fill(repo.path, 3)
    assert repo.git("log", "--format=%s|%an <%ae>|%cI", BRANCH).splitlines() == [
        "promotion credit-risk v2.0.0 production|govml <govml@localhost>|2026-01-01T00:02:00+00:00",
        "approval credit-risk v1.0.0 production|govml <govml@localhost>|2026-01-01T00:01:00+00:00",
        "approval credit-risk v0.0.0 production|govml <govml@localhost>|2026-01-01T00:00:00+00:00",
    ]
    assert repo.git("ls-tree", "--name-only", BRANCH).splitlines() == ["entry.json", "report.json"]


def test_equal_entries_have_equal_commits(tmp_path: Path) -> None:
    one, other = (Repo(tmp_path, name) for name in ("one", "other"))
    other.commit("something else is on its branches")
    os.environ["TZ"] = "Asia/Kathmandu"
    tzset()
    try:
        fill(one.path, 3)
    finally:
        os.environ["TZ"] = "UTC"
        tzset()
    assert fill(other.path, 3)[-1].commit == one.git("rev-parse", REF)


def test_a_bare_clone_a_packed_one_and_a_linked_work_tree_show_the_same(repo: Repo) -> None:
    repo.commit()
    fill(repo.path, 4)
    expected = ledger(repo).entries
    assert read(Repository.open(repo.bare())).entries == expected
    repo.git("gc", "--quiet")
    repo.git("worktree", "add", "--quiet", "../linked", "-b", "other")
    linked = repo.path.parent / "linked"
    assert read(Repository.open(linked)).entries == expected
    fill(linked, 1, first=4)
    assert len(ledger(repo).entries) == 5
    assert repo.git("rev-parse", REF) == ledger(repo).tip


def test_a_new_clone_reads_the_remotes_ledger_and_goes_on_with_it(repo: Repo) -> None:
    repo.commit()
    fill(repo.path, 2)
    clone = repo.path.parent / "clone"
    repo.git("clone", "--quiet", str(repo.path), str(clone))
    found = read(Repository.open(clone))
    assert (found.ref, len(found.entries)) == (f"refs/remotes/origin/{BRANCH}", 2)
    assert fill(clone, 1, first=2)[0].number == 2
    found = read(Repository.open(clone))
    assert (found.ref, len(found.entries), found.sound) == (REF, 3, True)


def test_the_same_statement_is_added_once(repo: Repo) -> None:
    first, second = fill(repo.path, 1) + fill(repo.path, 1)
    assert first == second
    assert len(ledger(repo).entries) == 1


def test_a_statement_that_somebody_else_signed_already_is_not_taken_for_ones_own(repo: Repo, tmp_path: Path) -> None:
    own = draft(0)
    (signature,) = own.envelope.signatures
    add(repo.path, own._replace(envelope=own.envelope._replace(signatures=(signature._replace(sig=b"nothing"),))))
    with pytest.raises(LedgerError, match="entry 0 holds this very statement, and is not signed with the same key"):
        add(repo.path, own)


def test_who_had_to_wait_is_not_late(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it waits, others add entries that are younger than the time that it was asked for."""
    monkeypatch.setattr(chain, "SKEW", 0)
    fill(repo.path, 1, first=5)
    late = draft(4, at="2026-01-01T00:04:59Z")
    with pytest.raises(LedgerError, match="time never goes back"):
        add(repo.path, late)
    with (repo.path / ".git/govml/ledger.lock").open() as lock, ThreadPoolExecutor() as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = pool.submit(add, repo.path, late)
        sleep(1.5)
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert waiting.result().at == time(5)


def test_a_clock_that_is_a_little_behind_takes_the_time_of_the_last_entry(repo: Repo) -> None:
    fill(repo.path, 1, first=5)
    added = add(repo.path, draft(4))
    assert (added.at, added.statement.predicate["at"]) == (time(5), time(4))
    assert ledger(repo).sound


def test_a_clock_that_is_far_behind_is_refused(repo: Repo) -> None:
    fill(repo.path, 1, first=30)
    with pytest.raises(LedgerError, match="time never goes back"):
        add(repo.path, draft(24))
    assert len(ledger(repo).entries) == 1


def test_what_prepare_raises_leaves_nothing(repo: Repo) -> None:
    fill(repo.path, 1)
    seen = []

    def refuse(found: Ledger) -> Draft:
        seen.append(len(found.entries))
        raise EvidenceError("no")

    with pytest.raises(EvidenceError, match="no"):
        append(Repository.open(repo.path), refuse)
    assert seen == [1]
    assert len(ledger(repo).entries) == 1
    fill(repo.path, 1, first=1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Draft("approval", approval(1), "2026-01-01"), "no time"),
        (Draft("approval", approval(1), "2026-02-30T00:00:00Z"), "no time"),
        (Draft("approval", approval(1, time(9)), time(1)), "not at or before"),
        (Draft("promotion", approval(1), time(1), REPORT), "its statement is something else"),
        (Draft("approval", promotion(1), time(1)), "its statement is something else"),
        (Draft("rollback", promotion(1), time(1), REPORT), "its statement is something else"),
        (Draft("promotion", promotion(1), time(1)), "has a report"),
        (Draft("approval", approval(1), time(1), REPORT), "has no report"),
        (Draft("approval", Envelope(b"{}", PAYLOAD_TYPE, ()), time(1)), "no in-toto statement"),
        (Draft("approval", Envelope(b" " * MAX_ENTRY, PAYLOAD_TYPE, ()), time(1)), "are the most that are kept"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(repo: Repo, wrong: Draft, said: str) -> None:
    with pytest.raises((EvidenceError, LedgerError), match=said):
        add(repo.path, wrong)
    assert ledger(repo).tip == ""


_NAMES = st.sampled_from(["at", "envelope", "kind", "number", "payload", "payloadType", "previous", "signatures"])


def nested(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(values, max_size=3) | st.dictionaries(_NAMES, values)


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(deadline=None)
@given(
    number=st.integers(0, 10**9),
    payload=st.binary(max_size=60),
    kind=_TEXT,
    signatures=st.lists(st.tuples(_TEXT, st.binary(max_size=20)), max_size=3),
)
def test_the_bytes_of_an_entry_are_canonical(
    number: int, payload: bytes, kind: str, signatures: list[tuple[str, bytes]]
) -> None:
    import base64

    envelope = Envelope(payload, kind, tuple(Signature(*each) for each in signatures))
    sealed = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [{"keyid": name, "sig": base64.b64encode(sig).decode()} for name, sig in signatures],
    }
    value = {"schema": SCHEMA, "number": number, "previous": "ab", "at": "now", "kind": kind, "envelope": sealed}
    assert entry_bytes(number, "ab", "now", kind, envelope) == canonical(value) + b"\n"  # type: ignore[arg-type]


@settings(deadline=None)
@given(place=st.integers(0, 1500), cut=st.integers(0, 40), put=st.binary(max_size=6) | st.sampled_from([b'"', b"0"]))
def test_an_entry_that_was_edited_is_refused_or_is_another_one(place: int, cut: int, put: bytes) -> None:
    honest = bytes_of(3, "0" * 64)
    at = place % len(honest)
    edited = honest[:at] + put + honest[at + cut :]
    try:
        found = read_entry(edited)
    except EvidenceError:
        return
    assert found.data() == edited
    assert (found.digest == digest(honest)) == (edited == honest)


@settings(deadline=None)
@given(st.binary(max_size=300) | st.recursive(st.none() | st.text() | st.integers(), nested).map(as_json))
def test_any_bytes_are_an_entry_or_refused(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        read_entry(data)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.integers(0, 200), min_size=1, max_size=8))
def test_any_honest_times_are_read_again(gaps: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    repo = Repo(tmp_path_factory.mktemp("times"))
    minute, added = 0, []
    for number, gap in enumerate(gaps):
        minute = min(minute + gap, 1400)
        one = Draft("approval", approval(number, time(minute)), time(minute))
        added.append(add(repo.path, one))
    assert ledger(repo) == Ledger(REF, added[-1].commit, tuple(added))


# -- attacks -------------------------------------------------------------------------------------------------------


def rebuilt(repo: Repo, edit: dict[int, bytes], count: int = 4) -> None:
    """A ledger of `count` entries in which some have other bytes, the commits on top written anew."""
    parents: list[str] = []
    previous = ""
    for number in range(count):
        honest = bytes_of(number, previous)
        previous = digest(honest)
        parents = [plant(repo, edit.get(number, honest), parents)]


def test_a_rebuilt_honest_ledger_is_sound(repo: Repo) -> None:
    rebuilt(repo, {})
    assert ledger(repo).sound
    assert len(ledger(repo).entries) == 4


def test_an_edited_entry_breaks_the_one_after_it(repo: Repo) -> None:
    rebuilt(repo, {1: entry_bytes(1, digest(bytes_of(0, "")), time(1), "approval", approval(77, time(1)))})
    number, state, message = problem(repo)
    assert (number, state) == (2, "broken")
    assert message.startswith("doesn't name the entry before it")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes_of(0, "").replace(b'{"at"', b'{ "at"'), "byte for byte"),
        (bytes_of(0, "").rstrip(b"\n"), "byte for byte"),
        (bytes_of(0, "") + b"\n", "byte for byte"),
        (bytes_of(0, "").replace(b'"number":0', b'"more":1,"number":0'), "byte for byte"),
        (bytes_of(0, "").replace(b'"number":0', b'"number":0,"number":0'), "byte for byte"),
        (bytes_of(0, "").replace(b'"number":0', b'"number":0.0'), "byte for byte"),
        (bytes_of(0, "").replace(b'"number":0', b'"number":false'), "byte for byte"),
        (bytes_of(0, "").replace(b"/v1", b"/v2"), "byte for byte"),
        (b"[" * 100_000, "byte for byte"),
        (b"\xff", "byte for byte"),
        (b"null\n", "byte for byte"),
        (b"", "byte for byte"),
        (b'{"envelope":{"payload":"\\ud800"}}', "byte for byte"),
        (entry_bytes(0, "", time(0), "coup", approval(0)), "unknown kind"),
        (entry_bytes(0, "", "yesterday", "approval", approval(0)), "no time"),
        (entry_bytes(0, "", time(0), "promotion", approval(0)), "its statement is something else"),
        (entry_bytes(0, "", time(0), "approval", Envelope(b'{"a":1,"a":2}', PAYLOAD_TYPE, ())), "stands twice"),
    ],
)
def test_an_entry_in_any_other_form_is_broken(repo: Repo, data: bytes, said: str) -> None:
    rebuilt(repo, {0: data})
    found = ledger(repo)
    assert said in found.problems[0].message
    assert found.problems[0].number == 0
    assert not found.sound


def test_a_statement_dated_after_its_entry_is_broken(repo: Repo) -> None:
    """Back-dating an entry: the statement in it says when it was really made."""
    plant(repo, entry_bytes(0, "", time(0), "approval", approval(0, time(5))), [])
    assert "not at or before" in problem(repo)[2]


def test_a_reordered_ledger_is_broken(repo: Repo) -> None:
    honest = [bytes_of(0, "")]
    for number in (1, 2):
        honest.append(bytes_of(number, digest(honest[-1])))
    parents: list[str] = []
    for data in (honest[0], honest[2], honest[1]):
        parents = [plant(repo, data, parents)]
    assert [(each.number, each.message) for each in ledger(repo).problems] == [
        (1, "says that it is entry 2"),
        (2, "says that it is entry 1"),
    ]


def test_a_number_that_stands_twice_is_broken(repo: Repo) -> None:
    first = bytes_of(0, "")
    parent = plant(repo, first, [])
    plant(repo, entry_bytes(0, digest(first), time(1), "approval", approval(1)), [parent])
    assert problem(repo)[2] == "says that it is entry 0"


def test_a_ledger_without_its_beginning_is_broken(repo: Repo) -> None:
    plant(repo, bytes_of(1, digest(bytes_of(0, ""))), [])
    assert problem(repo)[2] == "says that it is entry 1"
    plant(repo, entry_bytes(0, "0" * 64, time(0), "approval", approval(0)), [])
    assert problem(repo)[2] == "names an entry before it, and is the first"


def test_time_that_goes_back_is_broken(repo: Repo) -> None:
    first = bytes_of(0, "", time(9))
    parent = plant(repo, first, [])
    plant(repo, entry_bytes(1, digest(first), time(8), "approval", approval(1)), [parent])
    assert problem(repo)[2].startswith("is dated 2026-01-01T00:08:00Z, before")


def test_a_statement_that_stands_twice_is_broken(repo: Repo) -> None:
    """A promotion that is replayed would roll a stage back without anybody's decision."""
    first = bytes_of(0, "")
    parent = plant(repo, first, [])
    plant(repo, entry_bytes(1, digest(first), time(0), "approval", approval(0)), [parent])
    assert problem(repo) == (1, "broken", "repeats the statement of entry 0")


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("100644", "more"),
        ("100644", "report.json"),
        ("100755", "report.json"),
        ("120000", "link"),
        ("100644", "entry.json"),
        ("100644", "ENTRY.json"),
    ],
)
def test_another_file_in_an_entrys_tree_is_broken(repo: Repo, mode: str, name: str) -> None:
    plant(repo, bytes_of(0, ""), [], files=[(mode, name, b"x")])
    number, state, _ = problem(repo)
    assert (number, state) == (0, "broken")


@pytest.mark.parametrize("mode", ["100755", "120000", "040000", "100664"])
def test_an_entry_that_is_no_plain_file_is_broken(repo: Repo, mode: str) -> None:
    tree = repo.tree([(mode, repo.blob(bytes_of(0, "")), "entry.json")])
    repo.commit_tree(tree, ref=REF)
    assert "its tree holds something else" in problem(repo)[2]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("author govml", "author Mallory"),
        ("committer govml", "committer Mallory"),
        ("1767225600 +0000\ncommitter", "1767225599 +0000\ncommitter"),
        ("+0000\n\n", "+0100\n\n"),
        ("+0000\n\n", "+0000\nencoding latin-1\n\n"),
        ("+0000\n\n", "+0000\nparent 1111111111111111111111111111111111111111\n\n"),
        ("v0.0.0", "v9.0.0"),
        ("entry 0", "entry 0\n"),
        ("entry 0", "entry 00"),
    ],
)
def test_a_commit_that_govml_did_not_write_is_broken(repo: Repo, old: str, new: str) -> None:
    fill(repo.path, 1)
    raw = repo.git("cat-file", "commit", REF) + "\n"
    assert old in raw
    oid = repo.git("hash-object", "-w", "-t", "commit", "--literally", "--stdin", stdin=raw.replace(old, new, 1))
    repo.git("update-ref", REF, oid)
    assert problem(repo)[:2] == (0, "broken")


def test_a_merge_is_broken(repo: Repo) -> None:
    rebuilt(repo, {}, 2)
    raw = repo.git("cat-file", "commit", REF) + "\n"
    other = repo.commit("of another branch")
    merge = raw.replace("\nauthor", f"\nparent {other}\nauthor", 1)
    repo.git("update-ref", REF, repo.git("hash-object", "-w", "-t", "commit", "--stdin", stdin=merge))
    assert problem(repo) == (1, "broken", "its commit has 2 parents: the ledger has no merges")


def test_an_ordinary_commit_on_top_is_broken_and_nothing_is_added_to_it(repo: Repo) -> None:
    fill(repo.path, 2)
    repo.commit_tree(repo.git("rev-parse", f"{REF}^{{tree}}"), parents=[repo.git("rev-parse", REF)], ref=REF)
    assert problem(repo)[:2] == (2, "broken")
    with pytest.raises(LedgerError, match="the ledger is broken at entry 2"):
        fill(repo.path, 1, first=5)


def test_a_replaced_object_changes_nothing(repo: Repo) -> None:
    fill(repo.path, 3)
    expected = ledger(repo)
    evil = repo.commit("as if nothing had been decided")
    entry = repo.git("rev-parse", f"{REF}:entry.json")
    repo.git("replace", expected.entries[1].commit, evil)
    repo.git("replace", entry, repo.blob("{}"))
    assert "as if nothing" in repo.git("log", "--format=%s", BRANCH)  # what Git shows
    assert ledger(repo) == expected
    assert "refs/replace is in use" in Repository.open(repo.path).hazards()[0].text


def test_grafts_change_nothing(repo: Repo) -> None:
    fill(repo.path, 3)
    expected = ledger(repo)
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/grafts").write_text(f"{expected.entries[1].commit}\n", encoding="ascii")
    assert ledger(repo) == expected


def test_a_huge_entry_is_not_read(repo: Repo) -> None:
    plant(repo, b"[" + b" " * (64 << 20) + b"]", [])
    assert "67,108,866 bytes" in problem(repo)[2] or "bytes" in problem(repo)[2]


def test_a_shallow_clone_is_inconclusive(repo: Repo) -> None:
    repo.commit()
    fill(repo.path, 5)
    clone = repo.path.parent / "clone"
    repo.git("clone", "--quiet", "--depth=2", "--no-single-branch", repo.path.as_uri(), str(clone))
    found = read(Repository.open(clone))
    assert [(each.number, each.state) for each in found.problems] == [(3, "inconclusive")]
    assert [entry.number for entry in found.entries] == [3, 4]
    with pytest.raises(LedgerError, match="git fetch --unshallow"):
        fill(clone, 1, first=9)
    subprocess.run(["git", "-C", str(clone), "fetch", "--quiet", "--unshallow"], check=True)
    assert read(Repository.open(clone)).sound


def test_a_partial_clone_is_inconclusive(repo: Repo) -> None:
    repo.commit()
    fill(repo.path, 2)
    found = read(Repository.open(repo.partial()))
    assert [each.state for each in found.problems] == ["inconclusive"] * 2
    assert found.entries == ()


def test_a_fork_is_told(repo: Repo) -> None:
    repo.commit()
    fill(repo.path, 2)
    clone = repo.path.parent / "clone"
    repo.git("clone", "--quiet", str(repo.path), str(clone))
    fill(repo.path, 2, first=2)
    fill(clone, 1, first=20)
    subprocess.run(["git", "-C", str(clone), "fetch", "--quiet"], check=True)
    (found,) = read(Repository.open(clone)).problems
    assert (found.number, found.state) == (2, "broken")
    assert "was written without the other" in found.message


@pytest.mark.parametrize("branch", ["../../evil", "a..b", "a b", "/etc/x", "x.lock", "", "a\nb"])
def test_a_branch_that_git_would_not_take_is_refused(repo: Repo, branch: str) -> None:
    with pytest.raises(UsageError, match="is no name of a branch"):
        append(Repository.open(repo.path), lambda _: draft(0), branch)


@pytest.mark.parametrize("kind", ["blob", "tree", "tag"])
def test_a_branch_to_something_else_is_broken(repo: Repo, kind: str) -> None:
    repo.commit()
    oid = {"blob": repo.blob("x"), "tree": repo.git("rev-parse", "HEAD^{tree}"), "tag": repo.tag("t")}[kind]
    (repo.path / ".git" / REF).parent.mkdir(parents=True)
    (repo.path / ".git" / REF).write_text(oid + "\n", encoding="ascii")
    assert problem(repo)[:2] == (0, "broken")
    with pytest.raises(LedgerError, match="is not a commit"):
        fill(repo.path, 1)


def test_a_branch_to_nothing_is_inconclusive(repo: Repo) -> None:
    (repo.path / ".git" / REF).parent.mkdir(parents=True)
    (repo.path / ".git" / REF).write_text("1" * 40 + "\n", encoding="ascii")
    assert problem(repo)[:2] == (0, "inconclusive")
    with pytest.raises(LedgerError, match="not in this clone"):
        fill(repo.path, 1)


@pytest.mark.parametrize("content", ["", "0" * 40, "ref: refs/heads/main", "nonsense\n"])
def test_a_damaged_reference_is_told(repo: Repo, content: str) -> None:
    repo.commit()
    (repo.path / ".git" / REF).parent.mkdir(parents=True)
    (repo.path / ".git" / REF).write_text(content, encoding="ascii")
    if content.startswith("0"):
        assert not ledger(repo).sound
    else:
        with pytest.raises(RepositoryError, match=REF):
            ledger(repo)


def test_a_damaged_object_is_broken(repo: Repo) -> None:
    """Git checks nothing when it shows a branch; the ledger is read with every object held against its name."""
    fill(repo.path, 3)
    blob = repo.git("rev-parse", f"{REF}~1:entry.json")
    file = repo.path / ".git/objects" / blob[:2] / blob[2:]
    other = repo.git("rev-parse", f"{REF}:entry.json")
    file.chmod(0o644)
    file.write_bytes((repo.path / ".git/objects" / other[:2] / other[2:]).read_bytes())
    assert problem(repo)[:2] == (1, "broken")


def test_a_symbolic_reference_is_refused(repo: Repo) -> None:
    repo.commit()
    repo.git("symbolic-ref", REF, "refs/heads/main")
    with pytest.raises(RepositoryError, match="is a symbolic reference"):
        ledger(repo)


@pytest.mark.parametrize("name", ["govml", "govml/ledger/old"])
def test_a_branch_in_the_place_of_its_folder_is_told(repo: Repo, name: str) -> None:
    repo.commit()
    repo.git("branch", name)
    with pytest.raises(RepositoryError, match=r"can't move|there can't be"):
        fill(repo.path, 1)
    repo.git("pack-refs", "--all")
    with pytest.raises(RepositoryError, match=f"there can't be refs/heads/govml/ledger beside refs/heads/{name}"):
        fill(repo.path, 1)
    repo.git("branch", "--delete", name)
    assert ledger(repo).tip == ""
    fill(repo.path, 1)
    assert repo.git("fsck", "--strict") == ""
