"""The rounded frame that a panel of the window stands in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

MARGIN = 10


def framed(name: str, widget: QWidget) -> QWidget:
    """The widget in a frame; itself where it has one of its own."""
    return widget if widget.property("role") == "panel" else PanelFrame(name, widget)


class PanelFrame(QFrame):
    """Rounds off one or several widgets, one below the other.

    The scroll bar of a `Column` stands in the margin on the right, so that all are of one width.
    """

    def __init__(self, name: str, *widgets: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        scrolls = any(isinstance(widget, Column) for widget in widgets)
        column.setContentsMargins(MARGIN, MARGIN, 0 if scrolls else MARGIN, MARGIN)
        column.setSpacing(8)
        for place, widget in enumerate(widgets):
            if place:
                column.addLayout(_rule(MARGIN if scrolls else 0))
            column.addWidget(widget)
            if scrolls and not isinstance(widget, Column):
                widget.setContentsMargins(0, 0, MARGIN, 0)


def _rule(right: int) -> QHBoxLayout:
    line = QFrame()
    line.setProperty("role", "rule")
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, right, 0)
    row.addWidget(line)
    return row


class Column(QScrollArea):
    """Widgets one below the other that scroll, upward and downward only, where they do not fit."""

    def __init__(self, name: str, *widgets: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "column")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, MARGIN, 0)
        column.setSpacing(12)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch()
        self._inside = column
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.widget().minimumSizeHint().width() + MARGIN, 120)

    @Slot(int, int)
    def _make_room(self, low: int, high: int) -> None:
        bar = self.verticalScrollBar().sizeHint().width() if high > low else 0
        self._inside.setContentsMargins(0, 0, max(0, MARGIN - bar), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
