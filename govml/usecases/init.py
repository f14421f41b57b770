"""`govml init`: the files that a repository starts with. What is there already stays as it is."""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from govml import __version__
from govml.base.worktree import write_temporary
from govml.model import GovmlError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from govml.base.git import Repository

CONFIG: Final = """\
# How govml judges this repository. `govml schema config` describes every field, `govml policy list` the rules.
schema: govml.config/v1
profile: default # default, strict (every rule is an error) or none (only your own rules)

# Severity of single rules, over the profile's:
# rules:
#   CARD-02: warning

# Where records are, if not where teams usually keep them (`govml schema` lists the places), and what to pass over:
# records:
#   model-card: ["models/**/README.md"]
# ignore: ["archive/**"]
"""

WORKFLOW: Final = """\
# Judges the models, data and deployments of every change, by the rules and against the findings of its base.
name: govml

on:
  pull_request:
  merge_group:
  push:
    branches: [main, master]
  workflow_dispatch:

permissions: {}

concurrency:
  group: govml-${{ github.ref }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}

jobs:
  check:
    name: govml
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      pull-requests: write # the comment; without it there are the summary and the annotations
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 0 # the base to compare with, and the tags of the registry
          persist-credentials: false
      - uses: @ACTION@ # v@VERSION@
        with:
          comment: true
"""

TRAINING: Final = """\
# Trains a model on a machine of yours, and proposes the result: docs/github.md of govml has all inputs and secrets.
name: govml train

on:
  workflow_dispatch:

permissions: {}

concurrency:
  group: ${{ github.workflow }}-${{ github.ref }}
  cancel-in-progress: false

jobs:
  train:
    name: govml train
    permissions:
      contents: write # the branch with the result
      id-token: write # the login to the remote of DVC
      pull-requests: write # the pull request
    uses: @ACTION@ # v@VERSION@
    with:
      model: @MODEL@
      runner: '["self-hosted", "linux", "gpu"]'
    secrets:
      signing-key: ${{ secrets.GOVML_SIGNING_KEY }}
      dvc-config: ${{ secrets.DVC_CONFIG }}
"""

HOOK: Final = """\
- repo: local
  hooks:
  - id: govml-check
    name: govml
    entry: govml check --staged --base HEAD
    language: system
    pass_filenames: false
    always_run: true
"""

_ACTION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.\.?@)[A-Za-z0-9._-]+@(?:[0-9a-f]{40}|[0-9a-f]{64})")
_SOURCE: Final = re.compile(r"https://github\.com/([A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\.git)?/?")

State = Literal["written", "kept", "left out"]


class Step(NamedTuple):
    """One file, and what became of it."""

    path: str
    state: State
    about: str
    """One line for people: what it is for, or what to do about it."""
    text: str = ""
    """What the file holds, or what to add to the one that is there."""


def init(repository: Repository, action: str = "", dry_run: bool = False, train: str = "") -> list[Step]:
    """Write the files that are not there yet. `action` is `OWNER/NAME@COMMIT` of govml's action, `train` a model.

    Without an action, the commit of GitHub that govml was installed from; where that isn't known there is no workflow.
    Raises `GovmlError` when a file can't be written, and for a folder that leads out of the repository.
    """
    if action and not _ACTION.fullmatch(action):
        raise UsageError(f"{action!r} is not an action at a commit", "OWNER/NAME@ and the 40 digits of the commit")
    if repository.workdir is None:
        raise UsageError("a bare repository has no files to write", "run it in a clone")
    root = repository.workdir
    if not train.isprintable() or "${{" in train:
        raise UsageError(f"{train!r} can't be the name of a model", "name the one that is trained, as its card has it")
    steps = [_planned(root, step) for step in _wanted(action or installed_from(), train)]
    if not dry_run:
        for step in steps:
            if step.state == "written":
                _write(root / step.path, step.text)
    return steps


def _wanted(action: str, train: str) -> list[Step]:
    workflow = WORKFLOW.replace("@ACTION@", action).replace("@VERSION@", __version__)
    about = "judges every change on GitHub, and comments on its pull request"
    unknown = "needs the commit of govml's action to pin: give --action OWNER/NAME@COMMIT"
    path = ".github/workflows/govml.yml"
    hook = "judges what is staged before every commit, once `pre-commit install` was run"
    steps = [
        Step("govml.yaml", "written", "says how this repository is judged; all of it is optional", CONFIG),
        Step(path, "written", about, workflow) if action else Step(path, "left out", unknown),
        Step(".pre-commit-config.yaml", "written", hook, f"repos:\n{HOOK}"),
    ]
    if train:
        path, about = ".github/workflows/govml-train.yml", "trains the model on GitHub; set its runner and its secrets"
        called = action.replace("@", "/.github/workflows/train.yml@")
        text = TRAINING.replace("@ACTION@", called).replace("@VERSION@", __version__)
        text = text.replace("@MODEL@", json.dumps(train, ensure_ascii=False))
        steps.insert(2, Step(path, "written", about, text) if action else Step(path, "left out", unknown))
    return steps


def _planned(root: Path, step: Step) -> Step:
    """A step as it has to be taken here. Raises `GovmlError` where a folder on the way is none, or a link."""
    folder = root
    for name in step.path.split("/")[:-1]:
        folder = folder / name
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise GovmlError(f"{folder} is not a folder of this repository", "nothing was written; move it away first")
    if not os.path.lexists(root / step.path):
        return step
    if step.path == ".pre-commit-config.yaml" and "govml" not in _content(root / step.path):
        return step._replace(
            state="kept", about="is there already; to judge what is staged, add to its repos:", text=HOOK
        )
    return step._replace(state="kept", about="is there already", text="")


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if not path.is_symlink() else ""
    except OSError:
        return ""


def _write(target: Path, text: str) -> None:
    """Write a new file whole or not at all; one that has appeared meanwhile is not replaced."""
    temporary = ""
    try:
        temporary = write_temporary(target, text)
        os.link(temporary, target)
    except OSError as error:
        raise GovmlError(f"can't write {target}: {error.strerror}", "what was written before stays") from None
    finally:
        if temporary:
            os.unlink(temporary)


def installed_from() -> str:
    """`OWNER/NAME@COMMIT` on GitHub that govml was installed from (PEP 610), empty when it came from elsewhere."""
    try:
        origin = json.loads(distribution("govml").read_text("direct_url.json") or "{}")
        found = _SOURCE.fullmatch(str(origin["url"]).removeprefix("git+"))
        action = f"{found[1]}@{origin['vcs_info']['commit_id']}" if found else ""
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return ""
    return action if _ACTION.fullmatch(action) else ""
