"""What a study answers with: a table of figures, each with the ends of its interval."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from typing import Any

Cell = str | int | float


@dataclasses.dataclass(frozen=True)
class Table:
    """Named columns and rows of cells, with the setting that they were found in."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    setting: dict[str, Any]

    def column(self, name: str) -> list[Cell]:
        """The cells of a column, from the first row down."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def csv(self) -> str:
        """As comma-separated values; numbers have all their digits, what is unknown is empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([[_written(cell) for cell in row] for row in self.rows])
        return text.getvalue()

    def json(self) -> str:
        """As JSON: the setting, and the rows as objects; what is no number in JSON is null."""
        rows = [dict(zip(self.columns, map(_plain, row), strict=True)) for row in self.rows]
        return json.dumps({"setting": self.setting, "rows": rows}, ensure_ascii=False, indent=1)


def _written(cell: Cell) -> str:
    if isinstance(cell, float):
        return "" if math.isnan(cell) else repr(float(cell))
    return str(cell)


def _plain(cell: Cell) -> Cell | None:
    return cell if not isinstance(cell, float) or math.isfinite(cell) else None
