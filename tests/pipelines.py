"""A small repository with data, a DVC pipeline and a remote beside it, for tests that train; made by the real dvc."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from govml.evidence.bundle import read_bundle
from govml.evidence.dsse import Envelope
from govml.evidence.statement import read_statement
from govml.evidence.training import Training, read_training
from tests.builders import Repo, Result, invoke_govml
from tests.evidence.keys import Key, make_key

TRAIN = """\
echo "learning at $(cat params.yaml)"
cat data/train.csv params.yaml > models/net/weights.bin
echo '{"roc_auc": 0.9}' > metrics.json
"""
PIPELINE = """\
stages:
  train:
    cmd: sh train.sh
    deps: [train.sh, data/train.csv, data/extra]
    params: [lr]
    outs: [models/net/weights.bin]
    metrics: [metrics.json: {cache: false}]
"""
CARD = """\
---
license: apache-2.0
governance:
  name: net
  artifact: models/net/weights.bin
  training: {pipeline: dvc.yaml#train, data: [data/train.csv]}
---
"""
WEIGHTS = "models/net/weights.bin"
EVIDENCE = "evidence/net/training.intoto.jsonl"
ATTEMPTS = "evidence/net/attempts.intoto.jsonl"


def dvc(folder: Path, *args: str) -> str:
    """Run `dvc ARGS` and return what it prints. Raises `AssertionError` with its words when it fails."""
    return dvc_all(folder, args)


def dvc_all(folder: Path, *commands: Sequence[str]) -> str:
    """Run several in one process, as most of the time of each goes into its start."""
    words = [sys.executable, "-c", _DVC, *map(shlex.join, commands)]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


_DVC = """\
import shlex, sys
from dvc.cli import main
for command in sys.argv[1:]:
    code = main(shlex.split(command))
    if code:
        sys.exit(code)
"""


class Workshop(NamedTuple):
    """A repository to train in, and a key to sign with."""

    repo: Repo
    key: Key

    @property
    def path(self) -> Path:
        return self.repo.path

    @property
    def remote(self) -> Path:
        return self.repo.path.parent / "remote"

    def train(self, *options: str, model: str = "net", sign: bool = True) -> Result:
        """Run `govml train MODEL OPTIONS` in this process."""
        key = ["--key", str(self.key.path)] if sign else []
        return invoke_govml("train", model, *key, *options, cwd=self.path)

    def change(self, files: dict[str, str]) -> str:
        """Write files and commit, ignored ones left out."""
        self.repo.write_all(files)
        self.repo.git("add", "--all")
        return self.repo.commit(all=False)

    def read(self, path: str) -> str:
        return (self.path / path).read_text(encoding="utf-8")

    def envelopes(self, path: str = EVIDENCE) -> list[Envelope]:
        return read_bundle((self.path / path).read_bytes())

    def evidence(self, path: str = EVIDENCE) -> Training:
        """The run that the last line of a bundle tells of."""
        return read_training(read_statement(self.envelopes(path)[-1].payload))


def build(folder: Path) -> Workshop:
    """A new workshop in `folder/repo`, its data pushed to `folder/remote`, everything committed, nothing trained."""
    repo = Repo(folder)
    repo.write_all(
        {
            "data/train.csv": "1,2\n3,4\n",
            "data/extra/a": "a\n",
            "data/extra/sub/b": "b\n",
            "params.yaml": "lr: 0.1\n",
            "train.sh": TRAIN,
            "dvc.yaml": PIPELINE,
            "requirements.txt": "numpy==2.0.0\n",
            "models/net/README.md": CARD,
        }
    )
    dvc_all(
        repo.path,
        ["init", "--quiet"],
        ["remote", "add", "--quiet", "--default", "storage", "../remote"],
        ["add", "--quiet", "data/train.csv", "data/extra"],
        ["push", "--quiet"],
    )
    repo.git("add", "--all")
    repo.commit("Everything but the model", all=False)
    return Workshop(repo, make_key(folder))


def copy(workshop: Workshop, folder: Path) -> Workshop:
    """The same workshop again, for a test of its own."""
    shutil.copytree(workshop.path.parent, folder, symlinks=True, dirs_exist_ok=True)
    repo = Repo.__new__(Repo)
    vars(repo).update(vars(workshop.repo), path=folder / "repo", _folder=folder)
    os.chmod(folder / "key", 0o600)
    return Workshop(repo, workshop.key._replace(path=folder / "key"))
