"""What a page needs of a race: places in its pixels, losses and arrows, as short as they can be."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from app.export.page.canvas import Canvas
from app.export.page.packing import FINE, packed, short
from app.export.page.side_data import chart_data, held_data, slots_data
from app.export.page.surface_data import on_block
from app.map.drawing.arrows import pushes
from app.map.drawing.cast import Actor, cast_of
from app.map.drawing.colours import band_fractions, edge_colour, shade
from app.map.drawing.crowd import CROWD, spread
from app.map.drawing.plane_trails import off_plane, pieces
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.scene import Scene
from core.measures.grading import graded
from core.measures.memories import memory_mean
from core.measures.surface import domain_scale
from landscapes.base import Array


def race_data(scene: Scene, canvas: Canvas, figures: frozenset[str]) -> dict[str, Any]:
    """The race as JSON values, with what some figures need of it; see the page's script for what
    they are."""
    scale, layers = canvas.scale, scene.layers
    count = scene.picture.experiment.start_count
    others = spread(np.flatnonzero(np.arange(count) != scene.start), CROWD)
    starts = np.sort(np.append(others, scene.start))
    plot = canvas.frame.plot
    return {
        "width": canvas.size[0] * scale,
        "height": canvas.size[1] * scale,
        "plot": [scale * side for side in (plot.x(), plot.y(), plot.width(), plot.height())],
        "steps": scene.picture.experiment.steps,
        "starts": len(starts),
        "start": int(np.searchsorted(starts, scene.start)),
        "fine": FINE,
        "faint": max(0.28, 0.95 * max(1, len(others)) ** -0.25),
        "trails": layers.trails,
        "heads": layers.heads,
        "memory": layers.memory,
        "methods": [
            _method(actor, scene, canvas, starts)
            | (slots_data(actor, scene) if "memory" in figures else {})
            for actor in cast_of(scene.picture, scene.theme)
        ],
        "figures": sorted(figures),
        "chart": chart_data(scene, canvas.size[0] * scale) if "loss" in figures else None,
    }


def _method(actor: Actor, scene: Scene, canvas: Canvas, starts: Array) -> dict[str, Any]:
    track, style = actor.track, actor.style
    steps = track.filled
    points = track["positions"][: steps + 1][:, starts]
    corner = canvas.corners.get(actor.index, (0.0, 0.0))
    told: dict[str, Any] = {
        "label": actor.label,
        "colour": style.colour,
        "edge": edge_colour(style.colour, scene.theme),
        "dash": list(style.dash) if style.dash else None,
        "marker": style.marker,
        "steps": steps,
        "at": [canvas.scale * side for side in corner],
        **_places(points, canvas),
        "losses": packed(track["losses"][: steps + 1][:, starts], "<f4"),
    }
    if scene.on_plane is not None and layers_of_plane(scene):
        told["pieces"] = _pieces(actor, scene)
    if actor.has_memory and len(track["memory_items"]) == len(track["positions"]):
        told |= _memory(actor, scene, canvas)
    return told


def _places(points: Array, canvas: Canvas) -> dict[str, str]:
    """Where points (..., 2) of the plane are: pixels of the page, or places on a block that is
    turned there."""
    frame = canvas.frame
    if isinstance(frame, ReliefFrame):
        return {"blocks": on_block(points, frame)}
    return {"places": short(canvas.scale * frame.to_pixels(points))}


def layers_of_plane(scene: Scene) -> bool:
    """Whether trails show what a plane hides of them."""
    return scene.layers.fading or scene.layers.true_loss


def _pieces(actor: Actor, scene: Scene) -> list[list[Any]]:
    """The pieces of a trail on a plane: first and last time, opacity, and the true loss's colour
    or None."""
    plane, colours = scene.on_plane, scene.layers.colours
    assert plane is not None
    ground = scene.picture.experiment.landscape
    scale = graded(domain_scale(ground), colours.levels, colours.spacing)
    shades = [shade(scene.theme, fraction).name() for fraction in band_fractions(scale)]
    off = off_plane(plane, actor.index, scene.layers)
    return [
        [each.first, each.last, each.opacity, None if each.band is None else shades[each.band]]
        for each in pieces(off, actor.track.filled + 1, scale)
    ]


def _memory(actor: Actor, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """What the selected start's memory holds at each time, slot by slot, and its mean's push."""
    track, start = actor.track, scene.start
    rows, slots = slice(0, track.filled + 1), slice(0, int(actor.spec.values["capacity"]))
    items = track["memory_items"][rows, start, slots]
    means = memory_mean(actor.spec, track, rows, slice(start, start + 1))[:, 0]
    strengths = np.array([actor.strength(time) for time in range(track.filled + 1)])
    return {
        **held_data(actor, scene),
        "items": short(_pushes(scene, canvas, items)),
        "mean": short(_pushes(scene, canvas, strengths[:, None] * means)),
    }


def _pushes(scene: Scene, canvas: Canvas, vectors: Array) -> Array:
    """The pushes −v of vectors (..., 2) as the map draws them, in pixels of the page."""
    flat = -vectors.reshape(-1, 2)
    arrows = dataclasses.replace(scene, shrunk=canvas.shrunk).arrows
    with np.errstate(all="ignore"):
        found: Array = canvas.scale * pushes(canvas.frame, arrows, flat)
    return np.where(np.isfinite(flat), found, np.nan).reshape(vectors.shape)
