"""May a version get on a stage? One pure function of repository, ledger, question and time.

The *report* is what policies find in the version, without its approvals: its bytes are what approvers sign. The verdict
adds the approvals to it. An approval counts only while the report, made again for the time that the approver saw, with
all else as it is now, has the digest that was approved: so it dies when anything it was bound to changes.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from govml.base.branch import Branch
from govml.base.canonical import canonical
from govml.base.few import few
from govml.base.history import History
from govml.evidence.allowed_signers import read_signers
from govml.evidence.signers import ALLOWED, REVOKED
from govml.ledger.entries import seconds
from govml.ledger.statements import About, Action
from govml.model import PASSING, Finding, Json, Location, UsageError
from govml.named import NamedTuple
from govml.policy.needs import had
from govml.policy.tiers import ANY, TIERS, tier_of
from govml.records.config import PATH as CONFIG
from govml.records.config import PromotionConfig, StageConfig
from govml.records.index import list_of, mapping_of, text_of
from govml.registry.state import read_registry
from govml.registry.tags import parse_tag
from govml.usecases.approvals import Given, given_approvals, in_words, matched
from govml.usecases.candidate import Candidate, stated_version
from govml.usecases.grants import Granted, granted
from govml.usecases.judge import Judge, load_config, load_judge, load_signers
from govml.usecases.judging import How
from govml.usecases.makers import GIT, Makers, makers
from govml.usecases.placements import Held, Placement, on_stage, placements
from govml.usecases.promotion_report import Facts, report_of
from govml.usecases.registry import known
from govml.usecases.stage_tags import DERIVED
from govml.usecases.verdict import APPROVALS, PROMOTION, leveled, outcomes, verdict

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.base.tags import Tag
    from govml.ledger.chain import Ledger
    from govml.model import RuleOutcome, Verdict
    from govml.registry.state import Registry

Grants = tuple[tuple[str, Granted], ...]
"""Grants of waivers, by the digest of what these say."""
LOCAL: Final = "refs/heads/"
REMOTE: Final = "refs/remotes/origin/"


class Asked(NamedTuple):
    """What is asked, and as of when."""

    kind: Action
    model: str
    version: str
    """As its tag names it, with `v`."""
    stage: str
    at: str
    """RFC 3339 in UTC."""
    trusted: str = ""
    """Commit that decides; the tip of the trusted branch when empty."""
    commit: str = ""
    """Commit of the version; the one that its tag registers when empty."""

    @property
    def name(self) -> str:
        """`MODEL@VERSION#STAGE`."""
        return f"{self.model}@{self.version}#{self.stage}"


class Decision(NamedTuple):
    """The answer. Equal inputs give equal ones, but for `engine`."""

    asked: Asked
    about: About
    """What an approval or promotion of it is bound to."""
    report: dict[str, Json]
    data: bytes
    """The report's bytes, whose SHA-256 is `about.report`."""
    verdict: Verdict
    """With the approvals."""
    reason: str
    given: tuple[Given, ...]
    """Approvals of this model, version and stage in the ledger, and what becomes of each; oldest first."""
    needed: dict[str, int]
    """Principals by role that have to approve."""
    missing: dict[str, int]
    findings: tuple[Finding, ...]
    """Of the rules about approvals; the others are in the report."""
    outcomes: tuple[RuleOutcome, ...]
    replaces: Held | None
    """What is on the stage now."""
    config: PromotionConfig
    judge: Judge
    placed: tuple[Placement, ...]
    """What the ledger says was on which stage."""
    engine: str

    @property
    def approvable(self) -> bool:
        """Whether the report, apart from approvals, passes."""
        return self.report["verdict"] in PASSING

    @property
    def refusal(self) -> str:
        """The reason, with the errors that it rests on, for one line."""
        errors = [(each.rule, each.message) for each in self.findings if each.level == "error" and not self.missing]
        if not self.approvable:
            found = [each for each in list_of(self.report.get("findings")) if not each.get("waiver")]
            errors = [(text_of(e.get("rule")), text_of(e.get("message"))) for e in found if e.get("level") == "error"]
        named = [f"{rule} ({message[:200]})" for rule, message in errors]
        return f"{self.reason}: {few(named, 3)}" if named else self.reason


def decide(
    repository: Repository, asked: Asked, ledger: Ledger, how: How | None = None, judge: Judge | None = None
) -> Decision:
    """Decide about a version and a stage. Raises `GovmlError` when nothing can be decided.

    Of a ledger only what it says is used; whoever reads one that is cut off at an entry gets the decision of that time.
    `judge` is that of the trusted commit, where the caller has it.
    """
    case = _Case(repository, asked, ledger, how or How(), judge)
    report, data = case.report(asked.at)
    given = given_approvals(case.about(data), ledger, case.rights(), case.digest)
    given, missing = matched(given, case.needed)
    findings, told = case.approvals(given)
    decided, reason = _decided(report, findings, missing)
    return Decision(
        asked=asked,
        about=case.about(data),
        report=report,
        data=data,
        verdict=decided,
        reason=reason,
        given=given,
        needed=case.needed,
        missing=missing,
        findings=findings,
        outcomes=told,
        replaces=case.base,
        config=case.judge.config.promotion,
        judge=case.judge,
        placed=case.placed,
        engine=case.how.engine,
    )


def trusted_commit(repository: Repository, branch: str = "") -> str:
    """The tip of the trusted branch: of `branch`, else of the one that the config on `main` names, else of `main`.

    The remote's branch as it was last fetched goes before a local one. Raises `UsageError` when there is none.
    """
    start = _tip(repository, branch or PromotionConfig().trusted)
    named = branch or load_config(repository.snapshot(start)).promotion.trusted
    first = branch or PromotionConfig().trusted
    why = f"`promotion.trusted` of {CONFIG} on {first} names it: correct that, or "
    return start if named == first else _tip(repository, named, why)


def place_of(repository: Repository, commit: str, branch: str) -> str:
    """A trusted commit in words, with the branch where it is the tip of that: `main at 0123456789ab`."""
    store = Branch(repository, LOCAL + branch)
    at = next((name for name in (REMOTE, LOCAL) if store.tip(name + branch) == commit), "")
    named = f"{at}{branch}".removeprefix(LOCAL).removeprefix("refs/remotes/")
    return f"{named} at {commit[:12]}" if at else f"commit {commit[:12]}"


def _tip(repository: Repository, branch: str, why: str = "") -> str:
    store = Branch(repository, LOCAL + branch)
    tip = store.tip(REMOTE + branch) or store.tip()
    if not tip:
        hint = f"{why}fetch it, or name the branch that decides with --trusted"
        raise UsageError(f"there is no branch {branch!r}, whose policies, roles and keys decide", hint)
    return tip


class _Case:
    """Everything that one decision reads, each thing once."""

    def __init__(
        self, repository: Repository, asked: Asked, ledger: Ledger, how: How, judge: Judge | None = None
    ) -> None:
        ledger.refuse_broken()
        self.how = how
        self.asked = asked
        self.trusted = repository.snapshot(asked.trusted or trusted_commit(repository))
        self.judge = judge or load_judge(self.trusted)
        self._ledger = ledger
        self._registry = _registry(repository, asked)
        self.commit = repository.commit(asked.commit or _registered(self._registry, asked))
        until = seconds(asked.at)  # later tags change no earlier decision
        self.candidate = Candidate(repository, self.commit.id, asked.model, self.judge, self.trusted, until, how)
        self.placed = placements(ledger, asked.model, self.judge.signers, self.judge.config.roles)
        self.base = self._base()
        self._history = History(repository)
        self.reachable = any(each.id == self.commit.id for each in self._history.before(self.trusted.commit))
        self.makers = self._makers(self._history)
        self.tier = tier_of("model", self.candidate.input)
        stage = self.judge.config.promotion.stage(asked.stage)
        self.stage = stage or StageConfig()
        self.configured = stage is not None
        tier = self.tier if self.tier in TIERS else "high"
        self.needed = dict(self.stage.approvals.get(tier, {})) if asked.kind == "promotion" else {}
        self._bodies: dict[tuple[str, Grants], dict[str, Json]] = {}

    def report(self, at: str, before: int | None = None) -> tuple[dict[str, Json], bytes]:
        """The report for a time, and its bytes. Only the day, and the waivers granted by then, say what it finds.

        With `before` it is the one that the approval saw whose entry has this number.
        """
        day, given = at[:10], granted(self._ledger, self.judge, at, lambda commit: commit in self._past, before)
        key = day, tuple(sorted(given.items()))
        if key not in self._bodies:
            self._bodies[key] = self._body(*key)
        report: dict[str, Json] = {**self._bodies[key], "at": at}
        return report, canonical(report) + b"\n"

    def digest(self, at: str, entry: int) -> str:
        """SHA-256 of the report that an approval of a time, by the number of its entry, saw."""
        return sha256(self.report(at, entry)[1]).hexdigest()

    def about(self, data: bytes) -> About:
        """What is bound to a report."""
        asked, digests = self.asked, mapping_of(mapping_of(self.candidate.input.get("artifact")).get("digests"))
        weights = {name: text for name, text in digests.items() if isinstance(text, str)}
        digest = sha256(data).hexdigest()
        policy = self.judge.digest.removeprefix("sha256:")
        return About(
            asked.kind, asked.model, asked.version, asked.stage, self.judge.repository,
            self.commit.id, self.commit.tree, weights, digest, policy, self.trusted.commit,
        )  # fmt: skip

    def rights(self) -> tuple[Judge, StageConfig, frozenset[str], str]:
        """By what approvals are told: judge, stage, who made the version, and now."""
        return self.judge, self.stage, frozenset({*self.makers.names, *self.candidate.trainers}), self.asked.at

    def approvals(self, given: tuple[Given, ...]) -> tuple[tuple[Finding, ...], tuple[RuleOutcome, ...]]:
        """What the rules about approvals say, and what became of each."""
        value: dict[str, Json] = {
            **self._named(APPROVALS),
            "needed": {**self.needed},
            "approvals": [each.facts() for each in given],
        }
        found = self._ask(APPROVALS, value, self.asked.at[:10])
        looked = self.candidate.find(self.asked.at[:10]).looked
        looked = looked._replace(subjects=Counter({(APPROVALS, ANY, had(APPROVALS, value)): 1}))
        policies = (*self.judge.bundle.policies, *self.judge.bundle.off)
        asked = {each.rule.id for each in policies if each.rule.subject == APPROVALS}
        return found, tuple(each for each in outcomes(self.judge, found, looked, {}) if each.id in asked)

    # -- the report -------------------------------------------------------------------------------------------------

    def _body(self, day: str, given: Grants) -> dict[str, Json]:
        found, holding = self.candidate.find(day), dict(given)
        grants = {each.id: holding.get(found.digests[each.id]) for each in found.waivers if each.findings}
        waivers: list[Json] = [
            {"id": each.id, "rule": each.rule, "approver": each.approver, "granted": grants[each.id] is not None}
            for each in found.waivers
            if each.id in grants
        ]
        promotion = {**self._input(day), "waivers": waivers}
        own = found.findings
        if self.asked.kind == "rollback":  # it was judged when it got on the stage; today's rules mustn't stop a rescue
            own = tuple(each._replace(level="warning") for each in own)
        findings = (*own, *self._ask(PROMOTION, promotion, day))
        looked = found.looked
        looked.subjects[PROMOTION, ANY, had(PROMOTION, promotion)] = 1
        decided, reason = verdict(findings, len(self.judge.bundle.policies))
        return report_of(
            Facts(
                kind=self.asked.kind,
                about=self.about(b""),
                verdict=decided,
                reason=reason,
                tier=self.tier,
                judge=self.judge,
                stage=self.stage,
                needed=self.needed,
                promotion=promotion,
                candidate=self.candidate,
                base=self.base,
                placed=self.placed,
                makers=self.makers,
                findings=findings,
                waivers=found.waivers,
                grants=grants,
                looked=looked,
            )
        )

    def _named(self, kind: str) -> dict[str, Json]:
        """What the inputs of both kinds begin with."""
        asked = self.asked
        return {
            "kind": kind,
            "name": asked.name,
            "action": asked.kind,
            "model": asked.model,
            "version": asked.version,
            "stage": asked.stage,
            "tier": self.tier,
        }

    def _input(self, day: str) -> dict[str, Json]:
        """The policy input of the promotion but for its waivers; `schemas/policy-input.schema.json` describes it."""
        model = self._registry.models.get(self.asked.model)
        active = any(each.name == self.asked.version and each.active for each in (model.versions if model else ()))
        found = self._named(PROMOTION)
        if self.base is not None:
            found["base"] = {"version": self.base.version, "commit": self.base.commit}
        stated = stated_version(self.candidate.subject)
        if stated:
            found["stated"] = stated
        unsigned: list[Json] = [{"commit": commit, "problem": problem} for commit, problem in self.makers.unsigned]
        weights = self.about(b"").weights
        return found | {
            "commit": self.commit.id,
            "weights": {**weights},
            "registered": active,
            "deprecated": bool(model and model.deprecated),
            "configured": self.configured,
            "after": [*self.stage.after],
            "evidence_days": self.stage.evidence_days,
            "reachable": self.reachable,
            "commits": self.makers.commits,
            "unsigned": unsigned,
            "placements": [
                {
                    "stage": each.said.about.stage,
                    "days": _days(each.entry.at, day),
                    "commit": each.said.about.commit,
                    "weights": {**each.said.about.weights},
                    "holds": each is on_stage(self.placed, self.asked.stage),
                }
                for each in self.placed
                if each.said.about.version == self.asked.version and self._matters(each.said.about)
            ],
        }

    def _matters(self, about: About) -> bool:
        """Whether a placement of the version has a say: what happens on other stages must end no approval."""
        return about.stage in (self.asked.stage, *self.stage.after) or about.commit != self.commit.id

    def _ask(self, kind: str, value: dict[str, Json], day: str) -> tuple[Finding, ...]:
        """What the rules of a kind say. No waiver covers them: what they ask for is how waivers come about."""
        if not any(each.rule.subject == kind for each in self.judge.bundle.policies):
            return ()
        dated: dict[str, Json] = {**value, "at": day} if self.judge.bundle.reads_at else value
        said = self.candidate.judgement(day).ask(kind, dated)
        subject = f"{kind} {self.asked.name}"
        found = [
            Finding(v.rule, v.level, v.message, Location("", pointer=v.pointer or ""), subject, v.remediation)
            for v in said
            if v.since <= day
        ]
        return tuple(sorted(leveled(found, self.judge)))

    # -- what it rests on -------------------------------------------------------------------------------------------

    def _base(self) -> Held | None:
        """What is on the stage by the ledger. A tag alone shows nothing: whoever may push tags can date it."""
        held = on_stage(self.placed, self.asked.stage)
        return Held(held.said.about.version, held.said.about.commit) if held is not None else None

    @cached_property
    def _past(self) -> frozenset[str]:
        """The commits of the trusted branch."""
        return frozenset(each.id for each in self._history.before(self.trusted.commit))

    def _makers(self, history: History) -> Makers:
        _, files = load_signers(self.trusted, self.judge.config)
        signers = read_signers(files.get(ALLOWED, b""), files.get(REVOKED, b""), namespace=GIT)
        base = self.base.commit if self.base is not None else ""
        return makers(history, base, self.commit.id, self.candidate.matters, signers, self.asked.at)


def _registry(repository: Repository, asked: Asked) -> Registry:
    """The registry as of the time of the question.

    Stage tags that were made from a ledger say nothing that the ledger doesn't, and some are made in the same second.
    """
    tags = (tag for tag in repository.tags() if tag.tagger != DERIVED or not _on_stage(tag))
    return read_registry(tags, seconds(asked.at))


def _on_stage(tag: Tag) -> bool:
    name = parse_tag(tag.ref)
    return name is not None and name.action == "assignment"


def _registered(registry: Registry, asked: Asked) -> str:
    """The commit of a version. Raises `NotInRegistryError` when no tag registers it."""
    from govml.usecases.registry import NotInRegistryError

    for version in known(registry, asked.model).versions:
        if version.name == asked.version:
            return version.commit
    raise NotInRegistryError(
        f"no tag registers {asked.version} of {asked.model}",
        f"`govml register {asked.model} {asked.version}` does; `govml show {asked.model}` lists what there is",
    )


def _days(then: str, day: str) -> int:
    """Days from a time to a day."""
    return ((seconds(f"{day}T00:00:00Z") or 0) - (seconds(f"{then[:10]}T00:00:00Z") or 0)) // 86_400


def _decided(report: dict[str, Json], findings: tuple[Finding, ...], missing: dict[str, int]) -> tuple[Verdict, str]:
    """The verdict of the report, and of the approvals when that passes."""
    decided, reason = cast("Verdict", report["verdict"]), str(report["reason"])
    if decided in PASSING and any(each.level == "error" for each in findings):
        return "FAILED", f"approvals are missing: {in_words(missing)}" if missing else "the approvals don't pass"
    return decided, reason
