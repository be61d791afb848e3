"""How a command speaks to a person: progress, a closing line, and errors with their exit code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from app.command_line.interruption import Interrupted, Interruption
from app.command_line.streams import silence
from app.running.to_end import TooLargeError
from core.experiment.errors import ExperimentError
from landscapes.wording import printable

COULD_NOT, REFUSED = 1, 2


class RefusedError(ValueError):
    """Input that is not accepted; the message says what, where and what is allowed."""


@contextlib.contextmanager
def reported(output: Path | None = None) -> Iterator[Interruption]:
    """Turn errors into one line on the standard error and the exit code of its kind.

    An error of a file that names none is that of `output`. A signal is one of them: inside, it
    raises Interrupted, or waits in the `deferred` of what is handed out.
    """
    try:
        with Interruption() as interruption:
            yield interruption
    except (RefusedError, ExperimentError, TooLargeError) as error:
        raise typer.Exit(fail(str(error), REFUSED)) from None
    except BrokenPipeError:  # the reader of a pipe has seen enough
        silence("stdout")
        raise typer.Exit(COULD_NOT) from None
    except OSError as error:
        place = error.filename or output
        named = f"{place}: " if place else ""
        raise typer.Exit(fail(f"{named}{error.strerror or error}", COULD_NOT)) from None
    except MemoryError:
        raise typer.Exit(fail("there is not enough memory for it", COULD_NOT)) from None
    except Interrupted as interrupted:
        raise typer.Exit(fail("interrupted, nothing was written", interrupted.code)) from None


def fail(message: str, code: int) -> int:
    """Say what went wrong; the exit code, for convenience."""
    say(f"basinscope: {message}")
    return code


def say(message: str) -> None:
    """One line on the standard error, whatever stands in a label or a path in it: nothing that a
    terminal would act on, and no character that its encoding does not have."""
    encoding = sys.stderr.encoding or "utf-8"
    shown = printable(message).encode(encoding, "backslashreplace").decode(encoding)
    try:
        print(shown, file=sys.stderr, flush=True)
    except OSError:  # nobody listens, which is no reason to fail
        silence("stderr")


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal's standard error, told (done, of how many); elsewhere silence."""
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(bar_width=None),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(compact=True),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance


def _ignore(done: int, total: int) -> None:
    pass
