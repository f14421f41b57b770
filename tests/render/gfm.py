"""Markdown as GitHub renders it: its own parser, cmark-gfm."""

from __future__ import annotations

import cmarkgfm
from cmarkgfm.cmark import Options

from tests.render.test_html import Page


def on_github(markdown: str) -> str:
    """HTML of GitHub's own parser, raw HTML kept as GitHub keeps `details`."""
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))


class Rendered(Page):
    """A rendered page, of which every element must close where it should, and tables must not hold blocks."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (
            {"td", "th", "summary", "p"} & set(self.open) and tag in ("table", "details", "p", "ul", "h3", "h4")
        )
        super().handle_starttag(tag, attrs)


def structure(page: Page) -> list[str]:
    """The elements of a page but code, which a name is shown as where it needs to be."""
    return [tag for tag in page.tags if tag != "code"]
