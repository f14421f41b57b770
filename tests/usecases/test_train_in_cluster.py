"""`govml train --launcher trainjob`: a cluster whose API is a server here, and whose nodes run the real script."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govml.launch import cluster
from tests.builders import ROOT, Result
from tests.launch.cluster_api import JOBS, ClusterApi, finish, serve
from tests.pipelines import ATTEMPTS, EVIDENCE, Workshop, copy, dvc

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONFIG = "training: {launcher: trainjob, trainjob: {image: registry.example.org/train:1}}\n"


@pytest.fixture(scope="module")
def pushed(untrained: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = copy(untrained, tmp_path_factory.mktemp("pushed"))
    workshop.change({"govml.yaml": CONFIG})
    return workshop


@pytest.fixture
def workshop(pushed: Workshop, tmp_path: Path) -> Workshop:
    """A workshop whose commit and data a clone elsewhere can reach."""
    found = copy(pushed, tmp_path)
    config = found.read(".dvc/config")
    assert "url = ../../remote" in config
    found.change({".dvc/config": config.replace("../../remote", str(found.remote))})
    found.repo.bare("origin.git")
    found.repo.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    found.repo.git("fetch", "--quiet", "origin")
    return found


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClusterApi]:
    with serve() as found:
        monkeypatch.setenv("KUBECONFIG", str(found.kubeconfig(tmp_path / "kubeconfig")))
        monkeypatch.setattr(cluster, "_INTERVAL", 0.05)
        monkeypatch.setattr(cluster.Cluster.__init__, "__kwdefaults__", {"interval": 0.05})
        yield found


class Node:
    """A node of the cluster: it runs the container's command, with `govml` and `dvc` on the PATH."""

    def __init__(self, folder: Path, secrets: dict[str, str] | None = None) -> None:
        self._folder = folder / "node"
        self._secrets = secrets or {}
        self.said = ""
        (self._folder / "bin").mkdir(parents=True)
        for name in ("govml", "dvc"):
            shim = self._folder / "bin" / name
            shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n', encoding="utf-8")
            shim.chmod(shim.stat().st_mode | stat.S_IXUSR)

    def run(self, job: dict[str, Any]) -> None:
        """Run the job in a thread, and give it its condition."""
        threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: dict[str, Any]) -> None:
        trainer = job["spec"]["trainer"]
        told = {}
        for each in trainer["env"]:
            source = each.get("valueFrom", {}).get("secretKeyRef")
            told[each["name"]] = self._secrets[f"{source['name']}/{source['key']}"] if source else each["value"]
        path = f"{self._folder / 'bin'}:{os.environ['PATH']}"
        environment = {**os.environ, **told, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(self._folder)}
        done = subprocess.run(
            trainer["command"], env=environment, cwd=self._folder, capture_output=True, text=True, check=False
        )
        self.said = done.stdout + done.stderr
        if done.returncode:
            finish(job, "Failed", "JobsFailed", f"exit code {done.returncode}")
        else:
            finish(job, "Complete", "JobsCompleted", "all jobs succeeded")


def train(workshop: Workshop, *options: str) -> Result:
    return workshop.train(*options, sign=False)


def test_a_dry_run_prints_the_manifest_and_asks_no_cluster(workshop: Workshop) -> None:
    result = train(workshop, "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert '"kind": "TrainJob"' in result.stdout
    assert workshop.repo.git("rev-parse", "HEAD") in result.stdout


def test_a_training_in_the_cluster_comes_back_as_a_branch_with_evidence(
    workshop: Workshop, api: ClusterApi, tmp_path: Path
) -> None:
    secret = {"GOVML_SIGNING_KEY": "signing/key"}
    workshop.change(
        {
            "govml.yaml": CONFIG.replace("train:1", "train:1, secrets: {GOVML_SIGNING_KEY: signing/key}"),
            "allowed_signers": workshop.key.allowed("ci@example.org"),
        }
    )
    workshop.repo.git("push", "--quiet", "origin", "HEAD")
    commit = workshop.repo.git("rev-parse", "HEAD")
    node = Node(tmp_path, {secret["GOVML_SIGNING_KEY"]: workshop.key.path.read_text(encoding="utf-8")})
    api.on_create = node.run
    result = train(workshop)
    assert result.exit_code == 0, result.stderr + node.said
    name = next(iter(api.jobs))
    branch = api.jobs[name]["metadata"]["annotations"]["govml.dev/branch"]
    assert f"trained net in the cluster: origin/{branch}" in result.stdout
    assert f"TrainJob ml/{name}: Complete, JobsCompleted: all jobs succeeded" in result.stderr
    assert "warning" not in result.stderr
    changed = workshop.repo.git("diff", "--name-only", commit, f"origin/{branch}").split("\n")
    assert changed == ["dvc.lock", EVIDENCE, "metrics.json", "models/net/.gitignore"]
    workshop.repo.git("merge", "--quiet", "--ff-only", f"origin/{branch}")
    run = workshop.evidence()
    assert (run.commit, run.builder, run.status) == (commit, "https://govml.dev/builders/trainjob", "succeeded")
    dvc(workshop.path, "pull", "--quiet")
    assert workshop.read("models/net/weights.bin") == "1,2\n3,4\nlr: 0.1\n"


def test_evidence_by_a_key_that_nobody_allowed_is_refused(
    workshop: Workshop, api: ClusterApi, tmp_path: Path
) -> None:
    from tests.evidence.keys import make_key

    other = make_key(tmp_path / "other")
    config = CONFIG.replace("train:1", "train:1, secrets: {GOVML_SIGNING_KEY: signing/key}")
    workshop.change({"govml.yaml": config, "allowed_signers": workshop.key.allowed("ci@example.org")})
    workshop.repo.git("push", "--quiet", "origin", "HEAD")
    api.on_create = Node(tmp_path, {"signing/key": other.path.read_text(encoding="utf-8")}).run
    result = train(workshop)
    assert result.exit_code == 1
    assert f"what came back is refused: {EVIDENCE} is signed with the key {other.public.fingerprint}" in result.stderr


def test_unsigned_evidence_is_told_and_an_edited_branch_refused(
    workshop: Workshop, api: ClusterApi, tmp_path: Path
) -> None:
    node = Node(tmp_path)
    api.on_create = node.run
    result = train(workshop)
    assert result.exit_code == 0, result.stderr + node.said
    assert f"warning: {EVIDENCE} is not signed yet" in result.stderr
    # Somebody exchanges the model that the branch locks; the job is done, so its end is told again.
    name, job = next(iter(api.jobs.items()))
    branch = job["metadata"]["annotations"]["govml.dev/branch"]
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "-b", branch, str(tmp_path / "origin.git"), str(clone)], check=True)
    lock = clone / "dvc.lock"
    digest = workshop_lock_md5(lock)
    lock.write_text(lock.read_text(encoding="utf-8").replace(digest, "0" * 32), encoding="utf-8")
    for args in (["commit", "-q", "--amend", "--all", "--no-edit"], ["push", "-q", "--force", "origin", "HEAD"]):
        subprocess.run(["git", *args], cwd=clone, check=True)
    api.jobs.clear()
    api.on_create = lambda job: finish(job, "Complete")
    result = train(workshop)
    assert result.exit_code == 1
    assert "is about another artifact than dvc.lock has at models/net/weights.bin" in result.stderr
    assert list(api.jobs) == [name]


def workshop_lock_md5(lock: Path) -> str:
    """MD5 of the weights in a `dvc.lock`."""
    text = lock.read_text(encoding="utf-8")
    return text[text.index("models/net/weights.bin") :].split("md5: ", 1)[1][:32]


def test_a_job_that_fails_is_told_and_its_attempt_comes_back(
    workshop: Workshop, api: ClusterApi, tmp_path: Path
) -> None:
    workshop.change({"train.sh": "exit 3\n"})
    workshop.repo.git("push", "--quiet", "origin", "HEAD")
    api.on_create = Node(tmp_path).run
    result = train(workshop)
    assert result.exit_code == 1
    assert "failed: TrainJob govml-net-" in result.stderr
    assert "JobsFailed: exit code 1" in result.stderr
    branch = next(iter(api.jobs.values()))["metadata"]["annotations"]["govml.dev/branch"]
    assert workshop.repo.git("show", f"origin/{branch}:{ATTEMPTS}")


def test_a_job_that_is_there_already_is_waited_for_and_a_finished_one_told(
    workshop: Workshop, api: ClusterApi
) -> None:
    api.on_create = lambda job: finish(job, "Failed", "DeadlineExceeded")
    assert train(workshop).exit_code == 1
    again = train(workshop)
    assert again.exit_code == 4
    assert "was run before: Failed, DeadlineExceeded" in again.stderr
    assert "kubectl delete trainjob -n ml govml-net-" in again.stderr
    job = next(iter(api.jobs.values()))
    del job["status"]
    api.on_read = lambda job: finish(job, "Failed", "Evicted") if len(api.calls) > 8 else None
    waited = train(workshop)
    assert "is there already; waiting" in waited.stderr
    assert "Evicted" in waited.stderr


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (("POST", 403, "trainjobs is forbidden: User ada cannot create"), "cannot create"),
        (("POST", 401, "Unauthorized"), "can't create govml-net-"),
        (("POST", 404, "the server could not find the requested resource"), "this cluster knows no TrainJob"),
        (("POST", 422, "spec.trainer.image: Invalid value"), "the API answers 422: spec.trainer.image"),
        (("POST", 503, "unavailable"), "the API answers 503"),
        (("GET", 403, "trainjobs is forbidden"), "you need `read` on trainjobs in ml"),
        (("GET", 404, "not found"), "it is gone"),
    ],
)
def test_what_the_cluster_refuses_is_told(
    workshop: Workshop, api: ClusterApi, failure: tuple[str, int, str], says: str
) -> None:
    api.failures = [failure]
    result = train(workshop)
    assert result.exit_code == 4
    assert says in result.stderr


def test_an_api_that_is_away_for_a_moment_is_asked_again(workshop: Workshop, api: ClusterApi) -> None:
    api.failures = [("GET", 503, "unavailable"), ("GET", 500, "etcd")]
    api.on_read = lambda job: finish(job, "Failed", "JobsFailed")
    result = train(workshop)
    assert "failed: TrainJob" in result.stderr
    api.jobs.clear()
    api.failures = [("GET", 503, "unavailable")] * 9
    assert "the API answers 503" in train(workshop).stderr


def test_a_cluster_that_is_not_there_is_told(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    assert "no cluster is configured" in train(workshop).stderr
    gone = ClusterApi()
    gone.url = "http://127.0.0.1:9"
    monkeypatch.setenv("KUBECONFIG", str(gone.kubeconfig(tmp_path / "kubeconfig")))
    result = train(workshop)
    assert result.exit_code == 4
    assert "the cluster doesn't answer" in result.stderr


def test_what_the_cluster_could_not_clone_is_refused(workshop: Workshop, api: ClusterApi) -> None:
    workshop.repo.write("train.sh", "exit 3\n")
    assert "a cluster trains what is committed" in train(workshop, "--allow-dirty").stderr
    workshop.change({})
    assert "is on no remote that was fetched" in train(workshop).stderr
    workshop.repo.git("remote", "remove", "origin")
    assert "there is no remote that a cluster could clone" in train(workshop).stderr
    assert api.calls == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_deletes_the_job(workshop: Workshop, api: ClusterApi, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "govml", "train", "net"],
        cwd=workshop.path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not any(call.startswith("GET") for call in api.calls) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "was deleted" in said
    assert api.jobs == {}
    assert api.calls[-1].startswith(f"DELETE {JOBS}/govml-net-")
