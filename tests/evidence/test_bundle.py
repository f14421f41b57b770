"""Bundles of envelopes: where they lie, and that they are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govml.evidence.bundle import (
    append_bundle,
    attempts_path,
    bundle_lines,
    evaluation_path,
    read_bundle,
    training_path,
    write_bundle,
)
from govml.evidence.dsse import Envelope, envelope_json
from govml.model import EvidenceError, UsageError

ONE, TWO = Envelope(b"1", "t", ()), Envelope(b"2", "t", ())


def test_where_evidence_lies() -> None:
    assert training_path("credit-risk") == "evidence/credit-risk/training.intoto.jsonl"
    assert evaluation_path("team/credit risk") == "evidence/team/credit risk/evaluation.intoto.jsonl"
    assert attempts_path("m") == "evidence/m/attempts.intoto.jsonl"


@pytest.mark.parametrize("model", ["", "/m", "m/", "a//b", "..", "a/../b", ".git", "a\\b", "a\nb", "c:"])
def test_a_name_that_is_no_path_is_refused(model: str) -> None:
    with pytest.raises(UsageError, match="can't be the name of a folder"):
        training_path(model)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = training_path("a/b")
    write_bundle(tmp_path, path, [ONE])
    append_bundle(tmp_path, path, TWO)
    assert read_bundle((tmp_path / path).read_bytes()) == [ONE, TWO]
    write_bundle(tmp_path, path, [TWO])
    assert read_bundle((tmp_path / path).read_bytes()) == [TWO]
    append_bundle(tmp_path, attempts_path("a/b"), ONE)
    assert read_bundle((tmp_path / attempts_path("a/b")).read_bytes()) == [ONE]
    assert sorted(os.listdir((tmp_path / path).parent)) == ["attempts.intoto.jsonl", "training.intoto.jsonl"]


def test_a_last_line_without_an_end_stays_a_line(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(envelope_json(ONE).rstrip(b"\n"))
    append_bundle(tmp_path, "b", TWO)
    assert read_bundle((tmp_path / "b").read_bytes()) == [ONE, TWO]


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_bundle(tmp_path, "b", [ONE])
    assert os.listdir(tmp_path) == ["b"]


@pytest.mark.parametrize("link", ["evidence", "evidence/m", "evidence/m/training.intoto.jsonl"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside)
    with pytest.raises(EvidenceError, match="symbolic link"):
        write_bundle(root, training_path("m"), [ONE])
    with pytest.raises(EvidenceError, match="symbolic link"):
        append_bundle(root, training_path("m"), ONE)
    assert list(outside.iterdir()) == []


def test_a_broken_line_is_named() -> None:
    data = envelope_json(ONE) + b"\n{}\n{\n"
    lines = list(bundle_lines(data))
    assert [(line.number, bool(line.problem)) for line in lines] == [(1, False), (3, False), (4, True)]
    with pytest.raises(EvidenceError, match=r"^line 3 is not a DSSE envelope"):
        read_bundle(data)
    with pytest.raises(EvidenceError, match=r"^line 1 is not JSON"):
        read_bundle(b"{")
    assert read_bundle(b"\n \r\n") == []


def test_what_is_no_file_is_neither_waited_for_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "evidence/net").mkdir(parents=True)
    os.mkfifo(tmp_path / training_path("net"))
    with pytest.raises(EvidenceError, match="is not a plain file"):
        append_bundle(tmp_path, training_path("net"), ONE)
