"""Running `govml check` in the tests: never with a traceback, never with an internal error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.builders import Result, invoke_govml, run_govml
from tests.usecases.examples import AT


def check(folder: Path, *args: str | Path, at: str = AT) -> Result:
    """Run `govml check` in this process and return what it gave."""
    return sound(invoke_govml("check", "--at", at, *args, cwd=folder))


def check_apart(folder: Path, *args: str | Path, env: dict[str, str] | None = None, at: str = AT) -> Result:
    """Run `govml check` in a process of its own, as a user does."""
    return sound(run_govml("check", "--at", at, *args, cwd=folder, env=env))


def sound(result: Result) -> Result:
    """Return the result, after a look that the command did not break."""
    text = result.stdout + result.stderr
    assert "Traceback" not in text, text
    assert "internal error" not in text, text
    assert "panicked" not in text, text
    return result


def report(folder: Path, *args: str | Path, at: str = AT) -> Any:
    """Return the JSON report of a check, whatever its verdict."""
    result = check(folder, "--format", "json", *args, at=at)
    assert result.stdout, result.stderr
    return json.loads(result.stdout)


def rules_of(found: Any, path: str = "") -> set[str]:
    """Return the rules that fired in a report, at one path when it is given."""
    return {each["rule"] for each in found["findings"] if not path or each["location"]["path"] == path}


def told(result: Result, exit_code: int, *words: str) -> None:
    """Assert the exit code, and that what went wrong is said on standard error, with a hint."""
    assert result.exit_code == exit_code, result
    assert result.stderr.startswith("error: "), result.stderr
    for word in words:
        assert word in result.stderr, result.stderr
