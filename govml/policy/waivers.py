"""Waivers: findings that somebody answers for, for a while (SARIF's suppressions).

A waiver hides nothing once it has expired, when its approver wrote it, or when it names what can't be waived. All
states are reported.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from govml.base.few import nearest
from govml.model import Finding, Json, Location, Rule, WaiverStatus
from govml.named import NamedTuple
from govml.policy.nouns import is_day
from govml.records.globs import compile_globs

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from govml.model import WaiverState

SOON_DAYS: Final = 14
"""Days before its end from which on a waiver is reported as expiring."""
NOT_WAIVABLE: Final = frozenset({"entry", "object", "size", "syntax", "waiver"})
"""Rules about what can't be read, and about waivers: nobody can answer for what nobody has seen."""
_CONTENT: Final = ("rule", "subject", "path", "pointer", "reason", "approver", "created", "expires")
RULES: Final = {
    "waiver": Rule(
        "waiver",
        "Waivers are in force and needed",
        "A waiver names a rule, a subject or path, a reason, an approver other than its author, and an end.",
        "warning",
        controls=("nist-ai-rmf GOVERN-1.4",),
        remediation="Renew, mend or remove the waiver.",
    )
}


class Waiver(NamedTuple):
    """One entry of a waiver file."""

    id: str
    rule: str
    subject: str
    """Glob on `KIND NAME`, empty for any."""
    path: str
    """Glob on the finding's path, empty for any."""
    pointer: str
    """Pointer of the finding or of a parent, empty for any."""
    reason: str
    approver: str
    created: str
    expires: str
    """The last day on which it holds."""
    location: Location
    authors: frozenset[str]
    """`Name <mail>` of those who committed the entry as it stands."""

    @property
    def content(self) -> dict[str, str]:
        """What it says, wherever it stands and whatever it is called: what is signed when it is granted."""
        return {name: text for name in _CONTENT if (text := getattr(self, name))}

    def covers(self, finding: Finding) -> bool:
        """Whether it names this finding."""
        place = finding.location
        return (
            self.rule == finding.rule
            and (not self.subject or fnmatchcase(finding.subject, self.subject))
            and (not self.path or bool(compile_globs((self.path,)).match(place.path)))
            and (not self.pointer or f"{place.pointer}/".startswith(f"{self.pointer}/"))
        )


def read_waivers(value: Json, location: Location, authors: Iterable[str], document: int = 0) -> list[Waiver]:
    """The waivers of a document of kind `waiver`; entries that its schema refuses hide nothing and are left out.

    `document` is its number in the file: an entry without `id` goes by file, document and number.
    """
    prefix = f"{location.path}#{document}/" if document else f"{location.path}#"
    entries = value.get("waivers") if isinstance(value, dict) else None
    found = []
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        texts = {key: str(item) for key, item in entry.items() if isinstance(item, str)}
        if not all(texts.get(key) for key in ("rule", "reason", "approver", "created", "expires")):
            continue
        if not (texts.get("subject") or texts.get("path")):
            continue
        place = location._replace(pointer=f"/waivers/{number}")
        found.append(
            Waiver(
                texts.get("id") or f"{prefix}{number}",
                texts["rule"],
                texts.get("subject", ""),
                texts.get("path", ""),
                texts.get("pointer", "").rstrip("/"),
                texts["reason"],
                texts["approver"],
                texts["created"],
                texts["expires"],
                place,
                frozenset(author.casefold() for author in authors),
            )
        )
    return found


def apply(
    findings: Sequence[Finding],
    waivers: Sequence[Waiver],
    today: str,
    waiting: Container[str] = (),
    told: Container[Waiver] | None = None,
    rules: Collection[str] = (),
) -> tuple[list[Finding], list[WaiverStatus]]:
    """Findings with the waivers that hold on `today` (`YYYY-MM-DD`) marked, findings about waivers, and all states.

    `waiting` are rules about a change: a waiver of one is granted before there is anything to hide. `told` are the
    waivers that findings and states are given about, all by default; one is judged beside all others in any case.
    `rules` are all that there are; none where that isn't known.
    """
    used: dict[Waiver, int] = dict.fromkeys(waivers, 0)
    result = []
    defects = _defects(waivers, today)
    in_force = [waiver for waiver in waivers if not defects[waiver] and waiver.expires >= today]
    for finding in findings:
        holders = [waiver for waiver in in_force if waiver.covers(finding)] if finding.rule not in NOT_WAIVABLE else []
        if holders:
            finding = finding._replace(waiver=holders[0].id)
        for holder in holders:  # the next one is needed when the first expires
            used[holder] += 1
        result.append(finding)
    statuses = []
    for waiver, count in used.items():
        if told is not None and waiver not in told:
            continue
        state, message = _state(waiver, defects[waiver], today, count or waiver.rule in waiting, rules)
        statuses.append(
            WaiverStatus(
                waiver.id, waiver.rule, waiver.subject or waiver.path, state, waiver.reason, waiver.approver,
                waiver.expires, waiver.location, count,
            )
        )  # fmt: skip
        if state in ("expired", "invalid", "unused"):
            level = "error" if state == "invalid" else "warning"
            result.append(Finding("waiver", level, message, waiver.location, f"waiver {waiver.id}"))  # type: ignore[arg-type]
    return result, sorted(statuses)


def standing(
    waivers: Sequence[Waiver], today: str, rules: Collection[str] = ()
) -> list[tuple[Waiver, WaiverState, str]]:
    """Waivers with their states on a day and why one hides nothing.

    That one of a rule there is (`rules`) is unused only findings could tell.
    """
    return [(waiver, *_state(waiver, defect, today, 1, rules)) for waiver, defect in _defects(waivers, today).items()]


def _defects(waivers: Sequence[Waiver], today: str) -> dict[Waiver, str]:
    ids = Counter(waiver.id for waiver in waivers)
    return {waiver: _double(waiver, ids) or _defect(waiver, today) for waiver in waivers}


def _double(waiver: Waiver, ids: Mapping[str, int]) -> str:
    return f"{ids[waiver.id]} waivers have this id" if ids[waiver.id] > 1 else ""


def _defect(waiver: Waiver, today: str) -> str:
    for what, day in (("created", waiver.created), ("expires", waiver.expires)):
        if not is_day(day):
            return f"{what} {day} is no day (YYYY-MM-DD)"
    if waiver.rule in NOT_WAIVABLE:
        return f"rule {waiver.rule} can't be waived"
    if waiver.expires < waiver.created:
        return f"expires {waiver.expires}, before it was created ({waiver.created})"
    if waiver.created > today:
        return f"is created in the future ({waiver.created})"
    if not _plain(waiver.approver):
        return "nobody approved it"
    if any(_is(waiver.approver, author) for author in waiver.authors):
        return f"{waiver.approver} approved a waiver that they committed themselves"
    return ""


def _plain(text: str) -> str:
    """Text without what tells two spellings of a person apart: case, width, invisible characters, punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    shown = (c for c in folded if unicodedata.category(c) != "Cf")
    letters = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in shown)
    return " ".join(letters.split())


def _is(approver: str, author: str) -> bool:
    """Whether an approver, however written, names an author (`NAME <MAIL>`) by name, mail address or its local part."""
    name, _, mail = author.partition("<")
    local = mail.partition("@")[0]
    said = f" {_plain(approver)} "
    return any(known and f" {known} " in said for known in map(_plain, (name, mail, local)))


def _state(
    waiver: Waiver, defect: str, today: str, needed: int, rules: Collection[str]
) -> tuple[WaiverState, str]:
    if defect:
        return "invalid", f"waiver {waiver.id} hides nothing: {defect}"
    if waiver.expires < today:
        return "expired", f"waiver {waiver.id} for {waiver.rule} expired on {waiver.expires} and hides nothing"
    if rules and waiver.rule not in rules:
        hint = nearest(waiver.rule, rules, "`govml policy list` names the rules")
        return "unused", f"waiver {waiver.id} hides nothing: there is no rule {waiver.rule!r}; {hint}"
    if not needed:
        return "unused", f"waiver {waiver.id} for {waiver.rule} hides nothing: no finding is like it"
    return ("expiring" if _days_left(waiver.expires, today) <= SOON_DAYS else "active"), ""


def _days_left(expires: str, today: str) -> int:
    return (date.fromisoformat(expires) - date.fromisoformat(today)).days
