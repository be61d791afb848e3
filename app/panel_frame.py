"""The rounded frame that a panel of the window stands in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

MARGIN = 10
_BESIDE_BAR = 4


def framed(name: str, widget: QWidget) -> QWidget:
    """The widget in a frame; itself where it has one of its own."""
    return widget if widget.property("role") == "panel" else PanelFrame(name, widget)


class PanelFrame(QFrame):
    """Rounds off one or several widgets, one below the other."""

    def __init__(self, name: str, *widgets: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        for widget in widgets:
            column.addWidget(widget)


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
        column.setContentsMargins(0, 0, _BESIDE_BAR, 0)
        column.setSpacing(12)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch()
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        width = (
            self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        )
        return QSize(width, 120)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
