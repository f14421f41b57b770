"""Honest histories, generated: whatever people do that is right, an audit finds nothing wrong.

Models come and grow on branches that are merged, rebased or moved forward; folders are renamed, keys are rotated,
policies and people change; versions of several models are approved, promoted, rolled back and withdrawn in turn; what
is found in them is waived, and who has to grants that.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from govml.base.git import Repository
from govml.ledger.chain import read
from govml.ledger.statements import Action
from govml.registry.state import read_registry
from govml.usecases.audit import Question, audit
from govml.usecases.audit_clone import Clone
from govml.usecases.decide import Asked, decide
from govml.usecases.grant import grant, waivers_at, withdraw_grant
from govml.usecases.judging import How
from govml.usecases.promote import Where, approve, promote, withdraw
from tests.audits import wrong
from tests.builders import START, Repo
from tests.evidence.keys import Key, make_key

HISTORIES: Final = 200
GROUPS: Final = 20
STEPS: Final = 5
ALICE, CAROL, BOT = "alice@bank.example", "carol@bank.example", "bot@bank.example"
ADA = "ada@example.org"
WHERE: Final = Where("govml/ledger", How(cache=False))
RULES: Final = ("APPR-01", "APPR-02", "CARD-08", "DEPL-02", "GIT-01", "PROM-01", "PROM-02", "PROM-03", "PROM-04")
CONFIG: Final = """\
schema: govml.config/v1
profile: none
rules: {%s}
roles: {risk-owner: [%s], validator: [%s], releaser: [%s]}
promotion:
  stages:
    dev: {}
    staging: {after: [dev]}
    production: {after: [staging], approvals: {high: {risk-owner: 1, validator: 1}, limited: {risk-owner: 1}}}
"""


WAIVER: Final = """\
schema: govml.waiver/v1
waivers:
- {rule: CARD-08, subject: model %s, reason: Accepted for %s., approver: %s, created: 2026-01-01, expires: 2030-01-01}
"""


class History:
    """One repository that grows by honest steps, a few hours apart."""

    def __init__(self, folder: Path, keys: list[Key], seed: int) -> None:
        self.random = random.Random(seed)
        self.repo = Repo(folder, f"history-{seed}")
        self.repo.git("config", "user.name", "Ada Author")
        self.repo.git("config", "user.email", ADA)
        self.now = START
        self.spare = list(keys)
        self.keys = {who: self.spare.pop() for who in (ALICE, CAROL, BOT)}
        self.lines = {who: [(key, "")] for who, key in self.keys.items()}
        self.folders = {name: f"models/{name}" for name in ("credit-risk", "fraud")}
        self.cards = dict.fromkeys(self.folders, 0)
        self.licences = dict.fromkeys(self.folders, "mit")
        self.branches = 0
        self.done: list[str] = []
        for name in self.folders:
            self.write_card(name)
        self.repo.write("govml.yaml", self.config())
        self.write_signers()
        self.commit("Begin")
        for name in self.folders:
            self.register(name)

    def steps(self) -> None:
        """Let people work."""
        for _ in range(STEPS):
            step = self.random.choice(STEP)
            self.now += self.random.randrange(600, 20_000)
            step(self)
            self.done.append(getattr(step, "__name__", ""))

    # -- the repository

    def config(self) -> str:
        rules = ", ".join(f"{rule}: warning" if rule == "GIT-01" else f"{rule}: error" for rule in RULES)
        return CONFIG % (rules, ALICE, CAROL, BOT)

    def write_signers(self) -> None:
        lines = (key.allowed(who, options) for who, entries in self.lines.items() for key, options in entries)
        self.repo.write("allowed_signers", "".join(lines))

    def write_card(self, name: str) -> None:
        tier = "high" if name == "credit-risk" else "limited"
        folder, version = self.folders[name], f"1.{self.cards[name]}.0"
        text = f"governance:\n  name: {name}\n  version: {version}\n  risk: {{tier: {tier}, reason: Decides little.}}\n"
        self.repo.write(f"{folder}/README.md", f"---\nlicense: {self.licences[name]}\n{text}---\n# {name}\n")
        self.repo.write(f"{folder}/model.txt", f"weights {self.cards[name]} {self.random.random()}\n")

    def commit(self, message: str) -> str:
        self.now += 60
        return self.repo.commit(message, time=self.now)

    def register(self, name: str) -> None:
        self.now += 60
        self.repo.tag(f"{name}@v1.{self.cards[name]}.0", time=self.now)

    def any_model(self) -> str:
        return self.random.choice(sorted(self.folders))

    def grow(self, name: str = "") -> str:
        name = name or self.any_model()
        self.cards[name] += 1
        self.write_card(name)
        self.commit(f"{name} 1.{self.cards[name]}.0")
        self.register(name)
        return name

    def on_branch(self) -> str:
        self.branches += 1
        branch = f"branch-{self.branches}"
        self.repo.git("checkout", "-q", "-b", branch)
        for number in range(self.random.randrange(1, 3)):
            self.repo.write(f"notes/{branch}-{number}.md", f"{self.random.random()}\n")
            self.commit(f"Note {number} of {branch}")
        self.repo.git("checkout", "-q", "main")
        return branch

    def dated(self) -> dict[str, str]:
        self.now += 60
        stamp = f"{self.now} +0000"
        return {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}

    def merge(self) -> None:
        branch = self.on_branch()
        self.grow()
        self.repo.git("merge", "-q", "--no-ff", "-m", f"Merge {branch}", branch, env=self.dated())

    def rebase(self) -> None:
        branch = self.on_branch()
        self.grow()
        self.repo.git("checkout", "-q", branch)
        self.repo.git("rebase", "-q", "main", env=self.dated())
        self.repo.git("checkout", "-q", "main")
        self.repo.git("merge", "-q", "--ff-only", branch)

    def forward(self) -> None:
        branch = self.on_branch()
        self.repo.git("merge", "-q", "--ff-only", branch)

    def rename(self) -> None:
        name = self.any_model()
        target = f"models/{name}-{self.random.randrange(10**6)}"
        self.repo.git("mv", self.folders[name], target)
        self.folders[name] = target
        self.cards[name] += 1
        self.write_card(name)
        self.commit(f"Rename the folder of {name}")
        self.register(name)

    def rotate(self) -> None:
        """Somebody gets a new key; the old one ends."""
        who = self.random.choice(sorted(self.keys))
        if not self.spare:
            return
        end = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(self.now))
        old, options = self.lines[who][-1]
        self.lines[who][-1] = (old, ",".join(filter(None, [options, f'valid-before="{end}"'])))
        self.keys[who] = self.spare.pop()
        self.lines[who].append((self.keys[who], f'valid-after="{end}"'))
        self.write_signers()
        self.commit(f"A new key for {who}")

    def policies(self) -> None:
        days = self.random.randrange(1, 900)
        self.repo.write("govml.yaml", self.config() + f"parameters: {{revalidation_days: {days}}}\n")
        self.commit("Change a parameter")

    # -- the ledger

    def at(self) -> str:
        self.now += 60
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.now))

    @property
    def repository(self) -> Repository:
        return Repository.open(self.repo.path)

    def asked(self, kind: Action, name: str, stage: str, version: str = "") -> Asked:
        main = self.repo.git("rev-parse", "main")
        versions = [each.name for each in read_registry(self.repository.tags()).models[name].versions]
        return Asked(kind, name, version or self.random.choice(versions[:2]), stage, self.at(), main)

    def sign_for(self, asked: Asked) -> bool:
        for who in (ALICE, CAROL)[: 2 if asked.model == "credit-risk" else 1]:
            repository = self.repository
            seen = asked._replace(at=self.at())
            decision = decide(repository, seen, read(repository))
            if not decision.approvable:
                return False
            approve(repository, decision, self.keys[who].private, WHERE, seen.at)
        return True

    def release(self) -> None:
        """A version gets as far as it may."""
        name = self.any_model()
        asked = self.asked("promotion", name, "dev")
        stages = ("dev", "staging", "production")
        for stage in stages[: self.random.randrange(1, 4)]:
            wanted = asked._replace(stage=stage)
            if stage == "production" and not self.sign_for(wanted):
                return
            promote(self.repository, wanted._replace(at=self.at()), self.keys[BOT].private, WHERE)

    def waive(self) -> None:
        """A version with a licence that isn't allowed gets on a stage; Carol grants that, and may think again."""
        name = self.any_model()
        version = f"v1.{self.cards[name] + 1}.0"
        self.licences[name] = "other"
        self.repo.write(f"waivers/{name}.yaml", WAIVER % (name, version, CAROL))
        self.grow(name)
        key, main, at = self.keys[CAROL].private, self.repo.git("rev-parse", "main"), self.at()
        told = waivers_at(self.repository, main, at)
        entry = grant(self.repository, told, told.named(f"waivers/{name}.yaml"), key, WHERE, at)
        promote(self.repository, self.asked("promotion", name, "dev", version), self.keys[BOT].private, WHERE)
        if self.random.random() < 0.3:
            withdraw_grant(self.repository, main, entry.digest, "On second thoughts", key, WHERE, self.at())

    def back(self) -> None:
        """What was on the stage before comes back, where there is such a version."""
        name = self.any_model()
        told = [entry.about() for entry in read(self.repository).entries if entry.kind == "promotion"]
        versions = {about["version"] for about in told if (about["model"], about["stage"]) == (name, "dev")}
        for version in sorted(versions)[:2]:
            promote(self.repository, self.asked("rollback", name, "dev", version), self.keys[BOT].private, WHERE)

    def take_back(self) -> None:
        """A new version gets to staging and is approved, and then an approval is taken back."""
        name = self.grow()
        asked = self.asked("promotion", name, "dev", f"v1.{self.cards[name]}.0")
        for stage in ("dev", "staging"):
            promote(self.repository, asked._replace(stage=stage, at=self.at()), self.keys[BOT].private, WHERE)
        if self.sign_for(asked._replace(stage="production")):
            entry = read(self.repository).entries[-1]
            who = CAROL if name == "credit-risk" else ALICE
            key, asked = self.keys[who].private, asked._replace(stage="production")
            withdraw(self.repository, asked, entry.digest, "On second thoughts", key, WHERE, self.at())


STEP: Final[tuple[Callable[[History], object], ...]] = (
    *(History.grow, History.merge, History.rebase, History.forward, History.rename, History.rotate, History.policies),
    *(History.release,) * 3,
    *(History.back, History.take_back, History.waive),
)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> list[Key]:
    folder = tmp_path_factory.mktemp("keys")
    return [make_key(folder, f"key-{number}") for number in range(12)]


@pytest.mark.parametrize("group", range(GROUPS))
def test_nothing_is_wrong_with_an_honest_history(group: int, keys: list[Key], tmp_path: Path) -> None:
    for seed in range(group, HISTORIES, GROUPS):
        history = History(tmp_path, keys, seed)
        history.steps()
        repository = history.repository
        if not read(repository).entries:
            continue
        document = audit(Clone(repository), Question("2030-01-01T00:00:00Z")).document
        assert document["verdict"] == "PASSED", (seed, history.done, wrong(document))


def test_what_people_do_makes_entries_of_all_kinds(keys: list[Key], tmp_path: Path) -> None:
    """So that the others don't pass for want of anything to find."""
    history = History(tmp_path, keys, 1)
    for step in (*STEP, *STEP):
        step(history)
    document = audit(Clone(history.repository), Question("2030-01-01T00:00:00Z")).document
    assert document["verdict"] == "PASSED", wrong(document)
    kinds = {entry.kind for entry in read(history.repository).entries}
    assert kinds == {"approval", "promotion", "rollback", "waiver", "withdrawal"}
