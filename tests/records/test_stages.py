"""What the stages of a `dvc.yaml` write, as it is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govml.base.document import parse
from govml.records.stages import outputs

if TYPE_CHECKING:
    from govml.model import Json


def pipeline(text: str) -> Json:
    return parse(text.encode(), "yaml").documents[0].value


def test_outputs_are_those_of_stages_and_loops_from_the_root() -> None:
    text = """
stages:
  train:
    cmd: x
    wdir: work
    outs: [model.bin, ../shared/a.bin, "${where}/b.bin", log.txt: {cache: false}]
    metrics: [m.json: {cache: false}]
    plots: [curve.csv: {x: step}]
  each:
    foreach: [a, b]
    do: {cmd: x, outs: ["${item}.bin", all.bin]}
  cells:
    matrix: {size: [1, 2]}
    wdir: "${item.size}"
    outs: [cell.bin]
"""
    assert outputs("p/dvc.yaml", pipeline(text)) == [
        ("p/work/model.bin", True), ("p/shared/a.bin", True), ("p/work/log.txt", False), ("p/work/m.json", False),
        ("p/work/curve.csv", True), ("p/all.bin", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["[]", "stages: 1", "stages: {a: 1}", "stages: {a: {outs: x}}", "stages: {a: {outs: [1, [x], null]}}"]
)
def test_what_is_no_output_is_none(text: str) -> None:
    assert outputs("dvc.yaml", pipeline(text)) == []
