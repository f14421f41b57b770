"""A GitHub on this machine for tests of workflows: a bare repository, an API, `act`, and what jobs leave behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.builders import ROOT, Repo
from tests.forge.server import TOKEN, GitHub
from tests.test_workflows import ACTION, PYTHON, stand_ins, tool


class Remote:
    """What GitHub is here for the repository of a test, which is pushed before a workflow runs."""

    def __init__(self, folder: Path, repo: Repo, api: GitHub) -> None:
        self.folder, self.repo, self.api = folder, repo, api
        self.bare = folder / "hub" / "o" / "r"
        self.artifacts, self.source, self.python = folder / "artifacts", folder / "source", folder / "python"
        repo.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.bare))
        self.artifacts.mkdir()
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "action.yml", ".github", "requirements-*.lock"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        for name in filter(None, listed.split("\0")):
            target = self.source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        self.python.write_text(PYTHON.format(python=sys.executable), encoding="utf-8")
        self.python.chmod(0o755)

    def run(
        self,
        workflow: str,
        event: str = "workflow_dispatch",
        payload: Mapping[str, Any] | None = None,
        *,
        secrets: Mapping[str, str] | None = None,
        tamper: str = "",
    ) -> tuple[int, str]:
        """Push `main`, run a workflow of it, and return act's exit status and what it printed."""
        repo, hidden = self.repo, secrets or {}
        repo.git("push", "--quiet", "--force", str(self.bare), "main")
        told = self.folder / "event.json"
        told.write_text(json.dumps(payload or {}), encoding="utf-8")
        words: list[str | Path] = [tool("act"), event, "--eventpath", told, "--platform", "ubuntu-latest=-self-hosted"]
        words += ["--workflows", repo.path / ".github" / "workflows" / workflow, "--no-skip-checkout"]
        words += ["--no-cache-server", "--action-cache-path", self.folder / "act", "--secret", f"GITHUB_TOKEN={TOKEN}"]
        for name in hidden:
            words += ["--secret", name]
        server = f"file://{self.folder / 'hub'}"
        for action, folder in {ACTION: self.source, **stand_ins()}.items():
            words += ["--local-repository", f"{server}/{action}={folder}"]
        known = {
            "TEST_REPOSITORY": self.bare,
            "TEST_COMMIT": repo.git("rev-parse", "main"),
            "TEST_SOURCE": self.source,
            "TEST_PYTHON": self.python,
            "TEST_ARTIFACTS": self.artifacts,
            "TEST_TAMPER": tamper,
            "GITHUB_API_URL": self.api.url,
            "GITHUB_SERVER_URL": server,
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_WORKFLOW_REF": f"o/r/.github/workflows/{workflow}@refs/heads/main",
            "no_proxy": "127.0.0.1",
        }
        for name, value in known.items():
            words += ["--env", f"{name}={value}"]
        done = subprocess.run(
            [str(word) for word in words], cwd=repo.path, env={**os.environ, **hidden}, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        log = done.stdout + done.stderr
        assert TOKEN not in log
        assert "PRIVATE KEY" not in log
        return done.returncode, log

    def git(self, *args: str) -> str:
        """Ask the Git of the remote."""
        return self.repo.git(f"--git-dir={self.bare}", *args)
