"""How a study's plots look: the theme, the fonts, and each method as its card is everywhere."""

from __future__ import annotations

import dataclasses
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen

from app.look.styles import Style, styles
from app.look.theme import Theme
from app.map.drawing.colours import faded
from app.map.drawing.text import Fonts
from core.experiment.experiment import MethodSpec
from core.study.plots.values import Stroke

WIDTH = 1.8
DASHES: dict[Stroke, tuple[float, ...] | None] = {
    "solid": None,
    "dashed": (5.0, 3.0),
    "dotted": (1.2, 2.0),
}


@dataclasses.dataclass(frozen=True)
class Look:
    """What a plot is painted with."""

    theme: Theme

    @property
    def fonts(self) -> Fonts:
        """The fonts of all plots."""
        return _fonts()

    def style(self, methods: tuple[MethodSpec, ...], place: int) -> Style:
        """The style of the card at a place."""
        return styles(methods, self.theme)[place]

    def pen(self, style: Style, stroke: Stroke = "card", width: float = WIDTH) -> QPen:
        """The pen of a method's line."""
        dash = style.dash if stroke == "card" else DASHES[stroke]
        pen = QPen(QColor(style.colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash is not None:
            pen.setDashPattern(list(dash))
        return pen

    @property
    def grid(self) -> QPen:
        """The pen of lines that help the eye."""
        return QPen(faded(self.theme.line, 0.75), 1)

    @property
    def frame(self) -> QPen:
        """The pen of outlines and axes."""
        return QPen(QColor(self.theme.line), 1)


@cache
def _fonts() -> Fonts:
    return Fonts()


@dataclasses.dataclass(frozen=True)
class Spot:
    """A place of a plot that a hand or the keys can be at: what is told of it, and what it opens.

    `at` is its centre and `reach` half its width and height in pixels; `cell` a place in the
    question's cells, `start` a point of the plane.
    """

    at: QPointF
    reach: tuple[float, float]
    tip: str
    cell: int | None = None
    start: tuple[float, float] | None = None
