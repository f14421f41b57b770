"""Git as it is and as it may be made: hostile trees, incomplete clones, overlays of index and work tree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govml.base.entries import name_problems
from govml.base.git import BlobTooLargeError, Change, Repository, Snapshot, blob_id
from govml.base.tags import annotated_tag
from govml.model import MissingObjectError, RepositoryError, UsageError
from tests.builders import Repo

NFC, NFD = "é.md", "e\u0301.md"


def opened(repo: Repo) -> Repository:
    return Repository.open(repo.path)


def paths(snapshot: Snapshot) -> list[str]:
    return [entry.path for entry in snapshot.under("")]


def problems(repo: Repo, tree: str) -> list[tuple[str, str, str]]:
    """What is wrong with a tree, as rows."""
    return [tuple(problem) for problem in opened(repo).listing(tree, "")[1]]  # type: ignore[misc]


def texts(repository: Repository, snapshot: Snapshot) -> dict[str, bytes]:
    return {entry.path: snapshot.read(entry, 1000) for entry in snapshot.under("")}


# -- hostile trees ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (b"..", "is not a file name"),
        (b".", "is not a file name"),
        (b"", "is not a file name"),
        (b"a/b", "holds a path separator"),
        (b"a\\b", "holds a path separator"),
        (b".git", "would be taken for the Git directory"),
        (b".GIT", "would be taken for the Git directory"),
        (b".git ", "would be taken for the Git directory"),
        (b".git...", "would be taken for the Git directory"),
        (b"git~1", "would be taken for the Git directory"),
        (b".git::$INDEX_ALLOCATION", "would be taken for the Git directory"),
        (".g\u200cit".encode(), "would be taken for the Git directory"),
        (b"a\xff", "is not UTF-8"),
    ],
)
@pytest.mark.parametrize("mode", ["100644", "40000"])
def test_a_name_that_cannot_be_trusted_is_reported_and_left_out(
    repo: Repo, name: bytes, message: str, mode: str
) -> None:
    blob = repo.blob("x")
    inner = repo.tree([("100644", blob, "in")])
    tree = repo.tree([(mode, blob if mode == "100644" else inner, name), ("100644", blob, "good")])
    entries, found = opened(repo).listing(tree, "")
    assert [entry.path for entry in entries] == ["good"]
    assert [tuple(problem) for problem in found] == [(name.decode("utf-8", "backslashreplace"), message, "name")]


def test_duplicates_and_twins_are_reported(repo: Repo) -> None:
    blob = repo.blob("x")
    tree = repo.tree([("100644", blob, name) for name in ("a.md", "a.md", "A.md", NFD, NFC, "b")])
    found = problems(repo, tree)
    assert ("a.md", "stands twice in its folder", "name") in found
    assert ("A.md", "differs from 'a.md' only by case or Unicode form", "twin") in found
    assert (NFC, f"differs from {NFD!r} only by case or Unicode form", "twin") in found
    assert len(found) == 3


def test_links_and_submodules_are_reported_and_unknown_modes_refused(repo: Repo) -> None:
    blob = repo.blob("x")
    tree = repo.tree(
        [("120000", blob, "link"), ("160000", "1" * 40, "sub"), ("100600", blob, "odd"), ("100755", blob, "run")]
    )
    entries, found = opened(repo).listing(tree, "")
    assert [entry.path for entry in entries] == ["run"]
    assert sorted((problem.path, problem.kind) for problem in found) == [
        ("link", "symlink"), ("odd", "name"), ("sub", "gitlink"),
    ]  # fmt: skip
    assert opened(repo).entry(tree, "link") is None
    assert opened(repo).entry(tree, "run/below") is None


def test_folders_nested_too_deep_are_reported(repo: Repo) -> None:
    tree = repo.tree([("100644", repo.blob("x"), "f")])
    for _ in range(300):
        tree = repo.tree([("40000", tree, "d")])
    found = problems(repo, tree)
    assert [(message, kind) for _, message, kind in found] == [("is nested more than 200 folders deep", "name")]


def test_a_malformed_tree_is_an_error(repo: Repo) -> None:
    broken = repo.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=b"100644 a\0short")
    with pytest.raises(RepositoryError):
        opened(repo).listing(broken, "")
    with pytest.raises(RepositoryError):
        opened(repo).listing(repo.blob("no tree"), "")


def test_names_of_index_and_work_tree_follow_the_same_rules() -> None:
    found = name_problems(["a/.git/x", "b/c", "B/c", "d\udcff", "e/x", "e/X"])
    assert [(problem.path, problem.kind) for problem in found] == [
        ("a/.git", "name"), ("B", "twin"), ("d\udcff", "name"), ("e/X", "twin"),
    ]  # fmt: skip


# -- snapshots -------------------------------------------------------------------------------------------------------


def test_a_bare_clone_gives_the_same_as_the_work_tree(repo: Repo) -> None:
    repo.write_all({"a.md": "1", "d/b.md": "2", f"d/{NFC}": "3", "line\nbreak": "4", "sp ace": "5"})
    commit = repo.commit()
    bare = Repository.open(repo.bare())
    full = opened(repo)
    assert bare.bare
    assert not full.bare
    expected = {"a.md": b"1", "d/b.md": b"2", f"d/{NFC}": b"3", "line\nbreak": b"4", "sp ace": b"5"}
    assert texts(bare, bare.snapshot(commit)) == expected
    assert texts(full, full.snapshot(commit)) == expected
    assert texts(full, full.worktree()) == expected
    assert texts(full, full.staged()) == expected
    assert full.worktree().dirty == full.staged().dirty == []
    with pytest.raises(UsageError):
        bare.worktree()


def test_index_and_work_tree_overlay_the_commit(repo: Repo) -> None:
    repo.write_all({".gitignore": "*.tmp\n", "same": "s", "mod": "1", "gone": "g", "old": "rename me", "both": "1"})
    commit = repo.commit()
    repo.write_all({"mod": "2", "new": "n", "x.tmp": "ignored", "both": "2"})
    repo.remove("gone")
    repo.git("mv", "old", "renamed")
    repo.git("add", "both")
    repo.write("both", "3")
    repository = opened(repo)
    staged, work = repository.staged(), repository.worktree()
    assert staged.commit == work.commit == commit
    assert texts(repository, staged) == {
        ".gitignore": b"*.tmp\n", "same": b"s", "mod": b"1", "gone": b"g", "renamed": b"rename me", "both": b"2",
    }  # fmt: skip
    assert texts(repository, work) == {
        ".gitignore": b"*.tmp\n", "same": b"s", "mod": b"2", "renamed": b"rename me", "both": b"3", "new": b"n",
    }  # fmt: skip
    assert {change.path for change in work.dirty} == {"mod", "gone", "old", "renamed", "both", "new"}
    assert work.entry("gone") is None
    assert work.entry("x.tmp") is None
    assert paths(repository.snapshot(commit)) == [".gitignore", "both", "gone", "mod", "old", "same"]


def test_a_merge_conflict_is_reported_and_no_side_of_it_is_judged(repo: Repo) -> None:
    repo.write("f", "0\n")
    repo.commit()
    repo.git("checkout", "-q", "-b", "other")
    repo.write("f", "1\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.write("f", "2\n")
    repo.commit()
    repo.git("merge", "-q", "other", check=False)
    staged = opened(repo).staged()
    assert ("f", "has a merge conflict", "conflict") in [tuple(problem) for problem in staged.problems]
    assert staged.entry("f") is None


def test_a_file_replaced_by_a_link_or_folder_is_no_file(repo: Repo) -> None:
    repo.write_all({"a": "1", "b": "1", "c/d": "1"})
    repo.commit()
    repo.remove("a")
    (repo.path / "a").symlink_to("/etc/passwd")
    repo.remove("b")
    repo.write("b/inner", "2")
    repository = opened(repo)
    work = repository.worktree()
    assert "a" not in paths(work)
    assert ("a", "symlink") in [(problem.path, problem.kind) for problem in work.problems]
    assert "b" not in paths(work)
    assert work.read(next(entry for entry in work.under("b")), 100) == b"2"


def test_a_folder_replaced_by_a_link_is_not_followed_out_of_the_work_tree(repo: Repo, tmp_path: Path) -> None:
    repo.write("d/secret", "inside")
    repo.commit()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("outside")
    (repo.path / "d" / "secret").unlink()
    (repo.path / "d").rmdir()
    (repo.path / "d").symlink_to(outside)
    repository = opened(repo)
    work = repository.worktree()
    for entry in work.under("d"):
        with pytest.raises(RepositoryError, match="leads out of the work tree"):
            work.read(entry, 100)
    with pytest.raises(RepositoryError, match="leads out of the work tree"):
        repository.read_on_disk("d/secret", 100)


def test_what_is_no_regular_file_is_not_read(repo: Repo) -> None:
    repo.commit()
    os.mkfifo(repo.path / "pipe")
    (repo.path / "folder").mkdir()
    for name in ("pipe", "folder", "absent"):
        with pytest.raises(RepositoryError):
            opened(repo).read_on_disk(name, 100)


def test_an_unborn_branch_has_an_index_and_a_work_tree(repo: Repo) -> None:
    repo.write("staged", "1")
    repo.stage()
    repo.write("fresh", "2")
    repository = opened(repo)
    assert repository.head() == ""
    assert texts(repository, repository.staged()) == {"staged": b"1"}
    assert texts(repository, repository.worktree()) == {"staged": b"1", "fresh": b"2"}
    with pytest.raises(UsageError):
        repository.resolve("HEAD")


def test_blobs_above_the_limit_are_not_read(repo: Repo) -> None:
    repo.write("big", b"x" * 2000)
    with open(repo.path / "sparse", "wb") as file:
        file.truncate(100_000_000)
    repo.stage("big")
    commit = repo.commit(all=False)
    repository = opened(repo)
    snapshot, work = repository.snapshot(commit), repository.worktree()
    entry, sparse = snapshot.entry("big"), work.entry("sparse")
    assert entry is not None
    assert sparse is not None
    assert len(snapshot.read(entry, 2000)) == 2000
    with pytest.raises(BlobTooLargeError, match="2,000 bytes are more than the limit of 1,999"):
        snapshot.read(entry, 1999)
    with pytest.raises(BlobTooLargeError, match="100,000,000 bytes"):
        work.read(sparse, 5_000_000)


def test_a_folder_is_listed_by_itself(repo: Repo) -> None:
    repo.write_all({"a/b/c": "1", "a/d": "2", "ab": "3"})
    snapshot = opened(repo).snapshot(repo.commit())
    assert [entry.path for entry in snapshot.under("a")] == ["a/b/c", "a/d"]
    assert [entry.path for entry in snapshot.under("a/b")] == ["a/b/c"]
    assert snapshot.under("nowhere") == []


def test_an_empty_commit_has_no_files(repo: Repo) -> None:
    """Git does not store the empty tree."""
    repository = opened(repo)
    snapshot = repository.snapshot(repo.commit())
    assert paths(snapshot) == []
    assert repository.changes(snapshot.tree, snapshot.tree) == []
    repo.write("a", "1")
    after = repository.snapshot(repo.commit()).tree
    assert repository.changes(snapshot.tree, after) == [Change("a", "", blob_id(b"1"), 0o100644)]


def test_blob_ids_are_those_of_git(repo: Repo) -> None:
    assert blob_id(b"x\0y") == repo.blob(b"x\0y")


# -- incomplete and unusual clones -----------------------------------------------------------------------------------


def test_a_shallow_clone_says_so(repo: Repo) -> None:
    repo.write("a", "1")
    first = repo.commit()
    repo.write("a", "2")
    second = repo.commit()
    shallow = Repository.open(repo.shallow())
    assert shallow.shallow
    assert [hazard.kind for hazard in shallow.hazards()] == ["shallow"]
    assert texts(shallow, shallow.snapshot(second)) == {"a": b"2"}
    with pytest.raises(MissingObjectError):
        shallow.snapshot(first)
    with pytest.raises(MissingObjectError, match="not in this clone"):
        shallow.resolve(first)


def test_the_merge_base_is_that_of_git(repo: Repo) -> None:
    start = repo.commit("Start")
    main = repo.commit("Main")
    repo.git("checkout", "--quiet", "-b", "side", start)
    side = repo.commit("Side")
    assert opened(repo).merge_base(main, side) == start == repo.git("merge-base", main, side)
    assert opened(repo).merge_base(start, side) == start
    stranger = repo.commit_tree(repo.tree([]))
    with pytest.raises(UsageError, match="no commit in common"):
        opened(repo).merge_base(side, stranger)


def test_a_merge_base_that_a_shallow_clone_has_not_is_missing(repo: Repo, tmp_path: Path) -> None:
    start = repo.commit("Start")
    main = repo.commit("Main")
    repo.git("checkout", "--quiet", "-b", "side", start)
    side = repo.commit("Side")
    shallow = repo.shallow()
    subprocess.run(["git", "fetch", "--quiet", "--depth=1", repo.path.as_uri(), "main"], cwd=shallow, check=True)
    with pytest.raises(MissingObjectError, match="shallow clone ends before") as caught:
        Repository.open(shallow).merge_base(main, side)
    assert "git fetch --unshallow" in caught.value.hint


def test_a_commit_is_reached_as_git_says(repo: Repo) -> None:
    start = repo.commit("Start")
    main = repo.commit("Main")
    repo.git("checkout", "--quiet", "-b", "side", start)
    side = repo.commit("Side")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merge", main)
    merged = repo.git("rev-parse", "HEAD")
    stranger = repo.commit_tree(repo.tree([]))
    commits = [start, main, side, merged, stranger]
    for commit in commits:
        for ancestor in commits:
            told = subprocess.run(["git", "merge-base", "--is-ancestor", ancestor, commit], cwd=repo.path, check=False)
            assert opened(repo).reaches(commit, ancestor) is (told.returncode == 0), (commit, ancestor)
    for odd in ("1" * 40, "HEAD", "", start[:12], opened(repo).commit(start).tree):
        assert opened(repo).reaches(merged, odd) is None
    assert opened(repo).reaches("", start) is None


def test_what_a_shallow_clone_can_not_tell_is_not_known(repo: Repo) -> None:
    first, second, third = (repo.commit(str(number)) for number in range(3))
    shallow = Repository.open(repo.shallow())
    assert shallow.reaches(third, third) is True
    assert shallow.reaches(third, second) is None
    assert shallow.reaches(third, first) is None


def test_a_clone_without_blobs_lists_but_does_not_read(repo: Repo) -> None:
    repo.write("d/a", "1")
    commit = repo.commit()
    partial = Repository.open(repo.partial())
    snapshot = partial.snapshot(commit)
    entry = snapshot.entry("d/a")
    assert entry is not None
    with pytest.raises(MissingObjectError) as caught:
        snapshot.read(entry, 100)
    assert "git fetch" in caught.value.hint


def test_a_clone_without_trees_is_missing_objects(repo: Repo) -> None:
    repo.write("d/a", "1")
    commit = repo.commit()
    partial = Repository.open(repo.partial(filter="tree:0"))
    with pytest.raises(MissingObjectError):
        partial.snapshot(commit).under("")
    assert partial.changes(partial.snapshot(commit).tree, "") is None


def test_hazards_of_a_clone_are_noticed(repo: Repo, tmp_path: Path) -> None:
    repo.write("a", "1")
    first = repo.commit()
    repo.write("a", "2")
    second = repo.commit()
    assert opened(repo).hazards() == []
    repo.git("replace", second, first)
    (repo.path / ".git" / "info" / "grafts").write_text(f"{second}\n")
    other = tmp_path / "shared"
    repo.git("clone", "-q", "--shared", str(repo.path), str(other))
    replaced, grafted = opened(repo).hazards()
    assert (replaced.kind, grafted.kind) == ("rewritten", "rewritten")
    assert "refs/replace" in replaced.text
    assert "grafts" in grafted.text
    (borrowed,) = Repository.open(other).hazards()
    assert borrowed.kind == "borrowed"
    assert "alternates" in borrowed.text
    snapshot = opened(repo).snapshot(second)
    assert texts(opened(repo), snapshot) == {"a": b"2"}  # the object itself, not its replacement
    repo.git("pack-refs", "--all")
    assert "refs/replace" in opened(repo).hazards()[0].text


def test_a_sha256_repository_is_an_error_that_says_so(tmp_path: Path) -> None:
    repo = Repo(tmp_path, object_format="sha256")
    with pytest.raises(RepositoryError, match="SHA-256"):
        opened(repo)


def test_a_linked_work_tree_is_a_work_tree(repo: Repo, tmp_path: Path) -> None:
    repo.write("a", "1")
    repo.commit()
    linked = tmp_path / "linked"
    repo.git("worktree", "add", "-q", "-b", "side", str(linked))
    (linked / "a").write_text("2")
    repository = Repository.open(linked)
    assert texts(repository, repository.worktree()) == {"a": b"2"}
    assert repository.common_dir() == (repo.path / ".git").resolve()


def test_a_submodule_is_reported_in_tree_index_and_work_tree(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path, "inner")
    inner.write("x", "1")
    inner.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.path), "sub")
    commit = repo.commit()
    repository = opened(repo)
    for snapshot in (repository.staged(), repository.worktree()):
        assert [(problem.path, problem.kind) for problem in snapshot.problems] == [("sub", "gitlink")]
        assert "sub/x" not in paths(snapshot)
    found = repository.listing(repository.snapshot(commit).tree, "")[1]
    assert [(problem.path, problem.kind) for problem in found] == [("sub", "gitlink")]


def test_a_nested_repository_is_not_looked_into(repo: Repo) -> None:
    repo.write("a", "1")
    repo.commit()
    nested = Repo(repo.path, "nested")
    nested.write("x", "1")
    nested.commit()
    assert paths(opened(repo).worktree()) == ["a"]


def test_no_repository_and_no_folder_are_said(tmp_path: Path, repo: Repo) -> None:
    with pytest.raises(RepositoryError, match="is not in a Git repository"):
        Repository.open(tmp_path)
    with pytest.raises(UsageError, match="there is no folder"):
        Repository.open(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is unknown here"):
        opened(repo).resolve("nonsense")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_else_says_how_to_trust_it(repo: Repo) -> None:
    repo.commit()
    for path in (repo.path, repo.path / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(RepositoryError, match="is owned by somebody else") as caught:
        opened(repo)
    assert "safe.directory" in caught.value.hint


# -- changes ---------------------------------------------------------------------------------------------------------

FILES = st.dictionaries(
    st.sampled_from(["a", "b", "c/a", "c/b", "c/d/e", "d", "d.x", "c.y/z"]),
    st.sampled_from(["1", "2", "3"]),
    max_size=6,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return Repo(tmp_path_factory.mktemp("changes"))


def tree_of(repo: Repo, files: dict[str, str]) -> str:
    """A tree with these files; a path that is also another's folder is left out."""
    kept = {path: text for path, text in files.items() if not any(other.startswith(path + "/") for other in files)}
    repo.git("read-tree", "--empty")
    lines = "".join(f"100644 {repo.blob(text)}\t{path}\n" for path, text in kept.items())
    repo.git("update-index", "--index-info", stdin=lines)
    return repo.git("write-tree")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES, st.one_of(FILES, st.fixed_dictionaries({"c": st.just("a file"), "d/in": st.just("a folder")})))
def test_changes_are_those_of_git_diff_tree(store: Repo, old: dict[str, str], new: dict[str, str]) -> None:
    before, after = tree_of(store, old), tree_of(store, new)
    rows = store.git("diff-tree", "-r", "--no-renames", before, after).splitlines()
    expected = []
    for row in rows:
        (_, mode, old_id, new_id, _), path = row.split("\t")[0].split(), row.split("\t")[1]
        here = "" if set(new_id) == {"0"} else new_id
        expected.append(Change(path, "" if set(old_id) == {"0"} else old_id, here, int(mode, 8)))
    merged: dict[str, Change] = {}
    for change in expected:
        merged[change.path] = change
    assert opened(store).changes(before, after) == sorted(merged.values())


def test_changes_of_an_unsafe_tree_are_left_to_a_full_walk(repo: Repo) -> None:
    blob = repo.blob("x")
    good = repo.tree([("100644", blob, "a")])
    for name, mode in ((b"..", "100644"), (b"link", "120000"), (b"sub", "160000")):
        assert opened(repo).changes(good, repo.tree([("100644", blob, "a"), (mode, blob, name)])) is None
    assert opened(repo).changes("", good) == [Change("a", "", blob, 0o100644)]


def test_a_bare_repository_in_the_files_of_another_is_refused(repo: Repo) -> None:
    """Git takes such files into a commit, so whoever may change files could bring a repository of their own."""
    repo.write("a.md", "a\n")
    repo.commit("a")
    repo.git("init", "--quiet", "--bare", "models")
    for folder in ("models", "models/refs"):
        with pytest.raises(RepositoryError, match="lies in the work tree of another one"):
            Repository.open(repo.path / folder)
    assert Repository.open(repo.path).workdir is not None


def test_in_a_hook_the_index_is_that_of_the_commit_to_be(repo: Repo) -> None:
    """`git commit -a` adds to an index of its own, which only the hook is told of."""
    repo.write("a.md", "one\n")
    repo.commit("base")
    hook = repo.write(
        ".git/hooks/pre-commit",
        f"#!/bin/sh\n'{sys.executable}' -c 'from govml.base.git import Repository as R; s = R.open(\".\").staged();"
        ' print(s.read(s.entry("a.md"), 0).decode(), end="")\' > seen\n',
    )
    hook.chmod(0o755)
    repo.write("a.md", "two\n")
    repo.git("commit", "--quiet", "--all", "--message", "two")
    assert (repo.path / "seen").read_text() == "two\n"


def test_the_index_of_another_repository_is_not_read(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "other")
    other.write("b.md", "b\n")
    other.stage("b.md")
    repo.write("a.md", "a\n")
    repo.stage("a.md")
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git" / "index"))
    assert [change.path for change in Repository.open(repo.path).staged().dirty] == ["a.md"]


ODD_TAGS = {
    "plain": b"tagger A B <a@x.test> 1700000000 +0130\n\nHello\n\nWorld\n",
    "no-newline": b"tagger A B <a@x.test> 1700000000 +0000\n\nHello",
    "empty": b"tagger A B <a@x.test> 1700000000 -0800\n\n",
    "signed": b"tagger A <a@x.test> 1700000000 +0000\n\nv1\n-----BEGIN SSH SIGNATURE-----\nx\n",
    "header": b"tagger A <a@x.test> 1700000000 +0000\nencoding latin-1\n\nHello\n",
    "spaces": b"tagger  A  B  < a@x.test > 1700000000 +0000\n\n  Hello  \n",
    "no-name": b"tagger <a@x.test> 1700000000 +0000\n\nHello\n",
    "no-mail": b"tagger A <> 1700000000 +0000\n\nHello\n",
    "no-tagger": b"\nHello\n",
    "not-utf8": b"tagger J\xfcrgen <a@x.test> 1700000000 +0000\n\nGr\xfc\xdfe\n",
    "utf8": "tagger Jürgen <a@x.test> 1700000000 +0000\n\nGrüße\n".encode(),
    "early": b"tagger A <a@x.test> -5 +0000\n\nHello\n",
    "late": b"tagger A <a@x.test> 99999999999999999 +0000\n\nHello\n",
    "odd-zone": b"tagger A <a@x.test> 1700000000 +9959\n\nHello\n",
    "more-brackets": b"tagger A <b> <a@x.test> 1700000000 +0000\n\nHello\n",
    "blank-lines": b"tagger A <a@x.test> 1700000000 +0000\n\n\n\nHello\n",
}


@pytest.mark.parametrize("case", ODD_TAGS)
def test_a_tag_says_what_its_bytes_say(repo: Repo, case: str) -> None:
    """libgit2 has parsed an ordinary tag; what it would trim, replace or clamp is read from the bytes."""
    repo.write("a", "a\n")
    commit = repo.commit("a")
    raw = f"object {commit}\ntype commit\ntag m@v1.0.0\n".encode() + ODD_TAGS[case]
    oid = repo.git("hash-object", "-t", "tag", "-w", "--literally", "--stdin", stdin=raw)
    (repo.path / ".git" / "refs" / "tags" / "m@v1.0.0").write_text(oid + "\n")
    [tag] = Repository.open(repo.path).tags()
    assert tag == annotated_tag("m@v1.0.0", oid, raw, lambda _: b"")
