"""Curves are painted in their look where their values are."""

from __future__ import annotations

import numpy as np
from charts_shown import CONTROL, drawn
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.figures.curves.scale import Scale
from app.look.styles import styles


def test_pyqtgraphs_items_hold_the_curves_in_their_methods_look(panel, session, appearance):
    view, looks = panel.chart("loss").view, styles(session.experiment.methods, appearance.theme)
    for method, solid in ((0, True), (CONTROL, False)):
        line = drawn(panel, "loss", method).lines[0]
        times, values = view.items_shown.data(method)
        np.testing.assert_array_equal(times, np.arange(121))
        np.testing.assert_allclose(values, line.values - view.scale_shown.floor)
        item = view.items_shown.item(method)
        assert item.opts["logMode"] == [False, True]
        assert item.opts["pen"].color() == QColor(looks[method].colour)
        assert (item.opts["pen"].style() == Qt.PenStyle.SolidLine) == solid


def test_a_curve_passes_in_its_colour_where_its_values_are(panel, appearance):
    view = panel.chart("loss").view
    image, hits = view.grab().toImage(), 0
    curve = drawn(panel, "loss", 0)
    wanted = QColor(appearance.theme.plain_hue)
    for time in range(30, 110, 5):
        x, y = round(view.plane.x_of(time)), round(view.plane.y_of(curve.lines[0].at(time)))
        near = [image.pixelColor(x, y + dy) for dy in (-1, 0, 1)]
        hits += any(abs(c.red() - wanted.red()) + abs(c.blue() - wanted.blue()) < 60 for c in near)
    assert hits >= 12


def test_a_long_run_is_thinned_but_keeps_its_extremes(panel):
    view = panel.chart("sharpness").view
    values = np.zeros(100_001)
    values[31_415], values[92_653] = 5.0, -7.0
    line = drawn(panel, "sharpness", 0).lines[0]._replace(values=values)
    curve = drawn(panel, "sharpness", 0)._replace(lines=(line,))
    view.show_curves((curve,), Scale(), None)
    view.show_range(None, (-8.0, 6.0), 100_000)
    times, shown = view.items_shown.item(0).getData()
    assert len(times) == len(shown) < 5000
    assert shown.max() == 5.0 and shown.min() == -7.0
    assert abs(times[shown.argmax()] - 31_415) < 400


def test_a_value_without_neighbours_is_a_dot_where_no_line_goes(panel):
    """As the first one of a network's run is, for seconds."""
    view, one = panel.chart("sharpness").view, drawn(panel, "sharpness", 0)
    values = np.array([4.0, np.nan, 2.0, 3.0, np.nan, np.nan, 5.0])
    line = one.lines[0]._replace(values=values, first=0)
    view.show_curves((one._replace(lines=(line,)),), Scale(), None)
    times, shown = view.items_shown.dots(0)
    assert (times.tolist(), shown.tolist()) == ([0.0, 6.0], [4.0, 5.0])
    view.show_range(None, (0.0, 6.0), 12)
    x, y = round(view.plane.x_of(6)), round(view.plane.y_of(5.0))
    assert view.grab().toImage().pixelColor(x, y) == QColor(one.style.colour)
