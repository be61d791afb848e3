"""The two lines above a memory's rows: whose it is, how much it agrees, what it does next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme
from app.look.tool_tips import wrapped
from app.widgets.method_swatch import paint_marker

FIRST, SECOND, LEFT, INDENT, HEIGHT = 10.0, 28.0, 31.0, 15.0, 40


class SectionHeader(QWidget):
    """Marker, label and last event; below them the agreement with a gauge and what comes next.

    A click, Space or Return asks to fold the slots away or to unfold them: `fold_asked`.
    """

    fold_asked = Signal()

    def __init__(self, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style, self._theme = style, theme
        self._label = self._agreement = self._event = self._note = ""
        self._share: float | None = None
        self._folded = False
        self._bold = Lettering(self.font(), 12, bold=True)
        self._small = Lettering(self.font(), 11)
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
            f"{self._label}\nAgreement ‖Σb‖/Σ‖b‖: 1 the items point one way, 0 they cancel\n"
            f"{self._note}\nClick: fold the slots away or unfold them"
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

    def show_text(
        self, label: str, agreement: str, share: float | None, event: str, note: str
    ) -> None:
        """What the header says; `share` (0 … 1) fills the gauge, None leaves it away."""
        new = (label, agreement, share, event, note)
        if new != (self._label, self._agreement, self._share, self._event, self._note):
            self._label, self._agreement, self._share, self._event, self._note = new
            self.setAccessibleDescription(". ".join(filter(None, (agreement, event, note))))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hue, text, dim = (
            QColor(c) for c in (self._style.colour, self._theme.text, self._theme.dim)
        )
        painter.setPen(QPen(hue, 1.5))
        painter.setBrush(QColor(self._theme.panel) if self._style.ghost else hue)
        paint_marker(painter, self._style.marker, QPointF(20, FIRST), 4.5)
        self._paint_chevron(painter)

        right = self.width() - 8
        self._small.use(painter, dim)
        self._small.running(painter, right, FIRST, self._event)
        measured = self._small.metrics.horizontalAdvance
        gauge = measured(self._agreement)
        self._small.running(painter, INDENT + gauge, SECOND, self._agreement)
        room, note = right - INDENT - gauge - 4, self._note
        if measured(note) > room:
            note = self._small.elided(note, room)
        self._small.running(painter, right, SECOND, note)
        room = right - LEFT - measured(self._event) - 12
        self._bold.use(painter, text)
        self._bold.left(painter, LEFT, FIRST, self._bold.shortened(self._label, max(30.0, room)))
        if self._share is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.groove))
            painter.drawRoundedRect(QRectF(INDENT, SECOND + 8, gauge, 2.5), 1, 1)
            painter.setBrush(hue)
            painter.drawRoundedRect(QRectF(INDENT, SECOND + 8, gauge * self._share, 2.5), 1, 1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_chevron(self, painter: QPainter) -> None:
        """Points down over unfolded slots, to the right where they are folded away."""
        pen = QPen(QColor(self._theme.dim), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        corners = [(-3.0, -1.5), (0.0, 1.5), (3.0, -1.5)]
        if self._folded:
            corners = [(y, x) for x, y in corners]
        painter.drawPolyline([QPointF(6 + x, FIRST + y) for x, y in corners])
