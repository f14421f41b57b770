"""The pages of `check`, `diff`, `report` and `audit` in a real browser: telephone, desk, light, dark and on paper."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from govml.render import RenderOptions, render
from govml.render.audit import render_audit
from govml.render.diff import render_diff
from govml.render.promotion import render_promotion
from tests.render.audits import make_audit
from tests.render.conftest import make_report
from tests.render.decisions import make_decision
from tests.render.diffs import make_diff

CHROMIUM = shutil.which("chromium")
PAGES = {
    "check": lambda: render("html", make_report()),
    "diff": lambda: render_diff("html", make_diff(), RenderOptions()),
    "audit": lambda: render_audit("html", make_audit(), RenderOptions()),
    "promotion": lambda: render_promotion("html", make_decision(), b"", RenderOptions()),
}
DARK, LIGHT = 0, 1
"""Values of the browser's `preferredColorScheme`."""
MEASURE = """<script>
const frame = document.querySelector("iframe")
frame.onload = () => {
    const page = frame.contentDocument, root = page.documentElement
    const style = (selector) => frame.contentWindow.getComputedStyle(page.querySelector(selector))
    const links = [...page.querySelectorAll("a")].map((each) => each.getAttribute("href"))
    document.querySelector("pre").textContent = JSON.stringify({
        width: root.scrollWidth,
        border: style("article").borderLeftWidth,
        ink: style("body").color,
        paper: style("body").backgroundColor,
        smallest: Math.min(...[...page.querySelectorAll("p, td, dd, li")].map(
            (each) => parseFloat(frame.contentWindow.getComputedStyle(each).fontSize))),
        plots: [...page.querySelectorAll("svg")].map((plot) => {
            const box = plot.getBoundingClientRect(), paint = (each) => frame.contentWindow.getComputedStyle(each)
            const inside = [...plot.querySelectorAll("text")].map((each) => each.getBoundingClientRect())
            const mark = plot.querySelector(".mark, .bar")
            return {
                smallest: Math.min(...inside.map((each) => each.height)),
                outside: inside.filter((each) => each.left < box.left - 1 || each.right > box.right + 1).length,
                ink: paint(plot.querySelector("text:not(.soft)")).fill, mark: paint(mark).fill,
            }
        }),
        links,
        dead: links.filter((each) => !each.startsWith("#") || !page.getElementById(each.slice(1))),
        loaded: frame.contentWindow.performance.getEntriesByType("resource").map((each) => each.name),
    })
}
</script>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on the PATH")


def seen(tmp_path: Path, page: str, width: int, scheme: int = LIGHT) -> tuple[dict[str, Any], str]:
    """What a browser makes of a page in a frame of some width, and what it wrote on its console.

    The page itself allows no script, so the one around it measures.
    """
    frame = f'<iframe style="width:{width}px;height:900px;border:0" srcdoc="{escape(page)}"></iframe>'
    around = f"<!doctype html><title>Frame</title>{frame}<pre></pre>{MEASURE}"
    (tmp_path / "frame.html").write_text(around, encoding="utf-8")
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1400,1000"]
    command += ["--enable-logging=stderr", f"--blink-settings=preferredColorScheme={scheme}"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", (tmp_path / "frame.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    measured = re.findall(r"<pre>(.*?)</pre>", done.stdout, re.DOTALL)[-1]
    return json.loads(unescape(measured)), "\n".join(re.findall(r".*CONSOLE.*", done.stderr))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(tmp_path: Path, page: str, width: int) -> None:
    found, console = seen(tmp_path, PAGES[page](), width)
    assert found["width"] == width
    assert found["border"] == "4px", "the style sheet is applied"
    assert found["smallest"] >= 12
    assert found["loaded"] == []
    assert found["dead"] == []
    assert bool(found["links"]) == (page != "check")
    assert console == ""


@pytest.mark.parametrize("page", PAGES)
def test_dark_is_dark_and_light_is_light(tmp_path: Path, page: str) -> None:
    for scheme, light in ((LIGHT, True), (DARK, False)):
        found, _ = seen(tmp_path, PAGES[page](), 1280, scheme)
        ink, paper = (sum(map(int, re.findall(r"\d+", found[each])[:3])) for each in ("ink", "paper"))
        assert (paper > 600 > 200 > ink) if light else (ink > 600 > 200 > paper)


@pytest.mark.parametrize("page", PAGES)
def test_paper_takes_all_of_it(tmp_path: Path, page: str) -> None:
    # What is for paper is shown on a screen as wide as a sheet of A4 between its margins.
    sheet = re.sub(r"<meta http-equiv[^>]*>", "", PAGES[page]()).replace("@media print", "@media screen")
    found, _ = seen(tmp_path, sheet, 718, DARK)
    assert found["width"] == 718
    assert found["paper"] == "rgb(255, 255, 255)"
    assert found["ink"] == "rgb(0, 0, 0)"


def test_plots_are_read_on_a_telephone_and_in_the_dark(tmp_path: Path) -> None:
    source = PAGES["promotion"]()
    for width, scheme in ((360, LIGHT), (1280, DARK)):
        found, _ = seen(tmp_path, source, width, scheme)
        assert len(found["plots"]) == source.count("<svg") > 5
        for plot in found["plots"]:
            assert plot["outside"] == 0
            assert plot["smallest"] >= 12
            assert plot["ink"] == found["ink"] != plot["mark"] != found["paper"]


def test_the_console_is_heard(tmp_path: Path) -> None:
    _, console = seen(tmp_path, PAGES["diff"]().replace("</body>", "<script>1</script></body>"), 360)
    assert "Content Security Policy" in console
