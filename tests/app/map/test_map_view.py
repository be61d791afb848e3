"""The map's panel: its buttons and keys, what it tells of the pointer, and what it follows."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hand import turn_wheel
from pointer import drag, hover, leave, pixel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton

from app.look.appearance import DARK, LIGHT
from app.map.drawing.layers import AnatomyVector
from app.map.drawing.view import Frame, View
from app.map.layers_menu import LAYER_TITLES
from app.running.shown import Highlight
from app.session.session import Session
from core.experiment.view_state import PLANE_LAYERS
from core.writing import number
from landscapes.levy import Levy
from landscapes.two_basins import TwoBasins

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


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
    with qtbot.waitSignal(map_view.image_requested):
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
    qtbot.waitUntil(lambda: map_view.reading.text().startswith("x "))
    assert session.highlight is None
    session.seek(60)
    qtbot.waitUntil(lambda: "step 31" in map_view.reading.text())
    session.edit(methods=session.experiment.methods[:2])
    qtbot.waitUntil(lambda: map_view.reading.text().startswith("x "))


def test_what_is_told_of_a_pointer_at_rest_follows_landscape_view_and_layers(
    qtbot, map_view, session
):
    place = QPoint(300, 200)

    def told() -> bool:
        point = np.array(map_view.canvas.frame.to_data(QPointF(place)))
        loss = number(float(session.picture.experiment.landscape.loss(point)))
        return map_view.reading.text().endswith(f"loss {loss}")

    hover(map_view, place)
    assert told()
    session.set_landscape(TwoBasins())
    qtbot.waitUntil(lambda: session.picture.experiment.landscape == TwoBasins())
    qtbot.waitUntil(told)
    map_view.canvas.zoom(1.25)
    assert not told()
    qtbot.waitUntil(told)
    leave(map_view)
    session.seek(20)
    qtbot.wait(120)
    assert map_view.reading.text() == ""


def test_a_highlight_of_another_panel_is_not_taken_away(map_view, session):
    session.set_highlight(Highlight(2, 30))
    hover(map_view, pixel(map_view, (0.0, 0.0)))
    assert session.highlight == Highlight(2, 30)


def test_every_layer_has_an_entry_that_switches_it(qtbot, map_view):
    assert not any(map_view.layers_menu.layer_actions[name].isEnabled() for name in PLANE_LAYERS)
    for name in LAYER_TITLES:
        if name in PLANE_LAYERS:  # they are there of a network
            continue
        before = getattr(map_view.layers, name)
        with qtbot.waitSignal(map_view.layers_changed) as caught:
            map_view.layers_menu.layer_actions[name].trigger()
        assert getattr(map_view.layers, name) is (not before)
        assert caught.args == [map_view.layers]
    map_view.set_layers(dataclasses.replace(map_view.layers, trails=True))
    assert map_view.layers_menu.layer_actions["trails"].isChecked()


def test_every_layer_is_explained(map_view):
    assert map_view.layers_button.menu().toolTipsVisible()
    tips = {name: action.toolTip() for name, action in map_view.layers_menu.layer_actions.items()}
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
    qtbot.waitUntil(lambda: map_view.view == View.of(TwoBasins()))
    turn_wheel(map_view.canvas, QPointF(pixel(map_view, (0.0, 0.0))), 4)
    zoomed = map_view.view
    session.set_landscape(TwoBasins(sharpness=30))
    qtbot.waitUntil(lambda: session.picture.experiment.landscape == TwoBasins(sharpness=30))
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
    qtbot.waitUntil(lambda: not map_view.canvas.pending)
    assert map_view.canvas.grab().toImage() != stretched


def test_a_landscape_of_many_dimensions_has_no_map_to_click(qtbot, map_view, session):
    five = dataclasses.replace(
        session.experiment, landscape=Levy(5), starts=((1.0, 2.0, 3.0, 4.0, 5.0),)
    )
    session.set_experiment(five)
    qtbot.waitUntil(lambda: session.picture.experiment == five)
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


def step_at(x: float, y: float, *ways: tuple[float, float]) -> tuple[AnatomyVector, ...]:
    """A step from a place: a gradient, then these ways."""
    return (
        AnatomyVector((x, y), (-30.0, 4.0), "#ffffff", "g", 1),
        *(
            AnatomyVector((x, y), way, "#ff0000", "Δ", number, displacement=True)
            for number, way in enumerate(ways, start=2)
        ),
    )


def test_the_way_to_a_close_up_and_back_can_be_followed(map_view, qtbot, monkeypatch):
    canvas, sides = map_view.canvas, []
    paint = canvas._painter.paint

    def spy(painter, scene, *rest, **more):
        sides.append(scene.view.x[1] - scene.view.x[0])
        paint(painter, scene, *rest, **more)

    monkeypatch.setattr(canvas._painter, "paint", spy)
    whole = canvas.view.x[1] - canvas.view.x[0]
    map_view.set_anatomy(step_at(3.3, 2.2, (0.004, 0.003)), 1)
    near = canvas.looked_at.x[1] - canvas.looked_at.x[0]
    qtbot.waitUntil(lambda: sides[-1:] == [near])
    assert sides == sorted(sides, reverse=True) and sides[0] > 0.5 * whole > 5 * near
    sides.clear()
    map_view.set_anatomy((), None)
    qtbot.waitUntil(lambda: sides[-1:] == [whole])
    assert sides == sorted(sides) and sides[0] < 5 * near


def test_a_step_that_is_walked_through_is_seen_closely_and_then_all_as_before(map_view):
    canvas, views = map_view.canvas, []
    map_view.view_changed.connect(views.append)
    canvas.zoom(1.5)
    before, kept = canvas.frame, map_view.view
    vectors = step_at(3.3, 2.2, (0.004, 0.003), (-0.002, 0.001))
    map_view.set_anatomy(vectors, None)
    assert canvas.frame == before  # the whole step at once is seen from where one was
    map_view.set_anatomy(vectors, 1)
    near = canvas.frame
    assert near.plot.contains(near.pixel((3.3, 2.2)))
    assert 60 < np.linalg.norm(near.vectors(np.array([0.004, 0.003]))) < 300
    map_view.set_anatomy(vectors, 2)
    assert canvas.frame == near
    drag(map_view, QPoint(200, 400), QPoint(240, 380))
    moved = canvas.frame
    map_view.set_anatomy(vectors, 3)
    assert canvas.frame == moved != near  # a hand may look around meanwhile
    map_view.set_anatomy(step_at(-1.0, 2.0, (0.5, 0.0)), 1)
    assert canvas.frame.plot.contains(canvas.frame.pixel((-1.0, 2.0)))
    assert map_view.view == kept and views == [kept]  # an export shows what it showed before
    map_view.set_anatomy((), None)
    assert canvas.frame == before


@pytest.mark.parametrize(
    "vectors",
    [
        step_at(3.3, 2.2, (0.0, 0.0)),
        step_at(3.3, 2.2, (np.nan, 0.0)),
        step_at(3.3, 2.2, (1e308, -1e308)),
        step_at(1e308, 2.2, (1e-300, 0.0)),
        step_at(3.3, 2.2, (9.0, 0.0)),
        step_at(3.3, 2.2),
    ],
    ids=["rest", "nan", "huge", "far", "long", "no way"],
)
def test_any_step_can_be_walked_through(map_view, vectors):
    map_view.set_anatomy(vectors, 1)
    map_view.canvas.grab()
    assert map_view.canvas.frame.scales[0] > 0
