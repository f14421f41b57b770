"""Digests of inputs and outputs, and outputs that come back."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.launch.dvc import Output
from govml.launch.files import FileError, KeptOutputs, Reader, folder_digests


def listing(root: Path) -> Reader:
    """A reader that sees every file of a folder."""

    def files(folder: str) -> list[str]:
        top = root / folder
        return sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if not path.is_dir())

    return Reader(root, (), files)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text("abcé/.-_ \n", min_size=1, max_size=8), st.binary(max_size=20), min_size=1))
def test_a_folder_has_the_md5_that_dvc_gives_it(contents: dict[str, bytes]) -> None:
    hashfile = pytest.importorskip("dvc_data.hashfile")
    from dvc_data.hashfile.hash_info import HashInfo
    from dvc_data.hashfile.meta import Meta
    from dvc_data.hashfile.tree import Tree

    assert hashfile
    tree = Tree()  # type: ignore[no-untyped-call]
    digests = {}
    for name, data in contents.items():
        md5 = hashlib.md5(data).hexdigest()
        digests[name] = {"md5": md5, "sha256": hashlib.sha256(data).hexdigest()}
        tree.add(tuple(name.split("/")), Meta(), HashInfo("md5", md5))
    if len({tuple(name.split("/")) for name in contents}) == len(contents):
        tree.digest()
        assert folder_digests(digests)["md5"] == tree.hash_info.value


def test_a_file_has_the_id_that_git_gives_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"some\r\nbytes")
    git = subprocess.run(["git", "hash-object", "a"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Reader(tmp_path).digests("a", blob=True) == {
        "gitBlob": git.stdout.strip(),
        "md5": hashlib.md5(b"some\r\nbytes").hexdigest(),
        "sha256": hashlib.sha256(b"some\r\nbytes").hexdigest(),
    }
    assert Reader(tmp_path).digests("gone") == {}


@pytest.mark.parametrize("target", ["/etc/hostname", "../outside", "inside", "nowhere"])
def test_links_are_refused_but_those_into_the_cache_of_dvc(tmp_path: Path, target: str) -> None:
    root, cache = tmp_path / "root", tmp_path / "cache"
    for folder in (root / "data", cache):
        folder.mkdir(parents=True)
    for path in (tmp_path / "outside", root / "inside", cache / "object"):
        path.write_text("x", encoding="utf-8")
    (root / "link").symlink_to(target)
    with pytest.raises(FileError, match="is a symbolic link"):
        Reader(root, (cache,)).digests("link")
    (root / "data" / "linked").symlink_to(cache / "object")
    found = Reader(root, (cache,), listing(root).listing).digests("data")
    assert found == folder_digests({"linked": Reader(root).digests("inside")})
    (root / "data" / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(FileError, match="data/link is a symbolic link"):
        Reader(root, (cache,), listing(root).listing).digests("data")


def test_a_folder_behind_a_link_and_what_is_no_file_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a").write_text("x", encoding="utf-8")
    root.mkdir()
    (root / "data").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(root / "pipe")
    with pytest.raises(FileError, match="symbolic link"):
        Reader(root).digests("data/a")
    with pytest.raises(FileError, match="is not a regular file"):
        Reader(root).digests("pipe")


OUTPUTS = (Output("out/weights"), Output("kept", persist=True), Output("never"), Output("folder"))


def state(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = tmp_path / "root"
    for name in ("out/weights", "kept", "folder/a", "folder/sub/b", "dvc.lock", "other"):
        (found / name).parent.mkdir(parents=True, exist_ok=True)
        (found / name).write_text(name, encoding="utf-8")
    return found


def test_outputs_come_back_whatever_a_run_left(root: Path, tmp_path: Path) -> None:
    before = state(root)
    kept = KeptOutputs(root, tmp_path / "former")
    kept.put_aside(OUTPUTS, ["dvc.lock"])
    assert not (root / "out/weights").exists()
    assert (root / "kept").exists(), "DVC leaves it in place, so the stage may go on with it"
    (root / "kept").write_text("changed", encoding="utf-8")
    (root / "dvc.lock").unlink()
    (root / "never").mkdir()
    (root / "never" / "x").write_text("x", encoding="utf-8")
    (root / "folder").write_text("a file now", encoding="utf-8")
    (root / "out").rmdir()
    # As a new process does after a crash.
    KeptOutputs(root, tmp_path / "former").restore()
    assert state(root) == before
    assert not (tmp_path / "former").exists()
    KeptOutputs(root, tmp_path / "former").restore()
    assert state(root) == before


def test_what_a_crash_left_half_moved_comes_back(root: Path, tmp_path: Path) -> None:
    before = state(root)
    kept = KeptOutputs(root, tmp_path / "former")
    kept.put_aside(OUTPUTS, ["dvc.lock"])
    # The crash came before the folder was moved: it is where it was.
    number = json.loads((tmp_path / "former" / "kept.json").read_text(encoding="utf-8"))["paths"].index("folder")
    os.rename(tmp_path / "former" / str(number), root / "folder")
    kept.restore()
    assert state(root) == before


def test_a_good_run_is_not_undone(root: Path, tmp_path: Path) -> None:
    kept = KeptOutputs(root, tmp_path / "former")
    kept.put_aside(OUTPUTS, ["dvc.lock"])
    (root / "out/weights").write_text("new", encoding="utf-8")
    kept.drop()
    kept.restore()
    assert (root / "out/weights").read_text(encoding="utf-8") == "new"
