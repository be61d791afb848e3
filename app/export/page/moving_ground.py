"""The ground of a landscape that drifts, for a page: one larger picture, and where it lies when."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from app.export.page.canvas import Canvas
from app.export.page.packing import address, packed
from app.map.drawing.carried import sheet_over
from app.map.drawing.device import painter_on
from app.map.drawing.ground import GroundRequest, painted
from app.map.drawing.marks import draw_minima
from app.map.drawing.minima_ways import followed
from app.map.drawing.scene import Scene
from app.map.drawing.text import Fonts
from landscapes.base import Interval

FARTHEST = 4.0
"""Maps to each side that the picture reaches at most: what drifts farther leaves it."""
MOST_PIXELS = 4000.0
"""Along a side of the picture."""


def moving_ground(scene: Scene, canvas: Canvas, sharp: float) -> dict[str, Any]:
    """The picture as an address, its size in pixels of the page, where its corner lies at each
    step (T + 1, 2), and how far from it what is followed lies; nothing where all stands still.

    `sharp` are the pixels of the picture for one of the page, unless it were too large so.
    """
    experiment, frame = scene.picture.experiment, canvas.frame
    drift = experiment.drift
    if drift is None:
        return {}
    request = GroundRequest.of(scene, frame)
    x, y = (
        _held(side, FARTHEST * (high - low))
        for side, (low, high) in zip(drift.reach(experiment.steps), (frame.x, frame.y), strict=True)
    )
    wide = sheet_over(request, (x, y)).frame
    ratio = min(canvas.scale * sharp, MOST_PIXELS / max(wide.width, wide.height))
    sheet = sheet_over(
        request._replace(frame=dataclasses.replace(frame, pixel_ratio=ratio)), (x, y)
    )
    *_, ground = painted(sheet, Fonts())
    assert ground is not None
    minima = experiment.landscape.minima if scene.layers.minima else ()
    with painter_on(ground.image, sheet.frame) as painter:
        if minima:
            draw_minima(painter, sheet.frame, scene.theme, experiment.landscape)
    corner = np.array([sheet.frame.x[0], sheet.frame.y[1]])
    places = frame.to_pixels(corner + drift.centres(0, experiment.steps + 1))
    shown = followed(experiment.landscape) if scene.layers.minima else np.empty((0, 2))
    at = frame.to_pixels(shown) - frame.to_pixels(corner)
    return {
        "moving": {
            "picture": address(ground.image),
            "size": [canvas.scale * sheet.frame.width, canvas.scale * sheet.frame.height],
            "corners": packed(canvas.scale * places, "<f4"),
            "followed": (canvas.scale * at).tolist(),
            "ink": scene.theme.map_ink,
            "halo": scene.theme.map_halo,
        }
    }


def _held(side: Interval, most: float) -> Interval:
    return max(side[0], -most), min(side[1], most)
