"""Colours, contours and ellipses are of this landscape, also while the ground is painted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from on_the_map import near
from scene import (
    ACROSS,
    HEIGHT,
    NOTHING,
    WIDTH,
    at,
    changed,
    frame_of,
    only,
    paint,
    picture,
    pixels,
)

from app.map.drawing.curvature_layer import CLEAR, shown_spans
from app.map.drawing.painter import MapPainter
from app.map.drawing.view import View
from landscapes.ackley import Ackley
from landscapes.two_basins import TwoBasins

pytestmark = pytest.mark.usefixtures("qapp")


def test_sharpness_can_replace_the_loss_as_colours():
    shown = picture({"adam": ACROSS})
    loss, sharp = paint(shown, 0, NOTHING), paint(shown, 0, only("sharpness"))
    frame = frame_of(shown)
    # Around the sharp minimum the loss is low but λ_max is high.
    low, high = (at(image, frame, (-1.5, 0.0)).sum() for image in (loss, sharp))
    assert high > low + 60
    assert near(at(sharp, frame, (1.5, 0.0)), "#351144", 30)


def test_contour_lines_can_be_hidden():
    shown = picture({"adam": ACROSS})
    assert len(changed(paint(shown, 0, NOTHING), paint(shown, 0, only("contours")))) > 500


def test_the_ellipse_is_small_across_a_sharp_valley():
    stays = np.full((3, 1, 2), (-1.5, 0.0))
    flat = np.full((3, 1, 2), (1.5, 0.0))
    sizes = []
    for path in (stays, flat):
        shown = picture({"adam": path})
        sizes.append(len(changed(paint(shown, 1, NOTHING), paint(shown, 1, only("ellipses")))))
    assert 0 < sizes[0] < sizes[1]


@pytest.mark.parametrize("size", [(240, 180), (320, 240), (390, 310), (640, 480)])
def test_an_ellipse_is_never_hidden_by_its_head(size):
    place = (0.95, 0.95)  # near a minimum that is sharper than a head is wide
    shown = picture({"adam": np.full((3, 1, 2), place)}, landscape=Ackley())
    heads, both = (
        paint(shown, 1, only(*layers), size=size) for layers in (["heads"], ["heads", "ellipses"])
    )
    places = changed(heads, both, 40) - frame_of(shown, size=size).to_pixels(place)
    spans = np.hypot(*places.T)
    assert spans.max() > CLEAR - 2 and (spans > 9).sum() > 30


def test_ellipses_keep_their_shape_and_their_order():
    true = np.array([[6.0, 2.0], [4.0, 4.0], [60.0, 30.0], [900.0, 90.0]])
    drawn = np.array([shown_spans(spans) for spans in true])
    assert drawn[0, 0] / drawn[0, 1] == pytest.approx(3) and drawn[1, 0] == drawn[1, 1]
    assert (drawn.max(1) >= CLEAR).all() and np.all(np.diff(drawn[[1, 0, 2, 3], 0]) > 0)
    assert drawn[2] == pytest.approx(true[2], rel=0.05)  # a long one is true


def test_of_another_landscape_no_frame_shows_the_former_ground():
    before = picture({"adam": ACROSS}, landscape=TwoBasins())
    after = picture({"adam": ACROSS}, landscape=TwoBasins(sharpness=30))
    layers = only("minima", "contours")
    for shown, more in ((after, layers), (before, dataclasses.replace(layers, sharpness=True))):
        painter = MapPainter()
        paint(before, 0, layers, painter=painter, patient=True)
        at_once = paint(shown, 0, more, painter=painter, patient=True)
        assert painter.pending
        exact, former = paint(shown, 0, more), paint(before, 0, layers)
        assert len(changed(at_once, exact, 40)) < 0.02 * WIDTH * HEIGHT
        assert len(changed(at_once, exact, 40)) < 0.2 * len(changed(former, exact, 40))
        while not painter.advance(3.0):
            assert painter.pending
        last = paint(shown, 0, more, painter=painter, patient=True)
        assert not painter.pending and np.array_equal(pixels(last), pixels(exact))


def test_a_ground_begun_for_the_former_landscape_is_given_up():
    shown = [picture({"adam": ACROSS}, landscape=TwoBasins(sharpness=s)) for s in (10, 20, 30)]
    painter = MapPainter()
    paint(shown[0], 0, painter=painter, patient=True)
    paint(shown[1], 0, painter=painter, patient=True)
    painter.advance(0.1)
    paint(shown[2], 0, painter=painter, patient=True)
    while not painter.advance(3.0):
        pass
    image = paint(shown[2], 0, painter=painter, patient=True)
    assert not painter.pending
    assert np.array_equal(pixels(image), pixels(paint(shown[2], 0)))


def test_a_new_ground_may_wait_and_is_the_same_once_it_is_done():
    shown = picture({"adam": ACROSS}, landscape=Ackley())
    painter = MapPainter()
    paint(shown, 0, painter=painter, patient=True)
    assert not painter.pending  # the first ground does not wait
    closer = View((-2.0, 1.0), (0.5, 3.0))
    stretched = paint(shown, 0, painter=painter, view=closer, patient=True)
    assert painter.pending
    exact = paint(shown, 0, view=closer)
    assert len(changed(stretched, exact, 60)) < 0.2 * WIDTH * HEIGHT  # stretched to its place
    while not painter.advance(3.0):
        assert painter.pending
    assert np.array_equal(
        pixels(paint(shown, 0, painter=painter, view=closer, patient=True)), pixels(exact)
    )


def test_what_was_begun_is_finished_before_the_newest_view():
    shown = picture({"adam": ACROSS}, landscape=Ackley())
    painter = MapPainter()
    paint(shown, 0, painter=painter, patient=True)
    finished = 0
    for step in range(60):  # a zoom that never rests
        view = View((-2.0 + step * 0.01, 2.0), (-2.0, 2.0))
        paint(shown, 0, painter=painter, view=view, patient=True)
        finished += painter.advance(2.0)
    assert finished >= 2
