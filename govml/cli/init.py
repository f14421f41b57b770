"""`govml init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from govml.cli.main import Settings


@click.command()
@click.option("--action", metavar="OWNER/NAME@COMMIT", help="govml's action, pinned; where govml came from by default.")
@click.option("--train", metavar="MODEL", default="", help="Also write a workflow that trains this model.")
@click.option("--promote", is_flag=True, help="Also write stages, roles, and workflows that promote and audit.")
@click.option("--reviews", is_flag=True, help="As --promote, and workflows that record reviews as approvals.")
@click.option("--dry-run", is_flag=True, help="Write nothing, say what would be written.")
@click.pass_obj
def init(settings: Settings, action: str | None, train: str, promote: bool, reviews: bool, dry_run: bool) -> None:
    """Write a starter config, a workflow for GitHub and a hook for pre-commit into this repository.

    Files that are there already are left alone.

    \b
    govml init --dry-run
    govml init --train credit-risk
    govml init --promote --action OWNER/govml@COMMIT
    """
    from govml.cli.main import one_line
    from govml.usecases.init import Wanted, advice
    from govml.usecases.init import init as run

    repository = settings.repository()
    wanted = Wanted(train, promote or reviews, reviews)
    for step in run(repository, action or "", dry_run, wanted):
        state = "would write" if dry_run and step.state == "written" else step.state
        click.echo(f"{state}: {step.path} {step.about}")
        if step.state == "kept":
            for line in step.text.splitlines():
                click.echo(f"  {line}")
    for line in advice(repository, wanted):
        click.echo(f"next: {one_line(line)}", err=True)
