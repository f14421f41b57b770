"""The engines that decide, behind one protocol."""

from __future__ import annotations

from typing import Literal, Protocol

from govml.model import Json, UsageError
from govml.policy.answers import Violation
from govml.policy.nouns import Bundle

__all__ = ["ENGINES", "Engine", "EngineName", "Violation", "open_engine"]

EngineName = Literal["embedded", "opa"]
ENGINES: tuple[EngineName, ...] = ("embedded", "opa")
"""The engines; the first is the default."""


class Engine(Protocol):
    """Decides about subjects with the policies that it was opened with."""

    @property
    def name(self) -> str:
        """`embedded` or `opa`."""

    @property
    def version(self) -> str:
        """Engine and release, for example `regorus 0.13.0`."""

    def evaluate(self, subject: str, value: Json) -> list[Violation]:
        """Return what the policies of a subject kind and its tier say about one input, sorted.

        Raises `EngineError`: not decided.
        """

    def close(self) -> None:
        """Release the engine. Raises `EngineError` where what was decided can't be trusted after all."""


def open_engine(
    name: EngineName, bundle: Bundle, records: Json | None, opa_url: str = "", limit_seconds: float = 10.0
) -> Engine:
    """Open an engine on a bundle; `records` is `data.govml.records`, None where no policy reads it.

    `limit_seconds` bounds one answer of an OPA server. The embedded engine can't be interrupted: `workers.supervise`
    bounds it. Raises `EngineError` where the engine can't be opened, `UsageError` for an unknown name.
    """
    if name == "embedded":
        from govml.policy.screened import ScreenedEngine, screens

        if screens(bundle):
            return ScreenedEngine(bundle, records)
        from govml.policy.embedded import EmbeddedEngine

        return EmbeddedEngine(bundle, records)
    if name == "opa":
        from govml.policy.opa import OpaEngine

        return OpaEngine(bundle, records, opa_url, limit_seconds)
    raise UsageError(f"there is no engine {name!r}", f"use one of: {', '.join(ENGINES)}")
