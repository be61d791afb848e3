"""Beside the map of a network: what its plane is, and what it hides of each method's point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.appearance import Appearance
from app.look.markers import paint_marker
from app.look.styles import styles
from app.look.tool_tips import set_tip
from app.map.planes.planes import Planes
from app.map.planes.readings import Reading
from app.session.session import Session
from core.writing import number

if TYPE_CHECKING:  # only networks have planes: until there is one, nothing that lays them is read
    from app.map.planes.fitting import Fitted

ROW = 17
MOST_ROWS = 6
HEADINGS = ("true loss", "on the plane", "off the plane")
TIP = (
    "A plane shows the loss of its own points, and a run is seldom in it: here stand the loss of "
    "each run's point, that of the plane beneath it, and how far apart the two are\nThe point is "
    "the last that was kept before the cursor"
)


class PlaneStrip(QWidget):
    """A line about the plane, then one for each method; hidden where the map is no plane."""

    def __init__(
        self,
        planes: Planes,
        session: Session,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("map-plane-readings")
        self.setAccessibleName("What the plane hides")
        set_tip(self, TIP)
        self._planes, self._session, self._appearance = planes, session, appearance
        self._high = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        planes.told.connect(self._follow)
        planes.changed.connect(self._follow)
        appearance.theme_changed.connect(self.update)
        self._follow()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What stands there of each method, those beyond the last line left out."""
        return self._planes.readings[:MOST_ROWS]

    @property
    def heading(self) -> str:
        """What is said of the plane: what it is of, or why there is none."""
        planes = self._planes
        if not planes.is_planar or planes.shown is None:
            return planes.problem[:1].upper() + planes.problem[1:]
        return self._of(planes.shown, planes.shown.words)

    def _of(self, shown: Fitted, words: str) -> str:
        loss = "Training loss" if shown.wish.part == "train" else "Test loss"
        return " · ".join(filter(None, (loss, words, self._planes.state)))

    def _fitting(self, room: float, metrics: QFontMetricsF) -> str:
        """The heading, in fewer words where it has no room, or else cut."""
        planes, told = self._planes, self.heading
        if metrics.horizontalAdvance(told) > room and planes.is_planar and planes.shown is not None:
            told = self._of(planes.shown, planes.shown.short_words)
        return metrics.elidedText(told, Qt.TextElideMode.ElideRight, room)

    def sizeHint(self) -> QSize:
        # As high from the first moment, so that the map keeps its shape when a plane is there.
        rows = min(MOST_ROWS, len(self._session.picture.experiment.enabled_methods))
        return QSize(200, ROW * (2 + rows) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, metrics = self._appearance.theme, QFontMetricsF(self.font())
        line = QRectF(6, 2, self.width() - 12, ROW)
        painter.setPen(QColor(theme.dim))
        shown = self._fitting(line.width(), metrics)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        readings = self.readings
        if not readings:
            return
        wide = max(metrics.horizontalAdvance(word) for word in HEADINGS) + 14
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        boxes = [line.right() - (len(HEADINGS) - k) * wide for k in range(len(HEADINGS))]
        line.translate(0, ROW)
        for left, word in zip(boxes, HEADINGS, strict=True):
            painter.drawText(QRectF(left, line.top(), wide, ROW), right, word)
        experiment = self._session.picture.experiment
        looks = styles(experiment.methods, theme)
        for reading in readings:
            line.translate(0, ROW)
            look = looks[reading.method]
            painter.setPen(QPen(QColor(look.colour), 1.5))
            painter.setBrush(QColor(theme.panel if look.ghost else look.colour))
            paint_marker(painter, look.marker, QPointF(line.left() + 7, line.center().y()), 4.5)
            label = experiment.methods[reading.method].label
            room = boxes[0] - line.left() - 24
            shown = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, room)
            painter.setPen(QColor(theme.text))
            box = QRectF(line.left() + 20, line.top(), room, ROW)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            figures = (reading.true_loss, reading.plane_loss, reading.distance)
            for left, figure in zip(boxes, figures, strict=True):
                text = "–" if math.isnan(figure) else number(figure, 3)
                painter.drawText(QRectF(left, line.top(), wide, ROW), right, text)

    @Slot()
    def _follow(self) -> None:
        seen = self._planes.of_network
        if seen != (not self.isHidden()):
            self.setVisible(seen)
        if (high := self.sizeHint().height()) != self._high:  # no tick lays anything out anew
            self._high = high
            self.updateGeometry()
        self.update()
