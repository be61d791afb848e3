"""The way in: the window without arguments or with an experiment's path, else a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from app.command_line.interruption import leave_at_signals
from app.command_line.streams import make_ready
from app.running.products import multiply_in_one_thread

OPENED = (
    *(".json", ".npz"),
    *(".mp4", ".m4v", ".mov", ".webm", ".gif", ".png", ".apng", ".svg", ".pdf", ".html"),
)


def start() -> int:
    """The process's way in: whenever a signal comes, it ends quietly with that signal's code, and
    whatever the standard streams are, nothing fails for them."""
    leave_at_signals()
    make_ready()
    multiply_in_one_thread()
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (len(given) == 1 and _is_path(given[0])):
        from app.window.application import run_window

        return run_window(*map(Path, given))
    from app.command_line.cli import main as command

    return command(given)


def _is_path(argument: str) -> bool:
    return not argument.startswith("-") and Path(argument).suffix.lower() in OPENED


if __name__ == "__main__":
    sys.exit(start())
