"""What `docs/training.md` shows is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govml.training.record import read_record
from govml.training.weights import read_tensors
from tests.builders import ROOT
from tests.training.conftest import Folders

SNIPPETS = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs/training.md").read_text(encoding="utf-8"), re.M | re.S)
WRITES = [["metrics.json", "models/sum/model.safetensors"], ["models/best.safetensors"]]


@pytest.mark.parametrize(("snippet", "files"), list(zip(SNIPPETS, WRITES, strict=True)), ids=["whole", "best"])
def test_a_snippet_runs(
    snippet: str, files: list[str], tmp_path: Path, told: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    exec(compile(snippet, "train.py", "exec"), {"__name__": "__main__"})
    record = read_record(told.run)
    assert record and record.status == "succeeded"
    assert sorted(str(path.relative_to(work)) for path in work.rglob("*.*") if path.is_file()) == files
    assert read_tensors(work / files[-1])["weight"].shape == (1, 4)
