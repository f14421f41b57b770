"""A report file read back says what was written, all of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govml.model import GovmlError
from govml.render import RenderOptions, render
from govml.render.diff import render_diff
from govml.usecases.reports import read_diff, read_report
from tests.render.conftest import make_report
from tests.render.test_pull_request import make_diff


def test_read_back_it_is_the_same_document() -> None:
    written = render("json", make_report())
    assert render("json", read_report(written.encode())) == written


def test_a_diff_read_back_is_the_same_document() -> None:
    diff = make_diff(3, "\udcff \u202e")
    written = render_diff("json", diff, RenderOptions())
    assert render_diff("json", read_diff(written.encode()), RenderOptions()) == written
    with pytest.raises(GovmlError):
        read_diff(written.replace('"changed": 3', '"changed": 2').encode())
    with pytest.raises(GovmlError):
        read_report(written.encode())


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("verdict",), "PASSED"),
        (("summary", "errors"), 0),
        (("findings", 0, "message"), "all is well"),
        (("findings", 0, "location", "line"), -1),
        (("findings", 0, "level"), "note"),
        (("extra",), 1),
        (("schema",), "govml.report/v2"),
        (("digest",), "sha256:" + "0" * 64),
    ],
)
def test_what_was_changed_is_refused(pointer: tuple[Any, ...], value: Any) -> None:
    document: Any = json.loads(render("json", make_report()))
    inner = document
    for part in pointer[:-1]:
        inner = inner[part]
    inner[pointer[-1]] = value
    with pytest.raises(GovmlError):
        read_report(json.dumps(document).encode())


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{", b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000])
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(GovmlError):
        read_report(data)
