"""Build a real repository with data, a trained model and a deployment, and judge a bad and a good change of it.

Run `python -m demo.build FOLDER`. Everything is made inside the folder; it is wiped first if an earlier run made it.
"""

from __future__ import annotations

import base64
import csv
import datetime
import json
import os
import re
import shutil
import string
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

TEMPLATE = Path(__file__).resolve().parent / "template"
MODEL = "tumour-triage"
CARD = "models/tumour-triage/README.md"
MANIFEST = "deploy/production/tumour-triage.yaml"
WEIGHTS = "models/tumour-triage/model.safetensors"
MARKER = ".made-by-govml-demo"
PEOPLE = ("trainer", "risk", "validation", "releaser")
TRAINER = "trainer@hospital.example"
STEPS = 13


class DemoError(Exception):
    """The demo can't go on; the message says why."""


class Records(NamedTuple):
    """The two records that a release of the model changes, as text."""

    card: str
    manifest: str


class Workshop:
    """The folder of the demo and the commands that run in its repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = prepare(folder)
        self.repository = self.folder / "repository"
        self.reports = self.folder / "reports"
        self.repository.mkdir()
        self.reports.mkdir()
        self._environment = environment(self.folder)
        self._started = time.monotonic()
        self._step = 0

    def step(self, text: str) -> None:
        """Say what comes next."""
        self._step += 1
        print(f"\n[{self._step}/{STEPS}, {time.monotonic() - self._started:3.0f} s] {text}", flush=True)

    def run(self, *command: str, accept: tuple[int, ...] = (0,), show: bool = False, last: int = 0) -> str:
        """Run a command in the repository and return its output, which is printed if `show` is set, or its last lines.

        Raises `DemoError` with what the command said if its exit code is not accepted.
        """
        if show:
            print("$ " + " ".join(command), flush=True)
        started = [sys.executable, "-m", *command] if command[0] in ("dvc", "govml") else [*command]
        done = subprocess.run(
            started, cwd=self.repository, env=self._environment, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT if show else subprocess.PIPE,
        )  # fmt: skip
        if show:
            said = done.stdout.splitlines(keepends=True)
            print("".join(said if not last else ["…\n", *said[-last:]]), end="", flush=True)
        if done.returncode not in accept:
            output = "" if show else f"\n{done.stdout}{done.stderr}"
            raise DemoError(f"`{' '.join(command)}` ended with exit code {done.returncode}{output}")
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit everything in the repository."""
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--message", message)

    def write(self, path: str, text: str) -> None:
        """Write a file of the repository."""
        target = self.repository / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        """Read a file of the repository."""
        return (self.repository / path).read_text(encoding="utf-8")

    def check(self, report: str, *options: str, expect: int) -> Path:
        """Run `govml check` as a user does and return its HTML report. Raises `DemoError` for another exit code."""
        target = self.reports / f"{report}.html"
        self.run(
            "govml", "check", *options, "--output", f"html=../{self.reports.name}/{target.name}",
            accept=(expect,), show=True,
        )  # fmt: skip
        return target


def prepare(folder: Path) -> Path:
    """Return the empty, marked folder. Raises `DemoError` when it holds something that the demo did not make."""
    folder = folder.absolute()
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise DemoError(f"{folder} is no folder")
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise DemoError(f"{folder} was not made by the demo, so it is not wiped; name another folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("`python -m demo.build` made this folder and wipes it when it runs again.\n")
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which neither Git nor DVC reads or writes anything of the user."""
    home = folder / "home"
    home.mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "DVC_", "GOVML_"))}
    return own | {
        # `python` of the pipeline is the one that runs the demo; govml is the one of this checkout.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), own.get("PATH", os.defpath)]),
        "PYTHONPATH": str(TEMPLATE.parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GOVML_SIGNING_KEY": str(folder / "keys" / "trainer"),
        "DVC_NO_ANALYTICS": "1",
        "DVC_GLOBAL_CONFIG_DIR": str(home / "dvc-global"),
        "DVC_SYSTEM_CONFIG_DIR": str(home / "dvc-system"),
        "DVC_SITE_CACHE_DIR": str(home / "dvc-site"),
    }


def export_data(target: Path) -> int:
    """Write scikit-learn's breast cancer data with a header, and return the number of rows."""
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*data.feature_names, "diagnosis"])
        for values, label in zip(data.data, data.target, strict=True):
            writer.writerow([*(repr(float(value)) for value in values), data.target_names[label]])
    return len(data.target)


def locked_md5(workshop: Workshop, path: str) -> str:
    """Return the MD5 that `dvc repro` wrote into `dvc.lock` for an output."""
    stages: dict[str, Any] = yaml.safe_load(workshop.read("dvc.lock"))["stages"]
    return next(str(out["md5"]) for stage in stages.values() for out in stage["outs"] if out["path"] == path)


def make_keys(workshop: Workshop) -> None:
    """Make the SSH keys of everybody who signs, and say in the repository whose they are."""
    folder = workshop.folder / "keys"
    folder.mkdir(mode=0o700)
    lines = []
    for name in PEOPLE:
        key = Ed25519PrivateKey.generate()
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        with open(os.open(folder / name, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secret)
        public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        lines.append(f'{name}@hospital.example namespaces="govml" {public}\n')
    workshop.write("allowed_signers", "".join(lines))


def pin_packages(workshop: Workshop) -> None:
    """Write the versions that the training runs with, for whoever runs it again."""
    names = ("numpy", "PyYAML", "safetensors", "scikit-learn", "torch")
    workshop.write("requirements.txt", "".join(f"{name}=={version(name)}\n" for name in names))


def write_card(workshop: Workshop, release: str) -> None:
    """Write the card of a version; its numbers are for `govml card sync` to fill in."""
    year = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=365)).strftime("%Y-%m-%d")
    hidden = yaml.safe_load(workshop.read("params.yaml"))["train"]["hidden"]
    text = string.Template((TEMPLATE / CARD).read_text(encoding="utf-8"))
    workshop.write(CARD, text.substitute(version=release, revalidate_by=year, hidden=hidden))


def manifest(workshop: Workshop, release: str, previous: str) -> str:
    """Return the manifest that serves a version."""
    md5 = locked_md5(workshop, WEIGHTS)
    facts = {"version": release, "previous": previous, "model_md5": md5, "model_path": f"{md5[:2]}/{md5[2:]}"}
    return string.Template((TEMPLATE / MANIFEST).read_text(encoding="utf-8")).substitute(facts)


def careless(good: Records, old_md5: str, new_md5: str) -> Records:
    """Return the records as somebody in a hurry leaves them. Raises `DemoError` when the templates no longer fit."""
    card = replaced(good.card, "  owner: {team: clinical-ml, contact: clinical-ml@hospital.example}\n", "")
    purpose = "Puts fine-needle aspirates that look malignant first in the worklist of a pathologist."
    card = replaced(card, f"intended_use: {purpose}", "intended_use: TODO")
    card = replaced(card, ", split: test", "")
    return Records(card, replaced(good.manifest, f"md5:{new_md5}", f"md5:{old_md5}"))


def replaced(text: str, old: str, new: str) -> str:
    """Replace text that stands there exactly once. Raises `DemoError` otherwise."""
    if text.count(old) != 1:
        raise DemoError(f"the template holds {old!r} {text.count(old)} times")
    return text.replace(old, new)


def start_repository(workshop: Workshop) -> None:
    """Make the repository with its data, tracked by DVC with a remote beside it."""
    workshop.step("A repository with a data set of scikit-learn, tracked by DVC with a local remote")
    shutil.copytree(TEMPLATE, workshop.repository, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (CARD, MANIFEST):
        (workshop.repository / path).unlink()
    make_keys(workshop)
    pin_packages(workshop)
    workshop.run("git", "init", "--quiet", "--initial-branch=main")
    workshop.run("git", "config", "user.name", "Dana Demo")
    workshop.run("git", "config", "user.email", "dana@hospital.example")
    workshop.run("dvc", "init", "--quiet")
    workshop.run("dvc", "remote", "add", "--quiet", "--default", "storage", "../dvc-remote")
    rows = export_data(workshop.repository / "data" / "breast-cancer.csv")
    workshop.run("python", "src/prepare.py")
    tracked = (f"data/{name}.csv" for name in ("breast-cancer", "train", "validation", "test"))
    workshop.run("dvc", "add", "--quiet", *tracked)
    workshop.run("python", "src/pin.py")
    print(f"{rows} rows in data/breast-cancer.csv; the splits and their SHA-256 are pinned in data/*.dvc")


def train(workshop: Workshop, release: str) -> None:
    """Train and evaluate a version with signed evidence, and write its card from that."""
    write_card(workshop, release)
    workshop.commit(f"Parameters and card of {release}")
    workshop.run("govml", "train", MODEL, show=True)
    workshop.run("dvc", "push", "--quiet")
    workshop.commit(f"Train {release}")
    workshop.run("govml", "evaluate", MODEL, show=True)
    workshop.run("govml", "card", "sync", MODEL, show=True)


def device(workshop: Workshop) -> str:
    """Return on what the evidence says that the model was trained."""
    bundle = json.loads(workshop.read(f"evidence/{MODEL}/training.intoto.jsonl"))
    statement = json.loads(base64.b64decode(bundle["payload"]))
    environment = statement["predicate"]["buildDefinition"]["internalParameters"]["environment"]
    gpus = [gpu["name"] for gpu in environment.get("gpus", [])]
    return f"on {' and '.join(gpus)}" if gpus else "on the CPU, as there is no GPU here"


def release_first_version(workshop: Workshop) -> None:
    """Train version 1.0.0 with evidence, judge it and register it."""
    workshop.write("params.yaml", replaced(workshop.read("params.yaml"), "hidden: 16", "hidden: 8"))
    workshop.step("Version 1.0.0: train with torch, evaluate, and let the signed evidence write the card's numbers")
    train(workshop, "1.0.0")
    workshop.commit("Tumour triage 1.0.0")
    workshop.step("Judge and register it")
    workshop.check("version-1.0.0", expect=0)
    workshop.run("govml", "register", MODEL, "v1.0.0", show=True)


def tamper(workshop: Workshop) -> None:
    """Improve a number by hand, then swap the weights: both are caught."""
    workshop.step("A number that no evidence backs: recall improved by hand")
    card = workshop.read(CARD)
    value = next(line for line in card.splitlines() if "type: recall" in line)
    workshop.write(CARD, replaced(card, value, re.sub(r"value: [0-9.]+", "value: 0.999", value)))
    workshop.check("tampered-number", "--base", "HEAD", expect=1)
    workshop.write(CARD, card)

    workshop.step("Weights that nobody trained: one byte changed, and DVC told that this is the artifact")
    weights = workshop.repository / WEIGHTS
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.unlink()  # DVC may have linked it to its cache
    weights.write_bytes(data)
    workshop.run("dvc", "commit", "--force", "--quiet")
    workshop.check("tampered-weights", "--base", "HEAD", expect=1)
    workshop.run("git", "checkout", "--quiet", "--", "dvc.lock")
    workshop.run("dvc", "checkout", "--quiet", "--force")


def promote(workshop: Workshop) -> None:
    """Put version 1.1.0 into production as two people approve it, audit that, and move its tag."""
    workshop.step("Version 1.1.0 into production: merge, register, and see what is missing")
    workshop.run("git", "checkout", "--quiet", "main")
    workshop.run("git", "merge", "--quiet", "--no-edit", "--no-ff", "version-1.1.0")
    workshop.run("govml", "register", MODEL, "v1.1.0", show=True)
    asked = (f"{MODEL}@v1.1.0", "--to", "production")
    workshop.run("govml", "report", *asked, accept=(1,), show=True)

    workshop.step("Two people who did not make it approve; then it is promoted, and the ledger audited")
    for name in ("risk", "validation"):
        workshop.run("govml", "approve", *asked, "--yes", "--key", f"../keys/{name}", show=True, last=2)
    report = f"html=../{workshop.reports.name}/promotion.html"
    workshop.run("govml", "promote", *asked, "--key", "../keys/releaser", "--output", report, show=True, last=4)
    workshop.run("govml", "audit", "--output", f"html=../{workshop.reports.name}/audit.html", show=True)

    workshop.step("An attack: the tag of production is made again, for version 1.0.0")
    tag = workshop.run("git", "tag", "--list", f"{MODEL}#production*").strip()
    stolen = workshop.run("git", "rev-parse", tag).strip()
    message = f"Assigning stage production to artifact {MODEL} version v1.0.0"
    workshop.run("git", "tag", "--force", "--annotate", "--message", message, tag, f"{MODEL}@v1.0.0^{{commit}}")
    report = f"html=../{workshop.reports.name}/attack.html"
    workshop.run("govml", "audit", "--output", report, accept=(1,), show=True, last=5)
    workshop.run("git", "update-ref", f"refs/tags/{tag}", stolen)


def build(folder: Path) -> Path:
    """Build everything and return the folder of the reports. Raises `DemoError` when a step fails."""
    workshop = Workshop(folder)
    start_repository(workshop)
    release_first_version(workshop)

    workshop.step("Version 1.1.0 on a branch: twice as many hidden units, trained and evaluated again")
    old_md5 = locked_md5(workshop, WEIGHTS)
    workshop.run("git", "checkout", "--quiet", "-b", "version-1.1.0")
    workshop.write("params.yaml", replaced(workshop.read("params.yaml"), "hidden: 8", "hidden: 16"))
    train(workshop, "1.1.0")

    workshop.step("The change in a hurry: placeholder text, no owner, no split of the metrics, the old digest served")
    good = Records(workshop.read(CARD), manifest(workshop, "1.1.0", "1.0.0"))
    for path, text in zip((CARD, MANIFEST), careless(good, old_md5, locked_md5(workshop, WEIGHTS)), strict=True):
        workshop.write(path, text)
    workshop.commit("Tumour triage 1.1.0 into production")
    workshop.step("Judge the change against main")
    workshop.check("careless-change", "--policy-rev", "main", expect=1)

    workshop.step("Mend the findings")
    for path, text in zip((CARD, MANIFEST), good, strict=True):
        workshop.write(path, text)
    workshop.commit("Mend card and manifest")
    print(workshop.run("git", "diff", "--unified=0", "HEAD~", "HEAD", "--", CARD, MANIFEST), end="")
    workshop.step("Judge it again")
    workshop.check("mended-change", "--policy-rev", "main", expect=0)
    tamper(workshop)
    promote(workshop)
    print(f"\nBoth versions were trained {device(workshop)}.")
    return workshop.reports


def main() -> int:
    """Run the demo for the folder given on the command line and return the exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-out")
    try:
        reports = build(folder)
    except DemoError as error:
        print(f"The demo stopped: {error}", file=sys.stderr)
        return 1
    print(f"\nThe repository to look around in: {folder / 'repository'}")
    print("Reports to open in a browser:")
    for name in ("careless-change", "tampered-number", "tampered-weights", "promotion", "audit", "attack"):
        print(f"  {os.path.relpath(reports / f'{name}.html')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
