"""The rows of the standing table and how they read, on the screen and when copied."""

from __future__ import annotations

import dataclasses
import functools
import math

from app.look.styles import Style
from core.measures.outcomes import Outcomes
from core.measures.standing import Standing
from core.writing import markdown_cell, number, plain, tsv_cell

COLUMNS = ("Method", "Loss", "Best", "λmax", "Path", "Status", "Minimum reached", "All starts")
KEYS = ("method", "loss", "best", "sharpness", "path", "status", "minimum", "outcomes")
"""What settings call the columns."""
TIPS = (
    "The method's label; below it where the selected start has arrived, what became of it, and "
    "how many of all starts have come to which end",
    "Loss at the cursor",
    "Lowest loss so far",
    "Sharpness at the cursor: the largest eigenvalue of the Hessian",
    "Way travelled so far",
    "Running; converged at the step from which ‖∇f‖ stays below 0.001; not converged at the last "
    "step; diverged; or undefined: standing where the loss is not a number",
    "The known minimum within 2 % of the domain's diagonal, or the place of rest",
    "How many of all starts have come to which end",
)
ROOM = 7
METHOD, LOSS, BEST, SHARPNESS, PATH, STATUS, MINIMUM, OUTCOMES = range(len(COLUMNS))
NUMBERS = (LOSS, BEST, SHARPNESS, PATH)
FIGURES = tuple(range(LOSS, len(COLUMNS)))
"""The columns beside the method's, of which a person chooses."""
DEFAULT = (LOSS, SHARPNESS)


@dataclasses.dataclass(frozen=True)
class Row:
    """One method's row; `outcomes` are those of the starts it was measured over, None where they
    are not counted yet."""

    method: int
    label: str
    style: Style
    standing: Standing
    outcomes: Outcomes | None = None
    starts: int = 1
    faded: bool = False

    @functools.cached_property
    def fate(self) -> str:
        """Where the selected start has arrived, then what became of it."""
        kind = self.standing.status.kind
        words = [self.standing.reached] if self.standing.reached else []
        if kind != "running" or not words:
            words.append(str(self.standing.status))
        return " · ".join(words)

    @property
    def short_fate(self) -> str:
        """The same where there is little room: the basin's name, or else what became of it."""
        name = self.standing.reached.partition(" (")[0]
        return name or str(self.standing.status)

    @functools.cached_property
    def tally(self) -> str:
        """What became of all starts; empty where there is only one."""
        if self.outcomes is None or self.starts == 1:
            return ""
        counted = self.outcomes.total
        of = "all" if counted == self.starts else f"{counted:,} of"
        return f"{of} {self.starts:,}: {self.outcomes}"

    @property
    def head(self) -> tuple[object, ...]:
        """All that is shown of it but its figures."""
        return (self.label, self.style, self.faded, self.fate, self.tally)

    def number(self, column: int) -> float | None:
        """The number of a column; None for one of words."""
        return {
            LOSS: self.standing.loss,
            BEST: self.standing.best,
            SHARPNESS: self.standing.sharpness,
            PATH: self.standing.path_length,
        }.get(column)

    def text(self, column: int) -> str:
        """What stands in a column."""
        value = self.number(column)
        if value is not None:
            return fitting(value, 4 if column in (SHARPNESS, PATH) else 5)
        return {
            METHOD: self.label,
            STATUS: str(self.standing.status),
            MINIMUM: self.standing.reached,
            OUTCOMES: str(self.outcomes) if self.outcomes is not None else "",
        }[column]

    def sort_key(self, column: int) -> tuple[bool, float, str]:
        """What rows are ordered by: numbers as numbers, those that are none last."""
        value = self.number(column)
        if value is not None:
            return (math.isnan(value), 0.0 if math.isnan(value) else value, "")
        if column == METHOD:
            return (False, self.method, "")
        if column == STATUS:
            return (False, float(self.standing.status.step), self.standing.status.kind)
        if column == OUTCOMES:
            alive = self.outcomes.alive if self.outcomes is not None else 0
            return (self.outcomes is None, float(alive), self.text(column))
        return (not self.standing.reached, 0.0, self.standing.reached)


def fitting(value: float, digits: int) -> str:
    """A number to so many digits, or to fewer, at least two, where a column would burst of them."""
    texts = [number(value, count) for count in range(digits, 1, -1)]
    return next((text for text in texts if len(text) <= ROOM), texts[-1])


def as_tsv(rows: list[Row]) -> str:
    """Tab-separated, with numbers that a program reads: six digits, `nan`, a plain minus sign."""
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(_plain(row, column) for column in range(len(COLUMNS))) for row in rows]
    return "\n".join(lines) + "\n"


def as_markdown(rows: list[Row]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [
        "| " + " | ".join(COLUMNS) + " |",
        "|" + "|".join("---:" if column in NUMBERS else "---" for column in range(len(COLUMNS)))
        + "|",
    ]  # fmt: skip
    for row in rows:
        cells = (markdown_cell(row.text(column)) for column in range(len(COLUMNS)))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _plain(row: Row, column: int) -> str:
    value = row.number(column)
    if value is not None:
        return plain(value, 6)
    return tsv_cell(row.text(column).replace("−", "-"))
