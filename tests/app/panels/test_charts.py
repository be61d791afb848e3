"""The charts draw what was recorded, zoom and seek together, and repaint no curve for a tick."""

from __future__ import annotations

import dataclasses
import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hand import turn_wheel
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QScrollArea
from races import wait_until_done

from app.figures.curves.curves import Curve, Line
from app.figures.curves.sample import Sample, brief, caption
from app.figures.curves.scale import Scale, suits_logarithm
from app.look.styles import Style, styles
from app.panels.charts import ChartsPanel
from app.panels.charts.band import Band
from app.panels.charts.plot_view import PlotView
from app.panels.charts.readout import readout_rows
from app.panels.charts.ticks import Ticks
from app.panels.charts.values_table import LABEL, NARROW, ValuesTable
from core.experiment.starts import RandomStarts
from core.measures.series import SERIES
from core.measures.sharpness import sharpness
from core.writing import number
from landscapes import make

CM, CONTROL, SGD = 2, 4, 5


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
    qtbot.waitUntil(lambda: all(panel.chart(key).view for key in panel.shown))
    qtbot.waitUntil(lambda: panel.drawing.is_resting)


def drawn(panel, key, method=CM):
    curves = panel.chart(key).view.curves
    return next(curve for curve in curves if curve.method == method)


def hand(view, x, y):
    """The widget that a mouse acts on, and the place of these pixels on it."""
    return view.viewport(), QPoint(round(x), round(y))


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
    assert panel.shown == tuple(k for k, s in SERIES.items() if s.suits(session.experiment))
    for key in panel.shown:
        line = drawn(panel, key).lines[0]
        expected = SERIES[key].values(session.experiment, spec, track)[:, 0, 0]
        np.testing.assert_array_equal(line.values, expected)
        assert line.at(line.first + 7) == expected[7]


def test_only_memory_methods_have_a_curve_of_agreement(panel):
    assert [curve.method for curve in panel.chart("agreement").view.curves] == [1, 2, 3, 4]


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


def count_paintings(monkeypatch):
    """How often curves are painted from now on, by chart."""
    painted, render = [], PlotView.render

    def counted(self, *args):
        painted.append(self.objectName().split("-")[1])
        render(self, *args)

    monkeypatch.setattr(PlotView, "render", counted)
    return painted


def test_a_tick_paints_no_curve_anew(panel, session, qapp, monkeypatch):
    qapp.processEvents()
    painted = count_paintings(monkeypatch)
    for time in range(40, 60):
        session.seek(time)
        qapp.processEvents()
    assert not painted


def test_a_change_paints_every_chart_once(panel, session, qtbot, qapp, monkeypatch):
    session.seek(120)
    qapp.processEvents()
    painted = count_paintings(monkeypatch)
    session.set_method(CM, session.experiment.methods[CM].changed(lr=0.02))
    wait_until_done(qtbot, session)
    settle(qtbot, panel)
    qtbot.wait(20)
    assert sorted(painted) == ["agreement", "loss", "sharpness"]


@pytest.mark.parametrize("height", [150, 170, 320])
def test_where_charts_scroll_none_is_cut_at_the_foot(panel, qapp, height):
    panel.resize(480, height)  # two beside one another, as in a small window
    for _ in range(3):
        qapp.processEvents()
    area = panel.findChild(QScrollArea, "charts-area")
    sight = area.viewport().rect()
    for key in panel.shown:
        chart = panel.chart(key)
        top = chart.mapTo(area.viewport(), QPoint(0, 0)).y()
        assert top >= sight.height() or top + chart.height() <= sight.height()
    assert area.verticalScrollBar().maximum() == 0 or height < 280


def test_the_cursor_line_follows_the_time(panel, session, qapp, appearance):
    view = panel.chart("sharpness").view
    for time in (30, 90):
        session.seek(time)
        qapp.processEvents()
        image = view.grab().toImage()
        bright = QColor(appearance.theme.text).rgb()
        x = int(view.plane.x_of(time))
        column = [image.pixel(x, y) == bright for y in range(20, view.height() - 30)]
        assert np.mean(column) > 0.7


def test_a_click_seeks(panel, session, qtbot):
    view = panel.chart("loss").view
    widget, place = hand(view, view.plane.x_of(77), 60)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
    assert abs(session.cursor - 77) <= 1


def drag(qtbot, view, one, other):
    """By the left button between pixels, no faster than a hand: pyqtgraph looks every 10 ms."""
    widget, one = hand(view, *one)
    other = hand(view, *other)[1]
    qtbot.wait(12)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=one)
    for place in ((one + other) / 2, other):
        qtbot.wait(12)
        qtbot.mouseMove(widget, place)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=other)


def test_dragging_the_cursor_line_seeks(panel, session, qtbot):
    session.seek(60)
    view = panel.chart("loss").view
    drag(qtbot, view, (view.plane.x_of(60), 50), (view.plane.x_of(100), 50))
    assert abs(session.cursor - 100) <= 1
    assert view.window_shown == (0, 120)


def test_a_drag_zooms_all_charts_and_a_double_click_shows_all_again(panel, session, qtbot):
    session.seek(0)
    view = panel.chart("loss").view
    spans = [panel.chart(key).view.span_shown for key in panel.shown]
    drag(qtbot, view, (view.plane.x_of(40), 50), (view.plane.x_of(80), 54))
    for key in panel.shown:
        assert panel.chart(key).view.window_shown == pytest.approx((40, 80), abs=1.5)
    widget, place = hand(view, view.plane.x_of(60), 50)
    qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)
    assert all(panel.chart(key).view.window_shown == (0, 120) for key in panel.shown)
    assert [panel.chart(key).view.span_shown for key in panel.shown] == spans
    assert session.cursor == 0


def test_a_double_click_leaves_the_time_where_it_was(panel, session, qtbot):
    session.seek(30)
    view = panel.chart("loss").view
    widget, place = hand(view, view.plane.x_of(90), 60)
    for _ in range(2):
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        assert abs(session.cursor - 90) <= 1
        qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)
        assert session.cursor == 30
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
    assert abs(session.cursor - 90) <= 1


def test_the_box_that_is_drawn_is_seen(panel, qtbot, session, appearance):
    session.seek(0)
    view = panel.chart("loss").view
    widget, one = hand(view, 90, 50)
    before = view.grab().toImage()
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=one)
    for step in (20, 40):
        qtbot.wait(12)
        qtbot.mouseMove(widget, one + QPoint(step, 2))
    shown = view.grab().toImage()
    changed = [x for x in range(60, view.width()) if shown.pixel(x, 30) != before.pixel(x, 30)]
    assert 88 <= min(changed) <= 92 and 128 <= max(changed) <= 132
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=one + QPoint(40, 2))


def test_a_box_cuts_the_values_of_its_own_chart_too(panel, qtbot):
    view, other = panel.chart("loss").view, panel.chart("sharpness").view
    whole, before = view.span_shown, other.span_shown
    drag(qtbot, view, (80, 30), (140, 100))
    assert whole[0] < view.span_shown[0] < view.span_shown[1] < whole[1]
    assert other.window_shown == view.window_shown
    assert other.span_shown[1] <= before[1]
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.span_shown == whole and view.window_shown == (0, 120)


def test_the_wheel_and_the_keys_zoom_times_within_the_run(panel, session, qtbot, qapp):
    session.seek(60)
    view = panel.chart("loss").view
    place = QPointF(view.plane.x_of(30), 50)
    turn_wheel(view.viewport(), place, 2)
    left, right = view.window_shown
    assert 0 < left < 30 < right < 120
    assert (30 - left) / (right - left) == pytest.approx(0.25, abs=0.01)
    assert panel.chart("agreement").view.window_shown == (left, right)
    qtbot.keyClick(view, Qt.Key.Key_0)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.window_shown == pytest.approx((12, 108))
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.window_shown == (0, 120)


def test_after_a_zoom_the_axis_fits_the_values_in_sight(panel, session):
    panel._zoom((100.0, 120.0))
    view = panel.chart("sharpness").view
    values = np.concatenate([curve.lines[0].values[100:] for curve in view.curves])
    shown = [view.scale_shown.place(value) for value in values if value == value]
    bottom, top = view.span_shown
    assert bottom < min(shown) and max(shown) < top
    assert max(shown) - min(shown) > 0.8 * (top - bottom)


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
    for key in panel.shown:
        assert (
            panel.chart(key).title.shown == SERIES[key].title
        )  # it stands below, and cuts nothing
    view = panel.chart("loss").view
    place = QPointF(20, view.scale_shown.place(line.low[20] + 0.6 * (line.high[20] - line.low[20])))
    assert view.items_shown.band(CM).contains(place)
    next(a for a in panel.menu.actions() if a.objectName() == "charts-show-whole").trigger()
    session.select_start(4)
    settle(qtbot, panel)
    line = drawn(panel, "loss").lines[0]
    np.testing.assert_array_equal(line.values, losses[:, 4])
    assert line.low is None


def test_among_many_starts_those_that_diverged_count_as_the_worst(
    raced, goldstein, qtbot, appearance
):
    """Most of them diverge: the median leaves the chart instead of following the survivors."""
    starts = ((0.0, -0.9), (1.9, 1.9), (-1.9, 1.9), (0.1, -1.0), (1.9, -1.9), (0.05, -1.1))
    session = raced(dataclasses.replace(goldstein, starts=starts, steps=40))
    panel = shown(qtbot, session, appearance)
    losses = session.picture.tracks[SGD]["losses"]
    worst = np.where(np.isnan(losses), np.inf, losses)
    line = drawn(panel, "loss", SGD).lines[0]
    np.testing.assert_allclose(line.values, np.median(worst, axis=1))
    assert np.isinf(line.values[-1]) and np.isfinite(line.values[0])
    assert (line.counted == 6).all()
    items = panel.chart("loss").view.items_shown
    plotted = items.data(SGD)[1]
    assert np.array_equal(np.isnan(plotted), np.isinf(line.values))
    sharpness = drawn(panel, "sharpness", SGD).lines[0]
    alive = (~np.isnan(losses)).sum(1)
    np.testing.assert_array_equal(sharpness.counted, alive)
    assert panel.chart("loss").note.text() == "median of 6"  # nobody is lost at the start
    time = int(np.flatnonzero(alive < 6)[0])
    session.seek(time)
    left = alive[time]
    assert left > 0 and panel.chart("loss").note.text() == "median of 6, lost as worst"
    note = panel.chart("sharpness").note.text()
    assert note == f"median of the {left} to 6 of 6 still alive"
    rows = {
        row.method: row.text for row in readout_rows(panel.chart("sharpness").view.curves, time)
    }
    assert rows[SGD].endswith(f"({left})") and "(" not in rows[CM]


def test_a_caption_never_hides_whom_the_median_leaves_out():
    def one(counted, lost, of=64):
        nothing = np.zeros(1)
        line = Line("v", 0, nothing, nothing, nothing, np.array([counted]), np.array([lost]), of)
        return Curve(0, "SGDM + CM", Style("#ffffff", None, "o"), False, (line,))

    def said(curve, sample=None, worst=False):
        return caption(sample or Sample(64, 64), [curve], 0, lost_are_worst=worst)

    assert said(one(5, 59)) == "median of the 5 of 64 still alive"
    assert said(one(64, 0)) == "median of 64"
    assert said(one(64, 59), worst=True) == "median of 64, lost as worst"
    assert said(one(60, 0)) == "median of the 60 of 64 that have one"  # an empty memory
    assert said(one(0, 64)) == "median of the 0 of 64 still alive" and said(one(0, 0)) == ""
    many = Sample(10_000, 250)
    assert said(one(250, 0, 250), sample=many) == "median of 250 of 10,000"
    assert said(one(7, 243, 250), sample=many) == "median of the 7 of 250 of 10,000 still alive"
    assert brief(said(one(7, 243, 250), sample=many)) == "7 of 250 of 10,000 alive"
    assert brief(said(one(64, 59), worst=True)) == "64, lost as worst"
    assert said(one(1, 0), sample=Sample(64, 1, 2)) == brief("start 3 of 64") == "start 3 of 64"
    assert said(one(1, 0), sample=Sample()) == ""


@pytest.mark.parametrize("logarithmic", [False, True])
def test_where_a_quarter_of_the_starts_is_lost_the_band_goes_through_the_top(qapp, logarithmic):
    low, high = np.ones(10), np.full(10, 2.0)
    high[5:] = np.inf
    low[8:] = np.inf
    band, scale = Band(), Scale(logarithmic)
    band.show_line(Line("loss", 0, low, low, high), scale, "#ff0000")
    band.fill(0.0, 9.0, 100.0, top=7.0)
    drawn_path = band.path()
    assert drawn_path.contains(QPointF(6.5, 6.9)) and not drawn_path.contains(QPointF(3.0, 6.9))
    assert drawn_path.boundingRect().right() == 7.0  # three quarters are lost: nothing to fill


def test_what_stays_outdated_is_dimmed_later_and_not_at_once(panel, session, qtbot):
    opacity = [panel.chart("loss").view.items_shown.item(i).opacity() for i in (CM, 0)]
    picture = dataclasses.replace(session.picture, stale=frozenset({CM}))
    panel.drawing.follow_picture(picture)
    settle(qtbot, panel)
    assert not drawn(panel, "loss").faded
    qtbot.waitUntil(lambda: drawn(panel, "loss").faded)
    assert not drawn(panel, "loss", 0).faded
    items = panel.chart("loss").view.items_shown
    assert items.item(CM).opacity() < 0.5 * opacity[0] and items.item(0).opacity() == opacity[1]
    panel.drawing.follow_picture(session.picture)
    settle(qtbot, panel)
    assert items.item(CM).opacity() == opacity[0]


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


def settle_layouts(qapp):
    for _ in range(5):
        qapp.processEvents()


def whole_rows(panel):
    """The charts whose title and axis can be seen whole."""
    area = panel.findChild(QScrollArea, "charts-area").viewport()
    view = QRect(area.mapToGlobal(QPoint()), area.size())
    charts = [panel.chart(key) for key in panel.shown]
    return [c for c in charts if view.contains(QRect(c.mapToGlobal(QPoint()), c.size()))]


@pytest.mark.parametrize("keys", [("loss", "sharpness", "agreement"), tuple(SERIES)], ids=len)
@pytest.mark.parametrize("size", [(700, 230), (330, 240), (700, 600)])
def test_the_table_hides_no_row_of_charts_and_scrolls_by_itself(panel, qapp, size, keys):
    panel.set_shown(keys)
    panel.resize(*size)
    settle_layouts(qapp)
    before = whole_rows(panel)
    panel.table.click()
    settle_layouts(qapp)
    after = whole_rows(panel)
    assert after and after[0] is before[0] is panel.chart("loss")
    table = panel.findChild(QScrollArea, "chart-values-area")
    assert table.isVisible() and table.height() >= 3 * 19
    assert panel.values.height() >= panel.values.sizeHint().height()
    hidden = panel.values.height() - table.viewport().height()
    assert table.verticalScrollBar().maximum() == max(0, hidden)
    panel.table.click()
    settle_layouts(qapp)
    assert not table.isVisible() and whole_rows(panel) == before


def test_the_readout_lists_the_values_at_the_hand_greatest_first(panel, session):
    rows = readout_rows(panel.chart("loss").view.curves, 50)
    values = {
        spec.label: float(track["losses"][50, 0])
        for spec, track in zip(session.experiment.methods, session.picture.tracks, strict=True)
    }
    wanted = sorted((v, k) for k, v in values.items() if v == v)[::-1]
    assert [(row.label, row.text) for row in rows] == [(k, number(v)) for v, k in wanted]


def test_the_hand_near_a_curve_brings_it_to_the_front(panel, qtbot):
    view = panel.chart("loss").view
    y = view.plane.y_of(drawn(panel, "loss", 0).lines[0].at(90))
    qtbot.mouseMove(view.viewport(), QPoint(5, 5))
    qtbot.mouseMove(*hand(view, view.plane.x_of(90), y))
    items = panel.chart("sharpness").view.items_shown
    assert items.item(0).opacity() == 1.0 and items.item(CM).opacity() < 0.5
    assert items.item(0).zValue() > items.item(CM).zValue()


def test_a_diverged_run_has_no_curve_after_its_end(panel, session):
    line = drawn(panel, "loss", SGD).lines[0]
    lost = int(np.flatnonzero(np.isnan(session.picture.tracks[SGD]["losses"][:, 0]))[0])
    assert np.isfinite(line.values[:lost]).all() and np.isnan(line.values[lost:]).all()


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


def test_a_long_run_is_thinned_but_keeps_its_extremes(panel):
    view = panel.chart("sharpness").view
    values = np.zeros(100_001)
    values[31_415], values[92_653] = 5.0, -7.0
    line = dataclasses.replace(drawn(panel, "sharpness", 0).lines[0], values=values)
    curve = dataclasses.replace(drawn(panel, "sharpness", 0), lines=(line,))
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
    line = dataclasses.replace(one.lines[0], values=values, first=0)
    view.show_curves((dataclasses.replace(one, lines=(line,)),), Scale(), None)
    times, shown = view.items_shown.dots(0)
    assert (times.tolist(), shown.tolist()) == ([0.0, 6.0], [4.0, 5.0])
    view.show_range(None, (0.0, 6.0), 12)
    x, y = round(view.plane.x_of(6)), round(view.plane.y_of(5.0))
    assert view.grab().toImage().pixelColor(x, y) == QColor(one.style.colour)


def test_a_band_is_thinned_but_keeps_its_extremes_and_is_open_where_nothing_is(panel):
    view = panel.chart("sharpness").view
    values = np.zeros(100_001)
    low, high = values - 1.0, values + 1.0
    low[31_415], high[92_653] = -7.0, 5.0
    low[50_000:60_000] = high[50_000:60_000] = np.nan
    line = dataclasses.replace(
        drawn(panel, "sharpness", 0).lines[0], values=values, low=low, high=high
    )
    curve = dataclasses.replace(drawn(panel, "sharpness", 0), lines=(line,))
    view.show_curves((curve,), Scale(), None)
    view.show_range(None, (-8.0, 6.0), 100_000)
    path = view.items_shown.band(0)
    assert path.elementCount() < 5000
    assert (path.boundingRect().top(), path.boundingRect().bottom()) == (-7.0, 5.0)
    assert path.contains(QPointF(49_000, 0.5)) and path.contains(QPointF(61_000, 0.5))
    assert not path.contains(QPointF(55_000, 0.5))
    view.show_range((31_410.0, 31_420.0), (-8.0, 6.0), 100_000)
    path = view.items_shown.band(0)
    assert path.contains(QPointF(31_415, -6.9)) and not path.contains(QPointF(31_414, -1.1))


SCRIPT = """
import sys
from app.look.appearance import Appearance
from app.window.application import make_application
from app.window.main_window import MainWindow
from app.session.session import Session
application = make_application()
session = Session()
window = MainWindow(session, Appearance())
window.resize(1440, 900)
window.show()
frames = [window.charts.chart(key).title.mapTo(window, window.rect().topLeft())
          for key in window.charts.shown]
assert not {"pyqtgraph", "torch"} & set(sys.modules), "imported too early"
while not all(window.charts.chart(key).view for key in window.charts.shown):
    application.processEvents()
assert "pyqtgraph" in sys.modules
assert frames == [window.charts.chart(key).title.mapTo(window, window.rect().topLeft())
                  for key in window.charts.shown], "the titles jumped"
session.close()
"""


def test_what_plots_is_imported_after_the_window_is_shown_and_nothing_jumps():
    root = Path(__file__).parents[3]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, timeout=60)


def test_values_that_do_not_fit_beside_one_another_go_on_below(panel, appearance):
    table = ValuesTable(appearance.theme)
    table.show_columns((("Loss", (drawn(panel, "loss"),)),) * 3, appearance.theme)
    heights = []
    for width in (LABEL + 3 * NARROW, LABEL + 2 * NARROW, LABEL + NARROW, LABEL):
        table.resize(width, 100)
        heights.append(table.sizeHint().height())
    assert heights == [heights[0] * lines for lines in (1, 2, 3, 3)]
