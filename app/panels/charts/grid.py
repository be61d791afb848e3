"""Lays charts out side by side, as many as fit, and a table below them that hides none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.widgets.viewport import make_viewport

NARROWEST, LOWEST = 200, 130
SPACING = 4


class ChartGrid(QWidget):
    """A grid of charts of equal width that scrolls where they would become too low.

    The table `below` has what a row of charts leaves of the height, and scrolls by itself.
    """

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below
        self._charts: list[QWidget] = []
        self._columns = 1
        column = QWidget()
        self._grid = QGridLayout(column)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self.setObjectName("charts-grid")
        self.setAccessibleName("Charts")
        self._area = _scrolled(column, "charts-area", "Charts")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shown = not below.isHidden()
        self._table = _scrolled(below, "chart-values-area", "Values at the cursor")
        for part in (below, self._table):
            part.setVisible(shown)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below.installEventFilter(self)
        for area in (self._area, self._table):
            area.viewport().installEventFilter(self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(SPACING)
        lines.addWidget(self._area, 1)
        lines.addWidget(self._table)

    def show_charts(self, charts: Sequence[QWidget]) -> None:
        """Lay out these charts; those no longer among them are deleted."""
        for chart in self._charts:
            self._grid.removeWidget(chart)
            if chart not in charts:
                chart.hide()
                chart.deleteLater()
        self._charts = list(charts)
        self._place()
        self._fit_table()

    def _place(self) -> None:
        self._columns = self._fitting()
        for place, chart in enumerate(self._charts):
            self._grid.removeWidget(chart)
            self._grid.addWidget(chart, place // self._columns, place % self._columns)
            chart.show()
        self._fit_rows()
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _fit_rows(self) -> None:
        """Where the charts scroll, make their rows as high as lets none be cut at the foot."""
        room = self._area.viewport().height() + SPACING
        whole = max(1, room // (LOWEST + SPACING))
        rows = -(-len(self._charts) // self._columns)
        for chart in self._charts:
            chart.setMinimumHeight(LOWEST if rows <= whole else room // whole - SPACING)

    def _fitting(self) -> int:
        return max(1, min(len(self._charts), self.width() // NARROWEST))

    def _fit_table(self) -> None:
        """As high as it likes, as long as a row of charts stays whole."""
        if self._table.isHidden():
            return
        taken = LOWEST + SPACING if self._charts else 0
        height = min(self._below.sizeHint().height(), self.height() - taken)
        self._table.setFixedHeight(max(0, height))

    @Slot()
    def reveal_table(self) -> None:
        """Begin with the table's first line."""
        self._table.verticalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, LOWEST if self._charts else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._place()
        self._fit_table()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._below:
            if event.type() == QEvent.Type.ShowToParent:
                self._table.show()
                self._fit_table()
            elif event.type() == QEvent.Type.HideToParent:
                self._table.hide()
        elif watched is self._area.viewport():
            if event.type() == QEvent.Type.Resize:
                self._fit_rows()
        elif event.type() == QEvent.Type.LayoutRequest:  # the table is higher or lower now
            self._fit_table()
        return super().eventFilter(watched, event)


def _scrolled(content: QWidget, name: str, title: str) -> QScrollArea:
    content.setProperty("role", "column")
    area = QScrollArea()
    make_viewport(area)
    area.setObjectName(name)
    area.setAccessibleName(title)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    return area
