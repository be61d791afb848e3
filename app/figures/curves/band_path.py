"""What lies between the quartiles of many starts, as a path."""

from __future__ import annotations

import itertools

import numpy as np
from PySide6.QtGui import QPainterPath

from app.figures.curves.curves import Line
from app.figures.curves.scale import Scale
from app.map.drawing.paths import polygon
from landscapes.base import Array

SHARE = 0.16
"""How much of its colour is seen."""
FINEST = 2
"""Times are taken together where so many share a pixel."""


def edges_of(line: Line, scale: Scale) -> Array:
    """The quartiles (n, 2) of a line that has them, as places along the scale; infinite where a
    quarter of the starts is lost: up to the top and beyond."""
    assert line.low is not None and line.high is not None
    raised = scale.raised(np.stack([line.low, line.high], axis=-1))
    edges: Array = np.log10(raised) if scale.logarithmic else raised
    edges[np.isposinf(line.high) & np.isfinite(line.low), 1] = np.inf
    return edges


def topped(edges: Array, top: float) -> Array:
    """The same edges, those that reach beyond everything up to `top`."""
    found: Array = np.where(np.isposinf(edges), np.fmax(top, edges[:, :1]), edges)
    return found


def thinned(times: Array, edges: Array, pixels: float) -> tuple[Array, Array]:
    """Times (n,) and edges (n, 2), so many together that each pixel still has its extremes."""
    together = int(len(times) / max(1.0, FINEST * pixels))
    if together < 2:
        return times, edges
    firsts = np.arange(0, len(times), together)
    low = np.fmin.reduceat(edges[:, 0], firsts)
    high = np.fmax.reduceat(edges[:, 1], firsts)
    return times[firsts], np.stack([low, high], axis=-1)


def band_path(times: Array, edges: Array) -> QPainterPath:
    """The band as one polygon for each stretch of times at which it is finite."""
    path = QPainterPath()
    finite = np.isfinite(edges).all(-1)
    ends = np.flatnonzero(np.diff(finite)) + 1
    for first, last in itertools.pairwise((0, *ends.tolist(), len(times))):
        if last - first > 1 and finite[first]:
            along, (low, high) = times[first:last], edges[first:last].T
            forth, back = np.stack([along, low], -1), np.stack([along, high], -1)[::-1]
            path.addPolygon(polygon(np.concatenate([forth, back])))
            path.closeSubpath()
    return path
