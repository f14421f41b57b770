"""Events -> the state of the registry, a pure function.

What holds, whatever the tags say:

* A version stays at the commit that it was first registered at. A registration of the same version elsewhere, or a
  deregistration elsewhere, doesn't count and is noted.
* A stage tag names no version: it puts what its commit carries into the stage, and an unassignment takes it out again.
* A stage is held by the latest assignment that is neither unassigned nor of a deregistered version; when that one goes,
  the one before it holds the stage again.
* A model is deprecated when that is the last thing that happened to it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from govml.named import NamedTuple
from govml.registry.events import Event, Note, order, read, read_tag
from govml.registry.versions import precedence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from govml.base.tags import Tag


class Holding(NamedTuple):
    """What is in a stage."""

    version: str
    """Empty when the commit has no registered version."""
    commit: str
    event: Event
    """The assignment."""


class Version(NamedTuple):
    """A registered version, or a commit that is in a stage without having one."""

    name: str
    """Empty for a commit without a registered version."""
    commit: str
    active: bool
    """False when it was deregistered."""
    event: Event
    """Its latest registration; for a commit without one, the latest assignment."""
    stages: tuple[str, ...] = ()
    """Stages that it holds, sorted."""


class Model(NamedTuple):
    """A model and what became of it."""

    name: str
    deprecated: bool
    latest: str
    """The greatest active version by precedence, empty when there is none."""
    versions: tuple[Version, ...]
    """Greatest first, then commits without a version."""
    stages: dict[str, Holding]
    """Stages that are held, sorted."""


class Registry(NamedTuple):
    """The whole registry."""

    models: dict[str, Model]
    """By name, sorted."""
    history: tuple[Event, ...]
    """Every event that counts, oldest first; assignments with the version that their commit carries."""
    notes: tuple[Note, ...]
    """Tags that don't count, or not fully, sorted."""


def read_registry(tags: Iterable[Tag], until: int | None = None) -> Registry:
    """Return the registry that tags record, as of a time when `until` is given (seconds since the epoch)."""
    events, notes = read(tags)
    return fold(events if until is None else [event for event in events if event.time <= until], notes)


def fold(events: Iterable[Event], notes: Iterable[Note] = ()) -> Registry:
    """Return the state that events lead to, in whatever sequence they come; `notes` are passed on."""
    ordered = sorted(events, key=lambda event: (event.model, order(event)))
    models: dict[str, Model] = {}
    history: list[Event] = []
    noted = list(notes)
    for name, group in groupby(ordered, key=lambda event: event.model):
        model, counted, found = _fold_model(name, list(group))
        if model is not None:
            models[name] = model
        history += counted
        noted += found
    history.sort(key=order)
    return Registry(models, tuple(history), tuple(sorted(noted)))


def _fold_model(name: str, events: Sequence[Event]) -> tuple[Model | None, list[Event], list[Note]]:
    places = _places(events)
    notes: list[Note] = []
    counted: list[Event] = []
    registered: dict[str, Event] = {}
    active: dict[str, Event] = {}
    assigned: dict[tuple[str, str], Event] = {}
    carried = _carried(places)
    for event in events:
        action = event.action
        if action in ("registration", "deregistration"):
            place = places.get(event.version, "")
            if event.commit != place:
                notes.append(Note(event.tag, _elsewhere(event, place)))
                continue
            if action == "registration":
                registered[event.version] = active[event.version] = event
            else:
                active.pop(event.version, None)
        elif action in ("assignment", "unassignment"):
            candidates = carried.get(event.commit, [])
            event, note = _with_version(event, candidates, active, assigned.get((event.stage, event.commit)))
            notes += note
            if action == "assignment":
                assigned[event.stage, event.commit] = event
            else:
                assigned.pop((event.stage, event.commit), None)
        counted.append(event)
    if not counted:
        return None, [], notes
    stages = _held(assigned.values(), active)
    versions = _versions(places, registered, active, stages)
    latest = next((version.name for version in versions if version.name and version.active), "")
    deprecated = counted[-1].action == "deprecation"
    return Model(name, deprecated, latest, versions, stages), counted, notes


def _places(events: Iterable[Event]) -> dict[str, str]:
    """Return the commit of each version: that of its first registration."""
    places: dict[str, str] = {}
    for event in events:
        if event.action == "registration":
            places.setdefault(event.version, event.commit)
    return places


def _carried(places: dict[str, str]) -> dict[str, list[str]]:
    """Return the versions that each commit carries, in the order of their first registration."""
    carried: dict[str, list[str]] = {}
    for version, commit in places.items():
        carried.setdefault(commit, []).append(version)
    return carried


def _elsewhere(event: Event, place: str) -> str:
    if not place:
        return f"it deregisters {event.version}, which was never registered"
    return f"{event.version} was registered at commit {place[:12]}, and a version doesn't move"


def _with_version(
    event: Event, candidates: Sequence[str], active: dict[str, Event], before: Event | None
) -> tuple[Event, list[Note]]:
    """Return a stage event with the version it is about, and a note where that had to be guessed.

    `before` is the assignment in force of this stage and commit: an unassignment is about the same version.
    """
    if event.action == "unassignment" and before is not None:
        return event._replace(version=before.version), []
    if len(candidates) <= 1:
        return event._replace(version="".join(candidates)), []
    then = sorted((order(active[version]), version) for version in candidates if version in active)
    version = then[-1][1] if then else candidates[0]
    reason = f"its commit carries {' and '.join(candidates)}; taken for {version}"
    return event._replace(version=version), [Note(event.tag, reason)]


def _held(assignments: Iterable[Event], active: dict[str, Event]) -> dict[str, Holding]:
    """Return what holds each stage: the latest assignment whose version is active, or that has none."""
    held: dict[str, Holding] = {}
    for event in sorted(assignments, key=order):
        if not event.version or event.version in active:
            held[event.stage] = Holding(event.version, event.commit, event)
    return dict(sorted(held.items()))


def _versions(
    places: dict[str, str], registered: dict[str, Event], active: dict[str, Event], stages: dict[str, Holding]
) -> tuple[Version, ...]:
    holds: dict[tuple[str, str], list[str]] = {}
    for stage, holding in stages.items():
        holds.setdefault((holding.version, holding.commit), []).append(stage)
    # Versions of equal precedence differ in build metadata only; the later registered one comes first, as in GTO.
    position = {name: index for index, name in enumerate(places)}
    ranked = sorted(places, key=lambda name: (precedence(name), position[name]), reverse=True)
    named = [
        Version(name, places[name], name in active, registered[name], tuple(holds.get((name, places[name]), ())))
        for name in ranked
    ]
    bare = [
        Version("", commit, True, stages[found[-1]].event, tuple(found))
        for (name, commit), found in sorted(holds.items())
        if not name
    ]
    return (*named, *bare)


def narrow(model: Model, keep: Callable[[Version], bool]) -> Model:
    """Return a model with some of its versions and what these hold."""
    versions = tuple(version for version in model.versions if keep(version))
    kept = {(version.name, version.commit) for version in versions}
    stages = {stage: held for stage, held in model.stages.items() if (held.version, held.commit) in kept}
    return model._replace(versions=versions, stages=stages)


def at_commit(registry: Registry, commit: str) -> Registry:
    """Return the part of a registry that a commit carries: its versions and the stages that these hold."""
    narrowed = (narrow(model, lambda version: version.commit == commit) for model in registry.models.values())
    models = {model.name: model for model in narrowed if model.versions}
    return Registry(models, tuple(event for event in registry.history if event.commit == commit), registry.notes)


def in_force(models: Iterable[Model]) -> list[Model]:
    """Return models without their deregistered versions."""
    return [narrow(model, lambda version: version.active) for model in models]


def event_of(registry: Registry, name: str, tags: Iterable[Tag]) -> tuple[Event | None, str]:
    """Return the event that a tag stands for in the registry, None when it doesn't count, and what is to be noted."""
    tag = next((tag for tag in tags if tag.ref == name), None)
    if tag is None:
        return None, "there is no such tag"
    found = read_tag(tag)
    if isinstance(found, Note):
        return None, found.reason
    event = next((event for event in registry.history if event.tag == name), None)
    return event, "; ".join(note.reason for note in registry.notes if note.tag == name)
