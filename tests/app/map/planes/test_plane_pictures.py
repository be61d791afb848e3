"""A plane through a network's runs as it should look, in both themes and at both densities."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter

from app.look.theme import DARK, LIGHT, Theme
from app.map.drawing.camera import Camera
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.map.on_plane import laid, on_plane
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.stepping.simulate import record
from landscapes.networks.digits_mlp import DigitsMLP

SIZE = (600, 450)
TOLERANCE = 0.15  # per cent; the curves of other processors
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Three runs of a tiny network on the plane of their principal components."""
    network = DigitsMLP(train=64, hidden=3)
    specs = (
        MethodSpec.create("adam", {"lr": 0.02}),
        MethodSpec.create("sgd", {"lr": 0.5}),
        MethodSpec.create("adam+cm", {"lr": 0.01, "capacity": 2}),
    )
    picture = Picture.of(record(Experiment(network, specs, SeedStarts(1), 60, batch=16)))
    return on_plane(laid(Scene(picture, 60, DARK, View.of(network)), 486 / 412))


def painted(scene: Scene, ratio: float = 1.0) -> QImage:
    image = QImage(*(round(ratio * side) for side in SIZE), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    MapPainter().paint(painter, scene, SIZE, ratio)
    painter.end()
    return image


def check(pictures, image: QImage) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    pictures.check(bytes(data.data()), diff_threshold=TOLERANCE)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda each: each.name)
def test_runs_on_their_plane(theme: Theme, ratio: float, scene: Scene, image_regression) -> None:
    check(image_regression, painted(dataclasses.replace(scene, theme=theme), ratio))


def test_runs_on_the_surface_of_their_plane(scene: Scene, image_regression) -> None:
    layers = dataclasses.replace(scene.layers, camera=Camera())
    check(image_regression, painted(dataclasses.replace(scene, layers=layers)))
