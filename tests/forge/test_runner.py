"""The files of the runner, read back as the runner reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.forge.runner import SUMMARY_BYTES, append, outputs_text, summary_room
from govml.model import GovmlError


def read_back(text: str) -> dict[str, str]:
    """Return the outputs as the runner reads them: NAME<<MARK, lines, MARK."""
    found = {}
    lines = text.split("\n")
    assert lines.pop() == ""
    while lines:
        name, _, mark = lines.pop(0).partition("<<")
        end = lines.index(mark)
        found[name] = "\n".join(lines[:end])
        lines = lines[end + 1 :]
    return found


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_value_stays_a_value(value: str) -> None:
    values = {"path": value, "verdict": "PASSED"}
    assert read_back(outputs_text(values)) == values


def test_a_value_that_knows_how_it_will_be_written_stays_a_value() -> None:
    first = outputs_text({"path": "x"})
    assert read_back(outputs_text({"path": f"{first}verdict=PASSED\n{first}"})).keys() == {"path"}


def test_the_room_that_earlier_commands_left(tmp_path: Path) -> None:
    path = str(tmp_path / "summary")
    assert summary_room(path) == SUMMARY_BYTES
    append(path, "ä" * 10)
    append(path, "\udcff")
    assert summary_room(path) == SUMMARY_BYTES - 26
    with pytest.raises(GovmlError, match="can't write"):
        append(str(tmp_path / "no" / "folder"), "x")
