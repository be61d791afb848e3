"""How the sections of the memory panel share its room: lanes, heights of rows, pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.figures.memory.columns import LEAST_ROW, ROW, SCROLLED_ROW
from app.panels.memory.section import MemorySection
from app.widgets.viewport import make_viewport

GAP, APART, RIGHT = 4, 16, 4
"""Pixels between sections below and beside one another, and right of them."""
COLUMN = 280
"""Least width of a section: as many stand side by side as fit."""


class SectionGrid(QScrollArea):
    """Sections below and, where there is room, beside one another; `resized` with its own size."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        make_viewport(self)
        self.sections: tuple[MemorySection, ...] = ()
        """What stands in it, in the order in which it is read."""
        self._columns = 0
        self._row_height = ROW
        self._fitted: tuple[object, ...] = ()
        self._column = QWidget()
        self._column.setProperty("role", "column")
        self._grid = QGridLayout(self._column)
        self._grid.setContentsMargins(0, 0, RIGHT, 0)
        self._grid.setHorizontalSpacing(APART)
        self._grid.setVerticalSpacing(GAP)
        self.setObjectName("memory-scroll")
        self.setAccessibleName("Memories")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._column)

    def show_sections(self, sections: tuple[MemorySection, ...]) -> None:
        """Lay these sections out in place of those before."""
        for section in self.sections:
            self._grid.removeWidget(section)
        self.sections = sections
        self._columns = self._fitting_columns
        for place, section in enumerate(sections):
            self._grid.addWidget(section, place // self._columns, place % self._columns)
            section.show()
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        rows = -(-len(sections) // self._columns)
        for row in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(row, 1 if row == rows else 0)

    @property
    def _fitting_columns(self) -> int:
        return max(1, min(len(self.sections), self.width() // COLUMN))

    def fit(self) -> int:
        """Give the rows as much room as lets all sections be seen, in two lanes where need be;
        returns how high they are."""
        room = self.viewport().height()
        needs = (
            room,
            self.viewport().width(),
            self._columns,
            *(section.needs for section in self.sections),
        )
        if needs != self._fitted:
            self._fitted = needs
            lanes, self._row_height = self._room(room)
            for section in self.sections:
                section.rows.set_room(lanes, self._row_height)
            self._part_pages(self._lines(lanes, self._row_height), room)
        return self._row_height

    def reveal(self, part: QWidget, place: QRect) -> None:
        """Scroll until a place in a part of a section is seen."""
        middle = part.mapTo(self._column, place.center())
        self.ensureVisible(middle.x(), middle.y(), 0, place.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting_columns != self._columns:
            self.show_sections(self.sections)
        self.resized.emit()

    def _room(self, room: int) -> tuple[int, int]:
        """Lanes and height of the rows: one lane as long as all is seen, then two. Where it scrolls
        anyway the rows are roomy, in two lanes only if a section were not seen whole in one."""
        for lanes in (1, 2):
            for height in range(ROW, LEAST_ROW - 1, -1):
                if _height(self._lines(lanes, height)) <= room:
                    return lanes, height
        lanes = 1 if max(self._lines(1, SCROLLED_ROW)) <= room else 2
        least = self._lines(lanes, SCROLLED_ROW)
        most, sight = len(pages(least, room)), max(room, *least)
        for height in range(ROW, SCROLLED_ROW, -1):
            lines = self._lines(lanes, height)
            if len(pages(lines, room)) == most and max(lines) <= sight:
                return lanes, height
        return lanes, SCROLLED_ROW

    def _lines(self, lanes: int, height: int) -> list[int]:
        """The heights of the sections with such rows, of those side by side the highest's."""
        across = max(1, self._columns)
        width = (self.viewport().width() - RIGHT - APART * (across - 1)) / across
        heights = [section.fitting_height(lanes, height, width) for section in self.sections]
        return [max(heights[at : at + across]) for at in range(0, len(heights), across)]

    def _part_pages(self, lines: list[int], room: int) -> None:
        """Where the sections scroll, set them apart so that none is cut at the foot of a page."""
        for row in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
        if _height(lines) > room:
            for page in pages(lines, room):
                spare = room - _height([lines[row] for row in page])
                for place, row in enumerate(page):
                    more = spare * (place + 1) // len(page) - spare * place // len(page)
                    self._grid.setRowMinimumHeight(row, lines[row] + max(0, more))


def _height(lines: Sequence[int]) -> int:
    """The height of sections that stand below one another."""
    return sum(lines) + GAP * max(0, len(lines) - 1)


def pages(lines: Sequence[int], room: int) -> list[list[int]]:
    """Which sections of these heights are seen together, as many a page as are seen whole."""
    found: list[list[int]] = []
    for row, _ in enumerate(lines):
        together = [*found[-1], row] if found else [row]
        if found and _height([lines[one] for one in together]) <= room:
            found[-1] = together
        else:
            found.append([row])
    return found
