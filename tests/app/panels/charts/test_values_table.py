"""The table of values at the cursor."""

from __future__ import annotations

import pytest
from charts_shown import CM, drawn
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea

from app.panels.charts.values_table import LABEL, NARROW, ValuesTable
from core.measures.series import SERIES
from core.measures.sharpness import sharpness
from core.writing import number


def test_the_table_holds_the_values_at_the_cursor(panel, session, qtbot):
    qtbot.mouseClick(panel.table, Qt.MouseButton.LeftButton)
    session.seek(33)
    track = session.picture.tracks[CM]
    assert panel.values.isVisible()
    assert panel.values.text(CM, 0) == number(float(track["losses"][33, 0]))
    largest = sharpness(session.experiment.landscape, track["positions"][33, 0]).largest
    assert panel.values.text(CM, 1) == number(float(largest))
    assert panel.values.text(0, 2) == ""  # Adam has no memory to agree


def settle_layouts(qapp):
    for _ in range(5):
        qapp.processEvents()


def whole_rows(panel):
    """The charts whose title and axis can be seen whole."""
    area = panel.findChild(QScrollArea, "charts-area").viewport()
    view = QRect(area.mapToGlobal(QPoint()), area.size())
    charts = [panel.chart(key) for key in panel.shown]
    return [c for c in charts if view.contains(QRect(c.mapToGlobal(QPoint()), c.size()))]


@pytest.mark.parametrize("keys", [("loss", "sharpness", "agreement"), tuple(SERIES)], ids=len)
@pytest.mark.parametrize("size", [(700, 230), (330, 240), (700, 600)])
def test_the_table_hides_no_row_of_charts_and_scrolls_by_itself(panel, qapp, size, keys):
    panel.set_shown(keys)
    panel.resize(*size)
    settle_layouts(qapp)
    before = whole_rows(panel)
    panel.table.click()
    settle_layouts(qapp)
    after = whole_rows(panel)
    assert after and after[0] is before[0] is panel.chart("loss")
    table = panel.findChild(QScrollArea, "chart-values-area")
    assert table.isVisible() and table.height() >= 3 * 19
    assert panel.values.height() >= panel.values.sizeHint().height()
    hidden = panel.values.height() - table.viewport().height()
    assert table.verticalScrollBar().maximum() == max(0, hidden)
    panel.table.click()
    settle_layouts(qapp)
    assert not table.isVisible() and whole_rows(panel) == before


def test_values_that_do_not_fit_beside_one_another_go_on_below(panel, appearance):
    table = ValuesTable(appearance.theme)
    table.show_columns((("Loss", (drawn(panel, "loss"),)),) * 3, appearance.theme)
    heights = []
    for width in (LABEL + 3 * NARROW, LABEL + 2 * NARROW, LABEL + NARROW, LABEL):
        table.resize(width, 100)
        heights.append(table.sizeHint().height())
    assert heights == [heights[0] * lines for lines in (1, 2, 3, 3)]
