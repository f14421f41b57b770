"""Checkpoints: tensors as safetensors, everything else as JSON, no pickle.

`checkpoint.json` names the file with the tensors and its SHA-256, and is replaced last: a run that is killed at any
moment leaves the old checkpoint or the new one, whole.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from govml.named import NamedTuple
from govml.training.errors import CheckpointError, TrainingError
from govml.training.record import write_json
from govml.training.weights import bare, read_tensors, write_tensors

if TYPE_CHECKING:
    import torch

    from govml.model import Json

_SCHEMA = "govml.training.checkpoint/v1"
_NAME = "checkpoint.json"
_SHARE_OF_TIME = 0.01
"""At most so much of a run goes into writing checkpoints, unless the script says how often."""
_FIRST_COST = 0.02
"""Seconds that the first checkpoint is thought to take, so that very short runs write none."""


class Checkpoint(NamedTuple):
    """The state of a run between two epochs."""

    step: int
    """How many epochs are behind it."""
    state: Mapping[str, Any]
    """What `states` gave."""
    generators: list[dict[str, Any]]
    """State of the random generators, by rank."""


class Checkpoints:
    """The one checkpoint of a run, in a folder of its own. A folder of None keeps nothing."""

    def __init__(
        self, folder: Path | None, plan: Mapping[str, Json], *, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._plan = dict(plan)
        self._steady = steady
        self._saved = steady()
        self._cost = _FIRST_COST

    def due(self, seconds: float | None) -> bool:
        """Say whether it is time: `seconds` after the last one; by default so that writing takes 1 % of the time."""
        wait = self._cost / _SHARE_OF_TIME if seconds is None else seconds
        return self._folder is not None and self._steady() - self._saved >= wait

    def load(self, device: torch.device) -> tuple[Checkpoint | None, str]:
        """Return the checkpoint, if it is of this plan, or why it isn't taken. An absent one needs no reason.

        Tensors that were on a GPU are put on `device`. Raises `CheckpointError` when it is damaged.
        """
        if self._folder is None or not (self._folder / _NAME).exists():
            return None, ""
        try:
            outer = json.loads((self._folder / _NAME).read_text(encoding="utf-8"))
            content = outer["checkpoint"]
            if outer["schema"] != _SCHEMA or outer["sha256"] != _digest(content):
                raise ValueError("its digest is another")
            differences = [
                name
                for name in sorted({*self._plan, *content["plan"]})
                if self._plan.get(name) != content["plan"].get(name)
            ]
            if differences:
                return None, f"other {', '.join(differences)}"
            tensors = self._tensors(content["tensors"])
            state = cast("dict[str, Any]", _decode(content["state"], tensors, device))
            return Checkpoint(int(content["step"]), state, list(content["generators"])), ""
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, TrainingError) as error:
            raise CheckpointError(
                f"the checkpoint in {self._folder} is damaged: {error}",
                "GOVML_RESUME=no starts anew and throws it away",
            ) from None

    def save(self, checkpoint: Checkpoint) -> None:
        """Replace the checkpoint. Raises `CheckpointError` when it can't be written, `TrainingError` for a state
        that has no form here."""
        if self._folder is None:
            return
        begin = self._steady()
        tensors: dict[str, torch.Tensor] = {}
        state = _encode(checkpoint.state, "state", tensors)
        name = f"state-{checkpoint.step}.safetensors"
        try:
            write_tensors(self._folder / name, tensors)
            content: dict[str, Json] = {
                "step": checkpoint.step,
                "plan": self._plan,
                "state": state,
                "generators": cast("Json", checkpoint.generators),
                "tensors": {"file": name, "sha256": _sha256(self._folder / name)},
            }
            write_json(self._folder / _NAME, {"schema": _SCHEMA, "sha256": _digest(content), "checkpoint": content})
        except TrainingError as error:
            raise CheckpointError(f"no checkpoint: {error}", error.hint) from None
        self._remove(keep={_NAME, name})
        self._saved = self._steady()
        self._cost = self._saved - begin

    def clear(self) -> None:
        """Remove the checkpoint, and whatever a killed run left of another."""
        if self._folder is not None:
            self._remove(keep=set())

    def _tensors(self, named: Mapping[str, str]) -> dict[str, torch.Tensor]:
        assert self._folder is not None
        path = self._folder / Path(named["file"]).name
        if _sha256(path) != named["sha256"]:
            raise ValueError(f"{path.name} is not what was written")
        return read_tensors(path)

    def _remove(self, keep: Iterable[str]) -> None:
        assert self._folder is not None
        patterns = (_NAME, f".{_NAME}.*", "state-*.safetensors", ".state-*.safetensors.*")
        for path in sorted({path for pattern in patterns for path in self._folder.glob(pattern)}):
            if path.name not in keep:
                path.unlink(missing_ok=True)


def states(objects: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state of each object: modules, optimizers, schedulers and scalers, generators, or plain mappings."""
    return {name: _state(name, thing) for name, thing in objects.items()}


def check(objects: Mapping[str, Any]) -> None:
    """Raise `TrainingError` for objects whose state a checkpoint can't hold; better now than after the first epochs."""
    _encode(states(objects), "state", {})


def restore(objects: Mapping[str, Any], state: Mapping[str, Any]) -> None:
    """Put objects into the state that `states` returned. Raises `CheckpointError` when they don't take it."""
    import torch

    try:
        for name, thing in objects.items():
            if isinstance(thing, torch.nn.Module):
                bare(thing).load_state_dict(state[name])
            elif hasattr(thing, "load_state_dict"):
                thing.load_state_dict(state[name])
            elif isinstance(thing, torch.Generator):
                thing.set_state(state[name])
            else:
                thing.clear()
                thing.update(state[name])
    except (KeyError, ValueError, RuntimeError, TypeError) as error:
        raise CheckpointError(
            f"the state of {name} is not taken: {error}", "GOVML_RESUME=no starts anew and throws it away"
        ) from None


def _state(name: str, thing: Any) -> Any:
    import torch

    if isinstance(thing, torch.nn.Module):
        return bare(thing).state_dict()
    if hasattr(thing, "state_dict") and hasattr(thing, "load_state_dict"):
        return thing.state_dict()
    if isinstance(thing, torch.Generator):
        return thing.get_state()
    if isinstance(thing, MutableMapping):
        return thing
    raise TrainingError(
        f"state[{name!r}] is of type {type(thing).__name__}, which can't be put back",
        "give what has state_dict and load_state_dict, or a dictionary that the script changes in place",
    )


_SEQUENCES: dict[str, Any] = {"list": list, "tuple": tuple}
_MAPPINGS: dict[str, Any] = {"dict": dict, "counter": Counter}


def _encode(value: Any, place: str, tensors: dict[str, torch.Tensor]) -> Json:
    """Return a value as JSON; what JSON has no form for is an object with one member that says what it is."""
    import torch

    if value is None or isinstance(value, str) or type(value) in (bool, int):
        return cast("Json", value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, torch.Tensor):
        name = f"{len(tensors)}"
        tensors[name] = value
        return {"tensor": [name, value.device.type]}
    if isinstance(value, Mapping):
        kind = "counter" if isinstance(value, Counter) else "dict"
        return {
            kind: [
                [_encode(key, place, tensors), _encode(item, f"{place}[{key!r}]", tensors)]
                for key, item in value.items()
            ]
        }
    if isinstance(value, list | tuple):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_encode(item, f"{place}[{index}]", tensors) for index, item in enumerate(value)]}
    raise TrainingError(f"{place} is of type {type(value).__name__}, which a checkpoint can't hold")


def _decode(value: Any, tensors: Mapping[str, torch.Tensor], device: torch.device) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, inner)] = value.items()
    if kind == "float":
        return float(inner)
    if kind == "tensor":
        name, was = inner
        return tensors[name] if was == "cpu" else tensors[name].to(device)
    if kind in _SEQUENCES:
        return _SEQUENCES[kind](_decode(item, tensors, device) for item in inner)
    return _MAPPINGS[kind]({_decode(key, tensors, device): _decode(item, tensors, device) for key, item in inner})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(content: Json) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
