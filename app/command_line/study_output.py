"""What `study` leaves in a file, and what it says of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line.console import RefusedError
from app.command_line.painting import painting
from app.command_line.study_question import Kind
from app.look.theme import Theme
from app.study.formats import format_of
from core.files import rewriting

if TYPE_CHECKING:
    from core.study.asking.answer import Answer

WHICH = ("main", "differences")


def check_installed(output: Path) -> None:
    """Refuse a format whose package is missing before the work for it."""
    chosen = format_of(output)
    if chosen is not None:
        chosen.check()


def check_table(table: str | None, kind: Kind, output: Path) -> None:
    """Refuse a table that this kind of study has not, or this format has not the choice of."""
    if table is None:
        return
    if table not in WHICH:
        raise RefusedError(f"--table: {table!r} is not allowed; {' or '.join(WHICH)}")
    if kind in ("basins", "sweep"):
        raise RefusedError(f"--table: {kind} does not take it; it is for starts, escape and seeds")
    if output.suffix.lower() != ".csv":
        raise RefusedError("--table: it is for .csv, which holds one table")


def write_answer(answer: Answer, output: Path, which: str | None, theme: Theme) -> str:
    """Write the answer, and say what stands in the file."""
    from core.study.telling.tables import DIFFERENCES, tables

    chosen, found = format_of(output), tables(answer)
    assert chosen is not None  # it has been checked
    main = next(iter(found.values()))
    if which == DIFFERENCES:
        if DIFFERENCES not in found:
            raise RefusedError("--table: there are no two methods to compare")
        main = found[DIFFERENCES]
        with rewriting(output) as file:
            file.write(main.csv().encode())
    else:
        with painting() if chosen.paints else contextlib.nullcontext():
            chosen.write(output, answer, theme)
    if chosen.kind == "table":
        return "1 row" if len(main.rows) == 1 else f"{len(main.rows):,} rows"
    if answer.question.kind == "seeds" and chosen.kind == "study":
        return f"{answer.question.sampling.count:,} seeds of {len(answer.known[0].methods)} methods"
    if chosen.kind == "study":
        n, methods = int(main.column("n")[0]), len(answer.known[0].methods)
        if answer.question.kind == "basins":
            side = answer.question.sampling.count
            return f"{methods} × {side} × {side}"
        return f"{n:,} starts of {methods} methods"
    from core.study.plots import plots

    count = len(plots(answer))
    return "1 plot" if count == 1 else f"{count} plots"
