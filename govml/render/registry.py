"""The registry as JSON documents and as tables for people.

`schemas/registry.schema.json`, `registry-history.schema.json` and `registry-ref.schema.json` describe the documents. A
document has all of what was asked for, whatever the tables leave out; a member that has no value is absent.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from govml.render.words import prose, visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from govml.registry.events import Event, Note
    from govml.registry.state import Model, Registry, Version

_BOLD, _RESET = "\x1b[1m", "\x1b[0m"


# JSON


def registry_json(registry: Registry, asked: dict[str, str]) -> str:
    """Return `govml.registry/v1`; `asked` says of which commit and time the answer is."""
    models = [_model_document(model) for model in registry.models.values()]
    return _text({"schema": "govml.registry/v1", **asked, "models": models, "notes": _note_documents(registry.notes)})


def history_json(events: Iterable[Event], notes: Iterable[Note]) -> str:
    """Return `govml.registry-history/v1`, in the order given."""
    documents = [event_document(event) for event in events]
    return _text({"schema": "govml.registry-history/v1", "events": documents, "notes": _note_documents(notes)})


def ref_json(tag: str, event: Event | None, reason: str) -> str:
    """Return `govml.registry-ref/v1`: a tag's event, the reason why it has none, or both when it is unclear."""
    document: dict[str, object] = {"schema": "govml.registry-ref/v1", "tag": tag}
    if event is not None:
        document["event"] = event_document(event)
    if reason:
        document["reason"] = reason
    return _text(document)


def event_document(event: Event) -> dict[str, str]:
    """Return an event with every field that it has a value for."""
    document = {
        "time": moment(event.time),
        "model": event.model,
        "event": event.action,
        "version": event.version,
        "stage": event.stage,
        "commit": event.commit,
        "tag": event.tag,
        "tag_object": event.id,
        "tagger": event.tagger,
        "message": event.message,
    }
    return {key: value for key, value in document.items() if value or key == "message"}


def _model_document(model: Model) -> dict[str, object]:
    held = {
        stage: {
            **({"version": holding.version} if holding.version else {}),
            "commit": holding.commit,
            "since": moment(holding.event.time),
            "tag": holding.event.tag,
        }
        for stage, holding in model.stages.items()
    }
    document: dict[str, object] = {"name": model.name, "deprecated": model.deprecated}
    if model.latest:
        document["latest"] = model.latest
    return {**document, "stages": held, "versions": [_version_document(version) for version in model.versions]}


def _version_document(version: Version) -> dict[str, object]:
    name = {"version": version.name} if version.name else {}
    event = version.event
    return {
        **name,
        "commit": version.commit,
        "active": version.active,
        "stages": version.stages,
        "time": moment(event.time),
        "tag": event.tag,
        "tagger": event.tagger,
    }


def _note_documents(notes: Iterable[Note]) -> list[dict[str, str]]:
    return [{"tag": note.tag, "reason": note.reason} for note in notes]


def _text(document: Mapping[str, object]) -> str:
    # ASCII, so that nothing in a message steers a terminal; without indentation, which takes ten times as long.
    return json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n"


def moment(seconds: int) -> str:
    """Return seconds since the epoch as RFC 3339 in UTC."""
    year, month, day, hour, minute, second = time.gmtime(seconds)[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


# Tables


def models_table(models: Sequence[Model], color: bool = False) -> str:
    """Return one line for each model: its greatest version and what is in each stage."""
    stages = sorted({stage for model in models for stage in model.stages})
    rows = [["name", "latest", *(f"#{stage}" for stage in stages)]]
    for model in models:
        held = (model.stages.get(stage) for stage in stages)
        cells = [(holding.version or holding.commit[:12]) if holding else "-" for holding in held]
        rows.append([_model_name(model), model.latest or "-", *cells])
    return table(rows, color) if models else "no models\n"


def versions_table(models: Sequence[Model], color: bool = False) -> str:
    """Return one line for each version of each model."""
    if not any(model.versions for model in models):
        return "no versions\n"
    rows = [["name", "version", "stages", "registered", "by", "commit"]]
    for model in models:
        for version in model.versions:
            name = version.name or "(not registered)"
            rows.append(
                [
                    _model_name(model),
                    name if version.active else f"{name} (deregistered)",
                    ", ".join(version.stages) or "-",
                    moment(version.event.time) if version.name else "-",
                    prose(version.event.tagger, 60),
                    version.commit[:12],
                ]
            )
    return table(rows, color)


def history_table(events: Iterable[Event], color: bool = False) -> str:
    """Return one line for each event, in the order given."""
    rows = [["time", "name", "event", "version", "stage", "commit", "tag", "by"]]
    rows += [
        [
            moment(event.time),
            event.model,
            event.action,
            event.version or "-",
            event.stage or "-",
            event.commit[:12],
            event.tag,
            prose(event.tagger, 60),
        ]
        for event in events
    ]
    return table(rows, color) if len(rows) > 1 else "no events\n"


def sentence(event: Event) -> str:
    """Return what an event says, in words."""
    model = event.model
    version = event.version or f"commit {event.commit[:12]}"
    said = {
        "creation": f"{model} is created",
        "deprecation": f"{model} is deprecated",
        "registration": f"{model}: version {version} is registered",
        "deregistration": f"{model}: version {version} is deregistered",
        "assignment": f"{model}: {version} is assigned to stage {event.stage}",
        "unassignment": f"{model}: {version} is taken out of stage {event.stage}",
    }[event.action]
    return visible(f"{said} (commit {event.commit[:12]}, {moment(event.time)}, by {prose(event.tagger, 60)})")


def note_lines(notes: Iterable[tuple[str, str]]) -> str:
    """Return one line for each tag and what is to be noted of it."""
    return "".join(f"note: {prose(tag, 200)}: {prose(reason)}\n" for tag, reason in notes)


def _model_name(model: Model) -> str:
    return f"{model.name} (deprecated)" if model.deprecated else model.name


def table(rows: Sequence[Sequence[str]], color: bool) -> str:
    """Return rows as aligned columns, the first one as their heading."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    lines = []
    for index, row in enumerate(shown):
        padded = [cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)]
        line = "  ".join(padded).rstrip()
        if color:
            line = f"{_BOLD}{line}{_RESET}" if index == 0 else line
        lines.append(line + "\n")
    return "".join(lines)
