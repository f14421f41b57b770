"""A change touches exactly the subjects that two whole readings show to differ."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.model import Json
from govml.records.subjects import SubjectKey
from govml.usecases.changes import ChangedSubject, Comparison
from govml.usecases.judge import load_judge
from govml.usecases.judging import judgement_of
from tests.builders import Repo
from tests.usecases.examples import CARD, GOOD, MANIFEST, pointer
from tests.usecases.test_incremental import change


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path)
    repo.write_all(GOOD)
    repo.commit("Base")
    return repo


def the_change(repo: Repo, base: str = "HEAD~1", head: str = "") -> Comparison:
    repository = Repository.open(repo.path)
    before = repository.snapshot(repository.resolve(base))
    after = repository.snapshot(repository.resolve(head)) if head else repository.worktree()
    judge = load_judge(before)
    return Comparison(repository, before, after, [judge.kinds], judge.config.limits)


def names(subjects: list[ChangedSubject]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.name_before, each.name_after) for each in subjects]


def everything(repo: Repo, rev: str) -> dict[SubjectKey, dict[str, Json]]:
    """Input of every subject of a commit, read as a whole."""
    repository = Repository.open(repo.path)
    snapshot = repository.snapshot(repository.resolve(rev))
    judge = load_judge(repository.snapshot(repository.resolve("base")))
    judgement = judgement_of(repository, snapshot, judge)
    built = {key: judgement.subject(key) for key in judgement.declared()}
    return {key: subject.input for key, subject in built.items() if subject is not None}


@pytest.mark.parametrize("seed", range(12))
def test_any_change(repo: Repo, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        change(repo, dice)
    repo.write("policies/p.rego", "")  # what `change` may have written there takes no part
    repo.remove("policies/p.rego")
    repo.write("govml.yaml", GOOD["govml.yaml"])
    repo.commit("Base")
    repo.git("tag", "base")
    for _ in range(6):
        for _ in range(dice.randint(1, 3)):
            change(repo, dice)
        repo.commit("Change")
        found = the_change(repo, "base", "HEAD")
        unreadable = {path for pair, *_ in found.unreadable for path in pair}
        before, after = everything(repo, "base"), everything(repo, "HEAD")
        differ = {
            key for key in before.keys() | after.keys()
            if before.get(key) != after.get(key) and key.path not in unreadable
        }  # fmt: skip
        told = [
            (each.kind, name, value)
            for each in found.subjects
            for name, value in ((each.name_before, each.before), (each.name_after, each.after))
            if value is not None
        ]
        expected = [
            (key.kind, key.name, side[key]) for side in (before, after) for key in differ if key in side
        ]  # fmt: skip
        assert sorted(told, key=str) == sorted(expected, key=str)


def test_a_model_is_touched_by_what_it_links_to(repo: Repo) -> None:
    repo.write("models/credit-risk/model.safetensors.dvc", pointer("test", "model.safetensors"))
    repo.commit()
    assert names(the_change(repo, "HEAD~1", "HEAD").subjects) == [
        ("model", "credit-risk", "credit-risk"),
        ("deployment", "credit-risk", "credit-risk"),
    ]


def test_the_work_tree_is_a_side_too(repo: Repo) -> None:
    repo.write("models/credit-risk/README.md", CARD.replace("1.4.0", "1.5.0"))
    (model, deployment) = the_change(repo, "HEAD").subjects
    assert model.before is not None
    assert model.after is not None
    assert deployment.kind == "deployment"
    repo.write("models/credit-risk/README.md", CARD)
    assert the_change(repo, "HEAD").files == []


def test_renames_of_file_of_name_and_of_both(repo: Repo) -> None:
    repo.write("models/other/README.md", CARD.replace("name: credit-risk", "name: other"))
    repo.commit()
    text = CARD.replace("  name: credit-risk\n", "  name: renamed\n")
    repo.write("models/credit-risk/README.md", text)
    (repo.path / "models/other").rename(repo.path / "models/moved")
    repo.commit()
    found = names(the_change(repo, "HEAD~1", "HEAD").subjects)
    assert ("model", "credit-risk", "renamed") in found
    assert ("model", "other", "other") in found
    repo.remove("models/credit-risk/README.md")
    repo.write("models/elsewhere/README.md", text.replace("name: renamed", "name: again"))
    repo.commit()
    found = names(the_change(repo, "HEAD~1", "HEAD").subjects)
    assert ("model", "renamed", "again") in found


def test_only_what_may_matter_is_parsed(repo: Repo) -> None:
    for number in range(60):
        text = CARD.replace("credit-risk", f"model-{number:03}").replace("data/", f"data/{number:03}/")
        repo.write(f"models/model-{number:03}/README.md", text)
        repo.write(f"models/model-{number:03}/model.safetensors.dvc", pointer("model", "model.safetensors"))
        repo.write(f"deploy/model-{number:03}.yaml", MANIFEST.replace("credit-risk", f"model-{number:03}"))
    repo.commit("Many")
    repo.write("models/model-007/model.safetensors.dvc", pointer("test", "model.safetensors"))
    repo.commit("One")
    found = the_change(repo, "HEAD~1", "HEAD")
    assert names(found.subjects) == [("model", "model-007", "model-007"), ("deployment", "model-007", "model-007")]
    read = {entry.path for entry in found.after._shared.results}
    assert {path for path in read if "model-" in path} == {
        "models/model-007/README.md",
        "models/model-007/model.safetensors.dvc",
        "deploy/model-007.yaml",
    }


def test_what_cant_be_read_is_not_taken_for_removed(repo: Repo) -> None:
    repo.write("models/credit-risk/README.md", "---\nlicense: [\n---\n")
    found = the_change(repo, "HEAD")
    ((pair, before, after),) = found.unreadable
    assert pair.new == "models/credit-risk/README.md"
    assert before == ""
    assert after
    assert [each.kind for each in found.subjects] == ["data", "deployment"]


def test_the_function_is_the_subjects_of_the_change(repo: Repo) -> None:
    repo.write("models/credit-risk/README.md", CARD.replace("1.4.0", "1.5.0"))
    repo.commit()
    repository = Repository.open(repo.path)
    before, after = (repository.snapshot(repository.resolve(rev)) for rev in ("HEAD~1", "HEAD"))
    judge = load_judge(before)
    found = Comparison(repository, before, after, [judge.kinds], judge.config.limits).subjects
    assert found == the_change(repo, "HEAD~1", "HEAD").subjects
    assert found[0].name_after == "credit-risk"
