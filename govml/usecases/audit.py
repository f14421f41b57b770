"""`govml audit`: is the record intact, and what does it say? One document (`govml.audit/v1`), which all formats show.

Nothing is believed that can be checked here: each entry of the ledger with its signatures and what it was decided from,
each tag against the ledger, the ledger against a checkpoint that was kept elsewhere. What can't be checked is
inconclusive, and never passes.
"""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from govml.base.document import parse
from govml.base.few import few, nearest
from govml.evidence.dsse import Envelope
from govml.evidence.statement import Statement
from govml.ledger.checkpoint import compare
from govml.ledger.entries import DECISIONS, Entry
from govml.ledger.statements import Approval, Grant, Review
from govml.model import GovmlError, UsageError
from govml.named import NamedTuple
from govml.policy.workers import supervise
from govml.records.index import list_of, mapping_of, text_of
from govml.usecases.audit_entries import Auditor, Checked, Doubt, unchecked
from govml.usecases.audit_tags import FETCH_TAGS, HARMLESS, TagCheck, check_tags
from govml.usecases.controls import Rated, coverage, rated, undecided
from govml.usecases.judgement import Progress
from govml.usecases.judging import silent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govml.evidence.signers import Signers
    from govml.ledger.statements import Promotion
    from govml.model import Json
    from govml.usecases.audit_entries import Source

SCHEMA: Final = "govml.audit/v1"
NO_LEDGER: Final = "there is no ledger: nothing was checked"
"""Reason of the verdict when there is nothing to audit."""


class Question(NamedTuple):
    """What is asked of an audit."""

    at: str
    """Time of which the stages are told, RFC 3339 in UTC."""
    since: int = 0
    """Number of the first entry that is checked. Of those before only the chain is."""
    stage: str = ""
    """Only this stage is told of; all where it is empty."""
    checkpoint: bytes | None = None
    """A checkpoint that was kept elsewhere; None where there is none."""
    signers: Signers | None = None
    """Keys that the auditor knows: the checkpoint has to be signed with one of them, and every entry by whom it counts
    as signed by, too."""
    recompute: bool = True
    """Whether decisions are made again."""
    progress: Progress = silent


class Audit(NamedTuple):
    """What came out."""

    document: dict[str, Json]
    checked: tuple[Checked, ...]
    """The entries that were checked, oldest first."""


def audit(source: Source, asked: Question) -> Audit:
    """Audit what a source has. Raises `GovmlError` where the question or the trusted commit can't be used."""
    ledger = source.ledger
    known = [*(each.number for each in ledger.entries), *(each.number for each in ledger.problems)]
    if known and asked.since > max(known) + 1:  # nothing would be checked, and pass
        message = f"there is no entry {asked.since - 1} to go on from: the ledger has {max(known) + 1:,}"
        raise UsageError(message, "where there was one, the ledger's end was cut off: a checkpoint shows that")
    checked = _entries(source, asked)
    # Those before the first entry that is checked say what should be on the stages all the same.
    everything = [*map(unchecked, (each for each in source.ledger.entries if each.number < asked.since)), *checked]
    named = [(each.entry, each.decision) for each in everything if each.decision]
    start = source.ledger.entries[0].at if source.ledger.entries else asked.at
    tags = [_tag(each, asked.since) for each in check_tags(named, source.tags, start, whole=source.ledger.sound)]
    seen = _checkpoint(source, asked)
    held = _held(source, everything, asked)
    problems = _problems(source, checked, tags, seen)
    verdict, reason = _verdict(source, checked, problems, tags)
    if reason != NO_LEDGER:
        reason = "; ".join([reason, *_left_out(source, checked, asked)])
    numbers = {entry.digest: entry.number for entry in source.ledger.entries}
    told = [_entry(each, numbers) for each in checked]
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "at": asked.at,
        "verdict": verdict,
        "reason": reason,
        "source": {
            "repository": source.repository,
            "ledger": source.ledger.ref,
            "tip": source.ledger.tip,
            "branch": source.branch,
            "trusted": source.trusted,
            "entries": len(source.ledger.entries),
            "since": asked.since,
            "stage": asked.stage,
            "recomputed": asked.recompute and source.recomputes,
        },
        "summary": _summary(checked, tags),
        "problems": cast("Json", problems),
        "checkpoint": cast("Json", seen),
        "stages": cast("Json", [each.told for each in held]),
        "entries": cast("Json", told),
        "tags": [{**each._asdict(), "entry": each.entry if each.entry >= 0 else None} for each in tags],
        "catalogues": coverage(rule for each in held for rule in each.rules),
        "notes": [*source.notes, *_unknown_stage(asked.stage, named)],
    }
    return Audit(document, checked)


def _unknown_stage(stage: str, named: Sequence[tuple[Entry, Promotion]]) -> list[Json]:
    """A note where the ledger never put anything on the one stage that is asked about."""
    known = sorted({said.about.stage for _, said in named})
    if not stage or stage in known:
        return []
    return [f"nothing was ever put on a stage {stage!r}: {nearest(stage, known, f'the ledger knows {few(known)}')}"]


def _entries(source: Source, asked: Question) -> tuple[Checked, ...]:
    """The entries that are asked about, each checked; those that can't stand where they are say so."""
    auditor = Auditor(source, asked.recompute, asked.signers)
    wanted = [entry for entry in source.ledger.entries if entry.number >= asked.since]
    again = asked.recompute and source.recomputes
    effort = len(wanted) + (_DECISION * sum(entry.kind in DECISIONS for entry in wanted) if again else 0)
    size = 1 if again else _PART
    parts = [wanted[start : start + size] for start in range(0, len(wanted), size)]

    def check(part: list[Entry]) -> list[Checked]:
        return [auditor.check(entry)._replace(entry=_ELSEWHERE) for entry in part]

    checked: list[Checked] = []
    processes = _processors() if effort >= _MUCH else 0
    for part in supervise(check, parts, processes, _LIMIT, lambda part: f"entry {part[0].number}", lambda: None):
        asked.progress("auditing entries", len(checked), len(wanted))
        checked += [each._replace(entry=entry) for each, entry in zip(part, wanted[len(checked) :], strict=False)]
    asked.progress("auditing entries", len(wanted), len(wanted))
    places = {each.entry.commit: place for place, each in enumerate(checked)}
    for problem in source.ledger.problems:
        if problem.commit in places:
            each = checked[places[problem.commit]]
            doubts = (*each.doubts, Doubt(problem.state, problem.message))
            checked[places[problem.commit]] = each._replace(doubts=doubts)
    return tuple(auditor.settle(checked))


_DECISION: Final = 500
"""How many times the work of an entry it is to decide again."""
_MUCH: Final = 2_000
"""Work from which on it is shared between processes."""
_PART: Final = 250
"""Entries that a process checks at a time."""
_LIMIT: Final = 600.0
"""Seconds that such a part may take."""
_ELSEWHERE: Final = Entry(-1, "", "", "approval", Envelope(b"", "", ()), Statement((), "", {}))
"""Stands for an entry that the reader of an answer has already."""


def _processors() -> int:
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)


# What is on a stage


class _Held(NamedTuple):
    told: dict[str, Json]
    rules: list[Rated]


def _held(source: Source, everything: Sequence[Checked], asked: Question) -> list[_Held]:
    """What was on which stage, by the last decision before the time; also where that one is broken, which is told."""
    by_digest = {each.entry.digest: each for each in everything}
    last: dict[tuple[str, str], Checked] = {}
    following: dict[tuple[str, str], Checked] = {}
    for each in everything:
        if each.decision is None or (asked.stage and each.decision.about.stage != asked.stage):
            continue
        place = each.decision.about.model, each.decision.about.stage
        if each.entry.at <= asked.at:
            last[place] = each
            following.pop(place, None)
        else:
            following.setdefault(place, each)
    found = []
    for place in sorted(last):
        said = last[place].decision
        assert said is not None
        report = _report(source, last[place], said)
        until = following[place].entry.at if place in following else ""
        found.append(_held_one(last[place], said, report, until, by_digest))
    return found


def _held_one(
    each: Checked, said: Promotion, report: dict[str, Json], until: str, by_digest: dict[str, Checked]
) -> _Held:
    about, number = said.about, each.entry.number
    given = [by_digest[digest] for digest in said.approvals if digest in by_digest]
    evidence = {text_of(line.get("path")): line for line in list_of(report.get("evidence"))}
    rules = [*list_of(report.get("rules")), *(each.recomputed.rules if each.recomputed.done else undecided())]
    if each.state != "verified":  # what it says of the rules may be made up
        reason = f"the decision is {each.state.replace('-', ' ')}"
        rules = [{**rule, "outcome": "not-evaluated", "reason": reason} for rule in rules]
    told: dict[str, Json] = {
        "model": about.model,
        "stage": about.stage,
        "version": about.version,
        "commit": about.commit,
        "weights": {**about.weights},
        "since": each.entry.at,
        "until": until,
        "entry": number,
        "kind": about.kind,
        "state": each.state,
        "decided_by": [*each.principals],
        "replaces": said.replaces,
        "approvals": [_approval(one) for one in given],
        "policy": {"commit": about.policy_commit, "digest": about.policy},
        "report": {"sha256": about.report, "verdict": report.get("verdict", ""), "tier": report.get("tier", "")},
        "evidence": [
            {
                "uri": one.uri,
                "sha256": one.sha256,
                "kind": evidence.get(one.uri, {}).get("kind", ""),
                "signed_by": cast("Json", _who_signed(evidence.get(one.uri, {}))),
            }
            for one in said.inputs
        ],
    }
    return _Held(told, rated(number, about.model, about.version, about.stage, rules))


def _approval(each: Checked) -> dict[str, Json]:
    said = each.said
    comment = said.comment if isinstance(said, Approval) else ""
    who = [f"github:{said.login}"] if isinstance(said, Review) and each.examined else [*each.principals]
    number = each.entry.number
    return {"entry": number, "by": cast("Json", who), "at": each.entry.at, "state": each.state, "comment": comment}


def _who_signed(line: dict[str, Json]) -> list[str]:
    signatures = list_of(line.get("signatures"))
    return sorted({text_of(who.get("name")) for each in signatures for who in list_of(each.get("principals"))})


def _report(source: Source, each: Checked, said: Promotion) -> dict[str, Json]:
    """The report of a decision, empty where it can't be read or is not the one that was signed."""
    try:
        data = source.report(each.entry)
    except GovmlError:
        return {}
    if sha256(data).hexdigest() != said.about.report:
        return {}
    parsed = parse(data, "json")
    return mapping_of(parsed.documents[0].value) if parsed.documents and not parsed.problems else {}


# The rest


def _checkpoint(source: Source, asked: Question) -> dict[str, Json] | None:
    """Whether the ledger continues a checkpoint that somebody known signed; None when there is none to compare with."""
    if asked.checkpoint is None:
        return None
    known = asked.signers if asked.signers is not None else source.rights(source.trusted).signers
    found = compare(source.ledger, asked.checkpoint, known, source.origin)
    seen = found.seen
    told: dict[str, Json] = {"origin": seen.origin, "size": seen.size, "root": seen.root.hex()}
    told |= {"signed_by": [*found.signed_by], "state": found.state, "message": found.message}
    return told | {"hint": found.hint}


def _tag(found: TagCheck, since: int) -> TagCheck:
    """What is told of a tag; one that agrees with what was not checked proves nothing."""
    if found.state == "agrees" and 0 <= found.entry < since:
        return found._replace(message=f"entry {found.entry}, which it agrees with, was not checked")
    return found


def _problems(
    source: Source, checked: Sequence[Checked], tags: Sequence[TagCheck], seen: dict[str, Json] | None
) -> list[dict[str, Json]]:
    """What is wrong beside the entries that were checked: in the clone, in the rest of the chain, with tags."""
    entries = {each.entry.commit for each in checked}
    found: list[dict[str, Json]] = [
        {"place": "repository", "name": "", "entry": None, **each._asdict()} for each in source.problems()
    ]
    found += [
        {
            "place": "ledger",
            "name": each.commit,
            "entry": each.number,
            "state": each.state,
            "message": each.message,
            "remedy": "",
        }
        for each in source.ledger.problems
        if each.commit not in entries
    ]
    for each in tags:
        if each.state not in HARMLESS:
            message = f"{each.state}: {each.message}"
            number = each.entry if each.entry >= 0 else None
            remedy = _REMEDIES.get((each.state, "#" in each.tag), "") if each.entry >= 0 else ""
            state = "inconclusive" if each.state == "deleted" and not source.complete else "broken"
            tag: dict[str, Json] = {"place": "tag", "name": each.tag, "entry": number, "state": state}
            found.append({**tag, "message": message, "remedy": remedy})
    if seen is not None and seen["state"] != "verified":
        facts = {"state": seen["state"], "message": seen["message"], "remedy": seen["hint"]}
        found.append({"place": "checkpoint", "name": seen["origin"], "entry": None, **facts})
    return found


_AGAIN: Final = "delete it (`git tag --delete`), and `govml ledger tags` writes it as it was"
_REMEDIES: Final = {
    ("deleted", True): "fetch the tags, or `govml ledger tags` writes them again",
    ("deleted", False): FETCH_TAGS,
    ("moved", True): _AGAIN,
    ("recreated", True): _AGAIN,
}
"""By state, and whether it is the tag of a stage."""


def _verdict(
    source: Source,
    checked: Sequence[Checked],
    problems: Sequence[dict[str, Json]],
    tags: Sequence[TagCheck],
) -> tuple[str, str]:
    states = Counter([*(text_of(each["state"]) for each in problems), *(each.state for each in checked)])
    if not source.ledger.entries and not source.ledger.tip and not states["broken"]:
        return "INCONCLUSIVE", NO_LEDGER
    if states["broken"]:
        return "FAILED", f"{_count(states['broken'], 'thing is', 'things are')} broken"
    if states["inconclusive"]:
        return "INCONCLUSIVE", f"{_count(states['inconclusive'], 'thing', 'things')} can't be verified"
    older = sum(each.state == "before-the-ledger" for each in tags)
    but = f" but {_count(older, 'that is', 'that are')} dated before it" if older else ""
    agree = f"every tag agrees with the ledger{but}"
    return "PASSED", f"{_count(len(checked), 'entry is', 'entries are')} verified, and {agree}"


def _left_out(source: Source, checked: Sequence[Checked], asked: Question) -> list[str]:
    """What was not looked at, so that the verdict says nothing of it."""
    found = []
    if asked.since:
        found.append(f"entries before {asked.since} were not checked")
    if not (asked.recompute and source.recomputes) and any(each.decision for each in checked):
        found.append("decisions were not made again")
    return found


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _summary(checked: Sequence[Checked], tags: Sequence[TagCheck]) -> dict[str, Json]:
    states = Counter(each.state for each in checked)
    kinds = Counter(each.entry.kind for each in checked)
    of_tags = Counter(each.state for each in tags)
    return {
        **{state: states[state] for state in ("verified", "broken", "inconclusive")},
        "recomputed": sum(each.recomputed.done for each in checked),
        "kinds": {kind: kinds[kind] for kind in sorted(kinds)},
        "tags": {state: of_tags[state] for state in sorted(of_tags)},
    }


def _entry(each: Checked, numbers: Mapping[str, int]) -> dict[str, Json]:
    entry, said = each.entry, each.said
    told: dict[str, Json] = {
        "number": entry.number,
        "at": entry.at,
        "kind": entry.kind,
        "commit": entry.commit,
        "digest": entry.digest,
        **entry.about(),
        "state": each.state,
        "doubts": [{**doubt._asdict()} for doubt in each.doubts],
        "signed_by": [*each.principals],
        "keys": [*each.keys],
    }
    if each.policy_commit:
        told["policy_commit"] = each.policy_commit
    if each.decision is not None:
        told["version_commit"] = each.decision.about.commit
        told["report"] = each.decision.about.report
        told["tag"] = each.decision.tag
        told["replaces"] = each.decision.replaces
        told["approvals"] = [numbers[digest] for digest in each.decision.approvals if digest in numbers]
        told["recomputed"] = each.recomputed.done
    if isinstance(said, Grant):
        told["waiver"] = {**said.waiver}
        told["sha256"] = said.sha256
    if isinstance(said, Approval | Grant) and said.comment:
        told["comment"] = said.comment
    return told
