"""`govml`: the group of commands, and the one place where errors become exit codes.

Exit codes: 0 passed or warned, 1 failed, 2 usage, 3 nothing was checked, 4 could not decide.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO

import click

from govml import __version__
from govml.model import GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.base.git import Repository

COMMANDS: Final = {
    "init": "govml.cli.init:init",
    "check": "govml.cli.check:check",
    "diff": "govml.cli.diff:diff",
    "schema": "govml.cli.schema:schema",
    "policy": "govml.cli.policy:policy",
    "show": "govml.cli.registry:show",
    "history": "govml.cli.registry:history",
    "check-ref": "govml.cli.registry:check_ref",
    "register": "govml.cli.registry:register",
    "report": "govml.cli.promotion:report",
    "approve": "govml.cli.promotion:approve",
    "promote": "govml.cli.promotion:promote",
    "rollback": "govml.cli.promotion:rollback",
    "waiver": "govml.cli.waiver:waiver",
    "ledger": "govml.cli.ledger:ledger",
    "audit": "govml.cli.audit:audit",
    "train": "govml.cli.train:train",
    "evaluate": "govml.cli.evaluate:evaluate",
    "card": "govml.cli.card:card",
    "evidence": "govml.cli.evidence:evidence",
    "github": "govml.cli.github:github",
}
"""Command -> `module:attribute`; a module is imported when its command is used."""


class Settings(NamedTuple):
    """What the options of the group say; every command finds it in `ctx.obj`."""

    directory: str
    color: bool
    width: int

    def repository(self) -> Repository:
        """The repository that `-C`, or the current folder, is in."""
        from govml.base.git import Repository

        return Repository.open(self.directory)


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does; `--help` and `--version` are printed here."""
        with _past_click():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does."""
        with _past_click():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, attribute = target.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command in the message."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            import difflib

            close = difflib.get_close_matches(name, COMMANDS, 1)
            hint = f" Did you mean {close[0]!r}?" if close else " `govml --help` lists the commands."
            ctx.fail(f"No such command {name!r}.{hint}")
        return super().resolve_command(ctx, args)


class _ClosedPipeError(Exception):
    """Nobody reads the output any more."""


@contextmanager
def _past_click() -> Iterator[None]:
    """Tell `_run` of a closed pipe. click would end with 1 for it, which says that something failed."""
    try:
        yield
    except BrokenPipeError:
        raise _ClosedPipeError from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "directory", default=".", metavar="DIR", help="Run as if started in DIR.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour the output; NO_COLOR turns it off.",
)
@click.version_option(__version__, prog_name="govml")
@click.pass_context
def cli(ctx: click.Context, directory: str, color: str) -> None:
    """Decide, from Git alone, whether a model may be merged, promoted or kept in production; train and evaluate it.

    \b
    govml check                    hold the work tree against schemas and policies
    govml check --rev v1.2         the same for a commit, also in a bare clone
    govml diff origin/main         what a change means, for those who review it
    govml policy list              the rules, and what each asks
    govml train credit-risk        train a model, and leave signed evidence of it
    govml show                     the model registry, from GTO tags
    """
    coloured = color == "always" or (color == "auto" and sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    width = min(os.get_terminal_size().columns, 120) if sys.stdout.isatty() else 80
    ctx.color = coloured
    ctx.obj = Settings(directory, coloured, width)


def start() -> NoReturn:
    """What the command `govml` is: run, and be gone. Taking the interpreter apart costs a tenth of a small check."""
    code = _run()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def main() -> NoReturn:
    """Run the command line and exit as Python does."""
    sys.exit(_run())


def _run() -> int:
    if sys.stderr is None:  # closed by the caller; what is decided doesn't depend on it
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        report_error("standard output is closed", "send it to a file or to /dev/null")
        return 4
    try:
        result = cli.main(prog_name="govml", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        vars(error)["message"] = one_line(error.message)
        error.show()
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; nothing was decided", err=True)
        return 130
    except (BrokenPipeError, _ClosedPipeError):
        abandon_output(sys.stdout)
        return 141  # as a shell has it for a program that SIGPIPE ended
    except GovmlError as error:
        report_error(str(error), error.hint)
        return error.exit_code
    except OSError as error:
        abandon_output(sys.stdout)
        report_error(f"{error.filename or 'the system'}: {error.strerror or error}", "")
        return 4
    except Exception as error:
        odd = next((arg for arg in sys.argv[1:] if not is_text(arg)), None)
        if isinstance(error, UnicodeError) and odd is not None:
            report_error(f"{odd!a} is not UTF-8", "names of branches, models and stages are")
            return 2
        if os.environ.get("GOVML_DEBUG"):
            import traceback

            traceback.print_exc()
            return 4
        report_error(f"internal error: {type(error).__name__}: {error}", "GOVML_DEBUG=1 shows where; please report it")
        return 4


def is_text(argument: str) -> bool:
    """Whether an argument is UTF-8: Python keeps other bytes as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in argument)


def abandon_output(stream: TextIO) -> None:
    """A standard stream can't be written: keep Python from trying again, and complaining, while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def report_error(message: str, hint: str) -> None:
    """One line of what happened, one of how to mend it, on standard error."""
    click.echo(f"error: {one_line(message)}", err=True)
    if hint:
        click.echo(f"hint: {one_line(hint)}", err=True)


def one_line(text: str) -> str:
    """Text of any origin as one visible line that no terminal and no runner takes for a command."""
    from govml.render.words import name, unhooked

    return unhooked(name(text.replace("\r\n", " ").replace("\n", " ")))
