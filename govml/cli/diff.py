"""`govml diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from govml.cli.check import OutputFile, shows_unicode, write_file
from govml.model import UsageError

if TYPE_CHECKING:
    from govml.cli.main import Settings

FORMATS: Final = ("text", "markdown", "json", "html")


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option("--no-merge-base", is_flag=True, help="Compare with BASE itself, not with where HEAD left it.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Format on standard output.")
@click.option(
    "--output", "outputs", type=OutputFile(FORMATS), multiple=True, help="Also write the diff to a file; repeatable."
)
@click.option("-v", "--verbose", is_flag=True, help="Tell everything: every fact, every path.")
@click.pass_obj
def diff(
    settings: Settings,
    base: str,
    head: str | None,
    no_merge_base: bool,
    form: str,
    outputs: tuple[tuple[str, str], ...],
    verbose: bool,
) -> int:
    """Tell what a change means: models, metrics, data versions, deployments, pipelines, policies, waivers.

    Compares the commit from which the current branch and BASE grew apart with the work tree, or with HEAD when one is
    given. Nothing is judged: `govml check` does that.

    \b
    govml diff origin/main
    govml diff v1.3.0 v1.4.0 --no-merge-base
    govml diff origin/main --format markdown --output html=diff.html

    Exit codes: 0 whether or not there are differences, 2 usage, 4 a commit or object is missing.
    """
    from govml.render import RenderOptions
    from govml.render.diff import render_diff
    from govml.usecases.diff import Request
    from govml.usecases.diff import diff as run

    if "" in (base, head):
        raise UsageError("a revision can't be empty", "name a commit, branch or tag")
    found = run(settings.repository(), Request(base, head or "", not no_merge_base))
    for kind, file in outputs:
        write_file(file, render_diff(kind, found, RenderOptions(False, 80, verbose, True)))
    options = RenderOptions(settings.color, settings.width, verbose, shows_unicode())
    click.echo(render_diff(form, found, options), nl=False)
    return 0
