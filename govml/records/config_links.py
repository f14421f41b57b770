"""What `govml.yaml` names in the repository and of the shipped rules: folders without policies, misspelt parameters.

Either would be passed over in silence, and what was meant to be asked would not be.
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Final

from govml.records.config import shipped_settings
from govml.records.index import Lookups, Record, mapping_of
from govml.records.subjects import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST: Final = 100
"""Entries that are looked at."""
_ALIKE: Final = 0.85
"""From where on a name is taken for a misspelt one: own policies have parameters of their own."""


def config_defects(record: Record, lookups: Lookups) -> Iterator[Defect]:
    """What of a config leads nowhere, apart from promotions (`govml.records.promotion_links`)."""
    named = record.fields.get("policies")
    for number, folder in enumerate(islice(named if isinstance(named, list) else (), _MOST)):
        if not isinstance(folder, str) or folder.strip("/") in ("", "."):
            continue
        if not any(path.endswith(".rego") for path in lookups.under(folder.strip("/"))):
            what = f"the folder {folder[:80]!r} holds no policy (`*.rego`), so none of it is asked"
            yield Defect(record, ("policies", str(number)), what, "correct the path, or remove it")
    given = list(islice(mapping_of(record.fields.get("parameters")), _MOST))
    known = sorted(shipped_settings("parameters.yaml")) if given else []
    for name in given:
        close = get_close_matches(name, known, 1, _ALIKE) if name not in known and len(name) < 80 else []
        if close:
            what = f"no shipped rule reads a parameter {name!r}"
            yield Defect(record, ("parameters", name), what, f"did you mean {close[0]!r}?", "warning")
