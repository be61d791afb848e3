"""Arrays of points become painter paths without a loop over points in Python."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF
from shiboken6 import VoidPtr

from core.measures.surface import Outline
from landscapes.base import Array

REACH = 8000.0
"""Pixels beyond which a segment is shortened: the rasteriser counts no farther than 32767."""

FARTHEST = 1e12
"""Pixels beyond which the direction of a segment is lost in rounding."""

FEW = 3
"""So few polygons are quicker put together one by one."""

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
"""An element of a path as Qt's streams write it: kind 0 moves there, 1 draws a line to there."""


def array_path(points: Array, connect: Array) -> QPainterPath:
    """Lines through finite points (N, 2); `connect` (N,) says from which to go on to the next.

    The path is read from a stream in Qt's own format, which needs no loop over the points.
    """
    path = QPainterPath()
    if not len(points):
        return path
    data = bytearray(4 + _ELEMENT.itemsize * len(points) + 8)
    data[:4] = len(points).to_bytes(4, "big")
    elements = np.frombuffer(data, _ELEMENT, len(points), offset=4)
    elements["kind"][0] = 0
    elements["kind"][1:] = connect[:-1]
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    stream = QDataStream(QByteArray(data))
    stream >> path
    return path


def polygon(points: Array) -> QPolygonF:
    """Points (N, 2) as Qt keeps them: the numbers are copied at once into its own array."""
    found = QPolygonF()
    found.resize(len(points))
    if len(points):
        memory = VoidPtr(found.data(), 16 * len(points), True)
        np.frombuffer(memory, np.float64).reshape(-1, 2)[:] = points
    return found


def are_near(points: Array) -> bool:
    """Whether points of any shape are finite and no farther away than the rasteriser counts."""
    return bool(np.abs(points).max(initial=0.0) <= REACH)


def outline_path(outline: Outline, points: Array) -> QPainterPath:
    """Curves or rings, cut where the outline's offsets say, at the given pixels (N, 2)."""
    connect = np.ones(len(points), dtype=bool)
    connect[outline.offsets[1:].astype(np.intp) - 1] = False
    path = array_path(points, connect)
    path.setFillRule(Qt.FillRule.OddEvenFill)
    return path


def polyline_path(points: Array, area: QRectF) -> QPainterPath:
    """A line through points (N, 2), broken where they are not finite or far outside an area."""
    if are_near(points):
        path = QPainterPath()
        path.addPolygon(polygon(points))
        return path
    segments = visible_segments(points[:-1], points[1:], area)
    if not len(segments):
        return QPainterPath()
    flat = segments.reshape(-1, 2)
    connect = np.ones(len(flat), dtype=bool)
    connect[1:-1:2] = (segments[:-1, 1] == segments[1:, 0]).all(-1)
    return array_path(flat, connect)


def polygons_path(polygons: Array) -> QPainterPath:
    """Filled polygons (N, corners, 2), which may overlap."""
    if len(polygons) <= FEW:
        path = QPainterPath()
        for corners in polygons:
            path.addPolygon(polygon(corners))
            path.closeSubpath()
        path.setFillRule(Qt.FillRule.WindingFill)
        return path
    points = np.concatenate([polygons, polygons[:, :1]], axis=1)
    connect = np.ones(points.shape[1], dtype=bool)
    connect[-1] = False
    return rings_path(Rings(points, connect))


class Rings(NamedTuple):
    """N shapes of the same closed polygons: `points` (N, n, 2), and from which to go on (n,)."""

    points: Array
    connect: Array


def rings_path(shapes: Rings, chosen: slice = slice(None)) -> QPainterPath:
    """Some of the shapes, filled where any of their polygons is."""
    points = shapes.points[chosen]
    connect = np.empty(points.shape[:2], dtype=bool)
    connect[:] = shapes.connect
    path = array_path(points.reshape(-1, 2), connect.reshape(-1))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def visible_segments(starts: Array, ends: Array, area: QRectF) -> Array:
    """Segments (N, 2, 2) from `starts` to `ends` (..., 2) that have a length and may cross an area.

    What reaches absurdly far is shortened along its own direction, so it stays exact in view.
    """
    a, b = starts.reshape(-1, 2), ends.reshape(-1, 2)
    (ax, ay), (bx, by) = a.T, b.T
    moved = np.flatnonzero((ax != bx) | (ay != by))
    ax, ay, bx, by = ax[moved], ay[moved], bx[moved], by[moved]
    # Comparisons with NaN are false, which drops what is not finite.
    near = (np.maximum(np.maximum(abs(ax), abs(bx)), np.maximum(abs(ay), abs(by))) <= FARTHEST) & (
        (np.maximum(ax, bx) >= area.left() - 8)
        & (np.minimum(ax, bx) <= area.right() + 8)
        & (np.maximum(ay, by) >= area.top() - 8)
        & (np.minimum(ay, by) <= area.bottom() + 8)
    )
    kept = moved[near]
    segments = np.stack([a[kept], b[kept]], axis=1)
    if len(segments) and np.abs(segments).max() > REACH:
        segments = np.stack([_shortened(*segments.swapaxes(0, 1), area),
                             _shortened(*segments[:, ::-1].swapaxes(0, 1), area)], 1)  # fmt: skip
    return segments


def _shortened(ends: Array, others: Array, area: QRectF) -> Array:
    """The ends, those too far away moved toward the point of their segment nearest the area."""
    centre = np.array([area.center().x(), area.center().y()])
    along = others - ends
    share = ((centre - ends) * along).sum(-1) / (along * along).sum(-1)
    nearest = ends + np.clip(share, 0.0, 1.0)[:, None] * along
    away = ends - nearest
    distance = np.linalg.norm(away, axis=-1, keepdims=True)
    return nearest + away * np.minimum(1.0, REACH / np.maximum(distance, REACH))
