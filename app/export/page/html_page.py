"""A race as one web page that plays by itself: nothing is fetched, nothing is installed."""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QPainter

import resources
from app.export.composition import as_asked, scale_of
from app.export.page.canvas import Canvas
from app.export.page.moving_ground import moving_ground
from app.export.page.packing import address
from app.export.page.race_data import race_data
from app.export.page.surface_data import surface_data
from app.export.plane_words import plane_words
from app.files import marks
from app.look.theme import Theme
from app.map.drawing.painter import MapPainter
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.scene import Scene
from app.map.drawing.tones import toned
from app.map.on_plane import on_plane
from app.map.seen import as_seen
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file

FOLDER = Path(resources.__file__).parent / "page"
TURNING = (
    " The surface turns by a drag or <kbd>Ctrl</kbd> with arrows, wheel, two fingers or "
    "<kbd>+</kbd> <kbd>−</kbd> zoom, a double click or <kbd>0</kbd> brings the first view back."
)
SHARP = 1.5
"""Pixels of the ground's image for one of the page."""
MOVING = ("trails", "heads", "memory", "legend", "step_counter", "ellipses")
"""What the page draws itself, or does not show."""


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a page; see `app.export.formats.Format.write`."""
    page = _page(scene, options)
    with files.rewriting(path) as file:
        file.write(page.encode())
        report(1, 1)  # the last way out before the new file is there


def _page(scene: Scene, options: Mapping[str, Any]) -> str:
    theme: Theme = options["theme"]
    given = scene
    scene, figures = as_asked(given, options)
    scene = on_plane(scene)
    scene = dataclasses.replace(scene, theme=toned(theme, scene.layers.colours))
    experiment = scene.picture.experiment
    width, height = options["size"]
    race = _race(scene, options, figures)
    carried = experiment_file.dumps(as_seen(given.at(scene.cursor)))
    labels = ", ".join(method.label for method in experiment.enabled_methods)
    title = options["title"] or f"{given.picture.experiment.landscape.title}: {labels}"
    caption = " ".join(filter(None, (options["caption"], plane_words(scene))))
    parts = {
        "TITLE": html.escape(title),
        "CAPTION": html.escape(caption),
        "FIGURES": " ".join(sorted(figures)),
        "WIDTH": str(width),
        "HEIGHT": str(height),
        "STEPS": str(experiment.steps),
        "THEME": theme.name,
        **{
            name.upper(): getattr(theme, name)
            for name in ("window", "panel", "card", "line", "text", "dim", "accent", "on_accent")
        },
        # Nothing in it may end the script that it stands in.
        "RACE": json.dumps(race, ensure_ascii=False).replace("<", "\\u003c"),
        "SURFACE": _text("surface.js") if "surface" in race else "",
        "TURNING": TURNING if "surface" in race else "",
        "EXPERIMENT": marks.PAGE.wrapped(carried).decode(),
    }
    head, *rest = _text("player.html").split("@@")
    # Names stand at the odd places: what is filled in is not looked through again.
    return head + "".join(
        parts[piece] if index % 2 == 0 else piece for index, piece in enumerate(rest)
    )


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _race(scene: Scene, options: Mapping[str, Any], figures: frozenset[str]) -> dict[str, Any]:
    """All that the page's script draws, as JSON values."""
    scale, layers, steps = scale_of(*options["size"]), scene.layers, scene.picture.experiment.steps
    if scene.picture.experiment.drift is not None:  # a page's surface stands still
        layers = dataclasses.replace(layers, camera=None)
        scene = dataclasses.replace(scene, layers=layers)
    still = dataclasses.replace(layers, **dict.fromkeys(MOVING, False), anatomy=())
    ground = dataclasses.replace(scene, layers=still)
    canvas = Canvas.of(ground, *options["size"], scale, scale * SHARP)
    # At the end of a race there is nothing to be seen to come: it begins anew.
    is_over = scene.cursor >= steps and options["step"] is None
    return race_data(scene, canvas, figures) | {
        "ground": _ground(ground, canvas) if "map" in figures else "",
        "legend": layers.legend,
        "counter": layers.step_counter,
        "at": 0 if is_over else scene.cursor,
        **(moving_ground(ground, canvas, SHARP) if "map" in figures else {}),
        **_surface(ground, canvas),
    }


def _surface(scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The surface that a person may turn, where there is one."""
    frame = canvas.frame
    if not isinstance(frame, ReliefFrame):
        return {}
    return {"surface": surface_data(scene, frame, canvas.scale)}


def _ground(scene: Scene, canvas: Canvas) -> str:
    """The map without all that moves, as an address that holds the picture; of a landscape that
    drifts what stands around it is all that counts."""
    ratio = canvas.scale * SHARP
    image = QImage(*(round(side * ratio) for side in canvas.size), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    try:
        MapPainter().paint(painter, scene, canvas.size, ratio)
    finally:
        painter.end()
    return address(image, smooth=scene.layers.camera is not None)
