"""`run.json`, which a script may have written itself: whatever is there, it is read at once, or refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from govml.base.canonical import canonical
from govml.training.errors import TrainingError
from govml.training.record import NAME, Record, read_record, write_record

GOOD = Record("succeeded", seeds={"torch": 7}, deterministic={"torch": True}, device="cpu", world_size=1, torch="2")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert read_record(tmp_path) is None
    write_record(tmp_path, GOOD)
    assert read_record(tmp_path) == GOOD


def test_pipes_links_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with pytest.raises(TrainingError, match="is not a plain file"):
        read_record(tmp_path)
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).symlink_to("/dev/zero")
    with pytest.raises(TrainingError, match="can't be read"):
        read_record(tmp_path)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("world_size", "1e999"),
        ("deterministic", '{"torch": NaN}'),
        ("deterministic", '{"torch": 9007199254740993}'),
        ("deterministic", '{"torch": "\\ud800"}'),
        ("seeds", '{"\\ud800": 1}'),
        ("torch", '"\\ud800"'),
        ("seeds", "[" * 100_000 + "]" * 100_000),
        ("torch", '"' + "x" * 2_000_000 + '"'),
    ],
)
def test_what_evidence_could_not_say_is_refused(tmp_path: Path, field: str, text: str) -> None:
    write_record(tmp_path, GOOD)
    value = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    value[field] = "@"
    (tmp_path / NAME).write_text(json.dumps(value).replace('"@"', text), encoding="utf-8")
    with pytest.raises(TrainingError):
        read_record(tmp_path)


def test_large_seeds_may_be_said(tmp_path: Path) -> None:
    write_record(tmp_path, GOOD._replace(seeds={"torch": 2**63}))
    found = read_record(tmp_path)
    assert found is not None
    assert found.seeds == {"torch": 2**63}
    canonical([*found.seeds])
