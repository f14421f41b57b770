"""Where the shipped schemas and policies are: top-level folders of a checkout, `govml/_assets` in an installation."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def schemas() -> Path:
    """Return the folder of the shipped JSON Schemas.

    Raises `FileNotFoundError` when the installation is incomplete.
    """
    return _folder("schemas")


def policies() -> Path:
    """Return the folder of the shipped policies and their parameters.

    Raises `FileNotFoundError` when the installation is incomplete.
    """
    return _folder("policies")


def read_files(folder: Path, ending: str, but: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return the files of a folder by name, in order: those that end in `ending` and in none of `but`.

    Every start reads ninety of them, which `Path.glob` and `Path.read_bytes` make three times slower.
    """
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(ending) and not name.endswith(but):
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
    return found


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_assets" / name
    if installed.is_dir():
        return installed
    # Only a checkout has pyproject.toml here: `site-packages/schemas` of another project is never taken for ours.
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(f"govml is installed without its {name}; install it again")
