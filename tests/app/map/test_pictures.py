"""The map as it should look, in both themes and at both densities.

A picture that should change is written anew by `pytest --force-regen` and looked at before it
is committed.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage
from pytest_regressions.image_regression import ImageRegressionFixture
from scene import hold, paint, picture

from app.look.theme import DARK, LIGHT, Theme
from app.map.drawing.camera import Camera
from app.map.drawing.layers import AnatomyVector, Layers
from app.running.shown import Highlight, Picture
from core.experiment.drift import Drift
from landscapes.ackley import Ackley
from landscapes.goldstein_price import GoldsteinPrice

SIZE = (600, 450)
TOLERANCE = 0.15  # per cent; the curves of other processors
pytestmark = pytest.mark.usefixtures("qapp")


def spiral(towards: tuple[float, float], start: tuple[float, float], turns: float) -> np.ndarray:
    """A way that circles down to a point, (61, 1, 2)."""
    share = np.linspace(0, 1, 61)
    arm = np.subtract(start, towards)
    angle = turns * 2 * np.pi * share
    turned = np.stack(
        [arm[0] * np.cos(angle) - arm[1] * np.sin(angle),
         arm[0] * np.sin(angle) + arm[1] * np.cos(angle)], -1)  # fmt: skip
    return (towards + turned * np.exp(-3 * share)[:, None])[:, None]


def race() -> Picture:
    """Four methods, of which two hold items."""
    begin = (3.3, 2.2)
    shown = picture(
        {
            "adam": spiral((3.0, 2.0), begin, 2.0),
            "adam+sam": spiral((2.5, 1.5), begin, 1.0),
            "adam+cg": spiral((1.0, 1.0), begin, 0.4),
            "adam+cm": spiral((0.0, 0.0), begin, 0.7),
        },
        landscape=Ackley(),
        capacity=3,
    )
    for track in shown.tracks[2:]:
        assert track is not None
        for slot, (birth, priority) in enumerate([(6, 0.3), (14, 1.0), (24, 0.6)]):
            move = track["positions"][birth, 0] - track["positions"][birth + 1, 0]
            hold(track, slot, birth, tuple(8 * move), priority)
    return shown


def check(pictures: ImageRegressionFixture, image: QImage) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    pictures.check(bytes(data.data()), diff_threshold=TOLERANCE)


@pytest.mark.parametrize("ratio", [1.0, 2.0], ids=["1x", "2x"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_race_with_memories(theme: Theme, ratio: float, image_regression):
    image = paint(race(), 45, Layers(), theme=theme, ratio=ratio, size=SIZE,
                  highlight=Highlight(3, 14))  # fmt: skip
    check(image_regression, image)


@pytest.mark.parametrize("ratio", [1.0, 2.0], ids=["1x", "2x"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_race_on_a_surface(theme: Theme, ratio: float, image_regression):
    image = paint(race(), 45, Layers(camera=Camera()), theme=theme, ratio=ratio, size=SIZE,
                  highlight=Highlight(3, 14))  # fmt: skip
    check(image_regression, image)


def test_a_surface_in_a_narrow_window_looked_at_closely(image_regression):
    camera = Camera(azimuth=200.0, tilt=20.0, zoom=2.0)
    check(image_regression, paint(race(), 45, Layers(camera=camera), theme=DARK, size=(300, 240)))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_sharpness_ellipses_and_anatomy(theme: Theme, image_regression):
    shown = picture(
        {
            "adam+cm": spiral((0.0, -1.0), (-1.3, -1.0), 0.3),
            "adam": spiral((-0.6, -0.4), (-1.3, -1.0), 0.5),
        },
        landscape=GoldsteinPrice(),
        stale=frozenset({1}),
    )
    track = shown.tracks[0]
    assert track is not None
    x, y = track["positions"][20, 0]
    vectors = (
        AnatomyVector((x, y), (-900.0, 300.0), theme.text, "g", 1),
        AnatomyVector((x, y), (-200.0, 1200.0), theme.accent, "m", 2),
        AnatomyVector((x, y), (0.5, -0.4), theme.good, "θ", 3, displacement=True),
    )
    layers = Layers(ellipses=True, sharpness=True, anatomy=vectors, anatomy_active=3)
    check(image_regression, paint(shown, 20, layers, theme=theme, size=SIZE))


@pytest.mark.parametrize("ratio", [1.0, 2.0], ids=["1x", "2x"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_landscape_that_drifts(theme: Theme, ratio: float, image_regression):
    shown = picture(
        {"adam": spiral((2.0, 0.6), (-1.5, 0.1), 0.2), "adam+cm": spiral((1.5, 0), (-1.5, 0.1), 0)},
        capacity=2,
    )
    track = shown.tracks[1]
    assert track is not None
    hold(track, 0, 4, (-4.0, 0.2), 1.0)
    hold(track, 1, 12, (-2.0, 0.1), 0.5)
    drift = Drift("circle", 60, (0.4, 0.6))
    shown = dataclasses.replace(
        shown, experiment=dataclasses.replace(shown.experiment, drift=drift)
    )
    layers = Layers(minima_names=True)
    check(image_regression, paint(shown, 40, layers, theme=theme, ratio=ratio, size=SIZE))
