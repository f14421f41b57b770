"""The embedded engine behind the compiled rules.

Most of what is checked has nothing wrong with it, and Python says so in a fifth of the time that an engine takes. The
compiled rules are held equal to the policies by `tests/policy/test_screened.py`; what a policy finds, and whatever they
can't tell, is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from govml.model import Json
from govml.policy import compiled
from govml.policy.answers import Violation
from govml.policy.nouns import Bundle, Policy
from govml.policy.tiers import tier_of
from govml.policy.values import NOT_ASKED, UnsureError

if TYPE_CHECKING:
    from govml.policy.embedded import EmbeddedEngine

_Finds = Callable[[Any, Any, list[Any]], bool]


def screens(bundle: Bundle) -> bool:
    """Whether the compiled rules are those of a bundle."""
    return bundle.trusted and bundle.sources == compiled.SOURCES


class ScreenedEngine:
    """As `EmbeddedEngine`, for a bundle that the compiled rules are of."""

    name = "embedded"

    def __init__(self, bundle: Bundle, records: Json | None) -> None:
        """Nothing is loaded before it is needed."""
        self._bundle = bundle
        self._records = records
        self._data: Json = {"govml": {"parameters": bundle.parameters}}
        self._rules: dict[tuple[str, str], list[tuple[Policy, list[_Finds] | None]]] = {}
        self._engine: EmbeddedEngine | None = None

    @property
    def version(self) -> str:
        """Engine and release, `regorus 0.13.0`."""
        return self._opened().version

    @property
    def asked(self) -> bool:
        """Whether the engine was needed."""
        return self._engine is not None

    def evaluate(self, subject: str, value: Json) -> list[Violation]:
        """Ask every policy about one subject; raises `EngineError` where it can't be decided."""
        unclean = self.unclean(subject, value)
        return self._opened().evaluate(subject, value, unclean) if unclean else []

    def unclean(self, subject: str, value: Json) -> list[Policy]:
        """The policies that say something about a subject, or of which only the engine can tell."""
        asked = subject, tier_of(subject, value)
        if asked not in self._rules:
            self._rules[asked] = [(policy, _compiled(policy)) for policy in self._bundle.asked(*asked)]
        if type(value) is not dict:  # compiled rules look into it without asking
            return [policy for policy, _ in self._rules[asked]]
        known = [NOT_ASKED] * compiled.SLOTS
        return [policy for policy, sets in self._rules[asked] if not self._is_clean(sets, value, known)]

    def _is_clean(self, sets: list[_Finds] | None, value: Json, known: list[Any]) -> bool:
        if sets is None:
            return False
        try:
            return not any(finds(value, self._data, known) for finds in sets)
        except (UnsureError, RecursionError):
            return False

    def close(self) -> None:
        """Let go of the engine."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _opened(self) -> EmbeddedEngine:
        if self._engine is None:
            from govml.policy.embedded import EmbeddedEngine

            self._engine = EmbeddedEngine(self._bundle, self._records)
        return self._engine


def _compiled(policy: Policy) -> list[_Finds] | None:
    """The compiled sets of a policy; None where one isn't compiled."""
    found = [compiled.SETS.get(f"{policy.package}.{name}") for name in (*policy.denies, *policy.warns)]
    return None if None in found else [each for each in found if each is not None]
