"""The numbered list of a step's sub-steps: formula, numbers and a sentence each, painted."""

from __future__ import annotations

import dataclasses
import re

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import Theme
from core.anatomy.substep import SubStep

BADGE, LEFT, RIGHT, PAD, GAP = 9.0, 32, 8, 7, 4
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclasses.dataclass(frozen=True)
class Entry:
    """A sub-step and the colour of its number."""

    substep: SubStep
    colour: str


class SubStepList(QWidget):
    """Paints entries; `chosen(number)` (from 1) on a click or an arrow key.

    With an active entry, those after it are not revealed yet and stand back.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self._active: int | None = None
        self._tops: list[int] = [0]
        self._bold, self._normal, self._small = (
            _font(self.font(), 12, bold=True),
            _font(self.font(), 12),
            _font(self.font(), 11),
        )
        self.setObjectName("anatomy-list")
        self.setAccessibleName("Sub-steps")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)

    def show_entries(self, entries: tuple[Entry, ...], active: int | None, theme: Theme) -> None:
        """Show sub-steps; `active` is a number from 1, None when nobody walks through them."""
        resized = entries != self._entries
        self._entries, self._active, self._theme = entries, active, theme
        if active is not None:
            self.setAccessibleDescription(entries[active - 1].substep.sentence)
        if resized:
            self._measure()
        self.update()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._entries

    def place_of(self, number: int) -> QRectF:
        """Where an entry (from 1) stands."""
        top, bottom = self._tops[number - 1], self._tops[number]
        return QRectF(0, top, self.width(), bottom - top - GAP)

    def number_at(self, y: float) -> int:
        """The number of the entry at a height; 0 where none is."""
        for number in range(1, len(self._entries) + 1):
            if self.place_of(number).top() <= y <= self.place_of(number).bottom():
                return number
        return 0

    def sizeHint(self) -> QSize:
        return QSize(260, self._tops[-1])

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._tops[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def _measure(self) -> None:
        """Where each entry begins, for the width there is."""
        tops = [0]
        for entry in self._entries:
            heights = [height for _, _, _, height in self._lines(entry)]
            tops.append(tops[-1] + sum(heights) + 2 * PAD + GAP)
        if tops != self._tops:
            self._tops = tops
            self.updateGeometry()

    def _lines(self, entry: Entry) -> list[tuple[QFont, str, str, int]]:
        """Font, colour, text and height of the lines of an entry."""
        width = max(60, self.width() - LEFT - RIGHT)
        substep = entry.substep
        lines = [
            (self._bold, self._theme.text, substep.name),
            (self._small, self._theme.dim, substep.formula),
            (self._small, self._theme.text, substep.numbers),
            (self._normal, self._theme.text, substep.sentence),
        ]
        if substep.numbers == substep.formula:
            del lines[2]
        return [
            (font, colour, _kept(text), _height(font, width, _kept(text)))
            for font, colour, text in lines
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, entry in enumerate(self._entries, start=1):
            place = self.place_of(number)
            if place.intersects(QRectF(event.rect())):
                later = self._active is not None and number > self._active
                painter.setOpacity(0.35 if later else 1.0)
                self._paint_entry(painter, place, number, entry)

    def _paint_entry(self, painter: QPainter, place: QRectF, number: int, entry: Entry) -> None:
        active = number == self._active
        edge = self._theme.accent if active else self._theme.card
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(self._theme.card))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        centre = QPointF(LEFT / 2, place.top() + PAD + BADGE)
        painter.setPen(QPen(QColor(entry.colour), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, BADGE, BADGE)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.text))
        box = QRectF(centre.x() - BADGE, centre.y() - BADGE, 2 * BADGE, 2 * BADGE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
        y = place.top() + PAD
        for font, colour, text, height in self._lines(entry):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            room = QRectF(LEFT, y, self.width() - LEFT - RIGHT, height)
            painter.drawText(room, _WRAP, text)
            y += height

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position().y())
        if number:
            self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self._entries:
            number = (self._active or 0) + step
            self.chosen.emit(min(max(1, number), len(self._entries)))
        else:
            super().keyPressEvent(event)


def _kept(text: str) -> str:
    """The text with its vectors kept on one line."""
    return re.sub(r"\([^()]*\)", lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def _height(font: QFont, width: int, text: str) -> int:
    return QFontMetrics(font).boundingRect(0, 0, width, 0, _WRAP, text).height() + 2


def _font(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    found = QFont(font)
    found.setPixelSize(pixels)
    found.setBold(bold)
    return found
