"""What a page needs of a race: places in its pixels, losses and arrows, as short as they can be."""

from __future__ import annotations

import base64
import dataclasses
from typing import Any

import numpy as np

from app.map.drawing.arrows import pushes
from app.map.drawing.cast import Actor, cast_of
from app.map.drawing.colours import edge_colour
from app.map.drawing.crowd import CROWD, spread
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame
from core.measures.quantities import memory_mean
from landscapes.base import Array

FINE = 8
"""Parts of a pixel that places are told in."""
GONE = -32768
"""Where there is nothing."""
REACH = 4000.0
"""Pixels beyond which a place is told as this far."""


@dataclasses.dataclass(frozen=True)
class Canvas:
    """A frame of the map, and how many pixels of the page one of its own takes."""

    frame: Frame
    scale: float


def race_data(scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The race as JSON values; see the page's script for what they are."""
    frame, scale = canvas.frame, canvas.scale
    count = scene.picture.experiment.start_count
    others = spread(np.flatnonzero(np.arange(count) != scene.start), CROWD)
    starts = np.sort(np.append(others, scene.start))
    plot = frame.plot
    return {
        "width": frame.width * scale,
        "height": frame.height * scale,
        "plot": [scale * side for side in (plot.x(), plot.y(), plot.width(), plot.height())],
        "steps": scene.picture.experiment.steps,
        "starts": len(starts),
        "start": int(np.searchsorted(starts, scene.start)),
        "fine": FINE,
        "faint": max(0.28, 0.95 * max(1, len(others)) ** -0.25),
        "memory": scene.layers.memory,
        "methods": [
            _method(actor, scene, canvas, starts) for actor in cast_of(scene.picture, scene.theme)
        ],
    }


def _method(actor: Actor, scene: Scene, canvas: Canvas, starts: Array) -> dict[str, Any]:
    track, style = actor.track, actor.style
    steps = track.filled
    places = canvas.frame.to_pixels(track["positions"][: steps + 1][:, starts])
    told: dict[str, Any] = {
        "label": actor.label,
        "colour": style.colour,
        "edge": edge_colour(style.colour, scene.theme),
        "dash": list(style.dash) if style.dash else None,
        "marker": style.marker,
        "steps": steps,
        "places": _short(canvas.scale * places),
        "losses": packed(track["losses"][: steps + 1][:, starts].astype("<f4")),
    }
    if actor.has_memory and len(track["memory_items"]) == len(track["positions"]):
        told |= _memory(actor, scene, canvas)
    return told


def _memory(actor: Actor, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """What the selected start's memory holds at each time, slot by slot, and its mean's push."""
    track, start = actor.track, scene.start
    rows, slots = slice(0, track.filled + 1), slice(0, int(actor.spec.values["capacity"]))
    births = track["memory_births"][rows, start, slots]
    items = track["memory_items"][rows, start, slots]
    priorities = track["memory_priorities"][rows, start, slots]
    finite = np.where(np.isfinite(priorities), priorities, 0.0)
    largest = finite.max(-1, keepdims=True, initial=0.0)
    weights = np.divide(finite, largest, out=np.ones_like(finite), where=largest > 0)
    means = memory_mean(actor.spec, track, rows, slice(start, start + 1))[:, 0]
    strengths = np.array([actor.strength(time) for time in range(track.filled + 1)])
    return {
        "slots": items.shape[1],
        "births": packed(births.astype("<i4")),
        "weights": packed(np.rint(100 * weights).astype("u1")),
        "items": _short(_pushes(scene, canvas, items)),
        "mean": _short(_pushes(scene, canvas, strengths[:, None] * means)),
    }


def _pushes(scene: Scene, canvas: Canvas, vectors: Array) -> Array:
    """The pushes −v of vectors (..., 2) as the map draws them, in pixels of the page."""
    flat = -vectors.reshape(-1, 2)
    with np.errstate(all="ignore"):
        found: Array = canvas.scale * pushes(canvas.frame, scene.arrows, flat)
    return np.where(np.isfinite(flat), found, np.nan).reshape(vectors.shape)


def _short(pixels: Array) -> str:
    """Pixels of any shape as whole parts of one, two bytes each."""
    lost = ~np.isfinite(pixels)
    parts = np.rint(np.clip(np.where(lost, 0.0, pixels), -REACH, REACH) * FINE)
    return packed(np.where(lost, GONE, parts).astype("<i2"))


def packed(values: Array) -> str:
    """Numbers as a text."""
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()
