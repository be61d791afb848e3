"""Points of the plane and pixels of the picture: there and back, and nothing is distorted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from app.map.drawing.view import Frame, View
from landscapes import LANDSCAPES
from landscapes.levy import Levy

DRAWN = [name for name in LANDSCAPES if name != "expression"]
coordinates = st.floats(-50, 50)


@given(coordinates, coordinates, st.floats(0.01, 20), st.floats(0.1, 10))
def test_a_point_survives_the_way_to_its_pixel_and_back(x, y, width, ratio):
    frame = Frame.fit(View((-width, width), (1, 1 + ratio * width)), 640, 480)
    assert frame.to_data(frame.pixel((x, y))) == pytest.approx((x, y), abs=1e-9)


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("size", [(900, 300), (300, 900), (640, 480)])
def test_the_whole_domain_is_visible_and_circles_are_round(name, size):
    landscape = LANDSCAPES[name]()
    frame = Frame.fit(View.of(landscape), *size)
    for (low, high), (first, last) in zip(landscape.domain, (frame.x, frame.y), strict=True):
        assert first < low < high < last
    assert frame.scales[0] == pytest.approx(frame.scales[1])


def test_axes_of_very_different_ranges_each_fill_the_picture():
    frame = Frame.fit(View((0, 1000), (0, 1)), 640, 480)
    assert frame.x == (0, 1000) and frame.y == (0, 1)


def test_pixels_grow_to_the_right_and_down():
    frame = Frame.fit(View((-1, 1), (-1, 1)), 400, 400)
    (x0, y0), (x1, y1) = frame.to_pixels([(0, 0), (0.5, 0.5)])
    assert x1 > x0 and y1 < y0
    dx, dy = frame.vectors(np.array([0.5, 0.5]))
    assert (x1 - x0, y1 - y0) == pytest.approx((dx, dy))


def test_zooming_keeps_the_point_it_is_about():
    view = View((-4, 4), (-2, 2))
    before = Frame.fit(view, 640, 480)
    after = Frame.fit(view.zoomed(3.0, 1.2, -0.7), 640, 480)
    place = before.pixel((1.2, -0.7))
    # The frame widens one axis about its middle, so the point is only fixed for the shown ranges.
    shown = View(before.x, before.y)
    after = Frame.fit(shown.zoomed(3.0, 1.2, -0.7), 640, 480)
    assert after.to_data(place) == pytest.approx((1.2, -0.7))
    assert after.scales[0] == pytest.approx(3 * before.scales[0])


def test_zooming_ends_where_numbers_do():
    view = View((-1, 1), (-1, 1))
    for _ in range(300):
        view = view.zoomed(2.0, 1.0, 1.0)
    assert view.x[1] - view.x[0] > 1e-10
    for _ in range(300):
        view = view.zoomed(0.5, 1.0, 1.0)
    assert np.isfinite(view.x).all() and view.x[1] < 1e12


def test_moving_shifts_both_ends():
    assert View((0, 1), (2, 3)).moved(0.5, -1) == View((0.5, 1.5), (1, 2))


def test_a_frame_smaller_than_its_margins_still_maps_points():
    frame = Frame.fit(View((0, 1), (0, 1)), 10, 10)
    assert np.isfinite(frame.to_pixels([(0.5, 0.5)])).all()
    assert frame.to_data(QPointF(0, 0))[0] < frame.x[0]


def test_a_landscape_of_many_dimensions_has_a_view_of_its_first_two():
    assert View.of(Levy(10)) == View.of(Levy())
