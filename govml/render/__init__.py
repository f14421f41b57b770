"""Formats: a `Report` -> `str`, one module per format, pure.

Every module named in `FORMATS` has a function `render(report: Report, options: RenderOptions) -> str`. A module is
imported when its format is asked for, so that nobody pays for jinja2 who didn't ask for HTML.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from govml.model import UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.model import Report


class RenderOptions(NamedTuple):
    """How people want it. Machine formats (JSON, SARIF, JUnit) don't depend on them."""

    color: bool = False
    """Colour the text format with ANSI sequences."""
    width: int = 80
    """Columns of the terminal."""
    verbose: bool = False
    """Say everything: every rule, every waiver, the controls."""
    unicode: bool = True
    """False: print nothing but ASCII."""


class Renderer(Protocol):
    """What a module named in `FORMATS` provides."""

    def render(self, report: Report, options: RenderOptions) -> str:
        """Return the whole output, ending in a newline."""


FORMATS: dict[str, str] = {
    "text": "govml.render.text",
    "json": "govml.render.json",
    "sarif": "govml.render.sarif",
    "junit": "govml.render.junit",
    "github": "govml.render.github",
    "markdown": "govml.render.markdown",
    "html": "govml.render.html",
}
"""Output formats by name, and the module of each."""
DIGESTED: frozenset[str] = frozenset({"json", "sarif", "html"})
"""Formats that give the digest of the report, so that they need the list of its records."""


def render(format: str, report: Report, options: RenderOptions = RenderOptions()) -> str:  # noqa: B008
    """Return a report in a format of `FORMATS`, ending in a newline; raises UsageError for any other name."""
    if format not in FORMATS:
        raise UsageError(f"there is no output format {format!r}", hint=f"Use one of: {', '.join(FORMATS)}.")
    return cast("Renderer", import_module(FORMATS[format])).render(report, options)
