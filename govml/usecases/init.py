"""`govml init`: the files that a repository starts with. What is there already stays as it is."""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING, Final, Literal

from govml import __version__
from govml.base.worktree import write_temporary
from govml.model import GovmlError, UsageError
from govml.named import NamedTuple
from govml.usecases import starters

if TYPE_CHECKING:
    from pathlib import Path

    from govml.base.git import Repository

_ACTION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.\.?@)[A-Za-z0-9._-]+@(?:[0-9a-f]{40}|[0-9a-f]{64})")
_REVIEWS: Final = r"""(?m)^[^#\n]*\bapprovals["']?:\s*["']?review\b"""
_SOURCE: Final = re.compile(r"https://github\.com/([A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\.git)?/?")

State = Literal["written", "kept", "left out"]


class Addition(NamedTuple):
    """What a file that is there already may lack."""

    sign: str
    """Regular expression of what shows that it doesn't."""
    about: str
    text: str


class Step(NamedTuple):
    """One file, and what became of it."""

    path: str
    state: State
    about: str
    """One line for people: what it is for, or what to do about it."""
    text: str = ""
    """What the file holds, or what to add to the one that is there."""
    additions: tuple[Addition, ...] = ()
    """The first that the file lacks is told."""


class Wanted(NamedTuple):
    """What is asked for besides config, check and hook."""

    train: str = ""
    """Model that a workflow trains, empty for none."""
    promote: bool = False
    """Whether versions are promoted, and the record audited."""
    reviews: bool = False
    """Whether reviews on GitHub are recorded as approvals; only with `promote`."""


def init(repository: Repository, action: str = "", dry_run: bool = False, wanted: Wanted | None = None) -> list[Step]:
    """Write the files that are not there yet. `action` is `OWNER/NAME@COMMIT` of govml's action.

    Without an action, the commit of GitHub that govml was installed from; where that isn't known there is no workflow.
    Raises `GovmlError` when a file can't be written, and for a folder that leads out of the repository.
    """
    if action and not _ACTION.fullmatch(action):
        raise UsageError(f"{action!r} is not an action at a commit", "OWNER/NAME@ and the 40 digits of the commit")
    if repository.workdir is None:
        raise UsageError("a bare repository has no files to write", "run it in a clone")
    root, wanted = repository.workdir, wanted or Wanted()
    if not wanted.train.isprintable() or "${{" in wanted.train:
        hint = "name the one that is trained, as its card has it"
        raise UsageError(f"{wanted.train!r} can't be the name of a model", hint)
    steps = [_planned(root, step) for step in _steps(action or installed_from(), wanted)]
    if not dry_run:
        for step in steps:
            if step.state == "written":
                _write(root / step.path, step.text)
    return steps


def advice(repository: Repository, wanted: Wanted) -> list[str]:
    """What is to be done before what was written does its work, a line for each thing."""
    found = [_unknown(repository, wanted.train)] if wanted.train else []
    if wanted.promote:
        found += [
            "put the public keys of those who approve and release into allowed_signers, and name them in `roles` of "
            "govml.yaml; then merge all of it into the trusted branch, which decides",
            "on GitHub, make the environments staging and production, for the trusted branch only, with required "
            "reviewers and the secret SIGNING_KEY: the private key of a releaser",
            "set the secret CHECKPOINT_KEY, a private Ed25519 key for the audit's checkpoints",
        ]
    if wanted.reviews:
        found += ["make the environment govml-reviews as well, with the SIGNING_KEY of a releaser"]
    if wanted.promote:
        found += ["`govml register MODEL VERSION`; `govml report MODEL@VERSION --to staging` says what is missing"]
    return [each for each in found if each]


def _unknown(repository: Repository, model: str) -> str:
    """What is wrong with a model that no card names, or that can't be looked for; empty for a known one."""
    from govml.usecases.judge import load_judge
    from govml.usecases.judging import find_model, judgement_of

    try:
        snapshot = repository.worktree()
        find_model(judgement_of(repository, snapshot, load_judge(snapshot)), model)
    except GovmlError as error:
        return f"{error}: {error.hint}" if error.hint else str(error)
    return ""


_WORKFLOWS: Final = {
    "govml": (starters.WORKFLOW, "", "judges every change on GitHub, and comments on its pull request"),
    "govml-train": (starters.TRAINING, "train", "trains the model on GitHub; set its runner and its secrets"),
    "govml-promote": (starters.PROMOTE, "promote", "promotes a version on GitHub, or rolls a stage back to it"),
    "govml-audit": (starters.AUDIT, "audit", "audits the record every day"),
    "govml-reviewed": (starters.REVIEWED, "", "tells the next one that somebody has reviewed"),
    "govml-reviews": (starters.REVIEWS, "reviews", "records approving reviews in the ledger"),
}
"""Workflow -> its text, the workflow of govml that it calls (its action, where it is empty), and what it is for."""


def _steps(action: str, wanted: Wanted) -> list[Step]:
    config = Step("govml.yaml", "written", "says how this repository is judged; all of it is optional", starters.CONFIG)
    if wanted.promote:
        part = starters.PROMOTION.replace("@APPROVALS@", "review" if wanted.reviews else "signature")
        additions = [Addition("promotion:", "to promote, add to it:", part)]
        if wanted.reviews:
            line = "promotion:\n  approvals: review\n"
            additions.append(Addition(_REVIEWS, "for reviews to count, have there:", line))
        config = config._replace(
            about="says how this repository is judged, and who promotes",
            text=f"{config.text}\n{part}",
            additions=tuple(additions),
        )
    asked = {
        "govml": True,
        "govml-train": bool(wanted.train),
        "govml-promote": wanted.promote,
        "govml-audit": wanted.promote,
        "govml-reviewed": wanted.reviews,
        "govml-reviews": wanted.reviews,
    }
    hook = Step(
        ".pre-commit-config.yaml",
        "written",
        "judges what is staged before every commit, once `pre-commit install` was run",
        f"repos:\n{starters.HOOK}",
        (Addition("govml", "to judge what is staged, add to its repos:", starters.HOOK),),
    )
    return [config, *(_workflow(name, action, wanted.train) for name in _WORKFLOWS if asked[name]), hook]


def _workflow(name: str, action: str, model: str) -> Step:
    path = f".github/workflows/{name}.yml"
    if not action:
        return Step(path, "left out", "needs the commit of govml's action to pin: give --action OWNER/NAME@COMMIT")
    text, calls, about = _WORKFLOWS[name]
    called = action.replace("@", f"/.github/workflows/{calls}.yml@") if calls else action
    text = text.replace("@ACTION@", called).replace("@VERSION@", __version__)
    return Step(path, "written", about, text.replace("@MODEL@", json.dumps(model, ensure_ascii=False)))


def _planned(root: Path, step: Step) -> Step:
    """A step as it has to be taken here. Raises `GovmlError` where a folder on the way is none, or a link."""
    folder = root
    for name in step.path.split("/")[:-1]:
        folder = folder / name
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise GovmlError(f"{folder} is not a folder of this repository", "nothing was written; move it away first")
    if not os.path.lexists(root / step.path):
        return step
    content = _content(root / step.path)
    lacks = next((each for each in step.additions if not re.search(each.sign, content)), None)
    if lacks is not None:
        return step._replace(state="kept", about=f"is there already; {lacks.about}", text=lacks.text)
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
