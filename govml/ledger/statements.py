"""What is signed into the ledger: promotions and rollbacks, approvals and grants of waivers, withdrawals, reviews.

A promotion or rollback is a SLSA verification summary (https://slsa.dev/spec/v1.1/verification_summary), the others are
govml's own predicates; docs/promotion.md has their members. All name what they are about by digest in their subjects,
and what they say in the predicate has to agree with these.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal, get_args

from govml.base.canonical import canonical
from govml.evidence.fields import Fields
from govml.evidence.statement import Statement, Subject, read_digest
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govml.model import Json

VERIFICATION: Final = "https://slsa.dev/verification_summary/v1"
APPROVAL: Final = "https://govml.dev/approval/v1"
WITHDRAWAL: Final = "https://govml.dev/withdrawal/v1"
REVIEW: Final = "https://govml.dev/github-review/v1"
WAIVER: Final = "https://govml.dev/waiver/v1"
VERIFIER: Final = "https://govml.dev/promote/v1"
MEMBER: Final = "govml_promotion"

Action = Literal["promotion", "rollback"]
"""How a version gets on a stage."""
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
ENTRY_URI: Final = re.compile(r"ledger:[0-9]+")
"""How a decision names an entry of the ledger among what it used."""
_HINT: Final = "docs/promotion.md has the format"


class About(NamedTuple):
    """What is decided, bound to the bytes that it rests on."""

    kind: Action
    model: str
    version: str
    stage: str
    repository: str
    """As the config of the trusted commit names it, empty when it doesn't."""
    commit: str
    tree: str
    weights: dict[str, str]
    """Digests of the model's artifact, empty when it has none."""
    report: str
    """SHA-256 of the report's bytes, hex."""
    policy: str
    """SHA-256 of all that decides, hex."""
    policy_commit: str
    """Trusted commit that it was read from."""

    @property
    def uri(self) -> str:
        """`govml:MODEL@VERSION#STAGE`."""
        return f"govml:{self.model}@{self.version}#{self.stage}"


class Approval(NamedTuple):
    """Somebody approves what a report says."""

    about: About
    approver: str
    """Principal of `allowed_signers`, whose key signs: two people who approve one report say two things."""
    at: str
    """Evaluation time of the report, RFC 3339 in UTC."""
    expires: str
    base_version: str = ""
    """Version that the report compares with, empty when the stage is."""
    base_commit: str = ""
    comment: str = ""


class Grant(NamedTuple):
    """The approver of a waiver agrees to what it says."""

    waiver: dict[str, str]
    """Its members but for `id`, those that it has: where it stands and what it is called is not granted."""
    repository: str
    """As the config of the trusted commit names it, empty when it doesn't."""
    policy_commit: str
    """Trusted commit that has the waiver."""
    at: str
    """RFC 3339 in UTC."""
    comment: str = ""

    @property
    def approver(self) -> str:
        """Principal of `allowed_signers`, whose key signs."""
        return self.waiver["approver"]

    @property
    def sha256(self) -> str:
        """What is granted."""
        return waiver_digest(self.waiver)


class Withdrawal(NamedTuple):
    """Somebody takes an approval, or the grant of a waiver, back."""

    approval: str
    """SHA-256 of its ledger entry, hex."""
    reason: str
    model: str = ""
    version: str = ""
    stage: str = ""
    """What was approved, for those who read the ledger; what counts is the entry."""


class Review(NamedTuple):
    """An approving review on GitHub as a workflow recorded it: the recorder signs, not the reviewer."""

    about: About
    login: str
    id: int
    state: str
    reviewed: str
    """Commit that the reviewer saw."""
    submitted: str
    """RFC 3339 in UTC."""
    at: str
    expires: str


class Input(NamedTuple):
    """Something that a decision used."""

    uri: str
    """`report.json`, `ledger:N` for an entry of the ledger, and else the path of evidence in the repository."""
    sha256: str

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of the ledger."""
        return ENTRY_URI.fullmatch(self.uri) is not None


class Promotion(NamedTuple):
    """A version passed and is on a stage from now on."""

    about: About
    at: str
    """When it was decided, RFC 3339 in UTC."""
    replaces: str
    """Version that was on the stage, empty when none was."""
    approvals: tuple[str, ...]
    """SHA-256 of the ledger entries whose approvals counted, hex."""
    tag: str
    """GTO tag that says the same."""
    inputs: tuple[Input, ...]
    govml: str
    """Version of govml that decided."""


def approval_statement(said: Approval) -> Statement:
    """The statement of an approval: about the report, the weights and the commit."""
    about = said.about
    base: Json = {"version": said.base_version, "commit": said.base_commit}
    return Statement(
        (Subject("report", {"sha256": about.report}), *_subjects(about)),
        APPROVAL,
        {
            **_facts(about),
            "base": base,
            "at": said.at,
            "expires": said.expires,
            "approver": said.approver,
            "statement": f"I approve {about.model}@{about.version} for {about.stage}",
            "comment": said.comment,
        },
    )


def read_approval(statement: Statement) -> Approval:
    """The approval in a statement. Raises `EvidenceError` for another predicate and for what is malformed."""
    fields = _of_type(statement, APPROVAL, "an approval")
    about = _read_facts(fields)
    _agree(statement, about, reported=True)
    base = fields.fields("base")
    times = fields.moment("at"), fields.moment("expires")
    comment = fields.text("comment", "")
    return Approval(about, fields.text("approver"), *times, base.text("version"), base.text("commit"), comment)


def waiver_digest(waiver: Mapping[str, str]) -> str:
    """SHA-256 over what a waiver says in RFC 8785 form, hex; empty where that has no form for it."""
    try:
        return sha256(canonical({**waiver})).hexdigest()
    except ValueError:
        return ""


def grant_sentence(waiver: Mapping[str, str]) -> str:
    """What a grant says, for people."""
    target = waiver.get("subject") or waiver.get("path", "")
    return f"I accept what {waiver.get('rule', '')} finds in {target} until {waiver.get('expires', '')}"


def grant_statement(said: Grant) -> Statement:
    """The statement of a grant: about what the waiver says."""
    return Statement(
        (Subject("waiver", {"sha256": said.sha256}),),
        WAIVER,
        {
            "waiver": {**said.waiver},
            "digest": {"sha256": said.sha256},
            "approver": said.approver,
            "repository": said.repository,
            "policy": {"gitCommit": said.policy_commit},
            "at": said.at,
            "statement": grant_sentence(said.waiver),
            "comment": said.comment,
        },
    )


def read_grant(statement: Statement) -> Grant:
    """The grant in a statement. Raises as `read_approval`."""
    fields = _of_type(statement, WAIVER, "the grant of a waiver")
    found = Grant(
        fields.versions("waiver"),
        fields.text("repository"),
        fields.fields("policy").commit("gitCommit"),
        fields.moment("at"),
        fields.text("comment", ""),
    )
    if fields.text("approver") != fields.fields("waiver").text("approver"):
        raise EvidenceError("predicate.approver is not the approver of the waiver", _HINT)
    digest = {"sha256": found.sha256}
    if fields.object("digest") != digest or [each.digest for each in statement.subjects] != [digest]:
        raise EvidenceError("predicate.waiver is not what the statement's subject and digest name", _HINT)
    return found


def withdrawal_statement(said: Withdrawal) -> Statement:
    """The statement of a withdrawal: about the ledger entry."""
    subject = Subject("approval", {"sha256": said.approval})
    told: dict[str, Json] = {name: text for name, text in said._asdict().items() if text or name == "reason"}
    return Statement((subject,), WITHDRAWAL, told)


def read_withdrawal(statement: Statement) -> Withdrawal:
    """The withdrawal in a statement. Raises as `read_approval`."""
    fields = _of_type(statement, WITHDRAWAL, "a withdrawal")
    told = (fields.text(name, "") for name in ("reason", "model", "version", "stage"))
    found = Withdrawal(fields.text("approval"), *told)
    if not any(subject.digest.get("sha256") == found.approval for subject in statement.subjects):
        raise EvidenceError("predicate.approval is not the statement's subject", _HINT)
    return found


def review_statement(said: Review) -> Statement:
    """The statement of a recorded review: as an approval's, with whose review it was."""
    review: Json = {
        "login": said.login,
        "id": said.id,
        "state": said.state,
        "commit": said.reviewed,
        "submitted_at": said.submitted,
    }
    return Statement(
        (Subject("report", {"sha256": said.about.report}), *_subjects(said.about)),
        REVIEW,
        {**_facts(said.about), "review": review, "at": said.at, "expires": said.expires},
    )


def read_review(statement: Statement) -> Review:
    """The review in a statement. Raises as `read_approval`."""
    fields = _of_type(statement, REVIEW, "a recorded review")
    about = _read_facts(fields)
    _agree(statement, about, reported=True)
    review = fields.fields("review")
    return Review(
        about,
        review.text("login"),
        review.count("id"),
        review.text("state"),
        review.text("commit"),
        review.moment("submitted_at"),
        fields.moment("at"),
        fields.moment("expires"),
    )


def promotion_statement(said: Promotion) -> Statement:
    """The verification summary of a promotion or rollback."""
    about = said.about
    inputs: list[Json] = [{"uri": each.uri, "digest": {"sha256": each.sha256}} for each in said.inputs]
    facts = _facts(about)
    del facts["policy"]
    return Statement(
        _subjects(about),
        VERIFICATION,
        {
            "verifier": {"id": VERIFIER, "version": {"govml": said.govml}},
            "timeVerified": said.at,
            "resourceUri": about.uri,
            "policy": {
                "uri": f"git+{about.policy_commit}",
                "digest": {"gitCommit": about.policy_commit, "sha256": about.policy},
            },
            "inputAttestations": inputs,
            "verificationResult": "PASSED",
            "verifiedLevels": [_level(about.stage)],
            "slsaVersion": "1.1",
            MEMBER: {
                **facts,
                "at": said.at,
                "replaces": said.replaces,
                "approvals": [*said.approvals],
                "tag": said.tag,
            },
        },
    )


def read_promotion(statement: Statement) -> Promotion:
    """The promotion or rollback in a verification summary. Raises as `read_approval`, also for one that FAILED."""
    fields = _of_type(statement, VERIFICATION, "a verification summary")
    facts, verifier, policy = fields.fields(MEMBER), fields.fields("verifier"), fields.fields("policy")
    digest = policy.fields("digest")
    about = _read_facts(facts, digest)
    _agree(statement, about, reported=False)
    if verifier.text("id") != VERIFIER:
        raise EvidenceError(f"predicate.verifier.id is not {VERIFIER}", "govml believes its own verifications only")
    if fields.text("verificationResult") != "PASSED":
        raise EvidenceError("predicate.verificationResult is not PASSED", "only what passed is on a stage")
    if fields.text("resourceUri") != about.uri or fields.texts("verifiedLevels") != (_level(about.stage),):
        raise EvidenceError("predicate.resourceUri or verifiedLevels are of another version or stage", _HINT)
    at = fields.moment("timeVerified")
    if facts.text("at") != at:
        raise EvidenceError("predicate.timeVerified is not the time that the decision was made at", _HINT)
    return Promotion(
        about,
        at,
        facts.text("replaces"),
        facts.texts("approvals"),
        facts.text("tag"),
        tuple(
            Input(each.text("uri"), each.fields("digest").text("sha256")) for each in fields.items("inputAttestations")
        ),
        verifier.versions("version").get("govml", ""),
    )


def _level(stage: str) -> str:
    return f"GOVML_STAGE_{stage}"


def _subjects(about: About) -> tuple[Subject, ...]:
    commit = Subject("commit", {"gitCommit": about.commit, "gitTree": about.tree})
    return (Subject("weights", {**about.weights}), commit) if about.weights else (commit,)


def _facts(about: About) -> dict[str, Json]:
    return {
        "kind": about.kind,
        "model": about.model,
        "version": about.version,
        "stage": about.stage,
        "repository": about.repository,
        "commit": about.commit,
        "tree": about.tree,
        "weights": {**about.weights},
        "report": {"sha256": about.report},
        "policy": {"gitCommit": about.policy_commit, "sha256": about.policy},
    }


def _read_facts(fields: Fields, policy: Fields | None = None) -> About:
    policy = policy or fields.fields("policy")
    kind = fields.text("kind")
    if kind not in ACTIONS:
        raise EvidenceError(f"{fields.place}.kind is not one of {', '.join(ACTIONS)}", _HINT)
    weights = fields.object("weights")
    return About(
        kind,
        fields.text("model"),
        fields.text("version"),
        fields.text("stage"),
        fields.text("repository"),
        fields.commit("commit"),
        fields.commit("tree"),
        read_digest(weights, f"{fields.place}.weights") if weights else {},
        fields.fields("report").text("sha256"),
        policy.text("sha256"),
        policy.commit("gitCommit"),
    )


def _of_type(statement: Statement, kind: str, what: str) -> Fields:
    if statement.predicate_type != kind:
        raise EvidenceError(f"is not {what}: predicateType is not {kind}", _HINT)
    return Fields(statement.predicate, "predicate")


def _agree(statement: Statement, about: About, *, reported: bool) -> None:
    """Raises `EvidenceError` unless the subjects are what the predicate says."""
    expected = [each.digest for each in _subjects(about)]
    if reported:
        expected.insert(0, {"sha256": about.report})
    if [each.digest for each in statement.subjects] != expected:
        raise EvidenceError("the statement's subjects are not those that its predicate names", _HINT)
