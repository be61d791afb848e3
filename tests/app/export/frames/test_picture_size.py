"""A picture has as many pixels as are asked for: for a screen, or for so many millimetres."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.export.formats import format_of
from app.export.option import OptionError
from app.map.drawing.camera import Camera
from app.map.drawing.scene import Scene
from landscapes.base import Array


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def picture(scene: Scene, folder: Path, **texts: str) -> Image.Image:
    path = folder / "a.png"
    png = format_of(path)
    assert png is not None
    options = png.parsed({"parts": "legend,counter", **texts})
    png.review(options, scene.picture.experiment)
    png.write(path, scene, options, nothing)
    with Image.open(path) as image:
        return image.convert("RGB")


def pixels(image: Image.Image) -> Array:
    return np.asarray(image).astype(float)


def test_a_scale_makes_it_finer_and_changes_nothing_else(scene: Scene, tmp_path: Path) -> None:
    usual = picture(scene, tmp_path, size="640x480")
    fine = picture(scene, tmp_path, size="640x480", scale="2")
    assert fine.size == (1280, 960)
    made_small = fine.resize((640, 480), Image.Resampling.BOX)
    assert np.abs(pixels(made_small) - pixels(usual)).mean() < 2
    larger = picture(scene, tmp_path, size="1280x960")  # which has finer lettering
    assert np.abs(pixels(larger) - pixels(fine)).mean() > 3


@pytest.mark.parametrize(("scale", "dpi"), [("", 300), ("6.25", 600)])
def test_one_for_paper_is_as_large_there_as_it_says(
    scene: Scene, tmp_path: Path, scale: str, dpi: int
) -> None:
    image = picture(scene, tmp_path, size="89x67mm", scale=scale)
    with Image.open(tmp_path / "a.png") as told:
        assert told.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)
    for pixels_, millimetres in zip(image.size, (89, 67), strict=True):
        assert pixels_ / dpi * 25.4 == pytest.approx(millimetres, abs=25.4 / dpi)


@pytest.mark.parametrize(
    ("texts", "option", "word"),
    [
        ({"size": "89x67cm"}, "size", "89x67mm"),
        ({"size": "2x2mm"}, "size", "30 mm to 2 m"),
        ({"size": "641x480"}, "size", "even"),
        ({"scale": "0"}, "scale", "0.25 to 16"),
        ({"scale": "nan"}, "scale", "0.25 to 16"),
        ({"size": "8000x8000", "scale": "4"}, "scale", "16,384"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    scene: Scene, tmp_path: Path, texts: dict[str, str], option: str, word: str
) -> None:
    with pytest.raises(OptionError, match=word) as caught:
        picture(scene, tmp_path, **texts)
    assert caught.value.option == option and not list(tmp_path.iterdir())


def test_a_grid_that_is_asked_for_is_drawn_of_maps_and_not_of_surfaces(
    scene: Scene, tmp_path: Path
) -> None:
    plain = picture(scene, tmp_path, size="640x480", layout="grid")
    layers = dataclasses.replace(scene.layers, camera=Camera())  # as a file may have it
    turned = dataclasses.replace(scene, layers=layers)
    mapped = picture(turned, tmp_path, size="640x480", layout="grid")
    assert np.array_equal(pixels(mapped), pixels(plain))
    for texts in ({"view": "surface"}, {"camera": "30,50,1"}):
        with pytest.raises(OptionError, match="a grid is of maps"):
            picture(scene, tmp_path, layout="grid", **texts)
