"""A person's hand on the map: what is clicked, dragged, turned and pointed at."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hand import turn_wheel
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.look.appearance import DARK, LIGHT, Appearance
from app.map.drawing.layers import AnatomyVector
from app.map.drawing.ticks import reading
from app.map.drawing.view import Frame, View
from app.map.map_view import LAYER_TITLES, MapView
from app.running.shown import Highlight
from app.session.session import Session
from core.experiment.experiment import RandomStarts
from landscapes.levy import Levy
from landscapes.two_basins import TwoBasins

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def map_view(qtbot: QtBot, session: Session, appearance: Appearance) -> MapView:
    found = MapView(session, appearance)
    qtbot.addWidget(found)
    found.resize(700, 560)
    found.show()
    qtbot.waitUntil(lambda: session.ready == session.experiment.steps, timeout=5000)
    return found


def pixel(map_view: MapView, point: tuple[float, float]) -> QPoint:
    return map_view.canvas.frame.pixel(point).toPoint()


def hover(map_view: MapView, place: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton):
    canvas = map_view.canvas
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        buttons,
        NONE,
    )
    QApplication.sendEvent(canvas, event)


def test_a_click_sets_the_start_where_it_is(qtbot, map_view, session):
    place = pixel(map_view, (1.0, -2.0))
    qtbot.mouseClick(map_view.canvas, LEFT, pos=place)
    expected = map_view.canvas.frame.to_data(QPointF(place))
    assert session.experiment.starts == (pytest.approx(expected),)
    assert expected == pytest.approx((1.0, -2.0), abs=0.02)


def test_a_start_follows_the_hand_before_it_is_let_go(qtbot, map_view, session):
    canvas = map_view.canvas
    qtbot.mousePress(canvas, LEFT, pos=pixel(map_view, (3.3, 2.2)) + QPoint(4, 3))
    seen = []
    session.experiment_changed.connect(lambda experiment: seen.append(experiment.starts[0]))
    for x in (3.0, 2.0, 1.0):
        hover(map_view, pixel(map_view, (x, 1.0)), LEFT)
    assert [round(start[0]) for start in seen] == [3, 2, 1]
    qtbot.mouseRelease(canvas, LEFT, pos=pixel(map_view, (1.0, 1.0)))
    hover(map_view, pixel(map_view, (-3.0, 1.0)))
    assert len(seen) == 3 and len(session.experiment.starts) == 1


def test_a_start_dragged_off_the_map_stays_at_its_edge(qtbot, map_view, session):
    canvas = map_view.canvas
    qtbot.mousePress(canvas, LEFT, pos=pixel(map_view, (3.3, 2.2)))
    hover(map_view, QPoint(5000, -4000), LEFT)
    frame = canvas.frame
    assert session.experiment.starts[0] == pytest.approx((frame.x[1], frame.y[1]))


def test_outside_the_plot_a_click_does_nothing(qtbot, map_view, session):
    before = session.experiment
    qtbot.mouseClick(map_view.canvas, LEFT, pos=QPoint(5, 5))
    assert session.experiment is before


def test_with_control_a_start_is_added_and_selected(qtbot, map_view, session):
    qtbot.mouseClick(map_view.canvas, LEFT, CONTROL, pixel(map_view, (-2.0, -2.0)))
    assert len(session.experiment.starts) == 2
    assert session.experiment.starts[0] == (3.3, 2.2)
    qtbot.waitUntil(lambda: session.selected_start == 1, timeout=3000)


def test_a_start_is_selected_by_a_click_and_removed_by_delete(qtbot, map_view, session):
    session.set_starts([(3.0, 3.0), (-3.0, -3.0)])
    qtbot.waitUntil(lambda: session.picture.experiment == session.experiment, timeout=3000)
    qtbot.mouseClick(map_view.canvas, LEFT, pos=pixel(map_view, (-3.0, -3.0)))
    assert session.selected_start == 1 and len(session.experiment.starts) == 2
    qtbot.keyClick(map_view.canvas, Qt.Key.Key_Delete)
    assert session.experiment.starts == ((3.0, 3.0),)
    qtbot.keyClick(map_view.canvas, Qt.Key.Key_Delete)
    assert len(session.experiment.starts) == 1  # the last one stays


def test_with_several_starts_a_click_moves_the_selected_one_only(qtbot, map_view, session):
    session.edit(starts=RandomStarts(5))
    qtbot.waitUntil(lambda: session.picture.experiment == session.experiment, timeout=3000)
    before = session.experiment.start_positions()
    session.select_start(3)
    free = next(
        point
        for point in np.random.default_rng(0).uniform(-4, 4, (99, 2))
        if np.linalg.norm(before - point, axis=-1).min() > 1
    )
    qtbot.mouseClick(map_view.canvas, LEFT, pos=pixel(map_view, tuple(free)))
    after = session.experiment.start_positions()
    assert np.array_equal(np.delete(after, 3, 0), np.delete(before, 3, 0))
    assert after[3] == pytest.approx(free, abs=0.03)


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


def test_the_right_button_pans_with_the_hand(qtbot, map_view, session):
    canvas = map_view.canvas
    starts = session.experiment.starts
    point = canvas.frame.to_data(QPointF(300, 200))
    qtbot.mousePress(canvas, RIGHT, pos=QPoint(300, 200))
    hover(map_view, QPoint(380, 170), RIGHT)
    qtbot.mouseRelease(canvas, RIGHT, pos=QPoint(380, 170))
    assert canvas.frame.to_data(QPointF(380, 170)) == pytest.approx(point)
    assert session.experiment.starts == starts


def test_a_double_click_beside_the_map_moves_no_start(qtbot, map_view, session):
    middle = map_view.canvas.frame.plot.center().toPoint()
    qtbot.mouseClick(map_view.canvas, LEFT, pos=middle)
    chosen = session.experiment.starts
    beside = QPoint(3, 3)
    qtbot.mousePress(map_view.canvas, LEFT, pos=beside)
    qtbot.mouseRelease(map_view.canvas, LEFT, pos=beside)
    qtbot.mouseDClick(map_view.canvas, LEFT, pos=beside)
    assert session.experiment.starts == chosen


def test_a_double_click_shows_the_whole_domain_and_leaves_the_start(qtbot, map_view, session):
    starts = session.experiment.starts
    turn_wheel(map_view.canvas, QPointF(pixel(map_view, (0.0, 0.0))), 5)
    place = map_view.canvas.frame.plot.center().toPoint()
    qtbot.mouseClick(map_view.canvas, LEFT, pos=place)
    qtbot.mouseDClick(map_view.canvas, LEFT, pos=place)
    assert map_view.view == View.of(session.experiment.landscape)
    assert session.experiment.starts == starts


@pytest.mark.parametrize("modifier", [NONE, CONTROL], ids=["moving", "adding"])
def test_a_double_click_leaves_undo_and_redo_as_they_were(qtbot, map_view, session, modifier):
    session.set_starts([(3.0, 3.0), (-3.0, -3.0)])
    session.set_steps(150)
    session.undo()
    kept = session.experiment
    qtbot.waitUntil(lambda: session.picture.experiment == kept, timeout=3000)
    place = map_view.canvas.frame.plot.center().toPoint()
    for _ in range(2):
        qtbot.mouseClick(map_view.canvas, LEFT, modifier, place)
        qtbot.mouseDClick(map_view.canvas, LEFT, modifier, place)
    assert session.experiment == kept and session.can_redo and session.selected_start == 0
    session.redo()
    assert session.experiment.steps == 150
    session.undo()
    session.undo()
    assert session.experiment.starts == ((3.3, 2.2),) and not session.can_undo


@pytest.mark.parametrize(
    ("key", "factor"), [(Qt.Key.Key_Plus, 1.25), (Qt.Key.Key_Equal, 1.25), (Qt.Key.Key_Minus, 0.8)]
)
def test_keys_zoom_about_the_middle(qtbot, map_view, key, factor):
    before = map_view.canvas.frame
    qtbot.keyClick(map_view.canvas, key)
    after = map_view.canvas.frame
    assert after.scales[0] == pytest.approx(before.scales[0] * factor)
    assert np.mean(after.x) == pytest.approx(np.mean(before.x))
    qtbot.keyClick(map_view.canvas, Qt.Key.Key_0)
    assert map_view.canvas.frame == before


def test_buttons_do_what_the_keys_do(qtbot, map_view, session):
    before = map_view.canvas.frame
    qtbot.mouseClick(map_view.zoom_in, LEFT)
    assert map_view.canvas.frame.scales[0] > before.scales[0]
    qtbot.mouseClick(map_view.zoom_out, LEFT)
    assert map_view.canvas.frame.x == pytest.approx(before.x)
    qtbot.mouseClick(map_view.zoom_in, LEFT)
    qtbot.mouseClick(map_view.fit, LEFT)
    assert map_view.view == View.of(session.experiment.landscape)
    with qtbot.waitSignal(map_view.image_requested, timeout=500):
        qtbot.mouseClick(map_view.image, LEFT)


def test_arrow_keys_are_left_for_time(qtbot, map_view):
    from PySide6.QtGui import QKeyEvent

    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Space):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, NONE)
        map_view.canvas.keyPressEvent(event)
        assert not event.isAccepted()


def test_the_place_under_the_pointer_is_read_off(map_view, session):
    place = pixel(map_view, (1.0, -2.0))
    hover(map_view, place)
    x, y = map_view.canvas.frame.to_data(QPointF(place))
    loss = session.experiment.landscape.loss(np.array([x, y]))
    text = map_view.reading.text()
    assert f"loss {loss:.3f}" in text and f"x {x:.2f} " in text and "y −2.0" in text
    QApplication.sendEvent(map_view.canvas, QMouseEvent(
        QMouseEvent.Type.MouseMove, QPointF(1, 1), QPointF(1, 1), LEFT, LEFT, NONE))  # fmt: skip
    assert map_view.reading.text() == ""


def hold_something(session: Session) -> None:
    """Let Adam+CG hold an item of step 31, whose push is (0, 5), at the start's place + lr·30."""
    track = session.picture.tracks[2]
    assert track is not None
    track["memory_births"][:] = -1
    track["memory_births"][31:, :, 0] = 30
    track["memory_items"][31:, :, 0] = (0.0, -5.0)
    track["memory_priorities"][31:, :, 0] = 1.0


def test_an_item_under_the_pointer_is_highlighted_and_let_go(map_view, session):
    hold_something(session)
    session.seek(60)
    origin = pixel(map_view, tuple(session.picture.tracks[2]["positions"][30, 0]))
    hover(map_view, origin - QPoint(0, 30))
    assert session.highlight == Highlight(2, 30)
    assert "item taken in step 31," in map_view.reading.text()
    hover(map_view, origin - QPoint(150, 0))
    assert session.highlight is None


def test_what_is_told_of_a_pointer_at_rest_follows_the_time(qtbot, map_view, session):
    hold_something(session)
    session.seek(60)
    origin = pixel(map_view, tuple(session.picture.tracks[2]["positions"][30, 0]))
    hover(map_view, origin - QPoint(0, 30))
    assert "step 31" in map_view.reading.text()
    session.seek(10)  # the item is not there yet
    qtbot.waitUntil(lambda: map_view.reading.text().startswith("x "), timeout=1000)
    assert session.highlight is None
    session.seek(60)
    qtbot.waitUntil(lambda: "step 31" in map_view.reading.text(), timeout=1000)
    session.edit(methods=session.experiment.methods[:2])
    qtbot.waitUntil(lambda: map_view.reading.text().startswith("x "), timeout=3000)


def test_what_is_told_of_a_pointer_at_rest_follows_landscape_view_and_layers(
    qtbot, map_view, session
):
    place = QPoint(300, 200)

    def told() -> bool:
        point = np.array(map_view.canvas.frame.to_data(QPointF(place)))
        loss = reading(float(session.picture.experiment.landscape.loss(point)))
        return map_view.reading.text().endswith(f"loss {loss}")

    hover(map_view, place)
    assert told()
    session.set_landscape(TwoBasins())
    qtbot.waitUntil(lambda: session.picture.experiment.landscape == TwoBasins(), timeout=3000)
    qtbot.waitUntil(told, timeout=1000)
    map_view.canvas.zoom(1.25)
    assert not told()
    qtbot.waitUntil(told, timeout=1000)
    QApplication.sendEvent(map_view.canvas, QEvent(QEvent.Type.Leave))
    session.seek(20)
    qtbot.wait(120)
    assert map_view.reading.text() == ""


def test_time_does_not_move_a_start_that_is_held_still(qtbot, map_view, session):
    near = pixel(map_view, (3.3, 2.2)) + QPoint(5, 2)
    hover(map_view, near)
    qtbot.mousePress(map_view.canvas, LEFT, pos=near)
    session.seek(20)
    qtbot.wait(120)
    assert session.experiment.starts == ((3.3, 2.2),)
    qtbot.mouseRelease(map_view.canvas, LEFT, pos=near)


def test_a_highlight_of_another_panel_is_not_taken_away(map_view, session):
    session.set_highlight(Highlight(2, 30))
    hover(map_view, pixel(map_view, (0.0, 0.0)))
    assert session.highlight == Highlight(2, 30)


def test_the_cursor_tells_what_can_be_taken(qtbot, map_view):
    canvas = map_view.canvas
    hover(map_view, pixel(map_view, (3.3, 2.2)))
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hover(map_view, pixel(map_view, (0.0, 0.0)))
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    qtbot.mousePress(canvas, LEFT, pos=pixel(map_view, (3.3, 2.2)))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor


def test_every_layer_has_an_entry_that_switches_it(qtbot, map_view):
    for name in LAYER_TITLES:
        before = getattr(map_view.layers, name)
        with qtbot.waitSignal(map_view.layers_changed, timeout=500) as caught:
            map_view.layer_actions[name].trigger()
        assert getattr(map_view.layers, name) is (not before)
        assert caught.args == [map_view.layers]
    map_view.set_layers(dataclasses.replace(map_view.layers, trails=True))
    assert map_view.layer_actions["trails"].isChecked()


def test_every_layer_is_explained(map_view):
    assert map_view.layers_button.menu().toolTipsVisible()
    tips = {name: action.toolTip() for name, action in map_view.layer_actions.items()}
    assert all(tips.values()) and "contour" in tips["ellipses"]


def test_anatomy_is_on_the_maps_image_but_in_no_video(qtbot, map_view):
    plain = map_view.canvas.image(1)
    before = map_view.canvas.grab().toImage()
    vector = AnatomyVector((0.0, 0.0), (3.0, 0.0), "#ff0000", "g", 1, displacement=True)
    map_view.set_anatomy((vector,), 1)
    assert map_view.canvas.grab().toImage() != before
    assert map_view.layers.anatomy == ()
    assert map_view.canvas.image(1) != plain
    map_view.set_anatomy((), None)
    assert map_view.canvas.grab().toImage() == before
    assert map_view.canvas.image(1) == plain


def test_another_landscape_is_shown_whole_and_another_parameter_keeps_the_view(
    qtbot, map_view, session
):
    session.set_landscape(TwoBasins())
    qtbot.waitUntil(lambda: map_view.view == View.of(TwoBasins()), timeout=3000)
    turn_wheel(map_view.canvas, QPointF(pixel(map_view, (0.0, 0.0))), 4)
    zoomed = map_view.view
    session.set_landscape(TwoBasins(sharpness=30))
    qtbot.waitUntil(
        lambda: session.picture.experiment.landscape == TwoBasins(sharpness=30), timeout=3000
    )
    assert map_view.view == zoomed


def test_the_theme_is_followed_at_once(qtbot, map_view, appearance):
    dark = map_view.canvas.grab().toImage().pixelColor(3, 3)
    appearance.set_theme(LIGHT)
    light = map_view.canvas.grab().toImage().pixelColor(3, 3)
    assert dark.name() == DARK.panel and light.name() == LIGHT.panel


def test_a_zoom_becomes_sharp_without_blocking(qtbot, map_view):
    map_view.canvas.grab()
    turn_wheel(map_view.canvas, QPointF(pixel(map_view, (1.0, 1.0))), 6)
    stretched = map_view.canvas.grab().toImage()
    assert map_view.canvas.pending
    qtbot.waitUntil(lambda: not map_view.canvas.pending, timeout=5000)
    assert map_view.canvas.grab().toImage() != stretched


def test_a_landscape_of_many_dimensions_has_no_map_to_click(qtbot, map_view, session):
    five = dataclasses.replace(
        session.experiment, landscape=Levy(5), starts=((1.0, 2.0, 3.0, 4.0, 5.0),)
    )
    session.set_experiment(five)
    qtbot.waitUntil(lambda: session.picture.experiment == five, timeout=3000)
    qtbot.mouseClick(map_view.canvas, LEFT, pos=QPoint(300, 200))
    hover(map_view, QPoint(310, 210))
    map_view.canvas.grab()
    assert session.experiment == five


def test_everything_has_a_name_and_every_button_a_tip(map_view):
    assert map_view.objectName() == "map" and map_view.canvas.objectName() == "map-canvas"
    assert map_view.canvas.accessibleName() and map_view.accessibleName()
    for button in map_view.findChildren(QToolButton):
        assert button.objectName() and button.accessibleName() and button.toolTip()
    assert isinstance(map_view.canvas.frame, Frame)
