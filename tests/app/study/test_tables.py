"""A study's table as it is read, in the window and on a page."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.study.output.html_page import table_markup
from app.study.showing.table_view import TableModel
from core.study.results.table import Table

TABLE = Table(("method", "n", "p"), (("Adam", 4096, 0.0), ("SGD", 4096, 0.03125)), {})


def test_no_p_value_is_read_as_0_and_a_copy_has_the_number():
    model = TableModel()
    model.show_table(TABLE)
    cells = [[model.data(model.index(row, column)) for column in range(3)] for row in range(2)]
    assert cells == [["Adam", "4,096", "< 10⁻³⁰⁰"], ["SGD", "4,096", "0.03125"]]
    assert model.as_tsv() == "method\tn\tp\nAdam\t4096\t0\nSGD\t4096\t0.03125\n"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "p (Holm)"
    page = table_markup(TABLE)
    assert "<td>&lt; 10⁻³⁰⁰</td>" in page and "<td>0.03125</td>" in page
