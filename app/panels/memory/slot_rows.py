"""The slots of one method's memory, one painted row each; the hand's place lights up an item."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.panels.lettering import Lettering
from app.panels.memory.columns import CAPTION, ROW, Columns, row_top
from app.panels.memory.contents import Contents
from app.panels.memory.row_painter import Look, paint_ground, paint_rows
from app.panels.memory.words import slot_tip
from app.styles import Style
from app.theme import Theme


class SlotRows(QWidget):
    """Paints the rows of `Contents`; nothing in it is a widget of its own.

    `item_pointed(birth)` while the hand is over an item or an arrow key chooses one, −1 when it
    leaves; `item_opened(birth)` on a double click or Return.
    """

    item_pointed = Signal(int)
    item_opened = Signal(int)

    def __init__(self, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contents: Contents | None = None
        self._columns = Columns.of(300, 500)
        self._ground: QPixmap | None = None
        self._style, self._theme = style, theme
        self._look = Look.of(style, theme)
        self._small = Lettering(self.font(), 11)
        self._normal = Lettering(self.font(), 12)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, style: Style, theme: Theme) -> None:
        """Paint in another style or theme."""
        if (style, theme) != (self._style, self._theme):
            self._style, self._theme = style, theme
            self._look = Look.of(style, theme)
            self._ground = None
            self.update()

    def show_contents(self, contents: Contents) -> None:
        """Show other contents."""
        before, self._contents = self._contents, contents
        if (
            before is None
            or len(before.held.births) != len(contents.held.births)
            or before.track.steps != contents.track.steps
        ):
            self._ground = None
            self.updateGeometry()
        self.update()

    @property
    def contents(self) -> Contents | None:
        """What is shown now."""
        return self._contents

    def sizeHint(self) -> QSize:
        slots = len(self._contents.held.births) if self._contents else 1
        return QSize(296, CAPTION + ROW * slots)

    def slot_at(self, y: float) -> int:
        """The slot whose row is at a height; −1 where none is."""
        slots = len(self._contents.held.births) if self._contents else 0
        slot = int((y - CAPTION) // ROW)
        return slot if y >= CAPTION and slot < slots else -1

    def place_of(self, birth: int) -> QRect | None:
        """Where the item of a birth stands; None where it is not held."""
        births = list(self._contents.held.births) if self._contents else []
        if birth not in births:
            return None
        return QRect(0, row_top(births.index(birth)), self.width(), ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._contents is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._painted_ground())
        first = max(0, (event.rect().top() - CAPTION) // ROW)
        last = (event.rect().bottom() - CAPTION) // ROW + 1
        paint_rows(
            painter,
            self._contents,
            self._columns,
            self._look,
            self._normal,
            self._small,
            first,
            last,
        )

        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _painted_ground(self) -> QPixmap:
        """Everything that does not move, painted once for a size."""
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.size() != self.size() * ratio:
            assert self._contents is not None
            self._columns = Columns.of(self.width(), self._contents.track.steps)
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(QColor(self._theme.panel))
            painter = QPainter(self._ground)
            slots = len(self._contents.held.births)
            paint_ground(painter, slots, self._columns, self._look, self._small)
            painter.end()
        return self._ground

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.item_pointed.emit(self._birth(self.slot_at(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        self.item_pointed.emit(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        birth = self._birth(self.slot_at(event.position().y()))
        if birth >= 0:
            self.item_opened.emit(birth)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        contents = self._contents
        if contents is None or event.key() not in (
            Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        ):  # fmt: skip
            super().keyPressEvent(event)
            return
        lit = contents.birth_lit
        births = [int(birth) for birth in contents.held.births if birth >= 0]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if lit is not None:
                self.item_opened.emit(lit)
        elif births:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            at = births.index(lit) + step if lit in births else (0 if step > 0 else len(births) - 1)
            self.item_pointed.emit(births[at % len(births)])

    def _birth(self, slot: int) -> int:
        return int(self._contents.held.births[slot]) if self._contents and slot >= 0 else -1

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().y()), self)
            return True
        return super().event(event)

    def tip_at(self, y: float) -> str:
        """The tool tip at a height."""
        slot, contents = self.slot_at(y), self._contents
        if contents is None or slot < 0:
            return (
                "Each slot: its push −item as an arrow, its priority now (bar) and when it was "
                "taken (paler), its age in steps and the step at which it was taken.\n"
                "The line across is the next newcomer's ‖g‖; the notch is the lowest priority held."
            )
        return slot_tip(contents.spec, contents.held, contents.track, contents.start, slot)
