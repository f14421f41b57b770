"""`govml card`: what is written into model cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from govml.cli.main import Settings


@click.group()
def card() -> None:
    """Write what evidence says into model cards.

    \b
    govml card sync credit-risk
    """


@card.command()
@click.argument("model")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where the card says something else.")
@click.pass_obj
def sync(settings: Settings, model: str, check: bool) -> int:
    """Write the numbers of evidence/MODEL/evaluation.intoto.jsonl into the card of MODEL.

    Values, n, confidence intervals, slices, numbers of robustness and the data revision are changed where they stand,
    rounded as the card rounds them; every other byte stays. Evidence about another artifact or other data is refused.

    \b
    govml card sync credit-risk
    govml card sync credit-risk --check

    Exit codes: 0 the card says what the evidence says, 1 it doesn't, or there is no evidence, 2 usage, 4 the evidence
    can't be read.
    """
    from govml.render.evaluation import departures_text
    from govml.render.words import visible
    from govml.usecases import card_sync as usecase

    repository = settings.repository()
    found = usecase.plan_sync(repository, model)
    click.echo(departures_text(found.departures), nl=False)
    for note in found.notes:
        click.echo(visible(f"note: {note}"), err=True)
    for line in found.by_hand:
        click.echo(visible(f"add by hand: {line}"))
    if not found.departures and not found.by_hand:
        click.echo(visible(f"{found.path} says what the evidence says"))
        return 0
    if check:
        click.echo(f"hint: `govml card sync {visible(model)}` writes it", err=True)
        return 1
    if found.changed:
        usecase.write(repository, found)
        click.echo(visible(f"wrote {found.path}"))
    return 1 if found.by_hand else 0
