"""The wheel, built from the source distribution, works in a fresh environment away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders import ROOT, Repo

CARD = """---
library_name: pytorch
governance:
  version: 1.0.0
---
# A card that says too little
"""


class Installed(NamedTuple):
    wheel: Path
    python: Path


def run(*command: str | Path, cwd: Path, accept: tuple[int, ...] = (0,)) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in accept, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build source distribution and wheel, and install the wheel beside the libraries of this environment."""
    work = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", work / "dist", ROOT, cwd=work)
    [wheel] = (work / "dist").glob("govml-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", work / "venv", cwd=work)
    python = work / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=work)
    # A path that is named in a .pth file is searched, but its own .pth files, the editable govml's, are not read.
    site = next((work / "venv").glob("lib/python*/site-packages"))
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)) + "\n", encoding="utf-8")
    return Installed(wheel, python)


def test_the_wheel_holds_every_schema_and_policy(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    for folder in ("schemas", "policies"):
        ours = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert ours
        assert {f"govml/_assets/{path.as_posix()}" for path in ours} <= names
    assert not [name for name in names if name.startswith(("tests/", "demo/", "schemas/", "policies/"))]


def test_the_installed_package_is_the_wheels(installed: Installed, tmp_path: Path) -> None:
    code = "import govml, govml.assets as a; print(govml.__file__); print(a.schemas()); print(a.policies())"
    for line in run(installed.python, "-c", code, cwd=tmp_path).splitlines():
        assert Path(line).is_relative_to(installed.python.parent.parent), line


def test_the_version_is_that_of_the_project(installed: Installed, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    code = "import govml, importlib.metadata as m; print(govml.__version__, m.version('govml'))"
    assert run(installed.python, "-c", code, cwd=tmp_path).split() == [version, version]


def test_the_installed_command_judges_a_repository(installed: Installed, tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write("models/scorer/README.md", CARD)
    repo.commit("A model")
    command = installed.python.parent / "govml"
    said = run(command, "check", cwd=repo.path, accept=(1,))
    assert "CARD-04" in said
    assert "models/scorer/README.md" in said


def test_the_installed_command_prints_a_schema(installed: Installed, tmp_path: Path) -> None:
    command = installed.python.parent / "govml"
    assert json.loads(run(command, "schema", "model-card", cwd=tmp_path)) == json.loads(
        (ROOT / "schemas" / "model-card.schema.json").read_text(encoding="utf-8")
    )
