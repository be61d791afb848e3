"""The small picture of a network's preset: the first losses of a single replica, as curves."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from app.look.appearance import Theme
from app.look.styles import styles
from core.experiment.experiment import Experiment
from core.experiment.record import Record
from core.experiment.starts import SeedStarts
from core.recording.recording import Recording

STEPS = 20
"""Enough to see that it learns, few enough for the slowest of the networks."""
AROUND = 10.0
WIDTH = 1.6


def few_steps(experiment: Experiment) -> Experiment:
    """A replica of a network's race for a few steps, of which only losses are kept."""
    steps = min(STEPS, experiment.steps)
    record = Record(steps, "scalars")  # whole sets take longer than the steps
    return dataclasses.replace(experiment, starts=SeedStarts(1), steps=steps, record=record)


def drawn_curves(recording: Recording, theme: Theme, size: QSize, ratio: float) -> QImage:
    """The loss of each step's mini-batch, a curve for every method in its colour."""
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.card))
    curves = [track["losses"][:, 0].astype(float) for track in recording.tracks]
    low, high = np.nanmin(curves), np.nanmax(curves)
    width, height = size.width() - 2 * AROUND, size.height() - 2 * AROUND
    across = AROUND + np.linspace(0, width, len(curves[0]))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for style, curve in zip(styles(recording.experiment.methods, theme), curves, strict=True):
        down = AROUND + height * (high - curve) / max(high - low, np.finfo(float).tiny)
        there = np.isfinite(down)
        points = map(QPointF, across[there].tolist(), down[there].tolist())
        pen = QPen(QColor(style.colour), WIDTH)
        if style.dash:
            pen.setDashPattern(style.dash)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(list(points)))
    painter.end()
    return image
