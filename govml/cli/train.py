"""`govml train`: run the pipeline of a model and leave signed evidence of it."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from govml.cli.signing import evidence_signer, named_key

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.cli.main import Settings
    from govml.evidence.signing import Signer
    from govml.usecases.train import Outcome
    from govml.usecases.training_plan import Plan


@click.command()
@click.argument("model")
@click.option(
    "--launcher",
    type=click.Choice(["local", "torchrun", "trainjob"]),
    help="What runs it: a process here, several, or a Kubeflow TrainJob. Default: `training.launcher` of govml.yaml.",
)
@click.option("--key", metavar="K", default="", help="SSH key that signs; else GOVML_SIGNING_KEY, user.signingkey.")
@click.option("--no-sign", is_flag=True, help="Leave unsigned evidence, which no policy accepts.")
@click.option("--force", is_flag=True, help="Train although everything is up to date.")
@click.option("--allow-dirty", is_flag=True, help="Train what is not committed; the evidence says so.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--builder", metavar="ID", default="", help="URI of where it runs; else GOVML_BUILDER, or the workflow.")
@click.option("--gpu", is_flag=True, help="Refuse to train without a GPU.")
@click.option(
    "--processes", type=click.IntRange(1), metavar="N", help="Processes of torchrun; default one for each GPU."
)
@click.option("--no-pull", is_flag=True, help="Don't pull data that is missing.")
@click.pass_obj
def train(
    settings: Settings,
    model: str,
    launcher: str | None,
    key: str,
    no_sign: bool,
    force: bool,
    allow_dirty: bool,
    dry_run: bool,
    builder: str,
    gpu: bool,
    processes: int | None,
    no_pull: bool,
) -> int:
    """Run the DVC stage that makes a model, and leave signed evidence of what went in and what came out.

    Only what is committed is trained. After a run that failed or was stopped the former outputs are back, and the
    attempt is noted in evidence/MODEL/attempts.intoto.jsonl. Nothing is committed or pushed.

    \b
    govml train credit-risk --dry-run
    govml train credit-risk --key ~/.ssh/id_ed25519
    govml train credit-risk --launcher torchrun --processes 4 --gpu

    Exit codes: 0 trained, or up to date, 1 the run failed, 2 usage (nothing was run), 4 it couldn't be run; 128 and the
    signal's number when it was stopped.
    """
    from govml.usecases.train import is_told, recover
    from govml.usecases.training_plan import Options, prepare, refuse

    options = Options(launcher or "", force, allow_dirty, builder, gpu, processes or 0, not no_pull)
    repository = settings.repository()
    if not dry_run:
        recover(repository, model)
    plan = prepare(repository, model, options)
    if not plan.stages:
        _echo(f"{plan.model} is up to date: {plan.stage.address} made {plan.artifact} from what is here")
        told = "" if is_told(plan) else "no evidence tells of that; "
        _tell(f"hint: {told}--force trains it again")
        return 0
    if plan.options.launcher == "trainjob":
        return _train_in_cluster(repository, plan, dry_run)
    named = named_key(repository, key, no_sign)
    if dry_run:
        for line in _lines(plan, named):
            _echo(line)
        return 0
    signer = None if no_sign else evidence_signer(repository, named, ", or --no-sign")
    refuse(plan)
    return _train(repository, plan, signer)


def _train(repository: Repository, plan: Plan, signer: Signer | None) -> int:
    from govml.usecases import train as usecase

    outcome = usecase.train(repository, plan, signer, _show, _tell)
    for note in outcome.notes:
        _tell(f"warning: {note}")
    return _report(plan, outcome)


def _train_in_cluster(repository: Repository, plan: Plan, dry_run: bool) -> int:
    """The evidence is signed where it is made, or afterwards by `govml evidence sign`; no key is needed here."""
    import json

    from govml.launch.cluster import Cluster
    from govml.launch.trainjob import manifest
    from govml.model import Json
    from govml.usecases.train_in_cluster import cluster_run, train_in_cluster

    run = cluster_run(plan)
    if dry_run:
        click.echo(json.dumps(manifest(run), indent=2, sort_keys=True))
        return 0
    namespace: Json = plan.settings.trainjob.get("namespace")
    cluster = Cluster(namespace if isinstance(namespace, str) else "")
    outcome = train_in_cluster(repository, plan, run, cluster, _tell)
    for note in outcome.notes:
        _tell(f"warning: {note}")
    ended = outcome.ended
    came = f"origin/{outcome.branch}" if outcome.commit else "no branch came back"
    if ended.status == "succeeded":
        _echo(f"trained {plan.model} in the cluster: {came} at {outcome.commit[:12]}")
        _tell(f"hint: `git merge {shlex.quote(came)}`, and `dvc pull`")
        return 0
    _tell(f"error: the training of {plan.model} {_BECAME[ended.status]}: {ended.reason}")
    _tell(f"hint: {came}; nothing here was changed")
    return 128 + ended.signal if ended.signal else 1


def _report(plan: Plan, outcome: Outcome) -> int:
    ended = outcome.ended
    if ended.status == "succeeded":
        _echo(f"trained {plan.model}: {plan.artifact}; evidence in {outcome.evidence}")
        _tell(f"hint: `git add {shlex.join(outcome.to_commit)}`, commit, and `dvc push`")
        return 0
    _tell(f"error: the training of {plan.model} {_BECAME[ended.status]}: {ended.reason}")
    _tell(f"hint: outputs are as before; the attempt is in {outcome.evidence}, its log in {outcome.log}")
    return 128 + ended.signal if ended.signal else 1


_BECAME = {"failed": "failed", "killed": "did not finish", "out-of-memory": "failed"}
"""Status -> what became of it; the reason says why, also that it was stopped or ran out of memory."""


def _lines(plan: Plan, key: str) -> list[str]:
    """The plan, a line for each thing."""
    lines = [f"model      {plan.model}, {plan.artifact}"]
    at = f" on {plan.ref.removeprefix('refs/heads/')}" if plan.ref else ""
    lines += [f"commit     {plan.commit[:12]}{at}"]
    lines += [f"dirty      {path} {why}" for path, why in plan.dirty.items()]
    for stage in plan.stages:
        lines += [f"stage      {stage.address}: {'; '.join(stage.reasons) or 'runs anyway'}"]
        lines += [f"             {line}" for line in stage.command.split("\n")]
    for each in plan.inputs:
        algorithm, value = next(
            ((name, each.digest[name]) for name in ("sha256", "md5") if name in each.digest), ("", "unknown")
        )
        pulled = ", to be pulled" if each.name in plan.missing else ""
        lines += [f"{each.role:10} {each.name} {algorithm}:{value[:16]}{pulled}"]
    options = plan.options
    device = "a GPU, or nothing" if options.gpu else "auto"
    processes = f", {options.processes} processes" if options.processes else ""
    lines += [f"launcher   {options.launcher}{processes}; device {device}; builder {plan.builder}"]
    lines += [f"key        {key or 'none: the evidence would not be signed'}"]
    return [*lines, *(f"writes     {path}" for path in plan.written)]


# A training goes on, and its end is kept, though nobody reads any more what it prints: a runner that cancels a job
# closes its output first.


def _echo(text: str, err: bool = False) -> None:
    from govml.cli.main import abandon_output, one_line

    try:
        click.echo(one_line(text), err=err)
    except OSError:
        abandon_output(sys.stderr if err else sys.stdout)


def _tell(text: str) -> None:
    _echo(text, err=True)


def _show(data: bytes) -> None:
    """The output of a stage as it comes, on standard error; all of it is in the log."""
    try:
        target = sys.stderr.fileno()
    except (OSError, ValueError):  # it is no file
        sys.stderr.write(data.decode("utf-8", "replace"))
        return
    with suppress(OSError):
        sys.stderr.flush()
        os.write(target, data)
