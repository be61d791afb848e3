"""What a study answers with: a table of figures, each with the ends of its interval."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from collections.abc import Sequence
from typing import Any

Cell = str | int | float
Record = dict[str, Cell]
"""A row by the names of its columns."""


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

    def records(self) -> list[Record]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def csv(self) -> str:
        """As comma-separated values; numbers have all their digits, what is unknown is empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([[_written(cell) for cell in row] for row in self.rows])
        return text.getvalue()

    def json(self, **others: Table | Sequence[str]) -> str:
        """As JSON: the setting, and the rows as objects; what is no number in JSON is null. Beside
        them stand others by name, a table with its own setting and rows or a list of sentences."""
        beside = {k: v._plain() if isinstance(v, Table) else list(v) for k, v in others.items()}
        return json.dumps(self._plain() | beside, ensure_ascii=False, indent=1)

    def _plain(self) -> dict[str, Any]:
        rows = [{name: _plain(cell) for name, cell in row.items()} for row in self.records()]
        return {"setting": self.setting, "rows": rows}


def _written(cell: Cell) -> str:
    if isinstance(cell, float):
        return "" if math.isnan(cell) else repr(float(cell))
    return str(cell)


def _plain(cell: Cell) -> Cell | None:
    return cell if not isinstance(cell, float) or math.isfinite(cell) else None
