"""Paints the cells of the standing: the method, its figures, and below them what became of it."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look.lettering import Lettering
from app.look.markers import paint_marker
from app.look.theme import Theme
from app.panels.standing.model import ROW_ROLE, Index
from app.panels.standing.rows import (
    COLUMNS,
    METHOD,
    MINIMUM,
    OF_NETWORKS,
    OUTCOMES,
    SHARES,
    STATUS,
    Row,
)

FIRST, LINE, SMALL_LINE, FOOT = 11, 16, 15, 4
"""Height of the first line's middle, of a line of the name, of one below it, and what is left."""
TEXT_LEFT = 19
ARROW = 12
"""Pixels of a heading for the sign that it is sorted by."""
MOST_LINES = 4
"""A longer name is cut in its middle."""
_WIDEST = {STATUS: "not converged", MINIMUM: "global (0.0000, −1.0000)", OUTCOMES: 40 * "e"}
_WIDEST_NUMBER, _WIDEST_SHARE = "−1234.5", "−0.000"


class StandingDelegate(QStyledItemDelegate):
    """Figures of one width, to the right; below them, over the width of the whole table, where the
    selected start has arrived and how many of all starts have come to which end.

    `names_width` is that of the names' view, left of the figures'. What goes over both is painted
    by both, each its part, and stays where it is while the figures scroll.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.names_width = self.whole_width = 200
        font = QApplication.font()
        self._normal, self._small = Lettering(font, 12), Lettering(font, 11)
        self._bold = Lettering(font, 12, bold=True)
        self._lines = functools.lru_cache(256)(self._wrapped)
        self._counts = functools.lru_cache(256)(self._gathered)

    def width(self, column: int) -> int:
        """The width that a column needs as a rule."""
        heading = self.width_of(COLUMNS[column]) + ARROW if column in OF_NETWORKS else 0
        widest = _WIDEST_SHARE if column in SHARES else _WIDEST_NUMBER
        return max(heading, self.width_of(_WIDEST.get(column, widest)))

    def width_of(self, text: str) -> int:
        """The width that a text needs in its column."""
        return int(self._normal.width(text)) + 11

    @property
    def least_height(self) -> int:
        """The height of a row with a short name and one start."""
        return LINE + SMALL_LINE + FOOT

    def height(self, row: Row) -> int:
        """The height of a row, whose name is as wide as the names' view."""
        names = len(self.name_lines(row.label))
        below = SMALL_LINE * (1 + len(self.tally_lines(row.tally)))
        return LINE * names + below + FOOT

    def name_lines(self, label: str) -> tuple[str, ...]:
        """A name in as many lines as it needs."""
        return self._lines(label, self.names_width - TEXT_LEFT - 4)

    def tally_lines(self, tally: str) -> tuple[str, ...]:
        """What became of all starts in as many lines as it needs: none of its counts is cut."""
        return self._counts(tally, self.whole_width - TEXT_LEFT - 4)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width(index.column()), self.height(index.data(ROW_ROLE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        area = QRectF(option.rect)
        painter.save()
        painter.setClipRect(area)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.theme.selection))
        painter.setOpacity(0.45 if row.faded else 1.0)
        lines = self.name_lines(row.label)
        if index.column() == METHOD:
            self._paint_method(painter, area, row, lines)
            left = TEXT_LEFT
        else:
            self._paint_text(painter, area, row, index.column())
            left = TEXT_LEFT - self.names_width
        middle = area.top() + FIRST + LINE * (len(lines) - 1) + SMALL_LINE
        self._paint_fate(painter, left, middle, row)
        painter.restore()

    def _paint_method(
        self, painter: QPainter, area: QRectF, row: Row, lines: tuple[str, ...]
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(row.style.colour), 1.5))
        hollow = row.style.ghost
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(row.style.colour))
        middle = area.top() + FIRST
        paint_marker(painter, row.style.marker, QPointF(area.left() + 8, middle), 4.5)
        self._bold.use(painter, QColor(self.theme.text))
        for place, line in enumerate(lines):
            self._bold.left(painter, area.left() + TEXT_LEFT, middle + LINE * place, line)

    def _paint_fate(self, painter: QPainter, left: float, middle: float, row: Row) -> None:
        """What became of the selected start, and below it of all."""
        room = self.whole_width - TEXT_LEFT - 4
        fate = row.fate if self._small.width(row.fate) <= room else row.short_fate
        theme = self.theme
        self._small.use(painter, QColor(theme.danger if row.standing.status.lost else theme.dim))
        self._small.left(painter, left, middle, self._small.elided(fate, room))
        diverged = row.outcomes is not None and row.outcomes.diverged + row.outcomes.undefined
        self._small.use(painter, QColor(theme.text if diverged else theme.dim))
        for place, line in enumerate(self.tally_lines(row.tally), 1):
            self._small.left(painter, left, middle + SMALL_LINE * place, line)

    def _paint_text(self, painter: QPainter, area: QRectF, row: Row, column: int) -> None:
        text = row.text(column)
        self._normal.use(painter, QColor(self.theme.text))
        middle = area.top() + FIRST
        if row.number(column) is not None:
            self._normal.column(painter, area.right() - 6, [(middle, text)])
        else:
            shown = self._normal.elided(text, area.width() - 12)
            self._normal.left(painter, area.left() + 6, middle, shown)

    def _gathered(self, tally: str, room: int) -> tuple[str, ...]:
        """The counts of a tally, as many on a line as fit."""
        lines: list[str] = []
        for count in filter(None, tally.split(" · ")):
            joined = f"{lines[-1]} · {count}" if lines else count
            if lines and self._small.width(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(count)
        return tuple(self._small.elided(line, room) for line in lines)

    def _wrapped(self, label: str, room: int) -> tuple[str, ...]:
        """The label's lines: broken between words, and where a word is too long within it."""
        lines, rest = [], label
        while rest and len(lines) < MOST_LINES - 1 and self._bold.width(rest) > room:
            fits = next(n for n in range(len(rest), 0, -1)
                        if n == 1 or self._bold.width(rest[:n].rstrip()) <= room)  # fmt: skip
            space = rest.rfind(" ", 0, fits + 1)
            cut = space if space > 0 else fits
            lines.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
        return (*lines, self._bold.shortened(rest, room)) if rest else tuple(lines)
