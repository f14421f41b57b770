"""`govml evaluate`: recompute the numbers of a model and leave signed evidence of them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from govml.cli.check import write_file
from govml.cli.signing import evidence_signer, named_key

if TYPE_CHECKING:
    from govml.cli.main import Settings


@click.command()
@click.argument("model", metavar="MODEL[@VERSION]")
@click.option("--key", metavar="K", default="", help="SSH key that signs; else GOVML_SIGNING_KEY, user.signingkey.")
@click.option("--no-sign", is_flag=True, help="Leave unsigned evidence, which no policy accepts.")
@click.option("--allow-dirty", is_flag=True, help="Evaluate what is not committed; the evidence says so.")
@click.option("--allow-pickle", is_flag=True, help="Load a pickle after a scan; loading one can run anything.")
@click.option("--builder", metavar="ID", default="", help="URI of where it runs; else GOVML_BUILDER, or the workflow.")
@click.option("--no-pull", is_flag=True, help="Take data from DVC's cache only.")
@click.option("--output", metavar="FILE", default="", help="Write the evidence to FILE instead.")
@click.option("--json", "as_json", is_flag=True, help="Print govml.evaluation/v1.")
@click.pass_obj
def evaluate(
    settings: Settings,
    model: str,
    key: str,
    no_sign: bool,
    allow_dirty: bool,
    allow_pickle: bool,
    builder: str,
    no_pull: bool,
    output: str,
    as_json: bool,
) -> int:
    """Recompute the numbers of MODEL from artifact and data, and leave signed evidence of them.

    The card says how: `governance.evaluation.recompute`. Files, artifact and data are checked out into a temporary
    folder, and the model runs in a process of its own. The evidence of the work tree's model goes to
    evidence/MODEL/evaluation.intoto.jsonl; that of a registered VERSION only to --output.

    \b
    govml evaluate credit-risk --key ~/.ssh/id_ed25519
    govml evaluate credit-risk@v1.4.0 --no-sign --output evaluation.intoto.jsonl

    Exit codes: 0 evaluated, whatever the card says, 1 rows of the data are training rows, too, 2 usage, 4 there are no
    numbers.
    """
    from govml.evidence.dsse import envelope_json
    from govml.render.evaluation import evaluation_json, evaluation_text
    from govml.usecases import evaluate as usecase
    from govml.usecases.evaluation_plan import prepare

    repository = settings.repository()
    options = usecase.Options(allow_dirty, allow_pickle, not no_pull, builder)
    plan = prepare(repository, model)
    usecase.refuse_dirty(plan, options)
    named = named_key(repository, key, no_sign)
    signer = None if no_sign else evidence_signer(repository, named, ", or --no-sign for evidence that proves nothing")
    outcome = usecase.evaluate(repository, plan, options, signer)
    path = output
    if output:
        write_file(output, envelope_json(outcome.envelope).decode())
    elif not plan.version:
        path = usecase.keep(repository, outcome)
    found = outcome.evaluation, outcome.comparisons, outcome.notes
    if as_json:
        click.echo(evaluation_json(*found, path), nl=False)
    else:
        click.echo(evaluation_text(*found, settings.color), nl=False, color=settings.color)
    if not path:
        click.echo("hint: the evidence is kept nowhere; --output FILE writes it", err=True)
    elif not output:
        click.echo(f"hint: `git add {shlex.quote(path)}`", err=True)
        if any(each.says != "same" for each in outcome.comparisons):
            click.echo(f"hint: `govml card sync {shlex.quote(plan.model)}` writes the numbers into the card", err=True)
    return 1 if outcome.evaluation.failed else 0
