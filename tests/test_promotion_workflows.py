"""The workflows of promotions, reviews and audits, run by `act` on this machine against a bare repository.

The ledger, its signatures and the pushes are real; GitHub's API is a server on the loopback interface.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from govml.base.git import Repository
from govml.ledger.chain import Ledger, read
from govml.ledger.statements import read_promotion
from tests.builders import AUTHOR, ROOT, Result, invoke_govml
from tests.evidence.keys import Key, make_key
from tests.forge.server import GitHub, github
from tests.pipelines import CARD, Workshop, build, copy
from tests.remote import Remote
from tests.test_train_workflow import BRANCH
from tests.test_train_workflow import CALLING as TRAINING
from tests.test_workflows import ACTION, tool

pytestmark = [  # of DVC, which trains once in this process
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ALICE, CAROL, BOT = ("alice@bank.example", "carol@bank.example", "bot@bank.example")
CONFIG = f"""\
profile: none
rules: {{APPR-01: error, APPR-02: error, PROM-01: error, PROM-02: error, PROM-03: error}}
parameters: {{repository: https://git.bank.example/models}}
roles:
  risk-owner: [{ALICE}, "github:octocat"]
  validator: [{CAROL}]
  releaser: [{BOT}]
promotion:
  stages:
    staging: {{}}
    production: {{after: [staging], approvals: {{high: {{risk-owner: 1, validator: 1}}}}}}
    shadow: {{approvals: {{high: {{risk-owner: 1}}}}}}
"""


def card(version: str) -> str:
    """The card of a version of `net`, of high risk."""
    facts = f"  name: net\n  version: {version}\n  risk: {{tier: high, reason: It decides about people.}}\n"
    return CARD.replace("  name: net\n", facts)


def calling(workflow: str, on: str, job: str, rights: str) -> str:
    """A workflow that calls one of govml's, as docs/github.md has it."""
    given = "".join(f"      {right}\n" for right in rights.split(", "))
    return f"""\
on:
  {on}
permissions: {{}}
jobs:
  call:
    permissions:
{given}    uses: {ACTION.replace("@", f"/.github/workflows/{workflow}.yml@")}
    with:
{job}    secrets:
      signing_key: ${{{{ secrets.SIGNING_KEY }}}}
"""


WORKFLOWS = {
    ".github/workflows/promote.yml": calling(
        "promote",
        "workflow_dispatch:\n    inputs:\n      version: {type: string}\n      stage: {type: string}\n"
        "      rollback: {type: boolean}\n  issues:\n    types: [labeled]",
        "      version: ${{ inputs.version }}\n      stage: ${{ inputs.stage }}\n"
        "      rollback: ${{ inputs.rollback == true }}\n",
        "contents: write, id-token: write, issues: write",
    ),
    ".github/workflows/reviews.yml": calling(
        "reviews",
        "workflow_run: # zizmor: ignore[dangerous-triggers] nothing of the pull request is run\n"
        "    workflows: [reviewed]\n    types: [completed]",
        "      environment: govml-reviews\n",
        "contents: write, id-token: write, pull-requests: read",
    ),
    ".github/workflows/audit.yml": calling(
        "audit",
        "schedule:\n    - cron: '17 5 * * *'",
        "      environment: govml-audit\n",
        "contents: read, id-token: write, issues: write",
    ),
    ".github/workflows/train.yml": TRAINING,
}


class Bank(Remote):
    """GitHub, with the repository of a bank, its people and their clones."""

    def __init__(self, folder: Path, workshop: Workshop, keys: dict[str, Key], api: GitHub) -> None:
        super().__init__(folder, workshop.repo, api)
        self.workshop, self.keys = workshop, keys
        for name, value in zip(("name", "email"), AUTHOR, strict=True):
            self.repo.git("config", f"user.{name}", value)
        self.push()

    def push(self) -> None:
        """Push branch and tags, as the author."""
        self.repo.git("push", "--quiet", str(self.bare), "main", "--tags")

    def clone(self) -> Path:
        """A new clone, as somebody has it on a desk."""
        into = self.folder / "clone"
        shutil.rmtree(into, ignore_errors=True)
        subprocess.run(["git", "clone", "--quiet", self.bare.as_uri(), into], check=True)
        return into

    def govml(self, who: str, *args: str) -> Result:
        """Somebody runs govml in a new clone."""
        return invoke_govml(*args, "--key", self.keys[who].path, cwd=self.clone())

    def approve(self, who: str, version: str, stage: str = "production") -> None:
        done = self.govml(who, "approve", f"net@{version}", "--to", stage, "--yes", "--push")
        assert done.exit_code == 0, done.stdout + done.stderr

    def released(self, workflow: str, event: str, payload: dict[str, Any]) -> tuple[int, str]:
        """Run a workflow that has the key of the bot."""
        secrets = {"SIGNING_KEY": self.keys[BOT].path.read_text(encoding="ascii")}
        return self.run(workflow, event, payload, secrets=secrets)

    def promote(self, version: str, stage: str, *, rollback: bool = False) -> tuple[int, str]:
        asked = {"version": f"net@{version}", "stage": stage, "rollback": json.dumps(rollback)}
        return self.released("promote.yml", "workflow_dispatch", {"inputs": asked})

    def audit(self) -> tuple[int, str]:
        return self.released("audit.yml", "schedule", {})

    def told(self, artifact: str, name: str) -> Any:
        """What is in a file of an artifact."""
        return json.loads((self.artifacts / artifact / name).read_text(encoding="utf-8"))

    @property
    def ledger(self) -> Ledger:
        """The ledger on the remote."""
        return read(Repository.open(self.bare))

    def kinds(self) -> list[str]:
        assert self.ledger.sound
        return [entry.kind for entry in self.ledger.entries]

    def tags(self) -> list[str]:
        """The stage tags of the remote, and the version that each is on."""
        return [each for each in self.git("tag", "--list").splitlines() if "#" in each]


KEEPER = """\
#!/bin/sh
# Keeps checkpoints elsewhere.
echo "$1" >> "$TEST_ARTIFACTS/keeper"
if [ "$1" = put ]; then cp "$2" "$TEST_ARTIFACTS/kept"; exit; fi
[ ! -e "$TEST_ARTIFACTS/kept" ] || cp "$TEST_ARTIFACTS/kept" "$2"
"""
MACHINE = """\
#!/bin/sh
[ "$1" = stop ] || echo 'runner=["ubuntu-latest"]' >> "$GITHUB_OUTPUT"
"""


class Prepared(NamedTuple):
    """What each test starts from a copy of."""

    workshop: Workshop
    keys: dict[str, Key]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    tool("act")
    workshop = build(tmp_path_factory.mktemp("prepared"))
    keys = {who: make_key(workshop.path.parent / "keys", who.partition("@")[0]) for who in (ALICE, CAROL, BOT)}
    allowed = workshop.key.allowed() + "".join(key.allowed(who) for who, key in keys.items())
    workshop.repo.write("scripts/machine", MACHINE).chmod(0o755)
    files = {"allowed_signers": allowed, "govml.yaml": CONFIG, "models/net/README.md": card("1.0.0")}
    workshop.change({**WORKFLOWS, **files})
    done = workshop.train()
    assert done.exit_code == 0, done.stdout + done.stderr
    workshop.change({".dvc/config": "[core]\n    remote = storage\n"})
    return Prepared(workshop, keys)


@pytest.fixture
def bank(prepared: Prepared, tmp_path: Path) -> Iterator[Bank]:
    workshop = copy(prepared.workshop, tmp_path)
    keys = {who: key._replace(path=tmp_path / "keys" / key.path.name) for who, key in prepared.keys.items()}
    with github() as api:
        yield Bank(tmp_path, workshop, keys, api)


def test_a_version_is_decided_about_promoted_and_released(bank: Bank) -> None:
    bank.repo.tag("net@v1.0.0")
    bank.push()
    status, log = bank.promote("v1.0.0", "production")
    assert status == 1, log
    assert bank.told("govml-decision", "decision.json")["verdict"] == "FAILED"
    assert "::error title=govml::" in log
    assert not (bank.artifacts / "govml-promotion").exists()
    assert bank.ledger.entries == ()
    status, log = bank.promote("v1.0.0", "staging")
    assert status == 0, log
    assert bank.kinds() == ["promotion"]
    assert bank.tags() == ["net#staging#1"]
    assert bank.git("rev-parse", "net#staging#1^{commit}") == bank.repo.git("rev-parse", "main")
    [release] = bank.api.releases
    assert (release["tag_name"], release["name"]) == ("net#staging#1", "net v1.0.0 on staging")
    assert "May net v1.0.0 be promoted to staging?" in release["body"]
    decision = bank.told("govml-promotion", "decision.json")
    kept = (bank.artifacts / "govml-promotion" / "report.json").read_bytes()
    assert sha256(kept).hexdigest() == decision["sha256"]
    page = (bank.artifacts / "govml-promotion" / "decision.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    status, log = bank.promote("v9.9.9", "staging")
    assert status == 1, log
    assert "no tag registers v9.9.9 of net" in log


def test_a_key_of_nobody_who_may_release_promotes_nothing(bank: Bank) -> None:
    bank.repo.tag("net@v1.0.0")
    bank.push()
    bank.keys[BOT] = bank.keys[CAROL]
    status, log = bank.promote("v1.0.0", "staging")
    assert status == 1, log
    assert "may not release" in log
    assert bank.ledger.entries == ()
    assert bank.tags() == []


def test_key_and_checkpoint_by_scripts_of_the_trusted_branch(bank: Bank) -> None:
    """Which is the one that the config on main names; the scripts of main are not run."""
    for name in ("key", "keeper"):
        bank.repo.write(f"scripts/{name}", "#!/bin/sh\nexit 1\n").chmod(0o755)
    bank.repo.write("govml.yaml", CONFIG.replace("promotion:\n", "promotion:\n  trusted: release\n"))
    key = f"#!/bin/sh\ncp {bank.keys[BOT].path} \"$1\"\n"
    for name, old, new in (("promote", "with:\n", "with:\n      key: scripts/key\n"),
                           ("audit", "with:\n", "with:\n      checkpoints: scripts/keeper\n")):  # fmt: skip
        path = f".github/workflows/{name}.yml"
        bank.repo.write(path, WORKFLOWS[path].replace(old, new))
    bank.workshop.change({})
    bank.repo.tag("net@v1.0.0")
    bank.push()
    bank.repo.git("switch", "-q", "-c", "release")
    for name, text in (("key", key), ("keeper", KEEPER)):
        bank.repo.write(f"scripts/{name}", text).chmod(0o755)
    decides = bank.repo.commit("Scripts")
    bank.repo.git("push", "--quiet", str(bank.bare), "release")
    bank.repo.git("switch", "-q", "main")
    asked = {"version": "net@v1.0.0", "stage": "staging", "rollback": "false"}
    status, log = bank.run("promote.yml", payload={"inputs": asked})
    assert status == 0, log
    assert bank.tags() == ["net#staging#1"]
    assert read_promotion(bank.ledger.entries[0].statement).about.policy_commit == decides
    for _ in range(2):
        status, log = bank.audit()
        assert status == 0, log
    assert (bank.artifacts / "keeper").read_text(encoding="utf-8").split() == ["get", "put"] * 2
    assert bank.told("govml-audit", "audit.json")["checkpoint"]["state"] == "verified"
    assert not (bank.artifacts / "cached").exists()


def asking(title: str, label: str = "govml:promote") -> dict[str, Any]:
    return {"action": "labeled", "label": {"name": label}, "issue": {"number": 7, "title": title}}


def test_an_issue_asks_and_is_answered(bank: Bank) -> None:
    bank.repo.tag("net@v1.0.0")
    bank.push()
    status, log = bank.released("promote.yml", "issues", asking("Promote net@v1.0.0 to staging"))
    assert status == 0, log
    assert bank.tags() == ["net#staging#1"]
    [body] = bank.api.bodies()
    assert body.startswith("<!-- govml:promotion -->\n## govml: PASSED\n")
    status, log = bank.released("promote.yml", "issues", asking("net@v1.0.0 to production"))
    assert status == 1, log
    [body] = bank.api.bodies()
    assert body.startswith("<!-- govml:promotion -->\n## govml: FAILED\n")
    assert "| risk-owner | 1 needed, 1 missing |" in body
    status, log = bank.released("promote.yml", "issues", asking("Something else"))
    assert status == 1, log
    assert "names no version and stage" in log
    assert bank.kinds() == ["promotion"]


def reviewed(commit: str, body: str, login: str = "octocat", **more: Any) -> dict[str, Any]:
    told = {"id": 5, "user": {"login": login, "type": "User"}, "state": "APPROVED", "body": body}
    return told | {"commit_id": commit, "submitted_at": ago(2)} | more


def ago(hours: int) -> str:
    """A time some hours ago: an approval ends after a month."""
    return (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def reviewing(commit: str) -> dict[str, Any]:
    run = {"id": 9, "event": "pull_request_review", "conclusion": "success", "head_sha": commit, "head_branch": "topic"}
    return {"workflow_run": run | {"head_repository": {"full_name": "o/r"}}}


def test_reviews_are_recorded_and_count_where_the_config_says_so(bank: Bank) -> None:
    bank.repo.tag("net@v1.0.0")
    bank.push()
    commit = bank.repo.git("rev-parse", "main")
    says = "I approve net@v1.0.0 for shadow"
    head = {"label": "o:topic", "sha": commit, "repo": {"full_name": "o/r"}}
    bank.api.pulls = [{"number": 7, "state": "open", "head": head}]
    mine = reviewed(commit, says)
    bank.api.reviews = [
        mine,
        reviewed("f" * 40, says, "hubot"),
        reviewed(commit, says, "early", submitted_at="2025-01-01T00:00:00Z"),
        reviewed(commit, f"{says}, report {'0' * 64}", "vague"),
    ]
    for _ in range(2):
        status, log = bank.released("reviews.yml", "workflow_run", reviewing(commit))
        assert status == 0, log
        assert "review 5 of octocat for net@v1.0.0 on shadow is entry 0 of the ledger" in log
        assert "review 5 of hubot is not recorded: it is of commit ffffffffffff" in log
        assert "review 5 of early is not recorded" in log
        assert "review 5 of vague is not recorded: it names a report, and not of which time" in log
        assert bank.kinds() == ["review"]
    status, log = bank.promote("v1.0.0", "shadow")
    assert status == 1, log
    [given] = bank.told("govml-decision", "decision.json")["approvals"]
    assert given["problem"] == "is a review, and only signatures count"
    bank.repo.write("govml.yaml", CONFIG.replace("promotion:\n", "promotion:\n  approvals: review\n"))
    bank.repo.commit("Reviews count")
    status, log = bank.promote("v1.0.0", "shadow")
    assert status == 1, log
    [given] = bank.told("govml-decision", "decision.json")["approvals"]
    assert given["problem"] == "is for another policy, which has changed since"
    seen = ago(2)
    asked = ("report", "net@v1.0.0", "--to", "shadow", "--at", seen, "--format", "report")
    report = invoke_govml(*asked, cwd=bank.clone()).stdout
    digest = sha256(report.encode()).hexdigest()
    exact = f"{says}, report sha256:{digest} of {seen}"
    bank.api.reviews = [reviewed(commit, exact, submitted_at=ago(1), id=6)]
    status, log = bank.released("reviews.yml", "workflow_run", reviewing(commit))
    assert status == 0, log
    status, log = bank.promote("v1.0.0", "shadow")
    assert status == 0, log
    assert bank.kinds() == ["review", "review", "promotion"]
    assert bank.told("govml-promotion", "decision.json")["verify"][0].startswith("git cat-file blob ")


def test_an_audit_keeps_one_issue_while_something_is_broken_and_compares_with_its_last_checkpoint(bank: Bank) -> None:
    bank.repo.tag("net@v1.0.0")
    bank.push()
    done = bank.govml(BOT, "promote", "net@v1.0.0", "--to", "staging", "--push")
    assert done.exit_code == 0, done.stdout + done.stderr
    status, log = bank.audit()
    assert status == 0, log
    assert "there is no checkpoint" in log
    assert bank.api.issues == []
    first = (bank.artifacts / "cached" / "checkpoint.txt").read_text(encoding="utf-8")
    assert first.splitlines()[1] == "1"
    good = bank.git("rev-parse", "refs/tags/net#staging#1")
    bank.git("update-ref", "refs/tags/net#staging#1", bank.git("rev-parse", "main"))
    status, log = bank.audit()
    assert status == 1, log
    [issue] = bank.api.issues
    assert (issue["state"], issue["title"]) == ("open", "govml audit: the record is not intact")
    assert "net#staging#1" in issue["body"]
    bank.git("update-ref", "refs/tags/net#staging#1", good)
    status, log = bank.audit()
    assert status == 0, log
    seen = bank.told("govml-audit", "audit.json")["checkpoint"]
    assert (seen["size"], seen["state"], seen["signed_by"]) == (1, "verified", [BOT])
    assert issue["state"] == "closed"
    bank.git("update-ref", "-d", "refs/heads/govml/ledger")
    status, log = bank.audit()
    assert status == 1, log
    assert [each["state"] for each in bank.api.issues] == ["closed", "open"]
    assert (bank.artifacts / "cached" / "checkpoint.txt").read_text(encoding="utf-8") != ""


@pytest.mark.parametrize("name", ["promote", "reviews", "audit"])
def test_every_input_secret_and_output_is_documented(name: str) -> None:
    document = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
    call = document[True]["workflow_call"]
    assert call["inputs"]["trusted"]["default"] == ""  # the config decides
    _, found, docs = (ROOT / "docs" / "github.md").read_text(encoding="utf-8").partition(f"`{name}.yml`")
    assert found
    told = (*call["inputs"], *call["secrets"], *call.get("outputs", ()))
    assert [each for each in told if f"`{each}`" not in docs] == []


def merged(bank: Bank) -> None:
    """The pull request of the training is merged, and the author has it."""
    bank.repo.git("pull", "--quiet", "--ff-only", str(bank.bare), BRANCH)


def test_from_the_pull_request_to_the_audit(bank: Bank) -> None:
    """Train, propose, merge, register, approve by two people, promote, once more, roll back, audit."""
    secrets = {
        "SIGNING_KEY": bank.workshop.key.path.read_text(encoding="ascii"),
        "DVC_CONFIG": f"['remote \"storage\"']\n    url = {bank.workshop.remote}\n",
    }
    for version, rate in (("v1.0.0", "0.3"), ("v1.1.0", "0.2")):
        bank.workshop.change({"params.yaml": f"lr: {rate}\n", "models/net/README.md": card(version[1:])})
        status, log = bank.run("train.yml", secrets=secrets)
        assert status == 0, log
        [pull] = bank.api.pulls
        assert pull["title"] == "Train net"
        merged(bank)
        done = invoke_govml("register", "net", version, cwd=bank.repo.path)
        assert done.exit_code == 0, done.stdout + done.stderr
        bank.push()
        status, log = bank.promote(version, "staging")
        assert status == 0, log
        bank.approve(ALICE, version)
        status, log = bank.promote(version, "production")
        assert status == 1, log
        assert bank.told("govml-decision", "decision.json")["missing"] == {"validator": 1}
        bank.approve(CAROL, version)
        status, log = bank.promote(version, "production")
        assert status == 0, log
    status, log = bank.promote("v1.0.0", "production", rollback=True)
    assert status == 0, log
    assert bank.kinds() == ["promotion", "approval", "approval", "promotion"] * 2 + ["rollback"]
    assert bank.tags() == [f"net#production#{number}" for number in (2, 4, 5)] + ["net#staging#1", "net#staging#3"]
    on_production = bank.git("rev-parse", "net#production#5^{commit}")
    assert on_production == bank.git("rev-parse", "net@v1.0.0^{commit}")
    status, log = bank.audit()
    assert status == 0, log
    told = bank.told("govml-audit", "audit.json")
    assert (told["verdict"], told["summary"]["verified"], told["summary"]["recomputed"]) == ("PASSED", 9, 5)
    [held] = [each for each in told["stages"] if each["stage"] == "production"]
    assert (held["version"], held["kind"], held["decided_by"]) == ("v1.0.0", "rollback", [BOT])
    [before] = [each for each in told["entries"] if each["number"] == 7]
    assert (before["version"], before["approvals"]) == ("v1.1.0", [5, 6])
