"""Digests of files in Git, and what a path leads to without reading more than needed."""

from __future__ import annotations

import pytest

from govml.records.artifacts import content_digests, names, resolve, target
from govml.records.index import TAGS, UNREAD, Lookups, Source
from tests.records.tree import Tree

OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
"""Of the example in the specification of Git LFS."""
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n"


class Unread(Tree):
    """A tree whose files can't be read, or are too large."""

    def digests_at(self, path: str) -> dict[str, str]:
        return {"gitBlob": "a" * 40} if path in self.files else {}


class Unreadable(Tree):
    """A tree that nobody may read the content of."""

    def digests_at(self, path: str) -> dict[str, str]:
        raise AssertionError(f"{path} was read")


def test_digests_are_those_of_the_content() -> None:
    # `printf abc | sha256sum`, `printf abc | md5sum`
    assert content_digests(b"abc") == {
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "md5": "900150983cd24fb0d6963f7d28e17f72",
    }


def test_a_pointer_of_git_lfs_stands_for_its_content() -> None:
    assert content_digests(POINTER.encode()) == {"sha256": OID}


@pytest.mark.parametrize(
    "text",
    [
        POINTER.replace("sha256", "sha512"),
        POINTER + "x",
        POINTER.replace("oid", f"ext-0-foo sha256:{'b' * 64}\noid"),
        POINTER.replace(OID, OID.upper()),
        POINTER.partition("oid")[0],
    ],
)
def test_the_content_behind_another_pointer_is_not_known(text: str) -> None:
    assert content_digests(text.encode()) == {}


def test_what_only_looks_like_a_pointer_is_content() -> None:
    assert set(content_digests(b"\n" + POINTER.encode())) == {"sha256", "md5"}


def test_a_file_in_git_has_all_three_digests() -> None:
    lookups = Lookups(Tree({"models/m/w.onnx": "abc"}))
    found = resolve("w.onnx", "models/m", lookups)
    assert found is not None
    assert found.facts() == {
        "path": "models/m/w.onnx",
        "digests": {"gitBlob": "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f", **content_digests(b"abc")},
        "pickle": False,
    }
    assert lookups.keys == {
        "path:w.onnx.dvc", "locked:w.onnx", "path:w.onnx",
        "path:models/m/w.onnx.dvc", "locked:models/m/w.onnx", "path:models/m/w.onnx",
    }  # fmt: skip


def test_what_was_not_read_is_remembered_so_that_it_is_asked_again() -> None:
    lookups = Lookups(Unread({"w.onnx": "abc"}))
    found = resolve("w.onnx", "", lookups)
    assert found is not None
    assert found.digests == {"gitBlob": "a" * 40}
    assert UNREAD in lookups.keys


def test_whether_there_is_a_file_is_told_without_reading_it() -> None:
    source: Source = Unreadable({"reports/r.json": "{}", "data/x.csv.dvc": "outs:\n- {md5: a, path: x.csv}\n"})
    assert target("reports/r.json", "", source) == "reports/r.json"
    assert target("r.json", "reports", source) == "reports/r.json"
    assert target("data/x.csv", "", source) == "data/x.csv"
    assert not target("r.json", "", source)
    assert not target("../reports/r.json", "", source)
    with pytest.raises(AssertionError):
        resolve("reports/r.json", "", source)


def test_asking_for_a_registered_version_is_remembered() -> None:
    lookups = Lookups(Tree({}))
    assert lookups.registered("m", "1.0.0") is None
    assert lookups.keys == {TAGS}


def test_a_claim_names_what_it_leads_to_or_would() -> None:
    source = Tree({"data/x.csv": "1"})
    assert names("data/x.csv", "m", "data/x.csv", source)
    assert not names("data/x.csv", "m", "m/data/x.csv", source)
    assert names("y.csv.dvc", "m", "m/y.csv", source) and names("y.csv", "m", "y.csv", source)
    assert not names("../../y.csv", "m", "y.csv", source)
