"""`govml show`, `history`, `check-ref` and `register`: the model registry of GTO tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from govml.model import UsageError

if TYPE_CHECKING:
    from govml.cli.main import Settings
    from govml.registry.state import Registry
    from govml.registry.versions import Part


@click.command()
@click.argument("model", required=False)
@click.option("--rev", metavar="R", help="Only what this commit carries.")
@click.option("--at-commit", metavar="R", help="The registry as it was when this commit was made.")
@click.option("--json", "as_json", is_flag=True, help="Print govml.registry/v1.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Deprecated models, too; with MODEL or --rev deregistered versions; and why tags are ignored.",
)
@click.pass_obj
def show(
    settings: Settings, model: str | None, rev: str | None, at_commit: str | None, as_json: bool, everything: bool
) -> None:
    """Show the models, their versions and what is in each stage, from GTO tags.

    MODEL is a model, MODEL@VERSION, MODEL@greatest (or @latest, the same) or MODEL#STAGE.

    \b
    govml show
    govml show credit-risk
    govml show 'credit-risk#prod' --json
    govml show --rev HEAD

    Exit codes: 0 shown, 1 there is no such model, version or assignment, 2 usage, 4 the tags can't be read.
    """
    from govml.registry import state
    from govml.render import registry as render
    from govml.usecases import registry as usecase

    if rev and at_commit:
        raise UsageError("--rev and --at-commit exclude each other", "choose one")
    selector = usecase.selector(model) if model else None
    repository = settings.repository()
    asked: dict[str, str] = {}
    until = None
    if at_commit:
        commit = repository.commit(repository.resolve(at_commit))
        until = commit.time
        asked = {"at_commit": commit.id, "at": render.moment(until)}
    registry = state.read_registry(repository.tags(), until)
    if selector is not None:
        registry = registry._replace(models={selector.model: usecase.select(registry, selector)})
    if rev:
        asked = {"rev": repository.resolve(rev)}
        registry = state.at_commit(registry, asked["rev"])
    if as_json:
        click.echo(render.registry_json(registry, asked), nl=False)
        return
    hidden = not everything and not (selector and selector.version)
    models = state.in_force(registry.models.values()) if hidden else list(registry.models.values())
    if selector is None and not rev:
        text = render.models_table([found for found in models if everything or not found.deprecated], settings.color)
    else:
        text = render.versions_table(models, settings.color)
    click.echo(text, nl=False, color=settings.color)
    _echo_notes(registry, everything)


@click.command()
@click.argument("model", required=False)
@click.option("--ascending", is_flag=True, help="Oldest first.")
@click.option("--json", "as_json", is_flag=True, help="Print govml.registry-history/v1.")
@click.option("--all", "everything", is_flag=True, help="Say which tags are ignored, and why.")
@click.pass_obj
def history(settings: Settings, model: str | None, ascending: bool, as_json: bool, everything: bool) -> None:
    """Show what happened to the models, newest first, from GTO tags.

    \b
    govml history
    govml history credit-risk --json

    Exit codes: 0 shown, 1 there is no such model, 2 usage, 4 the tags can't be read.
    """
    from govml.registry.state import read_registry
    from govml.render import registry as render
    from govml.usecases.registry import known

    registry = read_registry(settings.repository().tags())
    events = list(registry.history)
    if model:
        name = known(registry, model.replace("=", ":")).name
        events = [event for event in events if event.model == name]
    if not ascending:
        events.reverse()
    if as_json:
        click.echo(render.history_json(events, registry.notes), nl=False)
        return
    click.echo(render.history_table(events, settings.color), nl=False, color=settings.color)
    _echo_notes(registry, everything)


@click.command("check-ref")
@click.argument("tag")
@click.option("--json", "as_json", is_flag=True, help="Print govml.registry-ref/v1.")
@click.pass_obj
def check_ref(settings: Settings, tag: str, as_json: bool) -> int:
    """Say what a tag registers, assigns or deprecates, for workflows that tags start.

    TAG may begin with refs/tags/.

    \b
    govml check-ref "$GITHUB_REF"
    govml check-ref 'credit-risk#prod#3' --json

    Exit codes: 0 the tag says something that counts, 1 it doesn't, 2 usage, 4 the tags can't be read.
    """
    from govml.registry.state import event_of, read_registry
    from govml.render import registry as render

    name = tag.removeprefix("refs/tags/")
    # What other models' tags say changes nothing for this one, so they are not read.
    stem, mark, _ = re.split("([@#])", f"{name}@", maxsplit=1)
    tags = list(settings.repository().tags(stem if mark in name else ""))
    event, reason = event_of(read_registry(tags), name, tags)
    if as_json:
        click.echo(render.ref_json(name, event, reason), nl=False)
    else:
        if event is not None:
            click.echo(render.sentence(event))
        click.echo(render.note_lines([(name, reason)] if reason else []), nl=False, err=True)
    return 1 if event is None else 0


@click.command()
@click.argument("model")
@click.argument("version", required=False)
@click.option("--rev", default="HEAD", show_default=True, metavar="R", help="Commit to register.")
@click.option("--bump", type=click.Choice(["major", "minor", "patch"]), help="Count up from the latest version.")
@click.option("-m", "--message", default="", help="Message of the tag.")
@click.option("--no-check", is_flag=True, help="Register without checking the commit.")
@click.pass_obj
def register(
    settings: Settings, model: str, version: str | None, rev: str, bump: Part | None, message: str, no_check: bool
) -> int:
    """Register a version of a model: check the whole commit, then create an annotated GTO tag.

    The commit has to hold the model, in a card or an artifact index; a version that its card states has to be this one.
    Nothing is pushed.

    \b
    govml register credit-risk v1.4.0
    govml register credit-risk --bump minor --rev origin/main

    Exit codes: 0 registered, 1 the check failed, or the commit holds no such model or another version of it, 2 usage
    (the version is taken, nobody is configured), 3 nothing was checked, 4 could not decide. Except for 0, no tag was
    created.
    """
    from govml.cli.check import evaluation_time
    from govml.cli.main import one_line
    from govml.registry.state import read_registry
    from govml.usecases import register as usecase

    if version and bump:
        raise UsageError(f"both VERSION {version} and --bump {bump} are given", "leave one of the two out")
    if not version and not bump:
        raise UsageError("name a VERSION or use --bump", f"for example `govml register {model} v1.0.0`")
    repository = settings.repository()
    commit = repository.resolve(rev)
    registry = read_registry(repository.tags())
    name = model.replace("=", ":")
    chosen = usecase.next_version(registry, name, bump) if bump else version or ""
    plan = usecase.plan(registry, name, chosen, commit, message)
    for warning in plan.warnings:
        click.echo(f"warning: {one_line(warning)}", err=True)
    at = evaluation_time(None)
    outcome = usecase.register(repository, plan, None if no_check else lambda: usecase.check_plan(repository, plan, at))
    if not outcome.tag_object and outcome.report is not None:
        from govml.cli.check import exit_code
        from govml.render.words import deciding, place

        report = outcome.report
        first = next((f"; the first at {place(f.location)} ({f.rule})" for f in deciding(report, report.findings)), "")
        click.echo(f"error: {one_line(plan.tag)} was not created: {one_line(report.reason + first)}", err=True)
        click.echo(f"hint: all records of the commit have to pass; `govml check --rev {commit[:12]}`", err=True)
        return exit_code(outcome.report)
    click.echo(f"registered {plan.model} {plan.version} at commit {commit[:12]}")
    click.echo(f"hint: `git push origin 'refs/tags/{plan.tag}'` publishes it", err=True)
    return 0


def _echo_notes(registry: Registry, everything: bool) -> None:
    from govml.render.registry import note_lines

    if everything:
        click.echo(note_lines(registry.notes), nl=False, err=True)
    elif registry.notes:
        count = len(registry.notes)
        tags = "1 tag doesn't" if count == 1 else f"{count:,} tags don't"
        click.echo(f"note: {tags} count, or not fully; --all says why", err=True)
