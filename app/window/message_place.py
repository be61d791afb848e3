"""Where messages lie: over what is shown, where they hide least of it, whatever its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Slot

from app.map.map_view import MapView
from app.widgets.splitter import GAP
from app.window.desk import Desk
from app.window.message_bar import MessageBar
from app.window.studies import Studies


class MessagePlace(QObject):
    """Keeps a message bar over the top of the race's panels, but for the map's buttons, which stay
    within reach; and over the study's answer while that is shown."""

    def __init__(
        self, messages: MessageBar, desk: Desk, map_view: MapView, studies: Studies
    ) -> None:
        super().__init__(messages)
        self._messages, self._desk = messages, desk
        self._map, self._studies = map_view, studies
        for resized in (map_view, studies.pages):
            resized.installEventFilter(self)
        studies.pages.changed.connect(self._place)

    @Slot()
    def _place(self) -> None:
        if self._studies.is_shown:
            self._messages.lie_in(self._studies.message_place)
            return
        buttons, panels = self._map.layers_button, self._desk.panels_place
        right = buttons.mapTo(self._desk, QPoint(0, 0)).x() - GAP
        self._messages.lie_in(QRect(panels.x(), panels.y(), right - panels.x(), 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
