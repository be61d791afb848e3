"""How long an arrow of the memory panel is: a few lengths with their numbers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures.memory.arrow_legend import HEIGHT, paint_arrow_legend
from app.figures.memory.scales import ArrowScale
from app.look.appearance import Appearance
from app.look.lettering import Lettering
from app.look.tool_tips import set_tip


class ArrowLegend(QWidget):
    """Arrows of round norms, up to the largest that is held, as long as they are in the rows."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._scale = ArrowScale()
        self._small = Lettering(self.font(), 11)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(self, "Arrows show the push −item; their length grows as asinh of its norm")
        self.setAccessibleName("Length of the arrows")
        appearance.theme_changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def show_scale(self, scale: ArrowScale) -> None:
        """Explain another scale."""
        if scale != self._scale:
            self._scale = scale
            self.update()

    @property
    def norms(self) -> tuple[float, ...]:
        """The round norms that are shown."""
        return self._scale.references()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._appearance.theme.panel))
        where = (painter, self.width(), self._scale, self._appearance.theme, self._small)
        paint_arrow_legend(*where)

    @Slot(object)
    def _repaint(self, theme: object) -> None:
        self.update()
