"""The rows of the standing table and how they read, on the screen and when copied."""

from __future__ import annotations

import dataclasses
import math

from app.look.styles import Style
from core.measures.standing import Standing
from core.writing import markdown_cell, number, tsv_cell

COLUMNS = ("Method", "Loss", "Best", "λmax", "Path", "Status", "Minimum reached")
TIPS = (
    "The method's label",
    "Loss at the cursor",
    "Lowest loss so far",
    "Sharpness at the cursor: the largest eigenvalue of the Hessian",
    "Way travelled so far",
    "Running; converged at the step from which ‖∇f‖ stays below 0.001; or diverged",
    "The known minimum within 2 % of the domain's diagonal, or the place of rest",
)
ROOM = 7
METHOD, LOSS, BEST, SHARPNESS, PATH, STATUS, MINIMUM = range(len(COLUMNS))
NUMBERS = (LOSS, BEST, SHARPNESS, PATH)


@dataclasses.dataclass(frozen=True)
class Row:
    """One method's row."""

    method: int
    label: str
    style: Style
    standing: Standing
    faded: bool = False

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
        return (not self.standing.reached, 0.0, self.standing.reached)


def fitting(value: float, digits: int) -> str:
    """A number to so many digits, or to one or two fewer where a column would burst of them."""
    texts = [number(value, count) for count in range(digits, digits - 3, -1)]
    return next((text for text in texts if len(text) <= ROOM), texts[1])


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
        return f"{value:.6g}"
    return tsv_cell(row.text(column).replace("−", "-"))
