"""What a page shows beside its map: the chart of the losses, and what memories hold in numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from app.export.page.packing import packed
from app.figures.curves.curves import Curves
from app.figures.curves.drawn import drawn_of, ticks_up
from app.figures.curves.plane import Plane
from app.map.drawing.cast import Actor
from app.map.drawing.scene import Scene
from core.measures.memories import has_slots
from core.measures.series import SERIES

HEIGHT = 190.0
"""Pixels of the chart."""
LEFT, TOP, RIGHT, BOTTOM = 52.0, 8.0, 12.0, 22.0
KEY = "loss"


def chart_data(scene: Scene, width: float) -> dict[str, Any]:
    """The chart, `width` pixels wide: where its curves and ticks are, in pixels."""
    series, curves = SERIES[KEY], Curves()
    drawn = drawn_of(series, scene, curves)
    area = QRectF(LEFT, TOP, width - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)
    plane = Plane(area, (0.0, float(drawn.steps)), drawn.span, drawn.scale)
    (low, high), found = drawn.span, []
    for curve in drawn.curves:
        raised = drawn.scale.raised(curve.lines[0].values)
        places = np.log10(raised) if drawn.scale.logarithmic else raised
        down = area.bottom() - (places - low) / (high - low) * area.height()
        found.append({"method": curve.label, "places": packed(down, "<f4")})
    count = scene.picture.experiment.start_count
    notes = (f"median of {curves.picked:,}" if count > 1 else "",
             "above the minimum" if drawn.scale.floor < 0 else "")  # fmt: skip
    return {
        "height": HEIGHT,
        "plot": list(area.getRect()),
        "title": " · ".join(filter(None, (series.title, *notes))),
        "ticks": [[y, text] for y, text in ticks_up(plane)],
        "curves": found,
    }


def held_data(actor: Actor, scene: Scene) -> dict[str, Any]:
    """When the items of the selected start were taken, and their share of the largest priority,
    0 … 100 (T + 1, C) each."""
    track, start = actor.track, scene.start
    rows, slots = slice(0, track.filled + 1), slice(0, int(actor.spec.values["capacity"]))
    priorities = track["memory_priorities"][rows, start, slots]
    finite = np.where(np.isfinite(priorities), priorities, 0.0)
    largest = finite.max(-1, keepdims=True, initial=0.0)
    weights = np.divide(finite, largest, out=np.ones_like(finite), where=largest > 0)
    return {
        "slots": priorities.shape[1],
        "births": packed(track["memory_births"][rows, start, slots], "<i4"),
        "weights": packed(np.rint(100 * weights), "u1"),
    }


def slots_data(actor: Actor, scene: Scene) -> dict[str, Any]:
    """The same with priorities (T + 1, C), the agreement (T + 1) and the events (T); nothing where
    there are no slots. Those of a control are held too, though they push nothing."""
    track, start, spec = actor.track, scene.start, actor.spec
    if not has_slots(spec, track):
        return {}
    rows, slots = slice(0, track.filled + 1), slice(0, int(spec.values["capacity"]))
    steps = slice(0, track.filled)
    agreement = SERIES["agreement"].values(scene.picture.experiment, spec, track)
    return held_data(actor, scene) | {
        "priorities": packed(track["memory_priorities"][rows, start, slots], "<f4"),
        "agreement": packed(agreement[:, start, 0], "<f4"),
        "events": packed(track["memory_events"][steps, start], "u1"),
        "hit": packed(track["memory_slots"][steps, start], "<i2"),
    }
