"""An SVG of a race: paths and words as such, with its fonts and its experiment inside."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.export.composition import Composition
from app.files import marks
from app.look import vector
from app.map.drawing.scene import Scene
from app.map.seen import as_seen
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write an SVG; see `app.export.formats.Format.write`."""
    scene = dataclasses.replace(scene, theme=options["theme"])
    composition, sheet = Composition.of(scene, options), options["sheet"]
    experiment = marks.SVG.wrapped(experiment_file.dumps(as_seen(scene.at(composition.step))))
    size = (sheet.width, sheet.height)
    text = vector.svg(size, composition.heading, composition.paint_sheet, added=experiment)
    with files.rewriting(path) as file:
        file.write(text)
        report(1, 1)  # the last way out before the new file is there
