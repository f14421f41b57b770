"""`govml train` against the real dvc: what runs, what is left after it, and what the evidence says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from govml.evidence.sshsig import verify
from govml.launch.dvc import Output
from govml.launch.files import KeptOutputs
from govml.launch.meter import Meter
from govml.usecases import train
from tests.builders import ROOT, run_govml
from tests.pipelines import ATTEMPTS, CARD, EVIDENCE, PIPELINE, TRAIN, WEIGHTS, Workshop, copy, dvc

# DVC runs in this process, and what its libraries will do one day is their own affair.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def once_trained(untrained: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = copy(untrained, tmp_path_factory.mktemp("trained"))
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    workshop.change({})
    return workshop


@pytest.fixture
def workshop(untrained: Workshop, tmp_path: Path) -> Workshop:
    return copy(untrained, tmp_path)


@pytest.fixture
def trained(once_trained: Workshop, tmp_path: Path) -> Workshop:
    """A workshop whose model is trained and committed."""
    return copy(once_trained, tmp_path)


def sums(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    return {"md5": hashlib.md5(data).hexdigest(), "sha256": hashlib.sha256(data).hexdigest()}


def clean(workshop: Workshop) -> bool:
    """Whether everything but attempts is as committed."""
    return workshop.repo.git("status", "--short", "--", ".", ":!evidence") == ""


# -- a run that succeeds ----------------------------------------------------------------------------------------------


def test_a_dry_run_says_everything_and_does_nothing(workshop: Workshop) -> None:
    result = workshop.train("--dry-run")
    assert result.exit_code == 0, result.stderr
    for line in (
        "model      net, models/net/weights.bin",
        "stage      dvc.yaml:train: it has never run",
        "             sh train.sh",
        "data       data/train.csv sha256:" + sums(workshop.path / "data/train.csv")["sha256"][:16],
        "lock       requirements.txt sha256:" + sums(workshop.path / "requirements.txt")["sha256"][:16],
        "launcher   local; device auto; builder https://govml.dev/builders/local",
        f"key        {workshop.key.path}",
        f"writes     {EVIDENCE}",
        "writes     models/net/weights.bin",
    ):
        assert line in result.stdout.splitlines()
    assert clean(workshop)
    assert not (workshop.path / WEIGHTS).exists()


def test_training_leaves_signed_evidence_of_what_went_in_and_came_out(workshop: Workshop) -> None:
    commit = workshop.repo.git("rev-parse", "HEAD")
    result = workshop.train("--builder", "https://ci.example.org/train")
    assert result.exit_code == 0, result.stderr
    assert "learning at lr: 0.1" in result.stderr
    run = workshop.evidence()
    assert [(each.name, each.digest) for each in run.subjects] == [(WEIGHTS, sums(workshop.path / WEIGHTS))]
    assert (run.commit, run.tree) == (commit, workshop.repo.git("rev-parse", "HEAD^{tree}"))
    assert (run.dirty, run.ref, run.status, run.exit_code) == (False, "refs/heads/main", "succeeded", 0)
    assert (run.pipeline, run.launcher, run.builder) == ("dvc.yaml", "local", "https://ci.example.org/train")
    assert [(each.name, each.cmd, each.params) for each in run.stages] == [
        ("train", "sh train.sh", {"params.yaml": {"lr": 0.1}})
    ]
    inputs = {each.name: each for each in run.inputs}
    assert {name: each.role for name, each in inputs.items()} == {
        "dvc.yaml#train": "stage",
        "train.sh": "code",
        "data/train.csv": "data",
        "data/extra": "data",
        "params.yaml": "params",
        "requirements.txt": "lock",
    }
    assert inputs["data/train.csv"].digest == sums(workshop.path / "data/train.csv")
    blob = workshop.repo.git("rev-parse", "HEAD:train.sh")
    assert inputs["train.sh"].digest == {**sums(workshop.path / "train.sh"), "gitBlob": blob}
    assert run.lock_files == ("requirements.txt",)
    assert run.seeds == {} and run.deterministic == {}, "the script doesn't use the library, so it claims no seeds"
    assert {each.role for each in run.byproducts} == {"log", "metrics"}
    envelope = workshop.envelopes()[0]
    assert verify(envelope.signatures[0].sig, envelope.signed_bytes()) == workshop.key.public
    assert f"git add dvc.lock {EVIDENCE} metrics.json models/net/.gitignore" in result.stderr


def test_a_folder_has_the_md5_of_dvc_and_the_sha256_of_what_sha256sum_prints(trained: Workshop) -> None:
    folder = next(each for each in trained.evidence().inputs if each.name == "data/extra")
    assert f"md5: {folder.digest['md5']}" in trained.read("data/extra.dvc")
    listing = subprocess.run(
        "find . -type f | sed 's#^./##' | LC_ALL=C sort | xargs sha256sum | sha256sum",
        shell=True, cwd=trained.path / "data/extra", capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert folder.digest["sha256"] == listing.split()[0]


def test_what_is_up_to_date_is_not_trained_unless_forced(trained: Workshop) -> None:
    before = trained.read(EVIDENCE)
    result = trained.train()
    assert (result.exit_code, result.stdout) == (
        0, "net is up to date: dvc.yaml:train made models/net/weights.bin from what is here\n"
    )  # fmt: skip
    assert trained.read(EVIDENCE) == before
    assert trained.train("--force").exit_code == 0
    assert trained.read(EVIDENCE) != before
    assert len(trained.envelopes()) == 1, "a new run replaces the evidence of the one before"


def test_a_model_that_nobody_tells_of_is_told(trained: Workshop) -> None:
    assert "hint: --force" in trained.train().stderr
    (trained.path / EVIDENCE).unlink()
    trained.change({})
    assert "hint: no evidence tells of that; --force trains it again" in trained.train().stderr


def test_a_wall_clock_that_is_put_back_is_told(
    trained: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ahead = [100.0]

    def wall() -> float:
        ahead[0] -= 50  # at each look
        return time.time() + ahead[0]

    monkeypatch.setattr(train, "Meter", lambda environment: Meter(environment, wall=wall))
    assert trained.train("--force").exit_code == 0
    run = trained.evidence()
    assert run.clock == "moved-back"
    assert run.started <= run.finished
    assert run.usage.seconds > 0


def test_a_changed_parameter_trains_again(trained: Workshop) -> None:
    trained.change({"params.yaml": "lr: 0.5\n"})
    assert "dvc.yaml:train: parameter lr changed" in trained.train("--dry-run").stdout
    assert trained.train().exit_code == 0
    assert trained.evidence().stages[0].params == {"params.yaml": {"lr": 0.5}}
    assert trained.read(WEIGHTS).endswith("lr: 0.5\n")


def test_earlier_stages_that_changed_run_first_and_are_told(trained: Workshop) -> None:
    clean_it = "cmd: sort data/train.csv > data/clean.csv, deps: [data/train.csv], outs: [data/clean.csv]"
    pipeline = PIPELINE.replace("data/train.csv,", "data/clean.csv,") + f"  clean: {{{clean_it}}}\n"
    trained.change({"dvc.yaml": pipeline, "train.sh": TRAIN.replace("data/train.csv", "data/clean.csv")})
    result = trained.train()
    assert result.exit_code == 0, result.stderr
    run = trained.evidence()
    assert [each.name for each in run.stages] == ["clean", "train"]
    assert {"data/train.csv", "data/clean.csv"} <= {each.name for each in run.inputs if each.role == "data"}


LOOP = """\
vars: [{names: [a, b]}]
stages:
  train:
    foreach: ${names}
    do:
      wdir: ../models
      cmd:
        - mkdir -p ${item}
        - cat ../data/train.csv > ${item}/weights.bin
      deps: [../data/train.csv]
      outs:
        - ${item}/weights.bin
"""


def test_a_pipeline_in_a_folder_with_a_loop_and_a_folder_of_its_own(workshop: Workshop) -> None:
    (workshop.path / "dvc.yaml").unlink()
    card = CARD.replace("net/weights", "a/weights").replace("dvc.yaml#train", "pipe/dvc.yaml#train@a")
    workshop.change({"pipe/dvc.yaml": LOOP, "models/net/README.md": card})
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    run = workshop.evidence()
    assert (run.pipeline, [each.name for each in run.stages]) == ("pipe/dvc.yaml", ["train@a"])
    assert [each.name for each in run.subjects] == ["models/a/weights.bin"]
    assert {each.name for each in run.inputs} == {"data/train.csv", "requirements.txt", "pipe/dvc.yaml#train@a"}
    assert f"git add {EVIDENCE} models/a/.gitignore pipe/dvc.lock" in result.stderr
    assert "is up to date: pipe/dvc.yaml:train@a made" in workshop.train().stdout


def test_a_model_in_a_folder_of_models_has_its_evidence_there(workshop: Workshop) -> None:
    workshop.change({"models/net/README.md": CARD.replace("name: net", "name: team/net")})
    result = workshop.train(model="team/net")
    assert result.exit_code == 0, result.stderr
    assert workshop.evidence("evidence/team/net/training.intoto.jsonl").model == "team/net"


def test_an_artifact_that_only_dvc_yaml_declares_is_trained(workshop: Workshop) -> None:
    (workshop.path / "models/net/README.md").unlink()
    workshop.change({"dvc.yaml": PIPELINE + "artifacts:\n  bare: {path: models/net/weights.bin, type: model}\n"})
    result = workshop.train(model="bare")
    assert result.exit_code == 0, result.stderr
    assert workshop.evidence("evidence/bare/training.intoto.jsonl").subjects[0].name == WEIGHTS


def test_prices_of_the_config_make_a_cost(workshop: Workshop) -> None:
    workshop.change({"govml.yaml": "training: {currency: EUR, prices: {cpu: 3600}, grid: {g_co2_per_kwh: 230}}\n"})
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    assert "warning: no CO2, as the energy is not known\n" in result.stderr
    usage = workshop.evidence().usage
    assert usage.cost == pytest.approx(usage.seconds, abs=0.001)
    assert usage.currency == "EUR"
    assert usage.co2_kg is None, "no energy is known without a GPU that tells it"


@pytest.mark.parametrize(("device", "known"), [("cuda", None), ("cpu", 0.0)])
def test_gpu_time_that_nobody_measured_is_not_zero(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, device: str, known: float | None
) -> None:
    def library() -> ModuleType:
        raise RuntimeError("no NVML here")

    monkeypatch.setattr(train, "Meter", lambda environment: Meter(environment, library=library))
    said: dict[str, object] = {"schema": "govml.training.run/v1", "status": "succeeded"}
    said |= {"seeds": {}, "deterministic": {}, "device": device, "world_size": 1, "torch": "2.9.0", "gpus": []}
    config = "training: {currency: EUR, prices: {cpu: 3600, NVIDIA H200: 1}}\n"
    script = f"{TRAIN}\necho '{json.dumps(said)}' > \"$GOVML_RUN/run.json\"\n"
    workshop.change({"govml.yaml": config, "train.sh": script})
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    assert workshop.evidence().usage.gpu_seconds == known
    assert (b'"gpu_seconds"' in workshop.envelopes()[0].payload) == (known is not None)
    assert (workshop.evidence().usage.cost is None) == (known is None), "what isn't measured has no price"


def test_the_repository_is_told_without_credentials(workshop: Workshop) -> None:
    workshop.repo.git("remote", "add", "origin", "https://ada:secret@git.example.org/ada/net.git?token=x")
    assert workshop.train().exit_code == 0
    assert workshop.evidence().repository == "https://git.example.org/ada/net"
    assert b"secret" not in workshop.envelopes()[0].payload


def test_the_repository_is_called_what_the_config_calls_it(workshop: Workshop) -> None:
    workshop.repo.git("remote", "add", "origin", "../elsewhere")
    workshop.change({"govml.yaml": "parameters: {repository: https://git.example.org/ada/net}\n"})
    assert workshop.train().exit_code == 0
    assert workshop.evidence().repository == "https://git.example.org/ada/net"


def test_a_workflow_is_its_builder(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKFLOW_REF", "ada/net/.github/workflows/train.yml@refs/heads/main")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    line = next(line for line in workshop.train("--dry-run").stdout.splitlines() if line.startswith("launcher"))
    assert line.endswith("builder https://github.com/ada/net/.github/workflows/train.yml")


# -- what is refused before anything runs -----------------------------------------------------------------------------


def refused(workshop: Workshop, *options: str, model: str = "net", code: int = 2, sign: bool = True) -> str:
    """What `govml train` says when it refuses; nothing was run and nothing written."""
    before = workshop.repo.git("status", "--short")
    result = workshop.train(*options, model=model, sign=sign)
    assert result.exit_code == code, result.stderr
    assert "running stage" not in result.stderr
    assert workshop.repo.git("status", "--short") == before
    return result.stderr


def test_what_is_not_committed_is_refused_and_named(workshop: Workshop) -> None:
    workshop.repo.write("train.sh", TRAIN + "true\n")
    workshop.repo.write("new.txt", "")
    said = refused(workshop)
    assert "new.txt is not committed; train.sh is not committed" in said
    result = workshop.train("--allow-dirty")
    assert result.exit_code == 0, result.stderr
    assert workshop.evidence().dirty is True


def test_data_that_is_not_what_its_dvc_file_says_is_refused(workshop: Workshop) -> None:
    workshop.repo.write("data/train.csv", "9,9\n")
    assert "data/train.csv is not what data/train.csv.dvc says" in refused(workshop)


@pytest.mark.parametrize(
    ("model", "card", "pipeline", "says"),
    [
        ("nett", CARD, PIPELINE, "did you mean 'net'?"),
        ("net", CARD.replace("  artifact: models/net/weights.bin\n", ""), PIPELINE, "names no artifact of 'net'"),
        ("net", CARD.replace("weights.bin", "other.bin"), PIPELINE, "stage dvc.yaml:train doesn't make models/net/o"),
        ("net", CARD.replace("pipeline: dvc.yaml#train, ", "").replace("weights", "o"), PIPELINE, "no stage makes"),
        ("net", CARD.replace("dvc.yaml#train", "dvc.yaml#fit"), PIPELINE, "there is no 'dvc.yaml#fit'"),
        ("net", CARD.replace("dvc.yaml#train", "other/dvc.yaml#train"), PIPELINE, "there is no 'other/dvc.yaml#train'"),
        ("net", CARD, PIPELINE.replace("    deps", "    frozen: true\n    deps"), "stage dvc.yaml:train is frozen"),
        ("net", CARD, PIPELINE.replace("train.sh,", "gone.sh,"), "needs gone.sh, which isn't there"),
        ("net", CARD, PIPELINE.replace("train.sh,", "/etc/hostname,"), "which is not in the work tree"),
        ("net", CARD, PIPELINE.replace("train.sh,", "../key,"), "which is not in the work tree"),
        ("my net", CARD.replace("name: net", "name: my net"), PIPELINE, "'my net' is not a model name"),
    ],
)  # fmt: skip
def test_what_can_not_be_trained_is_said_in_words(
    workshop: Workshop, model: str, card: str, pipeline: str, says: str
) -> None:
    workshop.change({"models/net/README.md": card, "dvc.yaml": pipeline})
    assert says in refused(workshop, model=model)


def test_a_pipeline_that_dvc_can_not_read_is_told(workshop: Workshop) -> None:
    workshop.change({"dvc.yaml": "stages: {train: {cmd: x, outs: [models/net/weights.bin], wrong: 1}}\n"})
    result = workshop.train()
    assert result.exit_code == 4
    assert "dvc.yaml" in result.stderr


def test_a_repository_without_dvc_or_commit_is_told(workshop: Workshop, tmp_path: Path) -> None:
    shutil.rmtree(workshop.path / ".dvc")
    workshop.change({})
    assert "this repository has no DVC pipeline" in refused(workshop)
    empty = tmp_path / "empty"
    subprocess.run(["git", "init", "--quiet", str(empty)], check=True)
    assert "there is no commit yet" in run_govml("train", "net", cwd=empty).stderr


def test_a_key_is_needed_before_anything_runs(workshop: Workshop) -> None:
    assert "there is no key to sign with" in refused(workshop, sign=False)
    assert "exclude each other" in refused(workshop, "--no-sign")
    result = workshop.train("--no-sign", sign=False)
    assert result.exit_code == 0, result.stderr
    assert workshop.envelopes()[0].signatures == ()


def test_a_key_that_can_not_sign_is_refused_before_anything_runs(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chmod(workshop.key.path, 0o644)
    assert f"chmod 600 {workshop.key.path}" in refused(workshop)
    os.chmod(workshop.key.path, 0o600)
    subprocess.run(["ssh-keygen", "-q", "-p", "-N", "secret", "-f", str(workshop.key.path)], check=True)
    monkeypatch.setenv("SSH_ASKPASS", "/bin/false")
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    assert "ssh-keygen can't sign" in refused(workshop)
    workshop.key.path.unlink()
    public = str(workshop.key.path.with_suffix(".pub"))
    assert "ssh-add" in refused(workshop, "--key", public, sign=False)


def test_a_gpu_that_is_asked_for_and_not_there_is_told(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert "--gpu, and no GPU is visible here" in refused(workshop, "--gpu")


# -- data -------------------------------------------------------------------------------------------------------------


def forget_data(workshop: Workshop) -> None:
    """As in a fresh clone: neither the data nor a cache."""
    shutil.rmtree(workshop.path / ".dvc" / "cache")
    shutil.rmtree(workshop.path / "data" / "extra")
    (workshop.path / "data" / "train.csv").unlink()


def test_missing_data_is_pulled(workshop: Workshop) -> None:
    forget_data(workshop)
    assert "data       data/train.csv md5:" in workshop.train("--dry-run").stdout
    assert "not in the work tree: data/extra, data/train.csv" in refused(workshop, "--no-pull")
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    assert "pulling data/extra, data/train.csv" in result.stderr
    assert len(workshop.evidence().inputs) == 6


def test_data_that_the_remote_does_not_have_is_told(workshop: Workshop) -> None:
    forget_data(workshop)
    shutil.rmtree(workshop.remote)
    said = refused(workshop, code=4)
    assert "data/train.csv" in said
    assert "(there is no such folder)" in said
    dvc(workshop.path, "remote", "remove", "storage")
    workshop.change({})
    assert "no default remote is configured" in refused(workshop, code=4)


def test_a_remote_that_can_not_be_reached_is_told(workshop: Workshop) -> None:
    forget_data(workshop)
    dvc(workshop.path, "remote", "modify", "storage", "url", "http://ada:secret@127.0.0.1:9/dvc")
    workshop.change({})
    said = refused(workshop, code=4)
    assert "remote 'storage', http://127.0.0.1:9/dvc" in said
    assert "secret" not in said


def test_remote_bytes_that_are_not_what_they_should_be_are_refused(workshop: Workshop) -> None:
    forget_data(workshop)
    md5 = next(line.split()[-1] for line in workshop.read("data/train.csv.dvc").splitlines() if "md5: " in line)
    stored = workshop.remote / "files" / "md5" / md5[:2] / md5[2:]
    os.chmod(stored, 0o644)
    stored.write_text("6,6,6\n", encoding="utf-8")
    os.chmod(stored, 0o444)  # which DVC trusts
    said = refused(workshop, code=4)
    assert "data/train.csv" in said
    assert not (workshop.path / WEIGHTS).exists()


# -- runs that don't count --------------------------------------------------------------------------------------------


def failed(workshop: Workshop, *options: str, status: str = "failed", code: int = 1) -> str:
    """What a run says that doesn't count: everything is as before, and the attempt is told by signed evidence."""
    names = (WEIGHTS, "dvc.lock", "metrics.json")
    before = {path: (workshop.path / path).read_bytes() for path in names if (workshop.path / path).exists()}
    result = workshop.train(*options)
    assert result.exit_code == code, result.stderr
    after = {path: (workshop.path / path).read_bytes() for path in names if (workshop.path / path).exists()}
    assert after == before
    envelope = workshop.envelopes(ATTEMPTS)[-1]
    assert verify(envelope.signatures[0].sig, envelope.signed_bytes()) == workshop.key.public
    run = workshop.evidence(ATTEMPTS)
    assert run.status == status
    assert run.subjects[0].digest == {"gitCommit": workshop.repo.git("rev-parse", "HEAD")}
    assert run.reason in result.stderr
    return result.stderr


def test_a_failing_stage_leaves_the_former_model(trained: Workshop) -> None:
    trained.change({"train.sh": "echo half > models/net/weights.bin\necho 'no more data' >&2\nexit 7\n"})
    assert "the stage ended with exit code 7: no more data" in failed(trained)
    assert trained.evidence(ATTEMPTS).exit_code == 7
    assert clean(trained)
    assert "ended with exit code 7" in failed(trained), "an attempt doesn't make the work tree dirty"
    assert len(trained.envelopes(ATTEMPTS)) == 2
    assert trained.evidence().status == "succeeded", "the evidence of the model that is there stays"


def test_a_failing_first_stage_leaves_nothing(workshop: Workshop) -> None:
    workshop.change({"train.sh": "echo half > models/net/weights.bin; exit 1\n"})
    failed(workshop)
    assert not (workshop.path / WEIGHTS).exists()
    assert clean(workshop)


def test_a_stage_that_does_not_write_the_artifact_fails(trained: Workshop) -> None:
    trained.change({"train.sh": "echo '{}' > metrics.json\n"})
    assert WEIGHTS in failed(trained)


def test_an_input_that_changes_meanwhile_makes_the_run_not_count(trained: Workshop) -> None:
    trained.change({"train.sh": TRAIN + "echo 5,6 >> data/train.csv\n"})
    assert "data/train.csv changed while the stage ran" in failed(trained)


def test_an_input_that_goes_away_meanwhile_makes_the_run_not_count(trained: Workshop) -> None:
    trained.change({"train.sh": TRAIN + "rm data/train.csv\n"})
    assert "data/train.csv" in failed(trained)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"roc_auc": NaN}', "metrics.json"),
        ('{"roc_auc": {"test": Infinity}}', "metrics.json"),
        ('{"roc_auc": 1e999}', "metrics.json"),
    ],
)
def test_metrics_that_are_no_numbers_make_the_run_not_count(trained: Workshop, text: str, says: str) -> None:
    trained.change({"train.sh": f"echo x > {WEIGHTS}\ncat > metrics.json <<'END'\n{text}\nEND\n"})
    assert says in failed(trained)


def test_an_output_behind_a_link_out_of_the_work_tree_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "weights.bin").write_text("somebody's\n", encoding="utf-8")
    (workshop.path / "models/net/out").symlink_to(elsewhere)
    files = {"dvc.yaml": PIPELINE.replace("net/weights", "net/out/weights")}
    workshop.change(files | {"models/net/README.md": CARD.replace("net/weights", "net/out/weights")})
    result = workshop.train()
    assert result.exit_code != 0
    assert "models/net/out is a link to what is not in the repository" in result.stderr
    assert "is behind a symbolic link out of the work tree" in workshop.train("--allow-dirty").stderr
    assert (elsewhere / "weights.bin").read_text(encoding="utf-8") == "somebody's\n"


def test_an_artifact_that_is_a_link_becomes_the_file_that_dvc_caches(workshop: Workshop) -> None:
    workshop.change({"train.sh": TRAIN + f"rm {WEIGHTS}; ln -s ../../train.sh {WEIGHTS}\n"})
    assert workshop.train().exit_code == 0
    assert not (workshop.path / WEIGHTS).is_symlink()
    assert workshop.evidence().subjects[0].digest == sums(workshop.path / WEIGHTS) == sums(workshop.path / "train.sh")


def test_outputs_that_dvc_links_to_its_cache_are_files_still(workshop: Workshop) -> None:
    dvc(workshop.path, "config", "cache.type", "symlink")
    workshop.change({})
    result = workshop.train()
    assert result.exit_code == 0, result.stderr
    assert (workshop.path / WEIGHTS).is_symlink()
    assert workshop.evidence().subjects[0].digest == sums(workshop.path / WEIGHTS)


def test_what_is_written_elsewhere_is_told(workshop: Workshop) -> None:
    workshop.change({"train.sh": TRAIN + "touch notes.txt\n"})
    result = workshop.train()
    assert "warning: notes.txt appeared while it ran, and is no output of the stage" in result.stderr
    assert workshop.evidence().dirty is False


def test_what_git_tracks_and_the_run_changes_makes_the_evidence_say_so(workshop: Workshop) -> None:
    workshop.change({"train.sh": TRAIN + "echo x >> models/net/README.md\n"})
    result = workshop.train()
    assert "warning: models/net/README.md changed while it ran" in result.stderr
    assert workshop.evidence().dirty is True


def test_a_disk_that_is_full_leaves_the_former_model(trained: Workshop) -> None:
    trained.change({"train.sh": f"ulimit -f 8\nhead -c 100000 /dev/zero > {WEIGHTS}\n"})
    failed(trained, status="killed" if sys.platform == "linux" else "failed")


def test_a_stage_that_is_killed_leaves_the_former_model(trained: Workshop) -> None:
    trained.change({"train.sh": f"echo half > {WEIGHTS}\nkill -9 $$\n"})
    said = failed(trained, status="killed")
    assert "killed by SIGKILL; the machine may have run out of memory" in said
    assert trained.evidence(ATTEMPTS).exit_code == 137


def test_several_processes_are_not_claimed_for_a_script_that_runs_in_one(trained: Workshop) -> None:
    said = failed(trained, "--force", "--launcher", "torchrun", "--processes", "2")
    assert "it didn't run in several processes" in said


# -- signals, and two at once -----------------------------------------------------------------------------------------

SLOW = "echo half > models/net/weights.bin\necho begun > ../begun\nsleep 60 &\nsleep 60\n"


@pytest.fixture
def running(trained: Workshop) -> Iterator[tuple[Workshop, subprocess.Popen[str]]]:
    """A workshop in which a training runs in a process of its own, and has begun to write its output."""
    trained.change({"train.sh": SLOW})
    process = subprocess.Popen(
        [sys.executable, "-m", "govml", "train", "net", "--key", str(trained.key.path)],
        cwd=trained.path, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    begun = trained.path.parent / "begun"
    deadline = time.monotonic() + 60
    while not begun.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert begun.exists(), process.communicate()[1]
    yield trained, process
    process.kill()
    process.communicate()


def sleepers(workshop: Workshop) -> list[str]:
    """Processes that still run in the workshop."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and os.readlink(folder / "cwd") == str(workshop.path):
                found.append((folder / "cmdline").read_text(encoding="utf-8"))
        except OSError:
            continue
    return [each for each in found if each]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_and_leaves_the_former_model(
    running: tuple[Workshop, subprocess.Popen[str]], number: signal.Signals
) -> None:
    workshop, process = running
    os.kill(process.pid, number)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + number
    assert f"did not finish: stopped by {number.name}\n" in said
    assert clean(workshop)
    assert workshop.read(WEIGHTS) == "1,2\n3,4\nlr: 0.1\n"
    assert workshop.evidence(ATTEMPTS).status == "killed"
    assert sleepers(workshop) == []


def test_the_second_training_of_a_model_says_who_runs_the_first(
    running: tuple[Workshop, subprocess.Popen[str]],
) -> None:
    workshop, process = running
    result = workshop.train("--allow-dirty", "--force")
    assert result.exit_code == 2
    assert f"a training of net is running already: process {process.pid} on " in result.stderr


def test_after_a_crash_the_next_training_begins_with_the_former_model(
    running: tuple[Workshop, subprocess.Popen[str]],
) -> None:
    workshop, process = running
    process.kill()
    process.communicate()
    for pid in [folder.name for folder in Path("/proc").iterdir() if folder.name.isdecimal()]:
        try:
            if os.readlink(f"/proc/{pid}/cwd") == str(workshop.path):
                os.kill(int(pid), signal.SIGKILL)
        except OSError:
            continue
    assert workshop.read(WEIGHTS) == "half\n"
    workshop.repo.write("train.sh", "exit 1\n")
    workshop.repo.stage("train.sh")
    workshop.repo.commit("Broken", all=False)
    failed_run = workshop.train()
    assert failed_run.exit_code == 1, failed_run.stderr
    assert workshop.read(WEIGHTS) == "1,2\n3,4\nlr: 0.1\n"
    assert json.loads(workshop.read("metrics.json")) == {"roc_auc": 0.9}


def test_after_a_crash_former_outputs_that_are_away_are_no_change_of_somebody(trained: Workshop) -> None:
    kept = KeptOutputs(trained.path, trained.path / ".git/govml/training/net.former")
    kept.put_aside([Output("metrics.json"), Output(WEIGHTS)], ["dvc.lock"])
    assert trained.repo.git("status", "--short") != ""
    result = trained.train("--force")
    assert result.exit_code == 0, result.stderr
    assert not trained.evidence().dirty


def test_the_stage_is_not_told_of_the_key(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVML_SIGNING_KEY", str(workshop.key.path))
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere/agent")
    workshop.change({"train.sh": f"{TRAIN}\nif env | grep -E '^(GOVML_SIGNING_KEY|SSH_AUTH_SOCK)='; then exit 3; fi\n"})
    result = workshop.train(sign=False)
    assert result.exit_code == 0, result.stderr
    assert len(workshop.envelopes()[0].signatures) == 1
