"""The command line: which commands there are, and the exit code of each way out.

None of them needs a display. Exit codes: 0 done (a diverged method is a result), 1 could not
(files), 2 refused input, 130 and 143 interrupted (SIGINT, SIGTERM). What went wrong stands on the
standard error, and nothing partial stays.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from typing import Annotated

import typer

from app.command_line.console import REFUSED, fail
from app.command_line.export_command import export
from app.command_line.list_command import list_all
from app.command_line.parser_words import refusal
from app.command_line.reproduce_command import reproduce
from app.command_line.run_command import run
from app.command_line.study_command import study

commands = typer.Typer(
    name="basinscope",
    help="See the memory of memory-augmented optimizers on loss landscapes. "
    "Without a command, or with the path of an experiment, the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
commands.command()(run)
commands.command()(export)
commands.command()(study)
commands.command()(reproduce)
commands.command(name="list")(list_all)


def main(arguments: Sequence[str]) -> int:
    """Carry out a command line; the exit code."""
    try:
        code = commands(list(arguments), prog_name="basinscope", standalone_mode=False)
    except Exception as error:
        # What the parser says quotes the command line, which may hold a stranger's file name.
        words = getattr(error, "format_message", None)
        if words is None:
            raise
        refused = refusal(error)
        if refused is not None:
            return fail(refused, REFUSED)
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "basinscope"
        return fail(f"{words()} ('{command} --help' shows how)", REFUSED)
    return code if isinstance(code, int) else 0


@commands.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        try:
            print(importlib.metadata.version("basinscope"))
        except importlib.metadata.PackageNotFoundError:
            print("not installed, run from its sources")
        raise typer.Exit
