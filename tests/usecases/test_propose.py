"""What a training may change, and what its pull request says, as a step of a workflow runs it."""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.evidence.evaluation import evaluation_statement
from govml.evidence.training import training_statement
from govml.forge.branch import BOT
from govml.usecases.propose import branch_of
from govml.usecases.proposed_files import ProposalError, allowed, handed_over
from tests.builders import Repo, Result, run_govml
from tests.evidence.examples import EVALUATION, TRAINING
from tests.evidence.keys import Key, make_key, unsigned
from tests.forge.server import TOKEN, GitHub, Said, github
from tests.forge.test_runner import read_back

MODEL = "credit-risk"
EVIDENCE = f"evidence/{MODEL}/training.intoto.jsonl"
MEASURED = f"evidence/{MODEL}/evaluation.intoto.jsonl"
ATTEMPTS = f"evidence/{MODEL}/attempts.intoto.jsonl"
CARD = f"models/{MODEL}/README.md"
CARD_TEXT = """\
---
license: apache-2.0
model-index:
- name: credit-risk
  results:
  - task: {type: tabular-classification}
    dataset: {type: loans, name: loans, split: test}
    metrics:
    - {type: roc_auc, value: 0.90, n: 4210}
governance:
  version: 1.4.0
  owner: {team: credit-ml, contact: credit-ml@example.org}
  risk: {tier: minimal, reason: Sorts a worklist.}
  intended_use: Sorts loan applications for human underwriters.
  out_of_scope: [refusal without a person]
  evaluation: {metrics: metrics.json}
  explainability: {method: integrated gradients, report: reports/attributions.json}
---
"""
PIPELINE = """\
stages:
  train:
    cmd: python train.py
    wdir: work
    outs:
    - model.safetensors
    - ../.github/workflows/evil.yml: {cache: false}
    metrics:
    - ../metrics.json: {cache: false}
    plots:
    - curves/roc.csv: {cache: false}
    - ${item}/x.csv: {cache: false}
"""


class Job:
    """A clone with a trained commit, a remote, GitHub, and the folder between the two jobs."""

    def __init__(self, folder: Path, repo: Repo, hub: GitHub, key: Key) -> None:
        self.repo, self.hub, self.key = repo, hub, key
        self.folder, self.summary, self.output = folder / "proposal", folder / "summary.md", folder / "output"
        self.remote = repo.bare()
        repo.git("remote", "add", "origin", str(self.remote))
        self.environment = {
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_API_URL": hub.url,
            "GITHUB_RUN_ID": "4711",
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.output),
            "no_proxy": "127.0.0.1",
        }

    def run(self, command: str, *args: str, model: str = MODEL) -> Result:
        """Run `govml github COMMAND`."""
        self.output.unlink(missing_ok=True)
        self.summary.unlink(missing_ok=True)
        words = ["github", command, model, "--folder", str(self.folder), *args]
        if command == "propose":
            words += ["--at", "2026-03-03"]
        done = run_govml(*words, cwd=self.repo.path, env=self.environment)
        assert "Traceback" not in done.stderr
        assert TOKEN not in done.stdout + done.stderr
        return done

    def hand_over(self, path: str, data: bytes) -> None:
        """Put a file into the folder."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def trained(self) -> None:
        """Hand over what a training leaves, signed."""
        commit, tree = self.repo.git("rev-parse", "HEAD", "HEAD^{tree}").split()
        run = TRAINING._replace(commit=commit, tree=tree)
        self.hand_over(EVIDENCE, self.key.line(training_statement(run)))
        test = EVALUATION._replace(commit=commit, tree=tree)
        self.hand_over(MEASURED, unsigned(evaluation_statement(test)))
        self.hand_over(CARD, CARD_TEXT.replace("0.90,", "0.912,").encode())
        self.hand_over("metrics.json", b'{"roc_auc": 0.912}\n')

    def outputs(self) -> dict[str, str]:
        """Return the outputs of the step."""
        return read_back(self.output.read_text(encoding="utf-8"))

    def at_remote(self, *args: str) -> str:
        """Ask the remote's Git."""
        return self.repo.git(f"--git-dir={self.remote}", *args)


@pytest.fixture
def job(tmp_path: Path, repo: Repo) -> Iterator[Job]:
    key = make_key(tmp_path / "keys")
    repo.write_all({CARD: CARD_TEXT, "dvc.yaml": PIPELINE, "metrics.json": '{"roc_auc": 0.9}\n', "src/a.py": ""})
    repo.write("allowed_signers", key.allowed())
    repo.commit("A model")
    with github() as hub:
        yield Job(tmp_path, repo, hub, key)


def test_what_a_training_changed_is_collected_and_the_rest_is_named(job: Job) -> None:
    changed = {
        EVIDENCE: "{}\n", MEASURED: "{}\n", CARD: CARD_TEXT + "More\n", "metrics.json": "{}\n", "dvc.lock": "x: 1\n",
        "work/curves/roc.csv": "a\n", "work/.gitignore": "/model.safetensors\n",
        "reports/attributions.json": "{}\n", "extra/notes.txt": "x\n",
    }  # fmt: skip
    left = {
        "src/a.py": "import os\n", "govml.yaml": "profile: none\n", "allowed_signers": "", "evidence/other/x.jsonl": "",
        "extra/policies/own.rego": "", ".github/workflows/evil.yml": "on: push\n",
        "policies/p.rego": "", "models/other/README.md": "", "dvc.yaml": PIPELINE + "#\n", "extra/.gitattributes": "",
        ".gitignore": "x\n",
    }  # fmt: skip
    job.repo.write_all({**changed, **left})
    (job.repo.path / "extra" / "link.txt").symlink_to("/etc/passwd")
    done = job.run("collect", "--allow", "extra/**", "--allow", "policies/**", "--allow", "govml.yaml")
    assert done.exit_code == 0, done
    found = {path.relative_to(job.folder).as_posix() for path in job.folder.rglob("*") if path.is_file()}
    assert found == set(changed)
    assert job.outputs() == {"changed": "true"}
    named = set(re.findall(r"not proposed: (\S+)", done.stdout))
    assert named == {*left, "extra/link.txt"}
    assert job.run("collect").exit_code == 2  # the folder is no longer empty


def test_nothing_new_is_nothing_to_propose(job: Job) -> None:
    assert job.run("collect").exit_code == 0
    assert job.outputs() == {"changed": "false"}
    assert job.run("propose").exit_code == 4
    job.folder.mkdir(exist_ok=True)
    done = job.run("propose")
    assert (done.exit_code, "no evidence among the files" in done.stderr) == (1, True)
    assert job.hub.pulls == []


def test_a_training_that_failed_says_why(job: Job) -> None:
    run = TRAINING._replace(status="out-of-memory", exit_code=1, reason="CUDA out of memory <b>@octocat</b>")
    job.repo.write(ATTEMPTS, unsigned(training_statement(TRAINING)) + unsigned(training_statement(run)))
    assert job.run("collect").exit_code == 0
    assert job.outputs() == {"changed": "false"}
    told = job.summary.read_text(encoding="utf-8")
    assert told.startswith("## govml: training of `credit-risk`: out of memory\n\nCUDA out of memory")
    assert "<b>" not in told
    assert "| Time | 10 min 0 s |" in told
    assert (job.folder / ATTEMPTS).is_file()
    job.trained()
    done = job.run("propose")
    assert (done.exit_code, ATTEMPTS in done.stderr) == (1, True)


def test_the_pull_request_says_what_ran_and_what_it_means(job: Job) -> None:
    job.repo.tag(f"{MODEL}@v1.4.0", message="First")
    job.repo.tag(f"{MODEL}#prod#1", message="Assign")
    registered = job.repo.git("rev-parse", "HEAD")
    job.repo.write("src/a.py", "x = 1\n")
    parent = job.repo.commit("Next")
    job.trained()
    done = job.run("propose")
    assert done.exit_code == 0, done
    [pull] = job.hub.pulls
    assert (pull["head"]["ref"], pull["base"]["ref"]) == (f"govml/train/{MODEL}", "main")
    assert pull["title"] == f"Train {MODEL}"
    body = pull["body"]
    assert body == job.summary.read_text(encoding="utf-8")
    assert f"`{MODEL}` was trained at commit `{parent[:12]}`" in body
    assert "https://github.example/o/r/actions/runs/4711" in body
    assert f"| training<br/>`{EVIDENCE}`<br/>sha256:" in body
    assert f"example.org, `{job.key.public.fingerprint}`" in body
    assert "**nobody**" in body  # the evaluation is not signed
    assert "| Time | 10 min 0 s |" in body
    assert "| Cost | 0.01 EUR |" in body
    assert "| roc_auc | loans/test | 0.912 | 4,210 | 0.901 to 0.923 |" in body.replace("\\", "")
    assert "v1.4.0, which is on prod" in body
    assert "0.9 " in body
    meaning = body[body.index("## What the change means") :]
    assert "### Evidence" in meaning
    assert f"| signed by |  | {job.key.public.fingerprint} |" in meaning.replace("\\", "")
    assert json.loads((job.folder / EVIDENCE).read_bytes())["payload"][:24] not in body
    [verdict] = re.findall(r"^## govml: ([A-Z]+)$", body, re.MULTILINE)
    assert job.outputs() == {"url": pull["html_url"], "branch": pull["head"]["ref"], "verdict": verdict}
    tip = job.at_remote("rev-parse", f"govml/train/{MODEL}")
    assert job.at_remote("rev-parse", f"{tip}^") == parent != registered
    assert job.at_remote("show", "-s", "--format=%an <%ae>|%s", tip) == f"{BOT[0]} <{BOT[1]}>|Train {MODEL}"
    assert job.at_remote("diff", "--name-only", parent, tip).split() == [MEASURED, EVIDENCE, "metrics.json", CARD]
    assert job.repo.git("status", "--porcelain") == ""


def test_another_run_brings_it_up_to_date(job: Job) -> None:
    job.trained()
    assert job.run("propose").exit_code == 0
    first = job.at_remote("rev-parse", f"govml/train/{MODEL}")
    done = job.run("propose")
    assert "unchanged; pull request unchanged" in done.stdout, done
    assert job.at_remote("rev-parse", f"govml/train/{MODEL}") == first
    job.repo.tag(f"{MODEL}@v1.4.0", message="First")
    job.hand_over("metrics.json", b'{"roc_auc": 0.95}\n')
    done = job.run("propose", "--stage", "staging")
    assert "pushed; pull request updated" in done.stdout, done
    [pull] = job.hub.pulls
    assert "v1.4.0, the latest version; none is on staging" in pull["body"]
    assert job.at_remote("show", f"govml/train/{MODEL}:metrics.json") == '{"roc_auc": 0.95}'


REFUSED = (
    ".github/workflows/evil.yml", "work/evil.yml/x/.git/config", "govml.yaml", "allowed_signers", "src/a.py",
    "policies/x.rego", "evidence/other/training.intoto.jsonl", "dvc.yaml", "waivers/a/b.yml", ".git/hooks/pre-push",
    "evidence/credit-risk/evaluation.intoto.jsonl/x", "Evidence/credit-risk/x", ".gitattributes", "x/.gitmodules",
    "evidence/x.intoto.jsonl", "schemas/x.schema.json", ".dvc/config", "CODEOWNERS", "docs/CODEOWNERS",
)  # fmt: skip


def test_a_file_that_a_training_may_not_change_is_refused_whatever_an_option_says(job: Job) -> None:
    repository = Repository.open(job.repo.path)
    rule = allowed(repository, repository.snapshot(repository.head()), MODEL, ("**",))
    assert not [path for path in REFUSED if rule.allows(path)]
    for number, path in enumerate(REFUSED):
        job.folder = job.folder.with_name(f"proposal-{number}")
        job.hand_over(path, b"x")
        with pytest.raises(ProposalError, match=re.escape(path)):
            handed_over(job.folder, rule)
    job.trained()
    done = job.run("propose", "--allow", "**")
    assert (done.exit_code, REFUSED[-1] in done.stderr) == (1, True), done
    assert (job.hub.pulls, job.at_remote("branch", "--list")) == ([], "* main")


def test_other_files_are_for_an_option_to_let_in(job: Job) -> None:
    job.trained()
    job.hand_over("models/other/README.md", CARD_TEXT.encode())
    done = job.run("propose")
    assert (done.exit_code, "models/other/README.md" in done.stderr, "--allow" in done.stderr) == (1, True, True)
    assert job.run("propose", "--allow", "models/other/*").exit_code == 0


def test_links_devices_and_large_files_are_refused(job: Job) -> None:
    job.trained()
    (job.folder / "metrics.json").unlink()
    (job.folder / "metrics.json").symlink_to("/etc/passwd")
    assert "is not a plain file" in job.run("propose").stderr
    (job.folder / "metrics.json").unlink()
    os.mkfifo(job.folder / "metrics.json")
    assert "is not a plain file" in job.run("propose").stderr
    (job.folder / "metrics.json").unlink()
    (job.folder / "metrics.json").write_bytes(b"x" * 5_000_001)
    assert "has more than 5,000,000 bytes" in job.run("propose").stderr
    (job.folder / "metrics.json").unlink()
    (job.folder / "reports").symlink_to(job.repo.path)
    done = job.run("propose", "--allow", "**")
    assert (done.exit_code, "reports is not a plain file" in done.stderr) == (1, True)
    assert job.hub.pulls == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{}\n", "is not a DSSE envelope"),
        (b"\xff\n", "line 1"),
        (unsigned(training_statement(TRAINING._replace(model="other"))), "about the model 'other'"),
    ],
)
def test_evidence_that_can_not_be_read_is_refused(job: Job, data: bytes, said: str) -> None:
    job.trained()
    job.hand_over(EVIDENCE, data)
    done = job.run("propose")
    assert (done.exit_code, said in done.stderr, EVIDENCE in done.stderr) == (1, True, True), done
    assert job.hub.pulls == []


def test_who_signed_is_told_by_the_signers_of_the_trained_commit(job: Job, tmp_path: Path) -> None:
    stranger = make_key(tmp_path / "keys", "stranger")
    job.trained()
    commit, tree = job.repo.git("rev-parse", "HEAD", "HEAD^{tree}").split()
    line = stranger.line(training_statement(TRAINING._replace(commit=commit, tree=tree)))
    broken = json.loads(job.key.line(training_statement(TRAINING)))
    broken["payload"] = json.loads(line)["payload"]
    job.hand_over(EVIDENCE, line + json.dumps(broken).encode() + b"\n")
    assert job.run("propose").exit_code == 0
    [pull] = job.hub.pulls
    assert f"an unknown key, `{stranger.public.fingerprint}`" in pull["body"]
    assert "nobody: the signature" in pull["body"]


def test_a_revoked_key_is_told_and_a_broken_list_of_signers_is_refused(job: Job) -> None:
    job.repo.write("revoked_signers", f"{job.key.public.kind} {b64encode(job.key.public.blob).decode()}\n")
    job.repo.commit("Revoked, though nobody was allowed")
    job.repo.git("rm", "--quiet", "allowed_signers")
    job.repo.commit()
    job.trained()
    assert job.run("propose").exit_code == 0
    [pull] = job.hub.pulls
    assert f"a revoked key, `{job.key.public.fingerprint}`" in pull["body"]

    job.repo.write("allowed_signers", "\nada@example.org nonsense\n")
    job.repo.commit()
    done = job.run("propose")
    assert (done.exit_code, "allowed_signers:2:" in done.stderr) == (4, True), done


def test_what_is_missing_in_the_workflow_is_said(job: Job) -> None:
    job.trained()
    job.environment["GITHUB_REF"] = "refs/pull/7/merge"
    done = job.run("propose")
    assert (done.exit_code, "--base" in done.stderr) == (2, True)
    assert job.run("propose", "--base", "main", model="nobody").exit_code == 2
    job.hub.next = [Said(200, body=[]), Said(403, "GitHub Actions is not permitted to create pull requests")]
    done = job.run("propose", "--base", "main")
    assert (done.exit_code, "settings" in done.stderr) == (4, True)
    job.environment["GITHUB_TOKEN"] = ""
    assert job.run("propose", "--base", "main").exit_code == 2


def test_branches_of_odd_names() -> None:
    assert branch_of("team/fraud") == "govml/train/team/fraud"
    assert re.fullmatch(r"govml/train/a-b--c-[0-9a-f]{8}", branch_of("a b: c~"))
    assert branch_of("ü") != branch_of("ö")
