"""The values of every chart at the time cursor, a row for each method."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.panels.charts.curves import Curve
from app.panels.lettering import Lettering
from app.panels.method_swatch import paint_marker
from app.theme import Theme
from core.notation import number

ROW, LABEL, NARROW, WIDE = 19, 150, 60, 110


class ValuesTable(QWidget):
    """Painted, not filled with items: it changes at every tick."""

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

    def sizeHint(self) -> QSize:
        return QSize(LABEL, ROW * (len(self._methods()) + 1) + 8)

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
                return number(curve.lines[0].at(self._time), 4)
        return ""

    def _methods(self) -> list[Curve]:
        """One curve of each method, in order."""
        found = {curve.method: curve for _, curves in self._columns for curve in curves}
        return [found[method] for method in sorted(found)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text, dim = QColor(self._theme.text), QColor(self._theme.dim)
        room = (self.width() - LABEL) / max(1, len(self._columns))
        column = min(max(room, NARROW), WIDE)
        self._small.use(painter, dim)
        for place, (title, _) in enumerate(self._columns):
            right = LABEL + column * (place + 1) - 8
            shown = self._small.elided(title, column - 12)
            self._small.right(painter, right, ROW / 2, shown)
        for row, curve in enumerate(self._methods(), start=1):
            middle = ROW * row + ROW / 2
            painter.setPen(QPen(QColor(curve.style.colour), 1.5))
            painter.setBrush(QColor(curve.style.colour))
            paint_marker(painter, curve.style.marker, QPointF(14, middle), 4)
            self._normal.use(painter, text)
            label = self._normal.elided(curve.label, LABEL - 30)
            self._normal.left(painter, 26, middle, label)
            for place in range(len(self._columns)):
                cell = (middle, self.text(curve.method, place))
                self._normal.column(painter, LABEL + column * (place + 1) - 8, [cell])
