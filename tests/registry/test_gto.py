"""GTO itself as the oracle: the same answers on the same repositories, and each documented difference."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import Any, NamedTuple

import gto.api
import pytest
from gto.exceptions import ManyVersions
from gto.registry import GitRegistry

from govml.base.git import Repository
from govml.registry.events import Event
from govml.registry.state import Registry, event_of, read_registry
from tests.builders import START, Repo, run_govml

LATER = START + 100_000
"""Tags are made after this; GTO also counts the commits themselves as events."""


def registry_of(repo: Repo) -> Registry:
    return read_registry(Repository.open(repo.path).tags())


def build(repo: Repo, seed: int) -> list[str]:
    """Make commits and tags as GTO's own commands could have made them, at times in no order; return the models."""
    choose = random.Random(seed)
    commits = [repo.commit(f"{number}") for number in range(6)]
    times = iter(choose.sample(range(LATER, LATER + 5000), 200))
    models = ["m", "cv/nets=seg", "team/churn"]
    for model in models:
        counter = 0
        carrying = choose.sample(commits, 4)
        for number, commit in enumerate(carrying):
            version = f"v{choose.randint(0, 2)}.{number}.0{choose.choice(['', '', '-rc.1', '+b.2'])}"
            repo.tag(f"{model}@{version}", rev=commit, time=next(times))
            if choose.random() < 0.3:
                repo.tag(f"{model}@{version}!", rev=commit, time=next(times))
                if choose.random() < 0.5:
                    repo.tag(f"{model}@{version}#{(counter := counter + 1)}", rev=commit, time=next(times))
        for _ in range(12):
            counter += 1
            stage = choose.choice(["dev", "staging", "eu/prod"])
            commit = choose.choice(commits)
            cancel = "!" if commit in carrying and choose.random() < 0.3 else ""
            repo.tag(f"{model}#{stage}{cancel}#{counter}", rev=commit, time=next(times))
        if choose.random() < 0.4:
            repo.tag(f"{model}@deprecated", rev=commits[0], time=next(times))
    repo.tag("release-1")
    repo.tag("m@not-a-version")
    repo.tag("m@v9.9.9", annotated=False)
    return [model.replace("=", ":") for model in models]


def example_gto(repo: Repo) -> list[str]:
    """Make the tags of GTO's own example repository, with its times."""
    first, second = repo.commit("Annotate models"), repo.commit("Update model")
    for name, commit, after in [
        ("churn@v3.0.0", first, 0),
        ("segment@v0.4.1", first, 2),
        ("cv-class@v0.1.13", first, 4),
        ("churn@v3.1.0", second, 100),
        ("churn#dev#1", first, 195),
        ("churn#staging#2", second, 289),
        ("churn#prod#3", first, 382),
        ("churn#dev#4", second, 476),
        ("segment#dev#1", first, 479),
    ]:
        repo.tag(name, rev=commit, time=1_693_813_913 + after)
    return ["churn", "cv-class", "segment"]


class Case(NamedTuple):
    """A repository with tags that GTO reads."""

    repo: Repo
    models: list[str]


@pytest.fixture(scope="module", params=["example-gto", *range(4)])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    repo = Repo(tmp_path_factory.mktemp("gto"))
    return Case(repo, example_gto(repo) if request.param == "example-gto" else build(repo, request.param))


def test_show_says_the_same(case: Case) -> None:
    theirs: dict[str, Any] = gto.api.show(str(case.repo.path), deprecated=True)
    ours = registry_of(case.repo).models
    assert sorted(theirs) == sorted(case.models) == list(ours)
    for name, state in theirs.items():
        model = ours[name]
        assert (state["version"] or "") == model.latest
        held = {stage: holding.version or holding.commit for stage, holding in model.stages.items()}
        assert {stage: what for stage, what in state["stage"].items() if what} == held
        assert state["active"] is not model.deprecated


def test_show_of_a_model_says_the_same(case: Case) -> None:
    ours = registry_of(case.repo).models
    for name in case.models:
        theirs: list[dict[str, Any]] = gto.api.show(str(case.repo.path), name=name, deprecated=True)
        found = [(v["version"], v["commit_hexsha"], v["is_active"]) for v in theirs if v["registrations"]]
        assert [(v.name, v.commit, v.active) for v in ours[name].versions if v.name] == found
        held = {(s["stage"], v["version"]) for v in theirs for s in v["stages"]}
        assert {(s, v.name or v.commit) for v in ours[name].versions for s in v.stages} == held


@pytest.mark.parametrize("alias", ["latest", "greatest"])
def test_aliases_mean_the_same(case: Case, alias: str) -> None:
    for name in case.models:
        theirs: list[dict[str, Any]] = gto.api.show(str(case.repo.path), name=f"{name}@{alias}")
        model = registry_of(case.repo).models[name]
        assert [v["version"] for v in theirs] == ([] if model.deprecated else [model.latest])


def as_gto(event: Event) -> dict[str, object]:
    name, _, mail = event.tagger.rpartition(" ")
    version = event.version or event.commit if event.action.endswith(("registration", "assignment")) else None
    return {
        "timestamp": event.time,
        "artifact": event.model,
        "event": event.action,
        "version": version,
        "stage": event.stage or None,
        "commit": event.commit,
        "author": name,
        "author_email": mail.strip("<>"),
        "message": event.message,
        "ref": event.tag,
    }


def test_history_says_the_same(case: Case) -> None:
    theirs = [
        dict(event, timestamp=int(event["timestamp"].timestamp())) for event in gto.api.history(str(case.repo.path))
    ]
    for event in theirs:
        del event["priority"]
    assert [as_gto(event) for event in reversed(registry_of(case.repo).history)] == theirs
    assert len(theirs) >= 9


def test_check_ref_says_the_same(case: Case) -> None:
    tags = list(Repository.open(case.repo.path).tags())
    registry = read_registry(tags)
    counted = 0
    with GitRegistry.from_url(str(case.repo.path)) as oracle:
        state = oracle.get_state()
        oracle.__dict__["get_state"] = lambda: state
        for name in [*(tag.ref for tag in tags), "refs/tags/" + tags[0].ref, "m@v8.8.8"]:
            found, reason = event_of(registry, name.removeprefix("refs/tags/"), tags)
            theirs = oracle.check_ref(name)
            assert len(theirs) == (0 if found is None else 1), name
            if found is None:
                assert reason
                continue
            counted += 1
            said = as_gto(found)
            assert (theirs[0].event, theirs[0].artifact, theirs[0].tag) == (
                said["event"],
                said["artifact"],
                said["ref"],
            )
            assert getattr(theirs[0], "version", None) == said["version"]
            assert getattr(theirs[0], "stage", None) == said["stage"]
    assert counted >= 9


# The differences that docs/registry.md lists


def gto_stages(repo: Repo, model: str = "m") -> dict[str, str]:
    state: dict[str, Any] = gto.api.show(str(repo.path), deprecated=True)
    return {stage: what for stage, what in state[model]["stage"].items() if what}


def our_stages(repo: Repo, model: str = "m") -> dict[str, str]:
    return {s: held.version or held.commit for s, held in registry_of(repo).models[model].stages.items()}


def test_difference_created_tags(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@created")
    with pytest.raises(KeyError):
        gto.api.show(str(repo.path))
    assert [event.action for event in registry_of(repo).history] == ["creation"]


def test_difference_two_versions_of_one_commit(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@v1.0.0")
    repo.tag("m@v2.0.0")
    repo.tag("m#prod#1")
    with pytest.raises(ManyVersions):
        gto.api.show(str(repo.path))
    assert our_stages(repo) == {"prod": "v2.0.0"}
    assert [note.tag for note in registry_of(repo).notes] == ["m#prod#1"]


def test_difference_unassignment_of_a_commit_without_a_version(repo: Repo) -> None:
    commit = repo.commit()
    repo.tag("m#dev#1")
    repo.tag("m#dev!#2")
    assert gto_stages(repo) == {"dev": commit}
    assert our_stages(repo) == {}


def test_difference_a_version_at_two_commits(repo: Repo) -> None:
    first = repo.commit()
    repo.tag("m@v1.0.0")
    repo.commit()
    repo.tag("m@v1.0.0#1")
    assert [v["version"] for v in gto.api.show(str(repo.path), name="m")] == ["v1.0.0", "v1.0.0"]
    registry = registry_of(repo)
    assert [(v.name, v.commit) for v in registry.models["m"].versions] == [("v1.0.0", first)]
    assert [note.tag for note in registry.notes] == ["m@v1.0.0#1"]


def test_difference_one_second(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@v1.0.0")
    repo.tag("m#prod!#1", time=LATER)
    repo.tag("m#prod#2", time=LATER)
    assert gto_stages(repo) == {}
    assert our_stages(repo) == {"prod": "v1.0.0"}


def test_difference_a_tag_object_under_another_name(repo: Repo) -> None:
    repo.commit()
    repo.git("update-ref", "refs/tags/n@v1.0.0", repo.tag("m@v1.0.0"))
    repo.git("tag", "--delete", "m@v1.0.0")
    theirs: dict[str, Any] = gto.api.show(str(repo.path))
    assert [name for name, model in theirs.items() if model["registered"]] == ["m"]
    registry = registry_of(repo)
    assert (registry.models, [note.tag for note in registry.notes]) == ({}, ["n@v1.0.0"])


def test_difference_counters_without_end(repo: Repo) -> None:
    commit = repo.commit()
    name = "m#prod#" + "9" * 5000
    text = f"object {commit}\ntype commit\ntag {name}\ntagger A <a@example.org> {LATER} +0000\n\nx\n"
    oid = repo.git("hash-object", "-w", "-t", "tag", "--stdin", stdin=text)
    (repo.path / ".git" / "packed-refs").write_text(f"# pack-refs with: \n{oid} refs/tags/{name}\n")
    with pytest.raises(ValueError, match="Exceeds the limit"):
        gto.api.show(str(repo.path))
    registry = registry_of(repo)
    assert (registry.models, [note.tag for note in registry.notes]) == ({}, [name])


def test_difference_tags_of_other_things(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@v1.0.0", rev=repo.blob("x"))
    with pytest.raises(AttributeError):
        gto.api.show(str(repo.path))
    assert [note.tag for note in registry_of(repo).notes] == ["m@v1.0.0"]


def test_difference_annotated_but_not_registered(repo: Repo) -> None:
    repo.write("artifacts.yaml", "x:\n  type: model\n  path: x.pkl\n")
    repo.commit()
    theirs: dict[str, Any] = gto.api.show(str(repo.path))
    assert json.loads(json.dumps(theirs["x"]["registered"])) is False
    assert registry_of(repo).models == {}


def test_difference_a_tag_without_a_tagger(repo: Repo) -> None:
    commit = repo.commit()
    text = f"object {commit}\ntype commit\ntag m@v1.0.0\n\nx\n"
    repo.git("update-ref", "refs/tags/m@v1.0.0", repo.git("hash-object", "-w", "-t", "tag", "--stdin", stdin=text))
    with pytest.raises(AttributeError):
        gto.api.show(str(repo.path))
    assert [note.tag for note in registry_of(repo).notes] == ["m@v1.0.0"]


def test_difference_stages_that_nobody_uses(repo: Repo) -> None:
    repo.write(".gto", "stages: [dev, prod]\n")
    repo.commit()
    repo.tag("m@v1.0.0")
    repo.tag("m#dev#1")
    assert gto.api.show(str(repo.path))["m"]["stage"] == {"dev": "v1.0.0", "prod": None}
    assert our_stages(repo) == {"dev": "v1.0.0"}


def test_difference_of_exit_codes(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@v1.0.0")
    repo.tag("m@deprecated")
    repo.tag("release-1")
    for command, name, code in (("show", "m", 0), ("check-ref", "release-1", 1)):
        theirs = subprocess.run(
            [sys.executable, "-c", "from gto.cli import app; app()", command, name],
            cwd=repo.path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert theirs.returncode == 0, theirs.stderr
        assert "v1.0.0" not in theirs.stdout
        assert run_govml("-C", repo.path, command, name, cwd=repo.path).exit_code == code
    assert "m (deprecated)" in run_govml("-C", repo.path, "show", "m", cwd=repo.path).stdout
