"""Exported pictures with all their parts look as they did: wide, square and fine, narrow.

After a change that is meant, look at the new pictures and keep them with `--force-regen`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.export.formats import format_of
from app.export.parts import PARTS
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.running import default_recording
from app.running.shown import Picture

pytestmark = pytest.mark.usefixtures("qapp")
TOLERANCE = 0.1  # percent of full contrast, on average: less than one moved word
ALL = ",".join(PARTS)
PICTURES = {
    "wide-dark": {
        "size": "1280x720",
        "title": "Ackley",
        "caption": "Start 1, C = 20",
        "parts": ALL,
    },
    "square-light": {"size": "1080x1080", "theme": "light", "parts": ALL},
    "narrow-dark": {"size": "400x900", "title": "A race of four methods", "parts": ALL},
    "no-map-light": {"size": "960x540", "theme": "light", "parts": "loss,memory,legend,counter"},
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_with_its_parts_looks_as_it_did(
    name: str, tmp_path: Path, image_regression: object
) -> None:
    recording = default_recording.read()
    scene = Scene(Picture.of(recording), 200, DARK, View.of(recording.experiment.landscape))
    png, path = format_of(Path("a.png")), tmp_path / "a.png"
    assert png is not None
    png.write(path, scene, png.parsed(PICTURES[name]), lambda done, total: None)
    image_regression.check(path.read_bytes(), diff_threshold=TOLERANCE, basename=name)
