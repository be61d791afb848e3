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
from app.export.composition import scale_of
from app.export.page.moving_ground import address, moving_ground
from app.export.page.race_data import Canvas, race_data
from app.files import marks
from app.look.theme import Theme
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.tones import toned
from app.map.drawing.view import Frame
from app.map.seen import as_seen
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file

TEMPLATE = Path(resources.__file__).parent / "page" / "player.html"
SHARP = 1.5
"""Pixels of the ground's image for one of the page."""


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a page; see `app.export.formats.Format.write`."""
    page = _page(scene, options)
    with files.rewriting(path) as file:
        file.write(page.encode())
        report(1, 1)  # the last way out before the new file is there


def _page(scene: Scene, options: Mapping[str, Any]) -> str:
    theme: Theme = options["theme"]
    scene = dataclasses.replace(scene, theme=toned(theme, scene.layers.colours))
    experiment = scene.picture.experiment
    width, height = options["size"]
    scale = scale_of(width, height)
    frame = Frame.fit(scene.view, width / scale, height / scale)
    canvas = Canvas(frame, scale)
    race = (
        race_data(scene, canvas)
        | {"ground": _ground(scene, canvas)}
        | moving_ground(scene, canvas, SHARP)
    )
    labels = ", ".join(method.label for method in experiment.enabled_methods)
    title = options["title"] or f"{experiment.landscape.title}: {labels}"
    parts = {
        "TITLE": html.escape(title),
        "CAPTION": html.escape(options["caption"]),
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
        "EXPERIMENT": marks.PAGE.wrapped(experiment_file.dumps(as_seen(scene))).decode(),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    head, *rest = text.split("@@")
    # Names stand at the odd places: what is filled in is not looked through again.
    return head + "".join(
        parts[piece] if index % 2 == 0 else piece for index, piece in enumerate(rest)
    )


def _ground(scene: Scene, canvas: Canvas) -> str:
    """The map without all that moves, as an address that holds the picture; of a landscape that
    drifts what stands around it is all that counts."""
    ratio = canvas.scale * SHARP
    size = (canvas.frame.width, canvas.frame.height)
    image = QImage(*(round(side * ratio) for side in size), QImage.Format.Format_RGB32)
    moving = ("trails", "heads", "memory", "legend", "step_counter", "ellipses")
    still = dataclasses.replace(
        scene.layers, **dict.fromkeys(moving, False), anatomy=(), layout="overlay", camera=None
    )
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    try:
        MapPainter().paint(painter, dataclasses.replace(scene, layers=still), size, ratio)
    finally:
        painter.end()
    return address(image)
