"""The values of every chart at the time cursor, a row for each method."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures.curves.curves import Curve
from app.look.lettering import Lettering
from app.look.markers import paint_marker
from app.look.theme import Theme
from app.look.tool_tips import set_tip

ROW, LABEL, NARROW, WIDE, GAP = 19, 150, 80, 110, 8


class ValuesTable(QWidget):
    """Painted, not filled with items: it changes at every tick. Columns that do not fit beside
    one another go on below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[tuple[str, tuple[Curve, ...]], ...] = ()
        self._time = 0
        self._small, self._normal = Lettering(self.font(), 11), Lettering(self.font(), 12)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("chart-values")
        self.setAccessibleName("Values at the cursor")
        set_tip(self, "In brackets: over how many of the starts, where not over all")

    def sizeHint(self) -> QSize:
        return QSize(LABEL, self._bands * self._band_height)

    @property
    def _at_once(self) -> int:
        """How many columns fit beside one another."""
        return max(1, (self.width() - LABEL) // NARROW)

    @property
    def _bands(self) -> int:
        return max(1, -(-len(self._columns) // self._at_once))

    @property
    def _band_height(self) -> int:
        return ROW * (len(self._methods()) + 1) + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def show_columns(
        self, columns: tuple[tuple[str, tuple[Curve, ...]], ...], theme: Theme
    ) -> None:
        """Titles and curves of the charts that are shown."""
        self._columns, self._theme = columns, theme
        self.updateGeometry()
        self.update()

    def show_time(self, time: int) -> None:
        """Show the values at a time."""
        if time != self._time:
            self._time = time
            self.update()

    def text(self, method: int, column: int) -> str:
        """What stands in a cell."""
        for curve in self._columns[column][1]:
            if curve.method == method:
                return curve.lines[0].text(self._time)
        return ""

    def _methods(self) -> list[Curve]:
        """One curve of each method, in order."""
        found = {curve.method: curve for _, curves in self._columns for curve in curves}
        return [found[method] for method in sorted(found)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for band in range(self._bands):
            first = band * self._at_once
            self._paint_band(painter, range(len(self._columns))[first : first + self._at_once])
            painter.translate(0, self._band_height)

    def _paint_band(self, painter: QPainter, columns: range) -> None:
        text, dim = QColor(self._theme.text), QColor(self._theme.dim)
        room = (self.width() - LABEL) / min(self._at_once, max(1, len(self._columns)))
        column = min(room, WIDE)
        self._small.use(painter, dim)
        for place, number_of in enumerate(columns):
            right = LABEL + column * (place + 1) - 8
            shown = self._small.elided(self._columns[number_of][0], column - 12)
            self._small.right(painter, right, ROW / 2, shown)
        for row, curve in enumerate(self._methods(), start=1):
            middle = ROW * row + ROW / 2
            painter.setPen(QPen(QColor(curve.style.colour), 1.5))
            painter.setBrush(QColor(curve.style.colour))
            paint_marker(painter, curve.style.marker, QPointF(14, middle), 4)
            self._normal.use(painter, text)
            label = self._normal.shortened(curve.label, LABEL - 30)
            self._normal.left(painter, 26, middle, label)
            for place, number_of in enumerate(columns):
                cell = (middle, self.text(curve.method, number_of))
                self._normal.column(painter, LABEL + column * (place + 1) - 8, [cell])
