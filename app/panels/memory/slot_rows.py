"""The slots of one method's memory, one painted row each; the hand's place lights up an item."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.figures.memory.captions import bar_range, paint_captions
from app.figures.memory.columns import Columns, Rows
from app.figures.memory.contents import Contents
from app.figures.memory.manner import Letters, Look, Manner
from app.figures.memory.row_painter import paint_items, paint_now
from app.figures.memory.words import slot_tip
from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme
from app.look.tool_tips import wrapped
from app.panels.memory.lanes import Lanes
from app.widgets.focus_ring import paint_focus
from landscapes.base import Array

CAPTIONS, SMALL_CAPTIONS = 11, 9


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
        self._rows = Rows()
        self._still: QPixmap | None = None
        self._painted: Contents | None = None
        self._style, self._theme = style, theme
        self._manner = Manner(
            self._rows, Columns.of(300, 500), Look.of(style, theme), self._lettering()
        )
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, style: Style, theme: Theme) -> None:
        """Paint in another style or theme."""
        if (style, theme) != (self._style, self._theme):
            self._style, self._theme = style, theme
            self._manner = self._manner._replace(look=Look.of(style, theme))
            self._still = None
            self.update()

    def show_contents(self, contents: Contents) -> None:
        """Show other contents."""
        self._contents = contents
        self.set_slots(len(contents.held.births))
        self.update()

    def set_slots(self, slots: int) -> None:
        """Take the room of so many slots."""
        self._set_rows(self._rows._replace(slots=slots))

    def set_room(self, lanes: int, height: int) -> None:
        """Show rows of this height in so many lanes."""
        self._set_rows(self._rows._replace(lanes=lanes, height=height))

    def laid(self, lanes: int, height: int, width: float) -> Rows:
        """The same slots in so many lanes of rows of this height, were this the width."""
        rows = self._rows._replace(lanes=lanes, height=height)
        return Lanes.of(rows, width).rows

    def _set_rows(self, rows: Rows) -> None:
        rows = Lanes.of(rows, self.width()).rows
        if rows != self._rows:
            self._rows, self._still = rows, None
            self._manner = self._manner._replace(rows=rows, letters=self._lettering())
            self.updateGeometry()
            self.update()

    def _lettering(self) -> Letters:
        small = SMALL_CAPTIONS if self._rows.stacked else CAPTIONS
        return Letters(Lettering(self.font(), self._rows.lettering), Lettering(self.font(), small))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_rows(self._rows)

    @property
    def contents(self) -> Contents | None:
        """What is shown now."""
        return self._contents

    @property
    def rows(self) -> Rows:
        """How the rows are laid out."""
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(296, self._rows.total)

    @property
    def lanes(self) -> Lanes:
        """Where the rows stand."""
        return Lanes(self._rows, self.width())

    def place_of(self, birth: int) -> QRect | None:
        """Where the item of a birth stands; None where it is not held."""
        births = self._contents.held.births.tolist() if self._contents else []
        return self.lanes.place(births.index(birth)) if birth in births else None

    def paintEvent(self, event: QPaintEvent) -> None:
        contents, painter = self._contents, QPainter(self)
        if contents is None:
            painter.fillRect(self.rect(), self._manner.look.panel)
            return
        painter.drawPixmap(QPointF(0, 0), self._painted_still(contents))
        height, caption = self._rows.height, self._rows.caption
        first = max(0, (event.rect().top() - caption) // height)
        last = (event.rect().bottom() - caption) // height + 1
        for left, slots in self.lanes.slots:
            painter.save()
            painter.translate(left, 0)
            paint_now(painter, contents, self._manner, slots[first:last])
            painter.restore()
        paint_focus(painter, self, self._theme)

    def _painted_still(self, contents: Contents) -> QPixmap:
        """What stays while slots hold the same items: only those that changed are painted anew."""
        ratio, before = self.devicePixelRatioF(), self._painted
        changed = np.ones(self._rows.slots, dtype=bool)
        if self._still is None or self._still.size() != self.size() * ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
        elif before is not None and _alike(before, contents):
            changed = before.held.births != contents.held.births
        self._painted = contents
        if changed.any():
            of_network = contents.held.norms is not None
            columns = Columns.of(
                int(self.lanes.each),
                contents.track.steps,
                self._rows.slots,
                small=contents.bars.long_figures,
                norms=of_network,
            )
            self._manner = self._manner._replace(columns=columns, of_network=of_network)
            painter = QPainter(self._still)
            self._paint_still(painter, contents, changed)
            painter.end()
        return self._still

    def _paint_still(self, painter: QPainter, contents: Contents, changed: Array) -> None:
        if changed.all():
            painter.fillRect(self.rect(), self._manner.look.panel)
        else:
            places = QRegion()
            for slot in np.flatnonzero(changed).tolist():
                places += self.lanes.place(slot)
            painter.setClipRegion(places)
            painter.fillRect(self.rect(), self._manner.look.panel)
        for left, slots in self.lanes.slots:
            painter.save()
            painter.translate(left, 0)
            if changed.all():
                paint_captions(painter, self._manner)
            if changed[slots].any():
                paint_items(painter, contents, self._manner, slots[changed[slots]])
            painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.item_pointed.emit(self._birth(self.lanes.slot_at(event.position())))

    def leaveEvent(self, event: QEvent) -> None:
        self.item_pointed.emit(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        birth = self._birth(self.lanes.slot_at(event.position()))
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
            tip = wrapped(self.tip_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    @staticmethod
    def _what_of_items(contents: Contents) -> str:
        if contents.held.norms is None:
            return "its push −item as an arrow"
        return "the cosine of its item to the mean of all, the item's norm"

    def tip_at(self, place: QPointF) -> str:
        """The tool tip at a place."""
        slot, contents = self.lanes.slot_at(place), self._contents
        if contents is None:
            return ""
        if slot < 0:
            left, right = bar_range(contents)
            return (
                f"The bars reach from {left} to {right}.\n"
                f"Each slot: {self._what_of_items(contents)}, its priority now (bar) and when it "
                "was taken (paler), its age in steps and the step at which it was taken.\n"
                "▾ and its line: the next newcomer's ‖g‖. Dotted line or notch: the lowest "
                "priority held, which it must beat."
            )
        return slot_tip(contents.spec, contents.held, contents.track, contents.start, slot)


def _alike(one: Contents, other: Contents) -> bool:
    """Whether all that stands in the still parts beside the items is the same."""
    return (
        one.track is other.track
        and (one.start, one.faded, one.arrows, one.bars)
        == (other.start, other.faded, other.arrows, other.bars)
        and len(one.held.births) == len(other.held.births)
    )
