"""The fold: what holds whatever the tags say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.registry.events import Event, Note
from govml.registry.state import Registry, at_commit, fold, in_force
from govml.registry.tags import parse_tag

A, B, C = "a" * 40, "b" * 40, "c" * 40


def event(tag: str, commit: str = A, time: int = 0) -> Event:
    said = parse_tag(tag)
    assert said is not None
    return Event(
        time, said.counter or 0, said.action, tag, said.model, said.version, said.stage, commit, "f" * 40, "T <t@x>", ""
    )


def story(*steps: tuple[str, str]) -> Registry:
    """Fold tags with their commits, each a second after the one before."""
    return fold([event(tag, commit, time) for time, (tag, commit) in enumerate(steps, 1)])


def stages(registry: Registry, model: str = "m") -> dict[str, tuple[str, str]]:
    return {stage: (held.version, held.commit) for stage, held in registry.models[model].stages.items()}


def test_nothing_gives_an_empty_registry() -> None:
    assert fold([]) == Registry({}, (), ())


def test_latest_is_the_greatest_active_version_not_the_newest() -> None:
    registry = story(("m@v2.0.0", A), ("m@v1.9.0", B), ("m@v2.1.0-rc.1", C))
    assert registry.models["m"].latest == "v2.1.0-rc.1"
    registry = story(("m@v2.0.0", A), ("m@v1.9.0", B), ("m@v2.1.0", C), ("m@v2.1.0!", C))
    assert registry.models["m"].latest == "v2.0.0"
    assert [(v.name, v.active) for v in registry.models["m"].versions] == [
        ("v2.1.0", False),
        ("v2.0.0", True),
        ("v1.9.0", True),
    ]
    assert [v.name for v in in_force(registry.models.values())[0].versions] == ["v2.0.0", "v1.9.0"]


def test_of_equal_versions_the_later_registered_one_is_latest() -> None:
    assert story(("m@v1.0.0+b", A), ("m@v1.0.0+a", B)).models["m"].latest == "v1.0.0+a"
    assert story(("m@v1.0.0+a", A), ("m@v1.0.0+b", B)).models["m"].latest == "v1.0.0+b"


def test_a_model_without_an_active_version_has_no_latest() -> None:
    assert story(("m@v1.0.0", A), ("m@v1.0.0!", A)).models["m"].latest == ""


def test_a_stage_is_held_by_the_latest_assignment() -> None:
    registry = story(("m@v1.0.0", A), ("m@v2.0.0", B), ("m#prod#1", B), ("m#prod#2", A))
    assert stages(registry) == {"prod": ("v1.0.0", A)}
    assert {v.name: v.stages for v in registry.models["m"].versions} == {"v2.0.0": (), "v1.0.0": ("prod",)}


def test_when_the_holder_goes_the_one_before_holds_the_stage_again() -> None:
    base = [("m@v1.0.0", A), ("m@v2.0.0", B), ("m#prod#1", A), ("m#prod#2", B)]
    assert stages(story(*base)) == {"prod": ("v2.0.0", B)}
    assert stages(story(*base, ("m#prod!#3", B))) == {"prod": ("v1.0.0", A)}
    assert stages(story(*base, ("m@v2.0.0!", B))) == {"prod": ("v1.0.0", A)}
    assert stages(story(*base, ("m#prod!#3", B), ("m#prod!#4", A))) == {}
    assert stages(story(*base, ("m@v2.0.0!", B), ("m@v2.0.0#5", B))) == {"prod": ("v2.0.0", B)}


def test_an_unassignment_elsewhere_changes_nothing() -> None:
    assert stages(story(("m@v1.0.0", A), ("m#prod#1", A), ("m#prod!#2", B))) == {"prod": ("v1.0.0", A)}


def test_a_commit_without_a_version_can_be_in_a_stage() -> None:
    registry = story(("m#dev#1", A))
    assert stages(registry) == {"dev": ("", A)}
    assert [(v.name, v.commit, v.stages) for v in registry.models["m"].versions] == [("", A, ("dev",))]
    assert stages(story(("m#dev#1", A), ("m#dev!#2", A))) == {}


def test_an_assignment_counts_for_the_version_that_is_registered_later() -> None:
    assert stages(story(("m#dev#1", A), ("m@v1.0.0", A))) == {"dev": ("v1.0.0", A)}


def test_a_version_does_not_move() -> None:
    registry = story(("m@v1.0.0", A), ("m#prod#1", A), ("m@v1.0.0#2", B))
    assert [(v.name, v.commit) for v in registry.models["m"].versions] == [("v1.0.0", A)]
    assert registry.notes == (
        Note("m@v1.0.0#2", f"v1.0.0 was registered at commit {A[:12]}, and a version doesn't move"),
    )
    assert [e.tag for e in registry.history] == ["m@v1.0.0", "m#prod#1"]


def test_a_version_does_not_move_after_its_deregistration_either() -> None:
    registry = story(("m@v1.0.0", A), ("m@v1.0.0!", A), ("m@v1.0.0#2", B))
    assert [(v.name, v.commit, v.active) for v in registry.models["m"].versions] == [("v1.0.0", A, False)]
    assert [note.tag for note in registry.notes] == ["m@v1.0.0#2"]


def test_a_deregistration_elsewhere_does_not_count() -> None:
    registry = story(("m@v1.0.0", A), ("m@v1.0.0!", B), ("m@v9.0.0!", B))
    assert registry.models["m"].latest == "v1.0.0"
    assert [note.tag for note in registry.notes] == ["m@v1.0.0!", "m@v9.0.0!"]
    assert registry.notes[1].reason == "it deregisters v9.0.0, which was never registered"


def test_a_model_of_which_nothing_counts_does_not_exist() -> None:
    registry = story(("m@v1.0.0!", A))
    assert (registry.models, registry.history) == ({}, ())


def test_two_versions_of_one_commit_are_told_apart_by_time_and_noted() -> None:
    registry = story(("m@v1.0.0", A), ("m#prod#1", A), ("m@v2.0.0", A), ("m#dev#2", A))
    assert stages(registry) == {"dev": ("v2.0.0", A), "prod": ("v1.0.0", A)}
    assert registry.notes == (
        Note("m#dev#2", "its commit carries v1.0.0 and v2.0.0; taken for v2.0.0"),
        Note("m#prod#1", "its commit carries v1.0.0 and v2.0.0; taken for v1.0.0"),
    )


def test_an_unassignment_ends_the_assignment_of_its_commit_whatever_was_registered_since() -> None:
    registry = story(("m@v1.0.0", A), ("m#prod#1", A), ("m@v2.0.0", A), ("m#prod!#2", A))
    assert stages(registry) == {}
    assert registry.history[-1].version == "v1.0.0"


def test_deprecation_holds_until_something_else_happens() -> None:
    assert story(("m@v1.0.0", A), ("m@deprecated", A)).models["m"].deprecated
    assert not story(("m@v1.0.0", A), ("m@deprecated", A), ("m@v2.0.0", B)).models["m"].deprecated
    assert not story(("m@deprecated", A), ("m@created#1", A)).models["m"].deprecated


def test_in_one_second_the_counter_decides() -> None:
    registry = fold([event("m@v1.0.0"), event("m#prod#3"), event("m#prod!#2")])
    assert stages(registry) == {"prod": ("v1.0.0", A)}
    registry = fold([event("m@v1.0.0"), event("m#prod#1"), event("m#prod!#2")])
    assert stages(registry) == {}


def test_what_a_commit_carries() -> None:
    registry = story(
        ("m@v1.0.0", A), ("m@v2.0.0", B), ("m#prod#1", A), ("n@v1.0.0", A), ("o@v1.0.0", C), ("n#dev#1", B)
    )
    carried = at_commit(registry, A)
    assert [(name, [v.name for v in model.versions]) for name, model in carried.models.items()] == [
        ("m", ["v1.0.0"]),
        ("n", ["v1.0.0"]),
    ]
    assert stages(carried) == {"prod": ("v1.0.0", A)}
    assert stages(carried, "n") == {}
    assert at_commit(registry, "d" * 40).models == {}


TAGS = ["m@v1.0.0", "m@v1.0.0!", "m@v2.0.0", "m@v2.0.0!#4", "m#prod", "m#prod!", "m#prod#7", "m#dev#2", "m@deprecated"]
EVENTS = st.lists(
    st.builds(
        lambda tag, model, commit, time: event(model + tag[1:], commit, time),
        st.sampled_from([*TAGS, "m@created"]),
        st.sampled_from("mn"),
        st.sampled_from([A, B, C]),
        st.integers(0, 4),
    ),
    max_size=14,
    unique_by=lambda e: e.tag,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_sequence_of_the_tags_does_not_matter(events: list[Event], shuffle: random.Random) -> None:
    before = list(events)
    registry = fold(events)
    assert events == before
    shuffle.shuffle(events)
    assert fold(events) == registry


@given(EVENTS)
def test_what_always_holds(events: list[Event]) -> None:
    registry = fold(events)
    assert len(registry.history) + len([n for n in registry.notes if "taken for" not in n.reason]) == len(events)
    assert list(registry.models) == sorted({e.model for e in registry.history})
    for model in registry.models.values():
        names = [v.name for v in model.versions if v.name]
        assert len(names) == len(set(names))
        active = {v.name for v in model.versions if v.active}
        assert model.latest in active or (model.latest == "" and not active - {""})
        shown = {(stage, v.name, v.commit) for v in model.versions for stage in v.stages}
        assert shown == {(stage, held.version, held.commit) for stage, held in model.stages.items()}
        assert all(held.version in active for held in model.stages.values())
        places = {e.version: e.commit for e in registry.history if e.action == "registration" and e.model == model.name}
        assert {v.name: v.commit for v in model.versions if v.name} == places


@given(EVENTS)
def test_models_do_not_influence_each_other(events: list[Event]) -> None:
    alone = fold([e for e in events if e.model == "m"])
    assert fold(events).models.get("m") == alone.models.get("m")


@pytest.mark.parametrize("tag", ["m@v1.0.0", "m#prod"])
def test_notes_are_passed_on(tag: str) -> None:
    assert fold([event(tag)], [Note("z", "r")]).notes == (Note("z", "r"),)
