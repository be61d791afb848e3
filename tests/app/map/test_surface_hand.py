"""A surface in place of the map: chosen by a button, turned by hand, kept in the experiment."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hand import turn_wheel
from pointer import double_click, drag, hover
from PySide6.QtCore import QPoint, QPointF, Qt

from app.map.drawing.camera import Camera
from app.map.drawing.layers import Layers
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.view import View
from app.map.seen import layers_of, state_of
from core.experiment.view_state import TILTS, ZOOMS

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def surface(qtbot, map_view):
    """The map's panel, with a surface in it."""
    qtbot.mouseClick(map_view.surface, LEFT)
    qtbot.waitUntil(lambda: not map_view.canvas.pending)
    return map_view


def test_a_button_raises_the_map_and_lays_it_flat_again(qtbot, map_view):
    flat = map_view.canvas.image(1.0)
    qtbot.mouseClick(map_view.surface, LEFT)
    assert map_view.layers.camera == Camera() and map_view.surface.isChecked()
    assert map_view.canvas.image(1.0) != flat
    qtbot.mouseClick(map_view.surface, LEFT)
    assert map_view.layers.camera is None and not map_view.surface.isChecked()
    assert map_view.canvas.image(1.0) == flat


def test_the_maps_own_hand_rests_meanwhile(qtbot, map_view):
    hover(map_view, map_view.canvas.rect().center())
    assert map_view.reading.text()
    map_view.raise_otherwise()  # by its key, with the pointer over the map
    assert not map_view.reading.text()
    shape = map_view.canvas.cursor().shape()
    qtbot.keyPress(map_view.canvas, Qt.Key.Key_Control, CONTROL)
    map_view.canvas.outdated.emit()
    qtbot.wait(80)
    assert map_view.canvas.cursor().shape() == shape and not map_view.reading.text()
    qtbot.keyRelease(map_view.canvas, Qt.Key.Key_Control)


def test_the_near_side_goes_along_with_a_drag_and_stays_when_raised_again(qtbot, surface, session):
    view, starts = surface.view, session.experiment.starts
    middle = surface.canvas.rect().center()
    drag(surface, middle, middle + QPoint(50, 20))
    camera = surface.layers.camera
    # 0.4° a pixel; what lies near goes to the right, and more is seen from above
    assert camera.azimuth == pytest.approx(Camera().azimuth + 20.0)
    assert camera.tilt == pytest.approx(Camera().tilt + 8.0)
    hover(surface, middle)
    assert surface.layers.camera == camera
    assert (surface.view, session.experiment.starts) == (view, starts)
    for _ in range(2):
        qtbot.mouseClick(surface.surface, LEFT)
    assert surface.layers.camera == camera


def test_no_hand_turns_it_over(surface):
    middle = surface.canvas.rect().center()
    for pixels, end in ((1000, TILTS[1]), (-2000, TILTS[0])):
        drag(surface, middle, middle + QPoint(0, pixels))
        assert surface.layers.camera.tilt == end
    drag(surface, middle, middle + QPoint(1000, 0))
    assert 0 <= surface.layers.camera.azimuth < 360


def test_wheel_and_buttons_and_keys_look_closer(qtbot, surface):
    view = surface.view
    turn_wheel(surface.canvas, QPointF(surface.canvas.rect().center()), 1)
    assert surface.layers.camera.zoom == pytest.approx(1.25)
    qtbot.mouseClick(surface.zoom_in, LEFT)
    qtbot.keyClick(surface.canvas, Qt.Key.Key_Plus)
    assert surface.layers.camera.zoom == pytest.approx(1.25**3)
    for _ in range(20):
        qtbot.mouseClick(surface.zoom_out, LEFT)
    assert surface.layers.camera.zoom == ZOOMS[0]
    assert surface.view == view
    qtbot.keyClick(surface.canvas, Qt.Key.Key_0)
    assert surface.layers.camera == Camera()


def test_arrows_with_ctrl_turn_it_and_those_without_are_left_for_time(qtbot, surface):
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(surface.canvas, key, CONTROL)
        qtbot.keyClick(surface.canvas, key)
    assert surface.layers.camera == Camera(Camera().azimuth + 5.0, Camera().tilt + 10.0)


def test_a_double_click_looks_as_at_first_and_moves_no_start(surface, session):
    starts = session.experiment.starts
    middle = surface.canvas.rect().center()
    drag(surface, middle, middle + QPoint(60, 30))
    double_click(surface, middle)
    assert surface.layers.camera == Camera()
    assert session.experiment.starts == starts


def test_the_legend_is_dragged_by_itself_and_a_double_click_sends_it_back(qtbot, surface):
    canvas = surface.canvas
    begin = canvas.legend_card.center().toPoint()
    before = canvas.legend_card.topLeft()
    drag(surface, begin, begin + QPoint(90, 60))
    canvas.repaint()
    assert (canvas.legend_card.topLeft() - before).toPoint() == QPoint(90, 60)
    assert surface.layers.camera == Camera()
    double_click(surface, canvas.legend_card.center().toPoint())
    assert surface.layers.legend_at is None


def test_what_is_seen_under_the_pointer_is_told_on_the_surface(surface, session):
    landscape = session.experiment.landscape
    canvas = surface.canvas
    size = (float(canvas.width()), float(canvas.height()))
    frame = ReliefFrame.of(canvas.scene, size, 1.0)
    middle = canvas.rect().center()
    hover(surface, middle)
    words = surface.reading.text().replace("−", "-").split()
    assert words[::2] == ["x", "y", "loss"]
    x, y, loss = map(float, words[1::2])
    assert loss == pytest.approx(float(landscape.loss(np.array([x, y]))), rel=0.02)
    assert (frame.pixel((x, y)) - QPointF(middle)).manhattanLength() < 3.0
    hover(surface, QPoint(canvas.width() - 90, 30))
    assert surface.reading.text() == ""


def test_a_grid_and_a_surface_take_each_others_place(qtbot, surface):
    qtbot.mouseClick(surface.grid, LEFT)
    assert surface.layers.camera is None and surface.canvas.cells is not None
    qtbot.mouseClick(surface.surface, LEFT)
    assert not surface.grid.isChecked() and surface.canvas.cells is None


def test_it_is_kept_as_three_numbers_and_a_map_as_none(session):
    landscape = session.experiment.landscape
    seen = dataclasses.replace(Layers(), camera=Camera(12.5, 60.0, 2.0))
    kept = state_of(3, 0, View.of(landscape), seen, landscape)
    assert kept.camera == (12.5, 60.0, 2.0)
    assert layers_of(kept, Layers()).camera == seen.camera
    flat = state_of(3, 0, View.of(landscape), Layers(), landscape)
    assert "camera" not in flat.describe()
    assert layers_of(flat, seen).camera is None
