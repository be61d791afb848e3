"""What lies under the pointer: a start to take hold of, or an item of a memory."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF

from app.map.drawing.arrows import pushes
from app.map.drawing.cast import cast_of
from app.map.drawing.marks import HANDLE
from app.map.drawing.memory_layer import held_items
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame
from core.anatomy.letters import taken_in
from core.writing import coordinate, number
from landscapes.base import Array, Landscape

START_REACH = HANDLE + 3.0
ITEM_REACH = 7.0


class ItemAt(NamedTuple):
    """A memory item under the pointer: its method, birth step, vector (2,) and priority share."""

    method: int
    label: str
    birth: int
    vector: Array
    weight: float


def start_at(frame: Frame, starts: Array, pixel: QPointF, selected: int) -> int | None:
    """The start under a pixel, the selected one first, or None."""
    places = frame.to_pixels(starts)
    distances = np.hypot(places[:, 0] - pixel.x(), places[:, 1] - pixel.y())
    if selected < len(distances) and distances[selected] <= START_REACH:
        return selected
    nearest = int(np.argmin(distances))
    return nearest if distances[nearest] <= START_REACH else None


def item_at(frame: Frame, scene: Scene, pixel: QPointF) -> ItemAt | None:
    """The item of the selected start's memories whose arrow is nearest to a pixel, if near."""
    best, found = ITEM_REACH, None
    starts = np.array([scene.start])
    for actor in cast_of(scene.picture, scene.theme):
        held = actor.has_memory and held_items(actor.track, actor.time(scene.cursor), starts)
        if not held or not len(held.births):
            continue
        origins = frame.to_pixels(held.origins)
        distances = _distances(origins, pushes(frame, scene.arrows, -held.vectors), pixel)
        nearest = int(np.argmin(distances))
        if distances[nearest] < best:
            best = float(distances[nearest])
            found = ItemAt(
                actor.index,
                actor.label,
                int(held.births[nearest]),
                held.vectors[nearest],
                float(held.weights[nearest]),
            )
    return found


def describe_item(item: ItemAt) -> str:
    """A memory item in words."""
    length = number(float(np.hypot(*item.vector)))
    share = f"{100 * item.weight:.0f} %"
    taken = taken_in(item.birth)
    return f"{item.label}: item {taken}, length {length}, priority {share} of top"


def describe_place(frame: Frame, landscape: Landscape, pixel: QPointF) -> str:
    """A place with the decimals that a pixel allows, and the loss there."""
    return describe_point(frame, landscape, frame.to_data(pixel))


def describe_point(frame: Frame, landscape: Landscape, point: tuple[float, float]) -> str:
    """A point of the plane, in the same words."""
    x, y = point
    with np.errstate(all="ignore"):
        loss = float(landscape.loss(np.array([x, y])))
    right, up = (1 / scale for scale in frame.scales)
    return f"x {coordinate(x, right)}   y {coordinate(y, up)}   loss {number(loss)}"


def _distances(origins: Array, arrows: Array, pixel: QPointF) -> Array:
    """From a pixel to each of some arrows (N, 2); the far half of an arrow counts as nearer.

    Many arrows may start at one place, and only toward their tips can one of them be meant.
    """
    offset = np.array([pixel.x(), pixel.y()]) - origins
    squares = (arrows * arrows).sum(-1)
    share = np.clip((offset * arrows).sum(-1) / np.maximum(squares, 1e-12), 0.0, 1.0)
    away = np.linalg.norm(offset - share[:, None] * arrows, axis=-1)
    return np.where(np.isfinite(away), away, np.inf) + 2.0 * (1.0 - share)
