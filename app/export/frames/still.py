"""A picture of a race at one time."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.export.composition import Composition
from app.export.frames.frame_painter import FramePainter
from app.export.frames.picture_size import pixels_of
from app.files import png_text
from app.look.png import png_of
from app.map.drawing.scene import Scene
from app.map.seen import as_seen
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a PNG; see `app.export.formats.Format.write`."""
    scene = dataclasses.replace(scene, theme=options["theme"])
    composition = Composition.of(scene, options)
    pixels = pixels_of(options)
    image = FramePainter(composition, pixels.width, pixels.height, pixels.ratio).paint(
        composition.step
    )
    if pixels.a_metre:
        image.setDotsPerMeterX(pixels.a_metre)
        image.setDotsPerMeterY(pixels.a_metre)
    image.setText(png_text.KEY, experiment_file.dumps(as_seen(scene.at(composition.step))))
    data = png_of(image)
    with files.rewriting(path) as file:
        file.write(data)
        report(1, 1)  # the last way out before the new file is there
