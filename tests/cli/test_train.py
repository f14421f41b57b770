"""`govml train` as users run it: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest

from tests.builders import ROOT, Repo, run_govml
from tests.pipelines import ATTEMPTS, EVIDENCE, Workshop, copy


@pytest.fixture(scope="module")
def workshop(untrained: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return copy(untrained, tmp_path_factory.mktemp("cli"))


def test_the_result_is_on_stdout_and_everything_else_is_not(workshop: Workshop) -> None:
    key = str(workshop.key.path)
    result = run_govml("train", "net", cwd=workshop.path, env={"GOVML_SIGNING_KEY": key})
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"trained net: models/net/weights.bin; evidence in {EVIDENCE}\n"
    assert "learning at lr: 0.1\n" in result.stderr
    assert "warning: allowed_signers doesn't have the key SHA256:" in result.stderr
    assert f'hint: add to allowed_signers: NAME namespaces="govml" {workshop.key.public.line}\n' in result.stderr
    workshop.change({"allowed_signers": workshop.key.allowed()})
    verified = run_govml("evidence", "verify", EVIDENCE, cwd=workshop.path)
    assert verified.exit_code == 0, verified.stdout + verified.stderr
    again = run_govml("train", "net", cwd=workshop.path)
    assert (again.exit_code, again.stderr) == (0, "hint: --force trains it again\n")


def test_the_key_of_git_signs(workshop: Workshop) -> None:
    workshop.repo.git("config", "gpg.format", "ssh")
    workshop.repo.git("config", "user.signingkey", str(workshop.key.path))
    result = run_govml("train", "net", "--force", "--dry-run", cwd=workshop.path)
    assert f"key        {workshop.key.path}\n" in result.stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["train"], "Missing argument 'MODEL'"),
        (["train", "net", "--launcher", "slurm"], "'slurm' is not one of"),
        (["train", "net", "--processes", "0"], "Invalid value for '--processes'"),
        (["train", "nobody"], "names a model 'nobody'"),
    ],
)
def test_wrong_use_is_told_with_exit_code_2(workshop: Workshop, args: list[str], says: str) -> None:
    result = run_govml(*args, cwd=workshop.path)
    assert result.exit_code == 2
    assert says in result.stderr


def test_names_of_files_can_not_speak_to_the_terminal(workshop: Workshop) -> None:
    (workshop.path / "\x1b]0;owned\x07.txt").touch()
    try:
        result = run_govml("train", "net", "--force", "--dry-run", cwd=workshop.path)
        assert "\x1b" not in result.stdout + result.stderr
        assert "owned" in result.stdout
    finally:
        (workshop.path / "\x1b]0;owned\x07.txt").unlink()


def test_a_bare_repository_and_an_installation_without_dvc_are_told(workshop: Workshop, tmp_path: Path) -> None:
    bare = Repo(tmp_path).bare()
    assert "a bare repository has no work tree" in run_govml("train", "net", cwd=bare).stderr
    hide = tmp_path / "hide"
    hide.mkdir()
    (hide / "sitecustomize.py").write_text("import sys\nsys.modules['dvc'] = None\n", encoding="utf-8")
    result = run_govml("train", "net", cwd=workshop.path, env={"PYTHONPATH": f"{hide}{os.pathsep}{ROOT}"})
    assert result.exit_code == 4
    assert "pip install 'govml[train]'" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_training_that_is_stopped_with_nobody_reading_leaves_its_attempt(
    workshop: Workshop, tmp_path: Path, number: signal.Signals
) -> None:
    """As a runner cancels a job: the pipe of the output is closed, then comes the signal."""
    mine = copy(workshop, tmp_path / "mine")
    mine.change({"train.sh": "echo begun; while :; do echo loud; sleep 0.05; done\n"})
    command = [sys.executable, "-m", "govml", "train", "net", "--no-sign", "--force"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=mine.path, env=environment, stdout=PIPE, stderr=STDOUT) as process:
        assert process.stdout is not None
        while b"begun" not in (line := process.stdout.readline()):
            assert line
        process.stdout.close()
        time.sleep(0.5)  # it goes on; what it prints is lost
        assert process.poll() is None
        process.send_signal(number)
        assert process.wait(120) == 128 + number
    attempt = mine.evidence(ATTEMPTS)
    assert (attempt.status, attempt.reason) == ("killed", f"stopped by {number.name}")


def test_a_training_that_nobody_watches_is_kept(workshop: Workshop, tmp_path: Path) -> None:
    mine = copy(workshop, tmp_path / "mine")
    command = [sys.executable, "-m", "govml", "train", "net", "--no-sign", "--force"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=mine.path, env=environment, stdout=PIPE, stderr=STDOUT) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(120) == 0
    assert mine.evidence().status == "succeeded"


def test_help_costs_no_heavy_import() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom govml.cli.main import cli\n"
        "assert 'govml train credit-risk --dry-run' in CliRunner().invoke(cli, ['train', '--help']).output\n"
        "import json\nprint(json.dumps(sorted({'dvc', 'torch', 'kubernetes', 'pynvml'} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
