"""The map of a landscape that drifts: ground, minima and surface go along, the view stays."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scene import HEIGHT, NOTHING, WIDTH, at, frame_of, line, only, paint, picture, pixels, rgb

from app.look.theme import DARK
from app.map.drawing import base_layer
from app.map.drawing.camera import Camera
from app.map.drawing.minima_ways import way_of
from app.map.drawing.painter import MapPainter
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from core.experiment.drift import Drift
from core.writing import number
from landscapes.ackley import Ackley
from landscapes.expression import Expression

pytestmark = pytest.mark.usefixtures("qapp")
CIRCLE = Drift("circle", 16, (0.5, 0.2))


def drifting(drift, *, landscape=None, steps=20):
    shown = picture({"adam": line((3.0, 3.0), (3.0, 3.1), steps)}, landscape=landscape)
    return dataclasses.replace(shown, experiment=dataclasses.replace(shown.experiment, drift=drift))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_ground_is_that_of_a_view_that_goes_the_other_way(ratio):
    """f(θ − c) over a view is f over the view moved by −c: painted so, with no drift at all."""
    still = drifting(None)
    frame = frame_of(still)
    # Whole pixels of the device, so that both are painted on the same ones.
    by = (24 / frame.scales[0], 10 / frame.scales[1])
    shown = drifting(Drift("jump", 10, by))
    painter = MapPainter()
    view = View(frame.x, frame.y)
    there = View(
        *((low - c, high - c) for (low, high), c in zip((frame.x, frame.y), by, strict=True))
    )
    for layers in (NOTHING, only("contours")):
        paint(shown, 0, layers, painter=painter, ratio=ratio, view=view)
        carried = pixels(paint(shown, 15, layers, painter=painter, ratio=ratio, view=view))
        wanted = pixels(paint(still, 15, layers, ratio=ratio, view=there))
        inside = np.s_[
            int(ratio * (frame.plot.top() + 2)) : int(ratio * (frame.plot.bottom() - 2)),
            int(ratio * (frame.plot.left() + 2)) : int(ratio * (frame.plot.right() - 2)),
        ]
        apart = np.abs(carried[inside] - wanted[inside]).max(-1)
        assert np.mean(apart > 12) < 0.01
        assert apart.mean() < 1.0


def test_the_view_and_its_axes_stay_while_the_ground_goes_along():
    shown, painter = drifting(CIRCLE), MapPainter()
    first, later = (pixels(paint(shown, t, painter=painter)) for t in (0, 5))
    plot = frame_of(shown).plot
    around = np.ones((HEIGHT, WIDTH), dtype=bool)
    around[
        int(plot.top()) - 1 : int(plot.bottom()) + 2, int(plot.left()) - 1 : int(plot.right()) + 2
    ] = False
    assert np.array_equal(first[around], later[around])
    assert (np.abs(first - later).max(-1) > 8).mean() > 0.1


@pytest.mark.parametrize(
    ("drift", "most"),
    [(CIRCLE, 1), (Drift("jump", 4, (0.9, 0.9)), 1), (Drift("glide", 1, (0.8, 0.0)), 3)],
)
def test_few_grounds_are_painted_however_many_frames_there_are(drift, most, monkeypatch):
    made = []

    def counting(request, fonts, **more):
        made.append(request)
        return painted(request, fonts, **more)

    painted = base_layer.painted
    monkeypatch.setattr(base_layer, "painted", counting)
    shown, painter = drifting(drift), MapPainter()
    for cursor in range(21):
        paint(shown, cursor, painter=painter)
    assert 1 <= len(made) <= most


def test_nothing_is_missing_of_a_ground_that_goes_far():
    shown = drifting(Drift("glide", 1, (0.8, 0.0)))
    frame, painter = frame_of(shown), MapPainter()
    for cursor in range(21):
        image = paint(shown, cursor, painter=painter)
        for place in ((frame.x[0] + 0.1, 0.0), (frame.x[1] - 0.1, 1.0)):
            assert not np.array_equal(at(image, frame, place), rgb(DARK.window)), cursor


def test_the_stars_stand_where_the_minima_are_and_a_line_tells_where_they_were():
    shown, frame = drifting(Drift("jump", 10, (0.8, 1.2))), frame_of(drifting(None))
    image, bare = (paint(shown, 12, layers) for layers in (only("minima"), NOTHING))
    differs = np.abs(pixels(image) - pixels(bare)).max(-1) > 8

    def marked(x, y):
        across, down = frame.to_pixels(np.array((x, y))).astype(int)
        return differs[down - 5 : down + 6, across - 5 : across + 6].sum()

    assert marked(2.3, 1.2) > marked(1.5, 0.0) > marked(1.9, 0.6) > 4  # a star, a ring, a line
    assert marked(3.1, 2.4) == 0


def test_where_no_minimum_is_known_the_middle_of_the_domain_is_followed():
    bowl = Expression("x**2 + y**2", ((-1.0, 3.0), (-2.0, 2.0)))
    shown = drifting(Drift("glide", 10, (0.5, 0.0)), landscape=bowl)
    frame = frame_of(shown)
    image, bare = (paint(shown, 20, layers) for layers in (only("minima"), NOTHING))
    marked = (np.abs(pixels(image) - pixels(bare)).max(-1) > 8).nonzero()
    (left, middle), (right, _) = frame.to_pixels(np.array([(1.0, 0.0), (2.0, 0.0)]))
    assert marked[1].min() == pytest.approx(left, abs=2)
    assert marked[1].max() == pytest.approx(right + 4, abs=2)
    assert marked[0].mean() == pytest.approx(middle, abs=1.5)


def test_ways_tell_where_a_minimum_has_been():
    assert len(way_of(Drift("jump", 5, (1.0, 0.0)), 4)) == 1
    assert way_of(Drift("jump", 5, (1.0, 0.0)), 5)[[0, -1]].tolist() == [[0, 0], [1, 0]]
    assert way_of(Drift("jump", 5, (1.0, 0.0)), 10)[[0, -1]].tolist() == [[1, 0], [0, 0]]
    assert len(way_of(Drift("glide", 5, (1.0, 0.0)), 0)) == 1
    assert way_of(Drift("glide", 5, (1.0, 0.0)), 10)[[0, -1]].tolist() == [[0, 0], [2, 0]]
    once = way_of(Drift("circle", 8, (1.0, 0.0)), 30)
    assert len(once) == 9
    assert np.abs(once - (1.0, 0.0)) @ [1, 0] == pytest.approx(
        np.abs(np.cos(np.arange(9) / 4 * np.pi))
    )


def test_what_is_read_under_the_pointer_is_of_the_landscape_where_it_stands(
    map_view, session, qtbot
):
    session.edit(drift=Drift("jump", 100, (1.0, 0.5)))
    drifts = session.experiment.drift
    qtbot.waitUntil(lambda: session.picture.experiment.drift == drifts)
    qtbot.waitUntil(lambda: session.ready == session.experiment.steps)
    told: list[str] = []
    map_view.canvas.reading_changed.connect(told.append)
    place = map_view.canvas.frame.pixel((1.3, 0.6))
    for cursor in (150, 50):
        session.seek(cursor)
        map_view.canvas.point_at(place)
    where = np.array(map_view.canvas.frame.to_data(place))
    for text, point in zip(told[-2:], (where - (1.0, 0.5), where), strict=True):
        loss = number(float(Ackley().loss(point)))
        assert text.endswith(f"loss {loss}")


def test_the_surface_goes_along():
    shown = drifting(Drift("jump", 10, (0.8, 0.5)))
    layers = dataclasses.replace(NOTHING, camera=Camera())
    view = View.of(shown.experiment.landscape)
    for cursor, middle in ((0, (1.5, 0.0)), (12, (2.3, 0.5))):
        heights = ReliefFrame.of(
            Scene(shown, cursor, DARK, view, layers), (500, 400), 1.0
        ).field.heights
        row, column = np.argwhere(heights == heights.min()).mean(0)  # it has a floor
        n = len(heights) - 1
        found = (
            view.x[0] + column / n * (view.x[1] - view.x[0]),
            view.y[0] + row / n * (view.y[1] - view.y[0]),
        )
        assert found == pytest.approx(middle, abs=0.05)
