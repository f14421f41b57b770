"""Where the shipped schemas and policies are: top-level folders of a checkout, `govml/_assets` in an installation."""

from __future__ import annotations

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


def _folder(name: str) -> Path:
    # An installation has no `pyproject.toml` beside the package, so nothing else in site-packages is taken for ours.
    checkout = _PACKAGE.parent
    for folder in (_PACKAGE / "_assets" / name, checkout / name):
        if folder.is_dir() and (folder.parent.name == "_assets" or (checkout / "pyproject.toml").is_file()):
            return folder
    raise FileNotFoundError(f"govml is installed without its {name}; install it again")
