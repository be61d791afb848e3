"""In the window a network's map is a plane through its runs, and says what that hides."""

from __future__ import annotations

import dataclasses
import threading

import numpy as np
import pytest
from network_runs import race
from PySide6.QtCore import QPoint, QPointF, Qt

from app.map.drawing.view import View
from app.map.planes import worker
from app.map.planes.planes import Planes
from app.session.session import Session
from core.experiment.experiment import MethodSpec
from core.experiment.record import Record
from core.experiment.view_plane import PlaneChoice


def is_exact(planes: Planes) -> bool:
    return planes.is_planar and planes.state == "" and bool(planes.readings)


def test_a_race_whose_positions_are_not_kept_is_not_promised_a_plane(qtbot, session, view) -> None:
    planes = view.canvas.planes
    qtbot.waitUntil(lambda: planes.is_planar, timeout=20_000)
    session.set_experiment(dataclasses.replace(race(), record=Record(what="scalars")))
    qtbot.waitUntil(lambda: "scalars are recorded" in planes.problem, timeout=20_000)
    qtbot.waitUntil(lambda: session.ready == session.last_step, timeout=20_000)
    assert "scalars are recorded" in planes.problem and not planes.is_planar
    session.set_experiment(race())
    qtbot.waitUntil(lambda: planes.is_planar, timeout=20_000)


def test_the_window_shows_the_plane_and_what_it_hides(qtbot, session, view) -> None:
    planes = view.canvas.planes
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: is_exact(planes))
    session.seek(session.last_step)
    assert view.canvas.is_plane and not view.canvas.moves_starts
    assert view.plane.isVisible()
    assert "random walks" in planes.shown.words
    track = session.picture.tracks[1]
    reading = planes.readings[1]
    assert reading.true_loss == pytest.approx(track["train_losses"][-1, 0])
    assert reading.distance > 0
    assert np.isfinite(reading.plane_loss)
    assert not view.layers_menu.layer_actions["ellipses"].isEnabled()
    assert "plane" in view.layers_menu.layer_actions["ellipses"].toolTip()
    assert view.layers_menu.layer_actions["true_loss"].isEnabled()
    assert not view.canvas.scene.layers.minima
    before = session.experiment
    qtbot.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    assert session.experiment == before  # nobody moves where a network begins


def test_another_plane_is_chosen_in_the_menu(qtbot, session, view) -> None:
    planes = view.canvas.planes
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: is_exact(planes))
    view.plane.actions_by_name["ends"].trigger()
    view.plane.actions_by_name["test"].trigger()
    qtbot.waitUntil(lambda: planes.shown.names[0] == "first to second end")
    assert planes.chosen == PlaneChoice("ends", "test")
    view.plane.actions_by_name["random"].trigger()
    qtbot.waitUntil(lambda: not any(planes.picture.tracks))


def test_a_plane_that_was_asked_for_another_network_is_not_taken(
    qtbot, session, view, monkeypatch
) -> None:
    """It may be laid when the next network is shown already, of another number of parameters."""
    planes, lay, goes_on, laid = view.canvas.planes, worker.fitted, threading.Event(), []

    def fitted(wish):
        laid.append(wish.network)
        goes_on.wait(20)
        return lay(wish)

    monkeypatch.setattr(worker, "fitted", fitted)
    qtbot.waitUntil(lambda: bool(laid) and session.ready == session.last_step, timeout=20_000)
    former = session.experiment.landscape
    other = dataclasses.replace(former, hidden=5)
    session.set_experiment(dataclasses.replace(session.experiment, landscape=other))
    qtbot.waitUntil(lambda: session.picture.experiment.landscape == other, timeout=20_000)
    goes_on.set()
    seen = []
    planes.told.connect(lambda: seen.append(planes.shown))
    qtbot.waitUntil(lambda: is_exact(planes), timeout=20_000)
    assert laid[0] == former and planes.shown.wish.network == other
    assert {shown.wish.network for shown in seen if shown is not None} == {other}


def test_where_a_person_looks_stays_when_the_plane_is_laid_anew(qtbot, session, view) -> None:
    """And all is seen again when another plane is chosen."""
    canvas, planes = view.canvas, view.canvas.planes
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: is_exact(planes))
    canvas.zoom(3.0, QPointF(200, 300))
    before, plane = canvas.view, planes.laid.fitted.plane
    point = plane.points(np.array([np.mean(before.x), np.mean(before.y)]))

    other = MethodSpec.create("adam", {"lr": 0.05})
    session.set_experiment(race(other, *session.experiment.methods[1:]))
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: planes.laid.fitted.plane is not plane and is_exact(planes))
    after, plane = canvas.view, planes.laid.fitted.plane
    assert (np.mean(after.x), np.mean(after.y)) == pytest.approx(plane.coordinates(point))
    for one, two in ((before.x, after.x), (before.y, after.y)):
        assert two[1] - two[0] == pytest.approx(one[1] - one[0])

    view.plane.actions_by_name["ends"].trigger()
    qtbot.waitUntil(lambda: planes.laid.fitted.wish.kind == "ends")
    assert canvas.view == View.of(planes.laid.ground)


def test_while_all_of_a_plane_is_seen_all_of_the_next_is(qtbot, session, view) -> None:
    canvas, planes = view.canvas, view.canvas.planes
    qtbot.waitUntil(lambda: session.ready == session.last_step)
    qtbot.waitUntil(lambda: is_exact(planes))
    plane = planes.laid.fitted.plane
    session.set_experiment(race(MethodSpec.create("adam", {"lr": 0.05}), *race().methods[1:]))
    qtbot.waitUntil(lambda: planes.laid.fitted.plane is not plane)
    assert canvas.view == View.of(planes.laid.ground)


def test_a_race_in_the_plane_is_its_own_picture(qtbot, view, session) -> None:
    session.set_experiment(Session().experiment)
    qtbot.waitUntil(lambda: session.picture.experiment.landscape.dimension == 2)
    assert view.canvas.planes.picture is session.picture
    assert not view.plane.isVisible() and view.canvas.moves_starts
