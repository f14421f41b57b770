"""Progress is one line that is rewritten on a terminal, else a line each time."""

from __future__ import annotations

import sys

import pytest

from govml.training.progress import Progress


def test_a_line_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(shown=True)
    progress.show({"epoch": 1, "loss": 0.123456789})
    progress.show({"epoch": 2, "stage": "warm-up"})
    progress.say("something else")
    progress.end()
    said = capsys.readouterr()
    assert said.out == "epoch 1  loss 0.123457\nepoch 2  stage warm-up\n"
    assert said.err == "govml: something else\n"


def test_one_line_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress = Progress(shown=True)
    for epoch in range(1000):
        progress.show({"epoch": epoch, "loss": 0.25})
    progress.say("the end")
    progress.end()
    said = capsys.readouterr()
    drawn = said.err.split("\r\x1b[2K")
    assert (said.out, drawn[0], drawn[1]) == ("", "", "epoch 0  lo")
    assert drawn[-1] == "epoch 999  \ngovml: the end\n"
    assert all(line.count("\n") == 0 for line in drawn[:-1])


def test_only_the_main_process_shows(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(shown=False)
    progress.show({"epoch": 1})
    progress.say("hello")
    progress.end()
    assert capsys.readouterr() == ("", "")
