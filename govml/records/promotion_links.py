"""What `govml.yaml` says of promotions, held against itself and the keys: whether it can ever be met.

A role that nobody has, a stage that comes after none that there is: such a config is in form and lets nothing through.
What can't be met is an error. What may be meant, or is waiting for somebody's key, is a warning.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from govml.base.few import few, nearest
from govml.evidence.allowed_signers import read_signers
from govml.evidence.signers import ALLOWED
from govml.model import EvidenceError
from govml.records.index import Lookups, Record, mapping_of, text_of
from govml.records.subjects import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.model import Json

TIERS: Final = ("minimal", "limited", "high")
"""Lowest first, as approvals are asked for."""
_MOST: Final = 100
"""Stages that there may be, as the schema has it, and defects that are told."""
_STAGES: Final = ("promotion", "stages")
_GITHUB: Final = "github:"


def promotion_defects(record: Record, lookups: Lookups) -> Iterator[Defect]:
    """What of roles, stages and approvals in a config leads nowhere."""
    yield from islice(_defects(record, lookups), _MOST)


def _defects(record: Record, lookups: Lookups) -> Iterator[Defect]:
    roles = {role: _texts(names) for role, names in mapping_of(record.fields.get("roles")).items()}
    yield from _keyless(record, roles, lookups)
    stages = mapping_of(mapping_of(record.fields.get("promotion")).get("stages"))
    if len(stages) > _MOST:
        return
    after = {stage: _texts(mapping_of(fields).get("after")) for stage, fields in stages.items()}
    open_ones = _reachable(after)
    for stage, fields in stages.items():
        yield from _order(record, stage, after, open_ones)
        yield from _approvals(record, stage, mapping_of(mapping_of(fields).get("approvals")), roles)


def _keyless(record: Record, roles: dict[str, list[str]], lookups: Lookups) -> Iterator[Defect]:
    """Principals that can't sign, or whose reviews don't count."""
    named = text_of(mapping_of(record.fields.get("evidence")).get(ALLOWED))
    path = named or ALLOWED
    signing = {name for names in roles.values() for name in names if not name.startswith(_GITHUB)}
    if signing and not lookups.has(path):
        place = ("evidence", ALLOWED) if named else ("roles",)
        what = f"there is no file {path!r}, so nobody of `roles` has a key"
        hint = 'it has a line for each key: PRINCIPAL namespaces="govml" ssh-ed25519 AAAA...'
        yield Defect(record, place, what, hint, "warning")
        signing = set()
    try:
        signers = read_signers(lookups.content(path) or b"", b"")
    except EvidenceError:  # whoever reads it to decide says so
        return
    known = {each.name for principals in signers.allowed.values() for each in principals}
    reviews = mapping_of(record.fields.get("promotion")).get("approvals") == "review"
    for role, names in roles.items():
        for number, name in enumerate(names):
            pointer = ("roles", role, str(number))
            if name in signing - known:
                what = f"{path} gives {name[:80]!r} no key for govml"
                yield Defect(record, pointer, what, nearest(name, known, f"add a line for it to {path}"), "warning")
            elif name.startswith(_GITHUB) and not reviews:
                what = f"{name[:80]!r} approves by reviews, which don't count here"
                yield Defect(record, pointer, what, "set `promotion.approvals: review`", "warning")


def _reachable(after: dict[str, list[str]]) -> set[str]:
    """Stages that a version can get on; one after a stage that there isn't counts, as that is told by itself."""
    found: set[str] = set()
    while True:
        more = {
            stage
            for stage, before in after.items()
            if stage not in found and (not before or any(each in found or each not in after for each in before))
        }
        if not more:
            return found
        found |= more


def _order(record: Record, stage: str, after: dict[str, list[str]], open_ones: set[str]) -> Iterator[Defect]:
    for number, before in enumerate(after[stage]):
        if before not in after:
            known = f"`promotion.stages` has: {few(sorted(after))}"
            what = f"stage {stage!r} comes after {before[:80]!r}, which is no stage"
            yield Defect(record, (*_STAGES, stage, "after", str(number)), what, nearest(before, after, known))
    if stage not in open_ones:
        way = [stage]
        while way[-1] not in way[:-1]:
            way.append(after[way[-1]][0])
        what = f"no version can get on stage {stage!r}: `after` goes in a circle, {few(way, separator=' after ')}"
        yield Defect(record, (*_STAGES, stage, "after"), what, "let the first stage come after none")


def _approvals(record: Record, stage: str, asked: dict[str, Json], roles: dict[str, list[str]]) -> Iterator[Defect]:
    place = (*_STAGES, stage, "approvals")
    totals: dict[str, int] = {}
    for tier in TIERS:
        needed = {role: n for role, n in mapping_of(asked.get(tier)).items() if isinstance(n, int)}
        people = {role: {name.lower() for name in roles.get(role, [])} for role in needed}
        for role, count in needed.items():
            yield from _role(record, (*place, tier, role), count, len(people[role]), roles)
        together, total = len(set[str]().union(*people.values())), sum(needed.values())
        if together < total and all(len(people[role]) >= count for role, count in needed.items()):
            what = f"{total} approvals are asked of {few(sorted(needed))}, which {together} have together"
            yield Defect(record, (*place, tier), what, "each principal fills one role: name more of them in `roles`")
        most = max(totals, key=lambda each: totals[each], default=tier)
        if totals and total < totals[most]:
            asking = f"{total or 'no'} {'approval' if total == 1 else 'approvals'} at tier {tier}"
            what = f"stage {stage!r} asks for {asking}, for {totals[most]} at {most}"
            hint = f"ask for as many at tier {tier}" + "; a tier that isn't known counts as high" * (tier == "high")
            yield Defect(record, (*place, tier), what, hint, "warning")
        totals[tier] = total


def _role(
    record: Record, pointer: tuple[str, ...], count: int, people: int, roles: dict[str, list[str]]
) -> Iterator[Defect]:
    role = pointer[-1]
    if role not in roles:
        known = f"`roles` has: {few(sorted(roles))}"
        yield Defect(record, pointer, f"`roles` has no {role[:80]!r}", nearest(role, roles, known))
    elif not people:  # as `govml init` leaves it
        yield Defect(record, pointer, f"nobody has the role {role!r}", "name its principals in `roles`", "warning")
    elif people < count:
        what = f"{count} approvals by {role!r} are asked for, and {people} {'has' if people == 1 else 'have'} the role"
        yield Defect(record, pointer, what, "ask for fewer, or name more principals in `roles`")


def _texts(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
