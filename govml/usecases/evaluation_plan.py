"""What `govml evaluate` will do: which tree of which model, by which recipe, on which data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.base.remotes import remote_url
from govml.base.urls import repository_url
from govml.evaluation.recipe import Recipe, RecipeError, read_recipe
from govml.evidence.bundle import FOLDER
from govml.model import UsageError
from govml.named import NamedTuple
from govml.records.index import governance_of, list_of, mapping_of, text_of
from govml.records.paths import candidates, folder_of, join
from govml.records.stages import outputs
from govml.records.stated import is_revision, stated_results

if TYPE_CHECKING:
    from govml.base.git import Repository, Snapshot
    from govml.model import Json
    from govml.records.index import Record
    from govml.records.stated import StatedResult
    from govml.records.subjects import Subject
    from govml.usecases.judgement import Judgement


class Item(NamedTuple):
    """An artifact or data set as the records have it."""

    path: str
    digests: dict[str, Json]


class Plan(NamedTuple):
    """What is evaluated, and how."""

    model: str
    version: str
    """Registered version that was asked for, empty for the work tree."""
    snapshot: Snapshot
    commit: str
    tree: str
    repository: str
    """What evidence calls it: the config's `parameters.repository`, else the remote's URL without credentials."""
    dirty: tuple[str, ...]
    """Paths that differ from the commit, other than those that govml and DVC write."""
    card: Record
    recipe: Recipe
    written: Json
    """The recipe as it stands in the card."""
    artifact: Item
    data: tuple[Item, ...]
    training: tuple[Item, ...]
    metrics_file: str
    """What the evaluation stage writes; empty where no stage evaluates."""
    result: StatedResult | None
    """The result of the card that the numbers are for; None where the card has none."""


def prepare(repository: Repository, asked: str) -> Plan:
    """What evaluating `MODEL` or `MODEL@VERSION` would do now; nothing is written or run.

    Raises `UsageError` for a model or card that can't be evaluated, `NotInRegistryError` for an unknown version.
    """
    from govml.usecases.judge import load_judge
    from govml.usecases.judging import find_model, judgement_of

    model, version, snapshot = _tree(repository, asked)
    judge = load_judge(snapshot)
    judgement = judgement_of(repository, snapshot, judge)
    subject = find_model(judgement, model)
    card = subject.record
    _refuse_invalid(judgement, card)
    evaluation = mapping_of(governance_of(card).get("evaluation"))
    artifact = _item(subject.input.get("artifact"))
    if artifact is None:
        raise no_artifact(subject)
    recipe = read_recipe(evaluation.get("recompute"), artifact.path, text_of(evaluation.get("metrics")))
    data = _data(subject, "evaluation")
    if not data:
        raise UsageError(f"{card.path} names no evaluation data", "name it: `governance.evaluation.data: [PATH]`")
    return Plan(
        model,
        version,
        snapshot,
        snapshot.commit,
        repository.commit(snapshot.commit).tree,
        judge.repository or repository_url(remote_url(repository)),
        tuple(_dirty(snapshot, judgement, card)),
        card,
        recipe,
        evaluation.get("recompute"),
        artifact,
        data,
        _data(subject, "training"),
        _metrics_file(text_of(evaluation.get("metrics")), card, judgement) if recipe.stage else "",
        _result(card, recipe, data),
    )


def no_artifact(subject: Subject) -> UsageError:
    """What is wrong with a model whose artifact isn't known: its card names none, or nothing has made it yet."""
    path = subject.record.path
    named = text_of(governance_of(subject.record).get("artifact"))
    if not named:
        return UsageError(f"{path} names no artifact", "name it: `governance.artifact: PATH`")
    return UsageError(
        f"{path} names the artifact {named!r}, which isn't there",
        f"`govml train {subject.key.name}` makes what a stage of dvc.yaml has among its outs; else correct the path",
    )


def _tree(repository: Repository, asked: str) -> tuple[str, str, Snapshot]:
    from govml.registry.state import read_registry
    from govml.usecases.registry import select, selector

    wanted = selector(asked)
    if wanted.version or wanted.stage or wanted.greatest:
        found = select(read_registry(repository.tags()), wanted).versions[0]
        return wanted.model, found.name, repository.snapshot(found.commit)
    if repository.workdir is None:
        raise UsageError("a bare repository has no work tree", f"name a version: {asked}@VERSION")
    snapshot = repository.worktree()
    if not snapshot.commit:
        raise UsageError("there is no commit yet: evidence names the one that was evaluated", "commit first")
    return wanted.model, "", snapshot


def _refuse_invalid(judgement: Judgement, card: Record) -> None:
    """A card that its schema refuses may say something else than its author means."""
    result = judgement.files.get(card.path)
    for finding in result.findings if result is not None else ():
        place = f"{finding.location.path}:{finding.location.line}:{finding.location.column}"
        if finding.rule == "schema" and finding.location.pointer.startswith("/governance/evaluation"):
            raise UsageError(f"{place}: {finding.message}", finding.remediation or "`govml schema model-card` has it")


def _item(value: Json) -> Item | None:
    facts = mapping_of(value)
    digests = mapping_of(facts.get("digests"))
    return Item(text_of(facts.get("path")), digests) if digests else None


def _data(subject: Subject, role: str) -> tuple[Item, ...]:
    found = []
    for facts in list_of(mapping_of(subject.input.get(role)).get("data")):
        item = _item(facts)
        if item is None:
            claimed = text_of(facts.get("path"))
            hint = "is it committed, and has its .dvc file or stage run?"
            raise UsageError(f"{subject.record.path}: nothing is known of {role} data {claimed!r}", hint)
        found.append(item)
    return tuple(found)


def _metrics_file(path: str, card: Record, judgement: Judgement) -> str:
    places = list(candidates(path, folder_of(card.path)))
    return next((place for place in places if judgement.has(place)), places[0] if places else path)


def _dirty(snapshot: Snapshot, judgement: Judgement, card: Record) -> list[str]:
    """Changed paths, but for evidence, DVC's locks, what stages write, and the card that the numbers go into."""
    written = {card.path}
    for result in judgement.files.values():
        for record in result.records:
            if record.kind == "dvc-pipeline":
                paths = [out.path for out in outputs(record.path, record.fields)]
                written.update(paths, (join(path, ".gitignore") for path in paths))  # DVC ignores them there
    return [
        change.path
        for change in snapshot.dirty
        if change.path not in written
        and not change.path.startswith(f"{FOLDER}/")
        and change.path.rpartition("/")[2] != "dvc.lock"
    ]


def _result(card: Record, recipe: Recipe, data: tuple[Item, ...]) -> StatedResult | None:
    """The result that the numbers are for: the one that is named, or the only one, or the one of this data version."""
    results = stated_results(card)
    found = [
        each
        for each in results
        if (not recipe.dataset or recipe.dataset in each.names) and (not recipe.split or recipe.split == each.split)
    ]
    if not found and (recipe.dataset or recipe.split):
        raise RecipeError(
            f"{card.path} has no result for {recipe.dataset or 'split'} {recipe.split}".rstrip(),
            "correct recompute.dataset and recompute.split, or add the result to model-index",
        )
    if len(found) > 1:
        digests = {f"{n}:{name}": str(text) for n, item in enumerate(data) for name, text in item.digests.items()}
        found = [each for each in found if each.revision and is_revision(each.revision, digests)]
        if len(found) != 1:
            raise RecipeError(
                f"{card.path} has {len(results)} results, and it isn't clear which one the numbers are for",
                "say so in the card: recompute.dataset and recompute.split",
            )
    return found[0] if found else None
