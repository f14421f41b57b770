"""A repository with people, keys, stages and a registered version, for tests of promotions and of what attacks them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

from govml.base.git import Repository
from govml.evidence.statement import Statement, statement_bytes
from govml.ledger.chain import Draft, Ledger, append, read
from govml.ledger.entries import DECISIONS, Entry, Kind, seconds
from govml.ledger.statements import Action, Approval
from govml.usecases.decide import Asked, Decision, decide, trusted_commit
from tests.builders import Repo, Result, invoke_govml
from tests.evidence.keys import Key, make_key
from tests.usecases.examples import GOOD

ADA, ALICE, BOT, CAROL = ("ada@example.org", "alice@bank.example", "bot@bank.example", "carol@bank.example")
FILES: Final = GOOD | {
    "models/credit-risk/README.md": GOOD["models/credit-risk/README.md"].replace("2026-12-01", "2999-12-01")
}
"""What the repository holds but for config and keys; nothing in it ends, as commands run at the time that it is."""
CARD: Final = FILES["models/credit-risk/README.md"]
CONFIG: Final = (
    GOOD["govml.yaml"]
    + f"""\
  repository: https://git.bank.example/models
roles:
  risk-owner: [{ALICE}, {ADA}]
  validator: [{CAROL}]
  releaser: [{BOT}]
promotion:
  stages:
    dev: {{}}
    staging: {{after: [dev]}}
    production:
      after: [staging]
      approvals: {{high: {{risk-owner: 1, validator: 1}}, limited: {{risk-owner: 1}}}}
    shadow: {{after: [dev]}}
"""
)


class Scene:
    """A bank and its model credit-risk. Ada makes it; Alice owns the risk, Carol validates, a bot releases."""

    def __init__(self, folder: Path, name: str = "repo") -> None:
        self.repo = Repo(folder, name)
        self.keys = {who: make_key(folder / f"{name}-keys", who.partition("@")[0]) for who in (ADA, ALICE, BOT, CAROL)}
        self.repo.git("config", "user.name", "Ada Author")
        self.repo.git("config", "user.email", ADA)
        self.repo.write_all(FILES | {"govml.yaml": CONFIG, "allowed_signers": self.allowed()})
        self.repo.commit("Credit risk 1.4.0")
        self.repo.tag("credit-risk@v1.4.0")

    def allowed(self, **options: str) -> str:
        """The lines of `allowed_signers`; `options` by the local part of a principal."""
        return "".join(key.allowed(who, options.get(who.partition("@")[0], "")) for who, key in self.keys.items())

    def key(self, who: str) -> Key:
        return self.keys[who]

    @property
    def path(self) -> Path:
        return self.repo.path

    @property
    def repository(self) -> Repository:
        return Repository.open(self.repo.path)

    @property
    def ledger(self) -> Ledger:
        return read(self.repository)

    def run(self, *args: str | Path) -> Result:
        """Run the command in the repository."""
        return invoke_govml(*args, cwd=self.path)

    def approve(self, who: str, stage: str = "production", version: str = "v1.4.0", *more: str | Path) -> Result:
        """Somebody approves what they see, without being asked again."""
        target = f"credit-risk@{version}"
        return self.run("approve", target, "--to", stage, "--key", self.keys[who].path, "--yes", *more)

    def promote(self, stage: str = "production", version: str = "v1.4.0", *more: str | Path) -> Result:
        """The bot promotes."""
        return self.run("promote", f"credit-risk@{version}", "--to", stage, "--key", self.keys[BOT].path, *more)

    def rollback(self, stage: str, version: str, *more: str | Path) -> Result:
        """The bot rolls back."""
        return self.run("rollback", f"credit-risk@{version}", "--stage", stage, "--key", self.keys[BOT].path, *more)

    def to_staging(self, version: str = "v1.4.0") -> None:
        """Bring a version to where it can be promoted to production."""
        for stage in ("dev", "staging"):
            done = self.promote(stage, version)
            assert done.exit_code == 0, done.stdout + done.stderr

    def to_production(self, version: str = "v1.4.0") -> None:
        """Bring a version to production, approved by both."""
        self.to_staging(version)
        for who in (ALICE, CAROL):
            done = self.approve(who, version=version)
            assert done.exit_code == 0, done.stdout + done.stderr
        done = self.promote("production", version)
        assert done.exit_code == 0, done.stdout + done.stderr

    def decide(
        self, at: str, stage: str = "production", version: str = "v1.4.0", kind: Action = "promotion"
    ) -> Decision:
        """The decision as it stands."""
        asked = Asked(kind, "credit-risk", version, stage, at, trusted_commit(self.repository))
        return decide(self.repository, asked, self.ledger)

    def now(self) -> str:
        """A moment, not before the last entry of the ledger."""
        entries = self.ledger.entries
        return max(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), entries[-1].at if entries else "")

    def later(self, after: int) -> str:
        """A time some seconds after the last commit of main and the last entry of the ledger."""
        when = max(int(self.repo.git("log", "-1", "--format=%ct")), seconds(self.ledger.entries[-1].at) or 0)
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when + after))

    def add(self, kind: Kind, statement: Statement, key: Key, at: str) -> Entry:
        """Add an entry as somebody would who has a key and a Git client, whatever govml thinks of it."""
        envelope = key.seal(statement_bytes(statement))
        return append(self.repository, lambda _: Draft(kind, envelope, at, b"{}\n" if kind in DECISIONS else b""))

    def approval(self, at: str, who: str = ALICE, **about: Any) -> Approval:
        """An approval of the decision as it stands, `about` changed."""
        decision = self.decide(at)
        return Approval(decision.about._replace(**about), who, at, "2999-01-01T00:00:00Z")

    def new_version(self, version: str, *, roc_auc: str = "0.912") -> str:
        """Ada brings another version, and registers it; return its commit."""
        card = CARD.replace("1.4.0", version.removeprefix("v"))
        self.repo.write("models/credit-risk/README.md", card.replace("value: 0.912", f"value: {roc_auc}"))
        commit = self.repo.commit(f"Credit risk {version}")
        self.repo.tag(f"credit-risk@{version}")
        return commit
