"""Axes are round, distinct and logarithmic where that hides nothing."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from charts_shown import shown
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from app.figures.curves.scale import Scale, suits_logarithm
from app.panels.charts.ticks import Ticks
from landscapes import make


def test_the_axis_is_logarithmic_where_values_are_positive_and_can_be_switched(panel, qtbot):
    chart = panel.chart("loss")
    assert chart.logarithmic and not panel.chart("agreement").logarithmic
    qtbot.mouseClick(chart.log, Qt.MouseButton.LeftButton)
    assert not chart.logarithmic and not chart.view.scale_shown.logarithmic
    assert not chart.view.getAxis("left").logMode
    qtbot.keyClick(chart.log, Qt.Key.Key_Space)
    assert chart.view.scale_shown.logarithmic and chart.view.getAxis("left").logMode


def test_a_negative_minimum_is_the_floor_of_a_logarithmic_loss(raced, goldstein, qtbot, appearance):
    landscape = make({"name": "styblinski-tang"})
    session = raced(dataclasses.replace(goldstein, landscape=landscape))
    panel = shown(qtbot, session, appearance)
    chart = panel.chart("loss")
    assert chart.logarithmic
    assert chart.view.scale_shown.floor == pytest.approx(-78.33233140754284)
    assert chart.remark.isVisible() and chart.remark.text() == "above the minimum"
    assert not panel.chart("sharpness").remark.isVisible()


def ticks(orientation, low, high, size, logarithmic=False):
    """Places and labels of an axis of this length, as pyqtgraph asks for them."""
    axis = Ticks(orientation, QFont(), 40)
    axis.setLogMode(x=logarithmic, y=logarithmic)
    [(spacing, places)] = axis.tickValues(low, high, size)
    return places, axis.tickStrings(places, 1.0, spacing), axis


@example(low=1.0, span=163.0, size=60, orientation="bottom")
@given(
    low=st.floats(-1e6, 1e6),
    span=st.floats(1e-6, 1e6),
    size=st.integers(60, 900),
    orientation=st.sampled_from(("left", "bottom")),
)
def test_ticks_are_round_distinct_and_leave_room_for_their_labels(
    qapp, low, span, size, orientation
):
    high = low + span
    if not span > 1e-8 * abs(low):
        return
    places, labels, axis = ticks(orientation, low, high, size)
    assert len(set(labels)) == len(labels)
    assert all(low - 1e-6 * span <= place <= high + 1e-6 * span for place in places)
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert all(gap * size / span >= 0.99 * axis.room(low, high) for gap in gaps)


@given(low=st.floats(-12, 6), decades=st.floats(0.05, 14), size=st.integers(60, 600))
def test_logarithmic_ticks_never_collide(qapp, low, decades, size):
    places, labels, axis = ticks("left", low, low + decades, size, logarithmic=True)
    gaps = [(b - a) * size / decades for a, b in itertools.pairwise(places)]
    assert all(gap >= 0.75 * axis.room(low, low + decades) for gap in gaps)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("low", "high", "logarithmic", "wanted"),
    [
        (-0.04, 1.04, False, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-50, 1100, False, ["0", "200", "400", "600", "800", "1,000"]),
        (-2.5, 2.5, False, ["−2", "−1", "0", "1", "2"]),
        (-2.3, 1.2, True, ["0.01", "0.03", "0.1", "0.3", "1", "3", "10"]),
        (-9, 6, True, ["10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "100", "10⁴", "10⁶"]),
    ],
)
def test_ticks_read_like_this(qapp, low, high, logarithmic, wanted):
    assert ticks("left", low, high, 180, logarithmic)[1] == wanted


def test_a_value_at_the_floor_leaves_through_the_bottom():
    scale = Scale(True, -2.0)
    raised = scale.raised(np.array([8.0, -2.0, np.nan]))
    assert raised[0] == 10 and 0 < raised[1] < 1e-200 and np.isnan(raised[2])
    assert scale.place(8.0) == 1.0 and scale.place(-2.0) < -200
    low, high = scale.span(np.array([8.0, -2.0, -1.9]))
    assert low < -1 and 1 < high < 1.5


def test_logarithm_is_offered_only_where_it_hides_nothing():
    assert suits_logarithm(np.array([1.0, 10.0]))
    assert not suits_logarithm(np.array([-1.0, 10.0]))
    assert suits_logarithm(np.array([-1.0, 10.0]), floor=-2.0)
    assert not suits_logarithm(np.array([1.0, 10.0]), ratio=1000)
    assert not suits_logarithm(np.array([np.nan]))
