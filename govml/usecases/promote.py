"""`govml approve`, `promote` and `rollback`: decide on the ledger as it is, sign, and add an entry.

The ledger asks for the decision while nobody else can write to it, and again when somebody was faster. So what is added
was decided on what stands before it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from govml import __version__
from govml.base.few import few
from govml.evidence.signing import seal
from govml.evidence.statement import statement_bytes
from govml.ledger.chain import Draft, append, read
from govml.ledger.statements import (
    Approval,
    Input,
    Promotion,
    Review,
    Withdrawal,
    approval_statement,
    promotion_statement,
    read_promotion,
    review_statement,
    withdrawal_statement,
)
from govml.model import PASSING, GovmlError, UsageError
from govml.named import NamedTuple
from govml.records.index import list_of, mapping_of, text_of
from govml.usecases.approvals import takes_back
from govml.usecases.decide import Asked, Decision, decide, place_of
from govml.usecases.judge import load_config, load_signers
from govml.usecases.placements import RELEASER, placements, releasers
from govml.usecases.stage_tags import next_tag, tag_id, write_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govml.base.git import Repository
    from govml.evidence.dsse import Envelope
    from govml.evidence.signers import Signers
    from govml.evidence.signing import Signer
    from govml.ledger.chain import Ledger, Publisher
    from govml.ledger.entries import Entry
    from govml.usecases.judging import How


class RefusedError(GovmlError):
    """What was asked for is not granted."""

    exit_code: ClassVar[int] = 1


class UnknownRecorderError(RefusedError):
    """A key may not record reviews, whatever they say."""


class Where(NamedTuple):
    """The ledger that is written to, and how it is decided."""

    branch: str
    how: How
    publish: Publisher | None = None


class Done(NamedTuple):
    """A promotion or rollback that was made, or that would be."""

    decision: Decision
    entry: Entry | None
    """None where nothing was written."""
    tags: tuple[str, ...] = ()
    """Tags that were created: its own, and those of earlier ones that had got lost."""
    problem: str = ""
    """Why a tag could not be created; the ledger has the entry all the same."""

    @property
    def tag(self) -> str:
        """The tag of this very promotion, empty where it was not created."""
        own = read_promotion(self.entry.statement).tag if self.entry is not None else ""
        return own if own in self.tags else ""


def approve(
    repository: Repository, decision: Decision, signer: Signer, where: Where, now: str, comment: str = "",
    days: int | None = None,
) -> Entry:
    """Sign the report of a decision and add the approval to the ledger.

    Raises `RefusedError` when the report doesn't pass, or is another one by now; `GovmlError` when it could not be
    decided; `LedgerError` as `append`.
    """
    refuse_unapprovable(decision)
    base = decision.replaces
    said = Approval(
        decision.about,
        approver(repository, signer, decision, now),
        decision.asked.at,
        expiry(decision, days),
        base.version if base is not None else "",
        base.commit if base is not None else "",
        comment,
    )
    envelope = seal(statement_bytes(approval_statement(said)), signer)

    def prepare(ledger: Ledger) -> Draft:
        # By the commit that was read, on the ledger as it is now: another commit may be trusted by then.
        again = decide(repository, decision.asked, ledger, where.how)
        refuse_taken_back(ledger, envelope, "approve the report of another time; without --at that is the one of now")
        if again.about.report != decision.about.report:
            raise RefusedError("the report has changed since it was read", _read(decision))
        return Draft("approval", envelope, now)

    return append(repository, prepare, where.branch, where.publish)


def record_review(
    repository: Repository, decision: Decision, review: Review, signer: Signer, where: Where, now: str
) -> Entry:
    """Add a review that somebody gave on GitHub, signed by whoever recorded it.

    Raises `UnknownRecorderError` when the key may not record reviews, `RefusedError` when this one was taken back;
    `LedgerError` as `append`.
    """
    envelope = seal(statement_bytes(review_statement(review)), signer)
    if not releasers(envelope, decision.judge.signers, decision.judge.config.roles, now):
        hint = "use the key of somebody with the role `releaser`"
        raise UnknownRecorderError("this key may not record reviews", hint)

    def prepare(ledger: Ledger) -> Draft:
        # It still stands on GitHub, which doesn't know that it was taken back here.
        for each in _taken_back(ledger):
            if each.kind == "review" and _same_review(each, review):
                message = f"review {review.id} was recorded as entry {each.number} and taken back"
                raise RefusedError(message, "a new review counts")
        return Draft("review", envelope, now)

    return append(repository, prepare, where.branch, where.publish)


def refuse_unapprovable(decision: Decision) -> None:
    """Raise `RefusedError` where the report doesn't pass, `GovmlError` where it could not be decided."""
    if not decision.approvable:
        kind = GovmlError if decision.verdict == "INCONCLUSIVE" else RefusedError
        raise kind(f"the report is {decision.verdict}: {decision.refusal}", _read(decision))


def refuse_taken_back(ledger: Ledger, envelope: Envelope, hint: str) -> None:
    """Raise `RefusedError` where the ledger holds an envelope's statement, and that was taken back."""
    for each in _taken_back(ledger):
        if each.envelope.payload == envelope.payload:
            raise RefusedError(f"this very {each.kind} was given as entry {each.number} and taken back", hint)


def _taken_back(ledger: Ledger) -> list[Entry]:
    """Approvals, reviews and grants that a withdrawal names, whoever signed it."""
    said = (each.statement.predicate for each in ledger.entries if each.kind == "withdrawal")
    withdrawn = {text_of(predicate.get("approval")) for predicate in said}
    return [each for each in ledger.entries if each.digest in withdrawn]


def _same_review(entry: Entry, review: Review) -> bool:
    about = {"model": review.about.model, "version": review.about.version, "stage": review.about.stage}
    return entry.about() == about and mapping_of(entry.statement.predicate.get("review")).get("id") == review.id


def withdraw(
    repository: Repository, asked: Asked, approval: str, reason: str, signer: Signer, where: Where, now: str
) -> Entry:
    """Take an approval back, named by the number of its ledger entry, or its SHA-256 or the beginning of that.

    Raises `UsageError` when the ledger has no such approval of this version for this stage, `RefusedError` when the
    key may not take it back.
    """
    about = {"model": asked.model, "version": asked.version, "stage": asked.stage}
    entries = read(repository, where.branch).entries
    known = [each for each in entries if each.kind in ("approval", "review") and each.about() == about]
    found = named_entries(known, approval)
    if len(found) != 1:
        what = "more than one approval" if found else "no approval"
        what += f" of {asked.model} {asked.version} for {asked.stage}"
        hint = f"`govml ledger log {asked.model}` has their numbers and digests"
        raise UsageError(f"{approval!r} names {what}", hint)
    said = Withdrawal(found[0].digest, reason, **about)
    return take_back(repository, asked.trusted, found[0], said, signer, where, now)


def named_entries(entries: Iterable[Entry], text: str) -> list[Entry]:
    """Those entries that a text names: a number, or a SHA-256 or the beginning of one."""
    short = len(text) < _SHORTEST
    return [each for each in entries if (str(each.number) == text if short else each.digest.startswith(text))]


def take_back(
    repository: Repository, trusted: str, target: Entry, said: Withdrawal, signer: Signer, where: Where, now: str
) -> Entry:
    """Add the withdrawal of an entry. Raises `RefusedError` when the key may not take it back."""
    envelope = seal(statement_bytes(withdrawal_statement(said)), signer)
    snapshot = repository.snapshot(trusted)
    config = load_config(snapshot)
    if not takes_back(target, envelope, now, load_signers(snapshot, config)[0], config.roles):
        raise RefusedError(
            f"the key {signer.public.fingerprint} may not take back entry {target.number}",
            "use the key of whoever signed that, or of somebody who may release",
        )
    return append(repository, lambda _: Draft("withdrawal", envelope, now), where.branch, where.publish)


def promote(
    repository: Repository, asked: Asked, signer: Signer, where: Where, renew: Callable[[], Asked] | None = None
) -> Done:
    """Let a version get on a stage: decide, add the signed verification to the ledger, and create the stage tag.

    `renew` gives the question anew when it is its turn: while others wrote to the ledger, time and branches went on.
    Where the decision is no pass nothing is written. Raises `RefusedError` when the key may not release.
    """
    last: list[Decision] = []

    def prepare(ledger: Ledger) -> Draft:
        decision = decide(repository, renew() if renew else asked, ledger, where.how)
        last[:] = [decision]
        if decision.verdict not in PASSING:
            raise _NotPassedError(decision.reason)
        tag = next_tag(repository, ledger, decision.asked.model, decision.asked.stage)
        envelope = seal(statement_bytes(promotion_statement(promotion_of(decision, tag))), signer)
        if not releasers(envelope, decision.judge.signers, decision.judge.config.roles, decision.asked.at):
            raise RefusedError(
                f"the key {signer.public.fingerprint} may not release",
                f"`allowed_signers` ({_place(repository, decision)}) has to list it for govml, {_releaser(decision)}",
            )
        return Draft(decision.asked.kind, envelope, decision.asked.at, decision.data)

    try:
        entry = append(repository, prepare, where.branch, where.publish)
    except _NotPassedError:
        return Done(last[0], None)
    return restored(repository, where.branch, last[0], entry)


def restored(repository: Repository, branch: str, decision: Decision, entry: Entry) -> Done:
    """What was done, with the tags of the model that the ledger has and the clone had not."""
    roles, signers = decision.judge.config.roles, decision.judge.signers
    placed = placements(read(repository, branch), decision.asked.model, signers, roles)
    tags, problem = write_missing(repository, placed)
    there = {tag.ref: tag.id for tag in repository.tags()}
    for each in placed:
        found = there.get(each.said.tag, "")
        if each.entry.digest == entry.digest and found and found != tag_id(each.entry, each.said):
            problem = problem or f"another tag is called {each.said.tag}: `govml audit` tells more"
    return Done(decision, entry, tags, problem)


def promotion_of(decision: Decision, tag: str) -> Promotion:
    """The verification summary of a decision that passed."""
    evidence = {
        (text_of(each.get("path")), text_of(each.get("sha256"))) for each in list_of(decision.report.get("evidence"))
    }
    counted = [each for each in decision.given if each.independent_role]
    inputs = [Input("report.json", decision.about.report)]
    inputs += [Input(path, digest) for path, digest in sorted(evidence)]
    inputs += [Input(f"ledger:{each.number}", each.entry) for each in counted]
    waived = (mapping_of(each.get("grant")) for each in list_of(decision.report.get("waivers")))
    granting = {(f"ledger:{each['number']}", text_of(each["entry"])) for each in waived if each}
    inputs += [Input(*each) for each in sorted(granting)]
    return Promotion(
        decision.about,
        decision.asked.at,
        decision.replaces.version if decision.replaces is not None else "",
        tuple(each.entry for each in counted),
        tag,
        tuple(inputs),
        __version__,
    )


def expiry(decision: Decision, days: int | None = None) -> str:
    """When an approval of a decision ends: as many days after it as its stage says, or fewer. Raises `UsageError`."""
    stage = decision.config.stage(decision.asked.stage)
    most = stage.approval_days if stage is not None else 0
    if days is not None and days > most:
        hint = "leave --days out, or change `approval_days` of the stage on the trusted branch"
        raise UsageError(f"an approval for {decision.asked.stage} lasts {most} days at most, not {days}", hint)
    moment = datetime.fromisoformat(decision.asked.at).astimezone(UTC) + timedelta(days=most if days is None else days)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def approver(repository: Repository, signer: Signer, decision: Decision, now: str) -> str:
    """Whose approval a key makes. Raises `RefusedError` where it would count for nothing: better now than later."""
    place = _place(repository, decision)
    name = principal_of(signer, decision.judge.signers, now, place)
    if not any(name in held for held in decision.judge.config.roles.values()):
        holders = (f"{role}: {', '.join(held)}" for role, held in sorted(decision.judge.config.roles.items()))
        hint = f"`roles` of govml.yaml ({place}) give them: {'; '.join(holders) or 'nobody has one'}"
        raise RefusedError(f"{name} has no role", hint)
    return name


def principal_of(signer: Signer, signers: Signers, now: str, place: str) -> str:
    """Whose key it is by the files of a place. Raises `RefusedError` where it is not that of one principal now."""
    known, key = signers.principals(signer.public), signer.public.fingerprint
    names = sorted({each.name for each in known if each.valid_at(now)})
    if signers.revoked(signer.public):
        raise RefusedError(f"`revoked_signers` ({place}) revokes the key {key}", "sign with another")
    if not known:
        hint = "have it added there, for the namespace govml, or sign with another"
        raise RefusedError(f"`allowed_signers` ({place}) doesn't have the key {key}", hint)
    if not names:
        bounds = [(w, at) for each in known for w, at in (("after", each.valid_after), ("until", each.valid_before))]
        times = [f"{word} {at}" for word, at in bounds if at]
        message = f"`allowed_signers` ({place}) has the key {key} as valid {few(times)}, and now it is {now}"
        raise RefusedError(message, "sign with a key that is valid")
    if len(names) > 1:
        message = f"`allowed_signers` ({place}) gives the key {key} to several principals: {few(names)}"
        raise RefusedError(message, "let one of them have it, or sign with another")
    return names[0]


_SHORTEST = 8


def _read(decision: Decision) -> str:
    asked = decision.asked
    return f"`govml report {asked.model}@{asked.version} --to {asked.stage}` says what would change it"


def _place(repository: Repository, decision: Decision) -> str:
    return place_of(repository, decision.about.policy_commit, decision.config.trusted)


def _releaser(decision: Decision) -> str:
    named = decision.judge.config.roles.get(RELEASER)
    if named is None:
        return "for any principal"
    return f"for somebody with the role `{RELEASER}` in govml.yaml: {', '.join(named) or 'nobody has it'}"


class _NotPassedError(Exception):
    """The decision is no pass; nothing is written."""
