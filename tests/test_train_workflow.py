"""The training workflow, run by `act` on this machine: from a script that starts a machine to the pull request.

The repository, its remote, DVC's remote, the pipeline and the signatures are real; GitHub's API is a server on the
loopback interface, and only the actions in `tests/actions` are replaced. Stages are shell scripts, so that it is quick.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from govml.evidence.bundle import read_bundle
from govml.evidence.evaluation import read_evaluation
from govml.evidence.sshsig import armored, verify
from govml.evidence.statement import read_statement
from govml.evidence.training import read_training
from tests.builders import ROOT
from tests.evidence.keys import unsigned
from tests.forge.server import GitHub, github
from tests.pipelines import ATTEMPTS, CARD, EVIDENCE, PIPELINE, TRAIN, Workshop, copy, dvc
from tests.remote import Remote
from tests.test_workflows import ACTION, tool

BUILDER = "o/r/.github/workflows/train.yml"
BRANCH = "govml/train/net"
MACHINE = """\
#!/bin/sh
# Starts a machine, and stops it.
echo "$1 $GOVML_MACHINE $PROVISION_TOKEN" >> "$TEST_ARTIFACTS/machine"
[ "$1" = stop ] || echo 'runner=["ubuntu-latest"]' >> "$GITHUB_OUTPUT"
"""
CALLING = f"""\
on: workflow_dispatch
permissions: {{}}
jobs:
  train:
    permissions:
      contents: write
      id-token: write
      pull-requests: write
    uses: {ACTION.replace("@", "/.github/workflows/train.yml@")}
    with:
      model: net
      provision: scripts/machine
      evaluate: false
      timeout-minutes: 10
      requirements: requirements.txt
    secrets:
      signing-key: ${{{{ secrets.SIGNING_KEY }}}}
      dvc-config: ${{{{ secrets.DVC_CONFIG }}}}
      provision-token: ${{{{ secrets.PROVISION_TOKEN }}}}
"""


RESULTS = """\
model-index:
- name: net
  results:
  - task: {type: tabular-classification}
    dataset: {type: loans, name: loans}
    metrics:
    - type: roc_auc
      value: 0.91 # of the test data
"""
RECIPE = """\
  evaluation: {data: [data/test.csv], metrics: scores.json, recompute: {stage: dvc.yaml#evaluate, metrics: [roc_auc]}}
"""
EVALUATING = """\
  evaluate:
    cmd: sh evaluate.sh
    deps: [evaluate.sh, data/test.csv, models/net/weights.bin]
    metrics: [scores.json: {cache: false}]
"""


class Hub(Remote):
    """GitHub, with a workshop whose trainings it runs."""

    def __init__(self, folder: Path, workshop: Workshop, api: GitHub) -> None:
        super().__init__(folder, workshop.repo, api)
        self.workshop = workshop

    def train(self, tamper: str = "") -> tuple[int, str]:
        """Run the workflow on what is committed, and return act's exit status and what it printed."""
        secrets = {
            "SIGNING_KEY": self.workshop.key.path.read_text(encoding="ascii"),
            "DVC_CONFIG": f"['remote \"storage\"']\n    url = {self.workshop.remote}\n",
            "PROVISION_TOKEN": "machine-token",
        }
        return self.run("train.yml", secrets=secrets, tamper=tamper)

    def machine(self) -> list[str]:
        """What the script of the machine was told."""
        return (self.artifacts / "machine").read_text(encoding="utf-8").splitlines()


RELEASED = ["start govml-1-1 machine-token", "stop govml-1-1 machine-token"]


@pytest.fixture(scope="module")
def prepared(untrained: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    tool("act")
    workshop = copy(untrained, tmp_path_factory.mktemp("prepared"))
    workshop.repo.write("scripts/machine", MACHINE).chmod(0o755)
    workshop.change(
        {
            ".github/workflows/train.yml": CALLING,
            ".dvc/config": "[core]\n    remote = storage\n",  # where that is only the secret says
            "allowed_signers": workshop.key.allowed(),
        }
    )
    return workshop


@pytest.fixture
def hub(prepared: Workshop, tmp_path: Path) -> Iterator[Hub]:
    workshop = copy(prepared, tmp_path)
    with github() as api:
        yield Hub(tmp_path, workshop, api)


def test_a_training_becomes_a_pull_request_and_the_next_one_updates_it(hub: Hub, tmp_path: Path) -> None:
    status, log = hub.train()
    assert status == 0, log
    commit = hub.workshop.repo.git("rev-parse", "HEAD")
    [pull] = hub.api.pulls
    assert (pull["head"]["ref"], pull["base"]["ref"], pull["title"]) == (BRANCH, "main", "Train net")
    assert f"`net` was trained at commit `{commit[:12]}`: `train` of `dvc.yaml`" in pull["body"]
    assert f"`{hub.workshop.key.public.fingerprint}`" in pull["body"]
    for heading in ("### Evidence", "### What it took", "## What the change means", "## govml: "):
        assert f"\n{heading}" in pull["body"]
    assert hub.machine() == RELEASED
    assert hub.git("rev-parse", f"{BRANCH}^") == commit
    assert {EVIDENCE, "dvc.lock", "metrics.json"} <= set(hub.git("diff", "--name-only", commit, BRANCH).splitlines())
    bundle = hub.git("show", f"{BRANCH}:{EVIDENCE}").encode() + b"\n"
    [envelope] = read_bundle(bundle)
    run = read_training(read_statement(envelope.payload))
    assert (run.commit, run.dirty, run.status) == (commit, False, "succeeded")
    assert run.builder == f"file://{tmp_path / 'hub'}/{BUILDER}"
    verified_by_ssh_keygen(tmp_path, envelope.signed_bytes(), envelope.signatures[0].sig, hub.workshop)
    [digest] = {subject.digest["md5"] for subject in run.subjects}
    assert (hub.workshop.remote / "files" / "md5" / digest[:2] / digest[2:]).is_file()
    hub.workshop.change({"params.yaml": "lr: 0.2\n"})
    status, log = hub.train()
    assert status == 0, log
    assert "pull request updated" in log
    [updated] = hub.api.pulls
    assert commit[:12] not in updated["body"].split("### Evidence")[0]
    assert hub.git("rev-parse", f"{BRANCH}^") == hub.workshop.repo.git("rev-parse", "HEAD") != commit
    assert hub.machine() == RELEASED * 2


def verified_by_ssh_keygen(folder: Path, message: bytes, sig: bytes, workshop: Workshop) -> None:
    (folder / "sig").write_text(armored(sig), encoding="ascii")
    (folder / "allowed").write_text(workshop.key.allowed(), encoding="ascii")
    words = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "ada@example.org", "-n", "govml", "-s", "sig"]
    subprocess.run(words, cwd=folder, input=message, check=True, capture_output=True)


def test_numbers_are_recomputed_written_into_the_card_and_proposed_with_it(hub: Hub) -> None:
    workshop = hub.workshop
    workshop.repo.write("data/test.csv", "1,2\n5,6\n")
    dvc(workshop.path, "remote", "add", "--quiet", "--local", "storage", str(workshop.remote))
    dvc(workshop.path, "add", "--quiet", "data/test.csv")
    dvc(workshop.path, "push", "--quiet")
    workshop.change(
        {
            ".github/workflows/train.yml": CALLING.replace("evaluate: false", "stage: staging"),
            "dvc.yaml": PIPELINE + EVALUATING,
            "evaluate.sh": """echo '{"roc_auc": 0.875}' > scores.json\n""",
            "models/net/README.md": CARD.replace("governance:\n", RESULTS + "governance:\n" + RECIPE),
        }
    )
    status, log = hub.train()
    assert status == 0, log
    [pull] = hub.api.pulls
    assert "| roc\\_auc | loans | 0.875 |" in pull["body"]
    card = hub.git("show", f"{BRANCH}:models/net/README.md")
    assert "value: 0.88 # of the test data" in card
    [envelope] = read_bundle(hub.git("show", f"{BRANCH}:evidence/net/evaluation.intoto.jsonl").encode())
    test = read_evaluation(read_statement(envelope.payload))
    assert (test.result, test.dirty, test.commit) == ("PASSED", False, workshop.repo.git("rev-parse", "HEAD"))
    assert verify(envelope.signatures[0].sig, envelope.signed_bytes()) == workshop.key.public


def test_a_training_that_fails_opens_none_and_leaves_its_attempt_and_no_process(hub: Hub) -> None:
    lingering = 'setsid sh -c \'echo $$ > "$TEST_ARTIFACTS/pid"; exec sleep 600\' >/dev/null 2>&1 &\nsleep 0.5\n'
    hub.workshop.change({"train.sh": f"{TRAIN}{lingering}echo diverged >&2\nexit 3\n"})
    status, log = hub.train()
    assert status == 1, log
    assert hub.api.pulls == []
    assert hub.git("branch", "--list", BRANCH) == ""
    assert hub.machine() == RELEASED
    left = hub.artifacts / "govml-training-net-failed"
    assert "diverged" in (left / "govml-train.log").read_text(encoding="utf-8")
    [envelope] = read_bundle((left / "govml-proposal" / "evidence" / "net" / "attempts.intoto.jsonl").read_bytes())
    assert read_training(read_statement(envelope.payload)).status == "failed"
    assert not (hub.artifacts / "govml-training-net").exists()
    pid = (hub.artifacts / "pid").read_text(encoding="ascii").strip()
    assert not Path("/proc", pid).exists() or "zombie" in Path("/proc", pid, "status").read_text(encoding="utf-8")


def test_a_machine_that_does_not_start_is_given_back_all_the_same(hub: Hub) -> None:
    hub.workshop.change({"scripts/machine": f"{MACHINE}[ $1 = stop ]\n"})
    status, log = hub.train()
    assert status == 1, log
    assert hub.machine() == RELEASED
    assert "Run Main Train" not in log
    assert hub.api.pulls == []


def test_a_training_that_is_cancelled_leaves_its_attempt(hub: Hub, tmp_path: Path) -> None:
    document = yaml.safe_load((ROOT / ".github" / "workflows" / "train.yml").read_text(encoding="utf-8"))
    [script] = [step["run"] for step in document["jobs"]["train"]["steps"] if step.get("name") == "Train"]
    subprocess.run([hub.python, "-I", "-m", "venv", tmp_path / "program"], check=True)
    step = {
        "GOVML": str(tmp_path / "program" / "bin" / "govml"),
        "MODEL": "net",
        "LAUNCHER": "local",
        "PROCESSES": "0",
        "GPU": "false",
        "ARGS": "",
        "MINUTES": "10",
        "GOVML_BUILDER": "https://ci.example.org/train",
        "RUNNER_TEMP": str(tmp_path),
    }
    workshop = hub.workshop
    dvc(workshop.path, "remote", "add", "--quiet", "--local", "storage", str(workshop.remote))
    workshop.change({"train.sh": f"{TRAIN}touch {tmp_path}/begun\nsleep 600\n"})
    # A runner signals the shell of the step, and only that.
    running = subprocess.Popen(["bash", "-e", "-c", script], cwd=workshop.path, env=os.environ | step)
    try:
        for _ in range(600):
            if (tmp_path / "begun").exists():
                break
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) != 0
    finally:
        running.kill()
    assert workshop.evidence(ATTEMPTS).status == "killed"
    assert "learning" in (tmp_path / "govml-train.log").read_text(encoding="utf-8")


def test_every_input_and_secret_is_documented() -> None:
    document = yaml.safe_load((ROOT / ".github" / "workflows" / "train.yml").read_text(encoding="utf-8"))
    call = document[True]["workflow_call"]
    docs = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
    assert [name for name in (*call["inputs"], *call["secrets"], *call["outputs"]) if f"`{name}`" not in docs] == []


def test_what_was_changed_between_the_jobs_is_neither_signed_nor_proposed(hub: Hub, tmp_path: Path) -> None:
    status, log = hub.train("mkdir -p .github/workflows && echo 'on: push' > .github/workflows/evil.yml")
    assert status == 1, log
    assert ".github/workflows/evil.yml is nothing that a training of this model may change" in log
    [envelope] = read_bundle((hub.artifacts / "govml-training-net" / EVIDENCE).read_bytes())
    statement = read_statement(envelope.payload)
    other = "0" * 40
    text = envelope.payload.replace(hub.workshop.repo.git("rev-parse", "HEAD").encode(), other.encode())
    forged = tmp_path / "forged"
    forged.write_bytes(unsigned(read_statement(text)))
    assert statement != read_statement(text)
    status, log = hub.train(f"cp {forged} {EVIDENCE}")
    assert status == 1, log
    assert f"says commit '{other}'" in log
    assert hub.api.pulls == []
    assert hub.git("branch", "--list", BRANCH) == ""
    assert hub.machine() == RELEASED * 2
