"""The header of a memory under the hand: it folds its rows away, and tells more in a tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.figures.memory.header import FIRST, HEIGHT, Header, HeaderLetters, paint_header
from app.look.styles import Style
from app.look.theme import Theme
from app.look.tool_tips import wrapped
from app.widgets.focus_ring import paint_focus


class SectionHeader(QWidget):
    """Marker, label and last event; below them the agreement with a gauge and what comes next.

    A click, Space or Return asks to fold the slots away or to unfold them: `fold_asked`.
    """

    fold_asked = Signal()

    def __init__(self, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style, self._theme = style, theme
        self._header = Header()
        self._folded = False
        self._letters = HeaderLetters(self.font())
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(296, HEIGHT)

    def set_look(self, style: Style, theme: Theme) -> None:
        """Paint in another style or theme."""
        self._style, self._theme = style, theme
        self.update()

    def set_folded(self, folded: bool) -> None:
        """Show whether the slots are folded away."""
        self._folded = folded
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.fold_asked.emit()

    @property
    def tip(self) -> str:
        """The tool tip, which is put together only when it is asked for."""
        return (
            f"{self._header.label}\nAgreement ‖Σb‖/Σ‖b‖: 1 the items point one way, 0 they cancel\n"
            f"{self._header.note}\nClick: fold the slots away or unfold them"
        )

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), wrapped(self.tip), self)
            return True
        # The window plays on Space; while the focus is here it folds.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.fold_asked.emit()
        else:
            super().keyPressEvent(event)

    def show_header(self, header: Header) -> None:
        """Say something else."""
        if header != self._header:
            self._header = header
            said = filter(None, (header.agreement, header.event, header.note))
            self.setAccessibleDescription(". ".join(said))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        paint_header(painter, self.width(), self._header, self._style, self._theme, self._letters)
        self._paint_chevron(painter)
        paint_focus(painter, self, self._theme)

    def _paint_chevron(self, painter: QPainter) -> None:
        """Points down over unfolded slots, to the right where they are folded away."""
        pen = QPen(QColor(self._theme.dim), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        corners = [(-3.0, -1.5), (0.0, 1.5), (3.0, -1.5)]
        if self._folded:
            corners = [(y, x) for x, y in corners]
        painter.drawPolyline([QPointF(6 + x, FIRST + y) for x, y in corners])
