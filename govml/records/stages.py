"""Stages of a `dvc.yaml` as they are written there, so that a run can be held against what a tree says of it now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from govml.base.canonical import digest
from govml.named import NamedTuple
from govml.records.index import mapping_of, text_of
from govml.records.paths import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.model import Json

DEFAULT_PARAMS: Final = "params.yaml"
_ASIDE: Final = ("desc", "meta", "frozen")
"""Fields of a stage that don't change what it does."""


def definition(pipeline: Json, name: str) -> str:
    """SHA-256 in hex over what decides a stage in a `dvc.yaml`: its fields, variables and item of a loop.

    Empty where the file has no such stage.
    """
    found = _written(pipeline, name)
    try:
        return digest(found).removeprefix("sha256:") if found else ""
    except ValueError:  # a number that RFC 8785 has no form for
        return ""


def variable_files(path: str, pipeline: Json, name: str) -> list[str]:
    """Paths of the files that may fill in `${…}` of a stage in the `dvc.yaml` at a path, none where it has none."""
    found = _written(pipeline, name)
    if "${" not in json.dumps(found):
        return []
    stage = mapping_of(found.get("stage"))
    places = {join(path, DEFAULT_PARAMS), *(join(path, each) for each in _files(found.get("vars")))}
    places.update(join(path, each, text_of(stage.get("wdir"))) for each in _files(stage.get("vars")))
    return sorted(places)


class Output(NamedTuple):
    """A file or folder that a stage writes."""

    path: str
    """From the root of the repository."""
    cached: bool
    """Whether DVC keeps it, and not Git."""


def outputs(path: str, pipeline: Json) -> list[Output]:
    """What the stages of the `dvc.yaml` at a path write, in its order, those of loops too.

    Those in whose path stands `${…}` are left out: only DVC knows what that is.
    """
    found = []
    for written in mapping_of(mapping_of(pipeline).get("stages")).values():
        stage = mapping_of(written)
        stage = mapping_of(stage.get("do")) or stage
        folder = text_of(stage.get("wdir"))
        for key in ("outs", "metrics", "plots"):
            listed = stage.get(key)
            for out in listed if isinstance(listed, list) else []:
                for name, settings in mapping_of(out).items() if isinstance(out, dict) else [(out, None)]:
                    if isinstance(name, str) and "${" not in folder + name:
                        place = join(path, name, folder)
                        found.append(Output(place, mapping_of(settings).get("cache") is not False))
    return found


def _files(variables: Json) -> Iterator[str]:
    for each in variables if isinstance(variables, list) else []:
        if isinstance(each, str):
            yield each.partition(":")[0]


def _written(pipeline: Json, name: str) -> dict[str, Json]:
    """What decides a stage, as it is written; nothing for no such stage."""
    fields = mapping_of(pipeline)
    stages = mapping_of(fields.get("stages"))
    base, _, item = name.partition("@")
    stage = mapping_of(stages.get(name))
    told: dict[str, Json] = {"vars": fields.get("vars")}
    if not stage and item:
        loop = mapping_of(stages.get(base))
        stage = mapping_of(loop.get("do")) or {key: value for key, value in loop.items() if key != "matrix"}
        told["item"] = _item(loop.get("foreach"), item) if "foreach" in loop else loop.get("matrix")
        told["key"] = item
    kept: dict[str, Json] = {key: value for key, value in stage.items() if key not in _ASIDE}
    return {**told, "stage": kept} if kept else {}


def _item(loop: Json, key: str) -> Json:
    """What a loop gives to one of its turns; all of it where that can't be told apart."""
    if isinstance(loop, dict):
        return {str(each): value for each, value in loop.items()}.get(key, loop)
    plain = isinstance(loop, list) and all(isinstance(each, str) for each in loop)
    return key if plain and isinstance(loop, list) and key in loop else loop
