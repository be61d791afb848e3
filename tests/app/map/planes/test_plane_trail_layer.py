"""A frame of trails on a plane shows the same whichever way time, and the runs, have come to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from network_runs import ground, race, wish
from PySide6.QtGui import QImage, QPainter

from app.look.theme import DARK
from app.map.drawing.cast import cast_of
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.plane_trail_layer import BLOCK, PlaneTrailLayer
from app.map.drawing.plane_trails import Off, PlaneWays, draw_plane_trails
from app.map.drawing.scene import Scene
from app.map.drawing.trails import TrailRequest
from app.map.drawing.view import Frame, View
from app.map.planes.filling import Filled
from app.map.planes.fitting import fitted
from app.map.planes.projected import laid_out
from app.running.shown import Picture
from core.experiment.record import Record
from core.measures.surface import Scale
from core.recording.recording import Track
from core.stepping.simulate import simulate
from landscapes.gridded import Gridded

SIZE, STEPS = (360, 280), 2 * BLOCK + 21
SCALE = Scale("linear", (0.5, 1.0, 2.0), 0.0, 3.0)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def growing() -> tuple[Picture, Filled]:
    """Whole runs, and the plane through them with its ground."""
    whole = _picture(0)
    found = fitted(wish(whole))
    return whole, Filled(found, ground(found), True)


def _picture(seed: int) -> Picture:
    return next(_grown((STEPS,), seed))


def _grown(stops: tuple[int, ...], seed: int = 0) -> Iterator[Picture]:
    """The same picture as its tracks grow in place, of which few points are kept."""
    kept = Record(every=20, what="positions")
    experiment = dataclasses.replace(race(steps=STEPS), seed=seed, record=kept)
    tracks = tuple(Track(experiment) for _ in experiment.methods)
    for chunk in simulate(experiment, chunk_steps=1):
        tracks[chunk.method].append(chunk)
        if chunk.method == len(tracks) - 1 and chunk.stop in stops:
            yield Picture(experiment, tracks)


def scene(picture: Picture, filled: Filled, cursor: int, layers: Layers | None = None) -> Scene:
    shown, told = laid_out(picture, filled, 0)
    layers = dataclasses.replace(layers or Layers(), memory=False).on_plane
    return Scene(shown, cursor, DARK, View.of(filled.ground), layers, on_plane=told)


def frame(painter: MapPainter, scene: Scene, ratio: float = 1.0) -> np.ndarray:
    image = QImage(*(round(ratio * side) for side in SIZE), QImage.Format.Format_RGB32)
    with QPainter(image) as on_image:
        on_image.scale(ratio, ratio)
        painter.paint(on_image, scene, SIZE, ratio)
    return np.array(image.constBits()).reshape(image.height(), -1)


def is_as_at_once(painter: MapPainter, scene: Scene, ratio: float = 1.0) -> bool:
    return np.array_equal(frame(painter, scene, ratio), frame(MapPainter(), scene, ratio))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_played_or_sought_a_frame_is_as_if_drawn_at_once(
    growing: tuple[Picture, Filled], ratio: float
) -> None:
    whole, filled = growing
    painter = MapPainter()
    for cursor in (0, 3, BLOCK, BLOCK + 5, STEPS, BLOCK - 1, 2 * BLOCK + 1):
        assert is_as_at_once(painter, scene(whole, filled, cursor), ratio), cursor


def test_grown_runs_are_as_if_drawn_at_once(growing: tuple[Picture, Filled]) -> None:
    _, filled = growing
    painter, stops = MapPainter(), (5, BLOCK + 6, 2 * BLOCK + 1, STEPS)  # not all are kept points
    for picture, stop in zip(_grown(stops), stops, strict=True):
        assert is_as_at_once(painter, scene(picture, filled, stop)), stop


def test_whatever_else_is_shown_of_a_trail_is_drawn_anew(
    growing: tuple[Picture, Filled],
) -> None:
    """What it fades by, its loss, what colours mean, its method's look, and another run."""
    whole, filled = growing
    fit, ground = filled.fitted, filled.ground
    steep = Gridded(ground.rectangle, "steep", np.asarray(ground.values_there) ** 2)
    scaled = dataclasses.replace(filled, ground=steep)
    of_test = dataclasses.replace(fit, wish=dataclasses.replace(fit.wish, part="test"))
    aside = dataclasses.replace(
        fit, plane=dataclasses.replace(fit.plane, axes=fit.plane.axes[::-1].copy())
    )
    near = dataclasses.replace(fit, rectangle=((-0.1, 0.1), (-0.1, 0.1)))
    base = scene(whole, filled, STEPS)
    for what, shown in {
        "not faded": scene(whole, filled, STEPS, Layers(fading=False)),
        "without its loss": scene(whole, filled, STEPS, Layers(true_loss=False)),
        "on other colours": scene(whole, scaled, STEPS),
        "on another plane": scene(whole, dataclasses.replace(filled, fitted=aside), STEPS),
        "where another distance is far": scene(
            whole, dataclasses.replace(filled, fitted=near), STEPS
        ),
        "of the test loss": scene(whole, dataclasses.replace(filled, fitted=of_test), STEPS),
        "stale": scene(dataclasses.replace(whole, stale=frozenset({0})), filled, STEPS),
        "another run": scene(_picture(1), filled, STEPS),
    }.items():
        painter = MapPainter()
        before = frame(painter, base)
        assert is_as_at_once(painter, shown), what
        assert not np.array_equal(before, frame(painter, shown)), what


def test_of_a_trail_nothing_is_cut(growing: tuple[Picture, Filled]) -> None:
    """Its outline reaches beyond its points; drawn at once it needs no image."""
    whole, filled = growing
    shown, told = laid_out(whole, filled, 0)
    cast = cast_of(shown, DARK)[:1]
    window = Frame.fit(View.of(filled.ground), *SIZE)
    request = TrailRequest((cast[0].trail,), window, 0, DARK)
    ways = PlaneWays(request, (Off(None, told.drops[0].track["losses"][:, 0]),), SCALE)
    images = []
    for by_layer in (True, False):
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill(0)
        with QPainter(image) as on_image:
            on_image.setRenderHint(QPainter.RenderHint.Antialiasing)
            on_image.setClipRect(window.plot)
            if by_layer:
                PlaneTrailLayer().draw(on_image, ways, told, [told.drops[0]], [BLOCK - 2])
            else:
                draw_plane_trails(on_image, ways, 0, [BLOCK - 2])
        images.append(np.array(image.constBits(), dtype=int).reshape(SIZE[1], -1))
    assert np.abs(images[0] - images[1]).max() <= 3  # colours are rounded once more
