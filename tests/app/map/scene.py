"""Small races made by hand, and images of them: what the tests of the map look at."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from app.look.theme import DARK, Theme
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame, View
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.recording.recording import Chunk, Track
from core.recording.shapes import track_shapes
from landscapes.base import Array, Landscape
from landscapes.two_basins import TwoBasins

WIDTH, HEIGHT = 520, 420
NOTHING = Layers(**{
    field.name: False for field in dataclasses.fields(Layers) if field.default in (True, False)
})  # fmt: skip


def only(*names: str) -> Layers:
    """These layers and no others."""
    return dataclasses.replace(NOTHING, **dict.fromkeys(names, True))


def picture(
    paths: dict[str, Array],
    *,
    landscape: Landscape | None = None,
    stale: frozenset[int] = frozenset(),
    capacity: int = 2,
    **settings: float,
) -> Picture:
    """Methods (by name) on paths (T+1, S, 2); nothing is in any memory."""
    first = next(iter(paths.values()))
    experiment = Experiment(
        landscape or TwoBasins(),
        tuple(MethodSpec.create(name, {"capacity": capacity, **settings}) for name in paths),
        tuple(map(tuple, first[0].tolist())),
        steps=len(first) - 1,
    )
    return Picture(experiment, tuple(track(experiment, path) for path in paths.values()), stale)


def track(experiment: Experiment, path: Array) -> Track:
    """A track with given positions (T+1, S, 2) and their losses."""
    shapes = track_shapes(experiment, "all")
    found = Track(experiment)
    arrays = {key: np.full(shape, np.nan) for key, shape in shapes.items()}
    with np.errstate(all="ignore"):  # a path may diverge
        arrays["positions"], arrays["losses"] = path, experiment.landscape.loss(path)
    arrays["memory_births"][:] = -1
    arrays["memory_events"][:] = 0
    arrays["memory_slots"][:] = -1
    found.append(Chunk(0, experiment.steps, arrays))
    return found


def hold(track: Track, slot: int, birth: int, item: tuple[float, float], priority: float) -> None:
    """Let the memory of every start hold an item from its birth on."""
    track["memory_items"][birth + 1 :, :, slot] = item
    track["memory_priorities"][birth + 1 :, :, slot] = priority
    track["memory_births"][birth + 1 :, :, slot] = birth


def line(start: tuple[float, float], end: tuple[float, float], steps: int = 20) -> Array:
    """One start that walks straight on, (steps + 1, 1, 2)."""
    return np.linspace(start, end, steps + 1)[:, None]


ACROSS = line((-3.0, 2.0), (3.0, 2.0))


def paint(
    shown: Picture,
    cursor: int,
    layers: Layers = NOTHING,
    *,
    painter: MapPainter | None = None,
    theme: Theme = DARK,
    view: View | None = None,
    ratio: float = 1.0,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    start: int = 0,
    patient: bool = False,
    **more: object,
) -> QImage:
    """A frame of the map, painted whole."""
    image = QImage(round(size[0] * ratio), round(size[1] * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("magenta"))
    brush = QPainter(image)
    owner = painter or MapPainter()
    view = view or View.of(shown.experiment.landscape)
    scene = Scene(shown, cursor, theme, view, layers, start, **more)
    owner.paint(brush, scene, size, ratio, patient=patient)
    brush.end()
    return image


def frame_of(
    shown: Picture, view: View | None = None, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Frame:
    """Where the points of the plane lie in such an image."""
    return Frame.fit(view or View.of(shown.experiment.landscape), *size)


def pixels(image: QImage) -> Array:
    """(height, width, 3) in red, green, blue, 0 … 255."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def at(image: QImage, frame: Frame, point: tuple[float, float]) -> Array:
    """The colour (3,) at a point of the plane."""
    x, y = np.rint(frame.to_pixels(np.array(point)) * image.devicePixelRatio() - 0.5).astype(int)
    return pixels(image)[y, x]


def rgb(colour: str) -> Array:
    """A hex colour as (3,)."""
    return np.array(QColor(colour).getRgb()[:3])


def changed(one: QImage, other: QImage, tolerance: int = 8) -> Array:
    """Where two images differ visibly: (N, 2) as x, y."""
    differs = np.abs(pixels(one) - pixels(other)).max(-1) > tolerance
    return np.argwhere(differs)[:, ::-1]
