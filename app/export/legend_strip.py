"""The legend and the step counter of a picture without a map: lines above what it shows."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.map.drawing.cards import LEFT
from app.map.drawing.cast import cast_of
from app.map.drawing.frame_cards import row_of
from app.map.drawing.legend import draw_row
from app.map.drawing.legend_layout import MANNERS, LegendRow
from app.map.drawing.scene import Scene
from app.map.drawing.text import Fonts

MANNER = MANNERS[0]
LINE, APART, EDGE = 20.0, 20.0, 12.0
"""Height of a line, pixels between two methods, and around."""
LONGEST = 200.0
"""Pixels of a label at most."""
MOST_LINES = 3


class LegendStrip:
    """Lines of methods, after the step counter, as many as there is room for."""

    def __init__(self) -> None:
        self._fonts = Fonts()

    def height(self, scene: Scene, width: float) -> float:
        """What it takes of a picture of a width."""
        places = self._places(scene, width)
        return max((place.bottom() for place, _ in places), default=0.0)

    def paint(self, painter: QPainter, scene: Scene, width: float) -> None:
        """Paint it at the painter's origin."""
        theme, fonts = scene.theme, self._fonts
        for place, said in self._places(scene, width):
            if isinstance(said, LegendRow):
                label = place.width() - MANNER.swatch - MANNER.gap
                draw_row(painter, place, theme, fonts, said, label, MANNER)
            else:
                painter.setFont(fonts.small)
                painter.setPen(QColor(theme.dim))
                painter.drawText(place, LEFT, said)

    def _places(self, scene: Scene, width: float) -> list[tuple[QRectF, LegendRow | str]]:
        """What it says, and where."""
        layers, fonts, found = scene.layers, self._fonts, []
        x, y = EDGE, EDGE
        if layers.step_counter:
            steps = f"{scene.picture.experiment.steps:,}"
            wide = fonts.small_metrics.horizontalAdvance(f"step {steps} / {steps}") + 1
            found.append((QRectF(x, y, wide, LINE), f"step {scene.cursor:,} / {steps}"))
            x += wide + APART
        cast = cast_of(scene.picture, scene.theme) if layers.legend else []
        for left, actor in zip(range(len(cast), 0, -1), cast, strict=True):
            row = row_of(actor)
            label = min(LONGEST, fonts.normal_metrics.horizontalAdvance(row.label) + 1)
            wide = MANNER.swatch + MANNER.gap + label
            if x > EDGE and x + wide > width - EDGE:
                x, y = EDGE, y + LINE
            if y >= EDGE + MOST_LINES * LINE:
                found.append((QRectF(x, y, width - x, LINE), f"and {left} more"))
                break
            found.append((QRectF(x, y, wide, LINE), row))
            x += wide + APART
        return found
