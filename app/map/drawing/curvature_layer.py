"""The Hessian's ellipse at each head: how far the loss lets a point go, axis by axis."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from app.look.theme import Theme
from app.map.drawing.colours import edge_colour, faded
from app.map.drawing.view import Frame
from core.measures.surface import Scale
from landscapes.base import Array, Landscape

THINNEST, CLEAR, LARGEST = 3.0, 16.0, 160.0
"""Pixels of half-axes: none is shorter than the first, no longer one than the others."""
_FLAT, _STEEP = 1e-12, 1e100


def draw_ellipse(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    landscape: Landscape,
    point: Array,
    colour: QColor,
    rise: float,
) -> None:
    """The set θ + d with ½ dᵀ|H|d = rise; dashed where H has a negative eigenvalue.

    |H| has the Hessian's eigenvectors and the magnitudes of its eigenvalues: on the quadratic
    model of the loss, every half-axis is the distance at which it changes by `rise` that way.
    The shape is true and the size grows with the true one alike everywhere, but it always
    reaches out from under a head. Nothing is drawn where the Hessian is not finite.
    """
    axes = half_axes(landscape, point, rise)
    if axes is None:
        return
    vectors, lengths, negative = axes
    drawn = frame.vectors(vectors * lengths[:, None])
    spans = np.hypot(drawn[:, :1], drawn[:, 1:])
    drawn *= shown_spans(spans) / np.maximum(spans, _FLAT)
    centre = frame.to_pixels(point)
    # The unit circle under the two half-axes is the ellipse.
    painter.save()
    painter.setTransform(QTransform(*drawn.ravel().tolist(), *centre.tolist()), combine=True)
    opacity = colour.alphaF()
    painter.setBrush(faded(colour, 0.14 * opacity))
    for width, ink in (
        (4.6, faded(edge_colour(colour.name(), theme), 0.75 * opacity)),
        (1.7, colour),
    ):
        pen = QPen(ink, width, Qt.PenStyle.DashLine if negative else Qt.PenStyle.SolidLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawEllipse(-1, -1, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.restore()


def shown_spans(spans: Array) -> Array:
    """Pixels of the half-axes as they are drawn, for the true ones of any shape.

    Both are scaled alike. The longer one becomes hypot(itself, CLEAR): hardly more than it is
    where it is long, and never hidden by a head.
    """
    longest = max(float(spans.max()), _FLAT)
    shown = min(math.hypot(longest, CLEAR), LARGEST)
    return np.clip(spans * (shown / longest), THINNEST, LARGEST)


def half_axes(landscape: Landscape, point: Array, rise: float) -> tuple[Array, Array, bool] | None:
    """Unit axes (2, 2), one a row, their half-lengths (2,) and whether one curves downward."""
    with np.errstate(all="ignore"):
        hessian = landscape.hessian(np.asarray(point, dtype=np.float64))
    if hessian is None or not np.isfinite(hessian).all():
        return None
    values, columns = np.linalg.eigh(hessian)
    lengths = np.sqrt(2.0 * min(rise, _STEEP) / np.maximum(np.abs(values), _FLAT))
    return columns.T, lengths, bool((values < 0).any())


def rise_at(scale: Scale, loss: float) -> float:
    """The change of the loss that ellipses show: one level of the map where the point stands."""
    levels = scale.levels
    above = [level for level in levels if level > loss]
    below = [level for level in levels if level <= loss]
    if above and below:
        return above[0] - below[-1]
    if len(levels) > 1 and not math.isnan(loss):
        return levels[1] - levels[0] if above else levels[-1] - levels[-2]
    return 0.05 * (scale.high - scale.low)
