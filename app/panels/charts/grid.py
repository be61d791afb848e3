"""Lays charts out side by side, as many as fit, with a table below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

NARROWEST, LOWEST = 200, 130


class ChartGrid(QScrollArea):
    """A grid of widgets of equal width that scrolls where they would become too low."""

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below
        self._charts: list[QWidget] = []
        self._columns = 1
        column = QWidget()
        column.setProperty("role", "column")
        self._grid = QGridLayout(column)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self.setObjectName("charts-grid")
        self.setAccessibleName("Charts")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(column)

    def show_charts(self, charts: Sequence[QWidget]) -> None:
        """Lay out these charts; those no longer among them are deleted."""
        for chart in self._charts:
            self._grid.removeWidget(chart)
            if chart not in charts:
                chart.hide()
                chart.deleteLater()
        self._charts = list(charts)
        self._place()

    def _place(self) -> None:
        self._columns = self._fitting()
        for place, chart in enumerate(self._charts):
            self._grid.removeWidget(chart)
            self._grid.addWidget(chart, place // self._columns, place % self._columns)
            chart.setMinimumHeight(LOWEST)
            chart.show()
        rows = -(-len(self._charts) // self._columns)
        self._grid.removeWidget(self._below)
        self._grid.addWidget(self._below, rows, 0, 1, self._columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _fitting(self) -> int:
        return max(1, min(len(self._charts), self.width() // NARROWEST))

    @Slot()
    def reveal_table(self) -> None:
        """Scroll to what stands below the charts."""
        self.ensureWidgetVisible(self._below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._place()
