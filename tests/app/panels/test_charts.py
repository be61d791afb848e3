"""The charts draw what was recorded, zoom and seek together, and repaint no curve for a tick."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from races import wait_until_done

from app.panels.charts import ChartsPanel, canvas
from app.panels.charts.axis import Axis, suits_logarithm
from app.panels.charts.plot import plot_area, visible, x_of, y_of
from app.panels.charts.progress import quartiles
from app.panels.charts.readout import readout_rows
from app.panels.charts.ticks import even_ticks
from core.experiment import RandomStarts
from core.notation import number
from core.series import SERIES
from core.sharpness import sharpness
from landscapes import make

CM, SGD = 2, 5


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    return shown(qtbot, session, appearance)


def shown(qtbot, session, appearance):
    panel = ChartsPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(740, 220)
    panel.show()
    qtbot.waitExposed(panel)
    settle(qtbot, panel)
    return panel


def settle(qtbot, panel):
    qtbot.waitUntil(lambda: not panel._turn.isActive(), timeout=15_000)


def drawn(panel, key, method=CM):
    plot = panel.chart(key).canvas.plot
    return next(curve for curve in plot.curves if curve.method == method)


def test_three_charts_stand_side_by_side_at_first(panel):
    assert panel.shown == ("loss", "sharpness", "agreement")
    places = [panel.chart(key).mapTo(panel, QPoint(0, 0)) for key in panel.shown]
    assert len({place.y() for place in places}) == 1
    assert places[0].x() < places[1].x() < places[2].x()


def test_curves_are_what_was_recorded(panel, session, qtbot):
    panel.set_shown(SERIES)
    settle(qtbot, panel)
    track, spec = session.picture.tracks[CM], session.experiment.methods[CM]
    np.testing.assert_array_equal(drawn(panel, "loss").lines[0].values, track["losses"][:, 0])
    hessians = session.experiment.landscape.hessian(track["positions"][:, 0])
    np.testing.assert_allclose(
        drawn(panel, "sharpness").lines[0].values, np.linalg.eigvalsh(hessians)[:, -1], rtol=1e-9
    )
    for key in SERIES:
        line = drawn(panel, key).lines[0]
        expected = SERIES[key].values(session.experiment, spec, track)[:, 0, 0]
        np.testing.assert_array_equal(line.values, expected)
        assert line.at(line.first + 7) == expected[7]


def test_only_memory_methods_have_a_curve_of_agreement(panel):
    methods = [curve.method for curve in panel.chart("agreement").canvas.plot.curves]
    assert methods == [1, 2, 3, 4]


def test_a_curve_passes_in_its_colour_where_its_values_are(panel, appearance):
    chart = panel.chart("loss").canvas
    image, area = chart.grab().toImage(), plot_area(chart.width(), chart.height())
    plot, hits = chart.plot, 0
    curve = drawn(panel, "loss", 0)
    for time in range(30, 110, 5):
        x = round(float(x_of(time, plot.window, area)))
        y = round(float(y_of(curve.lines[0].at(time), plot.axis, area)))
        near = [image.pixelColor(x, y + dy) for dy in (-1, 0, 1)]
        wanted = QColor(appearance.theme.plain_hue)
        hits += any(abs(c.red() - wanted.red()) + abs(c.blue() - wanted.blue()) < 60 for c in near)
    assert hits >= 12


def test_a_tick_paints_no_curve_anew(panel, session, qapp, monkeypatch):
    painted = []
    monkeypatch.setattr(canvas, "paint_plot", lambda *args: painted.append(args))
    for time in range(40, 60):
        session.seek(time)
        qapp.processEvents()
    assert not painted


def test_the_cursor_line_follows_the_time(panel, session, qapp, appearance):
    chart = panel.chart("sharpness").canvas
    area = plot_area(chart.width(), chart.height())
    for time in (30, 90):
        session.seek(time)
        qapp.processEvents()
        image = chart.grab().toImage()
        x = int(float(x_of(time, chart.plot.window, area)))
        bright = QColor(appearance.theme.text).rgb()
        column = [image.pixel(x, y) == bright for y in range(20, chart.height() - 30)]
        assert np.mean(column) > 0.7


def test_a_click_seeks(panel, session, qtbot):
    chart = panel.chart("loss").canvas
    x = round(float(x_of(77, chart.plot.window, plot_area(chart.width(), chart.height()))))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    assert abs(session.cursor - 77) <= 1


def drag(qtbot, widget, one, other):
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=one)
    qtbot.mouseMove(widget, (one + other) / 2)
    qtbot.mouseMove(widget, other)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=other)


def test_dragging_the_cursor_line_seeks(panel, session, qtbot):
    session.seek(60)
    chart = panel.chart("loss").canvas
    area = plot_area(chart.width(), chart.height())
    one, other = (QPoint(round(float(x_of(t, chart.plot.window, area))), 50) for t in (60, 100))
    drag(qtbot, chart, one, other)
    assert abs(session.cursor - 100) <= 1
    assert chart.plot.window == (0, 120)


def test_a_drag_zooms_all_charts_and_a_double_click_shows_all_again(panel, session, qtbot):
    session.seek(0)
    chart = panel.chart("loss").canvas
    area = plot_area(chart.width(), chart.height())
    left, right = (round(float(x_of(t, chart.plot.window, area))) for t in (40, 80))
    drag(qtbot, chart, QPoint(left, 50), QPoint(right, 54))
    for key in panel.shown:
        window = panel.chart(key).canvas.plot.window
        assert window == pytest.approx((40, 80), abs=1.5)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(left, 50))
    assert all(panel.chart(key).canvas.plot.window == (0, 120) for key in panel.shown)
    assert session.cursor == 0


def test_a_box_cuts_the_values_of_its_own_chart_too(panel, qtbot):
    chart, other = panel.chart("loss").canvas, panel.chart("sharpness").canvas
    whole, before = chart.plot.axis, other.plot.axis
    drag(qtbot, chart, QPoint(80, 30), QPoint(140, 110))
    assert whole.low < chart.plot.axis.low < chart.plot.axis.high < whole.high
    assert other.plot.axis != chart.plot.axis and other.plot.axis.high <= before.high
    qtbot.keyClick(chart, Qt.Key.Key_0)
    assert chart.plot.axis == whole


def test_charts_come_and_go_by_the_menu(panel, qtbot):
    action = next(a for a in panel.menu.actions() if a.objectName() == "charts-show-path_length")
    action.trigger()
    assert panel.shown == ("loss", "sharpness", "agreement", "path_length")
    next(a for a in panel.menu.actions() if a.objectName() == "charts-show-loss").trigger()
    assert panel.shown == ("sharpness", "agreement", "path_length")
    settle(qtbot, panel)
    assert drawn(panel, "path_length").lines[0].at(0) == 0


def test_the_axis_is_logarithmic_where_values_are_positive_and_can_be_switched(panel, qtbot):
    chart = panel.chart("loss")
    assert chart.logarithmic and not panel.chart("agreement").logarithmic
    qtbot.mouseClick(chart.log, Qt.MouseButton.LeftButton)
    assert not chart.logarithmic and not chart.canvas.plot.axis.logarithmic
    qtbot.keyClick(chart.log, Qt.Key.Key_Space)
    assert chart.canvas.plot.axis.logarithmic


def test_a_negative_minimum_is_the_floor_of_a_logarithmic_loss(raced, goldstein, qtbot, appearance):
    landscape = make({"name": "styblinski-tang"})
    session = raced(dataclasses.replace(goldstein, landscape=landscape))
    panel = shown(qtbot, session, appearance)
    chart = panel.chart("loss")
    assert chart.logarithmic
    assert chart.canvas.plot.axis.floor == pytest.approx(-78.33233140754284)
    assert chart.note.text() == "above the minimum"


def test_many_starts_show_median_and_quartiles_or_the_selected_one(
    raced, goldstein, qtbot, appearance
):
    session = raced(dataclasses.replace(goldstein, starts=RandomStarts(9), steps=40))
    panel = shown(qtbot, session, appearance)
    losses = session.picture.tracks[CM]["losses"]
    line = drawn(panel, "loss").lines[0]
    np.testing.assert_allclose(line.values, np.median(losses, axis=1))
    np.testing.assert_allclose(line.low, np.percentile(losses, 25, axis=1))
    np.testing.assert_allclose(line.high, np.percentile(losses, 75, axis=1))
    assert panel.chart("loss").note.text() == "median of 9"
    next(a for a in panel.menu.actions() if a.objectName() == "charts-show-whole").trigger()
    session.select_start(4)
    settle(qtbot, panel)
    line = drawn(panel, "loss").lines[0]
    np.testing.assert_array_equal(line.values, losses[:, 4])
    assert line.low is None


def test_what_is_outdated_is_dimmed(panel, session, qtbot):
    picture = dataclasses.replace(session.picture, stale=frozenset({CM}))
    panel._follow_picture(picture)
    settle(qtbot, panel)
    assert drawn(panel, "loss").faded and not drawn(panel, "loss", 0).faded


def test_a_new_run_replaces_the_curves(panel, session, qtbot):
    session.set_method(CM, session.experiment.methods[CM].changed(lr=0.02))
    wait_until_done(qtbot, session)
    settle(qtbot, panel)
    track = session.picture.tracks[CM]
    np.testing.assert_array_equal(drawn(panel, "loss").lines[0].values, track["losses"][:, 0])


def test_the_table_holds_the_values_at_the_cursor(panel, session, qtbot):
    qtbot.mouseClick(panel.table, Qt.MouseButton.LeftButton)
    session.seek(33)
    track = session.picture.tracks[CM]
    assert panel.values.isVisible()
    assert panel.values.text(CM, 0) == number(float(track["losses"][33, 0]))
    largest = sharpness(session.experiment.landscape, track["positions"][33, 0]).largest
    assert panel.values.text(CM, 1) == number(float(largest))
    assert panel.values.text(0, 2) == ""  # Adam has no memory to agree


def test_the_readout_lists_the_values_at_the_hand_greatest_first(panel, session):
    rows = readout_rows(panel.chart("loss").canvas.plot, 50)
    values = {
        spec.label: float(track["losses"][50, 0])
        for spec, track in zip(session.experiment.methods, session.picture.tracks, strict=True)
    }
    wanted = sorted((v, k) for k, v in values.items() if v == v)[::-1]
    assert [(row.label, row.text) for row in rows] == [(k, number(v)) for v, k in wanted]


def test_the_hand_near_a_curve_brings_it_to_the_front(panel, qtbot):
    chart = panel.chart("loss").canvas
    area = plot_area(chart.width(), chart.height())
    y = float(y_of(drawn(panel, "loss", 0).lines[0].at(90), chart.plot.axis, area))
    x = float(x_of(90, chart.plot.window, area))
    qtbot.mouseMove(chart, QPoint(5, 5))
    qtbot.mouseMove(chart, QPoint(round(x), round(y)))
    assert panel.chart("sharpness").canvas.plot.emphasis == 0


def test_a_diverged_run_has_no_curve_after_its_end(panel, session):
    line = drawn(panel, "loss", SGD).lines[0]
    lost = int(np.flatnonzero(np.isnan(session.picture.tracks[SGD]["losses"][:, 0]))[0])
    assert np.isfinite(line.values[:lost]).all() and np.isnan(line.values[lost:]).all()


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-6, 1e6), most=st.integers(2, 9))
def test_even_ticks_are_round_distinct_and_no_more_than_fit(low, span, most):
    high = low + span
    if not high > low + 1e-9 * abs(low):
        return
    ticks = even_ticks(low, high, most)
    assert len(ticks) <= most
    assert len({label for _, label in ticks}) == len(ticks)
    assert all(low - 1e-6 * span <= value <= high + 1e-6 * span for value, _ in ticks)


@given(low=st.floats(1e-12, 1e6), decades=st.floats(0.05, 14), most=st.integers(2, 9))
def test_logarithmic_ticks_never_collide(low, decades, most):
    axis = Axis(low, low * 10**decades, True)
    ticks = axis.ticks(most)
    heights = [height for height, _ in ticks]
    assert all(b - a > 0.5 / most for a, b in itertools.pairwise(heights))
    assert len({label for _, label in ticks}) == len(ticks)


def test_logarithm_is_offered_only_where_it_hides_nothing():
    assert suits_logarithm(np.array([1.0, 10.0]))
    assert not suits_logarithm(np.array([-1.0, 10.0]))
    assert suits_logarithm(np.array([-1.0, 10.0]), floor=-2.0)
    assert not suits_logarithm(np.array([1.0, 10.0]), ratio=1000)
    assert not suits_logarithm(np.array([np.nan]))


@pytest.mark.parametrize("missing", [0, 3, 7])
def test_quartiles_equal_numpys(missing):
    values = np.random.default_rng(1).normal(size=(20, 7, 2))
    values[:, :missing] = np.nan
    found = quartiles(values)
    if missing == 7:
        assert np.isnan(found).all()
        return
    expected = np.nanpercentile(values, (25, 50, 75), axis=1).transpose(1, 0, 2)
    np.testing.assert_allclose(found, expected)


def test_a_long_run_is_thinned_but_keeps_its_extremes():
    values = np.zeros(100_000)
    values[31_415], values[92_653] = 5.0, -7.0
    times, shown = visible(0, values, (0.0, 100_000.0), 200)
    assert len(times) == len(shown) < 1000
    assert shown.max() == 5.0 and shown.min() == -7.0
    assert abs(times[shown.argmax()] - 31_415) < 400
