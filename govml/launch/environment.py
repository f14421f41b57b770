"""Where and in what a stage runs: its builder, and as the interpreter says platform, packages and processor."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govml.launch.meter import Gpu
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.model import Json

LOCAL_BUILDER: Final = "https://govml.dev/builders/local"
_SECONDS: Final = 60
_KEYS: Final = ("GOVML_SIGNING_KEY", "SSH_")
"""Beginnings of the names of variables that lead to a key that signs."""
_QUESTION = r"""
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import importlib.metadata, json, os, platform, re
packages = {}
for found in importlib.metadata.distributions():
    name = found.metadata["Name"]
    if name:
        packages.setdefault(re.sub(r"[-_.]+", "-", name).lower(), found.version)
cpu = platform.processor() or platform.machine()
try:
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        cpu = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), cpu)
except OSError:
    pass
cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0
answer = {"python": platform.python_version(), "platform": platform.platform(), "cpu": cpu, "cpus": cpus}
sys.stdout.write("\n" + json.dumps({**answer, "packages": packages}) + "\n")
"""


class Environment(NamedTuple):
    """What a stage runs in; empty where it isn't known."""

    python: str = ""
    platform: str = ""
    packages: Mapping[str, str] = {}
    """Version of each installed distribution, by its normalised name."""
    torch: str = ""
    cuda: str = ""
    cudnn: str = ""
    cpu: str = ""
    cpus: int = 0
    """How many processors the run may use."""
    note: str = ""
    """What couldn't be found out and why; empty otherwise."""

    def json(self, gpus: Iterable[Gpu], driver: str = "") -> dict[str, Json]:
        """Return the member `environment` of a training or evaluation Statement. What isn't known is left out."""
        value: dict[str, Json] = {
            "python": self.python,
            "platform": self.platform,
            "torch": self.torch,
            "cuda": self.cuda,
            "cudnn": self.cudnn,
            "driver": driver,
            "cpu": self.cpu,
        }
        value = {name: text for name, text in value.items() if text}
        value["packages"] = dict(sorted(self.packages.items()))
        value["gpus"] = [
            {"name": gpu.name, "uuid_sha256": gpu.uuid_sha256, "memory_bytes": gpu.memory_bytes} for gpu in gpus
        ]
        if self.cpus:
            value["cpus"] = self.cpus
        return value


def without_keys(environment: Mapping[str, str]) -> dict[str, str]:
    """What the code of a project may know of an environment: nothing that leads to the key or the agent that signs."""
    return {name: value for name, value in environment.items() if not name.startswith(_KEYS)}


def builder_id(told: str, environment: Mapping[str, str]) -> str:
    """URI of where this runs: what is told, `GOVML_BUILDER`, the workflow in GitHub Actions, else `LOCAL_BUILDER`."""
    workflow = environment.get("GITHUB_WORKFLOW_REF", "").partition("@")[0]
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    of_actions = f"{server}/{workflow}" if workflow and environment.get("GITHUB_ACTIONS") == "true" else ""
    return told or environment.get("GOVML_BUILDER", "") or of_actions or LOCAL_BUILDER


def read_environment(python: str, environment: Mapping[str, str], cwd: Path) -> Environment:
    """Ask the interpreter `python`, as a stage's command names it, what a stage in `cwd` would run in.

    `torch` is the version that is installed; only the run itself can tell its `cuda` and `cudnn`. Never raises for what
    it finds: an interpreter that is missing, hangs or talks nonsense gives a `note`.
    """
    try:
        done = subprocess.run(
            [python, "-c", _QUESTION],
            cwd=cwd,
            env=dict(environment),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
        answer = json.loads(done.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2])
        packages = {str(name): str(version) for name, version in answer.pop("packages").items()}
        cpus = int(answer.pop("cpus"))
        torch = packages.get("torch", "")
        return Environment(packages=packages, torch=torch, cpus=cpus, **{name: str(answer[name]) for name in answer})
    except subprocess.TimeoutExpired:
        return Environment(note=f"{python} didn't say within {_SECONDS} s what it runs in")
    except OSError as error:
        return Environment(note=f"{python} can't be started: {error.strerror}")
    except (ValueError, TypeError, AttributeError, KeyError):
        return Environment(note=f"{python} doesn't say what it runs in; is it a Python of version 3.8 or later?")
