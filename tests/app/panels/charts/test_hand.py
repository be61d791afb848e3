"""What a hand does on a plot: it seeks, zooms and asks for values."""

from __future__ import annotations

import numpy as np
import pytest
from charts_shown import CM, drag, drawn, hand
from hand import turn_wheel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from app.panels.charts.readout import readout_rows
from core.writing import number


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
