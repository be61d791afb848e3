"""Paints the cells of the standing: the method with its marker and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look.lettering import Lettering
from app.look.theme import Theme
from app.panels.standing.model import ROW_ROLE, Index
from app.panels.standing.rows import METHOD, Row
from app.widgets.method_swatch import paint_marker

HEIGHT = 34
_WIDEST = ("", "−1234.5", "−1234.5", "−123.4", "123.4", "converged at 500", "")


class StandingDelegate(QStyledItemDelegate):
    """Figures of one width, to the right; the first column in two lines."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        font = QApplication.font()
        self._normal, self._small = Lettering(font, 12), Lettering(font, 11)
        self._bold = Lettering(font, 12, bold=True)

    def width(self, column: int) -> int:
        """The width that a column needs as a rule."""
        return self.width_of(_WIDEST[column])

    def width_of(self, text: str) -> int:
        """The width that a text needs in its column."""
        return int(self._normal.width(text)) + 11

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width(index.column()), HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        area = QRectF(option.rect)
        painter.save()
        painter.setClipRect(area)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.theme.selection))
        painter.setOpacity(0.45 if row.faded else 1.0)
        if index.column() == METHOD:
            self._paint_method(painter, area, row)
        else:
            self._paint_text(painter, area, row, index.column())
        painter.restore()

    def _paint_method(self, painter: QPainter, area: QRectF, row: Row) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(row.style.colour), 1.5))
        hollow = row.style.ghost
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(row.style.colour))
        paint_marker(painter, row.style.marker, QPointF(area.left() + 8, area.top() + 11), 4.5)
        left, room = area.left() + 19, area.width() - 22
        self._bold.use(painter, QColor(self.theme.text))
        self._bold.left(painter, left, area.top() + 11, self._bold.shortened(row.label, room))
        lost = row.standing.status.kind == "diverged"
        self._small.use(painter, QColor(self.theme.danger if lost else self.theme.dim))
        self._small.left(painter, left, area.top() + 26, self._said(row, room))

    def _said(self, row: Row, room: float) -> str:
        """What became of the method, with the minimum it reached where both have room."""
        known = row.standing.status.kind != "running"
        words = [str(row.standing.status)] if known else []
        words += [row.standing.reached] if row.standing.reached else []
        words = words or ["running"]
        whole = " · ".join(words)
        if self._small.width(whole) <= room:
            return whole
        return self._small.elided(words[0], room)

    def _paint_text(self, painter: QPainter, area: QRectF, row: Row, column: int) -> None:
        text = row.text(column)
        self._normal.use(painter, QColor(self.theme.text))
        middle = area.center().y()
        if row.number(column) is not None:
            self._normal.column(painter, area.right() - 6, [(middle, text)])
        else:
            shown = self._normal.elided(text, area.width() - 12)
            self._normal.left(painter, area.left() + 6, middle, shown)
