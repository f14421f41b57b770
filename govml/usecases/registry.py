"""`govml show` and `history`: what is asked of the registry, found in it or refused."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from govml.model import GovmlError, UsageError
from govml.registry.state import narrow
from govml.registry.tags import parse_selector

if TYPE_CHECKING:
    from govml.registry.state import Model, Registry
    from govml.registry.tags import Selector


class NotInRegistryError(GovmlError):
    """The registry doesn't hold what was asked for."""

    exit_code: ClassVar[int] = 1


def selector(text: str) -> Selector:
    """Return what `MODEL`, `MODEL@VERSION` or `MODEL#STAGE` asks for. Raises `UsageError` for any other text."""
    found = parse_selector(text)
    if found is None:
        raise UsageError(f"{text!r} names no model", "write MODEL, MODEL@v1.0.0, MODEL@greatest or 'MODEL#STAGE'")
    return found


def known(registry: Registry, name: str) -> Model:
    """Return a model by its name. Raises `NotInRegistryError`, naming the nearest, when there is none."""
    if name not in registry.models:
        close = get_close_matches(name, registry.models, 1)
        hint = f"did you mean {close[0]!r}?" if close else "`govml show` lists the models"
        raise NotInRegistryError(f"there is no model {name!r} in the registry", hint)
    return registry.models[name]


def select(registry: Registry, asked: Selector) -> Model:
    """Return what a selector asks for. Raises `NotInRegistryError` when there is none."""
    model = known(registry, asked.model)
    if asked.greatest:
        what, found = "active version", narrow(model, lambda version: version.name == model.latest != "")
    elif asked.version:
        what, found = f"version {asked.version}", narrow(model, lambda version: version.name == asked.version)
    elif asked.stage:
        what, found = f"version in {asked.stage}", narrow(model, lambda version: asked.stage in version.stages)
    else:
        return model
    if not found.versions:
        raise NotInRegistryError(f"{model.name} has no {what}", f"`govml show {model.name}` lists its versions")
    return found
