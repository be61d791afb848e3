"""What every drawn format is asked for is what an independent reader finds in its file.

Where a head has to be is worked out here, by hand: the map leaves 46, 10, 68 and 28 pixels around
it, has one scale for both axes, and a picture of 400 × 300 is one of 533 × 400 made small.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.export.formats import FORMATS, Format
from app.look.theme import DARK, LIGHT
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from landscapes.base import Array

pytestmark = pytest.mark.usefixtures("qapp")
WIDTH, HEIGHT, SMALLER = 400, 300, 0.75
X, Y = (-0.5, 3.5), (-2.5, 0.5)
PIXELS = [each for each in FORMATS if each.kind in ("still", "moving") and each.suffix != ".pdf"]
every = pytest.mark.parametrize("each", PIXELS, ids=lambda each: each.suffix)
STEPS = (4, 17)


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


@pytest.fixture
def seen(scene: Scene) -> Scene:
    """A part of the plane, without marks that could hide a head."""
    layers = dataclasses.replace(scene.layers, memory=False, minima=False)
    return dataclasses.replace(scene, view=View(X, Y), layers=layers)


def pictures(
    each: Format, scene: Scene, folder: Path, steps: tuple[int, ...] = STEPS, **texts: str
) -> dict[int, Array]:
    """The pictures (h, w, 3) of some steps, read from the files of a format."""
    path, usual = folder / f"race{each.suffix}", {"parts": "none", **texts}
    if each.kind == "moving":  # a step for each picture
        fps = "50" if each.suffix == ".gif" else "60"
        seconds = f"{(max(steps) + 1) / int(fps):.4f}"
        asked = {
            "size": f"{WIDTH}x{HEIGHT}", "fps": fps, "seconds": seconds, "last": str(max(steps)),
        }  # fmt: skip
        each.write(path, scene, each.parsed({**asked, **usual}), nothing)
        with av.open(path) as container:
            found = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        return {step: found[step].astype(int) for step in steps}
    kept = {}
    for step in steps:
        name = "size" if "size" in each.named else "sheet"
        asked = {name: f"{WIDTH}x{HEIGHT}", "step": str(step)}
        each.write(path, scene, each.parsed({**asked, **usual}), nothing)
        kept[step] = drawn(path) if each.suffix == ".svg" else np.asarray(
            Image.open(path).convert("RGB")).astype(int)  # fmt: skip
    return kept


def drawn(path: Path) -> Array:
    """An SVG as Qt's reader of them draws it."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    QSvgRenderer(str(path)).render(painter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, image.bytesPerLine())
    return rows[:, : 3 * WIDTH].reshape(HEIGHT, WIDTH, 3).astype(int)


def pixel_of(point: Array) -> tuple[int, int]:
    """Row and column of a point of the plane in a picture with a map alone."""
    left, top, right, bottom = 46.0, 10.0, 68.0, 28.0
    wide, high = WIDTH / SMALLER - left - right, HEIGHT / SMALLER - top - bottom
    unit = max((X[1] - X[0]) / wide, (Y[1] - Y[0]) / high)
    across = left + wide / 2 + (point[0] - sum(X) / 2) / unit
    down = top + high / 2 - (point[1] - sum(Y) / 2) / unit
    return round(down * SMALLER), round(across * SMALLER)


@every
def test_each_picture_has_its_size_its_theme_and_in_its_view_the_heads_of_its_step(
    each: Format, seen: Scene, tmp_path: Path
) -> None:
    theme, hue = LIGHT, LIGHT.cm_hue
    wanted = np.array([int(hue[at : at + 2], 16) for at in (1, 3, 5)])
    found = pictures(each, seen, tmp_path, theme=theme.name)
    track = seen.picture.tracks[2]
    assert track is not None
    for step, picture in found.items():
        assert picture.shape == (HEIGHT, WIDTH, 3)
        assert np.median(picture[:6]) > 200
        off = {}
        for other in STEPS:
            row, column = pixel_of(track["positions"][other, 0])
            near = picture[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3)
            off[other] = np.abs(near - wanted).max(-1).mean()
        assert off[step] < 30, off
        assert off[step] == min(off.values())


@every
def test_each_part_and_each_word_takes_its_place(each: Format, seen: Scene, tmp_path: Path) -> None:
    bare = pictures(each, seen, tmp_path, (3,))[3]
    with_loss = pictures(each, seen, tmp_path, (3,), parts="map,loss")[3]
    titled = pictures(each, seen, tmp_path, (3,), title="A title", caption="A caption")[3]
    ground = np.array([int(DARK.panel[at : at + 2], 16) for at in (1, 3, 5)])

    def share(picture: Array, rows: slice, columns: slice) -> float:
        """How much of a region is no more than ground."""
        return float((np.abs(picture[rows, columns] - ground).max(-1) < 12).mean())

    right, top, foot = slice(WIDTH * 3 // 4, WIDTH - 60), slice(12, 24), slice(-40, -26)
    below = slice(HEIGHT * 3 // 4, None)
    usual = slice(0, WIDTH - 60)
    assert share(bare, slice(60, 180), right) < 0.2  # all map
    aside = share(with_loss, slice(60, 180), right)
    assert max(aside, share(with_loss, below, usual)) > 0.5  # lines on the ground
    for rows in (top, foot):
        assert share(bare, rows, slice(40, WIDTH - 60)) < 0.2
    assert share(titled, top, slice(200, WIDTH - 60)) > 0.95
    assert share(titled, foot, slice(40, WIDTH - 60)) > 0.6  # with the numbers of the ticks
    for rows in (slice(2, 26), slice(-22, -2)):
        assert share(titled, rows, slice(0, 120)) < 0.99  # the words
