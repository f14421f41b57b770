"""Risk tiers: of which subjects a rule asks anything.

A rule may name its tiers in its METADATA (`custom.tiers`). It is then not asked of other subjects, and the report says
so. The shipped rules look at the tier as well (`policies/lib.rego`), so they say the same in any other engine;
`tests/policy/test_tiers.py` holds the two readings equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from govml.model import Json

TIERS: Final = ("minimal", "limited", "high")
UNKNOWN: Final = "unknown"
"""Tier of a model that gives none: CARD-04 denies it, and rules with tiers are not asked."""
TIERED: Final = ("model", "data", "deployment")
"""Subjects that have a tier: a model its own, the others the highest of the models that they serve."""
ANY: Final = "any"
"""Instead of a tier, for subjects that have none."""


def tiers_of(subject: str) -> tuple[str, ...]:
    """Return the tiers that subjects of a kind can have."""
    if subject == "model":
        return (UNKNOWN, *TIERS)
    return TIERS if subject in TIERED else (ANY,)


def tier_of(subject: str, value: Json) -> str:
    """Return the tier of a policy input; one of `tiers_of(subject)`."""
    if subject == "model":
        return _known(_at(value, "card", "governance", "risk", "tier"))
    if subject == "data":
        return _highest([_known(_at(use, "risk")) for use in _members(_at(value, "used_by"))])
    if subject == "deployment":
        return _highest([_known(_at(served, "model", "risk")) for served in _members(_at(value, "models"))])
    return ANY


def _known(tier: Json) -> str:
    return tier if isinstance(tier, str) and tier in TIERS else UNKNOWN


def _highest(tiers: list[str]) -> str:
    """Unknown risk counts as high, and so does what serves nothing."""
    if not tiers or UNKNOWN in tiers:
        return "high"
    return max(tiers, key=TIERS.index)


def _members(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _at(value: Json, *keys: str) -> Json:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
