"""`govml check`."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from govml.model import GovmlError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from govml.base.git import Repository
    from govml.cli.main import Settings
    from govml.model import Report
    from govml.policy.engine import EngineName

FORMATS: Final = ("text", "json", "sarif", "junit", "github", "markdown", "html")


MAX_BRACES: Final = 100
"""Alternatives `{a,b}` in one PATH; the matcher of globs nests no deeper than its stack."""


class OutputFile(click.ParamType[tuple[str, str]]):
    """`FORMAT=FILE`."""

    name = "FORMAT=FILE"

    def __init__(self, formats: Collection[str] = FORMATS) -> None:
        self._formats = formats

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The format and the file."""
        if isinstance(value, tuple):
            return str(value[0]), str(value[1])
        form, equals, file = str(value).partition("=")
        if not equals or not file:
            self.fail(f"{value!r} is not FORMAT=FILE, for example html=report.html", param, ctx)
        if form not in self._formats:
            self.fail(f"there is no format {form!r}; one of {', '.join(self._formats)}", param, ctx)
        return form, file


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--rev", metavar="R", help="Check a commit instead of the work tree.")
@click.option("--staged", is_flag=True, help="Check what the next commit would hold.")
@click.option("--base", metavar="R", help="Tell what is new since R, and judge by the policies and waivers of R.")
@click.option("--policy-rev", metavar="R", help="Take config, schemas, policies and waivers from this commit.")
@click.option("--at", metavar="TIME", help="Evaluation time: a date or an RFC 3339 time; now by default.")
@click.option("--engine", type=click.Choice(["embedded", "opa"]), default="embedded", help="Policy engine.")
@click.option("--opa-url", envvar="GOVML_OPA_URL", metavar="URL", help="An OPA server to ask (with --engine opa).")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Format on standard output.")
@click.option(
    "--output", "outputs", type=OutputFile(), multiple=True, help="Also write a report to a file; repeatable."
)
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", help="What makes the exit code 1.")
@click.option("--fail-on-existing", is_flag=True, help="With --base: what the base has too counts as well.")
@click.option("--no-cache", is_flag=True, help="Judge everything anew.")
@click.option("-v", "--verbose", is_flag=True, help="Tell more: every rule, every note.")
@click.pass_obj
def check(
    settings: Settings,
    paths: tuple[str, ...],
    rev: str | None,
    staged: bool,
    base: str | None,
    policy_rev: str | None,
    at: str | None,
    engine: EngineName,
    opa_url: str | None,
    form: str,
    outputs: tuple[tuple[str, str], ...],
    fail_on: str,
    fail_on_existing: bool,
    no_cache: bool,
    verbose: bool,
) -> int:
    """Check model cards, data versions, deployments and waivers against schemas and policies.

    Checks the work tree, unless --rev or --staged says otherwise; only the findings in PATHs when some are given.
    With --base, only what is new since then decides: findings are compared with the commit at which both grew apart.

    \b
    govml check
    govml check models/credit-risk
    govml check --base origin/main
    govml check --rev origin/main --format json
    govml check --output html=report.html --output sarif=govml.sarif

    Exit codes: 0 passed or warned, 1 failed, 2 usage, 3 nothing was checked, 4 could not decide.
    """
    from govml.render import DIGESTED
    from govml.usecases.check import Request
    from govml.usecases.check import check as run

    if "" in (rev, base, policy_rev):
        raise UsageError("a revision can't be empty", "leave the option out, or name a commit, branch or tag")
    if rev and staged:
        raise UsageError("--rev and --staged exclude each other", "choose one")
    if fail_on_existing and not base:
        raise UsageError("--fail-on-existing is about a base", "name one with --base, for example origin/main")
    repository = settings.repository()
    request = Request(
        evaluation_time(at),
        rev or "",
        staged,
        tuple(_in_repository(path, settings.directory, repository) for path in paths),
        policy_rev or "",
        engine,
        opa_url or "",
        not no_cache,
        Ticker(time.monotonic()).tell,
        base or "",
        fail_on_existing,
        not DIGESTED.isdisjoint({form, *(kind for kind, _ in outputs)}),
    )
    report = run(repository, request)
    _emit(settings, report, form, outputs, verbose)
    return exit_code(report, fail_on)


class Ticker:
    """Progress on standard error, when that is a terminal and the work takes longer than a moment."""

    def __init__(self, start: float) -> None:
        self._next = start + 0.7
        self._shown = False
        self._wanted = sys.stderr.isatty()

    def tell(self, what: str, done: int, total: int) -> None:
        """Show how far the work is; the last call wipes the line."""
        if not self._wanted or (done < total and time.monotonic() < self._next):
            return
        if done < total:
            self._next = time.monotonic() + 0.1
            self._shown = True
            click.echo(f"\r\x1b[K{what} {done:,} of {total:,}", nl=False, err=True)
        elif self._shown:
            self._shown = False
            click.echo("\r\x1b[K", nl=False, err=True)


def exit_code(report: Report, fail_on: str = "error") -> int:
    """The exit code that a report asks for."""
    from govml.usecases.verdict import NOTHING_CHECKED

    if report.verdict == "INCONCLUSIVE":
        return 3 if report.reason == NOTHING_CHECKED else 4
    if report.verdict == "FAILED" or (report.verdict == "WARNED" and fail_on == "warning"):
        return 1
    return 0


def evaluation_time(text: str | None) -> str:
    """`YYYY-MM-DDTHH:MM:SSZ` of a date, an RFC 3339 time or now. Raises `UsageError`."""
    if text is None:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    from datetime import UTC, datetime

    hint = "for example 2026-03-03 or 2026-03-03T12:00:00Z"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?", text, re.ASCII):
        raise UsageError(f"--at {text!r} is not a time", hint)
    try:
        moment = datetime.fromisoformat(text.upper())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--at {text!r} is not a time: {error}", hint) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _in_repository(path: str, directory: str, repository: Repository) -> str:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"{path!r} is not UTF-8", "name the folder that it is in") from None
    if path.count("{") > MAX_BRACES:
        raise UsageError(f"{path[:40]!r}... has more than {MAX_BRACES} braces", "name the folder that it is in")
    if repository.workdir is None:
        inside = os.path.normpath(path)
        if os.path.isabs(path) or inside.startswith(".."):
            raise UsageError(f"{path!r} is not a path in this bare repository", "name one from the root of the tree")
        return "" if inside == "." else inside
    root = repository.workdir.resolve()
    full = Path(os.path.abspath(os.path.join(directory, path)))
    parent = full.parent.resolve() / full.name if full.name else full.resolve()
    if parent == root or full.resolve() == root:
        return ""
    if not parent.is_relative_to(root):
        raise UsageError(f"{path!r} is outside of the repository {root}", "name a path in it, or another one with -C")
    return parent.relative_to(root).as_posix()


def _emit(settings: Settings, report: Report, form: str, outputs: tuple[tuple[str, str], ...], verbose: bool) -> None:
    from govml.render import RenderOptions, render

    unicode = shows_unicode()
    for kind, file in outputs:
        write_file(file, render(kind, report, RenderOptions(False, 80, verbose, True)))
    click.echo(render(form, report, RenderOptions(settings.color, settings.width, verbose, unicode)), nl=False)


def shows_unicode() -> bool:
    """Whether standard output can show more than ASCII."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def write_file(file: str, content: str | bytes) -> None:
    """Write a file whole or not at all; `-` is standard output. Raises `GovmlError` when it can't be written."""
    if file == "-":
        click.echo(content, nl=False)
        return
    from govml.base.worktree import encoded, replace_file

    target = Path(file)
    try:
        if target.exists() and not target.is_file() and not target.is_dir():  # a device or a pipe stays what it is
            target.write_bytes(encoded(content))
            return
        replace_file(target, content)
    except OSError as error:
        raise GovmlError(
            f"can't write {file}: {error.strerror}", "name a file in a folder that can be written"
        ) from None
