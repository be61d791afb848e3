"""A study's main table as Parquet, for programs that work with columns."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from app.look.theme import Theme
from app.study.output.progress import Report
from core.study.asking.answer import Answer
from core.study.results.table import Cell
from core.study.telling.tables import tables


def parquet(answer: Answer, theme: Theme, report: Report) -> bytes:
    """The columns of the CSV, whole numbers, numbers or texts; the setting is in the metadata."""
    import pyarrow as pa
    from pyarrow import parquet as writer

    table = next(iter(tables(answer).values()))
    columns = {name: _plain(table.column(name)) for name in table.columns}
    setting = json.dumps(table.setting, ensure_ascii=False)
    found = pa.table(columns).replace_schema_metadata({"basinscope": setting})
    file = io.BytesIO()
    writer.write_table(found, file)
    return file.getvalue()


def _plain(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Cells of one type: where words stand among numbers all are words."""
    if any(isinstance(cell, str) for cell in cells):
        return [str(cell) for cell in cells]
    if any(isinstance(cell, float) for cell in cells):
        return [float(cell) for cell in cells]
    return [int(cell) for cell in cells]
