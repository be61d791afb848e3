"""What a hand takes hold of on the map, and where it goes."""

from __future__ import annotations

import numpy as np
import pytest
from hand import turn_wheel
from pointer import double_click, drag, hover, pinch, pixel, two_fingers
from PySide6.QtCore import QPoint, QPointF, Qt

from core.experiment.starts import RandomStarts

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
MIDDLE = Qt.MouseButton.MiddleButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
START = (3.3, 2.2)


def legend(map_view):
    """Where the legend lies, after it has been painted."""
    map_view.canvas.grab()
    return map_view.canvas.legend_card


def test_a_click_moves_nothing_wherever_it_is(qtbot, map_view, session):
    before, view = session.experiment, map_view.view
    middle = map_view.canvas.frame.plot.center().toPoint()
    for place in (
        middle,
        legend(map_view).center().toPoint(),
        QPoint(5, 5),
        pixel(map_view, START),
    ):
        for button in (LEFT, RIGHT, MIDDLE):
            qtbot.mousePress(map_view.canvas, button, pos=place)
            hover(map_view, place + QPoint(1, -1), button)  # a hand is never quite still
            qtbot.mouseRelease(map_view.canvas, button, pos=place + QPoint(1, -1))
    assert session.experiment is before and map_view.view == view
    assert map_view.layers.legend_at is None


def test_a_double_click_calls_the_start_and_undo_sends_it_back(map_view, session):
    view, place = map_view.view, pixel(map_view, (1.0, -2.0))
    expected = map_view.canvas.frame.to_data(QPointF(place))
    double_click(map_view, place)
    assert session.experiment.starts == (pytest.approx(expected),)
    assert expected == pytest.approx((1.0, -2.0), abs=0.02)
    assert map_view.view == view
    session.undo()
    assert session.experiment.starts == (START,) and not session.can_undo


def test_of_several_starts_a_double_click_calls_the_selected_one_only(qtbot, map_view, session):
    session.edit(starts=RandomStarts(5))
    qtbot.waitUntil(lambda: session.picture.experiment == session.experiment)
    before = session.experiment.start_positions()
    session.select_start(3)
    free = next(
        point
        for point in np.random.default_rng(0).uniform(-2, 4, (99, 2))
        if np.linalg.norm(before - point, axis=-1).min() > 1
    )
    double_click(map_view, pixel(map_view, tuple(free)))
    after = session.experiment.start_positions()
    assert np.array_equal(np.delete(after, 3, 0), np.delete(before, 3, 0))
    assert after[3] == pytest.approx(free, abs=0.03)


def test_beside_the_map_a_double_click_does_nothing(map_view, session):
    before = session.experiment
    double_click(map_view, QPoint(3, 3))
    assert session.experiment is before


def test_a_start_follows_the_hand_before_it_is_let_go(qtbot, map_view, session):
    canvas = map_view.canvas
    qtbot.mousePress(canvas, LEFT, pos=pixel(map_view, START) + QPoint(4, 3))
    seen = []
    session.experiment_changed.connect(lambda experiment: seen.append(experiment.starts[0]))
    for x in (3.0, 2.0, 1.0):
        hover(map_view, pixel(map_view, (x, 1.0)) + QPoint(4, 3), LEFT)
    # It was taken at its edge, and stays in the hand as it was taken.
    assert seen == [pytest.approx((x, 1.0), abs=0.02) for x in (3, 2, 1)]
    qtbot.mouseRelease(canvas, LEFT, pos=pixel(map_view, (1.0, 1.0)))
    hover(map_view, pixel(map_view, (-3.0, 1.0)))
    assert len(seen) == 3 and len(session.experiment.starts) == 1


def test_a_start_dragged_off_the_map_stays_at_its_edge(map_view, session):
    drag(map_view, pixel(map_view, START), QPoint(5000, -4000))
    frame = map_view.canvas.frame
    assert session.experiment.starts[0] == pytest.approx((frame.x[1], frame.y[1]))


def test_time_does_not_move_a_start_that_is_held_still(qtbot, map_view, session):
    near = pixel(map_view, START) + QPoint(5, 2)
    hover(map_view, near)
    qtbot.mousePress(map_view.canvas, LEFT, pos=near)
    session.seek(20)
    qtbot.wait(120)
    assert session.experiment.starts == (START,)
    qtbot.mouseRelease(map_view.canvas, LEFT, pos=near)


@pytest.mark.parametrize("modifier", [CONTROL, SHIFT], ids=["control", "shift"])
def test_with_a_modifier_a_start_is_added_where_the_click_is(qtbot, map_view, session, modifier):
    qtbot.mouseClick(map_view.canvas, LEFT, modifier, pixel(map_view, (-2.0, -2.0)))
    assert len(session.experiment.starts) == 2
    assert session.experiment.starts[0] == START
    assert session.experiment.starts[1] == pytest.approx((-2.0, -2.0), abs=0.02)
    qtbot.waitUntil(lambda: session.selected_start == 1)


def test_a_start_is_selected_by_a_click_and_removed_by_delete(qtbot, map_view, session):
    session.set_starts([(3.0, 3.0), (-3.0, -3.0)])
    qtbot.waitUntil(lambda: session.picture.experiment == session.experiment)
    qtbot.mouseClick(map_view.canvas, LEFT, pos=pixel(map_view, (-3.0, -3.0)))
    assert session.selected_start == 1
    assert session.experiment.starts == ((3.0, 3.0), (-3.0, -3.0))
    qtbot.keyClick(map_view.canvas, Qt.Key.Key_Delete)
    assert session.experiment.starts == ((3.0, 3.0),)
    qtbot.keyClick(map_view.canvas, Qt.Key.Key_Delete)
    assert len(session.experiment.starts) == 1  # the last one stays


@pytest.mark.parametrize("button", [LEFT, RIGHT, MIDDLE], ids=["left", "right", "middle"])
def test_the_ground_is_dragged_along(map_view, session, button):
    canvas, starts = map_view.canvas, session.experiment.starts
    point = canvas.frame.to_data(QPointF(300, 300))
    drag(map_view, QPoint(300, 300), QPoint(380, 270), button)
    assert canvas.frame.to_data(QPointF(380, 270)) == pytest.approx(point)
    assert session.experiment.starts == starts


def test_the_legend_is_dragged_and_keeps_its_place_in_the_window(map_view, session):
    card, before = legend(map_view), map_view.canvas.grab().toImage()
    starts, view = session.experiment.starts, map_view.view
    grasp = card.topLeft().toPoint() + QPoint(20, 10)
    drag(map_view, grasp, grasp + QPoint(150, 90))
    moved = legend(map_view)
    assert moved.topLeft().toTuple() == pytest.approx((card.left() + 150, card.top() + 90), abs=1.0)
    assert map_view.canvas.grab().toImage() != before
    assert session.experiment.starts == starts and map_view.view == view
    drag(map_view, moved.center().toPoint(), QPoint(5000, 5000))
    plot = map_view.canvas.frame.plot
    assert plot.contains(legend(map_view))
    map_view.resize(560, 480)  # at the same corner of another map
    plot, corner = map_view.canvas.frame.plot, legend(map_view).bottomRight()
    assert plot.contains(legend(map_view)) and (plot.bottomRight() - corner).manhattanLength() < 12
    double_click(map_view, legend(map_view).center().toPoint())
    assert map_view.layers.legend_at is None and session.experiment.starts == starts


def test_the_wheel_zooms_about_the_pointer(map_view):
    place = pixel(map_view, (2.0, 1.0))
    before = map_view.canvas.frame
    point = before.to_data(QPointF(place))
    turn_wheel(map_view.canvas, QPointF(place), 3)
    after = map_view.canvas.frame
    assert after.to_data(QPointF(place)) == pytest.approx(point)
    assert after.scales[0] == pytest.approx(before.scales[0] * 1.25**3)
    turn_wheel(map_view.canvas, QPointF(place), -3)
    assert map_view.canvas.frame.x == pytest.approx(before.x)


@pytest.mark.parametrize("tells_pixels", [True, False], ids=["pixels", "angles"])
def test_two_fingers_on_a_touch_pad_pan_and_zoom_with_control(map_view, tells_pixels):
    place, before = QPoint(300, 300), map_view.canvas.frame
    point = before.to_data(QPointF(place))
    two_fingers(map_view, place, QPoint(-40, 24), tells_pixels=tells_pixels)
    after = map_view.canvas.frame
    assert after.scales == pytest.approx(before.scales)
    assert after.to_data(QPointF(260, 324)) == pytest.approx(point)
    held = after.to_data(QPointF(place))
    two_fingers(map_view, place, QPoint(0, 60), CONTROL, tells_pixels=tells_pixels)
    assert map_view.canvas.frame.scales[0] == pytest.approx(after.scales[0] * 1.25)
    assert map_view.canvas.frame.to_data(QPointF(place)) == pytest.approx(held)


def test_a_pinch_zooms_about_the_fingers(map_view):
    place, before = QPoint(420, 200), map_view.canvas.frame
    point = before.to_data(QPointF(place))
    assert pinch(map_view, place, 0.1)
    after = map_view.canvas.frame
    assert after.scales[0] == pytest.approx(1.1 * before.scales[0])
    assert after.to_data(QPointF(place)) == pytest.approx(point)
    pinch(map_view, place, -9.0)  # however hard they close
    assert map_view.canvas.frame.scales[0] > 0


def test_the_cursor_tells_what_a_press_would_do(qtbot, map_view):
    canvas, shapes = map_view.canvas, Qt.CursorShape
    hover(map_view, pixel(map_view, START))
    assert canvas.cursor().shape() == shapes.SizeAllCursor
    hover(map_view, legend(map_view).center().toPoint())
    assert canvas.cursor().shape() == shapes.SizeAllCursor
    hover(map_view, QPoint(4, 4))
    assert canvas.cursor().shape() == shapes.ArrowCursor
    ground = pixel(map_view, (0.0, 0.0))
    hover(map_view, ground)
    assert canvas.cursor().shape() == shapes.OpenHandCursor
    qtbot.keyPress(canvas, Qt.Key.Key_Control)
    assert canvas.cursor().shape() == shapes.CrossCursor
    qtbot.keyRelease(canvas, Qt.Key.Key_Control)
    assert canvas.cursor().shape() == shapes.OpenHandCursor
    qtbot.mousePress(canvas, LEFT, pos=ground)
    assert canvas.cursor().shape() == shapes.ClosedHandCursor
    qtbot.mouseRelease(canvas, LEFT, pos=ground)
    assert canvas.cursor().shape() == shapes.OpenHandCursor


def test_a_slow_drag_of_a_start_is_one_change(map_view, session, monkeypatch):
    monkeypatch.setattr("app.session.history.MERGE_SECONDS", 0)
    before, place = session.experiment, pixel(map_view, START)
    drag(map_view, place, place + QPoint(60, 0))
    assert session.experiment != before and session.undo_title == "change of the starts"
    session.undo()
    assert session.experiment == before and not session.can_undo
